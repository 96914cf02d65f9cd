"""The scale of symbols from AAA to C, and counting on it.

The letters are those that the Japanese agencies JCR and R&I write for long-term obligations. Both put a plus or a minus
to AA down to B; below, R&I alone does, so CCC, CC and C stand here without. What Chizai puts on the scale is
*indicative*: no agency has seen it, and where the lines between symbols lie is our mapping.
"""

from collections.abc import Iterable
from enum import StrEnum

from chizai.units.rate import PPM


class Symbol(StrEnum):
    """A symbol of the scale, the best first."""

    AAA = "AAA"
    AA_PLUS = "AA+"
    AA = "AA"
    AA_MINUS = "AA-"
    A_PLUS = "A+"
    A = "A"
    A_MINUS = "A-"
    BBB_PLUS = "BBB+"
    BBB = "BBB"
    BBB_MINUS = "BBB-"
    BB_PLUS = "BB+"
    BB = "BB"
    BB_MINUS = "BB-"
    B_PLUS = "B+"
    B = "B"
    B_MINUS = "B-"
    CCC = "CCC"
    CC = "CC"
    C = "C"
    """The lowest: also for all that is worse than its line."""


class Idea(StrEnum):
    """What a symbol is read by; each is an idea of `rating_ideas`."""

    EXPECTED_LOSS = "expected-loss"
    """Principal lost per par, the mean over futures, against the idealised table at the average life."""
    DEFAULT = "default"
    """Share of futures in which anything is owed at the end or was written off, against the same table."""
    STRESS = "stress"
    """How many times the base-case decline the class withstands, against the multiples that symbols require."""


SCALE = tuple(Symbol)
"""All symbols, the best first."""
_STEPS = {symbol: step for step, symbol in enumerate(SCALE)}


def steps_below_top(symbol: Symbol) -> int:
    """Count the notches from AAA down to a symbol: 0 for AAA, 1 for AA+, 18 for C."""
    return _STEPS[symbol]


def notches_down(start: Symbol, end: Symbol) -> int:
    """Count the notches from one symbol down to another; negative where the other is better."""
    return _STEPS[end] - _STEPS[start]


def place_of_symbol_ppm(symbol: Symbol) -> int:
    """Give where a symbol begins, in millionths of a notch above C: 0 for C, 12_000_000 for A-, 18_000_000 for AAA."""
    return (len(SCALE) - 1 - _STEPS[symbol]) * PPM


def symbol_at_place(place_ppm: int) -> Symbol:
    """Give the symbol of a place in millionths of a notch above C: C for all below, AAA for all beyond."""
    return SCALE[len(SCALE) - 1 - min(max(place_ppm // PPM, 0), len(SCALE) - 1)]


def lowest(symbols: Iterable[Symbol]) -> Symbol:
    """Give the worst of some symbols.

    Raises:
        ValueError: there are none.
    """
    return max(symbols, key=steps_below_top)
