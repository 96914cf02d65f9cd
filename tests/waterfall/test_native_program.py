"""A program's code: steps that only clear or copy cost nothing, and deals that differ in numbers share it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from chizai.deal.program import NONE, Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.waterfall.native_program import write_program
from chizai.waterfall.native_text import Text
from chizai.waterfall.vector import run_paths, run_vector
from chizai.waterfall.vector_paths import Asked, Detail, Reading, paths_of
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


def work(steps: Sequence[Step], kept: Sequence[int] = (RESULT,)) -> list[str]:
    """Name the instructions on vectors, in order, leaving out those that read and store numbers."""
    code = write_program(program_of(*steps), [Asked(slot) for slot in kept], Detail.PERIODS, 8).code
    moved = {"insertelement", "shufflevector", "load", "phi", "declare"}
    return [
        name for name in re.findall(r"= (?:call <.*?> @llvm\.)?(\w+)(?: s?\w+)?(?= <|\.v)", code) if name not in moved
    ]


@pytest.mark.parametrize(
    ("steps", "instructions", "expected"),
    [
        ([always(Op.CLEAR, RESULT), always(Op.COPY, RESULT, SMALL)], [], [3, 3]),
        (
            [always(Op.CLEAR, RESULT), always(Op.SHARE, RESULT, LARGE, 500_000)],
            ["sitofp", "fmuladd", "fptosi", "add"],
            [4, 4],
        ),
        ([always(Op.COPY, RESULT, LARGE), always(Op.GAP, RESULT, SMALL)], ["smin", "sub"], [6, 6]),
        (
            [always(Op.COPY, WORK, LARGE), always(Op.GAP, WORK, SMALL), always(Op.COPY, RESULT, WORK)],
            ["smin", "sub"],
            [6, 6],
        ),
        ([always(Op.LESS, RESULT, SMALL, LARGE)], ["icmp", "zext"], [1, 1]),
    ],
)
def test_steps_that_clear_or_copy_cost_nothing(steps: list[Step], instructions: list[str], expected: list[int]) -> None:
    assert work(steps) == instructions
    program = program_of(*steps)
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


def test_programs_that_differ_in_nothing_but_numbers_share_their_code() -> None:
    program = program_of(always(Op.ADD, RESULT, 0), always(Op.SHARE, RESULT, RESULT, 500_000))
    slots = tuple(replace(slot, opening_minor=slot.opening_minor + 1) for slot in program.slots)
    steps = (program.steps[0], replace(program.steps[1], c=30_000))
    other = replace(program, slots=slots, tables=((9, 7), (7, 8)), steps=steps)
    one, another = (plan_of(each, (Asked(RESULT),), Detail.PERIODS, 8) for each in (program, other))
    assert one.native is another.native
    assert one.terms.tolist() != another.terms.tolist()
    assert one.opening.tolist() != another.opening.tolist()
    inflows = np.zeros((N_PERIODS, 1), np.int64)
    for each in (program, other, program):  # each run is compared with the exact one
        assert run_vector(each, inflows, [RESULT]).closing(RESULT).shape == (N_PERIODS, 1)


def test_a_row_of_floats_and_one_of_whole_numbers_are_never_taken_for_one_another() -> None:
    text = Text(8)
    assert text.term((1, 1)) != text.term((1.0, 1.0))
    assert text.term((1, 1)) == text.term((1, 1))
    assert [row for _, row in text.terms] == [(1, 1), (1.0, 1.0)]


@pytest.mark.parametrize("span", [(0, 0), (1, 1), (1, 0)])
def test_steps_stand_in_their_periods_only(span: tuple[int, int]) -> None:
    first, last = span
    some = [
        Step(Op.COPY, WORK, LARGE, first_period=first, last_period=last),
        Step(Op.SHARE, RESULT, DUE, 500_000, first_period=first, last_period=last),
        Step(Op.PAY, CASH, DUE, e=OTHER, first_period=first, last_period=last),
    ]
    program = program_of(*some, always(Op.SHARE, RESULT, CASH, 500_000), *some, always(Op.SUM, RESULT, WORK))
    inflows = np.zeros((N_PERIODS, 1), np.int64)
    asked = [Asked(slot, reading) for slot in range(len(OPENING)) for reading in Reading]
    for detail in Detail:  # each run is compared with the exact one
        run = run_paths(program, paths_of(inflows), asked, detail)
        assert run.of(Asked(RESULT)).min() > 0
