"""The tables of a paper as an Excel workbook: one sheet a table, each figure beside the key that explains it."""

import io
import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from chizai.documents.papers.plain import column_items, row_key
from chizai.documents.papers.tree import Cell, Figure, Paper, Table, cell_text
from chizai.documents.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTH_MIN, WIDTH_MAX = 10, 60
TITLE_MAX = 31
"""How many characters Excel allows in the name of a sheet."""
AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?")
"""A plain amount as `Words.figure` writes it: it becomes a number of the sheet; all else stays text."""


def paper_tables(paper: Paper) -> tuple[Table, ...]:
    """Give the tables of a paper, in their order."""
    return tuple(block for section in paper.sections for block in section.blocks if isinstance(block, Table))


def paper_workbook(paper: Paper, words: Words) -> bytes:
    """Write the workbook; the same paper gives the same bytes."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime.combine(paper.dated_on, time()), "title": paper.name})
    looks = _looks(book)
    for table in paper_tables(paper):
        _write(book.add_worksheet(table.id[:TITLE_MAX]), table, looks, words)
    book.close()
    return content.getvalue()


def _looks(book: "Workbook") -> dict[str, "Format"]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F7F9", "text_wrap": True}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "amount": book.add_format({"num_format": "#,##0.####", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
    }


def _write(sheet: "Worksheet", table: Table, looks: dict[str, "Format"], words: Words) -> None:
    sheet.freeze_panes(1, 1)
    rows = (*table.rows, *((table.total,) if table.total else ()))
    items = column_items(table)
    for number, (column, item) in enumerate(zip(table.columns, items, strict=True)):
        sheet.write_string(0, number, f"{column.title}\n{item}" if item else column.title, looks["head"])
        for row, cells in enumerate(rows, 1):
            _cell(sheet, (row, number), cells[number], looks)
        longest = max([len(column.title), *(len(cell_text(cells[number])) for cells in rows)])
        sheet.set_column(number, number, min(max(longest + 2, WIDTH_MIN), WIDTH_MAX))
    keys = [row_key(cells, items) for cells in rows]
    if any(keys):
        sheet.write_string(0, len(table.columns), words.say("Key"), looks["head"])
        for row, key in enumerate(keys, 1):
            sheet.write_string(row, len(table.columns), key, looks["plain"])
        sheet.set_column(len(table.columns), len(table.columns), max(len(key) for key in keys) + 2)


def _cell(sheet: "Worksheet", at: tuple[int, int], cell: Cell, looks: dict[str, "Format"]) -> None:
    """Write one cell: an amount as a number, all else as the text that is read; text never becomes a formula."""
    text = cell_text(cell)
    if isinstance(cell, Figure) and AMOUNT.fullmatch(text):
        plain = text.replace(",", "")
        number = float(plain) if "." in plain else int(plain)
        sheet.write_number(*at, number, looks["amount" if "." in plain else "whole"])
    else:
        sheet.write_string(*at, text, looks["plain"])
