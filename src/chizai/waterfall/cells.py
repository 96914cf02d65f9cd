"""The cells of the period tables: which slots each is read from, and how."""

from enum import Enum, auto

from chizai.deal.program import SlotKind


class Reading(Enum):
    """How a number of one period is read off a slot."""

    OPENING = auto()
    """Its value before the period."""
    CLOSING = auto()
    """Its value after the period."""
    DUE = auto()
    """Its value before anything was paid of it: what it opened with, and what fell due."""
    PAID = auto()
    """What payments took off a due, or brought to a receiver of residual cash."""
    RECEIVED = auto()
    """All that made it grow."""
    PAID_OUT = auto()
    """All that was paid out of it."""


_INTEREST = (SlotKind.INTEREST_ON_INTEREST, SlotKind.INTEREST)
_PRINCIPAL, _FEE, _CASH = (SlotKind.PRINCIPAL,), (SlotKind.FEE,), (SlotKind.CASH,)
_LEFT, _CLAIM, _DISTRIBUTED = (SlotKind.GUARANTEE_LEFT,), (SlotKind.CLAIM,), (SlotKind.DISTRIBUTED,)

TABLES: dict[str, dict[str, tuple[tuple[SlotKind, ...], Reading]]] = {
    "class": {
        "opening": (_PRINCIPAL, Reading.OPENING),
        "interest_due": (_INTEREST, Reading.DUE),
        "interest_paid": (_INTEREST, Reading.PAID),
        "principal_paid": (_PRINCIPAL, Reading.PAID),
        "residual_paid": (_DISTRIBUTED, Reading.PAID),
        "interest_unpaid": (_INTEREST, Reading.CLOSING),
        "added": (_PRINCIPAL, Reading.RECEIVED),
        "written_off": (_PRINCIPAL, Reading.PAID_OUT),
        "closing": (_PRINCIPAL, Reading.CLOSING),
    },
    "fee": {
        "due": (_FEE, Reading.DUE),
        "paid": (_FEE, Reading.PAID),
        "unpaid": (_FEE, Reading.CLOSING),
    },
    "account": {
        "opening": (_CASH, Reading.OPENING),
        "received": (_CASH, Reading.RECEIVED),
        "paid_out": (_CASH, Reading.PAID_OUT),
        "closing": (_CASH, Reading.CLOSING),
    },
    "guarantee": {
        "drawn": (_LEFT, Reading.PAID_OUT),
        "reimbursed": (_CLAIM, Reading.PAID),
        "left": (_LEFT, Reading.CLOSING),
        "claim": (_CLAIM, Reading.CLOSING),
    },
    "party": {"residual_paid": (_DISTRIBUTED, Reading.PAID)},
}
"""By table and item: the kinds of slot that the number is summed over, and how each is read."""
