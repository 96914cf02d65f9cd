"""What a mean hides: loss given default with its error, average life path by path, percentiles with their error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

from chizai.metrics.futures import SHARES_PPM, ClassPaths, after_settlement
from chizai.metrics.paths import Estimate, estimate, nearest_rank
from chizai.metrics.pricing import years_between
from chizai.units.rate import PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ERRORS_ASIDE = 2
"""How many standard errors of its rank a percentile is moved to see how far it may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentileRange:
    """A percentile by nearest rank, and how far an error of sampling might move it."""

    share_ppm: int
    """Which percentile: 50_000 is the fifth."""
    value: float
    low: float
    """The value two standard errors of the rank lower; the least of all where no lower rank is left."""
    high: float
    """The value two standard errors of the rank higher; the greatest of all where no higher rank is left."""

    @property
    def standard_error(self) -> float:
        """Give the standard error that the range implies: a quarter of its width. Where a rank was cut, too small."""
        return (self.high - self.low) / (2 * ERRORS_ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """The average life of a class over many futures, each future by itself."""

    n_measured: int
    """In how many futures principal is repaid after settlement; the others have no average life."""
    mean_years: Estimate | None
    """Mean over those futures, each counting alike; `Worth.wal_years` counts them by what they repay. None where no
    future repays, like the percentiles."""
    percentiles: tuple[PercentileRange, ...]
    """In years; () where no future repays."""


def percentile_ranges(
    values: "NDArray[np.float64]", shares_ppm: Sequence[int] = SHARES_PPM
) -> tuple[PercentileRange, ...]:
    """Give percentiles over paths with ranges that hold whatever the distribution is.

    How many of n paths lie below a true percentile p is binomial, with a deviation of `sqrt(n p (1 - p))`; the range is
    what stands two deviations of the rank to both sides (H. A. David and H. N. Nagaraja, Order Statistics, section
    7.1). It covers the true percentile about 95 times in a hundred.

    Args:
        values: one number a path; shape (n_paths,), at least one.
        shares_ppm: each from 0 to a million.

    Raises:
        ValueError: there is no path, or a share is out of range.
    """
    import numpy as np

    ordered, n_paths = np.sort(values), values.size
    found = []
    for share_ppm in shares_ppm:
        rank = nearest_rank(share_ppm, n_paths)
        aside = ERRORS_ASIDE * sqrt(n_paths * share_ppm * (PPM - share_ppm)) / PPM
        exact = n_paths * share_ppm / PPM
        low, high = max(1, floor(exact - aside)), min(n_paths, ceil(exact + aside) + 1)
        at = [float(ordered[each - 1]) for each in (rank, min(low, rank), max(high, rank))]
        found.append(PercentileRange(share_ppm=share_ppm, value=at[0], low=at[1], high=at[2]))
    return tuple(found)


def loss_given_default(paths: ClassPaths) -> Estimate | None:
    """Give the mean part of par that is lost in the paths in default, and its error over those paths.

    A path is in default where anything is still owed at the end or was written off, as `CreditRisk.n_default` counts.

    Returns:
        none for a class without par, or where no path is in default.
    """
    in_default = (paths.owed_minor > 0) | (paths.lost_minor > 0)
    if not paths.balance_minor or not in_default.any():
        return None
    return estimate(paths.lost_minor[in_default] / paths.balance_minor)


def path_lives_years(paths: ClassPaths, settlement_on: date) -> "NDArray[np.float64]":
    """Give each path's average life, `sum(t principal) / sum(principal)`; not a number where it repays nothing.

    Args:
        paths: of a class.
        settlement_on: from where time is counted, ACT/365F; repayments on or before it are left out.

    Returns:
        years; shape (n_paths,).
    """
    import numpy as np

    later = after_settlement(paths, settlement_on)
    timed, repaid = np.zeros(later.owed_minor.size), np.zeros(later.owed_minor.size)
    for day, principal in zip(later.paid_on, later.principal_minor, strict=True):
        timed += years_between(settlement_on, day) * principal
        repaid += principal
    years = np.full(repaid.size, np.nan)
    np.divide(timed, repaid, out=years, where=repaid > 0)
    return years


def lives(paths: ClassPaths, settlement_on: date, shares_ppm: Sequence[int] = SHARES_PPM) -> Lives:
    """Give the distribution of a class's average life over the futures that repay any principal."""
    import numpy as np

    years = path_lives_years(paths, settlement_on)
    measured = years[~np.isnan(years)]
    if not measured.size:
        return Lives(n_measured=0, mean_years=None, percentiles=())
    return Lives(
        n_measured=int(measured.size),
        mean_years=estimate(measured),
        percentiles=percentile_ranges(measured, shares_ppm),
    )
