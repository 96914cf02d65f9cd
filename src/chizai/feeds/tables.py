"""Delimited text as rows that know their line: the form of registers, assessments and plain statements."""

import csv
import difflib
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from chizai.feeds.files import TextFile
from chizai.units.result import Failure, Loaded, Place, Reason


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record of a table."""

    file: str
    line: int
    """The line of the file on which the record starts, counted from 1."""
    cells: Mapping[str, str]
    """The trimmed text of each column, by the column's name."""

    def place(self, column: str | None = None) -> Place:
        """Give the place of the row, or of its cell in a column."""
        return Place(self.file, self.line, column)


def read_table(
    file: TextFile, required: Collection[str], known: Collection[str] | None = None, delimiter: str = ","
) -> Loaded[tuple[TableRow, ...]]:
    """Read a table whose first line names its columns; comment lines (`#`) before it and blank lines are passed over.

    Args:
        file: the text.
        required: columns without which no row can be used.
        known: all columns that are read, where another one is an error; none where the file is another's and has its
            own columns too.
        delimiter: what stands between cells.

    Returns:
        the rows; none of them if the columns are wrong. Rows of the wrong length are reported and left out; a broken
        quotation mark ends the reading, and the rows before it are kept.
    """
    failures: list[Failure] = []
    records = _records(file, delimiter, failures)
    header_line, header = next(records, (1, []))
    columns = [name.strip() for name in header]
    failures += _column_failures(Place(file.name, header_line), columns, required, known, delimiter)
    if failures:
        return Loaded((), tuple(failures))
    rows = []
    for line, cells in records:
        if len(cells) != len(columns):
            what = f"the row has {len(cells)} cells, the header {len(columns)}"
            why = "it is unclear which cell belongs to which column"
            fix = f"write every cell, and put quotation marks around one that contains {delimiter!r}"
            failures.append(Failure(Reason.INCONSISTENT, Place(file.name, line), what, why, fix))
        else:
            trimmed = (cell.strip() for cell in cells)
            rows.append(TableRow(file.name, line, dict(zip(columns, trimmed, strict=True))))
    return Loaded(tuple(rows), tuple(failures))


def _records(file: TextFile, delimiter: str, failures: list[Failure]) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with the line on which each starts."""
    lines = io.StringIO(file.text, newline="").readlines()
    skipped = 0
    while skipped < len(lines) and (lines[skipped].startswith("#") or not lines[skipped].strip()):
        skipped += 1
    reader = csv.reader(lines[skipped:], delimiter=delimiter, strict=True)
    start = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        what = f"from here on the table cannot be read: {error}"
        why = "where a quotation ends is unclear, so no later row can be trusted"
        fix = 'close the quotation mark; one inside a cell is written twice ("")'
        failures.append(Failure(Reason.UNREADABLE, Place(file.name, start), what, why, fix))


def _column_failures(
    place: Place, columns: list[str], required: Collection[str], known: Collection[str] | None, delimiter: str
) -> Iterator[Failure]:
    if len(required) > 1 and not set(required) & set(columns):
        first = f"its first line is {', '.join(columns)!r}" if columns else "it has none but comments"
        what = f"no line names the columns: {first}"
        fix = f"begin with a line that names {', '.join(required)}, and put {delimiter!r} between cells"
        yield Failure(Reason.MISSING, place, what, "no row can be used without them", fix)
        return
    unknown = [name for name in columns if known is not None and name not in known]
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        why = "which of the two is meant is unclear"
        at = Place(place.file, place.row, name)
        yield Failure(Reason.DUPLICATE, at, f"column {name!r} stands twice", why, "rename or remove one")
    for name in required:
        if name not in columns:
            close = difflib.get_close_matches(name, columns, n=1)
            fix = f"is it {close[0]!r}?" if close else f"add it; the columns here are {', '.join(columns)}"
            at = Place(place.file, place.row, name)
            yield Failure(Reason.MISSING, at, f"there is no column {name!r}", "no row can be used without it", fix)
    for name in unknown:
        close = difflib.get_close_matches(name, known or (), n=1)
        fix = f"did you mean {close[0]!r}?" if close else f"remove it; the columns are {', '.join(known or ())}"
        at = Place(place.file, place.row, name)
        why = "a column that nothing reads would be lost silently"
        yield Failure(Reason.UNKNOWN, at, f"there is no column {name!r} in this table", why, fix)
