"""Price and yield of dated payments: each from the other, on actual dates.

Time is counted in years of 365 days from settlement (ACT/365F). Payments on or before the settlement date belong to the
seller and are ignored. Present values are floats of minor units: analytics, never money that is paid.
"""

import math
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from chizai.metrics.root import root_between

DAYS_A_YEAR = 365

Flows: TypeAlias = Sequence[tuple[date, int]]
"""Payments as (date, amount in minor units), in any order; several may fall on one date."""

TimedFlows: TypeAlias = Sequence[tuple[float, int]]
"""Payments as (years from the start, amount in minor units)."""


class Compounding(StrEnum):
    """How often a quoted yearly rate is taken to be reinvested."""

    ANNUAL = "annual"
    SEMI_ANNUAL = "semi-annual"
    QUARTERLY = "quarterly"
    CONTINUOUS = "continuous"


TIMES_A_YEAR = {Compounding.ANNUAL: 1, Compounding.SEMI_ANNUAL: 2, Compounding.QUARTERLY: 4}
"""How often a year each periodic compounding reinvests."""


def years_between(start_on: date, end_on: date) -> float:
    """Count the years of 365 days between two dates (ACT/365F, ISDA 2006 Definitions, section 4.16(d))."""
    return (end_on - start_on).days / DAYS_A_YEAR


def flows_after(flows: Flows, settlement_on: date) -> list[tuple[float, int]]:
    """Give the payments after settlement as (years, minor units), without those of zero."""
    return [(years_between(settlement_on, day), amount) for day, amount in flows if day > settlement_on and amount]


def discount_factor(years: float, rate: float, compounding: Compounding) -> float:
    """Give the value today of one unit paid in some years: `(1 + y/f)^(-f t)`, or `exp(-y t)` when continuous.

    Source: J. C. Hull, Options, Futures, and Other Derivatives, chapter 4 (compounding frequencies).

    Args:
        years: from today, not negative.
        rate: a fraction a year: 0.05 is 5 %.
        compounding: how often the rate is reinvested.

    Raises:
        ValueError: the rate loses everything within one compounding period (-100 % a year when annual).
    """
    return math.exp(-years * to_continuous(rate, compounding))


def to_continuous(rate: float, compounding: Compounding) -> float:
    """Give the continuous rate that grows as a quoted one does: `f ln(1 + y/f)`.

    Raises:
        ValueError: the rate loses everything within one compounding period.
    """
    if compounding is Compounding.CONTINUOUS:
        return rate
    times = TIMES_A_YEAR[compounding]
    if rate <= -times:
        raise ValueError(f"a yield of {rate} with {compounding} compounding loses everything at once")
    return times * math.log1p(rate / times)


def from_continuous(rate: float, compounding: Compounding) -> float:
    """Quote a continuous rate with another compounding: `f (exp(r/f) - 1)`; infinite where a float cannot hold it."""
    if compounding is Compounding.CONTINUOUS:
        return rate
    times = TIMES_A_YEAR[compounding]
    try:
        return times * math.expm1(rate / times)
    except OverflowError:
        return math.inf


def price_from_yield(
    flows: Flows, settlement_on: date, rate: float, compounding: Compounding = Compounding.ANNUAL
) -> float:
    """Give the present value at settlement, in minor units: the sum of each payment times its discount factor.

    It is the full (dirty) price of the whole holding. Source: Hull, chapter 4 (bond pricing).

    Args:
        flows: the payments; those on or before settlement are ignored.
        settlement_on: the day on which the price is paid.
        rate: the yield as a fraction a year: 0.05 is 5 %.
        compounding: how the yield is quoted.

    Raises:
        ValueError: the yield loses everything within one compounding period.
    """
    return sum(
        amount * discount_factor(years, rate, compounding) for years, amount in flows_after(flows, settlement_on)
    )


def yield_from_price(
    flows: Flows, settlement_on: date, price_minor: float, compounding: Compounding = Compounding.ANNUAL
) -> float | None:
    """Give the yield at which the payments are worth the price: the inverse of `price_from_yield`.

    Args:
        flows: the payments, none negative; those on or before settlement are ignored.
        settlement_on: the day on which the price is paid.
        price_minor: the full price of the whole holding in minor units.
        compounding: how the yield is quoted.

    Returns:
        the yield as a fraction a year, or None where there is none: the price is not positive, nothing is paid after
        settlement, a payment is negative (several yields could fit), or the yield is beyond what a float holds.
    """
    received = flows_after(flows, settlement_on)
    if not math.isfinite(price_minor) or price_minor <= 0 or not received or any(amount < 0 for _, amount in received):
        return None
    quoted = from_continuous(_matching_rate(received, price_minor), compounding)
    return quoted if math.isfinite(quoted) else None


def _matching_rate(flows: TimedFlows, price_minor: float) -> float:
    """Find the continuous rate at which positive payments are worth a positive price.

    The difference of the logarithms of both falls with the rate at least as fast as the first payment is far, so its
    value at zero bounds where the only root lies.
    """
    log_price = math.log(price_minor)
    at_zero = _log_value(flows, 0.0) - log_price
    if at_zero == 0.0:
        return 0.0
    first_years = min(years for years, _ in flows)
    # twice the bound, so that a single payment, whose root lies on the bound, stays inside
    bound = 2 * at_zero / first_years
    return root_between(lambda rate: _log_value(flows, rate) - log_price, 0.0, bound)


def _log_value(flows: TimedFlows, rate: float) -> float:
    """Give the logarithm of a present value, without overflow at any rate."""
    logs = [math.log(amount) - rate * years for years, amount in flows]
    largest = max(logs)
    return largest + math.log(sum(math.exp(log - largest) for log in logs))
