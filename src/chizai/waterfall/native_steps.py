"""What each operation of a program becomes in machine code: instructions over vectors of paths."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce

from chizai.deal.program import NONE, Op, Program, Step
from chizai.waterfall.native_bounds import largest_products, rate_of
from chizai.waterfall.native_divide import SMALL, accrue, accrue_at, accrue_small, part_of, ratio
from chizai.waterfall.native_text import Text
from chizai.waterfall.vector_paths import Asked, Reading

IN_TWO = 2


@dataclass(slots=True)
class Draft:
    """The code of one period in the making."""

    program: Program
    text: Text
    sums: frozenset[Asked]
    """What is paid or received that is wanted: it is added up."""
    held: dict[int | Asked, str] = field(default_factory=dict)
    """The vector that each slot or sum holds at this point."""
    carried: dict[int | Asked, str] = field(default_factory=dict)
    """The vectors that slots or sums bring from the period before, of those that are read before they are made anew."""
    largest: tuple[int, ...] = field(init=False)
    """The largest product that each step could divide."""

    def __post_init__(self) -> None:
        """Bound the products."""
        self.largest = largest_products(self.program)

    def of(self, slot: int | Asked) -> str:
        """Give what a slot or a sum holds."""
        if slot not in self.held:
            self.held[slot] = self.carried[slot] = f"%carried{len(self.carried)}"
        return self.held[slot]

    def brought(self, number: int) -> str:
        """Give what an input brings in the period."""
        place = self.text.say(f"getelementptr i8, ptr %inputs.now, i64 %input{number}")
        return self.text.say(f"load {self.text.wholes}, ptr {place}, align 8")


def carry_out(draft: Draft, number: int) -> None:
    """Write what a step does."""
    step = draft.program.steps[number]
    match step.op:
        case Op.COLLECT:
            _collect(draft, step)
        case Op.PAY:
            _pay(draft, step)
        case Op.SPLIT:
            _split(draft, step)
        case Op.ACCRUE | Op.SHARE:
            divided = accrue_small if draft.largest[number] < SMALL else accrue
            grown = divided(draft.text, draft.of(step.b), *rate_of(draft.program, step))
            draft.held[step.a] = draft.text.plus(draft.of(step.a), grown)
        case _:
            draft.held[step.a] = _MADE[step.op](draft, draft.text, step)


def _collect(draft: Draft, step: Step) -> None:
    text, amount = draft.text, draft.brought(max(0, step.c))
    if step.d != NONE:
        amount = text.choose(text.is_zero(draft.of(step.d)), amount, text.constant(0))
    draft.held[step.a] = text.plus(draft.of(step.a), amount)
    draft.held[step.b] = amount


def _pay(draft: Draft, step: Step) -> None:
    amount = reduce(draft.text.least, [draft.of(slot) for slot in step.limiting])
    for slot in step.limiting:
        draft.held[slot] = draft.text.minus(draft.of(slot), amount)
    if step.e != NONE:
        draft.held[step.e] = draft.text.plus(draft.of(step.e), amount)
    for each in (Asked(step.b, Reading.PAID), Asked(step.e, Reading.RECEIVED)):
        if each in draft.sums:
            draft.held[each] = draft.text.plus(draft.of(each), amount)


def _split(draft: Draft, step: Step) -> None:
    """Turn dues into the parts that are paid of them: floored, the left-over units to the first that can take them.

    Between two, the second gets its part rounded down, the first all else: is there less than what is due, a unit that
    both roundings leave over is the first's, for its own part was rounded down from less than its due.
    """
    text, slots = draft.text, range(step.a, step.a + step.b)
    dues = [draft.of(slot) for slot in slots]
    total = reduce(text.plus, dues)
    source = draft.of(step.c) if step.d == NONE else text.least(draft.of(step.c), draft.of(step.d))
    left = text.least(source, total)
    if step.b == IN_TWO:
        part = part_of(text, left, dues[1], total)
        draft.held |= {slots[0]: text.minus(left, part), slots[1]: part}
        return
    parts = [part_of(text, left, due, total) for due in dues]
    left = reduce(text.minus, parts, left)
    for slot, due, part in zip(slots, dues, parts, strict=True):
        more = text.least(left, text.minus(due, part))
        draft.held[slot] = text.plus(part, more)
        left = text.minus(left, more)


def _at_a_rate(draft: Draft, text: Text, step: Step) -> str:
    grown = accrue_at(text, draft.of(step.b), draft.of(step.c), *rate_of(draft.program, step))
    return text.plus(draft.of(step.a), grown)


_MADE: dict[Op, Callable[[Draft, Text, Step], str]] = {
    Op.CLEAR: lambda _, text, _step: text.constant(0),
    Op.ADD: lambda draft, text, step: text.plus(draft.of(step.a), text.term(draft.program.tables[step.b])),
    Op.SUM: lambda draft, text, step: text.plus(draft.of(step.a), draft.of(step.b)),
    Op.GAP: lambda draft, text, step: text.minus(draft.of(step.a), text.least(draft.of(step.a), draft.of(step.b))),
    Op.LEAST: lambda draft, text, step: text.least(draft.of(step.a), draft.of(step.b)),
    Op.COPY: lambda draft, _, step: draft.of(step.b),
    Op.NOT: lambda draft, text, step: text.counted(text.is_zero(draft.of(step.b))),
    Op.LESS: lambda draft, text, step: text.counted(text.compare("slt", draft.of(step.b), draft.of(step.c))),
    Op.MOST: lambda draft, text, step: text.most(draft.of(step.a), draft.of(step.b)),
    Op.GATE: lambda draft, text, step: text.choose(text.is_zero(draft.of(step.b)), text.constant(0), draft.of(step.a)),
    Op.RATIO: lambda draft, text, step: ratio(text, draft.of(step.b), draft.of(step.c), draft.of(step.d)),
    Op.SCALE: _at_a_rate,
    Op.READ: lambda draft, _, step: draft.brought(step.b),
    Op.ACCRUE_AT: _at_a_rate,
}
"""What a slot becomes by the operations that change only one, and divide by no bounded rate."""
