from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.curves import (
    CurveAssumption,
    CurvePoint,
    Quote,
    ZeroCurve,
    check_curves,
    discount_on_curve,
    zero_curve,
    zero_rate,
)
from chizai.metrics.pricing import Compounding
from chizai.units.result import Ok, Reason
from chizai.units.schedule import add_months
from chizai.units.toml import STRICT, read_toml

AS_OF = date(2025, 1, 15)
BASES = {
    Compounding.ANNUAL: (ql.Compounded, ql.Annual),
    Compounding.SEMI_ANNUAL: (ql.Compounded, ql.Semiannual),
    Compounding.QUARTERLY: (ql.Compounded, ql.Quarterly),
    Compounding.CONTINUOUS: (ql.Continuous, ql.Annual),
}
RATES = st.lists(st.integers(-20_000, 150_000), min_size=2, max_size=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    __pydantic_config__ = STRICT

    curves: tuple[CurveAssumption, ...]


def curve_of(
    *rates_ppm: int, quote: Quote = Quote.ZERO, compounding: Compounding = Compounding.ANNUAL
) -> CurveAssumption:
    """Give a curve with one rate a year."""
    points = [
        CurvePoint(on=add_months(AS_OF, 12 * year), rate_ppm_annual=rate) for year, rate in enumerate(rates_ppm, 1)
    ]
    return CurveAssumption(id="jgb", as_of_on=AS_OF, quote=quote, compounding=compounding, points=tuple(points))


def as_quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def test_a_curve_is_read_from_the_inputs_of_a_deal() -> None:
    text = """
    [[curves]]
    id = "jgb"
    as_of_on = 2025-01-15
    quote = "par"
    compounding = "semi-annual"
    points = [{ on = 2026-01-15, rate_ppm_annual = 5_000 }]
    """
    result = read_toml(text, "inputs.toml", Inputs)
    assert result == Ok(Inputs(curves=(curve_of(5_000, quote=Quote.PAR, compounding=Compounding.SEMI_ANNUAL),)))
    assert isinstance(result, Ok)
    assert check_curves(result.value.curves, "inputs.toml") == []


@given(RATES, st.sampled_from(Compounding), st.integers(0, 10_000))
def test_zero_rates_discount_as_those_of_quantlib(rates: list[int], compounding: Compounding, days: int) -> None:
    assumption = curve_of(*rates, compounding=compounding)
    last_days = (assumption.points[-1].on - AS_OF).days
    day = AS_OF + timedelta(days=days % (last_days + 1))
    nodes = [as_quantlib(AS_OF), *(as_quantlib(point.on) for point in assumption.points)]
    quoted = [rates[0] / 1e6, *(rate / 1e6 for rate in rates)]
    peer = ql.ZeroCurve(nodes, quoted, ql.Actual365Fixed(), ql.NullCalendar(), ql.Linear(), *BASES[compounding])
    expected = peer.discount(as_quantlib(day))
    assert discount_on_curve(zero_curve(assumption), AS_OF, day) == pytest.approx(expected, rel=1e-12)


def test_par_yields_are_stripped_as_by_hand() -> None:
    curve = zero_curve(curve_of(20_000, 30_000, quote=Quote.PAR))
    first = discount_on_curve(curve, AS_OF, date(2026, 1, 15))
    second = discount_on_curve(curve, AS_OF, date(2027, 1, 15))
    assert first == pytest.approx(1 / 1.02, rel=1e-12)
    assert second == pytest.approx((1 - 0.03 / 1.02) / 1.03, rel=1e-12)


@given(st.lists(st.integers(-5_000, 60_000), min_size=1, max_size=8))
def test_par_yields_of_half_yearly_bonds_are_stripped_as_quantlib_does(rates: list[int]) -> None:
    assumption = curve_of(*rates, quote=Quote.PAR, compounding=Compounding.SEMI_ANNUAL)
    ql.Settings.instance().evaluationDate = as_quantlib(AS_OF)
    helpers = []
    for point in assumption.points:
        schedule = ql.Schedule(
            as_quantlib(AS_OF),
            as_quantlib(point.on),
            ql.Period(ql.Semiannual),
            ql.NullCalendar(),
            ql.Unadjusted,
            ql.Unadjusted,
            ql.DateGeneration.Forward,
            False,  # noqa: FBT003  # QuantLib takes its arguments by place
        )
        day_count = ql.ActualActual(ql.ActualActual.ISMA, schedule)
        price = ql.QuoteHandle(ql.SimpleQuote(100.0))
        coupons = [point.rate_ppm_annual / 1e6]
        helpers.append(ql.FixedRateBondHelper(price, 0, 100.0, schedule, coupons, day_count))
    peer = ql.PiecewiseLinearZero(0, ql.NullCalendar(), helpers, ql.Actual365Fixed())
    curve = zero_curve(assumption)
    for months in range(6, 12 * len(rates) + 1, 6):
        day = add_months(AS_OF, months)
        assert discount_on_curve(curve, AS_OF, day) == pytest.approx(peer.discount(as_quantlib(day)), rel=1e-8)


def test_the_rate_is_linear_between_points_and_flat_outside() -> None:
    curve = ZeroCurve(AS_OF, (1.0, 3.0), (0.01, 0.03))
    assert [zero_rate(curve, years) for years in (0, 0.5, 1, 1.5, 3, 40)] == [0.01, 0.01, 0.01, 0.015, 0.03, 0.03]


def test_discounting_starts_at_the_date_that_is_asked_even_before_the_curve() -> None:
    curve = zero_curve(curve_of(10_000, 10_000))
    early, late = AS_OF - timedelta(days=365), AS_OF + timedelta(days=365)
    assert discount_on_curve(curve, early, late) == pytest.approx(1.01**-2)
    assert discount_on_curve(curve, late, late) == 1.0


@given(RATES, st.tuples(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 5_000)))
def test_discounting_in_two_steps_is_discounting_in_one(rates: list[int], offsets: tuple[int, int, int]) -> None:
    curve = zero_curve(curve_of(*rates))
    start, middle, end = (AS_OF + timedelta(days=days) for days in sorted(offsets))
    steps = discount_on_curve(curve, start, middle) * discount_on_curve(curve, middle, end)
    assert discount_on_curve(curve, start, end) == pytest.approx(steps, rel=1e-12)


def test_one_par_yield_is_the_zero_rate_of_its_date() -> None:
    (rate,) = zero_curve(curve_of(50_000, quote=Quote.PAR)).rates
    assert rate == pytest.approx(log(1.05), abs=1e-12)
    assert exp(rate) == pytest.approx(1.05)


def moved(year: int, **fields: object) -> CurveAssumption:
    """Give a sound curve of three years with one of its points changed."""
    curve = curve_of(10_000, 11_000, 12_000)
    points = list(curve.points)
    points[year - 1] = replace(points[year - 1], **fields)  # type: ignore[arg-type]
    return replace(curve, points=tuple(points))


@pytest.mark.parametrize(
    ("curve", "reason", "key"),
    [
        (curve_of(), Reason.MISSING, "curves[1] (jgb).points"),
        (moved(1, on=AS_OF), Reason.OUT_OF_RANGE, "curves[1] (jgb).points[1].on"),
        (moved(3, on=date(2126, 1, 1)), Reason.OUT_OF_RANGE, "curves[1] (jgb).points[3].on"),
        (moved(2, on=date(2026, 1, 15)), Reason.DUPLICATE, "curves[1] (jgb).points[2].on"),
        (moved(2, on=date(2025, 6, 15)), Reason.INCONSISTENT, "curves[1] (jgb).points[2].on"),
        (moved(2, rate_ppm_annual=-1_000_000), Reason.OUT_OF_RANGE, "curves[1] (jgb).points[2].rate_ppm_annual"),
        (moved(2, rate_ppm_annual=10**30), Reason.OUT_OF_RANGE, "curves[1] (jgb).points[2].rate_ppm_annual"),
        (
            curve_of(10_000, quote=Quote.PAR, compounding=Compounding.CONTINUOUS),
            Reason.INCONSISTENT,
            "curves[1] (jgb).compounding",
        ),
        (
            replace(moved(3, on=date(2028, 1, 16)), quote=Quote.PAR),
            Reason.INCONSISTENT,
            "curves[1] (jgb).points[3].on",
        ),
        (
            replace(moved(3, on=date(2028, 2, 15)), quote=Quote.PAR),
            Reason.INCONSISTENT,
            "curves[1] (jgb).points[3].on",
        ),
        (curve_of(10_000, 1_100_000, quote=Quote.PAR), Reason.INCONSISTENT, "curves[1] (jgb).points"),
    ],
    ids=[
        "empty",
        "not later",
        "too far",
        "twice",
        "unsorted",
        "all lost",
        "other unit",
        "no coupons",
        "odd day",
        "odd month",
        "coupons beyond par",
    ],
)
def test_a_curve_that_cannot_be_used_is_reported_at_its_key(curve: CurveAssumption, reason: Reason, key: str) -> None:
    (failure,) = check_curves([curve], "inputs.toml")
    assert (failure.reason, failure.place.key, failure.place.file) == (reason, key, "inputs.toml")


def test_two_curves_of_one_name_are_reported() -> None:
    (failure,) = check_curves([curve_of(1), curve_of(2)], "inputs.toml")
    assert (failure.reason, failure.place.key) == (Reason.DUPLICATE, "curves[2] (jgb).id")


@given(
    st.sampled_from(Quote),
    st.sampled_from(Compounding),
    st.lists(st.tuples(st.dates(), st.integers(-2_000_000, 2_000_000)), max_size=4),
)
def test_a_curve_in_which_nothing_is_wrong_can_be_resolved(
    quote: Quote, compounding: Compounding, points: list[tuple[date, int]]
) -> None:
    given_points = tuple(CurvePoint(on=day, rate_ppm_annual=rate) for day, rate in points)
    curve = CurveAssumption(id="any", as_of_on=AS_OF, quote=quote, compounding=compounding, points=given_points)
    if not check_curves([curve], "inputs.toml"):
        assert len(zero_curve(curve).rates) == len(points)
