"""What each step did to each slot: a run read slot by slot instead of step by step."""

from dataclasses import dataclass

from chizai.deal.program import Op, Step
from chizai.units.money import split_first_in_order
from chizai.waterfall.exact import Done, ExactRun


@dataclass(frozen=True, slots=True)
class Effect:
    """One step's doing to one slot."""

    done: Done
    change_minor: int
    """By how much the slot grew; below 0 if it fell."""


def effects(run: ExactRun, period: int, slot: int, before: int | None = None) -> tuple[Effect, ...]:
    """Give what changed a slot in one period, in order.

    A change of 0 is left out, except for collections, since that nothing came in is worth saying, and for what is set
    whatever it was before. The slot's opening value and all its changes make its closing value.

    Args:
        run: the run to read.
        period: counted from 0.
        slot: its number in the program.
        before: the step up to which to read, itself excluded; None for the whole period.
    """
    value = run.opening(period, slot)
    found = []
    for done in run.of_period(period):
        if done.step == before:
            break
        step = run.program.steps[done.step]
        change = _change(step, done, slot, value)
        if change or (step.a == slot and step.op in ASSIGNS | {Op.COLLECT}):
            found.append(Effect(done, change))
        value += change
    return tuple(found)


SETS = frozenset({Op.CLEAR, Op.GAP, Op.LEAST, Op.MOST, Op.GATE, Op.COPY, Op.NOT, Op.LESS, Op.RATIO, Op.READ})
"""The operations whose amount is what the slot holds afterwards."""

ASSIGNS = frozenset({Op.CLEAR, Op.COPY, Op.NOT, Op.LESS, Op.RATIO, Op.READ})
"""The operations after which it does not matter what a slot held before."""

GROWS = frozenset({Op.COLLECT, Op.ADD, Op.SUM, Op.ACCRUE, Op.SHARE, Op.SCALE, Op.ACCRUE_AT})
"""The operations whose amount is by how much the slot grows."""


def _change(step: Step, done: Done, slot: int, value: int) -> int:
    """Give what a step did to a slot that stood at a value."""
    match step.op:
        case Op.COLLECT if slot == step.b:
            return done.amount_minor - value
        case Op.SPLIT if step.a <= slot < step.a + step.b:
            available, *dues = done.operands_minor
            return split_first_in_order(available, dues)[slot - step.a] - value
        case Op.PAY if slot in step.limiting:
            return -done.amount_minor
        case Op.PAY if slot == step.e:
            return done.amount_minor
        case op if op in SETS and slot == step.a:
            return done.amount_minor - value
        case op if op in GROWS and slot == step.a:
            return done.amount_minor
        case _:
            return 0
