"""Contract years of a licence: twelve months from its first day and from each anniversary, and what they report."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from chizai.assets.licences import Licence
from chizai.assets.report_overlaps import overlap_of, reporting
from chizai.assets.statements import LeftOutRow, StatementRow
from chizai.units.schedule import MONTHS_A_YEAR, add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The days of one contract year."""

    start_on: date
    end_on: date
    """The last day."""
    is_cut: bool
    """Whether the licence, or the last of its rights, ends within its twelve months."""


@dataclass(frozen=True, slots=True)
class YearReports:
    """What is reported of a contract year."""

    span: YearSpan
    rows: tuple[StatementRow, ...]
    """The rows all of whose period lies in the year."""
    astride: tuple[StatementRow, ...]
    """The rows with days in the year and days outside it."""
    unreported: tuple[tuple[date, date], ...]
    """First and last day of each stretch of the year that no row covers, or none of one of the rights, oldest first."""
    doubt: str | None = None
    """Why its rows may be too few or too many to be judged; none where nothing speaks for it."""

    @property
    def is_whole(self) -> bool:
        """Whether each day of the year is covered by a row that lies in it."""
        return not self.unreported

    @property
    def is_so_far(self) -> bool:
        """Whether what is covered is the year up to a day, and nothing after it."""
        covered_on = max((row.period_end_on for row in self.rows), default=date.min)
        return all(first_on > covered_on for first_on, _ in self.unreported)

    @property
    def is_clear(self) -> bool:
        """Whether its rows can be judged: there are some, none leads over or is in doubt, no negative sales."""
        return bool(self.rows) and not self.astride and self.doubt is None and (self.sales_minor or 0) >= 0

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is reported of it."""
        return not self.rows and not self.astride and self.doubt is None

    @property
    def told_sales_minor(self) -> int:
        """The net sales of the rows that tell them."""
        return sum(row.sales.amount_minor for row in self.rows if row.sales is not None)

    @property
    def royalty_minor(self) -> int:
        """The royalty that the rows report."""
        return sum(row.royalty_minor for row in self.rows)

    @property
    def sales_minor(self) -> int | None:
        """The net sales; none where they are not told by every row."""
        return self.told_sales_minor if self.rows and all(row.sales is not None for row in self.rows) else None

    def covers(self, day: date) -> bool:
        """Tell whether a day of the year is covered."""
        return not any(first_on <= day <= last_on for first_on, last_on in self.unreported)


def contract_years(licence: Licence, until_on: date, last_use_on: date = date.max) -> tuple[YearSpan, ...]:
    """Lay out the contract years that begin on or before a day, oldest first; the last may be cut short.

    A licence of 29 February begins its years on 1 March where there is no 29th (Civil Code, art. 143(2)).

    Args:
        licence: whose years they are.
        until_on: the day.
        last_use_on: the last day on which one of its rights lives.
    """
    last_on = min(licence.ends_on or date.max, last_use_on)
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
    spans: Sequence[YearSpan],
    rows: Iterable[StatementRow],
    lives: Mapping[str, date] | None = None,
    left_out: Sequence[LeftOutRow] = (),
) -> tuple[tuple[YearReports, ...], tuple[StatementRow, ...]]:
    """Sort a licence's rows into its contract years; what has no day in any of them comes apart.

    Args:
        spans: as `contract_years` gives them.
        rows: of the licence.
        lives: by right of the licence its last day. Where rows tell their right, each is to be reported while it lives.
        left_out: rows that could not be used and may be the licence's.
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
        YearReports(
            span,
            tuple(inner),
            tuple(outer),
            _unreported(span, reporting(inner), lives or {}),
            _doubt(span, inner, left_out),
        )
        for span, inner, outer in zip(spans, within, astride, strict=True)
    )
    return tuple(years), tuple(outside)


def _eve_of_anniversary(starts_on: date, number: int) -> date:
    if starts_on.year + number > MAXYEAR:
        return date.max
    anniversary_on = add_months(starts_on, number * MONTHS_A_YEAR)
    return anniversary_on - timedelta(days=anniversary_on.day == starts_on.day)


def _doubt(span: YearSpan, rows: Sequence[StatementRow], left_out: Sequence[LeftOutRow]) -> str | None:
    unusable = next((row for row in left_out if row.may_touch(span.start_on, span.end_on)), None)
    if unusable is not None:
        return f"{unusable.place} could not be used, and may be of the year"
    pair = overlap_of(rows)
    return pair and f"{pair[1].place} reports days that {pair[0].place} reports, too"


def _unreported(
    span: YearSpan, rows: Sequence[StatementRow], lives: Mapping[str, date]
) -> tuple[tuple[date, date], ...]:
    alive = [right_id for right_id, last_on in lives.items() if last_on >= span.start_on]
    if len(alive) <= 1 or not any(row.right_id for row in rows):
        return _gaps(span.start_on, span.end_on, rows)
    gaps: list[tuple[date, date]] = []
    for right_id in alive:
        its = [row for row in rows if row.right_id in {"", right_id}]
        gaps += _gaps(span.start_on, min(span.end_on, lives[right_id]), its)
    joined: list[tuple[date, date]] = []
    for first_on, last_on in sorted(gaps):
        if joined and first_on <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last_on)
        else:
            joined.append((first_on, last_on))
    return tuple(joined)


def _gaps(start_on: date, end_on: date, rows: Iterable[StatementRow]) -> tuple[tuple[date, date], ...]:
    gaps: list[tuple[date, date]] = []
    open_on = start_on
    for row in sorted(rows, key=lambda row: row.period_start_on):
        if open_on < row.period_start_on:
            gaps.append((open_on, min(row.period_start_on - ONE_DAY, end_on)))
        if row.period_end_on >= end_on:
            return tuple(gaps)
        open_on = max(open_on, row.period_end_on + ONE_DAY)
    return (*gaps, (open_on, end_on))
