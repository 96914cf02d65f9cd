"""The vector executor equals the exact one, cell by cell, on deals made of every construct; a slip in either shows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import Op, Program, Step
from chizai.deal.text import read_deal
from chizai.units.daycount import YearFraction
from chizai.units.rate import PPM
from chizai.units.result import Ok
from chizai.waterfall import exact, native_divide, native_steps, vector_plan
from chizai.waterfall.exact import run_exact
from chizai.waterfall.native_bounds import largest_products, rate_of
from chizai.waterfall.native_text import Text
from chizai.waterfall.vector import run_vector

Cases: TypeAlias = Callable[..., st.SearchStrategy[Any]]
Inputs: TypeAlias = Sequence[Sequence[Sequence[int]]]


def assert_agree(program: Program, inputs: Inputs, other: Program | None = None) -> None:
    """Compare what every slot holds after every period on every path; shape of inputs (n_paths, n_inputs, n_periods).

    Args:
        program: for the exact executor.
        inputs: what each path brings.
        other: for the vector executor, if it is to be another.
    """
    block = np.moveaxis(np.array(inputs, np.int64), 0, -1)
    vector = run_vector(other or program, block[0], range(len(program.slots)), observed=block[1:])
    for path, brought in enumerate(inputs):
        run = run_exact(program, brought[0], brought[1:])
        expected = np.array(run.balances_minor[1:], np.int64)
        found = vector.results_minor[:, :, path]
        differs = np.argwhere(expected != found)
        cells = [(int(period), program.slots[slot].label) for period, slot in differs[:5]]
        assert not cells, f"path {path} differs in {cells}"


@settings(max_examples=500)
@given(data=st.data())
def test_every_slot_of_every_path_is_the_exact_one(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(3))
    assert_agree(case.program, case.inputs)


@settings(max_examples=500)
@given(data=st.data())
def test_paths_next_to_each_other_do_not_touch_each_other(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(2))
    one, other = case.inputs
    assert_agree(case.program, [one, other, one, other, one])


@given(data=st.data())
def test_no_product_that_is_divided_passes_its_bound(language_case: Cases, data: st.DataObject) -> None:
    case = data.draw(language_case(2))
    largest = largest_products(case.program)
    for brought in case.inputs:
        for done in run_exact(case.program, brought[0], brought[1:]).done:
            step = case.program.steps[done.step]
            if step.op in {Op.ACCRUE, Op.SHARE}:
                assert done.operands_minor[0] * rate_of(case.program, step)[0][done.period] <= largest[done.step]


# Numbers that leave a remainder in every division.
FIXED = """
id = "fixed"
title = "Fixed"
title_ja = "端数"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2026-01-01, months = 3, business_days = "every-day" }
parties = [{ id = "p", role = "servicer", name = "P" }]
accounts = [{ id = "cash" }]
fees = [{ id = "fee", payee = "p", collections_ppm = 33_333 }]
observations = [{ id = "index", unit = "rate", reporter = "p", most = 1_000_000 }]

[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000_000_003
unit_minor = 1
coupon_ppm_annual = 31_313

[[classes]]
id = "B"
kind = "note"
balance_minor = 777_777_777
unit_minor = 1
coupon_ppm_annual = 10_001
floating = { index = "index" }

[[clauses]]
id = "fee-clause"
pay = "fee"
to = ["fee"]
source = "cash"

[[clauses]]
id = "interest"
pay = "interest"
to = ["A", "B"]
source = "cash"
order = "pro-rata"

[[clauses]]
id = "principal"
pay = "principal"
to = ["A", "B"]
source = "cash"
order = "pro-rata"
limit = "ratio(principal(A), principal(B), 1.0) * cash(cash)"

[[clauses]]
id = "rest"
pay = "residual"
to = ["p"]
source = "cash"
limit = "observed(index) * cash(cash)"

[[clauses]]
id = "last"
pay = "residual"
to = ["A"]
source = "cash"
"""
BROUGHT = (
    ((10_000_003, 7_777_777, 5_000_001, 123_456_789), (12_345, 54_321, 7, 99_999)),
    ((500_001, 3, 30_000_007, 90_000_001), (1, 333_333, 0, 77_777)),
)


@pytest.fixture
def fixed() -> Program:
    read = read_deal(FIXED)
    assert isinstance(read, Ok), read
    return compiled(read.value)


def compiled(deal: Deal) -> Program:
    program = compile_deal(deal)
    assert isinstance(program, Ok), program
    return program.value


def accrued_up(balance: int, rate_ppm: int, fraction: YearFraction) -> int:
    return -(-balance * rate_ppm * fraction.numerator // (fraction.denominator * PPM))


def shared_up(amount: int, rate_ppm: int) -> int:
    return -(-amount * rate_ppm // PPM)


def left_over_to_the_last(amount: int, dues: Sequence[int]) -> tuple[int, ...]:
    total = sum(dues)
    parts = [min(amount, total) * due // total if total else 0 for due in dues]
    parts[-1] += min(amount, total) - sum(parts)
    return tuple(parts)


def ratio_up(_program: Program, slots: list[int], step: Step, _period: int, _brought: Sequence[int]) -> Any:
    part, whole, otherwise = slots[step.b], slots[step.c], slots[step.d]
    slots[step.a] = -(-part * PPM // whole) if whole else otherwise
    return slots[step.a], (part, whole, otherwise)


def test_a_deal_that_divides_with_remainders_agrees(fixed: Program) -> None:
    assert {Op.ACCRUE, Op.ACCRUE_AT, Op.SHARE, Op.SCALE, Op.RATIO, Op.SPLIT} <= {step.op for step in fixed.steps}
    assert_agree(fixed, BROUGHT)


@pytest.mark.parametrize(
    ("name", "flipped"),
    [("accrue_floor", accrued_up), ("share_floor", shared_up), ("split_first_in_order", left_over_to_the_last)],
)
def test_a_flipped_rounding_in_the_exact_executor_is_found(
    fixed: Program, monkeypatch: pytest.MonkeyPatch, name: str, flipped: Callable[..., Any]
) -> None:
    monkeypatch.setattr(exact, name, flipped)
    with pytest.raises(AssertionError, match="by period: exact"):
        assert_agree(fixed, BROUGHT)


def test_a_ratio_that_is_rounded_up_in_the_exact_executor_is_found(
    fixed: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exact._CARRY_OUT, Op.RATIO, ratio_up)  # noqa: SLF001 - the mutation under test
    with pytest.raises(AssertionError, match="by period: exact"):
        assert_agree(fixed, BROUGHT)


def cut_off_one_up(text: Text, number: str) -> str:
    return text.plus(text.say(f"fptosi {text.floats} {number} to {text.wholes}"), text.constant(1))


def less_or_equal(text: Text, relation: str, one: str, other: str) -> str:
    relations = {"slt": "sle", "sge": "sgt"}
    return text.say(f"icmp {relations.get(relation, relation)} {text.wholes} {one}, {other}")


def greatest(text: Text, one: str, other: str) -> str:
    return text.most(one, other)


def part_up(text: Text, amount: str, due: str, total: str) -> str:
    return text.plus(native_divide.part_of(text, amount, due, total), text.constant(1))


@pytest.mark.parametrize(
    ("place", "name", "flipped"),
    [
        (Text, "cut_off", cut_off_one_up),
        (Text, "compare", less_or_equal),
        (Text, "least", greatest),
        (native_divide, "MOST_RATIO", 999_999),
        (native_divide, "HALF", 1e9),
        (native_divide, "LOWERED", 1.0 + 1e-6),
        (native_steps, "part_of", part_up),
    ],
)
def test_a_slip_in_the_code_of_the_vector_executor_is_found(
    fixed: Program, monkeypatch: pytest.MonkeyPatch, place: object, name: str, flipped: Any
) -> None:
    monkeypatch.setattr(vector_plan, "plan_of", vector_plan.plan_of.__wrapped__)
    assert_agree(fixed, BROUGHT)
    monkeypatch.setattr(place, name, flipped)
    with pytest.raises(AssertionError, match="by period: exact"):
        assert_agree(fixed, BROUGHT)


def rates(program: Program) -> list[int]:
    return [number for number, step in enumerate(program.steps) if step.op in {Op.ACCRUE, Op.SHARE}]


def test_a_rate_that_is_off_by_one_ppm_in_one_of_them_is_found(fixed: Program) -> None:
    assert len(rates(fixed)) >= 3
    found = []
    for number in rates(fixed):
        steps = list(fixed.steps)
        steps[number] = replace(steps[number], c=steps[number].c + 1)
        with pytest.raises(AssertionError, match="differs in"):
            assert_agree(fixed, [BROUGHT[0]] * 2, replace(fixed, steps=tuple(steps)))
        found.append(number)
    assert found == rates(fixed)
