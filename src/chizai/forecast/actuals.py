"""Receipts that have happened: one for each statement row."""

from datetime import date

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.assets.royalty import cash_of_royalty
from chizai.assets.statements import StatementRow, row_leaf
from chizai.forecast.receipts import Receipt
from chizai.forecast.reported import known_rows
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm


def actual_receipts(pool: Pool, as_of_on: date) -> tuple[Receipt, ...]:
    """Give the cash of every statement row that arrived on or before a day, net of withholding tax, oldest first.

    Args:
        pool: its rows name only licences that it has.
        as_of_on: rows that arrived later are not known yet.
    """
    receipts = (_receipt(row, pool.licence(row.licence_id)) for row in known_rows(pool, as_of_on))
    return tuple(sorted(receipts, key=lambda receipt: (receipt.received_on, receipt.licence_id)))


def _receipt(row: StatementRow, licence: Licence) -> Receipt:
    cash_minor = cash_of_royalty(row.royalty_minor, licence.terms)
    origin = Explained(
        f"{licence.id} cash received {row.received_on}",
        amount_text(cash_minor, row.currency),
        f"royalty less withholding of {format_ppm(licence.terms.withholding_ppm)}",
        (row_leaf(row),),
    )
    return Receipt(row.received_on, licence.id, cash_minor, is_actual=True, origin=origin)
