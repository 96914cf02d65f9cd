"""Quasi-random numbers and controls give the same prices with smaller errors, and stop when those are small enough."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from chizai.deal.program import Program
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_joint import joint_source
from chizai.metrics.engine_request import Engine, Request, Source
from chizai.metrics.expected_streams import expected_streams
from chizai.metrics.precision import (
    Control,
    Precise,
    control_of,
    controlled_estimates,
    run_until,
    standard_controls,
)
from chizai.metrics.qmc import Scramble, dimensions_of, market_directions, scrambled_source
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel

N_SCRAMBLES = 16


@pytest.fixture(scope="module")
def controlling(reference: Program, in_brief: Request) -> Request:
    return replace(in_brief, controls=standard_controls(reference, in_brief.factors[0]))


@pytest.fixture(scope="module")
def source(reference: Program, few_licences: JointModel) -> Source:
    return joint_source(compile_joint(few_licences, Rows()), 1, reference)


@pytest.fixture(scope="module")
def engine(controlling: Request, source: Source) -> Engine:
    return engine_of(controlling, source)


@pytest.fixture(scope="module")
def known(controlling: Request, few_licences: JointModel) -> NDArray[np.float64]:
    means = expected_streams(few_licences)
    assert means is not None
    assert controlling.controls is not None
    weighed: NDArray[np.float64] = np.einsum("kip,ip->k", controlling.controls, means)
    return weighed


@pytest.fixture(scope="module")
def control(engine: Engine, source: Source, known: NDArray[np.float64]) -> Control:
    return control_of(engine, run_engine(engine, source, (2**40, 2**40 + 4096)).moments, known)


def sources(reference: Program, model: JointModel) -> list[Source]:
    dimensions = dimensions_of(model, (1.0,) * 40, 8)
    joint = compile_joint(model, Rows(), given=dimensions.given)
    return [scrambled_source(joint, 5, reference, Scramble(dimensions, 5, n), n) for n in range(N_SCRAMBLES)]


def run(engine: Engine, sources_: list[Source], control: Control | None, n_threads: int = 1) -> Precise:
    return run_until(engine, sources_, (0.0, 0.0, 0.0), control, n_threads, 2**9)


def test_controls_leave_the_price_and_take_error_away(
    engine: Engine, source: Source, control: Control, known: NDArray[np.float64]
) -> None:
    moments = run_engine(engine, source, (0, 2**14), 2).moments
    for number, mean in zip(engine.request.control_numbers, known, strict=True):
        found = moments.estimate(number)
        assert found.standard_error is not None
        assert abs(found.mean - mean) < 4 * found.standard_error
    errors = []
    for place, estimate in enumerate(controlled_estimates(engine, moments, control)):
        plain = moments.estimate(4 * place)
        assert estimate.standard_error is not None
        assert plain.standard_error is not None
        assert abs(estimate.mean - plain.mean) < 4 * plain.standard_error
        errors.append(estimate.standard_error / plain.standard_error)
    assert max(errors) < 1
    assert errors[2] < 1 / 3  # what is left is for the holders of units, so that it follows collections


def test_scrambles_agree_with_plain_futures_and_say_how_far_they_are_off(
    reference: Program, few_licences: JointModel, engine: Engine, source: Source, control: Control
) -> None:
    plain = run_engine(engine, source, (0, 2**15), 2).moments
    for control_or_none in (None, control):
        found = run(engine, sources(reference, few_licences), control_or_none)
        assert (found.n_scrambles, found.n_paths, found.is_reached) == (N_SCRAMBLES, N_SCRAMBLES * 2**9, False)
        for place, estimate in enumerate(found.present_minor):
            other = plain.estimate(4 * place)
            assert estimate.standard_error is not None
            assert other.standard_error is not None
            error = (estimate.standard_error**2 + other.standard_error**2) ** 0.5
            assert abs(estimate.mean - other.mean) < 4.5 * error


def test_quasi_random_numbers_take_error_away(
    reference: Program, few_licences: JointModel, engine: Engine, source: Source
) -> None:
    # all else being equal: as many paths, drawn and spread
    plain = run_engine(engine, source, (0, N_SCRAMBLES * 2**9)).moments.estimate(8)
    found = run(engine, sources(reference, few_licences), None).present_minor[2]
    assert plain.standard_error is not None
    assert found.standard_error is not None
    assert found.standard_error < plain.standard_error / 2


def test_the_threads_change_no_bit(reference: Program, few_licences: JointModel, engine: Engine) -> None:
    one, many = (run(engine, sources(reference, few_licences), None, n_threads) for n_threads in (1, 7))
    assert one == many


def test_paths_double_until_the_error_is_small_enough(
    reference: Program, few_licences: JointModel, engine: Engine
) -> None:
    errors = [each.standard_error or 0.0 for each in run(engine, sources(reference, few_licences), None).present_minor]
    easy = run_until(engine, sources(reference, few_licences), [2 * each for each in errors])
    assert easy.is_reached
    assert easy.n_paths == N_SCRAMBLES * 2**9
    harder = run_until(engine, sources(reference, few_licences), [each / 1.2 for each in errors], most_paths=2**13)
    assert harder.is_reached
    assert harder.n_paths > easy.n_paths
    for each, error in zip(harder.present_minor, errors, strict=True):
        assert (each.standard_error or 0.0) <= error / 1.2


def test_what_cannot_be_run_is_refused(
    reference: Program, few_licences: JointModel, engine: Engine, source: Source, known: NDArray[np.float64]
) -> None:
    made = sources(reference, few_licences)
    with pytest.raises(ValueError, match="needs two"):
        run_until(engine, made[:1], (1.0, 1.0, 1.0))
    with pytest.raises(ValueError, match="2 errors are asked of 3"):
        run_until(engine, made, (1.0, 1.0))
    moments = run_engine(engine, source, (0, 64)).moments
    with pytest.raises(ValueError, match="known means"):
        control_of(engine, moments, known[:1])
    bare = replace(engine, request=replace(engine.request, controls=None))
    with pytest.raises(ValueError, match="known means"):
        control_of(bare, moments, np.zeros(0))


def test_directions_are_orthonormal_and_the_first_moves_the_pool_most(few_licences: JointModel) -> None:
    directions = market_directions(few_licences, (1.0,) * 40)
    assert directions.T @ directions == pytest.approx(np.eye(40), abs=1e-12)
    moves = np.zeros(40)
    for licence in few_licences.licences:
        left = np.zeros(40)
        for period in range(40):
            left *= licence.keep[period]
            left[period] += licence.spread[period]
            moves += licence.expected_minor[period] * left
    moved = np.abs(moves @ directions)
    assert moved.argmax() == 0
    assert moved[0] > 0.9 * np.linalg.norm(moves)


def test_normals_of_a_scramble_are_spread_evenly_and_others_are_not_the_same(few_licences: JointModel) -> None:
    model = replace(few_licences, licences=tuple(replace(e, level_deviation=0.1) for e in few_licences.licences))
    dimensions = dimensions_of(model, (1.0,) * 40, 8)
    assert dimensions.given == ("market", "events", "levels")
    assert dimensions.n_all == 8 + 3 + 4
    one, other = (Scramble(dimensions, 2, number).next(256) for number in range(2))
    assert one.events is not None
    assert other.events is not None
    assert one.levels is not None
    assert one.market is not None
    for row in (*one.events, *one.levels, *(dimensions.directions[:, :8].T @ one.market)):
        # one point of 256 in each of 256 parts of equal probability
        assert sorted((ndtr(row) * 256).astype(int).tolist()) == list(range(256))
    assert not (one.events == other.events).any()


def test_a_model_without_events_or_doubts_hands_in_the_market_alone(few_licences: JointModel) -> None:
    licences = tuple(replace(each, interruptions=()) for each in few_licences.licences)
    dimensions = dimensions_of(replace(few_licences, events=(), licences=licences), (1.0,) * 40)
    assert dimensions.given == ("market",)
    handed = Scramble(dimensions, 1, 0).next(64)
    assert handed.events is None
    assert handed.levels is None
