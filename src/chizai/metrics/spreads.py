"""Spread over a curve: what a class yields beyond the rates of the market, constant over its life (z-spread)."""

import math
from collections.abc import Sequence
from datetime import date

from chizai.metrics.curves import ZeroCurve, growth_between
from chizai.metrics.pricing import (
    TIMES_A_YEAR,
    Compounding,
    Flows,
    discount_factor,
    flows_after,
    from_continuous,
    to_continuous,
    years_between,
    yield_from_price,
)
from chizai.metrics.root import root_between

MARGIN = 1e-9
"""How far a bracket stays from where rounding could hide the root, or from a rate that loses everything."""


def price_from_spread(
    flows: Flows,
    settlement_on: date,
    curve: ZeroCurve,
    spread: float,
    compounding: Compounding = Compounding.CONTINUOUS,
) -> float:
    """Give the present value at settlement, in minor units, with a spread on every zero rate of the curve.

    Zero rates run from settlement (forward, where the curve has another date) and are quoted with the compounding
    before the spread is added. Source: F. J. Fabozzi, The Handbook of Fixed Income Securities (zero-volatility spread).

    Args:
        flows: the payments; those on or before settlement are ignored.
        settlement_on: the day on which the price is paid.
        curve: continuous zero rates.
        spread: a fraction a year: 0.01 is 1 %.
        compounding: of the rates that the spread is added to.

    Raises:
        ValueError: the spread loses everything within one compounding period.
    """
    zeros = _zeros(flows, settlement_on, curve, compounding)
    received = flows_after(flows, settlement_on)
    return sum(
        amount * discount_factor(years, zero + spread, compounding)
        for (years, amount), zero in zip(received, zeros, strict=True)
    )


def z_spread(
    flows: Flows,
    settlement_on: date,
    price_minor: float,
    curve: ZeroCurve,
    compounding: Compounding = Compounding.CONTINUOUS,
) -> float | None:
    """Give the spread at which the payments are worth the price: the inverse of `price_from_spread`.

    It lies between the yield less the highest and the yield less the lowest zero rate that a payment meets.

    Args:
        flows: the payments, none negative; those on or before settlement are ignored.
        settlement_on: the day on which the price is paid.
        price_minor: the full price of the whole holding in minor units.
        curve: continuous zero rates.
        compounding: of the rates that the spread is added to.

    Returns:
        the spread as a fraction a year, or None where there is no yield (`yield_from_price`) or it is beyond a float.
    """
    quoted = yield_from_price(flows, settlement_on, price_minor, compounding)
    if quoted is None:
        return None
    zeros = _zeros(flows, settlement_on, curve, compounding)
    payments = [(*payment, zero) for payment, zero in zip(flows_after(flows, settlement_on), zeros, strict=True)]
    log_price = math.log(price_minor)

    def excess(spread: float) -> float:
        return _log_value(payments, spread, compounding) - log_price

    margin = MARGIN * (1 + abs(quoted))
    low, high = quoted - max(zeros) - margin, quoted - min(zeros) + margin
    if compounding is not Compounding.CONTINUOUS:
        low = max(low, MARGIN - TIMES_A_YEAR[compounding] - min(zeros))
    if excess(low) < 0:
        return None
    return root_between(excess, low, high)


def _zeros(flows: Flows, settlement_on: date, curve: ZeroCurve, compounding: Compounding) -> list[float]:
    """Give the zero rate from settlement to each payment after it, quoted; shape of `flows_after`."""
    days = [day for day, amount in flows if day > settlement_on and amount]
    growths = [growth_between(curve, settlement_on, day) / years_between(settlement_on, day) for day in days]
    return [from_continuous(growth, compounding) for growth in growths]


def _log_value(payments: Sequence[tuple[float, int, float]], spread: float, compounding: Compounding) -> float:
    """Give the logarithm of the present value of (years, amount, zero rate), without overflow at any rate."""
    logs = [math.log(amount) - to_continuous(zero + spread, compounding) * years for years, amount, zero in payments]
    largest = max(logs)
    return largest + math.log(sum(math.exp(log - largest) for log in logs))
