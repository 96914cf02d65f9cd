"""Caps on a symbol: what no number of futures shows, because all of them share it.

A pool that lives on one licensee is no safer than that licensee, one on a single right falls with that right, and a
short history says little about the tail, however the futures are drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chizai.metrics.rating_scale import Symbol, lowest
from chizai.units.explain import Explained
from chizai.units.rate import PPM, format_ppm
from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CapTerms:
    """Where caps begin, and what they cap at: assumptions, to be replaced by a user's own."""

    __pydantic_config__ = STRICT

    licensee_share_max_ppm: int = 400_000
    """The largest share of all collections that one licensee may pay without a cap at its own symbol."""
    unrated_licensee: Symbol = Symbol.BB
    """The symbol of a licensee for whom none is given."""
    right_share_max_ppm: int = 600_000
    """The largest share of all collections that may hang on one right without a cap."""
    single_right: Symbol = Symbol.A
    """What a right above that share caps at."""
    history_months_min: int = 36
    """How many months of royalties must be known to go without a cap."""
    short_history: Symbol = Symbol.BBB
    """What a shorter history caps at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseeSymbol:
    """What a licensee itself is rated."""

    __pydantic_config__ = STRICT

    licensee: str
    """Its name as the licences write it."""
    symbol: Symbol
    """Its long-term symbol, an agency's or the user's own view."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What part of all collections comes from one licensee, or hangs on one right."""

    name: str
    share_ppm: int
    """Rounded up, so that no cap is missed by rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """What of a pool its caps follow from."""

    licensees: tuple[Exposure, ...]
    """Every licensee's share, the largest first."""
    rights: tuple[Exposure, ...]
    """Every right's share, the largest first; a licence of several rights counts for each, so they may exceed one."""
    history_months: int
    """How many months of royalties are known."""


class CapKind(StrEnum):
    """Why a symbol is capped."""

    SINGLE_LICENSEE = "single licensee"
    SINGLE_RIGHT = "single right"
    SHORT_HISTORY = "short history"


@dataclass(frozen=True, slots=True)
class Cap:
    """One cap that was asked for."""

    kind: CapKind
    symbol: Symbol | None
    """The best symbol that it allows; none where it does not apply."""
    explained: Explained


def exposures(collected_minor: Mapping[str, int], total_minor: int | None = None) -> tuple[Exposure, ...]:
    """Give the share of each name in the collections, the largest first, by name where they are equal.

    Args:
        collected_minor: what comes from each licensee or hangs on each right, none negative.
        total_minor: all collections; where it is not given, the sum, which for rights would count a shared licence
            several times.

    Returns:
        the shares, rounded up; none where nothing is collected at all.
    """
    total = sum(collected_minor.values()) if total_minor is None else total_minor
    if not total:
        return ()
    shares = (Exposure(name, -(-amount * PPM // total)) for name, amount in collected_minor.items())
    return tuple(sorted(shares, key=lambda exposure: (-exposure.share_ppm, exposure.name)))


def caps(facts: PoolFacts, terms: CapTerms, licensees: Sequence[LicenseeSymbol] = ()) -> tuple[Cap, ...]:
    """Ask for each cap, in the order of `CapKind`, whether it applies, and explain why."""
    return (_licensee_cap(facts, terms, licensees), _right_cap(facts, terms), _history_cap(facts, terms))


def _licensee_cap(facts: PoolFacts, terms: CapTerms, licensees: Sequence[LicenseeSymbol]) -> Cap:
    known = {each.licensee: each.symbol for each in licensees}
    above = [each for each in facts.licensees if each.share_ppm > terms.licensee_share_max_ppm]
    symbols = [known.get(each.name, terms.unrated_licensee) for each in above]
    parts = tuple(
        Explained(f"symbol of {each.name}", symbol, "as given" if each.name in known else "none is given: as assumed")
        for each, symbol in zip(above, symbols, strict=True)
    )
    rule = f"a licensee above {format_ppm(terms.licensee_share_max_ppm)} of collections caps at its own symbol"
    return _cap(CapKind.SINGLE_LICENSEE, symbols, rule, (*_largest("licensee", facts.licensees), *parts))


def _right_cap(facts: PoolFacts, terms: CapTerms) -> Cap:
    applies = any(each.share_ppm > terms.right_share_max_ppm for each in facts.rights)
    rule = f"a right above {format_ppm(terms.right_share_max_ppm)} of collections caps at {terms.single_right}"
    return _cap(CapKind.SINGLE_RIGHT, [terms.single_right] * applies, rule, _largest("right", facts.rights))


def _history_cap(facts: PoolFacts, terms: CapTerms) -> Cap:
    applies = facts.history_months < terms.history_months_min
    rule = f"a history below {terms.history_months_min} months caps at {terms.short_history}"
    known = Explained("months of royalties that are known", str(facts.history_months))
    return _cap(CapKind.SHORT_HISTORY, [terms.short_history] * applies, rule, (known,))


def _largest(what: str, shares: Sequence[Exposure]) -> tuple[Explained, ...]:
    return tuple(Explained(f"largest {what}, {each.name}", format_ppm(each.share_ppm)) for each in shares[:1])


def _cap(kind: CapKind, symbols: Sequence[Symbol], rule: str, parts: tuple[Explained, ...]) -> Cap:
    symbol = lowest(symbols) if symbols else None
    return Cap(kind, symbol, Explained(f"cap: {kind}", symbol or "does not apply", rule, parts))
