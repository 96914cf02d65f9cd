import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from chizai.forecast.processes.challenge import (
    JPO_PATENT_TRIALS,
    JPO_PATENTS_IN_FORCE,
    Challenge,
    TrialYear,
    chance_deviation,
    draw_fallen,
    fit_challenge,
    has_fallen,
)

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
OFTEN = Challenge(hazard_annual=0.5, invalid_chance=0.25, delay_years=1.0, pending_years=0.5)


def test_the_trials_are_those_of_the_reference_data(shared: Path) -> None:
    source = json.loads((shared / "data" / "legal_hazard_calibration.json").read_text("utf-8"))
    counted = source["invalidation_trials_patents"]
    assert [list(row) for row in counted["rows"]] == [
        [trial.year, trial.requests, trial.granted, trial.refused, trial.withdrawn] for trial in JPO_PATENT_TRIALS
    ]
    assert round(source["patents_in_force_japan_2018_million"] * 1e6) == JPO_PATENTS_IN_FORCE


def test_one_in_five_requests_against_a_patent_succeeds() -> None:
    fitted = fit_challenge(JPO_PATENT_TRIALS, JPO_PATENTS_IN_FORCE)
    assert fitted.invalid_chance == pytest.approx(257.5 / (257 + 786 + 261 + 1))
    assert fitted.hazard_annual == pytest.approx(1246.5 / 8 / 2_050_000)
    often = fit_challenge(JPO_PATENT_TRIALS, JPO_PATENTS_IN_FORCE, times_average=50)
    assert often.hazard_annual == pytest.approx(50 * fitted.hazard_annual)


def test_requests_of_which_none_has_ended_leave_the_chance_at_a_half() -> None:
    assert fit_challenge([TrialYear(2020, 5, 0, 0, 0)], 100.0).invalid_chance == 0.5


def test_the_deviation_of_the_chance_is_that_of_its_beta_distribution() -> None:
    assert chance_deviation(JPO_PATENT_TRIALS) == pytest.approx(stats.beta(257.5, 1047.5).std())


@pytest.mark.parametrize("challenge", [OFTEN, Challenge(hazard_annual=1.5, invalid_chance=0.4, delay_years=0.3)])
def test_requests_one_by_one_fall_as_the_closed_form_says(challenge: Challenge) -> None:
    fallen = draw_fallen(challenge, np.random.default_rng(1), QUARTERS, 40_000)
    for drawn, probability in zip(fallen.mean(axis=1), has_fallen(challenge, QUARTERS), strict=True):
        error = math.sqrt(probability * (1 - probability) / 40_000)
        assert drawn == pytest.approx(probability, abs=4 * error + 1e-12)


def test_nothing_falls_before_a_decision_can_be_made() -> None:
    fresh = Challenge(hazard_annual=0.5, invalid_chance=1.0, delay_years=1.0)
    assert set(has_fallen(fresh, QUARTERS)[:4]) == {0.0}
    assert has_fallen(OFTEN, QUARTERS)[:2] == pytest.approx([0.0, 0.25])


def test_no_hazard_or_no_chance_is_no_fall() -> None:
    for quiet in (
        Challenge(hazard_annual=0.0, invalid_chance=1.0),
        Challenge(hazard_annual=9.0, invalid_chance=0.0, pending_years=1.0),
    ):
        assert has_fallen(quiet, QUARTERS) == (0.0,) * 40
        assert not draw_fallen(quiet, np.random.default_rng(1), QUARTERS, 100).any()


def test_the_hazard_is_recovered_from_simulated_years_of_trials() -> None:
    generator = np.random.default_rng(3)
    trials = []
    for year in range(2000, 2010):
        requests = int(generator.poisson(200))
        granted, refused, withdrawn = map(int, generator.multinomial(requests, (0.2, 0.6, 0.2)))
        trials.append(TrialYear(year, requests, granted, refused, withdrawn))
    fitted = fit_challenge(trials, 1e6)
    assert fitted.hazard_annual == pytest.approx(200e-6, abs=4 * 200e-6 / math.sqrt(2_000))
    assert fitted.invalid_chance == pytest.approx(0.2, abs=4 * math.sqrt(0.2 * 0.8 / 2_000))


def test_the_chance_of_the_first_four_years_held_in_the_last_four_and_the_hazard_fell_by_a_third() -> None:
    early, late = (
        fit_challenge(trials, JPO_PATENTS_IN_FORCE) for trials in (JPO_PATENT_TRIALS[:4], JPO_PATENT_TRIALS[4:])
    )
    error = math.hypot(chance_deviation(JPO_PATENT_TRIALS[:4]), chance_deviation(JPO_PATENT_TRIALS[4:]))
    assert abs(early.invalid_chance - late.invalid_chance) < 2 * error
    assert late.hazard_annual / early.hazard_annual == pytest.approx(0.668, abs=0.001)


@pytest.mark.parametrize(
    "change", [{"hazard_annual": -1.0}, {"invalid_chance": -1.0}, {"delay_years": -1.0}, {"pending_years": -1.0}]
)
def test_an_impossible_challenge_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is -1"):
        Challenge(**{"hazard_annual": 0.1, "invalid_chance": 0.1} | change)


def test_counts_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="number of years"):
        fit_challenge((), 1.0)
    with pytest.raises(ValueError, match="rights in force"):
        fit_challenge(JPO_PATENT_TRIALS, 0.0)
    with pytest.raises(ValueError, match="multiple"):
        fit_challenge(JPO_PATENT_TRIALS, 1.0, times_average=-1)
