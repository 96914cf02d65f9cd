"""Curves from CSV: a table of tenors and rates, or the yields of government bonds that Japan's ministry publishes.

A table of one's own has a line a rate, such as OIS rates on TONA:

    tenor,rate
    1Y,0.512%
    10Y,1.375%

The file of the Ministry of Finance has a line a day and a column a tenor, in Japanese (`基準日`, `10年`, days of an
era) or in English (`Date`, `10Y`), and a hyphen where there was no yield. Its yields are par yields of half-yearly
coupons.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chizai.feeds.cells import PERCENT, CellReader, parse_day, parse_share
from chizai.feeds.files import TextFile
from chizai.feeds.tables import TableRow, read_table
from chizai.metrics.curves import CurveAssumption, CurvePoint, Quote, check_curves
from chizai.metrics.pricing import Compounding
from chizai.units.money import parse_minor
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.schedule import MONTHS_A_YEAR, add_months
from chizai.units.toml import STRICT

COLUMNS = ("tenor", "rate")
"""The columns of a table of one's own."""
DAY_COLUMNS = ("基準日", "Date")
"""How the first column of the ministry's file is called."""
NO_YIELD = frozenset({"", "-"})
"""What the ministry writes where a tenor had no yield."""
ERAS = {"S": 1925, "H": 1988, "R": 2018}
"""The year before the first of each era: Showa, Heisei, Reiwa."""
DAYS_A_WEEK = 7
_TENOR = re.compile(r"(?P<count>[1-9]\d{0,3})(?P<unit>[DWMY年])")
_ERA_DAY = re.compile(r"(?P<era>[SHR])(?P<year>\d{1,2})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})")
_POINT = re.compile(r"points\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveSource:
    """A curve whose points stand in a file of the deal's folder."""

    __pydantic_config__ = STRICT

    id: str
    """What the curve is called where it is used."""
    file: str
    """The CSV file, relative to the deal's folder."""
    as_of_on: date
    """The day on which the rates were observed; of the ministry's file, the line that is read."""
    quote: Quote = Quote.ZERO
    """Whether the rates are zero rates or par yields."""
    compounding: Compounding = Compounding.ANNUAL
    """How the rates are compounded; for par yields also how often the coupon is paid."""
    encoding: str = "utf-8"
    """`utf-8`, or `cp932` as the ministry's Japanese file is written."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A point, and where it stands."""

    point: CurvePoint
    place: Place


def read_curve(file: TextFile, source: CurveSource) -> Result[CurveAssumption]:
    """Read the points of a curve.

    Args:
        file: its text.
        source: what the inputs say of it.

    Returns:
        a curve in which `check_curves` finds nothing wrong; or every row and cell that cannot be used.
    """
    failures: list[Failure] = []
    lines = file.text.splitlines(keepends=True)
    titles = next((n for n, line in enumerate(lines) if line.startswith(DAY_COLUMNS)), None)
    if titles is None:
        cells = list(_own_cells(file, source, failures))
    else:
        # the title above the columns is passed over as a comment, so that rows keep their numbers
        below = replace(file, text="".join(["#" + line for line in lines[:titles]] + lines[titles:]))
        cells = list(_ministry_cells(below, source, failures))
    if failures:
        return Failed(tuple(failures))
    curve = CurveAssumption(
        id=source.id,
        as_of_on=source.as_of_on,
        quote=source.quote,
        compounding=source.compounding,
        points=tuple(cell.point for cell in cells),
    )
    wrong = [_placed(failure, cells, file) for failure in check_curves((curve,), file.name)]
    return Failed(tuple(wrong)) if wrong else Ok(curve)


def _own_cells(file: TextFile, source: CurveSource, failures: list[Failure]) -> Iterator[_Cell]:
    table = read_table(file, COLUMNS, COLUMNS)
    failures += table.failures
    for row in table.value:
        cells = CellReader(row)
        cells.required("tenor")
        cells.required("rate")
        why, fix = "the tenor says to which day the rate runs", "write it as 6M, 10Y or 2035-03-20"
        on = cells.parsed("tenor", lambda text: parse_tenor(text, source.as_of_on), why, fix)
        rate_ppm = cells.parsed("rate", parse_share, "a rate is a percentage", "write it as 0.85%")
        failures += cells.failures
        if on is not None and rate_ppm is not None:
            yield _Cell(CurvePoint(on=on, rate_ppm_annual=rate_ppm), row.place("rate"))


def _ministry_cells(file: TextFile, source: CurveSource, failures: list[Failure]) -> Iterator[_Cell]:
    table = read_table(file, ())
    failures += table.failures
    days = _days(table.value, failures)
    row = days.get(source.as_of_on)
    if row is None:
        if not failures:
            failures.append(_no_line(file, source, days))
        return
    cells = CellReader(row)
    for column, text in row.cells.items():
        if column in DAY_COLUMNS or text in NO_YIELD:
            continue
        try:
            on = parse_tenor(column, source.as_of_on)
        except ValueError as error:
            why, fix = "a column is a tenor", "name it 10Y or 10年, or remove it"
            cells.fail(Reason.WRONG_TYPE, column, str(error), why, fix)
            continue
        rate_ppm = cells.parsed(column, _percent, "a yield is in percent", "write it as 0.85, or - for none")
        if rate_ppm is not None:
            yield _Cell(CurvePoint(on=on, rate_ppm_annual=rate_ppm), row.place(column))
    failures += cells.failures


def _days(rows: Sequence[TableRow], failures: list[Failure]) -> dict[date, TableRow]:
    """Give the lines of the ministry's file by their day."""
    days: dict[date, TableRow] = {}
    for row in rows:
        cells = CellReader(row)
        column = next(iter(row.cells))
        cells.required(column)
        day = cells.parsed(column, parse_era_day, "the day says whose yields these are", "write it as R7.3.31")
        if day in days:
            cells.fail(Reason.DUPLICATE, column, f"{day} stands twice", "which line holds is unclear", "remove one")
        elif day is not None:
            days[day] = row
        failures += cells.failures
    return days


def _no_line(file: TextFile, source: CurveSource, days: Mapping[date, TableRow]) -> Failure:
    what = f"there is no line of {source.as_of_on}"
    before = max((day for day in days if day < source.as_of_on), default=None)
    fix = f"the last day before is {before}: name it as as_of_on" if before else "take the file that has the day"
    return Failure(Reason.MISSING, Place(file.name), what, f"curve {source.id!r} is of that day", fix)


def _placed(failure: Failure, cells: Sequence[_Cell], file: TextFile) -> Failure:
    """Put what is wrong with a point to the cell that it was read from."""
    found = _POINT.search(failure.place.key or "")
    return replace(failure, place=cells[int(found[1]) - 1].place if found else Place(file.name))


def parse_tenor(text: str, as_of_on: date) -> date:
    """Give the day to which a tenor runs: `1W`, `6M`, `10Y`, `10年`, or a day itself.

    Raises:
        ValueError: it is neither, or the day lies beyond the calendar.
    """
    match = _TENOR.fullmatch(text.replace(" ", ""))
    if match is None:
        return parse_day(text)
    count = int(match["count"])
    match match["unit"]:
        case "D":
            return as_of_on + timedelta(days=count)
        case "W":
            return as_of_on + timedelta(days=DAYS_A_WEEK * count)
        case "M":
            return add_months(as_of_on, count)
        case _:
            return add_months(as_of_on, MONTHS_A_YEAR * count)


def parse_era_day(text: str) -> date:
    """Give a day that is written `R7.3.31`, `H31.4.26` or `2025/3/31`.

    Raises:
        ValueError: it is none of them, or does not exist.
    """
    match = _ERA_DAY.fullmatch(text)
    if match is None:
        return parse_day(text)
    try:
        return date(ERAS[match["era"]] + int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"{text!r} is a day that does not exist") from None


def _percent(text: str) -> int:
    return parse_minor(text, PERCENT)
