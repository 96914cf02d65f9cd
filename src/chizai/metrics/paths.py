"""Numbers of many paths in one: totals, means with their error, percentiles. No order of the paths changes a bit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from chizai.units.rate import PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64] | NDArray[np.float64] | NDArray[np.bool_]
    """One number a path, shape (n_paths,); yes counts as one and no as zero."""

LOW_BITS = 32
"""An int64 is summed in two parts, so that no number of paths below 2^31 can overflow."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over equally likely, independent paths, and how far it may be off."""

    mean: float
    standard_error: float | None
    """Sample deviation (n - 1) over the square root of n; None for a single path."""


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Percentiles by nearest rank: each is the number of some path. A row need not be one path's."""

    shares_ppm: tuple[int, ...]
    """Which percentiles: 50_000 is the fifth; shape (n_shares,)."""
    n_measured: tuple[int, ...]
    """In how many paths each period has a number; shape (n_periods,)."""
    values: tuple[tuple[int | None, ...], ...]
    """Shape (n_shares, n_periods); None where no path has a number."""


def totals(amounts: "NDArray[np.int64]") -> tuple[int, ...]:
    """Give the exact sum over paths of each period.

    Args:
        amounts: shape (n_periods, n_paths).
    """
    low_mask = (1 << LOW_BITS) - 1
    return tuple((int((row >> LOW_BITS).sum()) << LOW_BITS) + int((row & low_mask).sum()) for row in amounts)


def estimate(values: "Numbers") -> Estimate:
    """Give the mean of one number a path, and its standard error.

    Sums are rounded once, at their end, so that no order of the paths changes them.

    Args:
        values: shape (n_paths,), at least one.

    Raises:
        ValueError: there is no path.
    """
    import numpy as np

    if not values.size:
        raise ValueError("a mean needs at least one path")
    numbers = values.astype(np.float64)
    n_paths = len(numbers)
    mean = math.fsum(numbers.data) / n_paths
    if n_paths == 1:
        return Estimate(mean, None)
    numbers -= mean
    variance = math.fsum((numbers * numbers).data) / (n_paths - 1)
    return Estimate(mean, math.sqrt(variance / n_paths))


def nearest_rank(share_ppm: int, n_values: int) -> int:
    """Give the rank of a percentile among values in rising order, from 1: the share of the values, rounded up.

    Raises:
        ValueError: the share is not between 0 and a million, or there are no values.
    """
    if not 0 <= share_ppm <= PPM or n_values < 1:
        raise ValueError(f"no value stands at {share_ppm} parts per million of {n_values}")
    return max(1, -(-n_values * share_ppm // PPM))


def percentiles(
    values: "NDArray[np.int64]", shares_ppm: Sequence[int], measured: "NDArray[np.bool_] | None" = None
) -> Percentiles:
    """Give percentiles of each period over the paths, by nearest rank and without interpolation.

    Paths are put into rising order in each period by itself, so the fifth percentiles of two periods may be those of
    two paths.

    Args:
        values: shape (n_periods, n_paths).
        shares_ppm: each from 0, the least, to a million, the most.
        measured: where a value counts, shape (n_periods, n_paths); everywhere if not given.

    Raises:
        ValueError: a share is out of range, or the shapes differ.
    """
    import numpy as np

    if measured is not None and measured.shape != values.shape:
        raise ValueError(f"values of {values.shape}, but {measured.shape} say where they count")
    rows = list(values) if measured is None else [row[here] for row, here in zip(values, measured, strict=True)]
    columns: list[list[int | None]] = []
    for row in rows:
        ranks = [nearest_rank(share, max(1, row.size)) - 1 for share in shares_ppm]
        in_place = np.partition(row, sorted(set(ranks))) if row.size and ranks else row
        columns.append([int(in_place[rank]) if row.size else None for rank in ranks])
    return Percentiles(
        tuple(shares_ppm),
        tuple(int(row.size) for row in rows),
        tuple(tuple(column[index] for column in columns) for index in range(len(shares_ppm))),
    )
