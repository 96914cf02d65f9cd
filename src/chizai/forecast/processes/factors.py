"""Market and sector: what moves many licences together.

A licence's shock in a period is `a M + b S + sqrt(1 - a^2 - b^2) e`, with the market's shock M, its sector's S and its
own e all standard normal and independent (the factor model behind O. Vasicek, The Distribution of Loan Portfolio Value,
2002). Two licences are then correlated by the product of their market weights, and within a sector by that of their
sector weights too. An event is correlated by its loading in the same way. Correlations of royalties are assumptions
unless `fit_weights` finds them in series.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import require_correlation, require_same_length, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDING = 1e-12
"""By which squares of weights may pass 1 where they were computed."""
FEWEST_SHOCKS = 3
"""A correlation of two points is always 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How a licence follows what moves others."""

    market: float = 0.0
    """Correlation of its shocks with the market's, a."""
    sector: float = 0.0
    """Correlation of its shocks with its sector's, b."""
    sector_name: str | None = None
    """Its sector, needed where its weight is not 0."""

    def __post_init__(self) -> None:
        """Refuse what no shock of variance 1 has."""
        require_correlation("market weight", self.market)
        require_correlation("sector weight", self.sector)
        if self.market**2 + self.sector**2 > 1.0 + ROUNDING:
            raise ValueError(f"the squares of the weights {self.market:g} and {self.sector:g} sum to more than 1")
        if self.sector and self.sector_name is None:
            raise ValueError("a sector weight needs a sector")


def own_weight(weights: Weights) -> float:
    """Give the weight of what is a licence's own: `sqrt(1 - a^2 - b^2)`."""
    return math.sqrt(max(1.0 - weights.market**2 - weights.sector**2, 0.0))


def correlation(one: Weights, other: Weights) -> float:
    """Give the correlation of two different licences' shocks: `a_1 a_2`, and `+ b_1 b_2` in one sector."""
    shared = one.sector * other.sector if one.sector_name == other.sector_name else 0.0
    return one.market * other.market + shared


def draw_shocks(
    licences: Sequence[Weights], generator: "np.random.Generator", n_periods: int, n_paths: int
) -> "NDArray[np.float64]":
    """Draw the licences' shocks, standard normal each; shape (n_licences, n_periods, n_paths)."""
    import numpy as np

    shape = (n_periods, n_paths)
    market = generator.standard_normal(shape)
    names = dict.fromkeys(weights.sector_name for weights in licences if weights.sector_name is not None)
    sectors = {name: generator.standard_normal(shape) for name in names}
    shocks = np.empty((len(licences), *shape))
    for number, weights in enumerate(licences):
        shocks[number] = weights.market * market + own_weight(weights) * generator.standard_normal(shape)
        if weights.sector_name is not None:
            shocks[number] += weights.sector * sectors[weights.sector_name]
    return shocks


def default_chance_given(chance: float, loading: float, market: float) -> float:
    """Give the probability of an event once the market's mean shock is known, Vasicek's formula.

    Formula: `Phi((Phi^-1(p) - loading m) / sqrt(1 - loading^2))`.

    Args:
        chance: probability of the event, 0 to 1.
        loading: correlation of its latent normal with the market: positive where it comes rather in a poor market.
        market: the mean shock, in standard deviations; negative is poor.

    Raises:
        ValueError: the probability or the loading is none.
    """
    from scipy.special import ndtr, ndtri

    require_share("probability", chance)
    require_correlation("loading", loading)
    if chance in {0.0, 1.0}:
        return chance
    distance = float(ndtri(chance)) - loading * market
    if abs(loading) == 1.0:
        return float(distance > 0.0)
    return float(ndtr(distance / math.sqrt(1.0 - loading**2)))


def fit_weights(
    shocks: Sequence[float],
    market: Sequence[float],
    sector: Sequence[float] | None = None,
    sector_name: str | None = None,
) -> Weights:
    """Calibrate a licence's weights: correlations with the market and with what of the sector the market leaves.

    Args:
        shocks: moves of the logarithm of royalties by period, what was expected taken off; at least three.
        market: moves of the market in the same periods.
        sector: moves of the sector, or none.
        sector_name: needed with it.

    Raises:
        ValueError: lengths differ, periods are too few, or a series does not move.
    """
    import numpy as np

    moving = [market] if sector is None else [market, sector]
    require_same_length("shocks of the licence and of what moves it", shocks, *moving)
    if len(shocks) < FEWEST_SHOCKS:
        raise ValueError(f"{len(shocks)} shocks are too few for a correlation: {FEWEST_SHOCKS} are needed")
    own, whole = in_deviations(shocks), in_deviations(market)
    on_market = float(np.mean(own * whole))
    if sector is None:
        return Weights(market=on_market)
    beyond = left_by_market(sector, market)
    return Weights(market=on_market, sector=float(np.mean(own * beyond)), sector_name=sector_name)


def in_deviations(moves: Sequence[float]) -> "NDArray[np.float64]":
    """Give moves in standard deviations round their mean.

    Raises:
        ValueError: they are all the same.
    """
    import numpy as np

    row = np.asarray(moves, dtype=np.float64)
    deviation = float(row.std())
    if deviation <= ROUNDING:
        raise ValueError("a series that does not move is correlated with nothing")
    standard: NDArray[np.float64] = (row - row.mean()) / deviation
    return standard


def left_by_market(sector: Sequence[float], market: Sequence[float]) -> "NDArray[np.float64]":
    """Give what of a sector's moves the market does not explain, in its own standard deviations.

    Raises:
        ValueError: one of the two does not move, or the market explains all.
    """
    part, whole = in_deviations(sector), in_deviations(market)
    return in_deviations((part - float((part * whole).mean()) * whole).tolist())


def sector_weight_deviation(weights: Weights) -> float:
    """Give how far a fitted sector weight strays, times the root of the number of shocks.

    Formula: `sqrt((1 - b^2)^2 - a^2 (1 - 2 b^2))`, the delta method for a part correlation of normal shocks, whose
    residual is fitted too: nearly all of a shock that follows the market leaves little room for chance.
    """
    of_market, of_sector = weights.market**2, weights.sector**2
    return math.sqrt(max((1.0 - of_sector) ** 2 - of_market * (1.0 - 2.0 * of_sector), 0.0))
