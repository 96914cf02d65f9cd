"""The exact executor: one path in whole numbers, with every step's operands kept so that each can be explained."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from chizai.deal.bounds import COLLECTIONS_MAX_MINOR
from chizai.deal.program import NONE, Op, Program, Step
from chizai.units.money import split_first_in_order
from chizai.units.rate import accrue_floor, share_floor


@dataclass(frozen=True, slots=True)
class Done:
    """What one step did in one period."""

    period: int
    """Counted from 0."""
    step: int
    """Number of the step in the program."""
    amount_minor: int
    """What it moved, accrued, or worked out."""
    operands_minor: tuple[int, ...]
    """The numbers that it decided on, in the order of the step's slots; absent ones are left out."""


@dataclass(frozen=True, slots=True)
class ExactRun:
    """A program carried out over all its periods."""

    program: Program
    inflows_minor: tuple[int, ...]
    """Collections by period, shape (n_periods,)."""
    balances_minor: tuple[tuple[int, ...], ...]
    """Slots at closing and after each period, shape (n_periods + 1, n_slots)."""
    done: tuple[Done, ...]
    """Every step carried out, in the order of time."""

    def opening(self, period: int, slot: int) -> int:
        """Give a slot before a period's first step."""
        return self.balances_minor[period][slot]

    def closing(self, period: int, slot: int) -> int:
        """Give a slot after a period's last step."""
        return self.balances_minor[period + 1][slot]

    def of_period(self, period: int) -> tuple[Done, ...]:
        """Give what was done in one period, in order."""
        start = bisect_left(self.done, period, key=attrgetter("period"))
        end = bisect_right(self.done, period, key=attrgetter("period"))
        return self.done[start:end]


def run_exact(program: Program, inflows_minor: Sequence[int]) -> ExactRun:
    """Carry out a program.

    Args:
        program: as `compile_deal` gives it.
        inflows_minor: what is collected in each period, shape (n_periods,), 0 or more.

    Raises:
        ValueError: there are more or fewer inflows than periods, or one is negative or past what was compiled for.
    """
    if len(inflows_minor) != len(program.payment_dates):
        raise ValueError(f"{len(inflows_minor)} inflows for {len(program.payment_dates)} periods")
    if not all(0 <= inflow <= COLLECTIONS_MAX_MINOR for inflow in inflows_minor):
        raise ValueError(f"an inflow lies outside 0 to {COLLECTIONS_MAX_MINOR:,} minor units")
    slots = [slot.opening_minor for slot in program.slots]
    balances = [tuple(slots)]
    done: list[Done] = []
    for period, inflow_minor in enumerate(inflows_minor):
        for number, step in enumerate(program.steps):
            if step.first_period <= period <= step.last_period:
                amount, operands = _CARRY_OUT[step.op](program, slots, step, period, inflow_minor)
                done.append(Done(period, number, amount, operands))
        balances.append(tuple(slots))
    return ExactRun(program, tuple(inflows_minor), tuple(balances), tuple(done))


_Did = tuple[int, tuple[int, ...]]
"""What a step moved or worked out, and the operands that it decided on."""


def _collect(_program: Program, slots: list[int], step: Step, _period: int, inflow_minor: int) -> _Did:
    slots[step.a] += inflow_minor
    slots[step.b] = inflow_minor
    return inflow_minor, ()


def _clear(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    slots[step.a] = 0
    return 0, ()


def _add(program: Program, slots: list[int], step: Step, period: int, _inflow: int) -> _Did:
    amount = program.tables[step.b][period]
    slots[step.a] += amount
    return amount, ()


def _sum(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    amount = slots[step.b]
    slots[step.a] += amount
    return amount, (amount,)


def _accrue(program: Program, slots: list[int], step: Step, period: int, _inflow: int) -> _Did:
    base = slots[step.b]
    amount = accrue_floor(base, step.c, program.fractions[step.d][period])
    slots[step.a] += amount
    return amount, (base,)


def _share(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    base = slots[step.b]
    amount = share_floor(base, step.c)
    slots[step.a] += amount
    return amount, (base,)


def _gap(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = max(0, slots[step.a] - slots[step.b])
    return slots[step.a], operands


def _least(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = min(operands)
    return slots[step.a], operands


def _split(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    dues = slots[step.a : step.a + step.b]
    available = slots[step.c] if step.d == NONE else min(slots[step.c], slots[step.d])
    parts = split_first_in_order(available, dues)
    slots[step.a : step.a + step.b] = parts
    return sum(parts), (available, *dues)


def _pay(_program: Program, slots: list[int], step: Step, _period: int, _inflow: int) -> _Did:
    operands = tuple(slots[slot] for slot in step.limiting)
    amount = min(operands)
    for slot in step.limiting:
        slots[slot] -= amount
    if step.e != NONE:
        slots[step.e] += amount
    return amount, operands


_CARRY_OUT: dict[Op, Callable[[Program, list[int], Step, int, int], _Did]] = {
    Op.COLLECT: _collect,
    Op.CLEAR: _clear,
    Op.ADD: _add,
    Op.SUM: _sum,
    Op.ACCRUE: _accrue,
    Op.SHARE: _share,
    Op.GAP: _gap,
    Op.LEAST: _least,
    Op.SPLIT: _split,
    Op.PAY: _pay,
}
