"""How wide the columns of a table are on a page: numbers as wide as they are, texts sharing what is left."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from chizai.documents.papers.tree import Cell, Column, cell_text

PAGE_PT = 493.0
"""Room between the margins of an A4 page, in points."""
SIZE_PT, KEY_PT = 7.4, 5.2
"""Size of the type in tables, and of keys."""
SIZE_LEAST_PT = 5.0
"""Smaller type is not read."""
LATIN, WIDE, MONO = 0.585, 1.0, 0.605
"""How wide a character is, in parts of the size of its type."""
PADDING_PT = 7.5
KEY_MOST_PT = 78.0
"""Keys that are wider are broken."""
TEXT_WHOLE, TEXT_MOST = 14.0, 44.0
"""Texts up to so many characters are never broken; longer ones share the room, none counting for more than the most."""
TITLE_LEAST = 4.0
"""So many wide characters of a Japanese title stand in a line at least."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of a table's columns."""

    size_pt: float
    """Of the type: smaller where the numbers do not fit otherwise."""
    fixed_pt: tuple[float, ...]
    """By column; 0 where it shares what is left."""
    shares: tuple[int, ...]
    """By column; 0 where it is fixed."""
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
    longest = [max((_em(cell_text(row[place])) for row in rows), default=0.0) for place in range(len(columns))]
    key_pt = min(max((len(key) for key in keys), default=0) * MONO * KEY_PT, KEY_MOST_PT)
    key_pt += PADDING_PT if key_pt else 0.0
    is_whole = [column.is_number or longest[place] <= TEXT_WHOLE * LATIN for place, column in enumerate(columns)]
    if all(is_whole):
        is_whole[0] = False
    needed = [
        max(longest[place], _title_em(column.title), _item_em(items[place])) if is_whole[place] else 0.0
        for place, column in enumerate(columns)
    ]
    shares = [
        0 if is_whole[place] else round(10 * min(max(longest[place], 6.0), TEXT_MOST)) for place in range(len(columns))
    ]
    room = PAGE_PT - key_pt - PADDING_PT * len(columns) - 24.0 * sum(share > 0 for share in shares)
    taken = sum(needed)
    size_pt = max(SIZE_LEAST_PT, min(SIZE_PT, room / taken)) if taken else SIZE_PT
    fixed = tuple(round(em * size_pt + PADDING_PT, 2) if em else 0.0 for em in needed)
    return Widths(round(size_pt, 2), fixed, tuple(shares), round(key_pt, 2))


def _em(text: str) -> float:
    """Estimate how wide a text is, in parts of the size of its type."""
    return sum(WIDE if unicodedata.east_asian_width(character) in "WF" else LATIN for character in text)


def _title_em(title: str) -> float:
    """Give the least width of a title: half of it, and its longest word; Japanese is broken anywhere."""
    longest = max((min(_em(word), TITLE_LEAST) if _is_wide(word) else _em(word) for word in title.split()), default=0.0)
    return max(longest, _em(title) / 2)


def _item_em(item: str) -> float:
    """Give the least width of an item, which is broken at its strokes and commas."""
    parts = chain.from_iterable(part.split(" ") for part in item.split("_"))
    return max((len(part) * MONO * KEY_PT / SIZE_PT for part in parts), default=0.0)


def _is_wide(word: str) -> bool:
    return any(unicodedata.east_asian_width(character) in "WF" for character in word)
