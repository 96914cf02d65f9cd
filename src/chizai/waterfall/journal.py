"""The double-entry journal of a run: every movement once as a debit and once as a credit of the same amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chizai.deal.closing import closing_flows
from chizai.deal.model import Deal
from chizai.deal.program import CREDITED, NONE, OWED, Op, Program, SlotKind, Step
from chizai.waterfall.exact import ExactRun

CLOSING = -1
"""The period number of the day of closing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement: the debited account receives, or owes less; the credited one gives, or owes more."""

    period: int
    """Counted from 0; CLOSING for the day of closing."""
    booked_on: date
    debit: str
    credit: str
    amount_minor: int
    """Above 0."""
    clause: str
    """Id of the clause that moved it, or what else caused it: closing, collection, accrual."""


def journal(deal: Deal, run: ExactRun) -> tuple[Entry, ...]:
    """Give all entries of a deal from closing to its last period, in the order of time."""
    return (*closing_entries(deal), *run_entries(run))


def closing_entries(deal: Deal) -> tuple[Entry, ...]:
    """Give the entries of the day of closing: classes issued, rights bought, costs paid, accounts funded."""
    flows = closing_flows(deal)
    rows: list[tuple[str, str, int]] = []
    for security, (_, raised_minor) in zip(deal.classes, flows.raised_minor, strict=True):
        label = f"principal:{security.id}"
        premium_minor = raised_minor - security.balance_minor
        rows.append(("closing-funds", label, min(raised_minor, security.balance_minor)))
        rows.append((f"issue-discount:{security.id}", label, -premium_minor))
        rows.append(("closing-funds", f"issue-premium:{security.id}", premium_minor))
    rows.append(("intellectual-property", "closing-funds", flows.purchase_price_minor))
    rows.append(("closing-costs", "closing-funds", flows.costs_minor))
    rows.extend((f"cash:{account}", "closing-funds", amount) for account, amount in flows.funded_minor)
    return tuple(
        Entry(CLOSING, deal.closing_on, debit, credit, amount, "closing")
        for debit, credit, amount in rows
        if amount > 0
    )


def run_entries(run: ExactRun) -> Iterator[Entry]:
    """Yield the entries of the periods, in the order of time; steps that moved nothing leave none."""
    program = run.program
    for done in run.done:
        step = program.steps[done.step]
        accounts = _accounts(program, step)
        if accounts is not None and done.amount_minor:
            cause = program.clause_ids[step.clause] if step.clause != NONE else _cause(step)
            paid_on = program.payment_dates[done.period]
            yield Entry(done.period, paid_on, *accounts, done.amount_minor, cause)


def _cause(step: Step) -> str:
    return "collection" if step.op is Op.COLLECT else "inflow" if step.op is Op.PAY else "accrual"


def _accounts(program: Program, step: Step) -> tuple[str, str] | None:
    """Give the accounts that a step debits and credits, or none if it only works something out."""
    written = program.slots[step.a]
    match step.op:
        case Op.COLLECT:
            return written.label, f"royalty-income:{written.of}"
        case Op.SUM if written.kind is SlotKind.PRINCIPAL:
            return f"paid-in:{written.of}", written.label
        case Op.SUM | Op.ACCRUE | Op.SHARE | Op.SCALE | Op.ACCRUE_AT if written.kind in OWED:
            return f"expense:{written.label}", written.label
        case Op.PAY:
            return _payment_accounts(program, step)
        case _:
            return None


def _payment_accounts(program: Program, step: Step) -> tuple[str, str]:
    """Give the accounts of a payment: what it reduces or who receives it, and who pays."""
    source = program.slots[step.a]
    reached = program.slots[step.e if step.b == NONE else step.b].label
    match source.kind:
        case SlotKind.WORK:
            return reached, f"income:{source.of.split(':')[0]}"
        case SlotKind.UNDRAWN:
            return reached, f"paid-in:{source.of}"
        case SlotKind.GUARANTEE_LEFT:
            return reached, program.slots[step.e].label
        case kind if kind in CREDITED:
            return source.label, reached
        case _:
            return reached, source.label
