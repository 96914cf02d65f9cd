"""Cash from licences, line by line, and its sums by payment period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.units.explain import Explained


@dataclass(frozen=True, slots=True)
class Receipt:
    """Cash that a licence brings on one day: received, or forecast."""

    received_on: date
    licence_id: str
    amount_minor: int
    """Net of withholding tax, without consumption tax; negative for a correction."""
    is_actual: bool
    """Whether it stands in a statement, or is forecast."""
    origin: Explained
    """How it was come by, down to rows of statements."""


@dataclass(frozen=True, slots=True)
class Collections:
    """The receipts of each payment period."""

    lines: tuple[tuple[Receipt, ...], ...]
    """Shape (n_periods,): the receipts that the period's waterfall distributes."""

    def totals_minor(self) -> tuple[int, ...]:
        """Sum the receipts of each period; shape (n_periods,)."""
        return tuple(sum(receipt.amount_minor for receipt in lines) for lines in self.lines)


def collect(receipts: Sequence[Receipt], closing_on: date, payment_dates: Sequence[date]) -> Collections:
    """Sort receipts into payment periods: cash received on a payment date is distributed on it.

    Receipts on or before closing belong to the originator, and those after the last payment date to whoever owns the
    rights then; neither is collected.

    Args:
        receipts: in any order.
        closing_on: the day on which the rights pass.
        payment_dates: rising, shape (n_periods,).
    """
    lines: list[list[Receipt]] = [[] for _ in payment_dates]
    for receipt in sorted(receipts, key=lambda r: (r.received_on, r.licence_id)):
        if receipt.received_on > closing_on:
            period = next((i for i, day in enumerate(payment_dates) if receipt.received_on <= day), None)
            if period is not None:
                lines[period].append(receipt)
    return Collections(tuple(tuple(period) for period in lines))
