"""Calibration of Bass's diffusion: nonlinear least squares on the sales of each period, and how sure its numbers are.

Source: V. Srinivasan and C. H. Mason, Nonlinear Least Squares Estimation of New Product Diffusion Models, Marketing
Science 5 (1986); it starts from the regression of F. M. Bass (1969). Three series of the literature come out as
published.

Before sales have peaked they do not show how large the market is. Fitted to their first three quarters, the same three
series put later sales at 51, 66 and 64 % of what came; fitted earlier, two of the three leave the size without a bound
and are refused. A prior, whose width is explicit, is then needed: it is weighed against the sales and gives way as they
arrive. With one of the right size, what came later lies within the 90 % range in all six cases; three series that the
least noise was chosen on are no proof.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.bass import LOG_BOUND, Bass, expected_sales
from chizai.forecast.processes.limits import require_not_negative, require_positive
from chizai.forecast.processes.squares import least_squares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_IMITATION = 1e-9
"""So that its logarithm is a number."""
FEWEST_PERIODS = 4
"""Three parameters, and one more to see how well they fit."""
USUAL_INNOVATION, USUAL_IMITATION = 0.03, 0.38
"""Averages of published diffusions (F. Sultan, J. U. Farley and D. R. Lehmann, A Meta-Analysis of Applications of
Diffusion Models, 1990)."""
LEAST_NOISE = 0.15
"""Noise of sales, by the largest, that a prior is weighed against at least: half as much again as round the three
published series. Early sales hug a curve that later ones leave; with less noise, what came lay outside the range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BassPrior:
    """What is thought of a market before its sales are seen: log-normal round a guess, each number by itself."""

    market: float
    """The guess of the market, such as a comparable product's; above 0."""
    market_log_deviation: float
    """Standard deviation of its logarithm: 0.7 is a factor of two either way; above 0."""
    innovation: float = USUAL_INNOVATION
    innovation_log_deviation: float = 1.0
    imitation: float = USUAL_IMITATION
    imitation_log_deviation: float = 0.5
    least_noise: float = LEAST_NOISE
    """By the largest sales; above 0."""

    def __post_init__(self) -> None:
        """Refuse what no guess is."""
        for name in ("market", "innovation", "imitation"):
            require_positive(name, getattr(self, name))
            require_positive(f"{name}_log_deviation", getattr(self, f"{name}_log_deviation"))
        require_positive("least noise", self.least_noise)


@dataclass(frozen=True, slots=True)
class BassFit:
    """A diffusion as fitted."""

    bass: Bass
    log_covariance: tuple[tuple[float, ...], ...]
    """Covariance of the logarithms of market, innovation and imitation, as sales show it; shape (3, 3)."""
    residual_deviation: float
    """Standard deviation of the sales of a period round the curve, n - 3 degrees of freedom, in the market's unit; with
    a prior, the noise that they were weighed with."""


def fit_bass(sales: Sequence[float], period_years: float = 1.0, prior: BassPrior | None = None) -> BassFit:
    """Calibrate on the sales of equal periods from launch on.

    With a prior, its distances in standard deviations are squared into the sum beside those of the sales: the most
    probable numbers, and their covariance in the normal approximation. The noise of the sales is that of the fit by
    sales alone, or the least that the prior names.

    Args:
        sales: of each period, 0 or more, at least four, not all zero.
        period_years: length of a period.
        prior: what is thought of the market, needed before sales have peaked.

    Raises:
        ValueError: they are too few, one is below zero, or all are zero; or there is no prior and they do not show how
            large the market is.
    """
    _require_sales(sales)
    years, scale = [period_years * (period + 1) for period in range(len(sales))], max(sales)

    def misses(logs: list[float]) -> list[float]:
        sold = expected_sales(_from_logs(logs), years)
        return [(model - seen) / scale for model, seen in zip(sold, sales, strict=True)]

    alone = least_squares(misses, _to_logs(_regression(sales, period_years)), (-LOG_BOUND,) * 3, (LOG_BOUND,) * 3)
    squares = math.fsum(miss * miss for miss in alone.misses)
    noise = math.sqrt(squares / (len(sales) - len(alone.numbers)))
    if prior is None:
        if not alone.is_determined:
            raise ValueError("the sales do not show how large the market is: a guess of market and spread is needed")
        return BassFit(_from_logs(alone.numbers), alone.covariance(), noise * scale)
    weighed = max(noise, prior.least_noise)

    def weighed_misses(logs: list[float]) -> list[float]:
        return [miss / weighed for miss in misses(logs)] + _distances(logs, prior)

    start = [math.log(prior.market), math.log(prior.innovation), math.log(prior.imitation)]
    both = least_squares(weighed_misses, start, (-LOG_BOUND,) * 3, (LOG_BOUND,) * 3)
    return BassFit(_from_logs(both.numbers), both.inverse(), weighed * scale)


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


def _require_sales(sales: Sequence[float]) -> None:
    if len(sales) < FEWEST_PERIODS:
        raise ValueError(f"sales of {len(sales)} periods are too few for three parameters: {FEWEST_PERIODS} are needed")
    for amount in sales:
        require_not_negative("sales of a period", amount)
    if not any(sales):
        raise ValueError("there were no sales: a diffusion cannot be fitted")


def _distances(logs: list[float], prior: BassPrior) -> list[float]:
    """Give how far logarithms lie from the prior's, in its standard deviations."""
    market, innovation, imitation = logs
    return [
        (market - math.log(prior.market)) / prior.market_log_deviation,
        (innovation - math.log(prior.innovation)) / prior.innovation_log_deviation,
        (imitation - math.log(prior.imitation)) / prior.imitation_log_deviation,
    ]


def _to_logs(bass: Bass) -> tuple[float, float, float]:
    return math.log(bass.market), math.log(bass.innovation), math.log(max(bass.imitation, LEAST_IMITATION))


def _from_logs(logs: Sequence[float]) -> Bass:
    market, innovation, imitation = map(math.exp, logs)
    return Bass(market=market, innovation=innovation, imitation=imitation)


def _regression(sales: Sequence[float], period_years: float) -> Bass:
    """Regress sales on what was sold before and its square (Bass, 1969); the usual numbers where that has no sense."""
    import numpy as np

    whole = math.fsum(sales)
    parts = np.asarray(sales, dtype=np.float64) / whole
    before = np.concatenate(([0.0], np.cumsum(parts)[:-1]))
    design = np.stack([np.ones(len(sales)), before, before**2], axis=1)
    (sold, slope, curve), *_ = np.linalg.lstsq(design, parts)
    root = slope**2 - 4 * sold * curve
    market = (-slope - math.sqrt(root)) / (2 * curve) if root > 0 and curve < 0 else 0.0
    if market > 0 and sold > 0 and slope + sold / market > 0:
        return Bass(
            market=market * whole,
            innovation=sold / market / period_years,
            imitation=(slope + sold / market) / period_years,
        )
    return Bass(
        market=2.0 * whole,
        innovation=USUAL_INNOVATION / period_years,
        imitation=USUAL_IMITATION / period_years,
    )
