"""Caps on a symbol: what no number of futures shows, because all of them share it.

A pool that lives on one licensee is no safer than that licensee, one on a single right falls with that right, and a
short history says little about the tail, however the futures are drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chizai.metrics.rating_scale import Symbol, lowest
from chizai.units.rate import PPM
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


@dataclass(frozen=True, slots=True)
class CappingLicensee:
    """A licensee that so much hangs on that no class is better than it."""

    name: str
    symbol: Symbol
    is_given: bool
    """Whether its symbol is given; otherwise it is that of a licensee for whom none is."""


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
    """Ask for each cap, in the order of `CapKind`, whether it applies."""
    rights = [terms.single_right] * any(each.share_ppm > terms.right_share_max_ppm for each in facts.rights)
    history = [terms.short_history] * (facts.history_months < terms.history_months_min)
    return (
        _cap(CapKind.SINGLE_LICENSEE, [each.symbol for each in capping_licensees(facts, terms, licensees)]),
        _cap(CapKind.SINGLE_RIGHT, rights),
        _cap(CapKind.SHORT_HISTORY, history),
    )


def capping_licensees(
    facts: PoolFacts, terms: CapTerms, licensees: Sequence[LicenseeSymbol]
) -> tuple[CappingLicensee, ...]:
    """Give the licensees whose share is above the bound, the largest first, each with the symbol that it caps at."""
    known = {each.licensee: each.symbol for each in licensees}
    return tuple(
        CappingLicensee(each.name, known.get(each.name, terms.unrated_licensee), is_given=each.name in known)
        for each in facts.licensees
        if each.share_ppm > terms.licensee_share_max_ppm
    )


def _cap(kind: CapKind, symbols: Sequence[Symbol]) -> Cap:
    return Cap(kind, lowest(symbols) if symbols else None)
