"""Steps that are taken into one another: fewer of them, and the same numbers after each period."""

from datetime import date

import numpy as np
import pytest

from chizai.deal.program import NONE, Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.waterfall import kernel
from chizai.waterfall.vector import run_vector
from chizai.waterfall.vector_paths import Asked, Detail
from chizai.waterfall.vector_plan import plan_of

N_PERIODS = 2
SMALL, LARGE, CASH, DUE, RESULT, FLAG, WORK, OTHER = range(8)
OPENING = (3, 9, 100, 40, 0, 5, 0, 0)


def program_of(*steps: Step) -> Program:
    return Program(
        deal_id="made-up",
        currency="JPY",
        terms_sha256="",
        payment_dates=tuple(date(2026, month, 1) for month in range(1, 1 + N_PERIODS)),
        inputs=(Input(InputKind.COLLECTIONS, "", 100),),
        slots=tuple(Slot(SlotKind.WORK, str(number), opening) for number, opening in enumerate(OPENING)),
        tables=((7, 7), (7, 8)),
        fractions=(),
        steps=tuple(steps),
        clause_ids=(),
    )


def always(op: Op, *operands: int) -> Step:
    a, b, c, d, e = (*operands, NONE, NONE, NONE, NONE)[:5]
    return Step(op, a, b, c, d, e, last_period=N_PERIODS - 1)


@pytest.mark.parametrize(
    ("steps", "operations", "expected"),
    [
        # a constant is a row that is set once; what only copies it is left out
        ([always(Op.CLEAR, WORK), always(Op.ADD, WORK, 0), always(Op.SUM, RESULT, WORK)], [kernel.SUM], [7, 14]),
        ([always(Op.CLEAR, RESULT), always(Op.ADD, RESULT, 1)], [kernel.SET], [7, 8]),
        ([always(Op.CLEAR, RESULT), always(Op.SUM, RESULT, SMALL)], [kernel.COPY], [3, 3]),
        ([always(Op.CLEAR, RESULT), always(Op.SHARE, RESULT, LARGE, 500_000)], [kernel.ACCRUE], [4, 4]),
        ([always(Op.COPY, RESULT, LARGE), always(Op.GAP, RESULT, SMALL)], [kernel.GAP], [6, 6]),
        (
            [always(Op.COPY, WORK, LARGE), always(Op.GAP, WORK, SMALL), always(Op.COPY, RESULT, WORK)],
            [kernel.GAP],
            [6, 6],
        ),
        ([always(Op.CLEAR, RESULT), always(Op.COPY, RESULT, SMALL)], [kernel.COPY], [3, 3]),
        # nobody needs it
        ([always(Op.LESS, WORK, SMALL, LARGE), always(Op.COPY, RESULT, SMALL)], [kernel.COPY], [3, 3]),
        (
            [always(Op.LESS, FLAG, SMALL, LARGE), always(Op.NOT, WORK, FLAG), always(Op.NOT, RESULT, WORK)],
            [kernel.LESS],
            [1, 1],
        ),
    ],
)
def test_steps_are_taken_into_one_another(steps: list[Step], operations: list[int], expected: list[int]) -> None:
    program = program_of(*steps)
    plan = plan_of(program, (Asked(RESULT),), Detail.PERIODS)
    assert plan.steps[:, kernel.OPERATION].tolist() == operations
    assert run_vector(program, np.zeros((N_PERIODS, 1), np.int64), [RESULT]).closing(RESULT)[:, 0].tolist() == expected


ONCE = Step(Op.COPY, WORK, SMALL)


@pytest.mark.parametrize(
    "steps",
    [
        # what is copied changes before the copy is read
        [always(Op.COPY, WORK, CASH), always(Op.PAY, CASH, DUE), always(Op.COPY, RESULT, WORK)],
        [always(Op.COPY, RESULT, CASH), always(Op.PAY, CASH, DUE), always(Op.GAP, RESULT, SMALL)],
        # the copy lasts longer than the period in which it is made
        [ONCE, always(Op.SUM, RESULT, WORK)],
        [always(Op.SUM, RESULT, WORK), always(Op.COPY, WORK, LARGE)],
        [Step(Op.CLEAR, RESULT), always(Op.SUM, RESULT, SMALL)],
        # what is made is read by more than the copy
        [always(Op.LESS, WORK, SMALL, LARGE), always(Op.COPY, RESULT, WORK), always(Op.SUM, RESULT, WORK)],
        # the copy holds something else before
        [always(Op.SHARE, WORK, RESULT, 500_000), always(Op.SUM, RESULT, LARGE), always(Op.COPY, RESULT, WORK)],
        [always(Op.CLEAR, WORK), always(Op.SHARE, WORK, RESULT, 500_000), always(Op.COPY, RESULT, WORK)],
        # a number that is no yes or no
        [always(Op.NOT, WORK, FLAG), always(Op.NOT, RESULT, WORK)],
        [always(Op.NOT, WORK, FLAG), always(Op.NOT, RESULT, WORK), always(Op.LESS, FLAG, SMALL, LARGE)],
        [
            always(Op.LESS, FLAG, SMALL, LARGE),
            always(Op.NOT, WORK, FLAG),
            always(Op.CLEAR, FLAG),
            always(Op.NOT, RESULT, WORK),
        ],
        # caps that are still needed, and one that is not
        [always(Op.PAY, CASH, DUE, LARGE), always(Op.COPY, RESULT, LARGE)],
        [always(Op.COPY, WORK, LARGE), always(Op.PAY, CASH, DUE, WORK, NONE, RESULT)],
        [always(Op.COPY, WORK, LARGE), always(Op.COPY, OTHER, SMALL), always(Op.PAY, CASH, DUE, WORK, OTHER, RESULT)],
    ],
)
def test_what_must_not_be_taken_together_is_left(steps: list[Step]) -> None:
    program = program_of(*steps)
    inflows = np.zeros((N_PERIODS, 1), np.int64)
    for kept in ([RESULT], [CASH, DUE, RESULT], range(len(OPENING))):  # each run is compared with the exact one
        assert run_vector(program, inflows, kept).closing(RESULT).shape == (N_PERIODS, 1)


def test_slots_that_are_never_in_use_together_share_a_row() -> None:
    steps = [
        step
        for work in (FLAG, WORK, OTHER)
        for step in (always(Op.LESS, work, SMALL, LARGE), always(Op.SUM, RESULT, work), always(Op.LEAST, RESULT, work))
    ]
    plan = plan_of(program_of(*steps), (Asked(RESULT),), Detail.PERIODS)
    made = plan.steps[plan.steps[:, kernel.OPERATION] == kernel.LESS]
    assert len(set(made[:, kernel.A].tolist())) == 1
    assert len(plan.opening) == 1 + len({SMALL, LARGE, RESULT})
