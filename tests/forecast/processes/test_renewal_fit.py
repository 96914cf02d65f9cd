import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from chizai.forecast.processes.renewal import Renewal, has_lapsed
from chizai.forecast.processes.renewal_fit import JPO_SURVIVAL, Cohort, draw_in_force, fit_cohort, in_force

AGES = tuple(JPO_SURVIVAL)
TRUE = Cohort(renewal=Renewal(log_value=12.5, log_deviation=1.8, decay_annual=0.07), lag_years=6.5)


def test_the_survival_is_that_of_the_reference_data(shared: Path) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    counted = source["survival_of_japanese_patents_since_registration"]["2018_end"]
    assert {float(age): part for age, part in counted.items()} == JPO_SURVIVAL


def test_heterogeneous_worth_and_terms_give_the_survival_of_japanese_patents_within_a_point() -> None:
    cohort = fit_cohort()
    assert in_force(cohort, AGES) == pytest.approx(list(JPO_SURVIVAL.values()), abs=0.01)
    assert cohort.renewal.log_deviation > 1.0
    assert 5.0 < cohort.lag_years < 7.0


@pytest.mark.parametrize("decay", [0.02, 0.11, 0.25])
def test_whatever_the_decay_the_lag_comes_out_near_six_years(decay: float) -> None:
    cohort = fit_cohort(renewal=Renewal(log_value=12.0, log_deviation=2.0, decay_annual=decay))
    assert in_force(cohort, AGES) == pytest.approx(list(JPO_SURVIVAL.values()), abs=0.01)
    assert cohort.lag_years == pytest.approx(5.75, abs=0.5)


def test_the_cohorts_counted_a_year_earlier_foretell_these_within_two_points(shared: Path) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    counted = source["survival_of_japanese_patents_since_registration"]["2017_end"]
    earlier = fit_cohort({float(age): part for age, part in counted.items()})
    assert in_force(earlier, AGES) == pytest.approx(list(JPO_SURVIVAL.values()), abs=0.0201)


def test_no_constant_hazard_comes_within_ten_points() -> None:
    def worst(hazard: float) -> float:
        return max(abs(math.exp(-hazard * age) - part) for age, part in JPO_SURVIVAL.items())

    assert minimize_scalar(worst, bounds=(0.0, 1.0)).fun > 0.10


def test_no_mixture_of_constant_hazards_can_either() -> None:
    # a mixture of exponentials is log-convex: its middle cannot lie above the geometric mean of its neighbours
    assert JPO_SURVIVAL[10.0] > 1.5 * math.sqrt(JPO_SURVIVAL[5.0] * JPO_SURVIVAL[15.0])


def test_without_differences_in_worth_a_cohort_goes_at_once() -> None:
    alike = replace(fit_cohort().renewal, log_deviation=0.0)
    assert set(has_lapsed(alike, AGES)) == {0.0, 1.0}


def test_without_the_end_of_terms_too_many_would_live_at_15() -> None:
    cohort = fit_cohort()
    kept = [1 - gone for gone in has_lapsed(cohort.renewal, AGES)]
    assert kept[:2] == pytest.approx(list(JPO_SURVIVAL.values())[:2], abs=0.01)
    assert kept[2] > JPO_SURVIVAL[15.0] + 0.25


def test_patents_drawn_one_by_one_survive_as_the_closed_form_says() -> None:
    ages = tuple(float(age) for age in range(1, 20))
    drawn = draw_in_force(TRUE, np.random.default_rng(1), ages, 40_000).mean(axis=1)
    closed = np.asarray(in_force(TRUE, ages))
    assert (abs(drawn - closed) <= 4 * np.sqrt(closed * (1 - closed) / 40_000) + 1e-12).all()


def test_the_numbers_are_recovered_from_a_simulated_cohort() -> None:
    ages = tuple(float(age) for age in range(4, 18))
    drawn = draw_in_force(TRUE, np.random.default_rng(2), ages, 100_000).mean(axis=1)
    fitted = fit_cohort(dict(zip(ages, map(float, drawn), strict=True)), TRUE.renewal)
    assert fitted.renewal.log_value == pytest.approx(12.5, abs=0.1)
    assert fitted.renewal.log_deviation == pytest.approx(1.8, abs=0.1)
    assert fitted.lag_years == pytest.approx(6.5, abs=0.1)


@pytest.mark.parametrize(
    ("survival", "says"),
    [
        ({5.0: 0.9, 10.0: 0.5}, "2 ages are too few"),
        ({5.0: 0.5, 10.0: 0.9, 15.0: 0.1}, "ended by age must rise"),
        ({5.0: 1.5, 10.0: 0.9, 15.0: 0.1}, "part in force is 1.5"),
    ],
)
def test_survival_that_is_none_is_refused(survival: dict[float, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_cohort(survival)


def test_a_lag_without_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="spread of the lag"):
        Cohort(renewal=TRUE.renewal, lag_years=5.0, lag_years_deviation=0.0)
