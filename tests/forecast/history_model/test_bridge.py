from datetime import date, timedelta

import numpy as np
import pytest

from chizai.assets.statements import StatementRow
from chizai.forecast.history_model.bridge import (
    AnnualUncertainty,
    LicenceUncertainty,
    annual,
    history_of,
    uncertainty_of,
)
from chizai.forecast.history_model.predict import Asked, Prediction, predict
from chizai.forecast.history_model.series import Series
from chizai.forecast.reported import complete_years
from chizai.units.result import Place
from chizai.units.schedule import add_months


def rows(months: int, amounts: list[int], start_on: date = date(2020, 1, 1)) -> list[StatementRow]:
    starts = [add_months(start_on, months * index) for index in range(len(amounts))]
    return [
        StatementRow(
            place=Place("all.csv", index + 2),
            licence_id="L1",
            period_start_on=start,
            period_end_on=add_months(start, months) - timedelta(1),
            received_on=add_months(start, months),
            royalty_minor=amount,
            currency="JPY",
        )
        for index, (start, amount) in enumerate(zip(starts, amounts, strict=True))
    ]


@pytest.mark.parametrize(("months", "periods_a_year"), [(1, 12), (3, 4), (6, 2), (12, 1)])
def test_statements_become_a_history_of_their_periods(months: int, periods_a_year: int) -> None:
    amounts = list(range(100, 100 + 2 * periods_a_year))
    history = history_of("L1", complete_years(rows(months, amounts), 2))
    assert history == Series("L1", tuple(map(float, amounts)), periods_a_year)


def test_two_rows_of_one_period_are_one_amount() -> None:
    doubled = rows(3, [10, 20, 30, 40]) + rows(3, [1, 2, 3, -4])
    assert history_of("L1", complete_years(doubled, 1)).values == (11.0, 22.0, 33.0, 36.0)


def test_statements_of_mixed_periods_become_years() -> None:
    mixed = rows(12, [1_000]) + rows(3, [100, 100, 100, 100], date(2021, 1, 1))
    assert history_of("L1", complete_years(mixed, 2)) == Series("L1", (1_000.0, 400.0), 1)


def prediction_of(history: tuple[float, ...], periods_a_year: int, n_periods: int) -> Prediction:
    asked = Asked(n_periods=n_periods, n_paths=20_000)
    return predict(Series("L1", history, periods_a_year), asked, np.random.default_rng(1))


def joint_paths(uncertainty: LicenceUncertainty, n_paths: int) -> np.ndarray:
    """Draw what the joint model draws of one licence to which nothing happens."""
    generator = np.random.default_rng(2)
    spread = np.array(uncertainty.spread)[:, None]
    drift = np.array(uncertainty.drift_deviation)[:, None]
    walk = np.cumsum(spread * generator.standard_normal((len(spread), n_paths)), axis=0)
    level = uncertainty.level_deviation * generator.standard_normal(n_paths)
    variance = np.cumsum(spread**2, axis=0) + drift**2 + uncertainty.level_deviation**2
    logs = walk + level + drift * generator.standard_normal(n_paths) - variance / 2
    paths: np.ndarray = np.array(uncertainty.expected_minor)[:, None] * np.exp(logs)
    return paths


@pytest.mark.parametrize("periods_a_year", [1, 4])
def test_the_joint_model_s_cumulative_cash_is_as_wide_as_the_prediction_s(periods_a_year: int) -> None:
    values = tuple(np.exp(np.random.default_rng(3).normal(0, 0.15, 6 * periods_a_year).cumsum() + 14))
    prediction = prediction_of(values, periods_a_year, 3 * periods_a_year)
    joint = joint_paths(uncertainty_of(prediction), 20_000).sum(axis=0)

    going = prediction.paths[:, prediction.paths[-1] > 0].sum(axis=0)
    ours, theirs = (np.quantile(cash, [0.05, 0.5, 0.95]) for cash in (joint, going))
    np.testing.assert_allclose(np.log(ours), np.log(theirs), atol=0.12)


def test_the_first_forecast_year_follows_the_trend_and_not_the_average() -> None:
    declining = tuple(1e6 * 0.9**year for year in range(8))
    expected = uncertainty_of(prediction_of(declining, 1, 2)).expected_minor
    average = sum(declining) / len(declining)
    assert expected[0] < 0.7 * average
    assert expected[0] == pytest.approx(declining[-1] * 0.9, rel=0.1)


def test_where_all_paths_stop_nothing_is_expected() -> None:
    prediction = prediction_of((5.0, 6.0), 1, 2)
    stopped = Prediction(prediction.fit, np.zeros((2, 10)))
    uncertainty = uncertainty_of(stopped)
    assert uncertainty.expected_minor == (0, 0)
    assert uncertainty.spread == (0.0, 0.0)


def test_a_year_s_uncertainty_is_that_of_its_periods_together() -> None:
    quarterly = LicenceUncertainty(
        expected_minor=(1,) * 8, keep=(1.0,) * 8, spread=(0.1,) * 8, level_deviation=0.05, drift_deviation=(0.06,) * 8
    )
    assert annual(quarterly, 4) == AnnualUncertainty(
        volatility_ppm_annual=200_000, level_deviation_ppm=50_000, drift_deviation_ppm_annual=30_000
    )
