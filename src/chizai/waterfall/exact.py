"""The exact executor: one path in whole numbers, with every step's operands kept so that each can be explained."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from chizai.deal.program import NONE, RATIO_MAX, Op, Program, SlotKind, Step
from chizai.units.money import split_first_in_order
from chizai.units.rate import PPM, accrue_floor, share_floor


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
    """Collections of the program's first input by period, shape (n_periods,)."""
    observed: tuple[tuple[int, ...], ...]
    """The other inputs, in their order, shape (n_inputs - 1, n_periods)."""
    balances_minor: tuple[tuple[int, ...], ...]
    """Slots at closing and after each period, shape (n_periods + 1, n_slots)."""
    done: tuple[Done, ...]
    """Every step carried out, in the order of time."""

    def collected(self, period: int) -> int:
        """Give what a period collected, all streams in the deal's currency."""
        return self.closing(period, self.program.slot(SlotKind.INFLOW, ""))

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


def run_exact(program: Program, inflows_minor: Sequence[int], observed: Sequence[Sequence[int]] = ()) -> ExactRun:
    """Carry out a program.

    Args:
        program: as `compile_deal` gives it.
        inflows_minor: what the first input brings in each period, shape (n_periods,), 0 or more.
        observed: what the other inputs bring, in the order of the program, shape (n_inputs - 1, n_periods).

    Raises:
        ValueError: there are more or fewer numbers than inputs or periods, or one is negative or past what was compiled
            for.
    """
    inputs = (tuple(inflows_minor), *map(tuple, observed))
    _check_inputs(program, inputs)
    slots = [slot.opening_minor for slot in program.slots]
    balances = [tuple(slots)]
    done: list[Done] = []
    for period in range(len(program.payment_dates)):
        brought = tuple(row[period] for row in inputs)
        for number, step in enumerate(program.steps):
            if step.first_period <= period <= step.last_period:
                amount, operands = _CARRY_OUT[step.op](program, slots, step, period, brought)
                done.append(Done(period, number, amount, operands))
        balances.append(tuple(slots))
    return ExactRun(program, inputs[0], inputs[1:], tuple(balances), tuple(done))


def _check_inputs(program: Program, inputs: Sequence[Sequence[int]]) -> None:
    if len(inputs) != len(program.inputs):
        raise ValueError(f"numbers for {len(inputs)} inputs, but the program has {len(program.inputs)}")
    for row, each in zip(inputs, program.inputs, strict=True):
        name = f"{each.kind.name.lower()} {each.of}".strip()
        if len(row) != len(program.payment_dates):
            raise ValueError(f"{len(row)} numbers of {name} for {len(program.payment_dates)} periods")
        if not all(0 <= number <= each.most for number in row):
            raise ValueError(f"a number of {name} lies outside 0 to {each.most:,}")


Brought: TypeAlias = Sequence[int]
"""What each input brings in one period; shape (n_inputs,)."""

_Did = tuple[int, tuple[int, ...]]
"""What a step moved or worked out, and the operands that it decided on."""


def _collect(_program: Program, slots: list[int], step: Step, _period: int, brought: Brought) -> _Did:
    number = 0 if step.c == NONE else step.c
    amount = brought[number] if step.d == NONE or not slots[step.d] else 0
    slots[step.a] += amount
    slots[step.b] = amount
    return amount, ()


def _clear(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    slots[step.a] = 0
    return 0, ()


def _add(program: Program, slots: list[int], step: Step, period: int, _brought: Brought) -> _Did:
    amount = program.tables[step.b][period]
    slots[step.a] += amount
    return amount, ()


def _sum(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    amount = slots[step.b]
    slots[step.a] += amount
    return amount, (amount,)


def _accrue(program: Program, slots: list[int], step: Step, period: int, _brought: Brought) -> _Did:
    base = slots[step.b]
    amount = accrue_floor(base, step.c, program.fractions[step.d][period])
    slots[step.a] += amount
    return amount, (base,)


def _share(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    base = slots[step.b]
    amount = share_floor(base, step.c)
    slots[step.a] += amount
    return amount, (base,)


def _gap(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = max(0, slots[step.a] - slots[step.b])
    return slots[step.a], operands


def _least(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = min(operands)
    return slots[step.a], operands


def _split(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    dues = slots[step.a : step.a + step.b]
    available = slots[step.c] if step.d == NONE else min(slots[step.c], slots[step.d])
    parts = split_first_in_order(available, dues)
    slots[step.a : step.a + step.b] = parts
    return sum(parts), (available, *dues)


def _pay(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = tuple(slots[slot] for slot in step.limiting)
    amount = min(operands)
    for slot in step.limiting:
        slots[slot] -= amount
    if step.e != NONE:
        slots[step.e] += amount
    return amount, operands


def _copy(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    slots[step.a] = slots[step.b]
    return slots[step.a], (slots[step.b],)


def _not(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operand = slots[step.b]
    slots[step.a] = int(operand == 0)
    return slots[step.a], (operand,)


def _less(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.b], slots[step.c]
    slots[step.a] = int(operands[0] < operands[1])
    return slots[step.a], operands


def _most(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = max(operands)
    return slots[step.a], operands


def _gate(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.a], slots[step.b]
    slots[step.a] = operands[0] if operands[1] else 0
    return slots[step.a], operands


def _ratio(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = part, whole, otherwise = slots[step.b], slots[step.c], slots[step.d]
    slots[step.a] = min(RATIO_MAX, part * PPM // whole) if whole else otherwise
    return slots[step.a], operands


def _scale(_program: Program, slots: list[int], step: Step, _period: int, _brought: Brought) -> _Did:
    operands = slots[step.b], slots[step.c]
    amount = share_floor(*operands)
    slots[step.a] += amount
    return amount, operands


def _read(_program: Program, slots: list[int], step: Step, _period: int, brought: Brought) -> _Did:
    slots[step.a] = brought[step.b]
    return slots[step.a], ()


def _accrue_at(program: Program, slots: list[int], step: Step, period: int, _brought: Brought) -> _Did:
    operands = slots[step.b], slots[step.c]
    amount = accrue_floor(*operands, program.fractions[step.d][period])
    slots[step.a] += amount
    return amount, operands


_CARRY_OUT: dict[Op, Callable[[Program, list[int], Step, int, Brought], _Did]] = {
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
    Op.COPY: _copy,
    Op.NOT: _not,
    Op.LESS: _less,
    Op.MOST: _most,
    Op.GATE: _gate,
    Op.RATIO: _ratio,
    Op.SCALE: _scale,
    Op.READ: _read,
    Op.ACCRUE_AT: _accrue_at,
}
