"""Machine code over vectors of paths: equal to Python's own arithmetic at its extremes, however it is compiled."""

from collections.abc import Sequence
from datetime import date
from math import gcd
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from chizai.deal.bounds import overflows
from chizai.deal.program import NONE, RATIO_MAX, Input, InputKind, Op, Program, Slot, SlotKind, Step
from chizai.native import build
from chizai.units.daycount import YearFraction
from chizai.units.money import split_first_in_order
from chizai.units.rate import INT64_MAX, PPM, accrue_floor, share_floor
from chizai.waterfall import native_steps, vector_plan
from chizai.waterfall.exact import run_exact
from chizai.waterfall.native_bounds import largest_products
from chizai.waterfall.native_divide import SMALL
from chizai.waterfall.vector import VectorRun, run_paths, run_vector
from chizai.waterfall.vector_paths import Asked, Detail, Reading, paths_of

FRACTIONS = (YearFraction(92, 365), YearFraction(1, 1), YearFraction(184 * 365 + 181 * 366, 365 * 366))
LAST = len(FRACTIONS) - 1
A_FLOAT = 2**53
"""Whole numbers below it are floats without loss."""


def program_of(openings: Sequence[int], most: Sequence[int], steps: Sequence[Step]) -> Program:
    """Give a program of one period for each of `FRACTIONS`, whose inputs bring so much at most."""
    return Program(
        deal_id="made-up",
        currency="JPY",
        terms_sha256="",
        payment_dates=tuple(date(2026, 3 * month, 1) for month in range(1, 2 + LAST)),
        inputs=tuple(Input(InputKind.MONEY, str(number), each) for number, each in enumerate(most)),
        slots=tuple(Slot(SlotKind.WORK, str(number), opening) for number, opening in enumerate(openings)),
        tables=((5, 0, 10**6), (1, 1, 1)),
        fractions=(FRACTIONS,),
        steps=tuple(steps),
        clause_ids=(),
    )


def made_of(paths: Sequence[tuple[int, ...]], step: Step, slot: int, most: int = INT64_MAX) -> list[list[int]]:
    """Read each path's numbers into the slots from 0 on; give what the step makes of a slot, by path and period.

    Args:
        paths: the numbers.
        step: what is done with them.
        slot: what is read afterwards.
        most: the largest number that the first slot may be taken to hold.
    """
    n_read = len(paths[0])
    steps = [Step(Op.READ, number, number, last_period=LAST) for number in range(n_read)]
    steps += [Step(Op.CLEAR, number, last_period=LAST) for number in range(n_read, slot + 1)]
    mosts = [most, *(INT64_MAX,) * (n_read - 1)]
    program = program_of([0] * (max(n_read, slot + 1)), mosts, [*steps, step])
    brought = np.repeat(np.array(paths, np.int64).T[:, None, :], 1 + LAST, axis=1)
    made = run_vector(program, brought[0], [slot], observed=brought[1:]).closing(slot)
    return [[int(number) for number in path] for path in made.T]


@st.composite
def bases(draw: st.DrawFn, numerator: int, divisor: int, most: int) -> int:
    """Give a number whose product with the numerator often lies on a multiple of the divisor, or next to one."""
    common = gcd(numerator, divisor)
    step = divisor // common
    to_one = pow(numerator // common, -1, step) if step > 1 else 0
    base = step * draw(st.integers(0, most // step)) + to_one * draw(st.sampled_from((0, 1, -1))) % step
    return base if base <= most else draw(st.integers(0, most))


@pytest.mark.parametrize("largest", [INT64_MAX, 2**52, SMALL - 1, 2**40])
@given(data=st.data(), rate_ppm=st.integers(1, 2 * PPM), period=st.integers(0, LAST))
def test_accruals_and_shares_at_a_fixed_rate_are_pythons_for_all_products_of_63_bits(
    largest: int, data: st.DataObject, rate_ppm: int, period: int
) -> None:
    cancelled = gcd(rate_ppm, PPM)
    numerator = rate_ppm // cancelled * FRACTIONS[period].numerator
    most = largest // (rate_ppm // cancelled * max(each.numerator for each in FRACTIONS))
    base = bases(numerator, PPM // cancelled * FRACTIONS[period].denominator, most)
    paths = data.draw(st.lists(st.tuples(base), min_size=1, max_size=9))
    accrued = made_of(paths, Step(Op.ACCRUE, 1, 0, rate_ppm, 0, last_period=LAST), 1, most)
    assert accrued == [[accrue_floor(path[0], rate_ppm, fraction) for fraction in FRACTIONS] for path in paths]
    added = made_of([(*path, 7) for path in paths], Step(Op.ACCRUE, 1, 0, rate_ppm, 0, last_period=LAST), 1, most)
    assert added == [[7 + amount for amount in path] for path in accrued]
    shared = made_of(paths, Step(Op.SHARE, 1, 0, rate_ppm, last_period=LAST), 1, most)
    assert shared == [[share_floor(path[0], rate_ppm)] * (1 + LAST) for path in paths]


def falls_short(rate_ppm: int) -> int | None:
    """Find a base that accrues a whole number in the first period, though the product with a float rate falls short."""
    cancelled = gcd(rate_ppm, PPM)
    numerator = rate_ppm // cancelled * FRACTIONS[0].numerator
    divisor = PPM // cancelled * FRACTIONS[0].denominator
    step = divisor // gcd(numerator, divisor)
    for base in range(step, min(999 * step, 2**49 // numerator), step):
        if int(base * (numerator / divisor)) < base * numerator // divisor:
            return base
    return None


def test_accruals_are_pythons_where_a_float_falls_just_short_of_a_whole_number() -> None:
    found = [(rate_ppm, base) for rate_ppm in range(3125, 10**5, 3125) if (base := falls_short(rate_ppm)) is not None]
    assert found
    for rate_ppm, base in found:
        expected = [accrue_floor(base, rate_ppm, fraction) for fraction in FRACTIONS]
        accrual = Step(Op.ACCRUE, 1, 0, rate_ppm, 0, last_period=LAST)
        for most in (base, INT64_MAX):
            assert made_of([(base,)], accrual, 1, most) == [expected]


def test_a_large_product_is_not_divided_by_one_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_ppm = 999_983
    base = 9 * 10**12 - pow(rate_ppm, -1, PPM)  # its product is one less than a multiple of a million
    share = Step(Op.SHARE, 1, 0, rate_ppm, last_period=LAST)
    assert made_of([(base,)], share, 1, base) == [[share_floor(base, rate_ppm)] * (1 + LAST)]
    monkeypatch.setattr(native_steps, "SMALL", 2**63)
    monkeypatch.setattr(vector_plan, "plan_of", vector_plan.plan_of.__wrapped__)
    with pytest.raises(AssertionError, match="by period: exact"):
        made_of([(base,)], share, 1, base)


def test_products_are_bounded_in_the_periods_in_which_they_are_divided() -> None:
    accrual = Step(Op.ACCRUE, 1, 0, 20_000, 0, first_period=1, last_period=1)
    grown = Step(Op.SUM, 0, 0, last_period=LAST)
    program = program_of([1000, 0], [], [accrual, grown])
    assert largest_products(program) == (2 * 1000 * 1 * FRACTIONS[1].numerator, 0)


@st.composite
def at_rates(draw: st.DrawFn, fraction: YearFraction) -> tuple[int, int]:
    """Give a base and a rate, the result below 2^53 though the product may pass 63 bits."""
    rate_ppm = draw(st.integers(1, 2 * PPM) | st.integers(1, 1000 * PPM))
    most = min(INT64_MAX, (A_FLOAT - 1) * PPM // rate_ppm)
    return draw(bases(rate_ppm * fraction.numerator, PPM * fraction.denominator, most)), rate_ppm


@given(data=st.data(), period=st.integers(0, LAST))
def test_accruals_and_shares_at_a_rate_in_a_slot_are_pythons_for_all_results_below_2_to_the_53(
    data: st.DataObject, period: int
) -> None:
    paths = data.draw(st.lists(at_rates(FRACTIONS[period]), min_size=1, max_size=9))
    accrued = made_of(paths, Step(Op.ACCRUE_AT, 2, 0, 1, 0, last_period=LAST), 2)
    assert accrued == [[accrue_floor(*path, fraction) for fraction in FRACTIONS] for path in paths]
    scaled = made_of(paths, Step(Op.SCALE, 2, 0, 1, last_period=LAST), 2)
    assert scaled == [[share_floor(*path)] * (1 + LAST) for path in paths]


@st.composite
def parts_of_wholes(draw: st.DrawFn) -> tuple[int, int, int]:
    """Give part, whole and otherwise; the part often as small as a ratio allows, or one less."""
    most = INT64_MAX // 2
    whole = draw(
        st.integers(0, most) | st.integers(0, 10**9) | st.integers(0, most // PPM).map(lambda each: each * PPM)
    )
    ratio = draw(st.integers(0, 2 * PPM) | st.integers(0, 2 * RATIO_MAX))
    part = -(-ratio * whole // PPM) - draw(st.integers(0, 1))
    return part if 0 <= part <= most else draw(st.integers(0, most)), whole, draw(st.integers(0, RATIO_MAX))


@example([(9_223_372_036_855, 4_611_686_018_427_000_001, 0)])  # both products pass 63 bits, their difference does not
@given(st.lists(parts_of_wholes(), min_size=1, max_size=9))
def test_a_ratio_of_any_amounts_is_pythons(paths: list[tuple[int, int, int]]) -> None:
    expected = [min(RATIO_MAX, part * PPM // whole) if whole else otherwise for part, whole, otherwise in paths]
    made = made_of(paths, Step(Op.RATIO, 3, 0, 1, 2, last_period=LAST), 3)
    assert made == [[ratio] * (1 + LAST) for ratio in expected]


@st.composite
def splits(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Give an amount and dues that add up to less than 2^53; the parts often lie on whole units, or next to them."""
    common = draw(st.just(1) | st.integers(1, 10**6))
    total = draw(st.integers(3, (A_FLOAT - 1) // common) | st.just((A_FLOAT - 1) // common)) * common
    second = draw(st.integers(1, total // common - 1)) * common
    third = draw(st.integers(0, total - second))
    return draw(bases(second, total, total + 5)), total - second - third, second, third


@given(st.lists(splits(), min_size=1, max_size=9))
def test_a_split_of_any_amounts_below_2_to_the_53_is_pythons(paths: list[tuple[int, ...]]) -> None:
    parts = [made_of(paths, Step(Op.SPLIT, 1, 3, 0, last_period=LAST), due) for due in (1, 2, 3)]
    for path, *made in zip(paths, *parts, strict=True):
        assert [part[0] for part in made] == list(split_first_in_order(path[0], path[1:]))


N_SLOTS = 6
SLOTS = st.integers(0, N_SLOTS - 1)
OR_NONE = st.just(NONE) | SLOTS
PERIODS = st.integers(0, LAST)


@st.composite
def any_steps(draw: st.DrawFn) -> Step:
    """Give one step of any kind over `N_SLOTS` slots and two inputs."""
    op, one, other = draw(st.sampled_from(Op)), draw(SLOTS), draw(SLOTS)
    operands: tuple[int, ...]
    match op:
        case Op.PAY:
            a, b, c, d, e = draw(st.permutations(range(N_SLOTS)))[:5]
            present = draw(st.tuples(*(st.booleans(),) * 4))
            operands = (a, *(each if there else NONE for each, there in zip((b, c, d, e), present, strict=True)))
        case Op.SPLIT:
            n_dues = draw(st.integers(1, N_SLOTS))
            operands = (draw(st.integers(0, N_SLOTS - n_dues)), n_dues, one, draw(OR_NONE))
        case Op.COLLECT:
            operands = (one, (one + 1) % N_SLOTS, draw(st.sampled_from((NONE, 0, 1))), draw(OR_NONE))
        case Op.ADD | Op.READ:
            operands = (one, draw(st.integers(0, 1)))
        case Op.ACCRUE | Op.SHARE:
            operands = (one, other, draw(st.integers(1, 2 * PPM)), 0)
        case Op.ACCRUE_AT:
            operands = (one, other, draw(SLOTS), 0)
        case _:
            operands = (one, other, draw(SLOTS), draw(SLOTS))
    a, b, c, d, e = (*operands, NONE, NONE, NONE)[:5]
    first, last = sorted((draw(PERIODS), draw(PERIODS)))
    return Step(op, a, b, c, d, e, first_period=first, last_period=last)


@st.composite
def any_programs(draw: st.DrawFn) -> Program:
    openings = draw(st.lists(st.integers(0, 2000), min_size=N_SLOTS, max_size=N_SLOTS))
    program = program_of(openings, (10**4, 10**7), draw(st.lists(any_steps(), min_size=1, max_size=12)))
    assume(not overflows(program, "made-up"))
    return program


ALL = tuple(Asked(slot, reading) for slot in range(N_SLOTS) for reading in Reading)
INPUTS = np.random.default_rng(3).integers(0, (10**4, 10**7), (1 + LAST, 7, 2)).transpose(2, 0, 1)
INPUTS[:, :, ::3] = 0


def both_details(program: Program) -> tuple[VectorRun, VectorRun]:
    paths = paths_of(INPUTS[0], INPUTS[1:])
    return run_paths(program, paths, ALL, Detail.PERIODS), run_paths(program, paths, ALL, Detail.TOTALS)


def exactly(program: Program, path: int, asked: Asked) -> list[int]:
    """Give what the exact executor says of one thing asked for, by period."""
    run = run_exact(program, INPUTS[0, :, path].tolist(), INPUTS[1:, :, path].tolist())
    if asked.reading is Reading.CLOSING:
        return [run.closing(period, asked.slot) for period in range(1 + LAST)]
    paid = [0] * (1 + LAST)
    for done in run.done:
        step = program.steps[done.step]
        if step.op is Op.PAY and asked.slot == (step.b if asked.reading is Reading.PAID else step.e):
            paid[done.period] += done.amount_minor
    return paid


@given(any_programs())
def test_any_program_gives_what_the_exact_executor_gives_in_all_that_can_be_asked(program: Program) -> None:
    periods, totals = both_details(program)
    for path in range(INPUTS.shape[2]):
        for asked in ALL:
            expected = exactly(program, path, asked)
            assert periods.of(asked)[:, path].tolist() == expected
            assert totals.of(asked)[path] == (expected[-1] if asked.reading is Reading.CLOSING else sum(expected))


@pytest.mark.parametrize("is_wide", [True, False])
@given(any_programs())
def test_code_for_many_paths_gives_what_code_for_few_gives(is_wide: bool, program: Program) -> None:
    few = both_details(program)
    with patch.object(build, "MANY_PATHS", 1), patch.object(build, "has_wide_registers", lambda: is_wide):
        many = both_details(program)
    for one, other in zip(few, many, strict=True):
        assert (one.results_minor == other.results_minor).all()


def test_few_lanes_suffice_for_few_paths_and_narrow_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = []
    for is_wide in (True, False):
        monkeypatch.setattr(build, "has_wide_registers", lambda each=is_wide: each)
        lanes.append([build.lanes_for(n_paths) for n_paths in (build.MANY_PATHS, 1)])
    assert lanes == [[build.WIDE_LANES, build.LANES], [build.LANES, build.LANES]]


@pytest.mark.parametrize("n_paths", [1, 7, 8, 9, 16, 4096, 4099])
@pytest.mark.parametrize("detail", Detail)
def test_any_number_of_paths_in_any_layout_gives_the_same(n_paths: int, detail: Detail) -> None:
    steps = (Step(Op.READ, 0, 0, last_period=LAST), Step(Op.SUM, 1, 0, last_period=LAST))
    program, asked = program_of([0, 3], [10**6], steps), [Asked(1), Asked(0)]
    inflows = np.random.default_rng(7).integers(0, 10**6, (1 + LAST, n_paths))
    sums = 3 + inflows.cumsum(axis=0)
    for block in (inflows, np.asfortranarray(inflows), np.repeat(inflows, 2, axis=1)[:, ::2]):
        run = run_paths(program, paths_of(block), asked, detail)
        assert (run.of(asked[0]) == (sums[-1] if detail is Detail.TOTALS else sums)).all()
        assert (run.of(asked[1]) == (inflows[-1] if detail is Detail.TOTALS else inflows)).all()
