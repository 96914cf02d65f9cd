"""What each step did to each slot: a run read slot by slot instead of step by step."""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.deal.program import Op
from chizai.units.money import split_first_in_order
from chizai.waterfall.exact import Done, ExactRun, limiting_slots


@dataclass(frozen=True, slots=True)
class Effect:
    """One step's doing to one slot."""

    done: Done
    change_minor: int
    """By how much the slot grew; below 0 if it fell."""


def effects(run: ExactRun, period: int, slot: int) -> tuple[Effect, ...]:
    """Give all that changed a slot in one period, in order; a change of 0 is left out.

    The slot's opening value and its changes make its closing value.
    """
    value = run.opening(period, slot)
    found = []
    for done in run.of_period(period):
        for change in _changes(run, done, slot, value):
            if change:
                found.append(Effect(done, change))
            value += change
    return tuple(found)


def level_before(run: ExactRun, period: int, slot: int, step: int) -> int:
    """Give a slot as a step found it."""
    changes = [effect.change_minor for effect in effects(run, period, slot) if effect.done.step < step]
    return run.opening(period, slot) + sum(changes)


def _changes(run: ExactRun, done: Done, slot: int, value: int) -> Iterator[int]:
    """Yield what a step did to a slot that stood at a value."""
    step = run.program.steps[done.step]
    match step.op:
        case Op.CLEAR if slot == step.a:
            yield -value
        case Op.GAP | Op.LEAST if slot == step.a:
            yield done.amount_minor - value
        case Op.SPLIT if step.a <= slot < step.a + step.b:
            available, *dues = done.operands_minor
            yield split_first_in_order(available, dues)[slot - step.a] - value
        case Op.COLLECT | Op.ADD | Op.SUM | Op.ACCRUE | Op.SHARE if slot == step.a:
            yield done.amount_minor
        case Op.COLLECT if slot == step.b:
            yield done.amount_minor - value
        case Op.PAY if slot in limiting_slots(step):
            yield -done.amount_minor
        case Op.PAY if slot == step.e:
            yield done.amount_minor
