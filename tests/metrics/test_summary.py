from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.pricing import price_from_yield
from chizai.metrics.summary import ClassPayments, class_metrics

SETTLEMENT = date(2025, 1, 15)
TWO_YEARS = ClassPayments(
    balance_minor_opening=1_000_000,
    paid_on=(date(2025, 1, 15), date(2026, 1, 15), date(2027, 1, 15), date(2028, 1, 15)),
    interest_minor=(9_999, 50_000, 25_000, 0),
    principal_minor=(0, 500_000, 500_000, 0),
)


def test_a_class_bought_at_par_yields_its_coupon() -> None:
    metrics = class_metrics(PricingAssumption(class_id="A", price_ppm=1_000_000), SETTLEMENT, TWO_YEARS)
    assert (metrics.class_id, metrics.price_minor, metrics.price_ppm) == ("A", 1_000_000, 1_000_000)
    assert metrics.yield_annual == pytest.approx(0.05)
    # 550,000 / 1.05 and 525,000 / 1.05^2: weights 0.523809... and 0.476190...
    assert metrics.macaulay_years == pytest.approx(1.476190476)
    assert metrics.modified_years == pytest.approx(1.476190476 / 1.05)
    assert metrics.convexity == pytest.approx((1 * 2 * 0.523809524 + 2 * 3 * 0.476190476) / 1.1025)
    assert metrics.basis_point_value_minor == pytest.approx(-140.59, rel=1e-3)
    assert metrics.wal_years == metrics.wal_years_on_balance == 1.5


def test_payments_on_settlement_or_of_nothing_leave_no_trace() -> None:
    metrics = class_metrics(PricingAssumption(class_id="A", price_ppm=990_000), SETTLEMENT, TWO_YEARS)
    assert (metrics.first_paid_on, metrics.final_paid_on) == (date(2026, 1, 15), date(2027, 1, 15))
    assert (metrics.interest_minor_total, metrics.principal_minor_total) == (75_000, 1_000_000)
    assert metrics.loss_minor == 0


def test_a_class_that_is_asked_a_yield_is_worth_a_whole_number_rounded_down() -> None:
    metrics = class_metrics(PricingAssumption(class_id="A", yield_ppm_annual=60_000), SETTLEMENT, TWO_YEARS)
    exact = 550_000 / 1.06 + 525_000 / 1.06**2
    assert metrics.price_minor == int(exact)
    assert type(metrics.price_minor) is int
    assert metrics.price_ppm == int(exact)
    assert metrics.yield_annual == 0.06


def test_a_class_may_be_asked_no_yield_at_all() -> None:
    metrics = class_metrics(PricingAssumption(class_id="A", yield_ppm_annual=0), SETTLEMENT, TWO_YEARS)
    assert (metrics.price_minor, metrics.yield_annual) == (1_075_000, 0.0)


def test_a_class_that_is_never_paid_has_no_yield_and_loses_all() -> None:
    nothing = replace(TWO_YEARS, interest_minor=(0,) * 4, principal_minor=(0,) * 4)
    metrics = class_metrics(PricingAssumption(class_id="B", price_ppm=900_000), SETTLEMENT, nothing)
    assert metrics.price_minor == 900_000
    assert metrics.yield_annual is metrics.macaulay_years is metrics.modified_years is metrics.convexity is None
    assert metrics.basis_point_value_minor is metrics.wal_years is None
    assert (metrics.first_paid_on, metrics.final_paid_on) == (None, None)
    assert (metrics.loss_minor, metrics.wal_years_on_balance) == (1_000_000, 0.0)


def test_a_residual_class_without_par_is_priced_by_yield_alone() -> None:
    residual = replace(TWO_YEARS, balance_minor_opening=0, principal_minor=(0,) * 4)
    metrics = class_metrics(PricingAssumption(class_id="R", yield_ppm_annual=100_000), SETTLEMENT, residual)
    assert metrics.price_minor == int(50_000 / 1.1 + 25_000 / 1.21)
    assert metrics.price_ppm is metrics.wal_years is metrics.wal_years_on_balance is None
    priced = class_metrics(PricingAssumption(class_id="R", price_ppm=1_000_000), SETTLEMENT, residual)
    assert (priced.price_minor, priced.yield_annual) == (0, None)


@given(st.integers(1, 2_000_000))
def test_the_yield_found_for_a_price_gives_that_price_back(price_ppm: int) -> None:
    metrics = class_metrics(PricingAssumption(class_id="A", price_ppm=price_ppm), SETTLEMENT, TWO_YEARS)
    assert metrics.yield_annual is not None
    flows = [(date(2026, 1, 15), 550_000), (date(2027, 1, 15), 525_000)]
    assert price_from_yield(flows, SETTLEMENT, metrics.yield_annual) == pytest.approx(metrics.price_minor, rel=1e-8)


@pytest.mark.parametrize("asked", [{}, {"price_ppm": 1, "yield_ppm_annual": 1}])
def test_a_class_is_asked_exactly_one_of_price_and_yield(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="class A needs exactly one of price and yield"):
        class_metrics(PricingAssumption(class_id="A", **asked), SETTLEMENT, TWO_YEARS)


def test_payments_must_have_one_amount_of_each_kind_for_every_date() -> None:
    with pytest.raises(ValueError, match="shorter"):
        class_metrics(
            PricingAssumption(class_id="A", price_ppm=1), SETTLEMENT, replace(TWO_YEARS, interest_minor=(1, 2))
        )
