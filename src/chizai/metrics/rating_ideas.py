"""Two public ideas of a rating: expected loss against an idealised table, and stressed break-even multiples.

The first asks how often and how much a class loses over many futures, and which symbol's idealised rates at the class's
average life allow that. The second asks how far royalties can fall before the class is not paid, and which symbol's
required multiple of a base-case decline that is. The first believes the futures; the second believes the base case and
the waterfall alone. Neither is an agency's method.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.break_even import BreakEven
from chizai.metrics.futures import ClassStatistics
from chizai.metrics.paths import Estimate, estimate
from chizai.metrics.rating_scale import Symbol
from chizai.metrics.rating_tables import (
    IdealisedRow,
    StressRow,
    default_lines,
    loss_lines,
    symbol_of_multiple,
    symbol_of_rate,
)
from chizai.units.rate import PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ERRORS_ASIDE = 2
"""How many standard errors an estimate is moved to see which symbol it might have."""
RULE_OF_THREE = 3
"""What never happened in n independent trials has a probability of 3/n at most, with 95 % confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditMeasures:
    """What of a class its symbol is read from."""

    class_id: str
    expected_loss: Estimate
    """Mean over futures of the principal that is lost, as a part of par."""
    default_frequency: Estimate
    """Share of futures in which something is still owed at the end, or was written off."""
    average_life_years: float
    """Of the principal that is repaid; 0 where none is."""
    n_paths: int
    """How many equally likely, independent futures both come from."""
    break_even: BreakEven
    """How far the royalties can fall."""


@dataclass(frozen=True, slots=True)
class SymbolRange:
    """A symbol, and how far an error of sampling might move it."""

    symbol: Symbol
    """At the estimate."""
    best: Symbol
    """Two standard errors better."""
    worst: Symbol
    """Two standard errors worse; where no path was hit at all, at three in so many paths (`upper_rate`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StressReading:
    """A class under idea two."""

    symbol: Symbol
    decline_ppm: int
    """By how much the royalties can fall from the forecast; 0 where the whole forecast does not pay the class."""
    multiple_ppm: int
    """How many times the base-case decline that is, rounded down."""


def measures_of(statistics: ClassStatistics, needed: BreakEven) -> CreditMeasures | None:
    """Collect what a class's symbol is read from; none for a class without par, which promises nothing to lose.

    Raises:
        ValueError: the break-even multiple is another class's.
    """
    if needed.class_id != statistics.class_id:
        raise ValueError(f"the break-even multiple of {needed.class_id} beside the losses of {statistics.class_id}")
    if statistics.risk.expected_loss is None:
        return None
    return CreditMeasures(
        class_id=statistics.class_id,
        expected_loss=statistics.risk.expected_loss,
        default_frequency=statistics.risk.default_frequency,
        average_life_years=statistics.worth.wal_years or 0.0,
        n_paths=statistics.n_paths,
        break_even=needed,
    )


def by_expected_loss(measures: CreditMeasures, table: Sequence[IdealisedRow]) -> SymbolRange:
    """Read idea one's symbol from the expected loss, at the table's rates for the class's average life."""
    years = measures.average_life_years
    return _range(lambda: loss_lines(table, years), measures.expected_loss, measures.n_paths)


def by_default(measures: CreditMeasures, table: Sequence[IdealisedRow]) -> SymbolRange:
    """Read idea one's symbol from the default probability, at the table's rates for the class's average life."""
    years = measures.average_life_years
    return _range(lambda: default_lines(table, years), measures.default_frequency, measures.n_paths)


def upper_rate(found: Estimate, n_paths: int) -> float:
    """Give what a rate may be two standard errors above its estimate, never more than one.

    A class that lost in no path has an estimate of 0 without error, which proves nothing beyond the number of paths. It
    is held to three in so many (the rule of three: J. A. Hanley and A. Lippman-Hand, 1983), at a total loss each. A
    single path has no error and proves nothing at all.
    """
    if found.standard_error is None:
        return 1.0
    if found.mean == 0:
        return min(1.0, RULE_OF_THREE / n_paths)
    return min(1.0, found.mean + ERRORS_ASIDE * found.standard_error)


def _range(lines: Callable[[], Iterable[tuple[Symbol, float]]], found: Estimate, n_paths: int) -> SymbolRange:
    lower = found.mean - ERRORS_ASIDE * (found.standard_error or 0.0)
    symbol, best, worst = (symbol_of_rate(lines(), rate) for rate in (found.mean, lower, upper_rate(found, n_paths)))
    return SymbolRange(symbol, best, worst)


def by_stress(needed: BreakEven, base_decline_ppm: int, table: Sequence[StressRow]) -> StressReading:
    """Read idea two's symbol: the decline that the class withstands over the base-case decline.

    Args:
        needed: the part of the forecast from which on the class is paid in full.
        base_decline_ppm: by how much royalties are expected to fall short of the forecast, above 0.
        table: required multiples, the best symbol first.

    Raises:
        ValueError: the base-case decline is not above zero.
    """
    if base_decline_ppm <= 0:
        raise ValueError(f"no decline is a multiple of {base_decline_ppm} ppm")
    decline_ppm = 0 if needed.multiple_ppm is None else PPM - needed.multiple_ppm
    multiple_ppm = decline_ppm * PPM // base_decline_ppm
    return StressReading(
        symbol=symbol_of_multiple(table, multiple_ppm), decline_ppm=decline_ppm, multiple_ppm=multiple_ppm
    )


def mean_decline(collected_minor: "NDArray[np.int64]", forecast_minor: int) -> Estimate:
    """Give the base-case decline that futures imply: the mean part of the forecast by which a future falls short.

    A future that brings more than the forecast counts as no decline: its surplus pays nobody else's shortfall.

    Args:
        collected_minor: all that each future collects; shape (n_paths,).
        forecast_minor: all that is forecast, above 0.

    Raises:
        ValueError: nothing is forecast, or there is no path.
    """
    import numpy as np

    if forecast_minor <= 0:
        raise ValueError(f"nothing falls short of a forecast of {forecast_minor}")
    return estimate(np.maximum(forecast_minor - collected_minor, 0) / forecast_minor)
