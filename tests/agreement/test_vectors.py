"""The shared vectors are what the exact executor says, use every operation, and come out the same in all three."""

import pytest
from tests.agreement.agree import assert_all_agree
from tests.agreement.vectors import FOLDER, SOURCES, made, read_vector

from chizai.deal.program import Op
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vault_codec import lasting


@pytest.mark.parametrize("name", SOURCES)
def test_a_vector_is_what_the_exact_executor_says(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == made(name)
    vector = read_vector(name)
    kept = lasting(vector.program)
    for brought, closings in zip(vector.inputs, vector.closings, strict=True):
        run = run_exact(vector.program, brought[0], brought[1:])
        assert [[row[slot] for slot in kept] for row in run.balances_minor[1:]] == closings


@pytest.mark.parametrize("name", SOURCES)
def test_a_vector_comes_out_the_same_in_all_three(name: str) -> None:
    vector = read_vector(name)
    for brought in vector.inputs:
        assert_all_agree(vector.program, brought)


def test_the_vectors_use_every_operation() -> None:
    steps = {step.op for name in SOURCES for step in read_vector(name).program.steps}
    assert steps == set(Op)
