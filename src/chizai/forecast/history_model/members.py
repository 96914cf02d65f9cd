"""The models that a history is weighed between: a grid of volatilities, noises and trends.

Each member is a local-level model of the logarithm of royalties with a drift (A. C. Harvey, Forecasting, Structural
Time Series Models and the Kalman Filter, 1989; the damped drift as in E. S. Gardner and E. McKenzie, 1985):

    log royalty = level + season + noise
    level       = level before + drift x years + step
    drift       = mean + damping x (drift before - mean) + its own step

A member with little noise is nearly a random walk with drift, one with much noise and a small step nearly simple
exponential smoothing, one with both and a drift nearly Theta: their mixture is the ensemble. Because every unknown
volatility is a grid of members with weights, the mixture is fat-tailed where a history is short, and narrows as it
grows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL_VOLATILITIES = (0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0)
"""Standard deviations of a year's move of the level's logarithm."""
NOISES = (0.01, 0.03, 0.1, 0.25, 0.6)
"""Standard deviations of a period's noise about the level, of the logarithm."""
TRENDS = ((0.02, 1.0, False), (0.1, 1.0, False), (0.3, 0.8, False), (0.3, 0.5, True))
"""Deviation of the drift from its mean, what a year keeps of the distance to it, and whether it is renewed by steps of
its own (momentum) or only fades."""

JUMPS_A_YEAR, JUMP_FACTOR = 0.1, 4.0
"""How often the level jumps, and how many of its yearly deviations the deviation of a jump is."""
OUTLIERS_A_PERIOD, OUTLIER_FACTOR = 0.03, 4.0
"""How often a period strays for itself alone, and how many deviations of noise that is."""
LARGEST_DEVIATION = 1.0
"""The deviation of a jump or an outlier is held to it: a factor of 2.7 in one step."""
GROSS_JUMPS_A_YEAR, GROSS_JUMP = 0.005, 1.0
"""Level breaks of any series, however calm it was: how often, and their deviation."""
GROSS_OUTLIERS_A_PERIOD, GROSS_OUTLIER = 0.002, 2.0
"""Freak periods of any series, such as corrections: how often, and their deviation."""


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """The grid as arrays by member, for one length of period; shape (n_members,)."""

    years: float
    """Length of a period."""
    step: "NDArray[np.float64]"
    """Standard deviation of the level's step in a period."""
    noise: "NDArray[np.float64]"
    jump: "NDArray[np.float64]"
    """Standard deviation of a jump."""
    outlier: "NDArray[np.float64]"
    drift_deviation: "NDArray[np.float64]"
    """Of the drift a year from its mean, before anything is seen."""
    damping: "NDArray[np.float64]"
    """Part of the distance from its mean that the drift keeps in a period."""
    drift_step: "NDArray[np.float64]"
    """Standard deviation of the drift's own step in a period."""


@dataclass(frozen=True, slots=True)
class Shock:
    """One of the things that may happen in a period, exactly one at a time."""

    probability: float
    level_variance: "NDArray[np.float64] | float" = 0.0
    """What it adds to the variance of the level's step."""
    noise_variance: "NDArray[np.float64] | float" = 0.0
    """What it adds to the variance of the noise."""


def members(periods_a_year: int) -> Members:
    """Give the grid for a length of period."""
    import numpy as np

    years = 1 / periods_a_year
    grid = [(level, noise, trend) for level in LEVEL_VOLATILITIES for noise in NOISES for trend in TRENDS]
    level = np.array([member[0] for member in grid])
    noise = np.array([member[1] for member in grid])
    deviation = np.array([member[2][0] for member in grid])
    damping = np.array([member[2][1] for member in grid]) ** years
    renewed = np.array([member[2][2] for member in grid])
    return Members(
        years=years,
        step=level * np.sqrt(years),
        noise=noise,
        jump=np.minimum(JUMP_FACTOR * level, LARGEST_DEVIATION),
        outlier=np.minimum(OUTLIER_FACTOR * noise, LARGEST_DEVIATION),
        drift_deviation=deviation,
        damping=damping,
        drift_step=np.where(renewed, deviation * np.sqrt(1 - damping**2), 0.0),
    )


def shocks(grid: Members) -> tuple[Shock, ...]:
    """List what may happen in a period; the probabilities sum to one, the first is that nothing special does."""
    rare = (
        Shock(JUMPS_A_YEAR * grid.years, level_variance=grid.jump**2),
        Shock(GROSS_JUMPS_A_YEAR * grid.years, level_variance=GROSS_JUMP**2),
        Shock(OUTLIERS_A_PERIOD, noise_variance=grid.outlier**2),
        Shock(GROSS_OUTLIERS_A_PERIOD, noise_variance=GROSS_OUTLIER**2),
    )
    return (Shock(1 - sum(shock.probability for shock in rare)), *rare)
