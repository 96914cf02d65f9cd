"""What statements have reported of a licence: its known rows, and the complete years that they cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from chizai.assets.pool import Pool
from chizai.assets.statements import StatementRow, row_leaf
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.schedule import MONTHS_A_YEAR, add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportedYear:
    """Twelve months that statements cover without a hole."""

    start_on: date
    end_on: date
    """The last day."""
    rows: tuple[StatementRow, ...]
    """The rows whose period has a day in the year, earliest end first; never empty."""

    @property
    def royalty_minor(self) -> int:
        """The year's royalty before withholding."""
        return sum(self.part_minor(row) for row in self.rows)

    def has_whole(self, row: StatementRow) -> bool:
        """Tell whether all of a row's period lies within the year."""
        return self.start_on <= row.period_start_on and row.period_end_on <= self.end_on

    def part_minor(self, row: StatementRow) -> int:
        """Give the part of a row's royalty that is the year's: by days, rounded down, where its period leads over."""
        if self.has_whole(row):
            return row.royalty_minor
        return row.royalty_minor * self._days_within(row) // _days(row.period_start_on, row.period_end_on)

    def explain(self) -> Explained:
        """Give the year's royalty with the rows that it is the sum of."""
        return Explained(
            f"reported royalty {self.start_on} to {self.end_on}",
            amount_text(self.royalty_minor, self.rows[0].currency),
            "sum of the statement rows of the year",
            tuple(row_leaf(row) if self.has_whole(row) else self._part(row) for row in self.rows),
        )

    def _part(self, row: StatementRow) -> Explained:
        days, days_within = _days(row.period_start_on, row.period_end_on), self._days_within(row)
        label = f"{row.licence_id} royalty within {self.start_on} to {self.end_on}"
        because = f"{days_within} of {days} days, rounded down"
        return Explained(label, amount_text(self.part_minor(row), row.currency), because, (row_leaf(row),))

    def _days_within(self, row: StatementRow) -> int:
        return _days(max(row.period_start_on, self.start_on), min(row.period_end_on, self.end_on))


def known_rows(pool: Pool, as_of_on: date) -> tuple[StatementRow, ...]:
    """Give the statement rows whose cash arrived on or before a day, by the end of their period."""
    rows = (row for row in pool.rows() if row.received_on <= as_of_on)
    return tuple(sorted(rows, key=lambda row: (row.period_end_on, row.period_start_on)))


def by_licence(rows: Iterable[StatementRow]) -> dict[str, tuple[StatementRow, ...]]:
    """Group rows by the id of their licence, in the order that they come."""
    groups: dict[str, list[StatementRow]] = {}
    for row in rows:
        groups.setdefault(row.licence_id, []).append(row)
    return {licence_id: tuple(group) for licence_id, group in groups.items()}


def first_unreported(rows: Iterable[StatementRow]) -> date:
    """Give the day after the last reported one.

    Raises:
        ValueError: there are no rows.
    """
    return max(row.period_end_on for row in rows) + ONE_DAY


def covered_from(rows: Sequence[StatementRow]) -> date:
    """Give the first day from which the rows report every day up to the last reported one.

    Raises:
        ValueError: there are no rows.
    """
    covered_on = first_unreported(rows)
    for row in sorted(rows, key=lambda row: row.period_end_on, reverse=True):
        if row.period_end_on + ONE_DAY < covered_on:
            break
        covered_on = min(covered_on, row.period_start_on)
    return covered_on


def complete_years(rows: Sequence[StatementRow], n_years: int) -> tuple[ReportedYear, ...]:
    """Give the last complete years, earliest first, counted back from the last reported day.

    A row whose period leads from one year into the next belongs to both by its days. Years end at the first hole: a
    period without a statement is not known to be a period without royalty.

    Args:
        rows: of the licences that are looked at.
        n_years: how many years at most.
    """
    if not rows:
        return ()
    end_on, covered_on = first_unreported(rows), covered_from(rows)
    bounds = [add_months(end_on, -MONTHS_A_YEAR * age) for age in range(n_years + 1)]
    years = [
        ReportedYear(
            start,
            stop - ONE_DAY,
            tuple(row for row in rows if start <= row.period_end_on and row.period_start_on < stop),
        )
        for stop, start in pairwise(bounds)
        if start >= covered_on
    ]
    return tuple(reversed(years))


def _days(first_on: date, last_on: date) -> int:
    return (last_on - first_on).days + 1
