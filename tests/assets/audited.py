"""Licences and reports of one licensee, audited."""

from datetime import date

from chizai.assets.licences import Licence, RoyaltyTerms, Rung
from chizai.assets.placed import Placed
from chizai.assets.royalty_audit import AuditedYear, LicenceAudit, Verdict, audit_licence
from chizai.assets.royalty_bounds import Term
from chizai.assets.statements import LeftOutRow, ReportedSales, StatementRow
from chizai.units.result import Place

TWO_RUNGS = (Rung(0, 30_000), Rung(100_000, 50_000))
FLAT = (Rung(0, 100_000),)
AS_OF_ON = date(2028, 6, 30)


def row(royalty_minor: int, sales_minor: int | None, start: str, end: str, line: int = 2) -> StatementRow:
    return StatementRow(
        place=Place("a.csv", line, "royalty"),
        licence_id="L1",
        period_start_on=date.fromisoformat(start),
        period_end_on=date.fromisoformat(end),
        received_on=date.fromisoformat(end),
        royalty_minor=royalty_minor,
        currency="JPY",
        sales=None if sales_minor is None else ReportedSales(Place("a.csv", line, "sales"), sales_minor),
    )


def year_row(royalty_minor: int, sales_minor: int | None = None, year: int = 2025) -> StatementRow:
    return row(royalty_minor, sales_minor, f"{year}-01-01", f"{year}-12-31", year)


def audit(
    terms: RoyaltyTerms,
    *rows: StatementRow,
    as_of_on: date = AS_OF_ON,
    ends_on: date | None = None,
    lives: dict[str, date] | None = None,
    left_out: tuple[LeftOutRow, ...] = (),
) -> LicenceAudit:
    licence = Licence(
        id="L1",
        licensee="x",
        right_ids=("R1",),
        currency="JPY",
        starts_on=date(2025, 1, 1),
        ends_on=ends_on,
        terms=terms,
    )
    return audit_licence(
        Placed(licence, Place("licences.toml", None, "licences[1] (L1)")), rows, as_of_on, lives, left_out
    )


def first(terms: RoyaltyTerms, *rows: StatementRow, ends_on: date | None = None) -> AuditedYear:
    return audit(terms, *rows, ends_on=ends_on).years[0]


def found(year: AuditedYear) -> tuple[Verdict, int | None, tuple[Term, ...]]:
    return year.verdict, year.difference_minor, year.terms
