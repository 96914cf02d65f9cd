"""The deal's tables as an Excel workbook.

Excel holds every number as a double. Amounts stand in major units: a yen amount is exact up to 2^53, and a cent amount
is the double nearest to it, which shows and reads back as the same cents while it is below 2^53 cents.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from chizai.documents.deal_tables import DealTables
from chizai.documents.sheets import MINOR, Sheet, sheets_of
from chizai.units.money import CURRENCIES, Currency

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTH_MIN, WIDTH_MAX = 10, 44
"""Least and most characters that a column is wide."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells look."""

    head: "Format"
    money: "Format"
    day: "Format"
    plain: "Format"


def workbook_bytes(tables: DealTables) -> bytes:
    """Write the workbook; the same book gives the same bytes."""
    import xlsxwriter

    currency = CURRENCIES[tables.book.deal.currency]
    as_of_on = tables.book.provenance.as_of_on
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime.combine(as_of_on, time()), "title": tables.book.deal.id})
    looks = _looks(book, currency)
    for sheet in sheets_of(tables):
        _write(book.add_worksheet(sheet.title), sheet, currency, looks)
    book.close()
    return content.getvalue()


def _looks(book: "Workbook", currency: Currency) -> _Looks:
    decimals = f".{'0' * currency.digits}" if currency.digits else ""
    return _Looks(
        head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F7F9"}),
        money=book.add_format({"num_format": f"#,##0{decimals};[Red]-#,##0{decimals}"}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        plain=book.add_format(),
    )


def _write(sheet: "Worksheet", of: Sheet, currency: Currency, looks: _Looks) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(of.head):
        title = f"{name.removesuffix(MINOR)} ({currency.code})" if name.endswith(MINOR) else name
        sheet.write_string(0, column, title, looks.head)
        cells = [row[column] for row in of.rows]
        for number, cell in enumerate(cells, 1):
            _cell(sheet, (number, column), _major(cell, name, currency), looks, is_money=name.endswith(MINOR))
        width = max([len(title), *(len(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in cells)])
        sheet.set_column(column, column, min(max(width + 2, WIDTH_MIN), WIDTH_MAX))


def _major(cell: object, name: str, currency: Currency) -> object:
    """Give an amount in major units: the double nearest to it; anything else as it is."""
    is_amount = name.endswith(MINOR) and isinstance(cell, int)
    return cell / 10**currency.digits if is_amount and currency.digits else cell


def _cell(sheet: "Worksheet", at: tuple[int, int], cell: object, looks: _Looks, *, is_money: bool) -> None:
    """Write one cell by its type; text never becomes a formula."""
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(*at, cell, looks.plain)
        case int() | float():
            sheet.write_number(*at, cell, looks.money if is_money else looks.plain)
        case date():
            sheet.write_datetime(*at, datetime.combine(cell, time()), looks.day)
        case _:
            sheet.write_string(*at, str(cell), looks.plain)
