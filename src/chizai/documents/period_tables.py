"""Everything that was paid and is forecast, as one long table: one amount a row."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date

from chizai.documents.csv_file import csv_bytes
from chizai.documents.deal_tables import DealTables
from chizai.documents.sheets import MINOR, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One amount of one period."""

    period: int
    """Counted from 1."""
    paid_on: date
    is_actual: bool
    """Whether the payment date is not after the as-of date."""
    table: str
    """class, fee, account, guarantee, or collections."""
    id: str
    """Of the class, fee, account, guarantee or licence."""
    item: str
    """Which column of the table, such as `interest_paid`; of collections: received or forecast."""
    amount_minor: int
    currency: str


def period_rows(tables: DealTables) -> Iterator[PeriodRow]:
    """Yield all amounts, period by period, in the deal's order."""
    book = tables.book
    for period, paid_on in enumerate(book.run.program.payment_dates):
        for table, name, item, amount_minor in _amounts(tables, period):
            yield PeriodRow(
                period=period + 1,
                paid_on=paid_on,
                is_actual=period < book.n_periods_actual,
                table=table,
                id=name,
                item=item,
                amount_minor=amount_minor,
                currency=book.deal.currency,
            )


def periods_csv(tables: DealTables) -> bytes:
    """Write the long table as CSV."""
    head = [field.name for field in fields(PeriodRow)]
    return csv_bytes(head, (_cells(row) for row in period_rows(tables)))


def _cells(row: PeriodRow) -> tuple[object, ...]:
    return tuple(str(cell).lower() if isinstance(cell, bool) else cell for cell in astuple(row))


def _amounts(tables: DealTables, period: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield table, id, item and amount of one period."""
    sums: dict[tuple[str, str], int] = {}
    for receipt in tables.book.collections.lines[period]:
        key = receipt.licence_id, "received" if receipt.is_actual else "forecast"
        sums[key] = sums.get(key, 0) + receipt.amount_minor
    yield from (("collections", *key, sums[key]) for key in sorted(sums))
    groups: dict[str, Rows] = {
        "class": tables.classes,
        "fee": tables.fees,
        "account": tables.accounts,
        "guarantee": tables.guarantees,
    }
    for table, its in groups.items():
        for name, rows in its.items():
            for field in fields(rows[period]):
                if field.name.endswith(MINOR) and field.name not in tables.unused:
                    yield table, name, field.name.removesuffix(MINOR), getattr(rows[period], field.name)
