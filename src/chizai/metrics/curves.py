"""A curve of zero rates: what it is given as, what is wrong with it, and what it discounts with."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import exp

from chizai.metrics.assumptions import MOST_PPM
from chizai.metrics.pricing import TIMES_A_YEAR, Compounding, to_continuous, years_between
from chizai.metrics.root import root_between
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason, reporter
from chizai.units.schedule import MONTHS_A_YEAR, add_months
from chizai.units.toml import STRICT

MOST_YEARS = 100
"""No point of a curve lies further from its date."""
ZERO_RATES = (-2.0, 10.0)
"""Between which continuous rates a par yield's zero rate is sought: from -86 % to beyond 2,000,000 % a year."""


class Quote(StrEnum):
    """What the rates of a curve say."""

    ZERO = "zero"
    """The yield of one payment on that date."""
    PAR = "par"
    """The coupon with which a bond that ends on that date is worth par, as government bond curves are published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One rate of a curve."""

    __pydantic_config__ = STRICT

    on: date
    """The date to which the rate runs."""
    rate_ppm_annual: int
    """The rate in parts per million a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveAssumption:
    """A curve of rates as it is given; time is counted ACT/365F from its date."""

    __pydantic_config__ = STRICT

    id: str
    """What the curve is called where it is used."""
    as_of_on: date
    """The day on which the rates were observed."""
    quote: Quote = Quote.ZERO
    """Whether the rates are zero rates or par yields."""
    compounding: Compounding = Compounding.ANNUAL
    """How the rates are compounded; for par yields also how often the coupon is paid."""
    points: tuple[CurvePoint, ...]
    """In the order of their dates."""


@dataclass(frozen=True, slots=True)
class ZeroCurve:
    """Continuous zero rates by time: linear in the rate between its points, flat outside them."""

    as_of_on: date
    """Time zero."""
    years: tuple[float, ...]
    """ACT/365F from time zero, rising, at least one; shape (n_points,)."""
    rates: tuple[float, ...]
    """Continuous zero rates as fractions a year; shape (n_points,)."""


def zero_rate(curve: ZeroCurve, years: float) -> float:
    """Give the continuous zero rate to a time in years from the curve's date."""
    after = bisect_left(curve.years, years)
    if after == 0:
        return curve.rates[0]
    if after == len(curve.years):
        return curve.rates[-1]
    (start, end), (low, high) = curve.years[after - 1 : after + 1], curve.rates[after - 1 : after + 1]
    return low + (high - low) * (years - start) / (end - start)


def growth_between(curve: ZeroCurve, start_on: date, end_on: date) -> float:
    """Give the logarithm of what one unit grows to on the curve between two dates: `z(t2) t2 - z(t1) t1`."""
    start, end = (years_between(curve.as_of_on, day) for day in (start_on, end_on))
    return zero_rate(curve, end) * end - zero_rate(curve, start) * start


def discount_on_curve(curve: ZeroCurve, start_on: date, end_on: date) -> float:
    """Give the value on one date of one unit paid on a later one."""
    return exp(-growth_between(curve, start_on, end_on))


def zero_curve(assumption: CurveAssumption) -> ZeroCurve:
    """Resolve a curve to continuous zero rates.

    Zero rates are converted point by point. Par yields are stripped in the order of their dates (bootstrapping: J. C.
    Hull, Options, Futures, and Other Derivatives, chapter 4), each coupon an equal part of the yield.

    Args:
        assumption: one in which `check_curves` finds nothing wrong.

    Raises:
        ValueError: a par yield fits no zero rate, or another fault that `check_curves` reports.
    """
    curve = ZeroCurve(assumption.as_of_on, (), ())
    for point in assumption.points:
        curve = _with_point(curve, assumption, point)
    return curve


def _with_point(curve: ZeroCurve, assumption: CurveAssumption, point: CurvePoint) -> ZeroCurve:
    years = (*curve.years, years_between(curve.as_of_on, point.on))
    rate = point.rate_ppm_annual / PPM
    if assumption.quote is Quote.ZERO:
        return ZeroCurve(curve.as_of_on, years, (*curve.rates, to_continuous(rate, assumption.compounding)))
    coupons = [years_between(curve.as_of_on, day) for day in _coupon_dates(assumption, point)]
    coupon = rate / TIMES_A_YEAR[assumption.compounding]

    def over_par(candidate: float) -> float:
        tried = ZeroCurve(curve.as_of_on, years, (*curve.rates, candidate))
        factors = [exp(-zero_rate(tried, time) * time) for time in coupons]
        return coupon * sum(factors) + factors[-1] - 1

    return ZeroCurve(curve.as_of_on, years, (*curve.rates, _root(over_par, point)))


def _root(over_par: Callable[[float], float], point: CurvePoint) -> float:
    if not over_par(ZERO_RATES[0]) > 0 > over_par(ZERO_RATES[1]):
        raise ValueError(f"no zero rate gives a par yield of {format_ppm(point.rate_ppm_annual)} on {point.on}")
    return root_between(over_par, *ZERO_RATES)


def _coupon_dates(assumption: CurveAssumption, point: CurvePoint) -> list[date]:
    """Give the dates on which a par bond pays, or none if its life is no whole number of coupon periods."""
    start, end = assumption.as_of_on, point.on
    step = MONTHS_A_YEAR // TIMES_A_YEAR[assumption.compounding]
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    if months % step or add_months(start, months) != end:
        return []
    return [add_months(start, month) for month in range(step, months + 1, step)]


def check_curves(curves: Sequence[CurveAssumption], file: str) -> list[Failure]:
    """List what is wrong with the curves, at `curves[n]` of the file."""
    failures: list[Failure] = []
    report = reporter(failures, file)
    seen: set[str] = set()
    for number, curve in enumerate(curves, start=1):
        key = f"curves[{number}] ({curve.id})"
        if curve.id in seen:
            why = "a name must lead to one curve"
            report(Reason.DUPLICATE, f"{key}.id", f"curve {curve.id!r} stands twice", why, "rename or remove one")
        seen.add(curve.id)
        if not curve.points:
            why = "nothing can be discounted without a rate"
            report(Reason.MISSING, f"{key}.points", "the curve has no points", why, "add at least one point")
        n_before = len(failures)
        _check_points(curve, key, report)
        _check_order(curve, key, report)
        if curve.quote is Quote.PAR and len(failures) == n_before:
            _check_stripping(curve, key, report)
    return failures


def _check_points(curve: CurveAssumption, key: str, report: Callable[..., None]) -> None:
    for number, point in enumerate(curve.points, start=1):
        place, rate = f"{key}.points[{number}]", point.rate_ppm_annual
        if point.on <= curve.as_of_on or point.on.year - curve.as_of_on.year > MOST_YEARS:
            what = f"a rate to {point.on} in a curve of {curve.as_of_on}"
            why = f"a rate runs from the curve's date to a later one, at most {MOST_YEARS} years on"
            report(Reason.OUT_OF_RANGE, f"{place}.on", what, why, "correct the date")
        if not -PPM < rate <= MOST_PPM:
            what, why = (
                f"a rate of {format_ppm(rate)} a year",
                f"rates lie above -100% and up to {format_ppm(MOST_PPM)}",
            )
            report(Reason.OUT_OF_RANGE, f"{place}.rate_ppm_annual", what, why, "write it in ppm; 10_000 is 1%")


def _check_order(curve: CurveAssumption, key: str, report: Callable[..., None]) -> None:
    for number, (earlier, later) in enumerate(pairwise(curve.points), start=2):
        place = f"{key}.points[{number}].on"
        if later.on == earlier.on:
            why = "a date has one rate"
            report(Reason.DUPLICATE, place, f"{later.on} stands twice", why, "remove one of the two")
        elif later.on < earlier.on:
            what, why = f"{later.on} stands after {earlier.on}", "points are read in the order of their dates"
            report(Reason.INCONSISTENT, place, what, why, "sort the points by date")


def _check_stripping(curve: CurveAssumption, key: str, report: Callable[..., None]) -> None:
    """Check that par yields can be stripped to zero rates."""
    if curve.compounding is Compounding.CONTINUOUS:
        what, why = "par yields with continuous compounding", "a bond's coupon is paid a number of times a year"
        fix = "write annual, semi-annual or quarterly"
        report(Reason.INCONSISTENT, f"{key}.compounding", what, why, fix)
        return
    for number, point in enumerate(curve.points, start=1):
        if not _coupon_dates(curve, point):
            what = f"{point.on} is no whole number of {curve.compounding} coupon periods after {curve.as_of_on}"
            why = "a par yield is that of a bond with full coupon periods"
            fix = "move the date, or give zero rates"
            report(Reason.INCONSISTENT, f"{key}.points[{number}].on", what, why, fix)
            return
    try:
        zero_curve(curve)
    except ValueError as error:
        why = "with the rates before it, no rate makes that bond worth par"
        report(Reason.INCONSISTENT, f"{key}.points", str(error), why, "correct the par yields")
