"""Tables of royalty series as others keep them, read as one panel on common periods.

A long table has a column of periods, one of amounts, and columns that name the series; a wide one has a column for each
period. What stands where is found from the columns' names and cells, and can be said by options where that is unclear.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chizai.app.backtest_names import PARTS, Renamed, join_renamed
from chizai.feeds.files import TextFile, read_file
from chizai.feeds.periods import PERIODS, last_month
from chizai.feeds.tables import TableRow, read_table
from chizai.forecast.history_model.series import Series
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.schedule import MONTHS_A_YEAR

PERIOD_COLUMNS = ("period", "month", "quarter", "year", "date", "period_end", "period_start")
"""Names that a column of periods goes by, in the order that they are looked for; capitals do not matter."""
MONEY_NAME = re.compile(r"(^|_)(usd|jpy|eur|gbp|minor|royalty|royalties|amount|cash|receipts|revenue|sales|value)$")
"""Ends of names that a column of amounts goes by."""
LEAST_WIDE = 3
"""A table with so many columns that are periods is a wide one."""
MOST_PERIODS = 2400
"""Two centuries of months: more stands for a mistyped year."""
_AMOUNT = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands where in a table; what is not said is found."""

    series: tuple[str, ...] = ()
    """Columns whose cells together name a series; all that are neither periods nor numbers, if none is said."""
    period: str | None = None
    """The column of periods."""
    value: str | None = None
    """The column of amounts; amounts of one series and period are added up."""
    is_gap_unknown: bool = False
    """Whether a period without a row is not known, where by default it brought nothing. Empty cells never are."""
    is_name_kept: bool = False
    """Whether names stand as they are written, where by default one that carries on under another is read as one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of one table on common periods."""

    name: str
    """Of its file."""
    sha256: str
    """Digest of the file's bytes."""
    periods: tuple[str, ...]
    """The periods' names, such as 2014-03, 2014-Q1 or 2014, earliest first."""
    series: tuple[Series, ...]
    """By id, each as long as there are periods."""
    renamed: tuple[Renamed, ...] = ()
    """What is read as one series although its name changes."""


Cells = dict[str, dict[int, float]]
"""Amounts by series and month; NaN where a cell is empty."""


def read_panel(file: Path, layout: Layout) -> Result[Panel]:
    """Read a table of series.

    Returns:
        the panel, or all that is wrong: no such file or column, columns that cannot be told apart, cells that are no
        amount or period, periods of mixed lengths.
    """
    text = read_file(file)
    if isinstance(text, Failed):
        return text
    table = read_table(text.value, layout.series)
    if table.failures or not table.value:
        empty = Failure(Reason.MISSING, Place(file.name), "it has no rows", "nothing can be tested", "add the series")
        return Failed(table.failures or (empty,))
    failures: list[Failure] = []
    rows = table.value
    wide = {name: month for name in rows[0].cells if (month := last_month(name)) is not None}
    cells, texts = _wide(rows, wide, layout, failures) if len(wide) >= LEAST_WIDE else _long(rows, layout, failures)
    if failures:
        return Failed(tuple(failures))
    panel = _panel(text.value, cells, texts, layout.is_gap_unknown or len(wide) >= LEAST_WIDE)
    if isinstance(panel, Failed) or layout.is_name_kept:
        return panel
    series, renamed = join_renamed(panel.value.series)
    return Ok(replace(panel.value, series=series, renamed=renamed))


def _long(rows: Sequence[TableRow], layout: Layout, failures: list[Failure]) -> tuple[Cells, set[str]]:
    """Read a long table; the second result is the texts of its periods."""
    numeric = _numeric(rows)
    period = _period_column(rows[0], layout, failures)
    value = _value_column(rows[0], numeric - {period, *layout.series}, layout, failures)
    if period is None or value is None:
        return {}, set()
    naming = layout.series or tuple(name for name in rows[0].cells if name not in {*numeric, period, value})
    cells: Cells = {}
    for row in rows:
        month, amount = last_month(row.cells[period]), _amount(row.cells[value])
        if month is None:
            failures.append(_bad_period(row, period))
        if amount is None:
            failures.append(_bad_amount(row, value))
        if month is not None and amount is not None:
            series = cells.setdefault(_name(row, naming), {})
            series[month] = series.get(month, 0.0) + amount
    return cells, {row.cells[period] for row in rows}


def _wide(
    rows: Sequence[TableRow], columns: Mapping[str, int], layout: Layout, failures: list[Failure]
) -> tuple[Cells, set[str]]:
    """Read a wide table, in which an empty cell is not known."""
    naming = layout.series or tuple(name for name in rows[0].cells if name not in columns)
    cells: Cells = {}
    for row in rows:
        series = cells.setdefault(_name(row, naming), {})
        for name, month in columns.items():
            amount = _amount(row.cells[name])
            if amount is None:
                failures.append(_bad_amount(row, name))
            else:
                series[month] = series[month] + amount if month in series else amount
    return cells, set(columns)


def _panel(file: TextFile, cells: Cells, texts: set[str], is_gap_unknown: bool) -> Result[Panel]:  # noqa: FBT001 - private
    """Put series on common periods: before its first amount a series is not known."""
    months = sorted({month for series in cells.values() for month in series})
    length = _period_months(months, texts)
    if (months[-1] - months[0]) % length or (months[-1] - months[0]) // length >= MOST_PERIODS:
        what = f"it runs from {_named(months[0], length)} to {_named(months[-1], length)} in steps that do not fit"
        fix = "write every period as one year, quarter or month, such as 2014, 2014-Q1 or 2014-03"
        why = "all series stand on periods of one length"
        return Failed((Failure(Reason.INCONSISTENT, Place(file.name), what, why, fix),))
    periods = range(months[0], months[-1] + 1, length)
    gap = float("nan") if is_gap_unknown else 0.0
    series = tuple(
        Series(
            name,
            tuple(amounts.get(month, gap if month > min(amounts) else float("nan")) for month in periods),
            MONTHS_A_YEAR // length,
        )
        for name, amounts in sorted(cells.items())
    )
    return Ok(Panel(file.name, file.sha256, tuple(_named(month, length) for month in periods), series))


def _period_months(months: Sequence[int], texts: set[str]) -> int:
    """Give the length of a period in months: by how it is written, and for months that are all quarter-ends, 3."""
    if all(text.isdigit() for text in texts):
        return MONTHS_A_YEAR
    steps = {(month - months[0]) % MONTHS_A_YEAR for month in months}
    if len(months) > 1 and steps == {0}:
        return MONTHS_A_YEAR
    return 3 if all(step % 3 == 0 for step in steps) else 1


def _period_column(row: TableRow, layout: Layout, failures: list[Failure]) -> str | None:
    by_name = {name.lower(): name for name in row.cells}
    if layout.period is not None:
        return _given(row, layout.period, "--period", failures)
    found = next((by_name[name] for name in PERIOD_COLUMNS if name in by_name), None)
    if found is None:
        what = f"no column is named {', '.join(PERIOD_COLUMNS)}"
        fix = f"name it with --period; the columns are {', '.join(row.cells)}"
        failures.append(Failure(Reason.MISSING, Place(row.file), what, "amounts need their period", fix))
    return found


def _value_column(row: TableRow, numeric: set[str], layout: Layout, failures: list[Failure]) -> str | None:
    if layout.value is not None:
        return _given(row, layout.value, "--value", failures)
    likely = [name for name in row.cells if name in numeric and MONEY_NAME.search(name.lower())]
    found = likely or sorted(numeric)
    if len(found) == 1:
        return found[0]
    what = (
        f"{len(found)} columns could be the amounts: {', '.join(found)}" if found else "no column holds numbers alone"
    )
    fix = f"name it with --value; the columns are {', '.join(row.cells)}"
    failures.append(Failure(Reason.MISSING, Place(row.file), what, "one column is forecast", fix))
    return None


def _given(row: TableRow, name: str, option: str, failures: list[Failure]) -> str | None:
    if name in row.cells:
        return name
    what, fix = f"there is no column {name!r}", f"name one of {', '.join(row.cells)} with {option}"
    failures.append(Failure(Reason.UNKNOWN, Place(row.file), what, "it was asked for", fix))
    return None


def _numeric(rows: Sequence[TableRow]) -> set[str]:
    """Name the columns whose cells are all amounts, at least one of them filled."""
    return {
        name
        for name in rows[0].cells
        if any(row.cells[name] for row in rows) and all(_amount(row.cells[name]) is not None for row in rows)
    }


def _name(row: TableRow, naming: Sequence[str]) -> str:
    return PARTS.join(row.cells[name] for name in naming) or row.file


def _named(month: int, length: int) -> str:
    year, index = divmod(month, MONTHS_A_YEAR)
    if length == MONTHS_A_YEAR:
        return str(year)
    return f"{year}-Q{index // 3 + 1}" if length == 3 else f"{year}-{index + 1:02d}"  # noqa: PLR2004 - a quarter


def _amount(text: str) -> float | None:
    """Read an amount; NaN for an empty cell, none for what is no number."""
    if not text:
        return float("nan")
    match = _AMOUNT.fullmatch(text)
    return float(text.replace(",", "")) if match and text.lstrip("+-.")[:1].isdigit() else None


def _bad_period(row: TableRow, column: str) -> Failure:
    what = f"{row.cells[column]!r} is no period"
    fix = f"write it as {PERIODS}"
    return Failure(Reason.WRONG_TYPE, row.place(column), what, "amounts stand on periods", fix)


def _bad_amount(row: TableRow, column: str) -> Failure:
    what, fix = f"{row.cells[column]!r} is no amount", "write digits with a point for decimals, such as 1,234.50"
    return Failure(Reason.WRONG_TYPE, row.place(column), what, "only numbers can be forecast", fix)
