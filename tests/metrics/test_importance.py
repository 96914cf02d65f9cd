"""Rare losses are found more often, and weigh as much as they should."""

import math
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from chizai.deal.program import Input, InputKind, Program
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_joint import joint_source
from chizai.metrics.engine_request import Request, factors_at_yield
from chizai.metrics.importance import (
    CYCLE,
    LEAST_SHIFT,
    SHARES_OF,
    Lean,
    Leant,
    deviations_apart,
    draw_leant,
    in_cells,
    laws_of,
    leaning_source,
    no_lean,
    rare_loss,
)
from chizai.metrics.importance_kinds import kinds_of
from chizai.metrics.importance_pilot import N_KINDS, lean_towards_loss, shared_out
from chizai.metrics.joint_inputs import JointInputs
from chizai.metrics.paths import Estimate
from chizai.metrics.stream_code import DEFAULT, LOST
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, JointModel, Rate

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


def test_where_hardly_a_path_loses_the_poorest_are_those_that_collect_least_whatever_a_drawn_rate_is(
    reference: Program, safer: JointModel, senior: Request
) -> None:
    rich = replace(
        safer, licences=tuple(replace(each, expected_minor=(10**11,) * safer.n_periods) for each in safer.licences)
    )
    plain = lean_towards_loss(rich, senior, "A", 3)
    rate = Rate(currency=0, forecast_ppm=(10**12,) * safer.n_periods, most_ppm=10**13)
    currency = Currency(id="USD", volatility_by_period=(0.1,) * safer.n_periods)
    moving = replace(rich, currencies=(currency,), rates=(rate,))
    program = replace(reference, inputs=(*reference.inputs, Input(InputKind.RATE, "spot", rate.most_ppm)))
    into = JointInputs(known=np.zeros((2, safer.n_periods), np.int64), streams=(0,), rates=(1,))
    found = lean_towards_loss(moving, replace(senior, program=program), "A", 3, into)
    assert found.shifts == plain.shifts
    assert (found.leant == plain.leant).all()


def leant(model: JointModel, lean: Lean, first: int, stop: int) -> tuple[Leant, np.ndarray]:
    inputs = np.empty((1, model.n_periods, stop - first), np.int64)
    into = JointInputs(known=np.zeros((1, model.n_periods), np.int64), streams=(0,))
    return draw_leant(laws_of(model, lean), into, (1, first, stop), inputs), inputs


def test_no_lean_is_the_true_law_but_for_rounding(safer: JointModel, senior: Request) -> None:
    lean, n_paths = no_lean(safer, senior.factors[0]), 12 * CYCLE
    drawn, _ = leant(safer, lean, 0, n_paths)
    weights = np.exp(drawn.log_weights)
    assert np.abs(drawn.log_weights).max() < math.log(2)
    assert weights.mean() == pytest.approx(1, abs=4.5 * weights.std() / math.sqrt(n_paths))
    assert drawn.along.mean() == pytest.approx(0, abs=LEAST_SHIFT + 4.5 / math.sqrt(n_paths))


def test_a_path_is_the_same_in_whatever_block_it_comes(safer: JointModel, lean: Lean) -> None:
    drawn, inputs = leant(safer, lean, 0, 3 * CYCLE)
    cuts = [0, 5, CYCLE - 1, CYCLE + 64, 3 * CYCLE]
    parts = [leant(safer, lean, *span) for span in pairwise(cuts)]
    assert (np.concatenate([each.bins for each, _ in parts], axis=-1) == drawn.bins).all()
    assert (np.concatenate([each.log_weights for each, _ in parts]) == drawn.log_weights).all()
    assert (np.concatenate([each for _, each in parts], axis=-1) == inputs).all()


def test_each_law_draws_its_share_and_weights_bring_the_true_law_back(safer: JointModel, lean: Lean) -> None:
    n_cycles = 12
    drawn, _ = leant(safer, lean, 0, n_cycles * CYCLE)
    law = np.tile(np.repeat(np.arange(len(lean.shifts)), lean.n_paths), n_cycles)
    n_events, n_bins = lean.edges.shape[0], lean.edges.shape[1] - 1
    for number, shift in enumerate(lean.shifts):
        mine = drawn.along[law == number]
        assert mine.mean() == pytest.approx(shift, abs=4.5 / math.sqrt(len(mine)))
        assert mine.std() == pytest.approx(1, abs=4.5 / math.sqrt(2 * len(mine)))
    weights = np.exp(drawn.log_weights)
    assert weights.max() < 1.01 * CYCLE / lean.n_paths[-1] * 2  # the last law is the true one but for its cells
    for event in range(n_events):
        for each in range(n_bins):
            lies = drawn.bins[event] == event * n_bins + each
            for number in range(len(lean.shifts)):
                of, share = lies[law == number], np.diff(lean.leant[number, event])[each]
                assert of.mean() == pytest.approx(share, abs=4.5 * math.sqrt(share * (1 - share) / len(of)) + 1e-12)
            weighed = lies * weights
            assert weighed.mean() == pytest.approx(
                np.diff(lean.edges[event])[each], abs=4.5 * weighed.std() / math.sqrt(len(law))
            )


def test_weights_are_the_true_density_over_that_of_all_laws(safer: JointModel, lean: Lean) -> None:
    drawn, _ = leant(safer, lean, 0, 200)
    n_bins = lean.edges.shape[1] - 1
    for path in range(200):
        density = 0.0
        for number, shift in enumerate(lean.shifts):
            each = math.exp(shift * drawn.along[path] - shift**2 / 2) * lean.n_paths[number] / CYCLE
            for event, row in enumerate(drawn.bins[:, path] % n_bins):
                each *= np.diff(lean.leant[number, event])[row] / np.diff(lean.edges[event])[row]
            density += each
        assert math.exp(-drawn.log_weights[path]) == pytest.approx(density, rel=1e-9)


def test_there_is_a_law_for_each_kind_of_loss_for_all_and_the_true_one(safer: JointModel, lean: Lean) -> None:
    assert len(lean.shifts) == len(lean.n_paths) == N_KINDS + 2
    assert lean.shifts[-1] == -LEAST_SHIFT
    assert np.abs(lean.leant[-1] - lean.edges).max() < 2**-7
    # losses make the events come that bring them
    common = lean.leant[-2, :, -2]
    assert (common > 0.9 * lean.edges[:, -2]).all()
    assert common.sum() > 1.5 * sum(each.has_come[-1] for each in safer.events)


def test_paths_are_shared_out_in_whole_vectors_with_some_for_each() -> None:
    assert shared_out([1.0]) == (CYCLE,)
    shares = shared_out([0.6, 0.0, 0.1, 0.3])
    assert sum(shares) == CYCLE
    assert all(each >= SHARES_OF and each % SHARES_OF == 0 for each in shares)
    assert shares[0] > shares[3] > shares[2] > shares[1]


def test_kinds_of_losses_that_are_planted_are_told_apart() -> None:
    chance = np.random.default_rng(5)
    n_paths = 4000
    kind = chance.random(n_paths) < 0.3
    bins = np.where(kind, chance.integers(0, 2, (4, n_paths)), chance.integers(1, 3, (4, n_paths)))
    along = chance.standard_normal(n_paths) + np.where(kind, -3.0, 0.0)
    counts = np.full(n_paths, 1 / n_paths)
    found = kinds_of(along, bins, counts, (2, 3), np.random.default_rng(6))
    order = np.argsort(found.along)
    assert found.parts[order] == pytest.approx([0.3, 0.7], abs=0.05)
    assert found.along[order] == pytest.approx([-3.0, 0.0], abs=0.2)
    assert np.abs(found.bins[order[0]] - [0.5, 0.5, 0.0]).max() < 0.06
    assert np.abs(found.bins[order[1]] - [0.0, 0.5, 0.5]).max() < 0.06
    assert found.common_along == pytest.approx(along.mean())
    alone = kinds_of(along, bins, counts, (1, 3), np.random.default_rng(6))
    assert alone.bins[0] == pytest.approx(found.common_bins)
    assert alone.parts.tolist() == [1.0]


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
    assert min(lean.shifts) < -1
    source = leaning_source(model, lean, 4, reference)
    found = rare_loss(run_engine(engine_of(senior, source), source, (0, 2**13)), senior, "A")
    plain = joint_source(compile_joint(model, Rows()), 5, reference)
    other = run_engine(engine_of(senior, plain), plain, (0, 2**15), 2).moments
    assert deviations_apart(found.expected_loss_minor, other.estimate(LOST)) < 4.5


def test_a_class_that_never_loses_has_no_effective_losses(
    reference: Program, safer: JointModel, senior: Request
) -> None:
    rich = replace(safer, licences=tuple(replace(e, interruptions=(), spread=(0.0,) * 40) for e in safer.licences))
    source = leaning_source(rich, no_lean(rich, senior.factors[0]), 4, reference)
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


def test_where_nothing_depends_on_the_market_all_directions_are_alike(safer: JointModel, senior: Request) -> None:
    apart = replace(
        safer,
        events=tuple(replace(each, market_loading=0.0) for each in safer.events),
        licences=tuple(replace(each, market_weight=0.0) for each in safer.licences),
    )
    lean = no_lean(apart, senior.factors[0])
    assert lean.direction == pytest.approx(np.full(40, 40**-0.5))
