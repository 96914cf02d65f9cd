import json
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import assume, given
from hypothesis import strategies as st

from chizai.metrics.pricing import (
    Compounding,
    discount_factor,
    from_continuous,
    price_from_yield,
    to_continuous,
    yield_from_price,
)
from chizai.metrics.risk import basis_point_value_minor, convexity, macaulay_years, modified_years, wal_years

SETTLEMENT = date(2025, 1, 15)
CASES = [
    "ip01_sequential:A@100.0",
    "ip01_sequential:B@97.5",
    "ip02_prorata:A@99.0",
    "ip03_deferral_shock:A@100.0",
    "ip03_deferral_shock:B@97.5",
    "ip10_turbo:A@99.0",
    "ip11_loss_undercoll:A@100.0",
    "ip11_loss_undercoll:B@97.5",
]
QUANTLIB_COMPOUNDING = {
    Compounding.ANNUAL: (ql.Compounded, ql.Annual),
    Compounding.SEMI_ANNUAL: (ql.Compounded, ql.Semiannual),
    Compounding.QUARTERLY: (ql.Compounded, ql.Quarterly),
    Compounding.CONTINUOUS: (ql.Continuous, ql.Annual),
}
FLOWS = st.lists(
    st.tuples(st.dates(SETTLEMENT + timedelta(days=1), date(2055, 1, 15)), st.integers(1, 10**13)),
    min_size=1,
    max_size=40,
)
RATES = st.floats(-0.5, 1.0)
BASES = st.sampled_from(Compounding)


def cents(amount: float) -> int:
    return round(amount * 100)


def peer_case(shared: Path, name: str) -> dict[str, Any]:
    cases = json.loads((shared / "oracles/quantlib/tranche_pricing.json").read_text(encoding="utf-8"))["cases"]
    assert sorted(cases) == CASES
    case: dict[str, Any] = cases[name]
    case["flows"] = [(date.fromisoformat(day), cents(amount)) for day, amount in case["cashflows"]]
    return case


@pytest.mark.parametrize(
    ("key", "compounding"),
    [
        ("annual_compounded", Compounding.ANNUAL),
        ("quarterly_compounded", Compounding.QUARTERLY),
        ("continuous", Compounding.CONTINUOUS),
    ],
)
@pytest.mark.parametrize("name", CASES)
def test_yield_and_risk_of_a_class_are_those_of_quantlib(
    shared: Path, name: str, key: str, compounding: Compounding
) -> None:
    case = peer_case(shared, name)
    flows, peer = case["flows"], case[key]
    rate = yield_from_price(flows, SETTLEMENT, cents(case["dirty_price_amount"]), compounding)
    assert rate == pytest.approx(peer["yield"], abs=1e-8)
    assert rate is not None
    assert macaulay_years(flows, SETTLEMENT, rate, compounding) == pytest.approx(peer["macaulay"], rel=1e-6)
    assert modified_years(flows, SETTLEMENT, rate, compounding) == pytest.approx(peer["modified"], rel=1e-6)
    assert convexity(flows, SETTLEMENT, rate, compounding) == pytest.approx(peer["convexity"], rel=1e-6)
    gain = basis_point_value_minor(flows, SETTLEMENT, rate, compounding) / 100
    assert gain == pytest.approx(peer["bps_value_of_1bp"], rel=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_price_and_return_of_a_class_are_those_of_quantlib_and_pyxirr(shared: Path, name: str) -> None:
    case = peer_case(shared, name)
    assert price_from_yield(case["flows"], SETTLEMENT, 0.045) / 100 == pytest.approx(case["npv_flat_4.5pct_annual"])
    found = yield_from_price(case["flows"], SETTLEMENT, cents(case["dirty_price_amount"]))
    assert found == pytest.approx(case["xirr_pyxirr"], abs=1e-8)


def rebuilt_principal(flows: list[tuple[date, int]], balance_minor: int, rate_ppm: int) -> list[tuple[date, int]]:
    """Take the interest out of payments: due interest first, unpaid interest carried with interest on it."""
    principal, unpaid, last = [], 0, SETTLEMENT
    for day, amount in flows:
        growth = rate_ppm * (day - last).days
        due = unpaid + balance_minor * growth // 365_000_000 + unpaid * growth // 365_000_000
        repaid = min(max(0, amount - due), balance_minor)
        unpaid, balance_minor, last = max(0, due - amount), balance_minor - repaid, day
        principal.append((day, repaid))
    return principal


@pytest.mark.parametrize("name", CASES)
def test_average_life_of_a_class_is_the_published_one(shared: Path, name: str) -> None:
    case = peer_case(shared, name)
    is_senior = ":A@" in name
    balance_minor, rate_ppm = (7_000_000_000, 40_000) if is_senior else (2_500_000_000, 70_000)
    principal = rebuilt_principal(case["flows"], balance_minor, rate_ppm)
    on_balance = wal_years(principal, SETTLEMENT, balance_minor)
    assert on_balance == pytest.approx(case["wal_years_act365_on_original_balance"], rel=1e-6)
    on_repaid = wal_years(principal, SETTLEMENT)
    expected = case["wal_years_act365_on_principal_repaid"]
    assert on_repaid == (expected and pytest.approx(expected, rel=1e-6))


def as_quantlib(day: date) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


@given(FLOWS, RATES, BASES)
def test_price_and_risk_of_any_payments_are_those_of_quantlib(
    flows: list[tuple[date, int]], rate: float, compounding: Compounding
) -> None:
    leg = ql.Leg([ql.SimpleCashFlow(amount, as_quantlib(day)) for day, amount in sorted(flows)])
    peer = ql.InterestRate(rate, ql.Actual365Fixed(), *QUANTLIB_COMPOUNDING[compounding])
    settled = (False, as_quantlib(SETTLEMENT))
    price = price_from_yield(flows, SETTLEMENT, rate, compounding)
    assert price == pytest.approx(ql.CashFlows.npv(leg, peer, *settled), rel=1e-9)
    # QuantLib's Macaulay wants a compounded rate; its Simple is the same mean time under any
    for ours, kind in ((macaulay_years, ql.Duration.Simple), (modified_years, ql.Duration.Modified)):
        expected = ql.CashFlows.duration(leg, peer, kind, *settled)
        assert ours(flows, SETTLEMENT, rate, compounding) == pytest.approx(expected, rel=1e-9)
    curvature = ql.CashFlows.convexity(leg, peer, *settled)
    assert convexity(flows, SETTLEMENT, rate, compounding) == pytest.approx(curvature, rel=1e-9)


@given(FLOWS, RATES, BASES)
def test_a_yield_gives_a_price_that_gives_the_yield(
    flows: list[tuple[date, int]], rate: float, compounding: Compounding
) -> None:
    price = price_from_yield(flows, SETTLEMENT, rate, compounding)
    assert yield_from_price(flows, SETTLEMENT, price, compounding) == pytest.approx(rate, abs=1e-8)


@given(FLOWS, st.integers(500_000, 1_500_000), BASES)
def test_a_price_gives_a_yield_that_gives_the_price(
    flows: list[tuple[date, int]], price_ppm: int, compounding: Compounding
) -> None:
    assume(min(day for day, _ in flows) > SETTLEMENT + timedelta(days=90))
    price = sum(amount for _, amount in flows) * price_ppm / 1_000_000
    rate = yield_from_price(flows, SETTLEMENT, price, compounding)
    assert rate is not None
    assert price_from_yield(flows, SETTLEMENT, rate, compounding) == pytest.approx(price, rel=1e-8)


@given(FLOWS, st.tuples(RATES, RATES), BASES)
def test_a_higher_yield_is_a_lower_price(
    flows: list[tuple[date, int]], rates: tuple[float, float], compounding: Compounding
) -> None:
    low, high = sorted(rates)
    assume(high - low > 1e-9)
    prices = [price_from_yield(flows, SETTLEMENT, rate, compounding) for rate in (low, high)]
    assert prices[0] > prices[1]
    assert basis_point_value_minor(flows, SETTLEMENT, low, compounding) < 0


@given(RATES, st.tuples(BASES, BASES), st.floats(0, 30))
def test_a_yield_quoted_otherwise_discounts_alike(
    rate: float, bases: tuple[Compounding, Compounding], years: float
) -> None:
    other = from_continuous(to_continuous(rate, bases[0]), bases[1])
    expected = discount_factor(years, rate, bases[0])
    assert discount_factor(years, other, bases[1]) == pytest.approx(expected, rel=1e-9)


def test_a_discount_factor_is_computed_by_hand() -> None:
    assert discount_factor(2, 0.10, Compounding.ANNUAL) == pytest.approx(1 / 1.21)
    assert discount_factor(1, 0.10, Compounding.SEMI_ANNUAL) == pytest.approx(1 / 1.1025)
    assert discount_factor(0.25, 0.08, Compounding.QUARTERLY) == pytest.approx(1 / 1.02)
    assert discount_factor(1, 0.05, Compounding.CONTINUOUS) == pytest.approx(math.exp(-0.05))


def test_payments_on_or_before_settlement_belong_to_the_seller() -> None:
    early = [(date(2024, 6, 30), 10**9), (SETTLEMENT, 10**9)]
    flows = [(date(2026, 1, 15), 105)]
    assert price_from_yield([*early, *flows], SETTLEMENT, 0.05) == pytest.approx(100)
    assert yield_from_price([*early, *flows], SETTLEMENT, 100) == pytest.approx(0.05)
    assert wal_years([*early, *flows], SETTLEMENT) == 1.0


def test_payments_bought_at_their_plain_sum_yield_nothing() -> None:
    assert yield_from_price([(date(2026, 1, 15), 100)], SETTLEMENT, 100) == 0.0
    two = [(date(2026, 1, 15), 60), (date(2027, 1, 15), 40)]
    assert yield_from_price(two, SETTLEMENT, 100) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "price"),
    [
        ([], 100),
        ([(date(2026, 1, 15), 0)], 100),
        ([(SETTLEMENT, 100)], 100),
        ([(date(2026, 1, 15), 100)], 0),
        ([(date(2026, 1, 15), 100)], -5),
        ([(date(2026, 1, 15), 100)], math.nan),
        ([(date(2026, 1, 15), 230), (date(2027, 1, 15), -132)], 100),
        ([(SETTLEMENT + timedelta(days=1), 10**12)], 1),
    ],
    ids=["none", "zero", "settled", "free", "negative price", "no price", "two yields", "beyond a float"],
)
def test_there_is_no_yield_where_none_or_several_could_be(flows: list[tuple[date, int]], price: float) -> None:
    assert yield_from_price(flows, SETTLEMENT, price) is None


@pytest.mark.parametrize(
    ("rate", "compounding"), [(-1.0, Compounding.ANNUAL), (-2.5, Compounding.SEMI_ANNUAL), (-4, Compounding.QUARTERLY)]
)
def test_a_yield_that_loses_everything_at_once_is_refused(rate: float, compounding: Compounding) -> None:
    with pytest.raises(ValueError, match="loses everything at once"):
        price_from_yield([(date(2026, 1, 15), 100)], SETTLEMENT, rate, compounding)


def test_nothing_to_be_paid_has_neither_duration_nor_convexity_nor_average_life() -> None:
    for measure in (macaulay_years, modified_years, convexity):
        assert measure([(SETTLEMENT, 5)], SETTLEMENT, 0.05) is None
    assert wal_years([], SETTLEMENT) is None
    assert wal_years([], SETTLEMENT, 100) == 0.0
