"""One class's numbers for an investor, made from its payments and the price or yield that is asked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.pricing import Flows, price_from_yield, yield_from_price
from chizai.metrics.risk import basis_point_value_minor, convexity, macaulay_years, modified_years, wal_years
from chizai.units.rate import PPM, share_floor


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPayments:
    """What a class is paid, date by date."""

    balance_minor_opening: int
    """Balance at settlement: par."""
    paid_on: Sequence[date]
    """Payment dates; shape (n_periods,)."""
    interest_minor: Sequence[int]
    """Interest and other return beside principal, not negative; shape (n_periods,)."""
    principal_minor: Sequence[int]
    """Principal repaid, not negative; shape (n_periods,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMetrics:
    """What a class is worth and how it behaves. Payments on or before settlement are left out of every number."""

    class_id: str
    settlement_on: date
    price_minor: int
    """Full price of the whole class, rounded down."""
    price_ppm: int | None
    """Price per par in parts per million, rounded down; None for a class without par."""
    yield_annual: float | None
    """Yield as a fraction a year, annual compounding, ACT/365F; None where no yield gives the price."""
    macaulay_years: float | None
    """Mean time to payment by present value; None without a yield, like the next three."""
    modified_years: float | None
    """Relative fall of the price with the annual yield."""
    convexity: float | None
    """Relative curvature of the price in the annual yield, in years squared."""
    basis_point_value_minor: float | None
    """Gain of the price when the yield rises by 0.01 %: negative."""
    wal_years: float | None
    """Weighted average life of the principal that is repaid; None where none is."""
    wal_years_on_balance: float | None
    """The same over the whole opening balance; None for a class without par."""
    first_paid_on: date | None
    """The first date with a payment; None where there is none."""
    final_paid_on: date | None
    """The last date with a payment; None where there is none."""
    interest_minor_total: int
    principal_minor_total: int
    loss_minor: int
    """Opening balance that is never repaid."""


def class_metrics(pricing: PricingAssumption, settlement_on: date, payments: ClassPayments) -> ClassMetrics:
    """Price a class: the yield from the price that is asked, or the price from the yield.

    Args:
        pricing: exactly one of price and yield, as `check_pricing` made sure.
        settlement_on: the day on which the price is paid; payments on or before it are left out.
        payments: what the class is paid.

    Raises:
        ValueError: the assumption has neither or both of price and yield, or the sequences differ in length.
    """
    interest = _after(settlement_on, payments.paid_on, payments.interest_minor)
    principal = _after(settlement_on, payments.paid_on, payments.principal_minor)
    flows = [*interest, *principal]
    par_minor = payments.balance_minor_opening
    price_minor, yield_annual = _price_and_yield(pricing, flows, settlement_on, par_minor)
    has_yield = yield_annual is not None
    rate = yield_annual if yield_annual is not None else 0.0
    paid_on = [day for day, amount in flows if amount]
    principal_total = sum(amount for _, amount in principal)
    return ClassMetrics(
        class_id=pricing.class_id,
        settlement_on=settlement_on,
        price_minor=price_minor,
        price_ppm=price_minor * PPM // par_minor if par_minor else None,
        yield_annual=yield_annual,
        macaulay_years=macaulay_years(flows, settlement_on, rate) if has_yield else None,
        modified_years=modified_years(flows, settlement_on, rate) if has_yield else None,
        convexity=convexity(flows, settlement_on, rate) if has_yield else None,
        basis_point_value_minor=basis_point_value_minor(flows, settlement_on, rate) if has_yield else None,
        wal_years=wal_years(principal, settlement_on),
        wal_years_on_balance=wal_years(principal, settlement_on, par_minor),
        first_paid_on=min(paid_on, default=None),
        final_paid_on=max(paid_on, default=None),
        interest_minor_total=sum(amount for _, amount in interest),
        principal_minor_total=principal_total,
        loss_minor=par_minor - principal_total,
    )


def _after(settlement_on: date, paid_on: Sequence[date], amounts_minor: Sequence[int]) -> list[tuple[date, int]]:
    pairs = zip(paid_on, amounts_minor, strict=True)
    return [(day, amount) for day, amount in pairs if day > settlement_on]


def _price_and_yield(
    pricing: PricingAssumption, flows: Flows, settlement_on: date, par_minor: int
) -> tuple[int, float | None]:
    """Give the price in minor units and the yield, one asked and the other computed."""
    if (pricing.price_ppm is None) == (pricing.yield_ppm_annual is None):
        raise ValueError(f"class {pricing.class_id} needs exactly one of price and yield")
    if pricing.price_ppm is not None:
        price_minor = share_floor(par_minor, pricing.price_ppm)
        return price_minor, yield_from_price(flows, settlement_on, price_minor)
    rate = (pricing.yield_ppm_annual or 0) / PPM
    return math.floor(price_from_yield(flows, settlement_on, rate)), rate
