"""The royalty audit as lines for a terminal and as CSV."""

from collections.abc import Iterator, Sequence
from datetime import date

from chizai.assets.royalty_audit import AuditedYear, LicenceAudit, Verdict
from chizai.assets.royalty_bounds import DueBounds
from chizai.documents.csv_file import csv_bytes
from chizai.documents.lines import tables_lines, wrap_lines
from chizai.documents.words import NOTHING
from chizai.units.money import CURRENCIES, Currency, format_minor

HEADS = ("Year from", "Net sales", "Due", "Reported", "Difference", "Finding")
NO_TERMS = "no ladder, minimum, cap, milestone or advance is written, so nothing can be held against its reports"
NOT_OF_BOOKS = "This is arithmetic on what was reported. It is no audit of the licensees' books."
CSV_HEAD = (
    "licence",
    "licensee",
    "currency",
    "year_start_on",
    "year_end_on",
    "sales_minor",
    "due_least_minor",
    "due_most_minor",
    "reported_minor",
    "difference_minor",
    "settled_minor",
    "finding",
    "terms",
    "open_because",
    "rows",
)


def audit_lines(audits: Sequence[LicenceAudit], as_of_on: date, n_unusable: int) -> Iterator[str]:
    """Say what the audit finds, licence by licence, then the counts.

    Args:
        audits: one for each licence.
        as_of_on: rows whose cash arrived later are not counted.
        n_unusable: rows that could not be used.
    """
    for audit in audits:
        yield from _licence_lines(audit)
        yield ""
    years = [year for audit in audits for year in audit.years]
    counts = ", ".join(f"{verdict} {sum(year.verdict is verdict for year in years)}" for verdict in Verdict)
    yield f"Contract years with reports up to {as_of_on}: {counts}."
    if n_unusable:
        yield f"Rows that could not be used and are not counted: {n_unusable}; `chizai check` names them."
    yield NOT_OF_BOOKS


def audit_csv(audits: Sequence[LicenceAudit]) -> bytes:
    """Write one row a contract year, amounts in minor units of the licence's currency."""
    return csv_bytes(CSV_HEAD, [_cells(audit, year) for audit in audits for year in audit.years])


def _licence_lines(audit: LicenceAudit) -> Iterator[str]:
    licence = audit.licence
    yield from wrap_lines(f"{licence.id}, {licence.licensee}, {licence.currency}")
    if not licence.terms.bind:
        yield from wrap_lines(NO_TERMS)
    elif not audit.years:
        yield "nothing is reported"
    else:
        yield from tables_lines([HEADS, *(_row(year, CURRENCIES[licence.currency]) for year in audit.years)])
        for untold in dict.fromkeys(year.open_because for year in audit.years if year.open_because):
            years = ", ".join(str(year.reports.span.start_on) for year in audit.years if year.open_because == untold)
            yield from wrap_lines(f"{years}: {'; '.join(untold)}")
    if audit.outside:
        n, place = len(audit.outside), audit.outside[0].place
        yield from wrap_lines(f"Rows for days on which the licence did not run: {n}, the first at {place}")


def _row(year: AuditedYear, currency: Currency) -> tuple[str, ...]:
    def figure(amount_minor: int | None) -> str:
        return NOTHING if amount_minor is None else format_minor(amount_minor, currency)

    kept = "kept: " if year.verdict is Verdict.OPEN else ""
    because = f" ({kept}{', '.join(year.terms)})" if year.terms else ""
    is_part = year.settled_minor and year.unsettled_minor
    settled = f", {figure(year.settled_minor)} of it made good" if is_part else ""
    return (
        str(year.reports.span.start_on),
        figure(year.reports.sales_minor),
        _due(year.due, currency),
        figure(year.reports.royalty_minor),
        figure(year.difference_minor),
        f"{year.verdict}{because}{settled}",
    )


def _due(due: DueBounds, currency: Currency) -> str:
    least = format_minor(due.least.payable_minor, currency)
    if due.most is None:
        return f"at least {least}" if due.least.payable_minor else NOTHING
    most = format_minor(due.most.payable_minor, currency)
    if due.is_told:
        return most
    return f"{least} to {most}" if due.least.payable_minor else f"at most {most}"


def _cells(audit: LicenceAudit, year: AuditedYear) -> tuple[object, ...]:
    reports, due = year.reports, year.due
    return (
        audit.licence.id,
        audit.licence.licensee,
        audit.licence.currency,
        reports.span.start_on,
        reports.span.end_on,
        reports.sales_minor,
        due.least.payable_minor,
        due.most and due.most.payable_minor,
        reports.royalty_minor,
        year.difference_minor,
        year.settled_minor,
        year.verdict.value,
        "; ".join(year.terms),
        "; ".join(year.open_because),
        "; ".join(str(row.place) for row in (*reports.rows, *reports.astride)),
    )
