"""What a class is paid in a run, as its price is worked out from it."""

from datetime import date

from chizai.metrics.summary import ClassPayments
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table


def payments_after(run: ExactRun, class_id: str, settlement_on: date) -> ClassPayments:
    """Give what a class is paid after a day, and its balance then."""
    rows = class_table(run, class_id)
    coming = [row for row in rows if row.paid_on > settlement_on]
    return ClassPayments(
        balance_minor_opening=coming[0].opening_minor if coming else rows[-1].closing_minor,
        paid_on=[row.paid_on for row in coming],
        interest_minor=[row.interest_paid_minor + row.residual_paid_minor for row in coming],
        principal_minor=[row.principal_paid_minor for row in coming],
    )
