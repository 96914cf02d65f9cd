"""How wide the columns of a table are on a page: numbers as wide as they are, texts sharing what is left."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from chizai.documents.page import Column
from chizai.documents.papers.tree import Cell, cell_text

PAGE_PT = 493.0
"""Room between the margins of an A4 page, in points."""
SIZE_PT, KEY_PT = 7.4, 5.2
"""Size of the type in tables, and of keys."""
SIZE_LEAST_PT = 4.0
"""Smaller type is not read; a table that asks for it has more columns than a page has room for."""
LATIN, WIDE, MONO = 0.6, 1.0, 0.605
"""How wide a character is, in parts of the size of its type."""
PADDING_PT = 7.5
KEY_MOST_PT = 92.0
"""Keys that are wider are broken."""
TEXT_WHOLE = 8.0
"""Texts up to this width are not broken, in parts of the size of their type."""
TEXT_LONG, LONG_LEAST = 20.0, 13.0
"""Texts that are wider than the first get the second at least: no column of many lines of a word each."""
TEXT_MOST = 44.0
"""What a text column asks for at most, in parts of the size of its type: longer texts are broken."""
TITLE_LINE = 6.0
"""So many wide characters of a Japanese title stand in a line at most, where what stands below is narrower."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of a table's columns; together with the keys' they fill the page."""

    size_pt: float
    """Of the type: smaller where the table does not fit otherwise."""
    columns_pt: tuple[float, ...]
    key_pt: float
    """Of the column of keys; 0 without keys."""


def widths_of(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], items: Sequence[str], keys: Sequence[str]
) -> Widths:
    """Work out the widths.

    Args:
        columns: of the table.
        rows: its rows, the total included.
        items: what stands small under each column's title.
        keys: of its rows.
    """
    key_pt = min(max((len(key) for key in keys), default=0) * MONO * KEY_PT, KEY_MOST_PT)
    key_pt += PADDING_PT if key_pt else 0.0
    texts = [[cell_text(row[place]) for row in rows] for place in range(len(columns))]
    least, wanted = [], []
    for column, its, item in zip(columns, texts, items, strict=True):
        longest = max(map(_em, its), default=0.0)
        is_whole = column.is_number or longest <= TEXT_WHOLE
        pieces = longest if is_whole else max(map(_piece_em, its), default=0.0)
        long_em = LONG_LEAST if longest > TEXT_LONG and not column.is_number else 0.0
        least.append(max(pieces, long_em, _title_em(column.title), _item_em(item)))
        wanted.append(max(least[-1], min(longest, TEXT_MOST)))
    room = PAGE_PT - key_pt - PADDING_PT * len(columns)
    size_pt = max(SIZE_LEAST_PT, min(SIZE_PT, room / sum(least)))
    ems = _shared(least, wanted, room / size_pt, [not column.is_number for column in columns])
    return Widths(round(size_pt, 2), tuple(round(em * size_pt + PADDING_PT, 2) for em in ems), round(key_pt, 2))


def _shared(least: Sequence[float], wanted: Sequence[float], room: float, is_text: Sequence[bool]) -> list[float]:
    """Share the room: each column gets its least, then what it wants as far as the room reaches, the rest a text."""
    left, lacking = room - sum(least), sum(wanted) - sum(least)
    part = min(1.0, left / lacking) if lacking > 0 else 0.0
    ems = [few + (much - few) * max(0.0, part) for few, much in zip(least, wanted, strict=True)]
    widest = max(range(len(ems)), key=lambda place: (is_text[place], ems[place]))
    ems[widest] += max(0.0, room - sum(ems))
    return ems


def _em(text: str) -> float:
    """Estimate how wide a text is, in parts of the size of its type."""
    return sum(WIDE if unicodedata.east_asian_width(character) in "WF" else LATIN for character in text)


def _piece_em(text: str) -> float:
    """Give the widest part of a text that is not broken: a word, or a Japanese character."""
    words = "".join(" " if unicodedata.east_asian_width(character) in "WF" else character for character in text)
    return max((_em(word) for word in words.split()), default=WIDE)


def _title_em(title: str) -> float:
    """Give the least width of a title: half of it, and its longest word; a Japanese one in lines of equal length."""
    if any(unicodedata.east_asian_width(character) in "WF" for character in title):
        return float(ceil(_em(title) / ceil(_em(title) / TITLE_LINE)))
    return max(*(_em(word) for word in title.split()), _em(title) / 2, 0.0)


def _item_em(item: str) -> float:
    """Give the least width of an item, which is broken at its strokes."""
    return max((len(part) * MONO * KEY_PT / SIZE_PT for part in item.split("_")), default=0.0)
