"""Royalty statements as they were reported: rows, and the totals that they do or do not reach."""

from dataclasses import dataclass
from datetime import date

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.result import Place


@dataclass(frozen=True, slots=True)
class ReportedSales:
    """The net sales on which a line's royalty was worked out."""

    place: Place
    """The cell in which they stand."""
    amount_minor: int
    """In the currency of the line; negative for a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One line of a royalty statement, ready to be counted."""

    place: Place
    """Where it was read."""
    licence_id: str
    right_id: str = ""
    """The right it is for, empty where the statement does not tell."""
    period_start_on: date
    period_end_on: date
    """Last day of the use that is reported."""
    received_on: date
    """The day on which its cash arrived, or by the licence's lag should arrive."""
    royalty_minor: int
    """Royalty before withholding and without consumption tax; negative for a correction."""
    currency: str
    sales: ReportedSales | None = None
    """None where the statement does not tell."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A line that could not be used, as far as it can be read."""

    place: Place
    licence_id: str
    """As it is written, of the pool or not."""
    period: tuple[date, date] | None
    """Its first and last day; none where they cannot be read."""

    def may_touch(self, first_on: date, last_on: date) -> bool:
        """Tell whether it may have a day from one day to another."""
        return self.period is None or (self.period[0] <= last_on and first_on <= self.period[1])


@dataclass(frozen=True, slots=True)
class Break:
    """Two figures that should agree and do not."""

    place: Place
    what: str
    """Which total, of what."""
    stated: str
    """The figure that the sender states, as text with its unit."""
    computed: str
    """The figure that its own rows make."""
    what_ja: str = ""
    """Which total, of what, in Japanese; empty where it is the name of a column."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One file's usable rows and the breaks found in it."""

    file: str
    rows: tuple[StatementRow, ...]
    breaks: tuple[Break, ...] = ()
    left_out: tuple[LeftOutRow, ...] = ()
    """Those of its rows that could not be used."""


def row_leaf(row: StatementRow) -> Explained:
    """Give a statement row's royalty with the place where it stands."""
    return Explained(_label(row, "royalty"), amount_text(row.royalty_minor, row.currency), source=row.place)


def sales_leaf(row: StatementRow, sales: ReportedSales) -> Explained:
    """Give a statement row's net sales with the place where they stand."""
    return Explained(_label(row, "net sales"), amount_text(sales.amount_minor, row.currency), source=sales.place)


def _label(row: StatementRow, what: str) -> str:
    right = f" ({row.right_id})" if row.right_id else ""
    return f"{row.licence_id}{right} {what} for {row.period_start_on} to {row.period_end_on}"
