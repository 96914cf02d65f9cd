"""How far the royalties can fall before a class loses a unit: the break-even multiple."""

from dataclasses import dataclass

from chizai.deal.program import Program, SlotKind
from chizai.units.rate import PPM
from chizai.waterfall.exact import run_exact
from chizai.waterfall.inputs import RunInputs

OWED = (SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.WRITTEN_OFF)
"""What a class has lost if it is still there after the last payment date: what it is owed, and what was written off."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How much of the forecast one class needs."""

    class_id: str
    multiple_ppm: int | None
    """The least part of all forecast receipts, to the ppm, that pays the class in full by the last payment date; none
    where even the whole forecast does not."""


def break_even(inputs: RunInputs, class_id: str) -> BreakEven:
    """Find the break-even multiple of a class by halving.

    Every forecast receipt is scaled alike, rounded down by period; actual ones stay, and so does what is observed. It
    is taken that a class which is paid in full is so with any higher multiple.

    Args:
        inputs: the program and what it runs on.
        class_id: of a class of the program.
    """
    if not _is_paid(inputs, class_id, PPM):
        return BreakEven(class_id, None)
    too_low, enough = -1, PPM
    while enough - too_low > 1:
        middle = (too_low + enough) // 2
        if _is_paid(inputs, class_id, middle):
            enough = middle
        else:
            too_low = middle
    return BreakEven(class_id, enough)


def _is_paid(inputs: RunInputs, class_id: str, multiple_ppm: int) -> bool:
    program = inputs.program
    collected, *others = inputs.rows(multiple_ppm)
    run = run_exact(program, collected, others)
    last = len(program.payment_dates) - 1
    return not any(run.closing(last, slot) for slot in owed_slots(program, class_id))


def owed_slots(program: Program, class_id: str) -> tuple[int, ...]:
    """Give the slots that hold what a class has lost once the last payment date is over."""
    return tuple(n for n, slot in enumerate(program.slots) if slot.of == class_id and slot.kind in OWED)
