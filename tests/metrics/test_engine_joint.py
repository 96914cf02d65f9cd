"""Joint futures are drawn straight into what a program reads."""

from dataclasses import replace

import numpy as np
import pytest

from chizai.deal.program import COLLECTIONS_MAX_MINOR, Input, InputKind, Program
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_joint import draw_inputs, joint_source, stream_places
from chizai.metrics.engine_request import Request
from chizai.simulate.ask import Rows, Tilt
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import JointModel

RATE = Input(InputKind.RATE, "tibor", 10**6)
STREAM = Input(InputKind.COLLECTIONS, "other", COLLECTIONS_MAX_MINOR)


def two_streams(model: JointModel) -> JointModel:
    licences = (model.licences[0], *(replace(each, stream=1) for each in model.licences[1:]))
    return replace(model, licences=licences, n_streams=2, certain_minor=())


def test_streams_and_observations_stand_in_the_places_of_their_inputs(
    reference: Program, few_licences: JointModel
) -> None:
    joint = compile_joint(two_streams(few_licences), Rows())
    program = replace(reference, inputs=(reference.inputs[0], RATE, STREAM))
    assert stream_places(program) == (0, 2)
    source = joint_source(joint, 3, program, [range(40)])
    inputs = np.empty((3, 40, 9), np.int64)
    source.fill(5, 14, inputs, None)
    drawn = np.empty((2, 40, 9), np.int64)
    joint.draw(3, 5, 14, drawn)
    assert (inputs[[0, 2]] == drawn).all()
    assert (inputs[1] == np.arange(40)[:, None]).all()
    assert not source.is_weighted


def test_what_does_not_fit_the_program_is_refused(reference: Program, few_licences: JointModel) -> None:
    one, two = compile_joint(few_licences, Rows()), compile_joint(two_streams(few_licences), Rows())
    with pytest.raises(ValueError, match="2 streams and 0 observations for 1 and 0"):
        joint_source(two, 3, reference)
    with pytest.raises(ValueError, match="1 streams and 1 observations for 1 and 0"):
        joint_source(one, 3, reference, [range(40)])
    with pytest.raises(ValueError, match="40 periods"):
        joint_source(one, 3, replace(reference, inputs=(*reference.inputs, RATE)), [range(39)])


def test_tilted_futures_weigh_back_to_the_plain_means(
    reference: Program, few_licences: JointModel, in_brief: Request
) -> None:
    tilt = Tilt(market=(-0.1,) * 40)
    plain = joint_source(compile_joint(few_licences, Rows()), 5, reference)
    tilted = joint_source(compile_joint(few_licences, Rows(), tilt=tilt), 6, reference)
    n_paths = 2**14
    one, other = (run_engine(engine_of(in_brief, each), each, (0, n_paths), 2).moments for each in (plain, tilted))
    for number in (0, 4, 8):
        mine, yours = one.estimate(number), other.estimate(number)
        assert mine.standard_error is not None
        assert yours.standard_error is not None
        assert abs(mine.mean - yours.mean) < 5 * (mine.standard_error**2 + yours.standard_error**2) ** 0.5


def test_a_tilt_needs_room_for_weights(few_licences: JointModel) -> None:
    joint = compile_joint(few_licences, Rows(), tilt=Tilt(market=(0.1,) * 40))
    with pytest.raises(ValueError, match="log weights"):
        draw_inputs(joint, (0,), (1, 0, 8), np.empty((1, 40, 8), np.int64))
