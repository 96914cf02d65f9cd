"""Lines of at most 100 columns for a terminal: names and texts, tables, wide characters counted as two."""

import textwrap
import unicodedata
from collections.abc import Sequence

COLUMNS_MAX = 100
NAME_WIDTH = 20


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows as a table, the first as its head; what does not fit is left out from the right, never cut."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    while len(widths) > 1 and sum(widths) + 2 * (len(widths) - 1) > COLUMNS_MAX:
        widths.pop()
    lines = ["  ".join(_pad(row[i], width, is_left=i == 0) for i, width in enumerate(widths)) for row in rows]
    return [lines[0], "-" * _width(lines[0]), *lines[1:]]


def named_lines(name: str, text: str) -> list[str]:
    """Put a text behind its name, in as many lines as it needs."""
    first, *rest = wrap_lines(text, COLUMNS_MAX - NAME_WIDTH) or [""]
    return [_pad(name, NAME_WIDTH, is_left=True) + first, *(" " * NAME_WIDTH + line for line in rest)]


def wrap_lines(text: str, width: int = COLUMNS_MAX) -> list[str]:
    """Break a text into lines; a text with wide characters may be broken anywhere."""
    if _width(text) == len(text):
        return textwrap.wrap(text, width)
    lines = [""]
    for character in text:
        if _width(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _pad(text: str, width: int, *, is_left: bool) -> str:
    space = " " * max(0, width - _width(text))
    return text + space if is_left else space + text


def _width(text: str) -> int:
    """Count the columns that a text takes on a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
