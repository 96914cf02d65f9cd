"""The licensee: its default by hazard or by rating, what is recovered, the stop and the replacement, concentration.

A default is an event with a constant hazard (the reduced form of R. Jarrow and S. Turnbull, 1995). Royalties stop, part
of what the first period lacked is recovered after a lag, and from the end of the gap a replacement pays a part. The
table of default rates is reference data; the rest are assumptions about a licensee.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chizai.forecast.processes.course import Course
from chizai.forecast.processes.events import Table, constant, fit_hazard
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

DEFAULT_RATES_ANNUAL: Mapping[str, float] = {
    "AAA": 0.0001,
    "AA": 0.0003,
    "A": 0.0006,
    "BBB": 0.0018,
    "BB": 0.0070,
    "B": 0.0350,
    "CCC": 0.2500,
}
"""Defaults a year by symbol: reference data from memory, in the order of long-run averages of rated companies, with a
floor where none were seen; a user replaces it by the table of the agency that rated the licensee."""

SYMBOLS = tuple(
    f"{letters}{sign}"
    for letters in DEFAULT_RATES_ANNUAL
    for sign in ("+", "", "-")
    if not sign or letters not in {"AAA", "CCC"}
)
"""The symbols that a licensee can have, the best first: the first and the last letters stand without plus or minus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensee:
    """How likely a licensee stops to pay, and what follows."""

    default_hazard_annual: float
    """Defaults a year, 0 or more."""
    recovery: float = 0.0
    """Part of what the first unpaid period lacked that the estate pays, 0 to 1."""
    recovery_delay_years: float = 1.0
    """From default to the payment of the estate; at least a period passes."""
    replacement_gap_years: float = 0.0
    """From default to the first royalties of a replacement, 0 or more."""
    replaced_part: float = 0.0
    """Part of the royalties that the replacement pays, 0 to 1: 0 for none; the chance of finding one is in it."""

    def __post_init__(self) -> None:
        """Refuse what no licensee has."""
        require_not_negative("hazard of default", self.default_hazard_annual)
        require_share("recovery", self.recovery)
        require_not_negative("delay of the recovery", self.recovery_delay_years)
        require_not_negative("gap", self.replacement_gap_years)
        require_share("part that is replaced", self.replaced_part)


def has_defaulted(licensee: Licensee, years: Sequence[float]) -> Table:
    """Give the probability that the licensee has defaulted by each time; shape (n_periods,)."""
    return constant(licensee.default_hazard_annual, years)


def course_of(licensee: Licensee, period_years: float) -> Course:
    """Give what is paid from the period of the default on, in whole periods.

    Raises:
        ValueError: the length of a period is not above zero.
    """
    require_positive("length of a period", period_years)
    gap_periods = math.ceil(round(licensee.replacement_gap_years / period_years, 9))
    return Course(
        gap_periods=gap_periods,
        after=licensee.replaced_part,
        recovery=licensee.recovery,
        recovery_periods=max(math.ceil(round(licensee.recovery_delay_years / period_years, 9)), 1),
    )


def hazard_of_rating(symbol: str, rates_annual: Mapping[str, float] = DEFAULT_RATES_ANNUAL) -> float:
    """Give the hazard of default of a rating: `-ln(1 - rate)`.

    A plus or minus that the table does not have lies a third of the way to the next letter, of the logarithm; past
    either end of the table it is the letter's own.

    Args:
        symbol: such as "BBB" or "BBB+".
        rates_annual: defaults a year by symbol, best first, above 0 and below 1.

    Raises:
        ValueError: the table has no such symbol, or a rate outside 0 to 1.
    """
    letters = list(rates_annual)
    letter, sign = (symbol, "") if symbol in rates_annual else (symbol[:-1], symbol[-1:])
    steps = {"": 0, "+": -1, "-": 1}
    if letter not in rates_annual or sign not in steps:
        raise ValueError(f"{symbol!r} is no symbol of the table: {', '.join(letters)}, with + or -")
    neighbour = letters[min(max(letters.index(letter) + steps[sign], 0), len(letters) - 1)]
    for rate in (rates_annual[letter], rates_annual[neighbour]):
        if not 0.0 < rate < 1.0:
            raise ValueError(f"a default rate is {rate:g}, but lies between 0 and 1")
    rate = rates_annual[letter] ** (2 / 3) * rates_annual[neighbour] ** (1 / 3)
    return -math.log1p(-rate)


@dataclass(frozen=True, slots=True)
class DefaultCount:
    """Defaults of the licensees of one symbol, or of several that are counted together."""

    symbols: tuple[str, ...]
    n_defaults: int
    watched_years: float
    """Of all licensees, each to its default or the end of the watch."""


def pooled_counts(counts: Sequence[DefaultCount]) -> tuple[DefaultCount, ...]:
    """Count together what was counted out of order, so that no better symbol defaulted more often than a worse one.

    Neighbours are pooled, and their pool with the neighbour before it, while the rate falls: the likelihood's maximum
    under order (R. E. Barlow and others, Statistical Inference under Order Restrictions, 1972). Equal rates stay apart.

    Args:
        counts: the best symbol first.

    Raises:
        ValueError: a symbol has no years, or defaults below zero.
    """
    pools = list[DefaultCount]()
    for count in counts:
        require_positive("licensee-years", count.watched_years)
        require_not_negative("number of defaults", count.n_defaults)
        pool = count
        while pools and pools[-1].n_defaults * pool.watched_years > pool.n_defaults * pools[-1].watched_years:
            better = pools.pop()
            pool = DefaultCount(
                symbols=(*better.symbols, *pool.symbols),
                n_defaults=better.n_defaults + pool.n_defaults,
                watched_years=better.watched_years + pool.watched_years,
            )
        pools.append(pool)
    return tuple(pools)


def fit_default_rates(counts: Sequence[DefaultCount]) -> dict[str, float]:
    """Calibrate the hazard of default by symbol, on counts that are kept in order by `pooled_counts`.

    Args:
        counts: the best symbol first.

    Raises:
        ValueError: a symbol has no years, or defaults below zero.
    """
    return {
        symbol: fit_hazard(pool.n_defaults, pool.watched_years).hazard_annual
        for pool in pooled_counts(counts)
        for symbol in pool.symbols
    }


def concentration(amounts: Sequence[float]) -> float:
    """Give the Herfindahl index of what licensees pay, the sum of squared shares: 1 for a single one, 1 / n for equals.

    Its reciprocal is the number of equal licensees that would be as concentrated. Source: O. C. Herfindahl (1950).

    Args:
        amounts: by licensee, 0 or more, some above 0.

    Raises:
        ValueError: an amount is below zero, or all are zero.
    """
    for amount in amounts:
        require_not_negative("amount", amount)
    whole = math.fsum(amounts)
    require_positive("sum of the amounts", whole)
    return math.fsum((amount / whole) ** 2 for amount in amounts)
