import numpy as np
import pytest

from chizai.forecast.history_model.learn import (
    DRIFT_YEARS,
    WIDTH_ORIGINS,
    learn,
    learn_widths,
)
from chizai.forecast.history_model.members import LEVEL_VOLATILITIES
from chizai.forecast.history_model.reference import Reference, default_reference
from chizai.forecast.history_model.series import Series, earns


def panel_of(volatility: float, drift: float, n_series: int = 60, n_years: int = 12) -> list[Series]:
    moves = np.random.default_rng(1).normal(drift, volatility, (n_series, n_years))
    return [Series(str(index), tuple(np.exp(row)), 1) for index, row in enumerate(moves.cumsum(axis=1))]


def part_of(reference: Reference, *volatilities: float) -> float:
    """Give the weight of the members with these volatilities of the level."""
    by_volatility = np.array(reference.weights).reshape(len(LEVEL_VOLATILITIES), -1).sum(axis=1)
    return float(sum(by_volatility[LEVEL_VOLATILITIES.index(volatility)] for volatility in volatilities))


def test_weights_move_to_what_the_panel_shows_and_still_sum_to_one() -> None:
    before = default_reference(1)
    calm, wild = learn(panel_of(0.03, 0.0), before), learn(panel_of(0.5, 0.0), before)

    assert part_of(calm, 0.015, 0.03) > 0.6
    assert part_of(before, 0.015, 0.03) < 0.2
    assert part_of(wild, 0.25, 0.5) > part_of(before, 0.25, 0.5) > part_of(calm, 0.25, 0.5)
    assert sum(wild.weights) == pytest.approx(1)


def test_the_drift_is_the_conjugate_mean_of_what_was_believed_and_the_years_common_growth() -> None:
    before = default_reference(1)
    learnt = learn([Series(str(index), (100.0, 110.0, 121.0), 1) for index in range(95)], before)

    common = np.log(1.1) * 95 / 100
    assert learnt.belief.drift_annual == pytest.approx(2 * common / (DRIFT_YEARS + 2))
    assert learnt.belief.drift_variance == pytest.approx(0.01 / (DRIFT_YEARS + 2))
    assert learnt.belief.drift_variance < before.belief.drift_variance


def test_a_panel_that_brought_nothing_teaches_nothing() -> None:
    before = default_reference(12)
    assert learn([Series("a", (0.0, 0.0), 12), Series("b", (float("nan"),) * 2, 12)], before) is before


def test_years_that_are_not_known_teach_nothing_of_growth() -> None:
    known = [Series("a", (100.0, 110.0), 1)]
    begun = [Series("a", (float("nan"), 100.0, 110.0), 1)]
    before = default_reference(1)
    assert learn(begun, before).belief == learn(known, before).belief


def test_each_date_counts_once_for_the_width_however_many_series_it_has() -> None:
    before = default_reference(1)
    learnt = learn_widths({1: [[4.0] * 100], 3: []}, before)
    assert learnt.widths[0] == pytest.approx(np.sqrt((WIDTH_ORIGINS + 4.0) / (WIDTH_ORIGINS + 1)))
    assert learnt.widths[1] == before.widths[1]


def test_a_series_is_forecast_where_its_last_year_earned_and_half_its_periods_did() -> None:
    nan = float("nan")
    assert earns(Series("a", (nan, 1.0, 2.0), 1), 2)
    assert not earns(Series("short", (nan, nan, 2.0), 1), 2)
    assert not earns(Series("stopped", (1.0, 2.0, 0.0), 1), 2)
    assert not earns(Series("hole", (1.0, 2.0, nan), 1), 2)
    assert not earns(Series("rare", (0.0, 0.0, 0.0, 1.0), 1), 2)
    with pytest.raises(ValueError, match="periods a year"):
        Series("a", (1.0,), 7)
