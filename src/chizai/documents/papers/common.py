"""What several papers say in one way: blocks taken over from pages, rows with their keys."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from chizai.documents import page
from chizai.documents.papers.keys import figure
from chizai.documents.papers.tree import (
    Block,
    Cell,
    Drawing,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Points,
    Table,
    cell_text,
)
from chizai.documents.words import NOTHING, Words


def points(texts: Sequence[str], *, is_numbered: bool = False) -> Points:
    """Set sentences without figures as a list."""
    return Points(tuple(Paragraph(text) for text in texts), is_numbered=is_numbered)


def in_currency(words: Words) -> str:
    """Say in which currency a table's amounts are."""
    return words.say("Amounts in {currency}.", currency=words.currency_name())


def blocks_of(section: page.Section) -> tuple[Block, ...]:
    """Take over what stands under a heading of a page that holds names and sentences, and drawings."""
    return tuple(_block(block, section.title) for block in section.blocks)


def _block(block: page.Block, title: str) -> Block:
    match block:
        case page.Table():
            return Table(
                id=block.id,
                columns=block.columns,
                rows=block.rows,
                total=block.total,
                caption=block.caption,
                note=block.note,
            )
        case page.Facts() | page.KeyFigures():
            return Facts(tuple(Fact(item.name, item.value, item.note) for item in block.items))
        case page.Picture():
            return Drawing(block.svg, title)
        case page.Paragraph():
            return Paragraph(block.text)
        case page.Points():
            return points(block.items, is_numbered=block.is_numbered)


def keyed(cells: Sequence[str], items: Sequence[str | None], key_of: Callable[[str], str | None]) -> tuple[Cell, ...]:
    """Give the cells of a row with the key of each that has an item.

    Args:
        cells: the texts of the row.
        items: of each column, its item; none where it holds a name.
        key_of: the key of an item, none where this row's has none.
    """
    row: list[Cell] = []
    for text, item in zip(cells, items, strict=True):
        key = None if item is None or text == NOTHING else key_of(item)
        row.append(text if key is None else Figure(text, key))
    return tuple(row)


def keyed_tables(section: page.Section, english: page.Section, n_names: int) -> tuple[Block, ...]:
    """Take over the tables of a page that set out terms of the deal; what has a number in it gets the term's key.

    Args:
        section: in the reader's language.
        english: the same in English, whose names the keys bear.
        n_names: how many of the leading cells of a row name it.
    """
    blocks = zip(blocks_of(section), blocks_of(english), strict=True)
    return tuple(
        replace(
            block, rows=tuple(_keyed_row(*rows, other, n_names) for rows in zip(block.rows, other.rows, strict=True))
        )
        if isinstance(block, Table) and isinstance(other, Table)
        else block
        for block, other in blocks
    )


def _keyed_row(row: Sequence[Cell], english: Sequence[Cell], table: Table, n_names: int) -> tuple[Cell, ...]:
    of = " ".join(map(cell_text, english[:n_names]))
    return tuple(
        figure(cell_text(cell), "deal", of, column.title.lower().replace(" ", "_"))
        if place >= n_names and any(character.isdigit() for character in cell_text(cell))
        else cell
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    )
