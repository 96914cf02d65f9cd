"""Debt service coverage measured by the program itself: steps that note what is due, and what fees are paid."""

from dataclasses import replace

from chizai.deal.model import Deal
from chizai.deal.program import NONE, Op, Program, Slot, SlotKind, Step

DEBT_SERVICE = ":debt-service"
"""Name of the slot that holds interest and scheduled principal due ahead of the first clause."""

FEES_PAID = ":fees-paid"
"""Name of the slot that holds the fees that the period paid out of the collection account."""


def measuring_cover(deal: Deal, program: Program) -> Program:
    """Give the program with slots that measure cover; all its own slots and payments stay as they are.

    Args:
        deal: whose classes, fees and collection account are measured.
        program: compiled from it.

    Returns:
        a program of more slots and steps, to be run and read, never to be paid by: its digest is another.
    """
    due, fees, before = (len(program.slots) + number for number in range(3))
    slots = tuple(Slot(SlotKind.STATE, name) for name in (DEBT_SERVICE, FEES_PAID, ":fee-before"))
    last = len(program.payment_dates) - 1
    dues = [n for n, slot in enumerate(program.slots) if slot.of in {each.id for each in deal.classes} and is_due(slot)]
    cash = program.slot(SlotKind.CASH, deal.collection_account)
    owed = {n for n, slot in enumerate(program.slots) if slot.kind is SlotKind.FEE}
    steps: list[Step] = []
    measured = False
    for step in program.steps:
        if step.clause != NONE and not measured:
            steps += _noting(due, fees, dues, last)
            measured = True
        pays_fee = step.op is Op.PAY and step.a == cash and step.b in owed
        if pays_fee:
            steps.append(replace(step, op=Op.COPY, a=before, b=step.b, c=NONE, d=NONE, e=NONE))
        steps.append(step)
        if pays_fee:
            steps.append(replace(step, op=Op.GAP, a=before, b=step.b, c=NONE, d=NONE, e=NONE))
            steps.append(replace(step, op=Op.SUM, a=fees, b=before, c=NONE, d=NONE, e=NONE))
    return replace(program, slots=(*program.slots, *slots), steps=tuple(steps))


def is_due(slot: Slot) -> bool:
    """Tell whether a class's slot holds debt service: interest, interest on it, or scheduled principal."""
    return slot.kind in {SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST, SlotKind.SCHEDULED}


def _noting(due: int, fees: int, dues: list[int], last: int) -> list[Step]:
    """Give the steps that start both measures again, and sum what is due."""
    clears = [Step(Op.CLEAR, slot, last_period=last) for slot in (due, fees)]
    return [*clears, *(Step(Op.SUM, due, slot, last_period=last) for slot in dues)]
