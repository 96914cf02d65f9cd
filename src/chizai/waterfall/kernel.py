"""The loops of the vector executor: every operation over rows of paths, in plain Python that Numba can compile.

`kernel_build` compiles the functions of this file and of `kernel_divide` as they stand. All that they touch is rows of
whole numbers, `rows[number][index]`: arrays in Python, pointers in machine code, so that the machine code allocates
nothing, raises nothing, and needs neither Python nor Numba when it runs. A row of slots holds one number for each of
`LANES` paths.

A step here is a row of eleven numbers: operation, a, b, c, d, e, first and last period, the rows that add up what a PAY
pays off its due and what its receiver gets, and whether an ACCRUE makes its row anew. What differs from a program's
steps, `vector_plan` says. Nothing that is divided, or divides, is negative.
"""

from typing import TYPE_CHECKING, TypeAlias

from chizai.deal.program import NONE, Op
from chizai.waterfall.kernel_divide import LANES, accrue, accrue_at, part_of, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Row: TypeAlias = NDArray[np.int64]
    Rows: TypeAlias = Sequence[Row] | NDArray[np.int64]

COLLECT, CLEAR, ADD, SUM, ACCRUE, SHARE, GAP, LEAST, SPLIT, PAY = (int(op) for op in Op if op <= Op.PAY)
COPY, NOT, LESS, MOST, GATE, RATIO, SCALE, READ, ACCRUE_AT = (int(op) for op in Op if op > Op.PAY)
SET = 101
"""a becomes the period's number in table b. This and what follows are operations of the loops alone."""
PAY_DUE, PAY_DUE_TO, MOVE_TO, PAY_CAPPED, PAY_CAPPED_TO, PAY_LIMITED, PAY_LIMITED_TO = range(102, 109)
"""A PAY with one due; with one due and a receiver; with a cap that nobody needs any more and a receiver; with due and
cap, and with a receiver; with a due and a cap that nobody needs any more, and with a receiver."""
PAYS = (PAY, *range(PAY_DUE, 1 + PAY_LIMITED_TO))
OPERATION, A, B, C, D, E, FIRST, LAST, PAID, RECEIVED, IS_FRESH = range(11)
N_COLUMNS = 11
ABSENT = int(NONE)
SIZES, OPENING, ASKED = range(3)
IN_TWO = 2
N_STEPS, N_PERIODS, N_SLOTS, N_ASKED, N_RESULTS, N_PATHS = range(6)


def run_paths(steps: "Rows", tables: "Rows", frame: "Rows", inputs: "Rows", slots: "Rows", results: "Rows") -> None:
    """Carry out a program over paths.

    Args:
        steps: shape (n_steps, 11).
        tables: what depends on the period, shape (n_tables, n_periods).
        frame: three rows. Sizes: of steps, periods, slots, of what is asked for, of the periods of results (all, or 1:
            the last), and of paths, a multiple of `LANES`. The slots at closing of the deal. The slots asked for.
        inputs: what the program reads from outside, shape (n_inputs * n_periods, n_paths).
        slots: room for the slots and, behind them, for two rows of work and one for each due of the widest SPLIT; shape
            (n_rows, LANES).
        results: is filled with the slots asked for after each period of the results, shape (n_results * n_asked,
            n_paths).
    """
    sizes = frame[SIZES]
    n_periods, n_asked = sizes[N_PERIODS], sizes[N_ASKED]
    for start in range(0, sizes[N_PATHS], LANES):
        for slot in range(sizes[N_SLOTS]):
            _fill(slots[slot], frame[OPENING][slot])
        for period in range(n_periods):
            for number in range(sizes[N_STEPS]):
                step = steps[number]
                if step[FIRST] <= period <= step[LAST]:
                    if step[OPERATION] == READ:
                        _bring(slots[step[A]], inputs[step[B] * n_periods + period], start)
                    elif step[OPERATION] == COLLECT:
                        _collect(step, slots, inputs[step[C] * n_periods + period], start)
                    else:
                        _carry_out(step, slots, tables, period, sizes[N_SLOTS])
            result = period + sizes[N_RESULTS] - n_periods
            if result >= 0:
                for index in range(n_asked):
                    _give(results[result * n_asked + index], slots[frame[ASKED][index]], start)


def _carry_out(step: "Row", slots: "Rows", tables: "Rows", period: int, spare: int) -> None:
    """Carry out a step that reads no input; rows of work begin at the spare one."""
    operation = step[OPERATION]
    if operation == PAY:
        _pay(step, slots, slots[spare])
    elif operation >= PAY_DUE:
        _pay_at_once(step, slots)
    elif operation == SPLIT and step[B] == IN_TWO:
        _split_in_two(step, slots)
    elif operation == SPLIT:
        _split(step, slots, spare)
    else:
        _work(step, slots, tables, period)


def _bring(changed: "Row", brought: "Row", start: int) -> None:
    for lane in range(LANES):
        changed[lane] = brought[start + lane]


def _give(result: "Row", slot: "Row", start: int) -> None:
    for lane in range(LANES):
        result[start + lane] = slot[lane]


def _fill(changed: "Row", value: int) -> None:
    for lane in range(LANES):
        changed[lane] = value


def _collect(step: "Row", slots: "Rows", brought: "Row", start: int) -> None:
    cash, memo = slots[step[A]], slots[step[B]]
    if step[D] == ABSENT:
        _bring(memo, brought, start)
        _change(SUM, cash, memo)
    else:
        stopped = slots[step[D]]
        for lane in range(LANES):
            amount = brought[start + lane] if stopped[lane] == 0 else 0
            memo[lane] = amount
            cash[lane] += amount


def _work(step: "Row", slots: "Rows", tables: "Rows", period: int) -> None:
    """Carry out the steps that change one row."""
    operation, changed = step[OPERATION], slots[step[A]]
    if operation == CLEAR:
        _fill(changed, 0)
    elif operation == SET:
        _fill(changed, tables[step[B]][period])
    elif operation == ADD:
        amount = tables[step[B]][period]
        for lane in range(LANES):
            changed[lane] += amount
    elif operation == ACCRUE:
        accrue(changed, slots[step[B]], tables[step[C]][period], tables[step[D]][period], step[IS_FRESH])
    elif operation == ACCRUE_AT:
        fraction = tables[step[D]][period], tables[step[E]][period]
        accrue_at(changed, slots[step[B]], slots[step[C]], fraction[0], fraction[1])
    elif operation == RATIO:
        ratio(changed, slots[step[B]], slots[step[C]], slots[step[D]])
    elif operation in (COPY, NOT):
        _turn(operation, changed, slots[step[B]])
    elif step[A] == step[B]:
        _change(operation, changed, slots[step[C]])
    else:
        _make(operation, changed, slots[step[B]], slots[step[C]])


def _turn(operation: int, changed: "Row", other: "Row") -> None:
    """Carry out COPY and NOT."""
    if operation == COPY:
        for lane in range(LANES):
            changed[lane] = other[lane]
    else:
        for lane in range(LANES):
            changed[lane] = 1 if other[lane] == 0 else 0


def _change(operation: int, changed: "Row", other: "Row") -> None:  # noqa: C901 - one branch an operation
    """Change a row by one other: SUM, GAP, LEAST, MOST, GATE and LESS."""
    if operation == SUM:
        for lane in range(LANES):
            changed[lane] += other[lane]
    elif operation == GAP:
        for lane in range(LANES):
            changed[lane] = max(0, changed[lane] - other[lane])
    elif operation == LEAST:
        for lane in range(LANES):
            changed[lane] = min(changed[lane], other[lane])
    elif operation == MOST:
        for lane in range(LANES):
            changed[lane] = max(changed[lane], other[lane])
    elif operation == GATE:
        for lane in range(LANES):
            changed[lane] = changed[lane] if other[lane] != 0 else 0
    else:
        for lane in range(LANES):
            changed[lane] = 1 if changed[lane] < other[lane] else 0


def _make(operation: int, made: "Row", one: "Row", other: "Row") -> None:  # noqa: C901 - one branch an operation
    """Make a row out of two others, with the same operations: rows that may be one and the same are slower."""
    if operation == SUM:
        for lane in range(LANES):
            made[lane] = one[lane] + other[lane]
    elif operation == GAP:
        for lane in range(LANES):
            made[lane] = max(0, one[lane] - other[lane])
    elif operation == LEAST:
        for lane in range(LANES):
            made[lane] = min(one[lane], other[lane])
    elif operation == MOST:
        for lane in range(LANES):
            made[lane] = max(one[lane], other[lane])
    elif operation == GATE:
        for lane in range(LANES):
            made[lane] = one[lane] if other[lane] != 0 else 0
    else:
        for lane in range(LANES):
            made[lane] = 1 if one[lane] < other[lane] else 0


def _pay(step: "Row", slots: "Rows", amounts: "Row") -> None:
    """Take the least of source, due and caps off each of them, and add it to the receivers."""
    _turn(COPY, amounts, slots[step[A]])
    for operand in range(B, E):
        if step[operand] != ABSENT:
            _change(LEAST, amounts, slots[step[operand]])
    for operand in range(A, E):
        if step[operand] != ABSENT:
            changed = slots[step[operand]]
            for lane in range(LANES):
                changed[lane] -= amounts[lane]
    for operand in (E, PAID, RECEIVED):
        if step[operand] != ABSENT:
            _change(SUM, slots[step[operand]], amounts)


def _pay_at_once(step: "Row", slots: "Rows") -> None:
    """Carry out the common kinds of PAY, each in one pass."""
    operation, source, due = step[OPERATION], slots[step[A]], slots[step[B]]
    if operation == PAY_DUE:
        for lane in range(LANES):
            amount = min(source[lane], due[lane])
            source[lane] -= amount
            due[lane] -= amount
    elif operation == PAY_DUE_TO:
        receiver = slots[step[E]]
        for lane in range(LANES):
            amount = min(source[lane], due[lane])
            source[lane] -= amount
            due[lane] -= amount
            receiver[lane] += amount
    elif operation == MOVE_TO:
        receiver = slots[step[E]]
        for lane in range(LANES):
            amount = min(source[lane], due[lane])
            source[lane] -= amount
            receiver[lane] += amount
    else:
        _pay_with_cap(step, slots)


def _pay_with_cap(step: "Row", slots: "Rows") -> None:
    operation, source, due, cap = step[OPERATION], slots[step[A]], slots[step[B]], slots[step[C]]
    if operation == PAY_CAPPED:
        for lane in range(LANES):
            amount = min(source[lane], due[lane], cap[lane])
            source[lane] -= amount
            due[lane] -= amount
            cap[lane] -= amount
    elif operation == PAY_CAPPED_TO:
        receiver = slots[step[E]]
        for lane in range(LANES):
            amount = min(source[lane], due[lane], cap[lane])
            source[lane] -= amount
            due[lane] -= amount
            cap[lane] -= amount
            receiver[lane] += amount
    elif operation == PAY_LIMITED:
        for lane in range(LANES):
            amount = min(source[lane], due[lane], cap[lane])
            source[lane] -= amount
            due[lane] -= amount
    else:
        receiver = slots[step[E]]
        for lane in range(LANES):
            amount = min(source[lane], due[lane], cap[lane])
            source[lane] -= amount
            due[lane] -= amount
            receiver[lane] += amount


def _split(step: "Row", slots: "Rows", spare: int) -> None:
    """Turn dues into the parts that are paid of them: floored, the left-over units to the first that can take them."""
    total, left = slots[spare], slots[spare + 1]
    _turn(COPY, total, slots[step[A]])
    for index in range(1, step[B]):
        _change(SUM, total, slots[step[A] + index])
    _turn(COPY, left, slots[step[C]])
    if step[D] != ABSENT:
        _change(LEAST, left, slots[step[D]])
    _change(LEAST, left, total)
    for index in range(step[B]):
        due, part = slots[step[A] + index], slots[spare + 2 + index]
        for lane in range(LANES):
            part[lane] = part_of(left[lane], due[lane], total[lane])
    for index in range(step[B]):
        part = slots[spare + 2 + index]
        for lane in range(LANES):
            left[lane] -= part[lane]
    for index in range(step[B]):
        due, part = slots[step[A] + index], slots[spare + 2 + index]
        for lane in range(LANES):
            more = min(left[lane], due[lane] - part[lane])
            due[lane] = part[lane] + more
            left[lane] -= more


def _split_in_two(step: "Row", slots: "Rows") -> None:
    """Split between two: the second gets its part rounded down, the first all else.

    Is there less than what is due, a unit that both roundings leave over is the first's, for its own part was rounded
    down from less than its due.
    """
    first, second = slots[step[A]], slots[step[A] + 1]
    source, limit = slots[step[C]], slots[step[C] if step[D] == ABSENT else step[D]]
    for lane in range(LANES):
        total = first[lane] + second[lane]
        amount = min(source[lane], limit[lane], total)
        part = part_of(amount, second[lane], total)
        first[lane] = amount - part
        second[lane] = part
