"""Contract years of a licence: twelve months from its first day and from each anniversary, and what they report."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from chizai.assets.licences import Licence
from chizai.assets.statements import StatementRow
from chizai.units.schedule import MONTHS_A_YEAR, add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The days of one contract year."""

    start_on: date
    end_on: date
    """The last day."""
    is_cut: bool
    """Whether the licence ends within its twelve months."""


@dataclass(frozen=True, slots=True)
class YearReports:
    """What is reported of a contract year."""

    span: YearSpan
    rows: tuple[StatementRow, ...]
    """The rows all of whose period lies in the year."""
    astride: tuple[StatementRow, ...]
    """The rows with days in the year and days outside it."""
    unreported: tuple[tuple[date, date], ...]
    """First and last day of each stretch of the year that no row covers, oldest first."""

    @property
    def is_whole(self) -> bool:
        """Whether each day of the year is covered by a row that lies in it."""
        return not self.unreported

    @property
    def is_so_far(self) -> bool:
        """Whether what is covered is the year up to a day."""
        return self.unreported[1:] == () and all(last_on == self.span.end_on for _, last_on in self.unreported)

    @property
    def is_clear(self) -> bool:
        """Whether its rows can be judged: there are some, none leads over, their sales are not negative."""
        return bool(self.rows) and not self.astride and (self.sales_minor or 0) >= 0

    @property
    def royalty_minor(self) -> int:
        """The royalty that the rows report."""
        return sum(row.royalty_minor for row in self.rows)

    @property
    def sales_minor(self) -> int | None:
        """The net sales; none where they are not told by every row."""
        told = [row.sales.amount_minor for row in self.rows if row.sales is not None]
        return sum(told) if told and len(told) == len(self.rows) else None

    def covers(self, day: date) -> bool:
        """Tell whether a day of the year is covered."""
        return not any(first_on <= day <= last_on for first_on, last_on in self.unreported)


def contract_years(licence: Licence, until_on: date) -> tuple[YearSpan, ...]:
    """Lay out the contract years that begin on or before a day, oldest first; a licence's last may be cut short.

    A licence of 29 February begins its years on 28 February where there is no 29th.
    """
    last_on = licence.ends_on or date.max
    spans: list[YearSpan] = []
    start_on = licence.starts_on
    while start_on <= min(until_on, last_on):
        end_on = _eve_of_anniversary(licence.starts_on, len(spans) + 1)
        spans.append(YearSpan(start_on, min(end_on, last_on), is_cut=last_on < end_on))
        if spans[-1].end_on == date.max:
            break
        start_on = end_on + ONE_DAY
    return tuple(spans)


def reports_by_year(
    spans: Sequence[YearSpan], rows: Iterable[StatementRow]
) -> tuple[tuple[YearReports, ...], tuple[StatementRow, ...]]:
    """Sort a licence's rows into its contract years; what has no day in any of them comes apart.

    Args:
        spans: as `contract_years` gives them.
        rows: of the licence.
    """
    starts = [span.start_on for span in spans]
    within: list[list[StatementRow]] = [[] for _ in spans]
    astride: list[list[StatementRow]] = [[] for _ in spans]
    outside: list[StatementRow] = []
    for row in rows:
        first, last = (bisect_right(starts, day) - 1 for day in (row.period_start_on, row.period_end_on))
        touched = [i for i in range(max(first, 0), last + 1) if row.period_start_on <= spans[i].end_on]
        if not touched:
            outside.append(row)
        elif first == last and row.period_end_on <= spans[last].end_on:
            within[last].append(row)
        else:
            for index in touched:
                astride[index].append(row)
    years = (
        YearReports(span, tuple(inner), tuple(outer), _unreported(span, inner))
        for span, inner, outer in zip(spans, within, astride, strict=True)
    )
    return tuple(years), tuple(outside)


def _eve_of_anniversary(starts_on: date, number: int) -> date:
    if starts_on.year + number > MAXYEAR:
        return date.max
    return add_months(starts_on, number * MONTHS_A_YEAR) - ONE_DAY


def _unreported(span: YearSpan, rows: Iterable[StatementRow]) -> tuple[tuple[date, date], ...]:
    gaps: list[tuple[date, date]] = []
    open_on = span.start_on
    for row in sorted(rows, key=lambda row: row.period_start_on):
        if open_on < row.period_start_on:
            gaps.append((open_on, row.period_start_on - ONE_DAY))
        if row.period_end_on == span.end_on:
            return tuple(gaps)
        open_on = max(open_on, row.period_end_on + ONE_DAY)
    return (*gaps, (open_on, span.end_on))
