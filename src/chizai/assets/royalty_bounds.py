"""The least and the most that a licence's terms make due for what is reported of a contract year.

Where the reports tell everything the two are one. Otherwise the least is what is due for sure, the most what can be:

- where net sales are told in part, the ladder's lowest rates on them are sure, and nothing bounds the rest but the cap;
- without a ladder, or any sales, nothing is sure but the minimum;
- a year that is not wholly reported owes no minimum yet, but its licensee may have paid it beforehand;
- a minimum or a milestone is not due for sure before the licence's days of settlement have passed;
- a year that is cut short is held against no minimum, for the terms are for whole years;
- of an advance, what was recouped before is known only as far as all years before are reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from chizai.assets.contract_years import YearReports
from chizai.assets.licences import LadderBasis, RoyaltyTerms, Rung
from chizai.assets.royalty import ContractYear, RoyaltyDue, milestones_minor, royalty_due
from chizai.assets.statements import sales_leaf
from chizai.units.explain import Explained
from chizai.units.money import Currency, amount_text


class Term(StrEnum):
    """A term of a licence that makes a royalty what it is."""

    LADDER = "ladder"
    MINIMUM = "minimum"
    CAP = "cap"
    MILESTONES = "milestones"
    ADVANCE = "advance"


@dataclass(frozen=True, slots=True)
class AdvanceLeft:
    """What of an advance is still to be recouped: from the least to the most that it can be."""

    least_minor: int
    most_minor: int


@dataclass(frozen=True, slots=True)
class DueBound:
    """The least or the most that is due."""

    payable_minor: int
    advance_left_minor: int
    """Of the advance, what is still to be recouped after it."""
    terms: tuple[Term, ...]
    """Those that make it what it is."""
    explained: Explained


@dataclass(frozen=True, slots=True)
class DueBounds:
    """What is due for the rows of a contract year."""

    least: DueBound
    most: DueBound | None
    """None where nothing bounds it."""
    untold: tuple[str, ...]
    """Why the two are apart, where they are."""
    is_by_sales: bool = False
    """Whether the ladder is applied to all sales of the rows."""

    @property
    def is_told(self) -> bool:
        """Whether the reports tell what is due to the unit."""
        return self.most is not None and self.most.payable_minor == self.least.payable_minor


def due_bounds(
    terms: RoyaltyTerms, reports: YearReports, left: AdvanceLeft, currency: Currency, as_of_on: date
) -> DueBounds:
    """Bound what is due for the rows of a contract year.

    Args:
        terms: the licence's; of the milestones those alone that are known.
        reports: what is reported of the year.
        left: what of the advance is still to be recouped when it begins.
        currency: of the terms and the rows.
        as_of_on: the day on which it is asked what is due.
    """
    unsold = _why_sales_do_not_tell(terms, reports)
    sure = _sure(terms, reports, as_of_on)
    by_the_last_rung = len(terms.ladder) > 1 and terms.ladder_basis is LadderBasis.WHOLE
    if unsold is not None or (by_the_last_rung and not terms.is_settled(reports.span.end_on, as_of_on)):
        sure = replace(sure, ladder=_least_ladder(terms, reports))
    least = _bound_of(royalty_due(sure, _year(reports, is_sold=bool(sure.ladder)), left.most_minor, currency))
    year = _year(reports, is_sold=unsold is None)
    least_left_minor = left.least_minor if reports.is_so_far else 0
    if unsold is None:
        most: DueBound | None = _bound_of(royalty_due(terms, year, least_left_minor, currency))
    elif terms.cap_annual_minor is None:
        most = None
    else:
        most = _at_the_cap(terms, year, least_left_minor, currency)
    bounds = DueBounds(least, most, (), unsold is None)
    return bounds if bounds.is_told else replace(bounds, untold=tuple(_untold(unsold, terms, reports, left, as_of_on)))


def _least_ladder(terms: RoyaltyTerms, reports: YearReports) -> tuple[Rung, ...]:
    """Give the ladder that the sales which are told bear at least, wherever in the year the others fall.

    None where corrections may be among what is not told, or a cap that other sales may have reached.
    """
    blank = [row for row in reports.rows if row.sales is None]
    is_capped = terms.cap_annual_minor is not None and (reports.span.is_cut or not reports.is_so_far)
    is_corrected = any(row.royalty_minor < 0 for row in blank)
    if not terms.ladder or not reports.is_clear or is_capped or is_corrected or reports.told_sales_minor < 0:
        return ()
    rungs = terms.ladder
    if reports.span.is_cut or terms.ladder_basis is LadderBasis.WHOLE:
        return (Rung(0, min(rung.rate_ppm for rung in rungs)),)
    if all(lower.rate_ppm <= upper.rate_ppm for lower, upper in pairwise(rungs)):
        return rungs
    return (Rung(0, min(rung.rate_ppm for rung in rungs)),)


def _why_sales_do_not_tell(terms: RoyaltyTerms, reports: YearReports) -> str | None:
    """Say why the ladder cannot be applied to the sales of the rows; none where it can."""
    if reports.astride:
        return f"{reports.astride[0].place} has days of more than one contract year, or outside the licence"
    if reports.doubt is not None:
        return reports.doubt
    if not reports.rows:
        return "nothing is reported"
    if not terms.ladder:
        return "the licence has no ladder"
    silent = sum(row.sales is None for row in reports.rows)
    if silent:
        every = silent == len(reports.rows)
        return "no net sales are reported" if every else f"rows without net sales: {silent} of {len(reports.rows)}"
    if reports.sales_minor is None or reports.sales_minor < 0:
        return "net sales sum to less than nothing"
    has_rungs = len(terms.ladder) > 1
    is_by_the_year = has_rungs or terms.cap_annual_minor is not None
    by_the_last_rung = has_rungs and terms.ladder_basis is LadderBasis.WHOLE
    if is_by_the_year and not (reports.is_whole if by_the_last_rung else reports.is_so_far):
        return "the rung and the cap that are reached hang on sales that are not reported"
    if reports.span.is_cut and (is_by_the_year or terms.minimum_annual_minor):
        return "the licence or its last right ends within the year, and its terms are for whole years"
    return None


def _untold(
    unsold: str | None, terms: RoyaltyTerms, reports: YearReports, left: AdvanceLeft, as_of_on: date
) -> Iterator[str]:
    if unsold is not None:
        yield unsold
    if reports.rows and not reports.is_whole:
        days = ", ".join(f"{first_on} to {last_on}" for first_on, last_on in reports.unreported)
        yield f"not reported: {days}" + (", so the minimum is not judged" if terms.minimum_annual_minor else "")
    elif reports.rows and not terms.is_settled(reports.span.end_on, as_of_on):
        yield "the days of settlement after the year are not over"
    if left.least_minor != left.most_minor:
        yield "how much of the advance was recouped before is not told"


def _year(reports: YearReports, *, is_sold: bool) -> ContractYear:
    """Give the year with the sales that are told, or without any."""
    span = reports.span
    if not is_sold:
        return ContractYear(span.start_on, span.end_on, 0)
    leaves = tuple(sales_leaf(row, row.sales) for row in reports.rows if row.sales is not None)
    return ContractYear(span.start_on, span.end_on, reports.told_sales_minor, leaves)


def _sure(terms: RoyaltyTerms, reports: YearReports, as_of_on: date) -> RoyaltyTerms:
    """Give the terms without what is not due for sure: the minimum of part of a year, milestones of other days."""
    owes_minimum = reports.is_whole or reports.is_silent
    is_over = terms.is_settled(reports.span.end_on, as_of_on) and not reports.span.is_cut
    milestones = (
        each
        for each in terms.milestones
        if each.reached_on and reports.covers(each.reached_on) and terms.is_settled(each.reached_on, as_of_on)
    )
    return replace(
        terms,
        minimum_annual_minor=terms.minimum_annual_minor if owes_minimum and is_over else 0,
        milestones=tuple(milestones),
    )


def _bound_of(due: RoyaltyDue) -> DueBound:
    royalty = Term.CAP if due.capped_minor else Term.MINIMUM if due.topped_up_minor else Term.LADDER
    made = ((royalty, True), (Term.MILESTONES, due.milestones_minor > 0), (Term.ADVANCE, due.recouped_minor > 0))
    terms = tuple(term for term, holds in made if holds)
    return DueBound(due.payable_minor, due.advance_left_minor, terms, due.payable_explained)


def _at_the_cap(terms: RoyaltyTerms, year: ContractYear, advance_left_minor: int, currency: Currency) -> DueBound:
    cap_minor, reached_minor = terms.cap_annual_minor or 0, milestones_minor(terms, year)
    recouped_minor = min(advance_left_minor, cap_minor)
    payable_minor = cap_minor + reached_minor - recouped_minor
    amounts = {"cap": cap_minor, "milestones": reached_minor, "recouped": recouped_minor}
    explained = Explained(
        f"royalty payable for {year.start_on} to {year.end_on}",
        amount_text(payable_minor, currency.code),
        "cap + milestones - recouped",
        tuple(Explained(label, amount_text(amount_minor, currency.code)) for label, amount_minor in amounts.items()),
    )
    return DueBound(payable_minor, advance_left_minor - recouped_minor, (Term.CAP,), explained)
