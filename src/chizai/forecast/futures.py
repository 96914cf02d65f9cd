"""Futures of total collections: many paths round what is expected, for what is priced or sized.

This is a reference model with one factor: all collections of a future are multiplied by one mean-reverting log-normal
level. It says nothing of single licences, of their defaults or of challenges to their rights.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.units.rate import PPM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DAYS_A_YEAR = 365
PATHS_A_BLOCK = 4096
"""Paths that share one stream of random numbers: a path is the same whatever is drawn beside it."""
LOG_LEVEL_MAX = 700.0
"""The largest logarithm whose exponential is a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FuturesAssumption:
    """How far collections stray from what is expected."""

    volatility_ppm_annual: int
    """Standard deviation of the logarithm over a year, before it is pulled back; 0 or more."""
    reversion_ppm_annual: int
    """How fast the logarithm is pulled back: 1_000_000 halves a distance in 0.69 years; 0 never does."""

    def __post_init__(self) -> None:
        """Refuse what no process has."""
        if min(self.volatility_ppm_annual, self.reversion_ppm_annual) < 0:
            raise ValueError("volatility and reversion cannot be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected, and from when on it is uncertain."""

    start_on: date
    """The last day of which everything is known, such as closing."""
    payment_dates: Sequence[date]
    """Rising and after the start, shape (n_periods,)."""
    inflows_minor: Sequence[int]
    """Expected collections, 0 or more, shape (n_periods,)."""


def futures(
    expected: Expected, assumption: FuturesAssumption, most_minor: int, seed: int, n_paths: int, first_path: int = 0
) -> "NDArray[np.int64]":
    """Draw futures of collections.

    The logarithm x of the level is an Ornstein-Uhlenbeck process from 0, `dx = -k x dt + s dW`, moved from date to date
    by its exact transition (G. E. Uhlenbeck and L. S. Ornstein, 1930; D. T. Gillespie, 1996). The level is
    `exp(x - v / 2)` with v the variance of x, so that its mean is 1 and the mean of the futures is what is expected.
    Each path depends on the seed and its own number alone, and an earlier period not on later ones. The last digit can
    differ between processors whose exponential function differs.

    Args:
        expected: the forecast that the futures are spread round.
        assumption: how far they are spread.
        most_minor: no period collects more; what would is cut to it.
        seed: of the random numbers, 0 or more.
        n_paths: how many futures, 1 or more.
        first_path: number of the first, 0 or more.

    Returns:
        collections in minor units, rounded down; shape (n_periods, n_paths).

    Raises:
        ValueError: no path is asked for, one has a negative number, dates do not rise, there are more or fewer of them
            than inflows, or an inflow is negative or above the most.
    """
    import numpy as np

    if n_paths < 1 or first_path < 0:
        raise ValueError(f"{n_paths} paths from number {first_path} on cannot be drawn")
    _assert_expected(expected, most_minor)
    keep, spread, drift = _transitions(expected, assumption)
    drawn = np.empty((len(keep), n_paths), np.int64)
    end = first_path + n_paths
    for block in range(first_path // PATHS_A_BLOCK, (end - 1) // PATHS_A_BLOCK + 1):
        stream = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))
        start = block * PATHS_A_BLOCK
        first, last = max(start, first_path), min(start + PATHS_A_BLOCK, end)
        log_level = np.zeros(PATHS_A_BLOCK)
        for period, inflow_minor in enumerate(expected.inflows_minor):
            log_level *= keep[period]
            log_level += spread[period] * stream.standard_normal(PATHS_A_BLOCK)
            level = np.exp(np.minimum(log_level[first - start : last - start] - drift[period], LOG_LEVEL_MAX))
            cut = np.minimum(np.floor(inflow_minor * level), most_minor)
            drawn[period, first - first_path : last - first_path] = cut
    return drawn


def _assert_expected(expected: Expected, most_minor: int) -> None:
    dates = [expected.start_on, *expected.payment_dates]
    if any(later <= earlier for earlier, later in pairwise(dates)):
        raise ValueError("payment dates must rise and lie after the start")
    if len(expected.inflows_minor) != len(expected.payment_dates):
        raise ValueError(f"{len(expected.inflows_minor)} inflows for {len(expected.payment_dates)} payment dates")
    if not all(0 <= inflow <= most_minor for inflow in expected.inflows_minor):
        raise ValueError(f"an expected inflow lies outside 0 to {most_minor:,} minor units")


def _transitions(expected: Expected, assumption: FuturesAssumption) -> tuple[list[float], list[float], list[float]]:
    """Give by period what is kept of the logarithm, the deviation that is added, and half its variance by then."""
    speed, volatility = assumption.reversion_ppm_annual / PPM, assumption.volatility_ppm_annual / PPM
    keep: list[float] = []
    spread: list[float] = []
    half_variance: list[float] = []
    variance, before = 0.0, expected.start_on
    for day in expected.payment_dates:
        years = (day - before).days / DAYS_A_YEAR
        kept = math.exp(-speed * years)
        lived_years = -math.expm1(-2 * speed * years) / (2 * speed) if speed else years
        added = volatility**2 * lived_years
        variance, before = variance * kept**2 + added, day
        keep.append(kept)
        spread.append(math.sqrt(added))
        half_variance.append(variance / 2)
    return keep, spread, half_variance
