"""Currency: a rate of exchange that multiplies what a licence brings, a log-normal walk of mean one.

The logarithm moves by normal steps whose variance grows with time, less half the variance, so that the mean stays at
today's rate: no view of where the currency goes (the martingale of M. B. Garman and S. W. Kohlhagen, 1983, at equal
rates of interest). Whoever wants the forward rates in it multiplies the forecast by them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import (
    require_correlation,
    require_not_negative,
    require_positive,
    require_rising,
    require_same_length,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_RATES = 3
"""Two moves, for a deviation round their mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How a rate of exchange strays."""

    volatility_annual: float
    """Standard deviation of the logarithm over a year, 0 or more."""
    market_weight: float = 0.0
    """Correlation of its moves with the market's: negative where the foreign currency gains in a poor market."""

    def __post_init__(self) -> None:
        """Refuse what no rate has."""
        require_not_negative("volatility", self.volatility_annual)
        require_correlation("market weight", self.market_weight)


def volatility_by_period(exchange: Exchange, years: Sequence[float]) -> tuple[float, ...]:
    """Give the standard deviation of each period's move of the logarithm: `s sqrt(length)`; shape (n_periods,).

    Args:
        exchange: the rate.
        years: ends of the periods from today, not falling, 0 or more.

    Raises:
        ValueError: times fall or lie before today.
    """
    ends = (0.0, *years)
    require_rising("ends of periods from today on", ends)
    return tuple(exchange.volatility_annual * math.sqrt(end - start) for start, end in pairwise(ends))


def draw_rates(
    exchange: Exchange, generator: "np.random.Generator", years: Sequence[float], market: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Draw rates as multiples of today's, of mean 1 each.

    Args:
        exchange: the rate.
        generator: of the random numbers.
        years: ends of the periods.
        market: the market's shocks, standard normal; shape (n_periods, n_paths).

    Returns:
        multiples, shape (n_periods, n_paths).

    Raises:
        ValueError: times fall or lie before today, or differ in number from the market's shocks.
    """
    import numpy as np

    require_same_length("periods and shocks of the market", years, market.tolist())
    deviations = np.asarray(volatility_by_period(exchange, years))[:, None]
    own = math.sqrt(1.0 - exchange.market_weight**2)
    shocks = exchange.market_weight * market + own * generator.standard_normal(market.shape)
    logs: NDArray[np.float64] = np.cumsum(deviations * shocks - deviations**2 / 2, axis=0)
    return np.exp(logs)


def fit_exchange(rates: Sequence[float], years: Sequence[float]) -> Exchange:
    """Calibrate the volatility on a series of rates: squares of moves round their trend, by the time of all of them.

    The sum is divided as a whole, not move by move: a rate that rests at weekends moves on Mondays as on other days.

    Args:
        rates: above zero, at least three.
        years: of the rates, strictly rising; steps may be unequal.

    Raises:
        ValueError: they are too few, not above zero or without order in time.
    """
    require_same_length("rates and their times", rates, years)
    require_rising("times", years, strictly=True)
    if len(rates) < FEWEST_RATES:
        raise ValueError(f"{len(rates)} rates are too few for a volatility: {FEWEST_RATES} are needed")
    for rate in rates:
        require_positive("rate", rate)
    logs = [math.log(rate) for rate in rates]
    trend = (logs[-1] - logs[0]) / (years[-1] - years[0])
    steps = [end - start for start, end in pairwise(years)]
    squares = math.fsum(
        (later - before - trend * step) ** 2 for (before, later), step in zip(pairwise(logs), steps, strict=True)
    )
    return Exchange(volatility_annual=math.sqrt(squares / free_years(steps)))


def free_years(steps_years: Sequence[float]) -> float:
    """Give the years that squares of moves round their trend stand for: `T - sum of h^2 / T`, T being all steps h."""
    whole = math.fsum(steps_years)
    return whole - math.fsum(step * step for step in steps_years) / whole
