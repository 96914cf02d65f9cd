"""Rare losses are found more often, and weigh as much as they should."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.special import ndtr

from chizai.deal.program import Program
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_joint import joint_source
from chizai.metrics.engine_request import Request, factors_at_yield
from chizai.metrics.importance import (
    Lean,
    deviations_apart,
    event_constants,
    in_cells,
    leaning_source,
    leant_events,
    no_lean,
    rare_loss,
)
from chizai.metrics.importance_pilot import lean_towards_loss
from chizai.metrics.paths import Estimate
from chizai.metrics.stream_code import DEFAULT, LOST
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel

N_PATHS = 2**15


@pytest.fixture(scope="module")
def safer(few_licences: JointModel) -> JointModel:
    events = tuple(replace(each, has_come=tuple(part / 4 for part in each.has_come)) for each in few_licences.events)
    licences = tuple(
        replace(each, expected_minor=tuple(5 * amount // 2 for amount in each.expected_minor))
        for each in few_licences.licences
    )
    return replace(few_licences, events=events, licences=licences)


@pytest.fixture(scope="module")
def senior(reference: Program) -> Request:
    factors = factors_at_yield(reference.payment_dates, date(2025, 9, 30), 0.03)
    return Request(program=reference, class_ids=("A",), factors=(factors,), in_full=False)


@pytest.fixture(scope="module")
def lean(safer: JointModel, senior: Request) -> Lean:
    return lean_towards_loss(safer, senior, "A", 3)


def test_losses_of_a_law_that_leans_are_the_plain_ones_with_a_smaller_error(
    reference: Program, safer: JointModel, senior: Request, lean: Lean
) -> None:
    leaning = leaning_source(safer, lean, 4, reference)
    tally = run_engine(engine_of(senior, leaning), leaning, (0, N_PATHS), 2)
    found = rare_loss(tally, senior, "A")
    plain_source = joint_source(compile_joint(safer, Rows()), 9, reference)
    plain = run_engine(engine_of(senior, plain_source), plain_source, (0, 4 * N_PATHS), 2).moments
    loss, default = plain.estimate(LOST), plain.estimate(DEFAULT)
    assert 0 < default.mean < 0.01
    assert deviations_apart(found.expected_loss_minor, loss) < 4.5
    assert deviations_apart(found.default_frequency, default) < 4.5
    assert found.mean_weight.standard_error is not None
    assert found.expected_loss_minor.standard_error is not None
    assert loss.standard_error is not None
    assert 4 * loss.standard_error**2 > 3 * found.expected_loss_minor.standard_error**2
    assert found.n_effective_losses > 3 * default.mean * N_PATHS
    assert found.n_effective < N_PATHS


def test_no_lean_is_the_true_law_but_for_rounding(safer: JointModel) -> None:
    lean = no_lean(safer)
    normals, logs = leant_events(lean, event_constants(safer), (1, 0, 50_000))
    assert np.abs(logs).max() < math.log(2)
    weights = np.exp(logs)
    assert weights.mean() == pytest.approx(1, abs=4 * weights.std() / math.sqrt(50_000))
    for row in normals:
        below = (ndtr(row) < 0.2) * weights
        assert below.mean() == pytest.approx(0.2, abs=4.5 * below.std() / math.sqrt(50_000))


def test_normals_follow_the_law_and_weights_bring_the_true_one_back(safer: JointModel, lean: Lean) -> None:
    n_paths = 50_000
    normals, logs = leant_events(lean, event_constants(safer), (1, 0, n_paths))
    apart = np.concatenate(
        [leant_events(lean, event_constants(safer), (1, start, start + 25_000))[0] for start in (0, 25_000)], axis=1
    )
    assert (normals == apart).all()
    for row, edges, leant in zip(normals, lean.edges, lean.leant, strict=True):
        below = ndtr(row) < edges[2]
        assert below.mean() == pytest.approx(leant[2], abs=4.5 * below.std() / math.sqrt(n_paths))
        assert leant[2] > edges[2]  # it makes events come earlier
        weighed = below * np.exp(logs)
        assert weighed.mean() == pytest.approx(edges[2], abs=4.5 * weighed.std() / math.sqrt(n_paths))


def test_cells_keep_every_part_that_is_possible() -> None:
    edges = np.array([0.0, 0.0, 0.3, 1.0])
    rounded = in_cells(np.array([0.0, 0.0, 1e-6, 1.0]), edges)
    assert rounded.tolist() == [0.0, 0.0, 2**-9, 1.0]


def test_a_model_without_events_leans_in_the_market_alone(
    reference: Program, few_licences: JointModel, senior: Request
) -> None:
    licences = tuple(
        replace(each, interruptions=(), expected_minor=(12_000_000,) * 40, spread=(0.2,) * 40)
        for each in few_licences.licences
    )
    model = replace(few_licences, events=(), licences=licences)
    lean = lean_towards_loss(model, senior, "A", 3)
    assert sum(lean.market) < -1
    source = leaning_source(model, lean, 4, reference)
    found = rare_loss(run_engine(engine_of(senior, source), source, (0, 2**13)), senior, "A")
    plain = joint_source(compile_joint(model, Rows()), 5, reference)
    other = run_engine(engine_of(senior, plain), plain, (0, 2**15), 2).moments
    assert deviations_apart(found.expected_loss_minor, other.estimate(LOST)) < 4.5


def test_a_class_that_never_loses_has_no_effective_losses(
    reference: Program, safer: JointModel, senior: Request
) -> None:
    rich = replace(safer, licences=tuple(replace(e, interruptions=(), spread=(0.0,) * 40) for e in safer.licences))
    source = leaning_source(rich, no_lean(rich), 4, reference)
    found = rare_loss(run_engine(engine_of(senior, source), source, (0, 256)), senior, "A")
    assert found.n_effective_losses == 0
    assert found.expected_loss_minor == Estimate(0.0, 0.0)


def test_plain_paths_have_no_rare_losses(reference: Program, safer: JointModel, senior: Request) -> None:
    source = joint_source(compile_joint(safer, Rows()), 9, reference)
    tally = run_engine(engine_of(senior, source), source, (0, 64))
    with pytest.raises(ValueError, match="not weighted"):
        rare_loss(tally, senior, "A")


def test_two_estimates_are_as_far_apart_as_their_errors_say() -> None:
    assert deviations_apart(Estimate(1.0, 3.0), Estimate(11.0, 4.0)) == 2
    assert deviations_apart(Estimate(1.0, None), Estimate(1.0, 0.0)) == 0
    assert deviations_apart(Estimate(1.0, None), Estimate(2.0, None)) == math.inf
