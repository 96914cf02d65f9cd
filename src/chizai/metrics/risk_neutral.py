"""Prices that pay for risk in the weights of the futures, and are discounted on the curve alone.

A risk-neutral price is a mean too, but poor markets count for more than they come: the physical futures stay as they
are drawn, and each gets a weight. Two ways lead to weights. Where the market's shocks are known, each period's shock is
moved by the market price of risk (Girsanov; for normal shocks the same as an Esscher transform): all classes of a deal
get the same weights, so their prices add up to that of the cash they share. Where only outcomes are known, a Wang
transform weighs them by their ranks in whatever drives them.

The market price of risk is an assumption: nobody trades the royalties of one pool.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chizai.metrics.curves import ZeroCurve, discount_on_curve
from chizai.metrics.futures import ClassPaths, after_settlement
from chizai.metrics.paths import Estimate, estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NeutralPrice:
    """A price under weights."""

    price_minor: Estimate
    """Weighted mean of the present value of the whole class at settlement, in minor units."""
    n_effective: float
    """How many equally weighted paths are worth as much: `(sum w)^2 / sum(w^2)` of the last period's weights."""


def market_weights(
    shocks: "NDArray[np.float64]", period_years: Sequence[float], price_of_risk: float
) -> "NDArray[np.float64]":
    """Give each path's weight by period, if the market pays a price for the risk of its shocks.

    The density of the market's walk with drift `-lambda` against the one without: `exp(-lambda W_t - lambda^2 t / 2)`,
    where `W_t` is the sum of the shocks so far times the square roots of their years (S. E. Shreve, Stochastic Calculus
    for Finance II, section 5.2). A payment takes the weight of its own date: later shocks would add noise alone.

    Args:
        shocks: standard normal shocks of the market, as `simulate.model` draws them; shape (n_periods, n_paths).
        period_years: length of each period; shape (n_periods,).
        price_of_risk: `lambda`, what the market pays for one deviation of a year (a Sharpe ratio); 0 weighs all alike.

    Returns:
        weights with a mean of one in the long run; shape (n_periods, n_paths).

    Raises:
        ValueError: the numbers of periods differ.
    """
    import numpy as np

    years = np.array(period_years, np.float64)
    if shocks.ndim != len(("period", "path")) or shocks.shape[:1] != years.shape:
        raise ValueError(f"shocks of {shocks.shape} over {years.size} periods")
    walk = np.cumsum(shocks * np.sqrt(years)[:, None], axis=0)
    return np.exp(-price_of_risk * walk - 0.5 * price_of_risk**2 * np.cumsum(years)[:, None])


def neutral_price(
    paths: ClassPaths, settlement_on: date, curve: ZeroCurve, weights: "NDArray[np.float64]"
) -> NeutralPrice:
    """Give a class's risk-neutral price: weighted mean payments, discounted on the curve alone.

    Each date's mean is taken over that date's weights divided by their sum, so that what is paid for sure is worth the
    same whatever the weights are. The error is that of such ratios, linearised (A. B. Owen, Monte Carlo Theory, Methods
    and Examples, section 9.2).

    Args:
        paths: physical futures.
        settlement_on: the day on which the price is paid.
        curve: risk-free zero rates.
        weights: positive, by payment date and path; shape (n_periods, n_paths), with a period for each of `paid_on`.

    Raises:
        ValueError: the shape of the weights does not fit that of the payments, or no date is after settlement.
    """
    import numpy as np

    if weights.shape != paths.principal_minor.shape:
        raise ValueError(f"weights of {weights.shape} for payments of {paths.principal_minor.shape}")
    later = after_settlement(paths, settlement_on)
    if not later.paid_on:
        raise ValueError(f"no payment date is after {settlement_on}")
    deviations, price_minor = np.zeros(later.owed_minor.size), 0.0
    rows = zip(later.paid_on, later.interest_minor + later.principal_minor, weights[-len(later.paid_on) :], strict=True)
    for day, paid, weight in rows:
        factor = discount_on_curve(curve, settlement_on, day)
        share = weight * (weight.size / math.fsum(weight.data))
        mean = math.fsum((share * paid).data) / weight.size
        price_minor += factor * mean
        deviations += factor * share * (paid - mean)
    return NeutralPrice(Estimate(price_minor, estimate(deviations).standard_error), effective_paths(weights[-1]))


def effective_paths(weights: "NDArray[np.float64]") -> float:
    """Give how many equally weighted paths are worth as much as weighted ones: `(sum w)^2 / sum(w^2)` (L. Kish, 1965).

    Args:
        weights: shape (n_paths,), at least one above zero.
    """
    return math.fsum(weights.data) ** 2 / math.fsum((weights * weights).data)


def wang_price(values_minor: "NDArray[np.float64]", driver: "NDArray[np.float64]", price_of_risk: float) -> Estimate:
    """Give the mean of values under a Wang transform of what drives them: `F*(x) = Phi(Phi^-1(F(x)) + lambda)`.

    Low values of the driver count for more. For a normal value that drives itself the mean falls by lambda deviations.
    Source: S. S. Wang, A Class of Distortion Operators for Pricing Financial and Insurance Risks (2000). The error is
    that of a linear function of order statistics and their concomitants, by influence function, so it knows that ranks
    are estimated too (S. S. Yang, 1981).

    Args:
        values_minor: a present value a path; shape (n_paths,).
        driver: what the market is paid for, such as all collections; the values themselves where nothing else is known.
            Paths that tie share their weight.
        price_of_risk: `lambda` of the whole horizon: a yearly price times the root of the years.

    Raises:
        ValueError: the shapes differ, or there is no path.
    """
    import numpy as np
    from scipy.special import ndtr, ndtri
    from scipy.stats import rankdata

    if driver.shape != values_minor.shape or not driver.size:
        raise ValueError(f"{values_minor.shape} values and {driver.shape} drivers")
    n_paths = driver.size
    first, last = (rankdata(driver, method) for method in ("min", "max"))
    heavy = ndtr(ndtri(last / n_paths) + price_of_risk) - ndtr(ndtri((first - 1) / n_paths) + price_of_risk)
    weights = heavy * n_paths / (last - first + 1)
    mean = math.fsum((weights * values_minor).data) / n_paths
    order = np.argsort(driver, kind="stable")
    centred = values_minor - mean
    slopes = (np.gradient(weights[order]) if n_paths > 1 else np.zeros(1)) * centred[order]
    above = np.empty(n_paths)
    above[order] = np.cumsum(slopes[::-1])[::-1]
    return Estimate(mean, estimate(weights * centred + above).standard_error)
