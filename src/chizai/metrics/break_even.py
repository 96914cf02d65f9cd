"""How far the royalties can fall before a class is no longer paid in full: the break-even multiple."""

from dataclasses import dataclass

from chizai.deal.program import Program, SlotKind
from chizai.metrics.multiples import least_multiple_ppm
from chizai.waterfall.exact import run_exact
from chizai.waterfall.inputs import RunInputs

OWED = (SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.WRITTEN_OFF)
"""What a class has lost if it is still there after the last payment date: what it is owed, and what was written off."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How much of the forecast one class needs."""

    class_id: str
    multiple_ppm: int | None
    """The least part of all forecast receipts, to the ppm, from which on the class is paid in full by the last payment
    date at every tested multiple up to the whole; none where the whole forecast does not pay it."""


def break_even(inputs: RunInputs, class_id: str) -> BreakEven:
    """Find the break-even multiple of a class.

    Every forecast receipt is scaled alike, rounded down by period; actual ones stay, and so does what is observed.
    Multiples are tested on a grid from the whole forecast down to the first that does not pay the class, then between
    that and the one above it by halving, as `multiples` says: twenty to forty exact runs.

    Args:
        inputs: the program and what it runs on.
        class_id: of a class of the program.
    """
    return BreakEven(class_id, least_multiple_ppm(lambda multiple_ppm: _is_paid(inputs, class_id, multiple_ppm)))


def _is_paid(inputs: RunInputs, class_id: str, multiple_ppm: int) -> bool:
    program = inputs.program
    collected, *others = inputs.rows(multiple_ppm)
    run = run_exact(program, collected, others)
    last = len(program.payment_dates) - 1
    return not any(run.closing(last, slot) for slot in owed_slots(program, class_id))


def owed_slots(program: Program, class_id: str) -> tuple[int, ...]:
    """Give the slots that hold what a class has lost once the last payment date is over."""
    return tuple(n for n, slot in enumerate(program.slots) if slot.of == class_id and slot.kind in OWED)
