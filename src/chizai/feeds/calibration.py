"""Rows and settings of a calibration, read into what it says that they hold."""

import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import TypeVar, cast

from chizai.feeds.cells import YEARS, CellReader, parse_day, parse_flag, parse_whole
from chizai.feeds.files import TextFile
from chizai.feeds.periods import CALENDAR_PERIODS, has_day, last_month, written_months
from chizai.feeds.tables import TableRow, read_table
from chizai.forecast.calibration.terms import CalendarPeriod, Row, Says, Settings
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.schedule import MONTHS_A_YEAR

R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=Settings)

PLACES = {"line", "stand_in"}
"""Fields of rows and settings that say where they stand."""
SET = "--set"
"""The option that settings stand in, as failures name it."""
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][-+]?\d{1,3})?%?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a setting."""

    name: str
    kind: type
    says: Says
    default: object
    """What it is if it is not there; `MISSING` where it has to be."""


def parse_number(text: str) -> float:
    """Read `1,234.5`, `1e-3`, or `88%` as 0.88.

    Raises:
        ValueError: it is no number.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is no number")
    number = float(text.rstrip("%").replace(",", ""))
    return number / 100 if text.endswith("%") else number


def parse_period(text: str) -> CalendarPeriod:
    """Read a year, a quarter or a month, such as `2014`, `2014-Q1`, `2014-03`.

    Raises:
        ValueError: it is none, or a day, or lies outside the years of facts.
    """
    last = last_month(text)
    if last is None:
        raise ValueError(f"{text!r} is no period")
    if has_day(text):
        raise ValueError(f"{text!r} is a day, and no period")
    months = written_months(text)
    year, index = divmod(last - months + 1, MONTHS_A_YEAR)
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValueError(f"{text!r} lies outside the years {YEARS[0]} to {YEARS[1]}")
    return CalendarPeriod(date(year, index + 1, 1), months, text)


KINDS: Mapping[type, tuple[Callable[[str], object], str]] = {
    str: (str, "write a name"),
    int: (parse_whole, "write a whole number"),
    float: (parse_number, "write digits with a point for decimals, such as 1,234.5, or a part as 88%"),
    bool: (parse_flag, "write yes or no"),
    date: (parse_day, "write it as 2027-03-31"),
    CalendarPeriod: (parse_period, f"write it as {CALENDAR_PERIODS}"),
}
"""How each kind of value is read, and what to do where it cannot be."""


def columns_of(noun: type[Row] | type[Settings]) -> tuple[Column, ...]:
    """List the columns of a row, or the settings, that a noun is read from."""
    hints = typing.get_type_hints(noun, include_extras=True)
    said = [(field, *typing.get_args(hints[field.name])) for field in fields(noun) if field.name not in PLACES]
    return tuple(Column(field.name, _kind(hint), says, field.default) for field, hint, says in said)


def _kind(hint: object) -> type:
    """Give the kind of a value, which may be optional."""
    if isinstance(hint, types.UnionType):
        return cast("type", typing.get_args(hint)[0])
    return cast("type", hint)


def read_rows(file: TextFile, noun: type[R]) -> Result[tuple[R, ...]]:
    """Read a table whose columns are those of a noun.

    Returns:
        the rows, one at least; or all that is wrong with columns and cells.
    """
    columns = columns_of(noun)
    required = [column.name for column in columns if column.default is MISSING]
    table = read_table(file, required, [column.name for column in columns])
    failures, rows = list(table.failures), []
    for row in table.value:
        cells = CellReader(row)
        values = _values(cells, columns)
        failures += cells.failures
        if not cells.failures:
            rows.append(cast("Callable[..., R]", noun)(line=row.line, **values))
    if failures or not rows:
        empty = Failure(Reason.MISSING, Place(file.name), "it has no rows", "there is nothing to fit", "add the rows")
        return Failed(tuple(failures) or (empty,))
    return Ok(tuple(rows))


def read_settings(words: Sequence[str], noun: type[S]) -> Result[S]:
    """Read settings, each written `name=value`; what is not set is at its default.

    Returns:
        the settings; or each one that is unknown, set twice, or has no such value.
    """
    columns, failures, texts = columns_of(noun), [], dict[str, str]()
    known = [column.name for column in columns]
    for word in words:
        name, sign, text = (part.strip() for part in word.partition("="))
        place = Place(SET, None, name)
        if not sign or not text:
            what, why = f"{word!r} says no value", "a setting is a name and its value"
            failures.append(Failure(Reason.MISSING, place, what, why, f"write {SET} {known[0]}=..."))
        elif name not in known:
            what, why = f"{name!r} cannot be set here", "nothing would read it"
            failures.append(Failure(Reason.UNKNOWN, place, what, why, f"set one of {', '.join(known)}"))
        elif name in texts:
            what, why = f"{name} is set twice", "which of the two holds is unclear"
            failures.append(Failure(Reason.DUPLICATE, place, what, why, "keep one of the two"))
        else:
            texts[name] = text
    cells = CellReader(_SettingsRow(SET, 0, texts))
    values = _values(cells, [column for column in columns if column.name in texts])
    failures += cells.failures
    return Failed(tuple(failures)) if failures else Ok(noun(stand_in=SET, **values))


class _SettingsRow(TableRow):
    """Settings as one row, which stands on no line."""

    def place(self, column: str | None = None) -> Place:
        """Give the place of a setting."""
        return Place(self.file, None, column)


def _values(cells: CellReader, columns: Sequence[Column]) -> dict[str, object]:
    """Read cells by their columns; an empty one that may be is at its default."""
    values: dict[str, object] = {}
    for column in columns:
        if column.default is MISSING:
            cells.required(column.name)
        parse, fix = KINDS[column.kind]
        value = cells.parsed(column.name, parse, column.says.what, fix)
        if isinstance(value, int | float):
            _hold(cells, column, value)
        values[column.name] = column.default if value is None else value
    return values


def _hold(cells: CellReader, column: Column, number: float) -> None:
    """Hold a number to the bounds of its column."""
    says = column.says
    if not says.least <= number <= says.most or (says.is_above and number == says.least):
        low = f"above {says.least:g}" if says.is_above else f"{says.least:g} or more"
        why = f"{says.what}: {low}, {says.most:g} at most"
        cells.fail(Reason.OUT_OF_RANGE, column.name, f"{number:g} is out of range", why, "correct the number")
