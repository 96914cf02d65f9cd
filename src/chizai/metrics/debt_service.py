"""Debt service of a run: what the classes are due each period, and the cash that there is for it."""

from chizai.deal.model import Deal
from chizai.deal.program import SlotKind
from chizai.metrics.cover import dscr_ppm
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, payments_of, scheduled_due


def debt_service_coverage(deal: Deal, run: ExactRun) -> tuple[int | None, ...]:
    """Give each period's debt service coverage ratio in parts per million, rounded down; shape (n_periods,).

    Cash available is the period's collections less the fees paid out of them; reserves, guarantees and cash carried
    over do not count. Due are interest with its arrears, and scheduled principal with its arrears; principal that is
    paid only as far as cash reaches is not due.
    """
    classes = [class_table(run, security.id) for security in deal.classes]
    scheduled = [scheduled_due(run, security.id) for security in deal.classes]
    available, due = [], []
    for period in range(len(run.program.payment_dates)):
        available.append(run.collected(period) - _fees_out_of_collections(deal, run, period))
        due.append(sum(rows[period].interest_due_minor for rows in classes) + sum(row[period] for row in scheduled))
    return dscr_ppm(available, due)


def _fees_out_of_collections(deal: Deal, run: ExactRun, period: int) -> int:
    collection = run.program.slot(SlotKind.CASH, deal.collection_account)
    fees = [run.program.slot(SlotKind.FEE, fee.id) for fee in deal.fees]
    paid = [done for fee in fees for done in payments_of(run, period, fee)]
    return sum(done.amount_minor for done in paid if run.program.steps[done.step].a == collection)
