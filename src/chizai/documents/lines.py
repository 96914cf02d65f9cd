"""Lines of at most 100 columns for a terminal: names and texts, tables, wide characters counted as two."""

import textwrap
import unicodedata
from collections.abc import Sequence

COLUMNS_MAX = 100
NAME_WIDTH = 20


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows as a table, the first as its head; what does not fit is left out from the right, never cut."""
    return _set(rows, _fitting(rows, range(len(rows[0]))))


def tables_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows as a table; columns that do not fit follow in further tables, each beginning with the first column."""
    lines: list[str] = []
    left = list(range(1, len(rows[0])))
    while left:
        fitting = _fitting(rows, [0, *left])
        lines += ["", *_set(rows, fitting)] if lines else _set(rows, fitting)
        left = left[max(1, len(fitting) - 1) :]
    return lines


def _fitting(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[int]:
    """Give as many of the columns, from the left, as one table has room for; at least one."""
    found = list(columns)
    while len(found) > 1 and sum(_widths(rows, found)) + 2 * (len(found) - 1) > COLUMNS_MAX:
        found.pop()
    return found


def _widths(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[int]:
    return [max(width_of(row[column]) for row in rows) for column in columns]


def _set(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[str]:
    widths = dict(zip(columns, _widths(rows, columns), strict=True))
    lines = ["  ".join(pad(row[c], widths[c], is_left=c == columns[0]) for c in columns) for row in rows]
    return [lines[0], "-" * width_of(lines[0]), *lines[1:]]


def named_lines(name: str, text: str) -> list[str]:
    """Put a text behind its name, in as many lines as it needs."""
    first, *rest = wrap_lines(text, COLUMNS_MAX - NAME_WIDTH) or [""]
    return [pad(name, NAME_WIDTH, is_left=True) + first, *(" " * NAME_WIDTH + line for line in rest)]


def wrap_lines(text: str, width: int = COLUMNS_MAX) -> list[str]:
    """Break a text into lines; a text with wide characters may be broken anywhere."""
    if width_of(text) == len(text):
        return textwrap.wrap(text, width)
    lines = [""]
    for character in text:
        if width_of(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def pad(text: str, width: int, *, is_left: bool) -> str:
    """Fill a text with spaces up to so many columns, behind it or, where it is not at the left, before it."""
    space = " " * max(0, width - width_of(text))
    return text + space if is_left else space + text


def width_of(text: str) -> int:
    """Count the columns that a text takes on a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
