"""Triggers as steps of the program: a test, two counters, and the flag that clauses read."""

from chizai.deal.builder import Builder
from chizai.deal.formula_steps import evaluate, inverse, less
from chizai.deal.measures import Trigger
from chizai.deal.program import Op, SlotKind
from chizai.deal.quantities import Kind


def pending(trigger: Trigger) -> str:
    """Name the slot in which a trigger waits for the next period."""
    return f"{trigger.id}:next-period"


def start_triggers(build: Builder) -> None:
    """Let triggers that waited for this period turn on and off."""
    for trigger in build.deal.triggers:
        if trigger.next_period:
            waiting = build.declare(SlotKind.STATE, pending(trigger))
            build.step(Op.COPY, build.slot(SlotKind.STATE, trigger.id), waiting)


def test_trigger(build: Builder, trigger: Trigger) -> None:
    """Test a trigger, and turn it on after enough breaches running, or off after enough periods without."""
    name = pending(trigger) if trigger.next_period else trigger.id
    state = build.slot(SlotKind.STATE, name)
    holds = evaluate(build, f"{trigger.id}:test", trigger.test, Kind.FLAG)
    build.step(Op.MOST, state, _counted(build, trigger, "breaches", holds, trigger.breach_periods))
    if trigger.cure_periods is not None:
        cured_by = inverse(build, trigger.id, holds)
        cured = _counted(build, trigger, "cures", cured_by, trigger.cure_periods)
        build.step(Op.GATE, state, inverse(build, trigger.id, cured))


def _counted(build: Builder, trigger: Trigger, what: str, flag: int, enough: int) -> int:
    """Give a slot that holds yes where a flag has been yes in enough periods running."""
    if enough == 1:
        return flag
    counter = build.declare(SlotKind.STATE, f"{trigger.id}:{what}")
    one = build.constant(f"{trigger.id}:one", 1)
    build.step(Op.SUM, counter, one)
    build.step(Op.GATE, counter, flag)
    most = build.constant(f"{trigger.id}:{what}-enough", enough)
    build.step(Op.LEAST, counter, most)
    return inverse(build, trigger.id, less(build, trigger.id, counter, most))
