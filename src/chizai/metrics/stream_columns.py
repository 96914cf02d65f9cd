"""Which readings of a program say what a class is paid and stays owed, and where they stand in a run's results."""

from collections.abc import Sequence
from dataclasses import dataclass

from chizai.deal.program import Op, Program, SlotKind
from chizai.metrics.break_even import owed_slots
from chizai.waterfall.vector_paths import Asked, Reading

INTEREST = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassColumns:
    """Columns of a run's results, by what they say of one class, each the sum of all readings that say it.

    What no step of the program can make other than 0 has no column.
    """

    class_id: str
    income: int | None
    """Interest paid, and residual received."""
    repaid: int | None
    """Principal repaid."""
    balance: int | None
    """Principal still owed."""
    due: int | None
    """Scheduled principal that has fallen due and is not paid."""
    unpaid: int | None
    """Interest owed and not paid."""
    written_off: int | None
    """Principal written off."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is asked of a program, and what it says of each class."""

    asked: tuple[Asked, ...]
    """The columns of the results, in their order."""
    classes: tuple[ClassColumns, ...]


def columns_of(program: Program, class_ids: Sequence[str]) -> Columns:
    """Find what has to be asked of a program to know what classes are paid and stay owed.

    Args:
        program: as `compile_deal` gives it.
        class_ids: of classes of the program, each once.

    Raises:
        KeyError: the program has no such class.
    """
    asked: dict[Asked, int] = {}

    def place(*wanted: Asked) -> int | None:
        parts = [each for each in wanted if _can_be_other_than_0(program, each)]
        if not parts:
            return None
        return asked.setdefault(Asked(parts[0].slot, parts[0].reading, tuple(parts[1:])), len(asked))

    classes = []
    for of in class_ids:
        principal, scheduled = program.slot(SlotKind.PRINCIPAL, of), program.slot(SlotKind.SCHEDULED, of)
        interest = [program.slot(kind, of) for kind in INTEREST]
        residual = [n for n, slot in enumerate(program.slots) if (slot.kind, slot.of) == (SlotKind.DISTRIBUTED, of)]
        classes.append(
            ClassColumns(
                class_id=of,
                income=place(
                    *(Asked(slot, Reading.PAID) for slot in interest),
                    *(Asked(slot, Reading.RECEIVED) for slot in residual),
                ),
                repaid=place(Asked(principal, Reading.PAID)),
                balance=place(Asked(principal)),
                due=place(Asked(scheduled)),
                unpaid=place(*map(Asked, interest)),
                written_off=place(*(Asked(s) for s in owed_slots(program, of) if s not in (principal, *interest))),
            )
        )
    return Columns(tuple(asked), tuple(classes))


def _can_be_other_than_0(program: Program, asked: Asked) -> bool:
    """Tell whether a reading may be other than 0 on some path: whether a step moves it, or it opens so."""
    if asked.reading is Reading.PAID:
        return any(step.op is Op.PAY and step.b == asked.slot for step in program.steps)
    if asked.reading is Reading.RECEIVED:
        return any(step.op is Op.PAY and step.e == asked.slot for step in program.steps)
    if program.slots[asked.slot].opening_minor:
        return True
    return any(asked.slot in _written_by(step.op, step.a, step.b, step.e) for step in program.steps)


def _written_by(op: Op, a: int, b: int, e: int) -> tuple[int, ...]:
    """Give the slots that a step may make larger."""
    match op:
        case Op.PAY:
            return (e,)
        case Op.COLLECT:
            return (a, b)
        case Op.SPLIT:
            return tuple(range(a, a + b))
        case Op.CLEAR | Op.GAP | Op.LEAST | Op.GATE:
            return ()
        case _:
            return (a,)
