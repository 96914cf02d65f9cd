import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.bass import Bass, expected_sales
from chizai.forecast.processes.events import surely_at
from chizai.forecast.processes.launch import (
    MEDICINE_STAGES,
    Development,
    Stage,
    draw_launches,
    expected_after_launch,
    fit_stage,
    from_stage,
    has_failed,
    has_launched,
    launched_if_not_failed,
    success_chance,
)

YEARS = tuple(half / 2 for half in range(1, 41))
PHASE_2 = from_stage("phase 2")


def test_one_medicine_in_thirteen_passes_from_the_first_phase_to_approval_in_ten_years_and_a_half() -> None:
    assert success_chance(from_stage("phase 1")) == pytest.approx(0.079, abs=0.0005)
    assert sum(stage.lasts_years for stage in MEDICINE_STAGES) == pytest.approx(10.5)


def test_a_later_stage_is_likelier_to_be_launched_and_sooner() -> None:
    tables = [has_launched(from_stage(stage.name), YEARS) for stage in MEDICINE_STAGES]
    assert all(early <= late for early, late in zip(*tables[:2], strict=True))
    assert [round(table[-1], 3) for table in tables[2:]] == [round(0.578 * 0.906, 3), 0.906]


def test_launches_and_failures_drawn_stage_by_stage_are_the_closed_forms() -> None:
    launched_at, failed_at = draw_launches(PHASE_2, np.random.default_rng(1), 40_000)
    for times, table in ((launched_at, has_launched(PHASE_2, YEARS)), (failed_at, has_failed(PHASE_2, YEARS))):
        closed = np.asarray(table)
        drawn = (times[None, :] <= np.asarray(YEARS)[:, None]).mean(axis=1)
        assert (abs(drawn - closed) <= 4 * np.sqrt(closed * (1 - closed) / 40_000) + 1e-9).all()
    assert (np.isinf(launched_at) ^ np.isinf(failed_at)).all()


def test_in_the_end_every_development_is_launched_or_has_failed() -> None:
    assert has_launched(PHASE_2, (100.0,))[0] + has_failed(PHASE_2, (100.0,))[0] == pytest.approx(1.0)
    assert has_launched(PHASE_2, (0.0,)) == (0.0,)


def test_failure_as_the_only_event_keeps_the_mean() -> None:
    left = [1 - gone for gone in has_failed(PHASE_2, YEARS)]
    product = [part * factor for part, factor in zip(left, launched_if_not_failed(PHASE_2, YEARS), strict=True)]
    assert product == pytest.approx(has_launched(PHASE_2, YEARS))


def test_a_development_that_must_fail_is_never_launched() -> None:
    doomed = Development(stages=(Stage("only", 0.0, 0.1),), scale_years=0.001)
    assert launched_if_not_failed(doomed, (9.0,)) == (0.0,)


def test_small_scales_are_times_as_planned() -> None:
    planned = Development(stages=(Stage("build", 1.0, 2.0), Stage("test", 1.0, 1.0)), scale_years=1e-5)
    assert has_launched(planned, (2.9, 3.1)) == pytest.approx((0.0, 1.0))
    assert has_failed(planned, (9.0,)) == (0.0,)


def test_a_curve_starts_at_its_launch() -> None:
    curve = expected_sales(Bass(market=100.0, innovation=0.05, imitation=0.4), YEARS)
    assert expected_after_launch(surely_at(1.5, YEARS), curve) == pytest.approx((0.0, 0.0, *curve[:-2]))


def test_a_curve_of_uncertain_launch_is_its_mean_over_launches() -> None:
    curve = np.asarray(expected_sales(Bass(market=100.0, innovation=0.05, imitation=0.4), YEARS))
    launched_at, _ = draw_launches(PHASE_2, np.random.default_rng(2), 20_000)
    since = np.arange(40)[:, None] - np.searchsorted(YEARS, launched_at)[None, :]
    drawn = np.where(since >= 0, curve[np.maximum(since, 0)], 0.0)
    closed = expected_after_launch(has_launched(PHASE_2, YEARS), curve.tolist())
    # a launch in the first two years is too rare for 20,000 paths to see
    assert (abs(drawn.mean(axis=1) - closed) <= 4 * drawn.std(axis=1) / math.sqrt(20_000) + 1e-4).all()


def test_a_stage_is_recovered_from_simulated_projects() -> None:
    generator = np.random.default_rng(3)
    passed = int(generator.binomial(2_000, 0.3))
    durations = generator.gamma(3.6 / 0.5, 0.5, 2_000)
    stage, scale = fit_stage("phase 2", passed, 2_000 - passed, tuple(durations))
    assert stage.success == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / 2_000))
    assert stage.lasts_years == pytest.approx(3.6, abs=4 * math.sqrt(3.6 * 0.5 / 2_000))
    assert scale == pytest.approx(0.5, rel=0.15)


def test_a_few_successes_do_not_make_a_stage_certain() -> None:
    assert fit_stage("one", 2, 0, (1.0,))[0].success == pytest.approx(2.5 / 3)


def test_the_scale_of_two_projects_is_right_on_average() -> None:
    pairs = np.random.default_rng(3).gamma(3.6 / 0.5, 0.5, (20_000, 2))
    squares, means = np.transpose(
        [
            (scale * stage.lasts_years, stage.lasts_years)
            for stage, scale in (fit_stage("", 1, 1, pair.tolist()) for pair in pairs)
        ]
    )
    assert squares.mean() / means.mean() == pytest.approx(0.5, abs=4 * squares.std() / 3.6 / math.sqrt(20_000))


@pytest.mark.parametrize(
    ("passed", "failed", "durations", "says"),
    [
        (-1, 1, (1.0,), "number of projects"),
        (1, -1, (1.0,), "number of projects is -1"),
        (1, 1, (), "number of durations"),
        (1, 1, (0.0,), "duration is 0"),
    ],
)
def test_counts_that_say_nothing_are_refused(passed: int, failed: int, durations: Sequence[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_stage("one", passed, failed, durations)


@pytest.mark.parametrize(
    ("make", "terms", "says"),
    [
        (Stage, {"name": "one", "success": 1.1, "lasts_years": 1.0}, "probability of success"),
        (Stage, {"name": "one", "success": 0.1, "lasts_years": 0.0}, "duration of a stage"),
        (Development, {"stages": ()}, "number of stages"),
        (Development, {"stages": MEDICINE_STAGES, "scale_years": 0.0}, "scale of times"),
        (from_stage, {"name": "phase 9"}, "no stage: phase 1, phase 2"),
        (expected_after_launch, {"launched": (0.1,), "curve": ()}, "differ in length"),
    ],
)
def test_impossible_developments_are_refused(make: Any, terms: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make(**terms)
