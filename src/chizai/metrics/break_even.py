"""How far the royalties can fall before a class loses a unit: the break-even multiple."""

from dataclasses import dataclass

from chizai.deal.program import Program, SlotKind
from chizai.forecast.receipts import Collections
from chizai.units.rate import PPM, share_floor
from chizai.waterfall.exact import run_exact

OWED = (SlotKind.PRINCIPAL, SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)
"""What a class loses if it is still owed after the last payment date."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How much of the forecast one class needs."""

    class_id: str
    multiple_ppm: int | None
    """The least part of all forecast receipts, to the ppm, that pays the class in full by the last payment date; none
    where even the whole forecast does not."""


def break_even(program: Program, collections: Collections, class_id: str) -> BreakEven:
    """Find the break-even multiple of a class by halving.

    Every forecast receipt is scaled alike, rounded down by period; actual ones stay. It is taken that a class which is
    paid in full is so with any higher multiple.

    Args:
        program: as `compile_deal` gives it.
        collections: that it runs on.
        class_id: of a class of the program.
    """
    if not _is_paid(program, collections, class_id, PPM):
        return BreakEven(class_id, None)
    too_low, enough = -1, PPM
    while enough - too_low > 1:
        middle = (too_low + enough) // 2
        if _is_paid(program, collections, class_id, middle):
            enough = middle
        else:
            too_low = middle
    return BreakEven(class_id, enough)


def scaled(collections: Collections, multiple_ppm: int) -> tuple[int, ...]:
    """Give what each period collects if forecast receipts come to a part of what is forecast, rounded down."""
    inflows = []
    for lines in collections.lines:
        actual = sum(receipt.amount_minor for receipt in lines if receipt.is_actual)
        forecast = sum(receipt.amount_minor for receipt in lines if not receipt.is_actual)
        inflows.append(max(0, actual + share_floor(forecast, multiple_ppm)))
    return tuple(inflows)


def _is_paid(program: Program, collections: Collections, class_id: str, multiple_ppm: int) -> bool:
    run = run_exact(program, scaled(collections, multiple_ppm))
    last = len(program.payment_dates) - 1
    return not any(run.closing(last, program.slot(kind, class_id)) for kind in OWED)
