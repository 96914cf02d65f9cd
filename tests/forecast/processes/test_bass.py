import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from chizai.forecast.processes.bass import Bass, adopted, draw_sales, expected_sales, peak_years
from chizai.forecast.processes.bass_fit import BassFit, BassPrior, draw_curves, fit_bass

TELEVISIONS = Bass(market=39_658.7, innovation=0.0185, imitation=0.6159)
YEARS = tuple(float(year) for year in range(1, 21))


def test_the_three_published_fits_come_out(shared: Path) -> None:
    source = json.loads((shared / "data" / "bass_oracle.json").read_text("utf-8"))
    assert len(source["series"]) == 3
    for series in source["series"].values():
        fitted, published = fit_bass(series["sales_k"]).bass, series["nls"]
        assert fitted.market == pytest.approx(published["m"], rel=0.001)
        assert round(fitted.innovation, 4) == published["p"]
        assert round(fitted.imitation, 4) == published["q"]


def test_the_curve_solves_the_differential_equation() -> None:
    p, q = TELEVISIONS.innovation, TELEVISIONS.imitation
    solved = solve_ivp(lambda _, f: (p + q * f) * (1 - f), (0, 20), [0.0], t_eval=YEARS, rtol=1e-10, atol=1e-12)
    assert adopted(TELEVISIONS, YEARS) == pytest.approx(solved.y[0], abs=1e-8)


def test_without_imitation_it_is_the_exponential_distribution() -> None:
    alone = Bass(market=1.0, innovation=0.2, imitation=0.0)
    assert adopted(alone, YEARS) == pytest.approx([1 - math.exp(-0.2 * year) for year in YEARS])
    assert peak_years(alone) == 0.0


def test_nothing_is_sold_before_launch_and_all_in_the_end() -> None:
    assert adopted(TELEVISIONS, (-1.0, 0.0)) == (0.0, 0.0)
    assert sum(expected_sales(TELEVISIONS, [float(year) for year in range(1, 101)])) == pytest.approx(39_658.7)


def test_sales_of_a_product_already_sold_go_on_where_they_are() -> None:
    assert expected_sales(TELEVISIONS, YEARS[5:], sold_until_years=5.0) == expected_sales(TELEVISIONS, YEARS)[5:]


def test_sales_peak_when_the_formula_says() -> None:
    days = [day / 365 for day in range(1, 365 * 15)]
    sales = expected_sales(TELEVISIONS, days)
    assert days[sales.index(max(sales))] == pytest.approx(peak_years(TELEVISIONS), abs=2 / 365)


def test_buyers_drawn_one_by_one_sell_as_expected() -> None:
    drawn = draw_sales(TELEVISIONS, np.random.default_rng(1), YEARS, 2_000)
    expected = np.asarray(expected_sales(TELEVISIONS, YEARS)) * 39_659 / 39_658.7
    assert (abs(drawn.mean(axis=1) - expected) <= 4 * drawn.std(axis=1) / math.sqrt(2_000) + 1e-6).all()


def test_the_parameters_are_recovered_from_simulated_sales_within_their_errors() -> None:
    generator = np.random.default_rng(3)
    true = Bass(market=2e5, innovation=0.01, imitation=0.5)
    quarters = [quarter / 4 for quarter in range(1, 49)]
    off = []
    for _ in range(50):
        sold = np.asarray(expected_sales(true, quarters)) + 300 * generator.standard_normal(48)
        fit = fit_bass(np.maximum(sold, 0.0).tolist(), 0.25)
        found = np.log([fit.bass.market, fit.bass.innovation, fit.bass.imitation])
        off.append((found - np.log([2e5, 0.01, 0.5])) / np.sqrt(np.diag(fit.log_covariance)))
        assert fit.residual_deviation == pytest.approx(300, rel=0.5)
    # standardised errors: mean 0 and deviation 1, each within four standard errors
    assert (abs(np.mean(off, axis=0)) < 4 / math.sqrt(50)).all()
    assert np.std(off, axis=0) == pytest.approx(1.0, abs=4 / math.sqrt(100))


def test_a_perfect_series_is_fitted_exactly() -> None:
    fit = fit_bass(expected_sales(TELEVISIONS, YEARS))
    assert fit.bass.market == pytest.approx(TELEVISIONS.market, rel=1e-6)
    assert fit.residual_deviation == pytest.approx(0.0, abs=1e-2)


def test_a_diffusion_is_the_same_in_any_unit() -> None:
    sales = (1.0, 5.0, 9.0, 6.0, 2.0)
    one, large = fit_bass(sales), fit_bass([1e13 * sold for sold in sales])
    assert large.bass.market == pytest.approx(1e13 * one.bass.market, rel=1e-6)
    assert (large.bass.innovation, large.bass.imitation) == pytest.approx((one.bass.innovation, one.bass.imitation))


def test_curves_are_drawn_as_far_apart_as_the_fit_is_unsure() -> None:
    fit = BassFit(TELEVISIONS, ((0.01, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), 1.0)
    curves = draw_curves(fit, np.random.default_rng(4), YEARS, 4_000)
    logs = np.log(curves[3] / expected_sales(TELEVISIONS, YEARS)[3])
    assert logs.std() == pytest.approx(0.1, abs=4 * 0.1 / math.sqrt(8_000))
    sure = BassFit(TELEVISIONS, ((0.0,) * 3,) * 3, 0.0)
    assert draw_curves(sure, np.random.default_rng(4), YEARS, 2)[:, 1] == pytest.approx(
        expected_sales(TELEVISIONS, YEARS)
    )


@pytest.mark.parametrize("sales", [(5.0, 4.0, 3.0, 2.0, 1.0), (0.0, 0.0, 0.0, 1.0), (1.0, 5.0, 2.0, 5.0, 1.0, 4.0)])
def test_series_that_the_regression_gives_no_sense_to_are_fitted_with_a_prior(sales: Sequence[float]) -> None:
    fit = fit_bass(sales, prior=BassPrior(market=2 * sum(sales), market_log_deviation=0.7))
    assert math.exp(-2) < fit.bass.market / (2 * sum(sales)) < math.exp(2)
    assert 0.0 < fit.log_covariance[0][0] <= 0.49


def test_growth_without_an_end_in_sight_does_not_show_the_market() -> None:
    sales = (1.0, 2.0, 4.0, 8.0, 16.0)
    with pytest.raises(ValueError, match="a guess of market and spread"):
        fit_bass(sales)
    fit = fit_bass(sales, prior=BassPrior(market=200.0, market_log_deviation=0.7))
    assert math.sqrt(fit.log_covariance[0][0]) > 0.4


def test_a_prior_gives_way_as_sales_arrive() -> None:
    sales = expected_sales(TELEVISIONS, YEARS)
    prior = BassPrior(market=20_000.0, market_log_deviation=0.7)
    widths = [fit_bass(sales[:n], prior=prior).log_covariance[0][0] for n in (4, 6, 8, 12)]
    assert widths == sorted(widths, reverse=True)
    assert fit_bass(sales, prior=prior).bass.market == pytest.approx(39_658.7, rel=0.02)


def test_a_sure_prior_is_not_moved() -> None:
    prior = BassPrior(market=20_000.0, market_log_deviation=1e-4)
    assert fit_bass(expected_sales(TELEVISIONS, YEARS[:6]), prior=prior).bass.market == pytest.approx(2e4, rel=1e-3)


@pytest.mark.parametrize("share", [0.6, 0.75])
def test_what_came_later_lies_in_the_range_of_a_fit_with_a_prior_on_the_first_part(shared: Path, share: float) -> None:
    source = json.loads((shared / "data" / "bass_oracle.json").read_text("utf-8"))
    for series in source["series"].values():
        sales = series["sales_k"]
        known = int(share * len(sales))
        fit = fit_bass(sales[:known], prior=BassPrior(market=series["nls"]["m"], market_log_deviation=0.7))
        years = [float(year + 1) for year in range(len(sales))]
        later = draw_curves(fit, np.random.default_rng(1), years, 2_000)[known:].sum(axis=0)
        low, high = np.percentile(later, [5, 95])
        assert low < sum(sales[known:]) < high


def test_without_a_prior_a_fit_before_the_peak_says_too_little(shared: Path) -> None:
    source = json.loads((shared / "data" / "bass_oracle.json").read_text("utf-8"))
    parts = []
    for series in source["series"].values():
        sales = series["sales_k"]
        known = 3 * len(sales) // 4
        curve = expected_sales(fit_bass(sales[:known]).bass, [float(year + 1) for year in range(len(sales))])
        parts.append(round(sum(curve[known:]) / sum(sales[known:]), 2))
    assert parts == [0.51, 0.66, 0.64]


@pytest.mark.parametrize("field", ["market", "market_log_deviation", "imitation_log_deviation", "least_noise"])
def test_an_impossible_prior_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="is 0, but must be above zero"):
        BassPrior(**{"market": 1.0, "market_log_deviation": 1.0} | {field: 0.0})


@pytest.mark.parametrize(
    ("sales", "says"),
    [((1.0,) * 3, "3 periods are too few"), ((1.0, 1.0, -1.0, 1.0), "sales of a period"), ((0.0,) * 4, "no sales")],
)
def test_sales_that_show_nothing_are_refused(sales: Sequence[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_bass(sales)


@pytest.mark.parametrize(
    ("change", "says"),
    [({"market": 0.0}, "market is 0"), ({"innovation": 0.0}, "innovation is 0"), ({"imitation": -1.0}, "imitation")],
)
def test_an_impossible_market_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Bass(**{"market": 1.0, "innovation": 0.1, "imitation": 0.1} | change)


def test_periods_must_rise() -> None:
    with pytest.raises(ValueError, match="ends of periods must rise"):
        expected_sales(TELEVISIONS, (2.0, 1.0))
