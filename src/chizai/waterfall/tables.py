"""What a run paid, read as tables: one row a period for each class, fee, account and guarantee."""

from dataclasses import dataclass
from datetime import date

from chizai.deal.program import Op, SlotKind
from chizai.waterfall.exact import Done, ExactRun


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One class in one period. Amounts in minor units."""

    paid_on: date
    opening_minor: int
    interest_due_minor: int
    """Interest owed before payment: arrears, interest on them, and the period's accrual."""
    interest_paid_minor: int
    """Interest paid, by whomever; interest on unpaid interest included."""
    principal_paid_minor: int
    residual_paid_minor: int
    interest_unpaid_minor: int
    """Interest still owed after payment."""
    closing_minor: int
    added_minor: int = 0
    """Principal that was drawn, or that unpaid or written-off amounts became."""
    written_off_minor: int = 0

    @property
    def paid_minor(self) -> int:
        """Sum all that the holders receive."""
        return self.interest_paid_minor + self.principal_paid_minor + self.residual_paid_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """One fee in one period."""

    paid_on: date
    due_minor: int
    """Owed before payment, arrears included."""
    paid_minor: int
    unpaid_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account in one period."""

    paid_on: date
    opening_minor: int
    received_minor: int
    """Collections and transfers in."""
    paid_out_minor: int
    """Payments and transfers out."""
    closing_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeRow:
    """One guarantee in one period."""

    paid_on: date
    drawn_minor: int
    reimbursed_minor: int
    left_minor: int
    """What can still be drawn afterwards."""
    claim_minor: int
    """What the guarantor has paid and not got back."""


def class_table(run: ExactRun, class_id: str) -> tuple[ClassRow, ...]:
    """Give a class's rows, shape (n_periods,)."""
    principal = run.program.slot(SlotKind.PRINCIPAL, class_id)
    kinds = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)
    interest = [run.program.slot(kind, class_id) for kind in kinds]
    rows = []
    for period, paid_on in enumerate(run.program.payment_dates):
        written_off = turned_over(run, period, principal)
        interest_paid = sum(paid_off(run, period, slot) for slot in interest)
        unpaid = sum(run.closing(period, slot) for slot in interest)
        rows.append(
            ClassRow(
                paid_on=paid_on,
                opening_minor=run.opening(period, principal),
                interest_due_minor=interest_paid + unpaid + sum(turned_over(run, period, slot) for slot in interest),
                interest_paid_minor=interest_paid,
                principal_paid_minor=paid_off(run, period, principal),
                residual_paid_minor=residual_paid(run, period, class_id),
                interest_unpaid_minor=unpaid,
                closing_minor=run.closing(period, principal),
                added_minor=run.closing(period, principal)
                - run.opening(period, principal)
                + paid_off(run, period, principal)
                + written_off,
                written_off_minor=written_off,
            )
        )
    return tuple(rows)


def fee_table(run: ExactRun, fee_id: str) -> tuple[FeeRow, ...]:
    """Give a fee's rows, shape (n_periods,)."""
    slot = run.program.slot(SlotKind.FEE, fee_id)
    rows = []
    for period, paid_on in enumerate(run.program.payment_dates):
        paid, unpaid = paid_off(run, period, slot), run.closing(period, slot)
        rows.append(FeeRow(paid_on=paid_on, due_minor=paid + unpaid, paid_minor=paid, unpaid_minor=unpaid))
    return tuple(rows)


def account_table(run: ExactRun, account_id: str) -> tuple[AccountRow, ...]:
    """Give an account's rows, shape (n_periods,)."""
    slot = run.program.slot(SlotKind.CASH, account_id)
    rows = []
    for period, paid_on in enumerate(run.program.payment_dates):
        opening, closing = run.opening(period, slot), run.closing(period, slot)
        paid_out = sum(done.amount_minor for done in _steps(run, period) if run.program.steps[done.step].a == slot)
        rows.append(
            AccountRow(
                paid_on=paid_on,
                opening_minor=opening,
                received_minor=closing - opening + paid_out,
                paid_out_minor=paid_out,
                closing_minor=closing,
            )
        )
    return tuple(rows)


def guarantee_table(run: ExactRun, guarantee_id: str) -> tuple[GuaranteeRow, ...]:
    """Give a guarantee's rows, shape (n_periods,)."""
    left = run.program.slot(SlotKind.GUARANTEE_LEFT, guarantee_id)
    claim = run.program.slot(SlotKind.CLAIM, guarantee_id)
    return tuple(
        GuaranteeRow(
            paid_on=paid_on,
            drawn_minor=turned_over(run, period, left),
            reimbursed_minor=paid_off(run, period, claim),
            left_minor=run.closing(period, left),
            claim_minor=run.closing(period, claim),
        )
        for period, paid_on in enumerate(run.program.payment_dates)
    )


def paid_off(run: ExactRun, period: int, slot: int) -> int:
    """Sum what payments took off a due in one period."""
    return sum(done.amount_minor for done in payments_of(run, period, slot))


def turned_over(run: ExactRun, period: int, slot: int) -> int:
    """Sum what left a slot as the source in one period: drawn on a guarantee, capitalised, or written off."""
    return sum(done.amount_minor for done in _steps(run, period) if run.program.steps[done.step].a == slot)


def residual_paid(run: ExactRun, period: int, receiver: str) -> int:
    """Sum the residual cash that a class or party got in one period."""
    keys = {(slot.kind, slot.of): number for number, slot in enumerate(run.program.slots)}
    slot = keys.get((SlotKind.DISTRIBUTED, receiver))
    return 0 if slot is None else run.closing(period, slot) - run.opening(period, slot)


def payments_of(run: ExactRun, period: int, slot: int) -> tuple[Done, ...]:
    """Give the payments that took something off a due in one period."""
    return tuple(done for done in _steps(run, period) if run.program.steps[done.step].b == slot)


def _steps(run: ExactRun, period: int) -> tuple[Done, ...]:
    """Give the payments of one period, transfers included."""
    return tuple(done for done in run.of_period(period) if run.program.steps[done.step].op is Op.PAY)


def scheduled_due(run: ExactRun, class_id: str) -> tuple[int, ...]:
    """Give a class's scheduled principal due before payment, arrears included; shape (n_periods,)."""
    slot = run.program.slot(SlotKind.SCHEDULED, class_id)
    steps = run.program.steps
    return tuple(
        run.closing(period, slot) + sum(done.amount_minor for done in _steps(run, period) if steps[done.step].c == slot)
        for period in range(len(run.inflows_minor))
    )
