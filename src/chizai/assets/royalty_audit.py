"""The royalty audit: what a licence's terms make due for each contract year, beside what was reported.

It is arithmetic on reports, and no audit of a licensee's books. Only what is reported below the least that is due, or
above the most, is a finding; where the two are apart and the report lies between, the year is left open.

The ladder is floored once over a year, and a licensee may round each row: a unit a row is no finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chizai.assets.contract_years import YearReports, contract_years, reports_by_year
from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.placed import Placed
from chizai.assets.royalty_bounds import AdvanceLeft, DueBounds, Term, due_bounds
from chizai.assets.statements import StatementRow, row_leaf
from chizai.units.explain import Explained
from chizai.units.money import CURRENCIES, amount_text


class Verdict(StrEnum):
    """What the audit finds of a contract year."""

    AGREES = "agrees"
    """What was reported is what the terms make due."""
    SHORT = "short"
    """Less was reported than the terms make due at least."""
    ABOVE = "above"
    """More was reported than the terms make due at most."""
    OPEN = "open"
    """What was reported may be what is due: the reports do not tell."""


@dataclass(frozen=True, slots=True)
class AuditedYear:
    """One contract year. Amounts are minor units of the licence's currency."""

    reports: YearReports
    """What was reported: royalties before withholding tax and without consumption tax."""
    due: DueBounds
    verdict: Verdict
    difference_minor: int | None
    """Reported less due, negative where it is short; none where it is open."""
    explained: Explained

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that a finding or an agreement rests on; of an open year those that are kept whatever is due."""
        least, most = self.due.least, self.due.most
        if self.verdict is Verdict.ABOVE and most is not None:
            return most.terms
        if self.verdict is not Verdict.OPEN:
            return least.terms
        if not self.reports.is_clear:
            return ()
        kept = least.terms if least.payable_minor else ()
        return (*kept, *((Term.CAP,) if most is not None and Term.CAP in most.terms and Term.CAP not in kept else ()))


@dataclass(frozen=True, slots=True)
class LicenceAudit:
    """The audit of one licence."""

    licence: Licence
    years: tuple[AuditedYear, ...]
    """From the first contract year of which anything is reported; empty where nothing is, or where the terms do not say
    how much is due."""
    outside: tuple[StatementRow, ...]
    """Rows for days on which the licence did not run."""


def audit_licence(licence: Placed[Licence], rows: Iterable[StatementRow], as_of_on: date) -> LicenceAudit:
    """Hold what was reported of a licence against its terms.

    Args:
        licence: sound by `licence_check`; the explanations lead to its place.
        rows: of the licence, as far as they are known.
        as_of_on: milestones that are reached later, and contract years that begin later, are not counted.
    """
    rows = tuple(rows)
    terms = _terms_on(licence.value.terms, as_of_on)
    if not licence.value.terms.bind:
        return LicenceAudit(licence.value, (), ())
    spans = contract_years(licence.value, max((as_of_on, *(row.period_end_on for row in rows))))
    by_year, outside = reports_by_year(spans, rows)
    left = AdvanceLeft(terms.advance_minor, terms.advance_minor)
    years: list[AuditedYear] = []
    for reports in by_year:
        due = due_bounds(terms, reports, left, CURRENCIES[licence.value.currency])
        if years or reports.rows or reports.astride:
            years.append(_audited(licence, reports, due))
        least_left_minor = due.most.advance_left_minor if due.most is not None and reports.is_whole else 0
        left = AdvanceLeft(least_left_minor, due.least.advance_left_minor)
    return LicenceAudit(licence.value, tuple(years), outside)


def _terms_on(terms: RoyaltyTerms, on: date) -> RoyaltyTerms:
    """Give the terms with the milestones that are reached on a day."""
    reached = (each for each in terms.milestones if each.reached_on is not None and each.reached_on <= on)
    return replace(terms, milestones=tuple(reached))


def _audited(licence: Placed[Licence], reports: YearReports, due: DueBounds) -> AuditedYear:
    verdict, difference_minor = _judged(reports, due)
    found = verdict.value
    if verdict in {Verdict.SHORT, Verdict.ABOVE} and difference_minor is not None:
        found += f" by {amount_text(abs(difference_minor), licence.value.currency)}"
    return AuditedYear(reports, due, verdict, difference_minor, _explained(licence, reports, due, found))


def _judged(reports: YearReports, due: DueBounds) -> tuple[Verdict, int | None]:
    if not reports.is_clear:
        return Verdict.OPEN, None
    over_least_minor = reports.royalty_minor - due.least.payable_minor
    if over_least_minor < -len(reports.rows):
        return Verdict.SHORT, over_least_minor
    if due.most is None:
        return Verdict.OPEN, None
    over_most_minor = reports.royalty_minor - due.most.payable_minor
    if over_most_minor > len(reports.rows):
        return Verdict.ABOVE, over_most_minor
    return (Verdict.AGREES, over_least_minor) if due.is_told else (Verdict.OPEN, None)


def _explained(licence: Placed[Licence], reports: YearReports, due: DueBounds, found: str) -> Explained:
    code = licence.value.currency
    ends = {"due at least": due.least, "due at most": due.most}
    bounds = tuple(
        Explained(label, amount_text(bound.payable_minor, code), "; ".join(due.untold), (bound.explained,))
        for label, bound in ends.items()
        if bound is not None
    )
    rows = tuple(row_leaf(row) for row in (*reports.rows, *reports.astride))
    reported = amount_text(reports.royalty_minor, code)
    return Explained(
        f"{licence.value.id} for {reports.span.start_on} to {reports.span.end_on}",
        found,
        "what was reported beside what the terms make due",
        (
            Explained("royalty reported", reported, "sum of the statement rows of the year", rows),
            *((due.least.explained,) if due.is_told else bounds),
            Explained("terms of the licence", licence.value.licensee, source=licence.at("terms")),
        ),
    )
