"""How a slot's number is written: as money, as a ratio, or as yes or no; told by the steps that make it."""

from enum import Enum, auto

from chizai.deal.builder import UNLIMITED
from chizai.deal.program import InputKind, Op, Program, Step
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm


class NumberKind(Enum):
    """What the number of a slot counts."""

    MONEY = auto()
    RATIO = auto()
    FLAG = auto()


OF_INPUT = {InputKind.RATE: NumberKind.RATIO, InputKind.FLAG: NumberKind.FLAG}
"""What an input counts, where it is no money."""

ALIKE = frozenset({Op.COPY, Op.MOST, Op.LEAST, Op.GAP, Op.SUM})
"""The operations whose slots a and b count the same."""


def number_kinds(program: Program) -> tuple[NumberKind, ...]:
    """Give what each slot counts; shape (n_slots,).

    What a step says of one of its slots is handed on to those that count the same, until nothing new is learned.
    """
    kinds: dict[int, NumberKind] = {}
    for step in program.steps:
        kinds.update(_said(program, step))
    before = -1
    while len(kinds) > before:
        before = len(kinds)
        for step in program.steps:
            for one, other in _alike(step):
                if one in kinds:
                    kinds.setdefault(other, kinds[one])
    return tuple(kinds.get(slot, NumberKind.MONEY) for slot in range(len(program.slots)))


def _alike(step: Step) -> tuple[tuple[int, int], ...]:
    """Give the two slots of a step that count the same, either way round; or none."""
    if step.op is Op.LESS:
        return (step.b, step.c), (step.c, step.b)
    return ((step.a, step.b), (step.b, step.a)) if step.op in ALIKE else ()


def _said(program: Program, step: Step) -> dict[int, NumberKind]:
    """Give what a step alone says of its slots."""
    match step.op:
        case Op.RATIO:
            return {step.a: NumberKind.RATIO, step.d: NumberKind.RATIO}
        case Op.NOT | Op.LESS:
            return {step.a: NumberKind.FLAG}
        case Op.READ:
            return {step.a: OF_INPUT.get(program.inputs[step.b].kind, NumberKind.MONEY)}
        case Op.SCALE | Op.ACCRUE_AT:
            return {step.c: NumberKind.RATIO}
        case Op.GATE:
            return {step.b: NumberKind.FLAG}
        case Op.PAY:
            return dict.fromkeys(step.limiting, NumberKind.MONEY)
        case _:
            return {}


def number_text(number: int, kind: NumberKind, currency: str) -> str:
    """Write a number for people."""
    if abs(number) >= UNLIMITED:
        return "no limit"
    match kind:
        case NumberKind.MONEY:
            return amount_text(number, currency)
        case NumberKind.RATIO:
            return format_ppm(number)
        case NumberKind.FLAG:
            return "yes" if number else "no"
