"""Prices under weights, against closed forms of normal and log-normal markets."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm

from chizai.metrics.curves import ZeroCurve, discount_on_curve
from chizai.metrics.futures import ClassPaths
from chizai.metrics.paths import estimate
from chizai.metrics.pricing import price_from_yield
from chizai.metrics.rating_prices import price_views, values_on_curve
from chizai.metrics.risk_neutral import effective_paths, market_weights, neutral_price, wang_price
from chizai.metrics.spreads import price_from_spread

SETTLEMENT = date(2025, 1, 15)
DATES = tuple(SETTLEMENT + timedelta(days=365 * year) for year in (1, 2, 3))
YEARS = (1.0, 1.0, 1.0)
CURVE = ZeroCurve(SETTLEMENT, (1.0, 3.0), (0.01, 0.02))
LAMBDA = 0.3


def paths_of(paid: NDArray[np.int64]) -> ClassPaths:
    """Give a class that is paid some principal, and interest of 5 on each date, and loses nothing."""
    n_paths = paid.shape[1]
    return ClassPaths(
        class_id="A",
        balance_minor=1_000,
        paid_on=DATES,
        interest_minor=np.full(paid.shape, 5, np.int64),
        principal_minor=paid,
        owed_minor=np.zeros(n_paths, np.int64),
        lost_minor=np.zeros(n_paths, np.int64),
        short_minor=np.zeros(paid.shape, np.int64),
    )


def certain(n_paths: int = 50) -> ClassPaths:
    return paths_of(np.repeat(np.array([[100], [200], [700]], np.int64), n_paths, axis=1))


CERTAIN_PRICE = price_from_spread(
    list(zip(DATES, (105, 205, 705), strict=True)),
    SETTLEMENT,
    CURVE,
    0.0,
)


def shocks(n_paths: int, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).standard_normal((3, n_paths))


def test_without_losses_and_without_a_price_of_risk_every_view_is_the_curves_price() -> None:
    paths = certain()
    views = price_views(paths, SETTLEMENT, CURVE, 0.0, market_weights(shocks(50), YEARS, 0.0))
    assert views.risk_adjusted_minor is not None
    assert views.risk_neutral is not None
    for price in (views.expected_minor, views.risk_adjusted_minor, views.risk_neutral.price_minor):
        assert price.mean == pytest.approx(CERTAIN_PRICE, rel=1e-12)
        assert price.standard_error == pytest.approx(0.0, abs=1e-9)
    assert views.risk_neutral.n_effective == pytest.approx(50)


@given(st.floats(-2, 2))
def test_what_is_paid_for_sure_is_worth_the_same_at_any_price_of_risk(price_of_risk: float) -> None:
    weights = market_weights(shocks(50), YEARS, price_of_risk)
    found = neutral_price(certain(), SETTLEMENT, CURVE, weights)
    assert found.price_minor.mean == pytest.approx(CERTAIN_PRICE, rel=1e-12)
    assert found.price_minor.standard_error == pytest.approx(0.0, abs=1e-8)


def test_without_a_price_of_risk_a_risky_class_is_worth_its_physical_mean() -> None:
    paths = paths_of(np.random.default_rng(4).integers(0, 500, (3, 1_000)))
    views = price_views(paths, SETTLEMENT, CURVE, None, market_weights(shocks(1_000), YEARS, 0.0))
    assert views.risk_neutral is not None
    assert views.risk_neutral.price_minor.mean == pytest.approx(views.expected_minor.mean, rel=1e-12)
    assert views.risk_neutral.price_minor.standard_error == pytest.approx(views.expected_minor.standard_error, rel=1e-9)
    assert (views.spread_annual, views.risk_adjusted_minor) == (None, None)


def test_a_view_that_is_not_asked_is_not_given() -> None:
    views = price_views(certain(), SETTLEMENT, CURVE, 0.01)
    assert views.risk_neutral is None
    assert views.risk_adjusted_minor is not None
    flows = list(zip(DATES, (105, 205, 705), strict=True))
    assert views.risk_adjusted_minor.mean == pytest.approx(price_from_spread(flows, SETTLEMENT, CURVE, 0.01))


def test_a_flat_curve_prices_as_its_yield_does() -> None:
    flat = ZeroCurve(SETTLEMENT, (1.0,), (math.log(1.03),))
    flows = list(zip(DATES, (105, 205, 705), strict=True))
    assert values_on_curve(certain(3), SETTLEMENT, flat).tolist() == pytest.approx(
        [price_from_yield(flows, SETTLEMENT, 0.03)] * 3
    )


def test_weights_have_a_mean_of_one_and_move_the_market_by_the_price_of_risk() -> None:
    drawn, n_paths = shocks(400_000), 400_000
    weights = market_weights(drawn, (0.25, 0.5, 1.0), LAMBDA)
    assert weights.shape == (3, n_paths)
    for period, years in enumerate((0.25, 0.5, 1.0)):
        found = estimate(weights[period])
        assert found.standard_error is not None
        assert abs(found.mean - 1) < 4 * found.standard_error
        moved = estimate(weights[period] * drawn[period])
        assert moved.standard_error is not None
        assert abs(moved.mean + LAMBDA * math.sqrt(years)) < 4 * moved.standard_error


def test_a_call_on_the_market_has_the_price_of_black_and_scholes() -> None:
    # physical drift 0.02 + 0.3 x 0.25, risk-free 0.02: the weights take the premium out again
    rate, volatility, spot, strike = 0.02, 0.25, 10**6, 10**6
    drawn = shocks(400_000, seed=8)
    walk = drawn.sum(axis=0)
    stock = spot * np.exp((rate + LAMBDA * volatility - volatility**2 / 2) * 3 + volatility * walk)
    paid = np.zeros(drawn.shape, np.int64)
    paid[2] = np.rint(np.maximum(stock - strike, 0)).astype(np.int64)
    call = replace(paths_of(paid), interest_minor=np.zeros(paid.shape, np.int64))
    flat = ZeroCurve(SETTLEMENT, (1.0,), (rate,))
    found = neutral_price(call, SETTLEMENT, flat, market_weights(drawn, YEARS, LAMBDA)).price_minor
    deviation = volatility * math.sqrt(3)
    first = (math.log(spot / strike) + (rate + volatility**2 / 2) * 3) / deviation
    expected = spot * norm.cdf(first) - strike * math.exp(-rate * 3) * norm.cdf(first - deviation)
    assert found.standard_error is not None
    assert found.standard_error < 0.01 * expected
    assert abs(found.mean - expected) < 4 * found.standard_error


def test_classes_are_worth_together_what_their_cash_is_worth() -> None:
    drawn = shocks(2_000)
    cash = np.rint(1_000 * np.exp(0.3 * drawn)).astype(np.int64)
    senior = np.minimum(cash, 800)
    weights = market_weights(drawn, YEARS, LAMBDA)
    parts = [replace(paths_of(each), interest_minor=np.zeros(each.shape, np.int64)) for each in (senior, cash - senior)]
    whole = replace(paths_of(cash), interest_minor=np.zeros(cash.shape, np.int64))
    prices = [neutral_price(each, SETTLEMENT, CURVE, weights).price_minor.mean for each in (*parts, whole)]
    assert prices[0] + prices[1] == pytest.approx(prices[2], rel=1e-12)
    assert prices[2] < values_on_curve(whole, SETTLEMENT, CURVE).mean()


def test_the_error_of_a_neutral_price_is_that_of_repeated_draws() -> None:
    def priced(seed: int) -> tuple[float, float]:
        drawn = shocks(1_000, seed)
        cash = np.rint(1_000 * np.exp(0.4 * drawn.cumsum(axis=0))).astype(np.int64)
        found = neutral_price(paths_of(cash), SETTLEMENT, CURVE, market_weights(drawn, YEARS, LAMBDA)).price_minor
        assert found.standard_error is not None
        return found.mean, found.standard_error

    prices, errors = np.array([priced(seed) for seed in range(400)]).T
    assert errors.mean() == pytest.approx(prices.std(ddof=1), rel=4 / math.sqrt(2 * 400))


def test_payments_up_to_settlement_are_left_out() -> None:
    weights = market_weights(shocks(50), YEARS, LAMBDA)
    later = neutral_price(certain(), DATES[1], CURVE, weights).price_minor.mean
    assert later == pytest.approx(705 * discount_on_curve(CURVE, DATES[1], DATES[2]))
    assert values_on_curve(certain(2), DATES[1], CURVE).tolist() == pytest.approx([later, later])
    with pytest.raises(ValueError, match="no payment date is after"):
        neutral_price(certain(), DATES[2], CURVE, weights)


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="weights of"):
        neutral_price(certain(), SETTLEMENT, CURVE, np.ones(50))
    with pytest.raises(ValueError, match="over 2 periods"):
        market_weights(shocks(4), (1.0, 1.0), LAMBDA)
    with pytest.raises(ValueError, match="over 3 periods"):
        market_weights(np.zeros(3), YEARS, LAMBDA)


def test_one_heavy_path_counts_as_one() -> None:
    assert effective_paths(np.array([1.0, 0.0, 0.0])) == 1.0
    assert effective_paths(np.array([2.0, 2.0, 2.0])) == 3.0


def test_a_normal_value_falls_by_the_price_of_risk_times_its_deviation() -> None:
    values = 100 + 20 * np.random.default_rng(6).standard_normal(200_000)
    found = wang_price(values, values, LAMBDA)
    assert found.standard_error is not None
    assert abs(found.mean - (100 - LAMBDA * 20)) < 4 * found.standard_error
    assert found.standard_error == pytest.approx(20 * math.sqrt(1 + LAMBDA**2 / 2) / math.sqrt(200_000), rel=0.02)


def test_a_log_normal_value_falls_as_the_capital_asset_pricing_model_says() -> None:
    values = np.exp(0.5 * np.random.default_rng(9).standard_normal(200_000))
    found = wang_price(values, values, LAMBDA)
    assert found.standard_error is not None
    assert abs(found.mean - math.exp(0.125 - LAMBDA * 0.5)) < 4 * found.standard_error


def test_the_error_of_a_wang_price_is_that_of_repeated_draws() -> None:
    def priced(seed: int) -> tuple[float, float]:
        generator = np.random.default_rng(seed)
        driver = generator.standard_normal(1_000)
        values = np.minimum(np.exp(0.5 * driver + 0.2 * generator.standard_normal(1_000)), 1.2)
        found = wang_price(values, driver, LAMBDA)
        assert found.standard_error is not None
        return found.mean, found.standard_error

    prices, errors = np.array([priced(seed) for seed in range(400)]).T
    assert errors.mean() == pytest.approx(prices.std(ddof=1), rel=4 / math.sqrt(2 * 400))


def test_without_a_price_of_risk_a_wang_price_is_the_mean_and_has_its_error() -> None:
    values = np.random.default_rng(10).exponential(3.0, 5_000)
    found, plain = wang_price(values, values, 0.0), estimate(values)
    assert found.mean == pytest.approx(plain.mean, rel=1e-9)
    assert found.standard_error == pytest.approx(plain.standard_error, rel=1e-9)


def test_paths_that_tie_share_their_weight_and_certain_values_keep_theirs() -> None:
    driver = np.array([1.0, 1.0, 1.0, 2.0])
    found = wang_price(np.array([6.0, 0.0, 3.0, 10.0]), driver, LAMBDA)
    heavy = norm.cdf(norm.ppf(0.75) + LAMBDA)
    assert found.mean == pytest.approx(heavy * 3.0 + (1 - heavy) * 10.0)
    sure = wang_price(np.full(4, 7.0), driver, LAMBDA)
    assert sure.mean == pytest.approx(7.0)
    assert sure.standard_error == pytest.approx(0.0, abs=1e-12)


def test_a_single_path_has_a_price_without_error() -> None:
    found = wang_price(np.array([7.0]), np.array([1.0]), LAMBDA)
    assert (found.mean, found.standard_error) == (7.0, None)


def test_values_and_drivers_that_do_not_fit_are_refused() -> None:
    for size in (0, 2):
        with pytest.raises(ValueError, match="values and"):
            wang_price(np.zeros(size), np.zeros(3 if size else 0), LAMBDA)
