"""A class of 1,000 over two years in four futures: paid, paid late, paid in part, and hardly paid."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.curves import ZeroCurve
from chizai.metrics.futures import ClassPaths, after_settlement, class_statistics, present_values, together
from chizai.metrics.pricing import price_from_yield
from chizai.metrics.summary import ClassPayments, class_metrics

SETTLEMENT = date(2025, 1, 15)
DATES = [SETTLEMENT + timedelta(days=365), SETTLEMENT + timedelta(days=730)]
AT_FIVE = PricingAssumption(class_id="A", yield_ppm_annual=50_000)
AT_PAR = PricingAssumption(class_id="A", price_ppm=1_000_000)
FOUR = ClassPaths(
    class_id="A",
    balance_minor=1_000,
    paid_on=DATES,
    interest_minor=np.array([[50, 0, 50, 10], [25, 80, 30, 0]]),
    principal_minor=np.array([[500, 0, 200, 0], [500, 1_000, 600, 100]]),
    owed_minor=np.array([0, 0, 200, 1_000]),
    lost_minor=np.array([0, 0, 200, 1_000]),
    short_minor=np.array([[0, 550, 0, 540], [0, 0, 200, 1_000]]),
)


@st.composite
def class_paths(draw: st.DrawFn) -> ClassPaths:
    n_periods, n_paths = draw(st.integers(1, 5)), draw(st.integers(1, 8))

    def amounts(*shape: int) -> Any:
        size = math.prod(shape)
        chosen = draw(st.lists(st.one_of(st.just(0), st.integers(0, 10**12)), min_size=size, max_size=size))
        return np.array(chosen, np.int64).reshape(shape)

    return ClassPaths(
        class_id="A",
        balance_minor=draw(st.integers(1, 10**12)),
        paid_on=[SETTLEMENT + timedelta(days=91 * period) for period in range(n_periods)],
        interest_minor=amounts(n_periods, n_paths),
        principal_minor=amounts(n_periods, n_paths),
        owed_minor=amounts(n_paths),
        lost_minor=amounts(n_paths),
        short_minor=amounts(n_periods, n_paths),
    )


def in_order(paths: ClassPaths, order: list[int]) -> ClassPaths:
    """Give the same futures in another order."""
    return replace(
        paths,
        interest_minor=paths.interest_minor[:, order],
        principal_minor=paths.principal_minor[:, order],
        owed_minor=paths.owed_minor[order],
        lost_minor=paths.lost_minor[order],
        short_minor=paths.short_minor[:, order],
    )


def test_the_expected_price_is_the_mean_present_value_with_its_error() -> None:
    values = [550 / 1.05 + 525 / 1.05**2, 1_080 / 1.05**2, 250 / 1.05 + 630 / 1.05**2, 10 / 1.05 + 100 / 1.05**2]
    assert present_values(FOUR, SETTLEMENT, 0.05) == pytest.approx(values)
    worth = class_statistics(FOUR, AT_FIVE, SETTLEMENT).worth
    mean = sum(values) / 4
    assert worth.price_minor is not None
    assert worth.price_minor.mean == pytest.approx(mean)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / 3)
    assert worth.price_minor.standard_error == pytest.approx(deviation / 2)
    assert worth.price_ppm == math.floor(mean * 1_000)
    assert worth.yield_annual == 0.05


def test_the_average_life_counts_each_path_by_what_it_repays() -> None:
    # 700 after one year, 2,200 after two
    assert class_statistics(FOUR, AT_FIVE, SETTLEMENT).worth.wal_years == pytest.approx((700 + 2 * 2_200) / 2_900)


def test_defaults_losses_and_shortfalls_are_counted() -> None:
    risk = class_statistics(FOUR, AT_FIVE, SETTLEMENT).risk
    assert (risk.n_default, risk.default_frequency.mean) == (2, 0.5)
    assert risk.owed_minor_total == 1_200
    assert risk.expected_loss is not None
    assert risk.expected_loss.mean == pytest.approx(0.3)
    assert risk.loss_given_default == pytest.approx(0.6)
    # the second was short but is paid in the end; the third fell short on the second date alone
    assert risk.shortfall_frequency.mean == 0.75
    assert risk.n_first_short == (2, 1)


def test_percentiles_are_payments_of_some_path_on_each_date() -> None:
    found = class_statistics(FOUR, AT_FIVE, SETTLEMENT, shares_ppm=(0, 250_000, 500_000, 1_000_000)).payments_minor
    assert found.values == ((0, 100), (0, 100), (10, 525), (550, 1_080))
    assert found.n_measured == (4, 4)


def test_a_price_that_is_asked_gives_the_yield_of_the_mean_payments() -> None:
    worth = class_statistics(FOUR, replace(AT_PAR, price_ppm=700_000), SETTLEMENT).worth
    assert worth.yield_annual is not None
    # 810 / 4 after a year, 2,335 / 4 after two
    growth = 1 + worth.yield_annual
    assert 202.5 / growth + 583.75 / growth**2 == pytest.approx(700)
    assert worth.price_ppm == 700_000
    assert worth.price_minor is not None
    assert worth.price_minor.standard_error is not None


def test_the_spread_is_over_the_curve_that_is_given() -> None:
    curve = ZeroCurve(SETTLEMENT, (1.0,), (math.log(1.02),))
    worth = class_statistics(FOUR, AT_FIVE, SETTLEMENT, curve).worth
    assert worth.z_spread == pytest.approx(math.log(1.05 / 1.02))
    assert class_statistics(FOUR, AT_FIVE, SETTLEMENT).worth.z_spread is None


def test_what_falls_on_or_before_settlement_is_left_out() -> None:
    found = class_statistics(FOUR, AT_FIVE, DATES[0])
    assert found.paid_on == (DATES[1],)
    assert found.risk.n_first_short == (2,)
    assert found.risk.shortfall_frequency.mean == 0.5
    assert found.worth.wal_years == 1.0
    assert found.payments_minor.n_measured == (4,)
    assert present_values(FOUR, DATES[0], 0.05) == pytest.approx(
        present_values(after_settlement(FOUR, DATES[0]), DATES[0], 0.05)
    )


def test_after_the_last_payment_there_is_nothing_to_price_but_still_a_loss() -> None:
    found = class_statistics(FOUR, AT_FIVE, DATES[1])
    assert (found.paid_on, found.payments_minor.values[0], found.risk.n_first_short) == ((), (), ())
    assert found.worth.price_minor is not None
    assert found.worth.price_minor.mean == 0
    assert (found.worth.macaulay_years, found.worth.wal_years) == (None, None)
    assert found.risk.n_default == 2
    assert class_statistics(FOUR, AT_PAR, DATES[1]).worth.yield_annual is None


def test_a_class_without_par_has_a_price_but_no_loss_on_par() -> None:
    residual = replace(FOUR, balance_minor=0, owed_minor=np.zeros(4, np.int64), lost_minor=np.zeros(4, np.int64))
    found = class_statistics(residual, AT_FIVE, SETTLEMENT)
    assert found.worth.price_ppm is None
    assert found.worth.price_minor is not None
    assert (found.risk.expected_loss, found.risk.loss_given_default) == (None, None)
    # no price follows from a part of nothing
    assert class_statistics(residual, AT_PAR, SETTLEMENT).worth.price_minor is None


@given(class_paths(), st.integers(-50_000, 300_000))
def test_one_future_many_times_is_that_future(paths: ClassPaths, yield_ppm: int) -> None:
    """The deterministic numbers are the oracle."""
    same = in_order(paths, [0] * 5)
    pricing = PricingAssumption(class_id="A", yield_ppm_annual=yield_ppm)
    worth = class_statistics(same, pricing, SETTLEMENT).worth
    payments = ClassPayments(
        balance_minor_opening=paths.balance_minor,
        paid_on=paths.paid_on,
        interest_minor=paths.interest_minor[:, 0].tolist(),
        principal_minor=paths.principal_minor[:, 0].tolist(),
    )
    alone = class_metrics(pricing, SETTLEMENT, payments)
    assert worth.price_minor is not None
    assert worth.price_minor.mean == pytest.approx(alone.price_minor, rel=1e-12, abs=1)
    assert worth.price_minor.standard_error == pytest.approx(0, abs=1e-3)
    for name in ("macaulay_years", "modified_years", "convexity", "wal_years"):
        expected = getattr(alone, name)
        assert getattr(worth, name) == (expected and pytest.approx(expected, rel=1e-9))


@given(class_paths())
def test_a_class_that_is_always_paid_never_defaults_and_loses_exactly_nothing(paths: ClassPaths) -> None:
    nothing = np.zeros_like(paths.owed_minor)
    paid = replace(paths, owed_minor=nothing, lost_minor=nothing, short_minor=np.zeros_like(paths.short_minor))
    risk = class_statistics(paid, AT_FIVE, SETTLEMENT).risk
    assert (risk.n_default, risk.owed_minor_total, risk.loss_given_default) == (0, 0, None)
    assert risk.expected_loss is not None
    assert (risk.expected_loss.mean, risk.default_frequency.mean, risk.shortfall_frequency.mean) == (0, 0, 0)
    assert sum(risk.n_first_short) == 0


@given(class_paths(), st.data())
def test_the_order_of_futures_changes_no_bit(paths: ClassPaths, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(paths.owed_minor.size)))
    curve = ZeroCurve(SETTLEMENT, (1.0, 2.0), (0.01, 0.02))
    one = class_statistics(paths, AT_FIVE, SETTLEMENT, curve)
    assert class_statistics(in_order(paths, list(order)), AT_FIVE, SETTLEMENT, curve) == one


@given(class_paths())
def test_counts_and_losses_agree_with_each_other(paths: ClassPaths) -> None:
    risk = class_statistics(paths, AT_FIVE, SETTLEMENT).risk
    n_paths = paths.owed_minor.size
    assert sum(risk.n_first_short) == round(risk.shortfall_frequency.mean * n_paths)
    assert risk.default_frequency.mean == risk.n_default / n_paths
    assert risk.expected_loss is not None
    product = risk.default_frequency.mean * (risk.loss_given_default or 0)
    assert risk.expected_loss.mean == pytest.approx(product, rel=1e-12)


@given(class_paths(), st.integers(2, 100))
def test_a_holding_many_times_as_large_is_worth_as_many_times(paths: ClassPaths, times: int) -> None:
    larger = replace(
        paths,
        balance_minor=times * paths.balance_minor,
        interest_minor=times * paths.interest_minor,
        principal_minor=times * paths.principal_minor,
        owed_minor=times * paths.owed_minor,
        lost_minor=times * paths.lost_minor,
    )
    one, many = (class_statistics(size, AT_FIVE, SETTLEMENT) for size in (paths, larger))
    assert one.worth.price_minor is not None
    assert many.worth.price_minor is not None
    assert many.worth.price_minor.mean == pytest.approx(times * one.worth.price_minor.mean, rel=1e-12)
    assert many.risk.owed_minor_total == times * one.risk.owed_minor_total
    assert one.risk.expected_loss is not None
    assert many.risk.expected_loss is not None
    assert many.risk.expected_loss.mean == pytest.approx(one.risk.expected_loss.mean, rel=1e-12)


@given(st.integers(-50_000, 500_000))
def test_the_yield_of_the_expected_price_is_the_yield_that_was_asked(yield_ppm: int) -> None:
    paths = replace(
        FOUR,
        balance_minor=10**6 * FOUR.balance_minor,
        interest_minor=10**6 * FOUR.interest_minor,
        principal_minor=10**6 * FOUR.principal_minor,
    )
    asked = class_statistics(paths, PricingAssumption(class_id="A", yield_ppm_annual=yield_ppm), SETTLEMENT).worth
    back = class_statistics(paths, replace(AT_PAR, price_ppm=asked.price_ppm), SETTLEMENT).worth
    # the price is rounded down to a millionth of par
    assert back.yield_annual == pytest.approx(yield_ppm / 1e6, abs=3e-6)


@given(class_paths())
def test_all_paths_together_are_the_sum_of_each(paths: ClassPaths) -> None:
    whole = together(paths)
    assert whole.interest_minor == tuple(sum(row) for row in paths.interest_minor.tolist())
    assert whole.balance_minor_opening == paths.balance_minor * paths.owed_minor.size
    flows = [*zip(whole.paid_on, whole.interest_minor, strict=True)]
    flows += zip(whole.paid_on, whole.principal_minor, strict=True)
    values = present_values(paths, SETTLEMENT, 0.05)
    assert price_from_yield(flows, SETTLEMENT, 0.05) == pytest.approx(values.sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"interest_minor": FOUR.interest_minor[:1]}, "interest_minor of int64"),
        ({"principal_minor": FOUR.principal_minor.astype(float)}, "principal_minor of float64"),
        ({"short_minor": FOUR.short_minor[:, :3]}, "short_minor of int64"),
        ({"owed_minor": FOUR.owed_minor[None]}, "interest_minor of int64"),
        ({"owed_minor": np.array([0, 0, 0, -1])}, "owed_minor is negative"),
        ({"short_minor": -FOUR.short_minor}, "short_minor is negative"),
        ({"paid_on": DATES[:1]}, "interest_minor of int64"),
        ({"paid_on": DATES[::-1]}, "dates must rise"),
    ],
)
def test_amounts_that_do_not_fit_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        class_statistics(replace(FOUR, **fields), AT_FIVE, SETTLEMENT)


def test_no_futures_have_no_statistics() -> None:
    with pytest.raises(ValueError, match="at least one path"):
        class_statistics(in_order(FOUR, []), AT_FIVE, SETTLEMENT)


@pytest.mark.parametrize(
    "pricing",
    [PricingAssumption(class_id="A"), PricingAssumption(class_id="A", price_ppm=1, yield_ppm_annual=1)],
)
def test_exactly_one_of_price_and_yield_is_needed(pricing: PricingAssumption) -> None:
    with pytest.raises(ValueError, match="exactly one of price and yield"):
        class_statistics(FOUR, pricing, SETTLEMENT)
