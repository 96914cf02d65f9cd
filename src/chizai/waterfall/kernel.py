"""The compiled loops of the vector executor: the ten operations over blocks of paths, one array row a slot.

All that is compiled stands in this file, because Numba's cache on disk sees the edits of the file of a function and of
no other. A step is a row of ten whole numbers: operation, a, b, c, d, e, first and last period, and the rate of ACCRUE
and SHARE cancelled against a million, as numerator and denominator. Slots have shape (n_slots, n_lanes).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from chizai.deal.program import NONE, Op

Numbers = NDArray[np.int64]

LANES = 256
"""Paths in the innermost loop: their slots stay in the processor's cache."""

COLLECT, CLEAR, ADD, SUM, ACCRUE, SHARE, GAP, LEAST, SPLIT, PAY = (int(op) for op in Op)
OPERATION, A, B, C, D, E, FIRST, LAST, NUMERATOR, DENOMINATOR = range(10)
ABSENT = int(NONE)


@njit(cache=True, nogil=True)
def run_paths(plan: tuple[Numbers, ...], inflows: Numbers, asked: Numbers, closing: Numbers, paths: Numbers) -> None:
    """Carry out a program over a range of paths.

    Args:
        plan: steps, shape (n_steps, 10); tables, shape (n_tables, n_periods); numerators and denominators of the
            fractions of a year, shape (n_day_counts, n_periods) each; slots at closing of the deal, shape (1, n_slots).
        inflows: shape (n_periods, n_paths).
        asked: numbers of slots, shape (n_asked,).
        closing: is filled with the slots asked for after each period, shape (n_periods, n_asked, n_paths).
        paths: the first path of the range, and the one after its last; shape (2,).
    """
    steps, tables, numerators, denominators, opening = plan
    n_slots = opening.shape[1]
    for start in range(paths[0], paths[1], LANES):
        stop = min(start + LANES, paths[1])
        slots = np.empty((n_slots, stop - start), np.int64)
        for slot in range(n_slots):
            slots[slot, :] = opening[0, slot]
        for period in range(inflows.shape[0]):
            for number in range(steps.shape[0]):
                step = steps[number]
                if step[FIRST] <= period <= step[LAST]:
                    table = tables[step[B], period] if step[OPERATION] == ADD else 0
                    if step[OPERATION] == ACCRUE:
                        fraction = numerators[step[D], period], denominators[step[D], period]
                    else:
                        fraction = np.int64(1), np.int64(1)
                    _carry_out(step, slots, inflows[period, start:stop], table, fraction)
            for index in range(asked.shape[0]):
                closing[period, index, start:stop] = slots[asked[index]]


@njit(cache=True, nogil=True)
def _carry_out(step: Numbers, slots: Numbers, inflow: Numbers, table: int, fraction: tuple[int, int]) -> None:
    operation, changed = step[OPERATION], slots[step[A]]
    if operation == PAY:
        _pay(step, slots)
    elif operation == SPLIT:
        _split(step, slots)
    elif operation == COLLECT:
        changed += inflow
        slots[step[B]] = inflow
    elif operation == CLEAR:
        changed[:] = 0
    elif operation == ADD:
        changed += table
    elif operation in (ACCRUE, SHARE):
        _share(changed, slots[step[B]], step[NUMERATOR] * fraction[0], step[DENOMINATOR] * fraction[1])
    else:
        _compare(operation, changed, slots[step[B]])


@njit(cache=True, nogil=True)
def _compare(operation: int, changed: Numbers, other: Numbers) -> None:
    """Carry out SUM, GAP and LEAST."""
    for lane in range(changed.shape[0]):
        if operation == SUM:
            changed[lane] += other[lane]
        elif operation == GAP:
            changed[lane] = max(0, changed[lane] - other[lane])
        else:
            changed[lane] = min(changed[lane], other[lane])


@njit(cache=True, nogil=True)
def _share(changed: Numbers, base: Numbers, numerator: int, denominator: int) -> None:
    for lane in range(changed.shape[0]):
        changed[lane] += base[lane] * numerator // denominator


@njit(cache=True, nogil=True)
def _pay(step: Numbers, slots: Numbers) -> None:
    """Take the least of source, due and caps off each of them, and give it to the receiver."""
    amounts = slots[step[A]].copy()
    for operand in range(B, E):
        if step[operand] != ABSENT:
            limit = slots[step[operand]]
            for lane in range(amounts.shape[0]):
                amounts[lane] = min(amounts[lane], limit[lane])
    for operand in range(A, E):
        if step[operand] != ABSENT:
            slots[step[operand]] -= amounts
    if step[E] != ABSENT:
        slots[step[E]] += amounts


@njit(cache=True, nogil=True)
def _split(step: Numbers, slots: Numbers) -> None:
    """Turn dues into the parts that are paid of them: floored, the left-over units to the first that can take them."""
    first, last = step[A], step[A] + step[B]
    for lane in range(slots.shape[1]):
        total, available = np.int64(0), slots[step[C], lane]
        for slot in range(first, last):
            total += slots[slot, lane]
        if step[D] != ABSENT:
            available = min(available, slots[step[D], lane])
        if available < total:
            left_over = available
            for slot in range(first, last):
                left_over -= _multiply_divide(available, slots[slot, lane], total)
            for slot in range(first, last):
                due = slots[slot, lane]
                part = _multiply_divide(available, due, total)
                more = min(left_over, due - part)
                slots[slot, lane] = part + more
                left_over -= more


@njit(cache=True, nogil=True)
def _multiply_divide(amount: np.int64, due: np.int64, total: np.int64) -> np.int64:
    """Give `amount * due // total` though the product may pass 63 bits; amount and due are at most total < 2^53.

    The quotient in floating point is off by a few units at most. The remainder that it leaves is small, so that it is
    right even where both products wrap around, and it says by how much.
    """
    quotient = np.int64(np.float64(amount) * np.float64(due) / np.float64(total))
    remainder = amount * due - quotient * total
    while remainder < 0:
        quotient -= 1
        remainder += total
    while remainder >= total:
        quotient += 1
        remainder -= total
    return quotient
