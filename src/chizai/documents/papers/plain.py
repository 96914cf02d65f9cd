"""A paper as plain lists and names, as a template reads it: keys of rows and items of columns worked out once."""

from collections.abc import Iterable, Sequence
from typing import Any

from chizai.documents.papers.era import formal_day
from chizai.documents.papers.tree import (
    Block,
    Cell,
    Drawing,
    Facts,
    Figure,
    Paper,
    Paragraph,
    Points,
    Section,
    Signatures,
    Table,
)
from chizai.documents.papers.widths import widths_of
from chizai.documents.words import Words

MARK_DIGITS = 16
"""How many digits of the program's digest stand at the foot of every page; the whole digest leads the paper."""


def plain_paper(paper: Paper, digest: str, words: Words) -> dict[str, Any]:
    """Give all that a template shows.

    Args:
        paper: the paper.
        digest: of the deal's program.
        words: the reader's, for the words of the frame.
    """
    return {
        "language": paper.language,
        "region": "jp" if words.is_japanese else "gb",
        "name": paper.name,
        "title": paper.title,
        "banner": paper.banner,
        "is_warning": paper.is_warning,
        "facts": [_fact(fact.name, fact.value, fact.note) for fact in paper.facts],
        "sections": [_section(section) for section in paper.sections],
        "notice": paper.notice,
        "dated": formal_day(paper.dated_on, words),
        "year": paper.dated_on.year,
        "month": paper.dated_on.month,
        "day": paper.dated_on.day,
        "has_contents": paper.has_contents,
        "mark": words.say("Program {digest}…", digest=digest[:MARK_DIGITS]),
        "says": {"contents": words.say("Contents"), "key": words.say("Key")},
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "level": section.level,
        "reference": section.reference,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            return {"kind": block.kind, **_table(block)}
        case Facts():
            items = [_fact(fact.name, fact.value, fact.note) for fact in block.items]
            return {"kind": block.kind, "items": items}
        case Drawing():
            return {"kind": block.kind, "svg": block.svg, "alt": block.alt}
        case Paragraph():
            return {"kind": block.kind, **_paragraph(block)}
        case Points():
            items = [_paragraph(item) for item in block.items]
            return {"kind": block.kind, "items": items, "is_numbered": block.is_numbered}
        case Signatures():
            return {"kind": block.kind, "lines": list(block.lines)}


def _table(table: Table) -> dict[str, Any]:
    rows = (*table.rows, table.total) if table.total else table.rows
    items = column_items(table)
    keys = [row_key(row, items) for row in table.rows]
    total_key = row_key(table.total, items)
    widths = widths_of(table.columns, rows, items, [*keys, total_key])
    return {
        "id": table.id,
        "caption": table.caption,
        "note": table.note,
        "columns": [
            {"title": column.title, "is_number": column.is_number, "item": item, "width_pt": width_pt}
            for column, item, width_pt in zip(table.columns, items, widths.columns_pt, strict=True)
        ],
        "size_pt": widths.size_pt,
        "key_pt": widths.key_pt,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "total": [_cell(cell) for cell in table.total],
        "keys": keys if any(keys) or total_key else [],
        "total_key": total_key,
    }


def column_items(table: Table) -> tuple[str, ...]:
    """Give, by column, the item of all its figures, which ends their keys; none where it is not the same in all."""
    rows = (*table.rows, table.total) if table.total else table.rows
    return tuple(_item(row[number] for row in rows) for number in range(len(table.columns)))


def _item(cells: Iterable[Cell]) -> str:
    items = {cell.key.rpartition("/")[2] for cell in cells if isinstance(cell, Figure)}
    return items.pop() if len(items) == 1 else ""


def row_key(row: Sequence[Cell], items: Sequence[str]) -> str:
    """Give what the keys of a row's figures begin with; or a whole key, where its column names no item."""
    keys = [
        cell.key.rpartition("/")[0] if items[number] else cell.key
        for number, cell in enumerate(row)
        if isinstance(cell, Figure)
    ]
    return ", ".join(dict.fromkeys(keys))


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"text": paragraph.text, "figures": [_cell(figure) for figure in paragraph.figures]}


def _fact(name: str, value: Cell, note: str) -> dict[str, Any]:
    return {"name": name, "value": _cell(value), "note": note}


def _cell(cell: Cell) -> str | dict[str, str]:
    return {"text": cell.text, "key": cell.key} if isinstance(cell, Figure) else cell
