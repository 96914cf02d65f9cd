"""What a class is worth over many futures: expected price, yield and life, defaults, shortfalls and losses."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import ZeroCurve
from chizai.metrics.paths import Estimate, Percentiles, estimate, percentiles, totals
from chizai.metrics.pricing import (
    Compounding,
    Flows,
    discount_factor,
    price_from_yield,
    years_between,
    yield_from_price,
)
from chizai.metrics.risk import convexity, macaulay_years, modified_years, wal_years
from chizai.metrics.spreads import z_spread
from chizai.metrics.summary import ClassPayments
from chizai.units.rate import PPM, share_floor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARES_PPM = (10_000, 50_000, 250_000, 500_000, 750_000, 950_000, 990_000)
"""The percentiles that are given unless others are asked for: from the first to the ninety-ninth."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassPaths:
    """What a class is paid and stays owed in many equally likely futures. No amount is negative."""

    class_id: str
    balance_minor: int
    """Balance at the start: par; zero for a class without par."""
    paid_on: Sequence[date]
    """Payment dates, rising; shape (n_periods,)."""
    interest_minor: "NDArray[np.int64]"
    """Interest and residual paid; shape (n_periods, n_paths)."""
    principal_minor: "NDArray[np.int64]"
    """Principal repaid; shape (n_periods, n_paths)."""
    owed_minor: "NDArray[np.int64]"
    """Principal and interest still owed after the last payment date; shape (n_paths,)."""
    lost_minor: "NDArray[np.int64]"
    """Principal still owed after the last payment date, or written off since the start; shape (n_paths,)."""
    short_minor: "NDArray[np.int64]"
    """Due and not paid after each payment date: unpaid interest, unpaid scheduled principal, and on the last date all
    principal; shape (n_periods, n_paths)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the payments of many futures are worth together. Payments on or before settlement are left out."""

    yield_annual: float | None
    """The yield that was asked, or the one at which the mean present value is the price that was asked; a fraction,
    annual compounding, ACT/365F. None where no yield gives the price, like the next six."""
    price_minor: Estimate | None
    """Mean over paths of the present value of the whole class at that yield."""
    price_ppm: int | None
    """That mean per par in parts per million, rounded down; None without par too."""
    macaulay_years: float | None
    """Mean time to payment of the mean payments, by present value."""
    modified_years: float | None
    """Relative fall of the mean price with the annual yield."""
    convexity: float | None
    """Relative curvature of the mean price in the annual yield, in years squared."""
    z_spread: float | None
    """Continuous spread over the curve at which the mean payments are worth the price; None without a curve too."""
    wal_years: float | None
    """Average life of the principal that all paths repay, so that a path counts by what it repays: `sum(t principal) /
    sum(principal)`; None where none is repaid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRisk:
    """How often and how far a class is not paid."""

    n_default: int
    """Number of paths in default: principal or interest is still owed after the last payment date, or was written off
    since the start."""
    default_frequency: Estimate
    """Share of paths in default."""
    owed_minor_total: int
    """Principal and interest still owed after the last payment date, over all paths together."""
    expected_loss: Estimate | None
    """Mean over paths of the principal that is lost, undiscounted, over par; None without par. Interest that is owed is
    no part of it. It is a credit measure, and no rating."""
    loss_given_default: float | None
    """The same over the paths in default alone; None without par or default."""
    shortfall_frequency: Estimate
    """Share of paths in which something due after settlement is not paid on its date, even if it is later."""
    n_first_short: tuple[int, ...]
    """Number of paths whose first shortfall is on each date after settlement; shape (n_periods,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassStatistics:
    """A class over many futures."""

    class_id: str
    settlement_on: date
    n_paths: int
    paid_on: tuple[date, ...]
    """Payment dates after settlement; shape (n_periods,)."""
    worth: Worth
    risk: CreditRisk
    payments_minor: Percentiles
    """Percentiles of interest and principal together on each date after settlement, each date by itself."""


def class_statistics(
    paths: ClassPaths,
    pricing: PricingAssumption,
    settlement_on: date,
    curve: ZeroCurve | None = None,
    shares_ppm: Sequence[int] = SHARES_PPM,
) -> ClassStatistics:
    """Measure a class over many futures, at the price or the yield that is asked.

    The order of the paths changes no bit of any number.

    Args:
        paths: what the class is paid and stays owed.
        pricing: exactly one of price and yield, as `check_pricing` made sure.
        settlement_on: the day on which the price is paid.
        curve: what the spread is measured over.
        shares_ppm: the percentiles that are wanted.

    Raises:
        ValueError: the arrays do not fit each other, there is no path, an amount is negative, or the assumption has
            neither or both of price and yield.
    """
    _refuse_misfits(paths)
    later = after_settlement(paths, settlement_on)
    return ClassStatistics(
        class_id=paths.class_id,
        settlement_on=settlement_on,
        n_paths=paths.owed_minor.size,
        paid_on=tuple(later.paid_on),
        worth=_worth(later, pricing, settlement_on, curve),
        risk=_credit_risk(later),
        payments_minor=percentiles(later.interest_minor + later.principal_minor, shares_ppm),
    )


def after_settlement(paths: ClassPaths, settlement_on: date) -> ClassPaths:
    """Leave out the payment dates on or before settlement; the arrays are views of the ones given."""
    first = bisect_right(paths.paid_on, settlement_on)
    return replace(
        paths,
        paid_on=paths.paid_on[first:],
        interest_minor=paths.interest_minor[first:],
        principal_minor=paths.principal_minor[first:],
        short_minor=paths.short_minor[first:],
    )


def together(paths: ClassPaths) -> ClassPayments:
    """Give all paths as one class that is paid what they are paid together: its price per par is the expected one."""
    return ClassPayments(
        balance_minor_opening=paths.balance_minor * paths.owed_minor.size,
        paid_on=paths.paid_on,
        interest_minor=totals(paths.interest_minor),
        principal_minor=totals(paths.principal_minor),
    )


def present_values(paths: ClassPaths, settlement_on: date, rate: float) -> "NDArray[np.float64]":
    """Give each path's present value at settlement in minor units, at an annual yield; shape (n_paths,).

    Raises:
        ValueError: the yield loses everything within a year.
    """
    both = zip(paths.interest_minor, paths.principal_minor, strict=True)
    payments = zip(paths.paid_on, (interest + principal for interest, principal in both), strict=True)
    return discounted(payments, paths.owed_minor.size, settlement_on, rate)


def discounted(
    payments: "Iterable[tuple[date, NDArray[np.int64]]]", n_paths: int, settlement_on: date, rate: float
) -> "NDArray[np.float64]":
    """Give the present value at settlement of what each path is paid; shape (n_paths,).

    Args:
        payments: dates, each with what the paths are paid then; shape (n_paths,).
        n_paths: how many there are.
        settlement_on: payments on this day or before are left out.
        rate: the annual yield.

    Raises:
        ValueError: the yield loses everything within a year.
    """
    import numpy as np

    values = np.zeros(n_paths)
    for day, paid_minor in payments:
        if day > settlement_on:
            factor = discount_factor(years_between(settlement_on, day), rate, Compounding.ANNUAL)
            # path by path, where a matrix product could sum in another order on another machine
            values += factor * paid_minor
    return values


def _worth(later: ClassPaths, pricing: PricingAssumption, settlement_on: date, curve: ZeroCurve | None) -> Worth:
    """Value the payments after settlement, all paths as one class."""
    whole, n_paths = together(later), later.owed_minor.size
    principal = list(zip(whole.paid_on, whole.principal_minor, strict=True))
    flows = [*zip(whole.paid_on, whole.interest_minor, strict=True), *principal]
    price_minor, rate = _price_and_yield(pricing, flows, settlement_on, later.balance_minor, n_paths)
    wal = wal_years(principal, settlement_on)
    if rate is None:
        return Worth(
            yield_annual=None,
            price_minor=None,
            price_ppm=None,
            macaulay_years=None,
            modified_years=None,
            convexity=None,
            z_spread=None,
            wal_years=wal,
        )
    per_par = Fraction(price_minor) * PPM / later.balance_minor if later.balance_minor else None
    error = estimate(present_values(later, settlement_on, rate)).standard_error
    return Worth(
        yield_annual=rate,
        price_minor=Estimate(float(price_minor), error),
        price_ppm=None if per_par is None else math.floor(per_par),
        macaulay_years=macaulay_years(flows, settlement_on, rate),
        modified_years=modified_years(flows, settlement_on, rate),
        convexity=convexity(flows, settlement_on, rate),
        z_spread=z_spread(flows, settlement_on, price_minor * n_paths, curve) if curve else None,
        wal_years=wal,
    )


def _price_and_yield(
    pricing: PricingAssumption, flows: Flows, settlement_on: date, par_minor: int, n_paths: int
) -> tuple[float, float | None]:
    """Give the mean price in minor units and the yield, one asked and the other computed from all paths' payments."""
    if (pricing.price_ppm is None) == (pricing.yield_ppm_annual is None):
        raise ValueError(f"class {pricing.class_id} needs exactly one of price and yield")
    if pricing.price_ppm is not None:
        price_minor = share_floor(par_minor, pricing.price_ppm)
        return price_minor, yield_from_price(flows, settlement_on, price_minor * n_paths)
    rate = (pricing.yield_ppm_annual or 0) / PPM
    return price_from_yield(flows, settlement_on, rate) / n_paths, rate


def _credit_risk(later: ClassPaths) -> CreditRisk:
    """Count defaults and shortfalls; a loss is what is owed at the end."""
    import numpy as np

    in_default, is_short = (later.owed_minor > 0) | (later.lost_minor > 0), later.short_minor > 0
    n_default, owed_minor_total = int(in_default.sum()), totals(later.owed_minor[None])[0]
    lost_minor_total = totals(later.lost_minor[None])[0]
    ever_short, par_minor = np.logical_or.reduce(is_short, axis=0), later.balance_minor
    n_periods = len(later.paid_on)
    first = is_short.argmax(axis=0)[ever_short] if n_periods else np.zeros(0, np.int64)
    return CreditRisk(
        n_default=n_default,
        default_frequency=estimate(in_default),
        owed_minor_total=owed_minor_total,
        expected_loss=estimate(later.lost_minor / par_minor) if par_minor else None,
        loss_given_default=lost_minor_total / (n_default * par_minor) if n_default and par_minor else None,
        shortfall_frequency=estimate(ever_short),
        n_first_short=tuple(int(count) for count in np.bincount(first, minlength=n_periods)),
    )


def _refuse_misfits(paths: ClassPaths) -> None:
    import numpy as np

    if not paths.owed_minor.size:
        raise ValueError("statistics need at least one path")
    if any(later <= earlier for earlier, later in pairwise(paths.paid_on)):
        raise ValueError("payment dates must rise")
    shape = (len(paths.paid_on), *paths.owed_minor.shape)
    for name in ("interest_minor", "principal_minor", "short_minor", "owed_minor", "lost_minor"):
        amounts: NDArray[np.int64] = getattr(paths, name)
        expected = shape[1:] if name in {"owed_minor", "lost_minor"} else shape
        if amounts.dtype != np.int64 or amounts.shape != expected or len(shape) != len(("period", "path")):
            raise ValueError(f"{name} of {amounts.dtype} {amounts.shape}, not int64 {expected}")
        if amounts.size and amounts.min() < 0:
            raise ValueError(f"{name} is negative somewhere")
