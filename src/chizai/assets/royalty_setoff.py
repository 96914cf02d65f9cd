"""What contract years make good of each other: a payment that comes later, an overpayment that is credited."""

from collections.abc import Iterator, Sequence
from datetime import date

from chizai.assets.contract_years import YearReports
from chizai.assets.licences import RoyaltyTerms
from chizai.assets.royalty_bounds import DueBounds
from chizai.assets.statements import StatementRow


def set_off(differences_minor: Sequence[int]) -> tuple[int, ...]:
    """Give of each difference the part that those of the other sign make good, the oldest first; shape (n_years,).

    Args:
        differences_minor: reported less due, by contract year, oldest first.
    """
    above_minor = sum(max(each, 0) for each in differences_minor)
    short_minor = sum(max(-each, 0) for each in differences_minor)
    lefts = {True: min(above_minor, short_minor), False: min(above_minor, short_minor)}
    parts: list[int] = []
    for each in differences_minor:
        parts.append(min(abs(each), lefts[each > 0]))
        lefts[each > 0] -= parts[-1]
    return tuple(parts)


def may_be_made_good(
    terms: RoyaltyTerms, ended_on: date, years: Sequence[tuple[YearReports, DueBounds]], outside: Sequence[StatementRow]
) -> int:
    """Give the most that open years and rows outside the licence may hold for a year that was short.

    Args:
        terms: the licence's.
        ended_on: the last day of the year that was short.
        years: those that stand open, with what is due.
        outside: rows for days on which the licence did not run.
    """
    n_days = max(terms.lag_days, terms.settlement_days)

    def in_time(rows: Sequence[StatementRow]) -> int:
        return sum(max(row.royalty_minor, 0) for row in rows if 0 < (row.received_on - ended_on).days <= n_days)

    def held() -> Iterator[int]:
        for reports, due in years:
            over_minor = max(reports.royalty_minor - due.least.payable_minor, 0)
            if not reports.is_clear:
                yield in_time((*reports.rows, *reports.astride))
            else:
                yield over_minor if due.is_by_sales else min(over_minor, in_time(reports.rows))

    return sum(held()) + in_time(outside)
