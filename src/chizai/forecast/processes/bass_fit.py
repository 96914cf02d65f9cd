"""Calibration of Bass's diffusion: nonlinear least squares on the sales of each period, and how sure its numbers are.

Source: V. Srinivasan and C. H. Mason, Nonlinear Least Squares Estimation of New Product Diffusion Models, Marketing
Science 5 (1986); it starts from the regression of F. M. Bass (1969). Three series of the literature come out as
published. Before sales have peaked the market's size is hardly known: the covariance says so, and understates it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.bass import LOG_BOUND, Bass, expected_sales
from chizai.forecast.processes.limits import require_not_negative
from chizai.forecast.processes.squares import least_squares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_IMITATION = 1e-9
"""So that its logarithm is a number."""
FEWEST_PERIODS = 4
"""Three parameters, and one more to see how well they fit."""
USUAL = Bass(market=1.0, innovation=0.03, imitation=0.38)
"""Average of published diffusions (F. Sultan, J. U. Farley and D. R. Lehmann, 1990): where a fit starts that the
regression gives no sense to, and a prior where there are no sales yet. Its market is a unit to be scaled."""


@dataclass(frozen=True, slots=True)
class BassFit:
    """A diffusion as fitted."""

    bass: Bass
    log_covariance: tuple[tuple[float, ...], ...]
    """Covariance of the logarithms of market, innovation and imitation, as sales show it; shape (3, 3)."""
    residual_deviation: float
    """Standard deviation of the sales of a period round the curve, n - 3 degrees of freedom; in the market's unit."""


def fit_bass(sales: Sequence[float], period_years: float = 1.0) -> BassFit:
    """Calibrate on the sales of equal periods from launch on.

    Args:
        sales: of each period, 0 or more, at least four, not all zero.
        period_years: length of a period.

    Raises:
        ValueError: they are too few, one is below zero, or all are zero.
    """
    if len(sales) < FEWEST_PERIODS:
        raise ValueError(f"sales of {len(sales)} periods are too few for three parameters: {FEWEST_PERIODS} are needed")
    for amount in sales:
        require_not_negative("sales of a period", amount)
    if not any(sales):
        raise ValueError("there were no sales: a diffusion cannot be fitted")
    years, scale = [period_years * (period + 1) for period in range(len(sales))], max(sales)

    def misses(logs: list[float]) -> list[float]:
        sold = expected_sales(_from_logs(logs), years)
        return [(model - seen) / scale for model, seen in zip(sold, sales, strict=True)]

    found = least_squares(misses, _to_logs(_regression(sales, period_years)), (-LOG_BOUND,) * 3, (LOG_BOUND,) * 3)
    squares = math.fsum(miss * miss for miss in found.misses)
    deviation = math.sqrt(squares / (len(sales) - len(found.numbers))) * scale
    return BassFit(_from_logs(found.numbers), found.covariance(), deviation)


def draw_curves(
    fit: BassFit, generator: "np.random.Generator", years: Sequence[float], n_paths: int
) -> "NDArray[np.float64]":
    """Draw expected sales under parameters that are only as sure as the fit: log-normal round the estimate.

    Returns:
        sales of each period, in the market's unit; shape (n_periods, n_paths).

    Raises:
        ValueError: times do not rise.
    """
    import numpy as np

    logs = generator.multivariate_normal(_to_logs(fit.bass), np.asarray(fit.log_covariance), n_paths, method="eigh")
    bounded = np.clip(logs, -LOG_BOUND, LOG_BOUND).tolist()
    curves = [expected_sales(_from_logs(row), years) for row in bounded]
    return np.asarray(curves, dtype=np.float64).T


def _to_logs(bass: Bass) -> tuple[float, float, float]:
    return math.log(bass.market), math.log(bass.innovation), math.log(max(bass.imitation, LEAST_IMITATION))


def _from_logs(logs: Sequence[float]) -> Bass:
    market, innovation, imitation = map(math.exp, logs)
    return Bass(market=market, innovation=innovation, imitation=imitation)


def _regression(sales: Sequence[float], period_years: float) -> Bass:
    """Regress sales on what was sold before and its square (Bass, 1969); the usual numbers where that has no sense."""
    import numpy as np

    before = np.concatenate(([0.0], np.cumsum(sales)[:-1]))
    design = np.stack([np.ones(len(sales)), before, before**2], axis=1)
    (sold, slope, curve), *_ = np.linalg.lstsq(design, np.asarray(sales, dtype=np.float64))
    root = slope**2 - 4 * sold * curve
    market = (-slope - math.sqrt(root)) / (2 * curve) if root > 0 and curve < 0 else 0.0
    if market > 0 and sold > 0 and slope + sold / market > 0:
        return Bass(
            market=market,
            innovation=sold / market / period_years,
            imitation=(slope + sold / market) / period_years,
        )
    return Bass(
        market=2.0 * float(np.sum(sales)),
        innovation=USUAL.innovation / period_years,
        imitation=USUAL.imitation / period_years,
    )
