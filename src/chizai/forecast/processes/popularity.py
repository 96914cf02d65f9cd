"""Popularity: a level that strays from what is expected and is pulled back to it.

It is one of three separate drivers, each stressable alone; obsolescence and competition are the others. The logarithm x
of the level is an Ornstein-Uhlenbeck process, `dx = -k x dt + s dW`, moved from time to time by its exact transition
(G. E. Uhlenbeck and L. S. Ornstein, 1930; D. T. Gillespie, 1996), so periods may be of any length. The level is
`exp(x - v / 2)` with v the variance of x: its mean is 1 and what is expected stays expected.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import (
    require_not_negative,
    require_positive,
    require_rising,
    require_same_length,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_LEVELS = 4
"""Three moves, for three parameters."""
SLOWEST_A_YEAR, FASTEST_A_YEAR = 1e-4, 1e2
"""Where the speed of reversion is looked for: half-lives of 7,000 years to 2.5 days."""
FALL_OF_RANGE = 1.3527717270477045
"""By how much the logarithm of a likelihood falls to the ends of a range of 90 %: half of chi-squared's quantile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Popularity:
    """How far a level strays, and how fast it is pulled back."""

    volatility_annual: float
    """Standard deviation of the logarithm over a year, before it is pulled back; 0 or more."""
    reversion_annual: float
    """How fast the logarithm is pulled back: 1 halves a distance in 0.69 years; 0 never does."""

    def __post_init__(self) -> None:
        """Refuse what no process has."""
        require_not_negative("volatility", self.volatility_annual)
        require_not_negative("reversion", self.reversion_annual)


@dataclass(frozen=True, slots=True)
class Transitions:
    """How the logarithm moves from each time to the next; each shape (n_periods,)."""

    keep: tuple[float, ...]
    """Part of the logarithm that each period keeps of the one before."""
    spread: tuple[float, ...]
    """Standard deviation of what each period adds."""

    @property
    def variance(self) -> tuple[float, ...]:
        """Give the variance of the logarithm by each time: `v_t = keep_t^2 v_(t-1) + spread_t^2`."""
        so_far, variances = 0.0, []
        for kept, added in zip(self.keep, self.spread, strict=True):
            so_far = so_far * kept**2 + added**2
            variances.append(so_far)
        return tuple(variances)


def transitions(popularity: Popularity, years: Sequence[float]) -> Transitions:
    """Give the exact transition of each period: `e^(-k h)` and `s sqrt((1 - e^(-2 k h)) / (2 k))` over h years.

    Args:
        popularity: the process.
        years: ends of the periods from the start on, not falling, 0 or more; shape (n_periods,).

    Raises:
        ValueError: times fall or lie before the start.
    """
    require_rising("times from the start on", (0.0, *years))
    keep, spread = [], []
    for before, now in zip((0.0, *years[:-1]), years, strict=True):
        kept, lived_years = _over(popularity.reversion_annual, now - before)
        keep.append(kept)
        spread.append(popularity.volatility_annual * math.sqrt(lived_years))
    return Transitions(tuple(keep), tuple(spread))


def expected_level(popularity: Popularity, level_now: float, years: Sequence[float]) -> tuple[float, ...]:
    """Give how a level that stands off its normal today is expected to come back: `level^(e^(-k t))`.

    It multiplies a forecast that is made at the normal level, such as one of a work just after its film.

    Args:
        popularity: the process.
        level_now: today's level, the normal one being 1; above 0.
        years: times, 0 or more.

    Raises:
        ValueError: the level is not above zero.
    """
    require_positive("level", level_now)
    return tuple(level_now ** math.exp(-popularity.reversion_annual * time) for time in years)


def draw_levels(
    popularity: Popularity, generator: "np.random.Generator", years: Sequence[float], n_paths: int
) -> "NDArray[np.float64]":
    """Draw levels, of mean 1 each; shape (n_periods, n_paths).

    Raises:
        ValueError: times fall or lie before the start.
    """
    import numpy as np

    moves = transitions(popularity, years)
    logs = np.zeros(n_paths)
    levels = np.empty((len(years), n_paths))
    for period, variance in enumerate(moves.variance):
        logs = moves.keep[period] * logs + moves.spread[period] * generator.standard_normal(n_paths)
        levels[period] = np.exp(logs - variance / 2)
    return levels


@dataclass(frozen=True, slots=True)
class FittedPopularity:
    """A process as fitted, and how sure its speed is."""

    popularity: Popularity
    slowest_annual: float
    """Lower end of the speed's central 90 % range; 0 where not even a random walk is ruled out."""
    fastest_annual: float | None
    """Its upper end; none where the level is pulled back between two looks, no matter how fast."""


def fit_popularity(levels: Sequence[float], years: Sequence[float]) -> FittedPopularity:
    """Calibrate to a series by its exact likelihood, restricted to what does not hang on the normal level.

    Given the speed, the normal level and the volatility have closed forms; the speed is searched. In short series the
    likelihood puts the speed too high (C. Y. Tang and S. X. Chen, 2009) by `4 / years`; the restricted one takes half
    of that away, and its ratio keeps to chi-squared down to the random walk (W. W. Chen and R. S. Deo, The Restricted
    Likelihood Ratio Test at the Boundary in Autoregressive Series, 2009), so that the range is its own.

    Args:
        levels: above zero, at least four; the first is taken from the process as it has always run.
        years: of the levels, strictly rising.

    Raises:
        ValueError: they are too few, not above zero or without order in time.
    """
    import numpy as np
    from scipy.optimize import brentq, minimize_scalar

    require_same_length("levels and their times", levels, years)
    require_rising("times", years, strictly=True)
    if len(levels) < FEWEST_LEVELS:
        raise ValueError(f"{len(levels)} levels are too few for two parameters: {FEWEST_LEVELS} are needed")
    for level in levels:
        require_positive("level", level)
    logs, steps = np.log(np.asarray(levels, dtype=np.float64)), np.diff(np.asarray(years, dtype=np.float64))

    def less(log_speed: float) -> float:
        return _profile(math.exp(log_speed), logs, steps)[0]

    low, high = math.log(SLOWEST_A_YEAR), math.log(FASTEST_A_YEAR)
    found = minimize_scalar(less, bounds=(low, high))
    best, floor = float(found.x), float(found.fun) + FALL_OF_RANGE
    speed = math.exp(best)
    return FittedPopularity(
        Popularity(volatility_annual=_profile(speed, logs, steps)[1], reversion_annual=speed),
        math.exp(brentq(lambda log_speed: less(log_speed) - floor, low, best)) if less(low) > floor else 0.0,
        math.exp(brentq(lambda log_speed: less(log_speed) - floor, best, high)) if less(high) > floor else None,
    )


def _over(speed: float, years: float) -> tuple[float, float]:
    """Give what is kept over years, and the years that their shocks are worth at the end."""
    return math.exp(-speed * years), -math.expm1(-2 * speed * years) / (2 * speed) if speed else years


def _profile(speed: float, logs: "NDArray[np.float64]", steps: "NDArray[np.float64]") -> tuple[float, float]:
    """Give minus the logarithm of the restricted likelihood at a speed, constants apart, and its volatility.

    With `v` the variances of the first level and of the moves at a volatility of one, and `w` what a normal level of
    one brings to each: `(sum of ln v + ln(sum of w^2 / v) + (n - 1) ln(squares)) / 2`.
    """
    import numpy as np

    keep, lived = np.exp(-speed * steps), -np.expm1(-2 * speed * steps) / (2 * speed)
    variances = np.concatenate(([1.0 / (2.0 * speed)], lived))
    brings = np.concatenate(([1.0], -np.expm1(-speed * steps)))
    moves = np.concatenate((logs[:1], logs[1:] - keep * logs[:-1]))
    information = float((brings * brings / variances).sum())
    normal = float((brings * moves / variances).sum()) / information
    variance = float(((moves - normal * brings) ** 2 / variances).sum()) / len(steps)
    squares = len(steps) * math.log(max(variance, np.finfo(np.float64).tiny))
    return 0.5 * (float(np.log(variances).sum()) + math.log(information) + squares), math.sqrt(variance)
