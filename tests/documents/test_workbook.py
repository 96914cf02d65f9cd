import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from chizai.documents.book import DealBook
from chizai.documents.deal_tables import deal_tables
from chizai.documents.workbook import workbook_bytes
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.journal import journal
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table

TABLES: dict[str, Callable[[ExactRun, str], Sequence[Any]]] = {
    "Classes": class_table,
    "Fees": fee_table,
    "Accounts": account_table,
    "Guarantees": guarantee_table,
}


def read(book: DealBook) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(deal_tables(book))))


@pytest.fixture(scope="module")
def workbook(book: DealBook) -> Workbook:
    return read(book)


def rows(workbook: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(workbook[sheet].iter_rows(values_only=True))


def test_the_sheets_are_all_there_with_frozen_heads(workbook: Workbook) -> None:
    names = [
        "Summary",
        "Classes",
        "Fees",
        "Accounts",
        "Guarantees",
        "Collections",
        "Journal",
        "Valuation",
        "Provenance",
    ]
    assert workbook.sheetnames == names
    assert {workbook[name].freeze_panes for name in names} == {"A2"}


def test_every_amount_is_the_runs(book: DealBook, workbook: Workbook) -> None:
    ids = {
        "Classes": [item.id for item in book.deal.classes],
        "Fees": [item.id for item in book.deal.fees],
        "Accounts": [item.id for item in book.deal.accounts],
        "Guarantees": [item.id for item in book.deal.guarantees],
    }
    for sheet, names in ids.items():
        its = {name: TABLES[sheet](book.run, name) for name in names}
        columns = [field.name for field in fields(next(iter(its.values()))[0]) if field.name.endswith("_minor")]
        columns = [column for column in columns if column not in {"added_minor", "written_off_minor"}]
        expected = [
            (
                period + 1,
                datetime.combine(day, datetime.min.time()),
                period < 2,
                name,
                *(getattr(its[name][period], column) for column in columns),
            )
            for period, day in enumerate(book.run.program.payment_dates)
            for name in names
        ]
        assert rows(workbook, sheet)[1:] == expected


def test_the_journal_is_there_entry_by_entry(book: DealBook, workbook: Workbook) -> None:
    assert [row[4] for row in rows(workbook, "Journal")[1:]] == [e.amount_minor for e in journal(book.deal, book.run)]


def test_cents_read_back_exactly(bare: DealBook) -> None:
    workbook = read(bare)
    head, *body = rows(workbook, "Classes")
    column = head.index("opening (USD)")
    assert [row[column] for row in body] == [10_000.50, 10_000.50]
    assert workbook["Classes"].cell(2, column + 1).number_format.startswith("#,##0.00")


def test_text_of_the_user_never_becomes_a_formula(workbook: Workbook) -> None:
    cell = next(row[1] for row in workbook["Provenance"].iter_rows() if row[0].value == "title_ja")
    assert (cell.value, cell.data_type) == ("=<b>全部入り</b>", "s")


def test_nothing_in_the_file_tells_when_it_was_written(book: DealBook) -> None:
    content = workbook_bytes(deal_tables(book))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-03-31T00:00:00Z" in archive.read("docProps/core.xml")
