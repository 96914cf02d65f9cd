"""How much the price moves with the yield, and how long the money is out: durations, convexity, average life."""

from collections.abc import Callable
from datetime import date

from chizai.metrics.pricing import (
    TIMES_A_YEAR,
    Compounding,
    Flows,
    discount_factor,
    flows_after,
    price_from_yield,
    years_between,
)

BASIS_POINT = 0.0001


def macaulay_years(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding = Compounding.ANNUAL
) -> float | None:
    """Give the mean time to payment weighted by present value: `sum(t PV) / sum(PV)` (F. R. Macaulay, 1938).

    Returns:
        years of 365 days, or None where the payments after settlement are not worth more than zero.
    """
    return _weighted(flows, settlement_on, rate, compounding, lambda years: years)


def modified_years(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding = Compounding.ANNUAL
) -> float | None:
    """Give the relative fall of the price with the yield: `-dP/dy / P`, Macaulay's over `1 + y/f`.

    Source: Hull, Options, Futures, and Other Derivatives, chapter 4 (duration).

    Returns:
        years of 365 days, or None where the payments after settlement are not worth more than zero.
    """
    growth = _growth(rate, compounding)
    return _weighted(flows, settlement_on, rate, compounding, lambda years: years / growth)


def convexity(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding = Compounding.ANNUAL
) -> float | None:
    """Give the curvature of the price in the yield: `d2P/dy2 / P`, the mean of `t (t + 1/f) / (1 + y/f)^2`.

    Continuous compounding makes it the mean of `t^2`. Source: Hull, chapter 4 (convexity).

    Returns:
        years squared, or None where the payments after settlement are not worth more than zero.
    """
    growth = _growth(rate, compounding)
    period = 0.0 if compounding is Compounding.CONTINUOUS else 1 / TIMES_A_YEAR[compounding]
    return _weighted(flows, settlement_on, rate, compounding, lambda years: years * (years + period) / growth**2)


def basis_point_value_minor(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding = Compounding.ANNUAL
) -> float:
    """Give what the price gains when the yield rises by 0.01 %: negative for payments to come; in minor units."""
    higher = price_from_yield(flows, settlement_on, rate + BASIS_POINT, compounding)
    return higher - price_from_yield(flows, settlement_on, rate, compounding)


def wal_years(principal: Flows, settlement_on: date, balance_minor: int | None = None) -> float | None:
    """Give the weighted average life, undiscounted: `sum(t principal) / balance`.

    Source: F. J. Fabozzi, The Handbook of Fixed Income Securities (average life of asset-backed securities).

    Args:
        principal: repayments alone, without interest; those on or before settlement are ignored.
        settlement_on: from where time is counted, ACT/365F.
        balance_minor: the balance that the average is taken over, such as the original one, so that principal never
            repaid counts as zero years; without it, the principal repaid after settlement.

    Returns:
        years of 365 days, or None where that balance is zero.
    """
    repaid = [(day, amount) for day, amount in principal if day > settlement_on]
    over_minor = sum(amount for _, amount in repaid) if balance_minor is None else balance_minor
    if over_minor == 0:
        return None
    return sum(years_between(settlement_on, day) * amount for day, amount in repaid) / over_minor


def _growth(rate: float, compounding: Compounding) -> float:
    """Give what one unit grows to within one compounding period."""
    return 1.0 if compounding is Compounding.CONTINUOUS else 1 + rate / TIMES_A_YEAR[compounding]


def _weighted(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding, measure: Callable[[float], float]
) -> float | None:
    """Average a measure of time over the payments, weighted by their present values."""
    values = [
        (years, amount * discount_factor(years, rate, compounding))
        for years, amount in flows_after(flows, settlement_on)
    ]
    total = sum(value for _, value in values)
    return sum(measure(years) * value for years, value in values) / total if total > 0 else None
