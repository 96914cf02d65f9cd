"""Statement rows that report the same days twice, such as reports of the year to date: their sum is in doubt."""

from collections.abc import Iterable

from chizai.assets.statements import StatementRow


def overlap_of(rows: Iterable[StatementRow]) -> tuple[StatementRow, StatementRow] | None:
    """Give the first two rows of a licence that report the same days of the same right; none where no two do.

    The lines of one report, which have its period, file and day of receipt in common, are parts of a sum. So is a row
    with sales of 0 or less, a payment or a correction, beside one with sales. A row that tells no right is for all.
    """
    by_report = {(_adds(row), row.right_id, _report_of(row)): row for row in reversed(tuple(rows))}
    ordered = sorted(by_report.values(), key=lambda row: (row.period_start_on, row.period_end_on))
    for adds in (False, True):
        alike = [row for row in ordered if _adds(row) is adds]
        for right_id in sorted({row.right_id for row in alike} - {""}) or [""]:
            pair = _first_overlap([row for row in alike if row.right_id in {"", right_id}])
            if pair is not None:
                return pair
    return None


def reporting(rows: Iterable[StatementRow]) -> tuple[StatementRow, ...]:
    """Give the rows that report their days: not a payment or a correction beside a row with sales of the same days."""
    rows = tuple(rows)
    sold = [row for row in rows if not _adds(row)]
    return tuple(
        row
        for row in rows
        if not _adds(row)
        or not any(
            row.period_start_on <= other.period_end_on and other.period_start_on <= row.period_end_on for other in sold
        )
    )


def _first_overlap(rows: list[StatementRow]) -> tuple[StatementRow, StatementRow] | None:
    """Look through rows in the order of their first days."""
    last = None
    for row in rows:
        if last is not None and row.period_start_on <= last.period_end_on and _report_of(row) != _report_of(last):
            return last, row
        if last is None or row.period_end_on > last.period_end_on:
            last = row
    return None


def _report_of(row: StatementRow) -> tuple[object, ...]:
    return row.period_start_on, row.period_end_on, row.received_on, row.place.file


def _adds(row: StatementRow) -> bool:
    return row.sales is not None and row.sales.amount_minor <= 0
