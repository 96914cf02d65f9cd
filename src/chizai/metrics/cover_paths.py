"""Debt service cover and advance rate over many futures: as `chizai.metrics.cover` gives them, path by path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.paths import Percentiles, percentiles
from chizai.units.rate import INT64_MAX, PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_MINOR = INT64_MAX // PPM
"""The largest amount whose millionfold still fits an int64."""


@dataclass(frozen=True, slots=True, eq=False)
class RatioPaths:
    """A ratio by period and path."""

    ratio_ppm: "NDArray[np.int64]"
    """In parts per million; shape (n_periods, n_paths). Without meaning where it is not measured."""
    measured: "NDArray[np.bool_]"
    """Where there is a ratio; the same shape."""


def dscr_paths(available_minor: "NDArray[np.int64]", due_minor: "NDArray[np.int64]") -> RatioPaths:
    """Give the debt service coverage ratio of each period and path, rounded down; none where nothing is due.

    Args:
        available_minor: cash after the costs that rank before the classes; shape (n_periods, n_paths).
        due_minor: scheduled interest and principal, not negative; the same shape.

    Raises:
        ValueError: the shapes differ, a due is negative, or an amount is too large for its millionfold.
    """
    import numpy as np

    _refuse(available_minor, due_minor)
    if due_minor.size and due_minor.min() < 0:
        raise ValueError("debt service due cannot be negative")
    measured = due_minor > 0
    return RatioPaths(available_minor * PPM // np.where(measured, due_minor, 1), measured)


def advance_rate_paths(balances_minor: "NDArray[np.int64]", valuation_minor: "NDArray[np.int64]") -> RatioPaths:
    """Give the loan to value of each period and path, rounded up; none where the assets are worth nothing.

    Args:
        balances_minor: of the classes counted, together; shape (n_periods, n_paths).
        valuation_minor: what the assets are worth; the same shape.

    Raises:
        ValueError: the shapes differ, or an amount is too large for its millionfold.
    """
    import numpy as np

    _refuse(balances_minor, valuation_minor)
    measured = valuation_minor > 0
    return RatioPaths(-(-balances_minor * PPM // np.where(measured, valuation_minor, 1)), measured)


def coverage_percentiles(ratios: RatioPaths, shares_ppm: Sequence[int]) -> Percentiles:
    """Give percentiles of a ratio by period, over the paths in which it is measured then."""
    return percentiles(ratios.ratio_ppm, shares_ppm, ratios.measured)


def _refuse(above_minor: "NDArray[np.int64]", below_minor: "NDArray[np.int64]") -> None:
    if above_minor.shape != below_minor.shape:
        raise ValueError(f"a ratio of {above_minor.shape} and {below_minor.shape} amounts")
    if above_minor.size and max(-int(above_minor.min()), int(above_minor.max())) > MOST_MINOR:
        raise ValueError(f"an amount lies beyond {MOST_MINOR:,} minor units")
