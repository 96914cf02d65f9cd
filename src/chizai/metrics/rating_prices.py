"""What a class is worth in three views that are never mixed: expected, risk-adjusted and risk-neutral.

The expected value discounts the mean of the physical futures on the curve, so nobody is paid for risk. The
risk-adjusted price discounts the same mean at the curve and the spread of the class's indicative symbol: what buyers of
such symbols ask. The risk-neutral price weighs the futures and discounts on the curve alone. Losses are in the futures
of all three; the spread of a symbol also pays for losses, so the risk-adjusted price leans to the low side.
"""

from dataclasses import dataclass
from datetime import date
from math import exp
from typing import TYPE_CHECKING

from chizai.metrics.curves import ZeroCurve, discount_on_curve
from chizai.metrics.futures import ClassPaths
from chizai.metrics.paths import Estimate, estimate
from chizai.metrics.pricing import years_between
from chizai.metrics.risk_neutral import NeutralPrice, neutral_price

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceViews:
    """One class in the three views: present values of the whole class at settlement, in minor units."""

    class_id: str
    expected_minor: Estimate
    """Physical mean on the curve."""
    spread_annual: float | None
    """The spread of the class's symbol, on the continuous zero rate; none where the table has none."""
    risk_adjusted_minor: Estimate | None
    """Physical mean at the curve and that spread."""
    risk_neutral: NeutralPrice | None
    """Weighted mean on the curve; none where no price of risk is assumed."""


def values_on_curve(
    paths: ClassPaths, settlement_on: date, curve: ZeroCurve, spread: float = 0.0
) -> "NDArray[np.float64]":
    """Give each path's present value at settlement on the curve and a spread on its zero rates.

    Args:
        paths: of a class; payments on or before settlement are left out.
        settlement_on: the day on which the price is paid.
        curve: continuous zero rates.
        spread: a continuous fraction a year.

    Returns:
        minor units; shape (n_paths,).
    """
    import numpy as np

    values = np.zeros(paths.owed_minor.size)
    for day, interest, principal in zip(paths.paid_on, paths.interest_minor, paths.principal_minor, strict=True):
        if day > settlement_on:
            factor = discount_on_curve(curve, settlement_on, day) * exp(-spread * years_between(settlement_on, day))
            values += factor * (interest + principal)
    return values


def price_views(
    paths: ClassPaths,
    settlement_on: date,
    curve: ZeroCurve,
    spread: float | None,
    weights: "NDArray[np.float64] | None" = None,
) -> PriceViews:
    """Price a class in each view that its assumptions allow.

    Args:
        paths: physical futures.
        settlement_on: the day on which the price is paid.
        curve: risk-free zero rates.
        spread: of the class's indicative symbol (`rating_tables.spread_of`).
        weights: by payment date and path (`risk_neutral.market_weights`); shape (n_periods, n_paths).

    Raises:
        ValueError: the weights do not fit the paths.
    """
    adjusted = None if spread is None else estimate(values_on_curve(paths, settlement_on, curve, spread))
    return PriceViews(
        class_id=paths.class_id,
        expected_minor=estimate(values_on_curve(paths, settlement_on, curve)),
        spread_annual=spread,
        risk_adjusted_minor=adjusted,
        risk_neutral=None if weights is None else neutral_price(paths, settlement_on, curve, weights),
    )
