import json
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.curves import ZeroCurve
from chizai.metrics.irr import irr
from chizai.metrics.pricing import Compounding, price_from_yield, to_continuous, yield_from_price
from chizai.metrics.spreads import price_from_spread, z_spread

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
BASES = {
    Compounding.ANNUAL: (ql.Compounded, ql.Annual),
    Compounding.SEMI_ANNUAL: (ql.Compounded, ql.Semiannual),
    Compounding.QUARTERLY: (ql.Compounded, ql.Quarterly),
    Compounding.CONTINUOUS: (ql.Continuous, ql.Annual),
}
FLOWS = st.lists(
    st.tuples(st.dates(SETTLEMENT + timedelta(days=30), date(2045, 1, 15)), st.integers(1, 10**13)),
    min_size=1,
    max_size=30,
)
CURVES = st.lists(st.floats(-0.02, 0.15), min_size=2, max_size=8).map(
    lambda rates: ZeroCurve(SETTLEMENT, tuple(3.0 * index + 1 for index in range(len(rates))), tuple(rates))
)
SPREADS = st.floats(-0.1, 0.5)


def peer_case(shared: Path, name: str) -> tuple[list[tuple[date, int]], int, dict[str, Any]]:
    cases = json.loads((shared / "oracles/quantlib/tranche_pricing.json").read_text(encoding="utf-8"))["cases"]
    assert sorted(cases) == CASES
    case: dict[str, Any] = cases[name]
    flows = [(date.fromisoformat(day), round(amount * 100)) for day, amount in case["cashflows"]]
    return flows, round(case["dirty_price_amount"] * 100), case


@pytest.mark.parametrize("name", CASES)
def test_spread_and_internal_rate_of_a_class_are_those_of_quantlib_and_pyxirr(shared: Path, name: str) -> None:
    flows, price_minor, case = peer_case(shared, name)
    flat = ZeroCurve(SETTLEMENT, (1.0,), (math.log(1.02),))
    spread = z_spread(flows, SETTLEMENT, price_minor, flat)
    assert spread == pytest.approx(case["zspread_cont_over_flat_2pct_annual"], abs=1e-8)
    assert irr([(SETTLEMENT, -price_minor), *flows]).rate == pytest.approx(case["xirr_pyxirr"], abs=1e-8)


@given(FLOWS, CURVES, SPREADS, st.sampled_from(Compounding))
def test_a_spread_gives_the_price_that_quantlib_gives(
    flows: list[tuple[date, int]], curve: ZeroCurve, spread: float, compounding: Compounding
) -> None:
    # QuantLib extrapolates otherwise, so its curve gets our rate at both ends
    nodes = [0.0, *curve.years, 40.0]
    days = [ql.Date(15, 1, 2025) + round(years * 365) for years in nodes]
    rates = [curve.rates[0], *curve.rates, curve.rates[-1]]
    peer = ql.ZeroCurve(days, rates, ql.Actual365Fixed(), ql.NullCalendar(), ql.Linear(), ql.Continuous)
    leg = ql.Leg([ql.SimpleCashFlow(amount, ql.Date(day.day, day.month, day.year)) for day, amount in sorted(flows)])
    settled = (False, days[0], days[0])
    expected = ql.CashFlows.npv(leg, peer, spread, ql.Actual365Fixed(), *BASES[compounding], *settled)
    assert price_from_spread(flows, SETTLEMENT, curve, spread, compounding) == pytest.approx(expected, rel=1e-9)


@given(FLOWS, CURVES, SPREADS, st.sampled_from(Compounding))
def test_a_spread_gives_a_price_that_gives_the_spread(
    flows: list[tuple[date, int]], curve: ZeroCurve, spread: float, compounding: Compounding
) -> None:
    price = price_from_spread(flows, SETTLEMENT, curve, spread, compounding)
    assert z_spread(flows, SETTLEMENT, price, curve, compounding) == pytest.approx(spread, abs=1e-8)


@given(FLOWS, st.floats(-0.3, 0.5), st.sampled_from(Compounding))
def test_the_spread_over_its_own_yield_is_zero(
    flows: list[tuple[date, int]], rate: float, compounding: Compounding
) -> None:
    curve = ZeroCurve(SETTLEMENT, (1.0, 9.0), (to_continuous(rate, compounding),) * 2)
    price = price_from_yield(flows, SETTLEMENT, rate, compounding)
    assert z_spread(flows, SETTLEMENT, price, curve, compounding) == pytest.approx(0, abs=1e-8)


@given(FLOWS, st.floats(0.5, 2.0), st.sampled_from(Compounding))
def test_the_spread_over_nothing_is_the_yield(
    flows: list[tuple[date, int]], part: float, compounding: Compounding
) -> None:
    price = part * sum(amount for _, amount in flows)
    nothing = ZeroCurve(SETTLEMENT, (1.0,), (0.0,))
    expected = yield_from_price(flows, SETTLEMENT, price, compounding)
    assert z_spread(flows, SETTLEMENT, price, nothing, compounding) == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_a_curve_of_another_day_is_taken_forward_to_settlement() -> None:
    # 3 % for the second year alone: (1.02^2 / 1.01)
    curve = ZeroCurve(date(2024, 1, 16), (1.0, 2.0), (math.log(1.01), math.log(1.02)))
    assert (SETTLEMENT - curve.as_of_on).days == 365
    flows = [(SETTLEMENT + timedelta(days=365), 1_000_000)]
    forward = 1.02**2 / 1.01
    assert price_from_spread(flows, SETTLEMENT, curve, 0.0) == pytest.approx(1_000_000 / forward)
    assert price_from_spread(flows, SETTLEMENT, curve, 0.01, Compounding.ANNUAL) == pytest.approx(
        1_000_000 / (forward + 0.01)
    )


def test_a_spread_is_found_where_one_rate_less_the_spread_would_lose_everything() -> None:
    # one year at 0.1 %, two years at 900 %; bought so dear that the yield is about -60 %
    curve = ZeroCurve(SETTLEMENT, (1.0, 2.0), (math.log(1.001), math.log(10.0)))
    flows = [(SETTLEMENT + timedelta(days=365), 100), (SETTLEMENT + timedelta(days=730), 1)]
    spread = z_spread(flows, SETTLEMENT, 250, curve, Compounding.ANNUAL)
    assert spread is not None
    assert spread == pytest.approx(-0.6, abs=1e-3)
    assert price_from_spread(flows, SETTLEMENT, curve, spread, Compounding.ANNUAL) == pytest.approx(250)


@pytest.mark.parametrize(
    ("flows", "price", "compounding"),
    [
        ([], 100, Compounding.CONTINUOUS),
        ([(SETTLEMENT, 100)], 100, Compounding.CONTINUOUS),
        ([(date(2026, 1, 15), 100)], 0, Compounding.CONTINUOUS),
        ([(date(2026, 1, 15), 230), (date(2027, 1, 15), -132)], 100, Compounding.CONTINUOUS),
        ([(SETTLEMENT + timedelta(days=365), 1)], 10**12, Compounding.ANNUAL),
    ],
    ids=["none", "settled", "free", "two yields", "all but everything lost"],
)
def test_there_is_no_spread_without_a_yield(
    flows: list[tuple[date, int]], price: float, compounding: Compounding
) -> None:
    curve = ZeroCurve(SETTLEMENT, (1.0,), (0.01,))
    assert z_spread(flows, SETTLEMENT, price, curve, compounding) is None


def test_a_spread_that_loses_everything_at_once_is_refused() -> None:
    flows = [(date(2026, 1, 15), 100)]
    with pytest.raises(ValueError, match="loses everything at once"):
        price_from_spread(flows, SETTLEMENT, ZeroCurve(SETTLEMENT, (1.0,), (0.0,)), -1.0, Compounding.ANNUAL)
