"""Tables that lead from a number to a symbol: idealised rates by year, required stress multiples, spreads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import floor

from chizai.metrics.rating_scale import SCALE, Symbol
from chizai.units.rate import PPM
from chizai.units.toml import STRICT

PPB = 1_000_000_000
"""Parts per billion in one: the best symbols' first years lie far below a part per million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdealisedRow:
    """What one symbol stands for, cumulatively, in years 1, 2, 3 and so on: rates that never fall with time."""

    __pydantic_config__ = STRICT

    symbol: Symbol
    """The best symbol that such rates allow."""
    default_ppb: tuple[int, ...]
    """The highest probability of default by the end of each year, in parts per billion; shape (n_years,)."""
    expected_loss_ppb: tuple[int, ...]
    """The highest expected loss by the end of each year, in parts per billion of par; shape (n_years,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StressRow:
    """How many times the base-case decline of royalties a class of one symbol must withstand."""

    __pydantic_config__ = STRICT

    symbol: Symbol
    """The best symbol that such a multiple allows."""
    multiple_ppm: int
    """The multiple in parts per million: 3_000_000 is three times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """What buyers ask of one symbol beyond the curve."""

    __pydantic_config__ = STRICT

    symbol: Symbol
    spread_ppm_annual: int
    """In parts per million a year, on the continuous zero rate: 5_000 is 0.5 %."""


def at_year(rates_ppb: Sequence[int], years: float) -> float:
    """Give a cumulative rate between the years of a table: linear from 0 at year 0, flat after the last year.

    Flat is the strict side: a class that lives longer than the table is held to the table's last year. Where the rates
    never fall with time, neither does what lies between them.

    Args:
        rates_ppb: by the end of years 1, 2, 3 and so on, in parts per billion; at least one.
        years: 0 or more.

    Returns:
        the rate as a fraction.

    Raises:
        ValueError: the table has no year, or the time is negative.
    """
    if not rates_ppb or years < 0:
        raise ValueError(f"a table of {len(rates_ppb)} years has no rate at {years} years")
    nodes, whole = (0, *rates_ppb), floor(years)
    if whole >= len(rates_ppb):
        return rates_ppb[-1] / PPB
    low, high = nodes[whole : whole + 2]
    return (low + (high - low) * (years - whole)) / PPB


def symbol_of_rate(lines: Iterable[tuple[Symbol, float]], rate: float) -> Symbol:
    """Give the best symbol whose line a rate does not pass; the lowest of the scale for a rate past all lines.

    Args:
        lines: of each symbol the highest rate that it allows, the best symbol first.
        rate: a fraction.
    """
    return next((symbol for symbol, line in lines if rate <= line), SCALE[-1])


def default_lines(table: Sequence[IdealisedRow], years: float) -> Iterator[tuple[Symbol, float]]:
    """Yield each symbol's highest probability of default at a time in years, the table's first symbol first."""
    return ((row.symbol, at_year(row.default_ppb, years)) for row in table)


def loss_lines(table: Sequence[IdealisedRow], years: float) -> Iterator[tuple[Symbol, float]]:
    """Yield each symbol's highest expected loss, as a part of par, at a time in years."""
    return ((row.symbol, at_year(row.expected_loss_ppb, years)) for row in table)


def symbol_of_multiple(table: Sequence[StressRow], multiple_ppm: int) -> Symbol:
    """Give the best symbol whose required multiple a class withstands; the lowest of the scale if it withstands none.

    Args:
        table: the best symbol first.
        multiple_ppm: how many times the base-case decline the class withstands.
    """
    return symbol_of_rate(((row.symbol, -row.multiple_ppm) for row in table), -multiple_ppm)


def spread_of(table: Sequence[SpreadRow], symbol: Symbol) -> float | None:
    """Give the yearly spread of a symbol as a fraction; none where the table has no such symbol."""
    return next((row.spread_ppm_annual / PPM for row in table if row.symbol is symbol), None)
