"""The royalty audit: what a licence's terms make due for each contract year, beside what was reported.

It is arithmetic on reports, and no audit of a licensee's books. Only what is reported below the least that is due, or
above the most, is a finding; where the two are apart and the report lies between, the year is left open.

The ladder is floored once over a year, and a licensee may round each row: a unit a row is no finding. Nor is what one
year reports too little and another too much: payments come late, and overpayments are credited.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chizai.assets.contract_years import YearReports, contract_years, reports_by_year
from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.placed import Placed
from chizai.assets.royalty_bounds import AdvanceLeft, DueBounds, Term, due_bounds
from chizai.assets.royalty_setoff import may_be_made_good, set_off
from chizai.assets.statements import LeftOutRow, StatementRow, row_leaf
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
    SETTLED = "settled"
    """What is short or above of its own is made good by other years."""
    OVERDUE = "overdue"
    """It and its days of settlement are over and nothing is reported of it, though of an earlier year something is."""
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
    """Reported less due in the year itself, negative where it is short; none where it is open or overdue."""
    settled_minor: int
    """Of the difference, what other years make good or may make good; not negative."""
    open_because: tuple[str, ...]
    """Why the reports do not tell; empty where they do."""
    explained: Explained

    @property
    def unsettled_minor(self) -> int:
        """What is short or above for sure, not negative."""
        return abs(self.difference_minor or 0) - self.settled_minor

    @property
    def is_finding(self) -> bool:
        """Whether it is one to be followed up."""
        return self.verdict in {Verdict.SHORT, Verdict.ABOVE, Verdict.OVERDUE}

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that a finding or an agreement rests on; of an open year those that are kept whatever is due."""
        least, most = self.due.least, self.due.most
        if (self.difference_minor or 0) > 0 and most is not None:
            return most.terms
        if self.verdict is Verdict.OVERDUE:
            return least.terms if least.payable_minor else ()
        if self.verdict is not Verdict.OPEN:
            return least.terms
        if not self.reports.is_clear or self.reports.royalty_minor < least.payable_minor - len(self.reports.rows):
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A contract year before it is seen beside the others."""

    reports: YearReports
    due: DueBounds
    verdict: Verdict
    difference_minor: int = 0


def audit_licence(
    licence: Placed[Licence],
    rows: Iterable[StatementRow],
    as_of_on: date,
    lives: Mapping[str, date] | None = None,
    left_out: Sequence[LeftOutRow] = (),
) -> LicenceAudit:
    """Hold what was reported of a licence against its terms.

    Args:
        licence: sound by `licence_check`; the explanations lead to its place.
        rows: of the licence, as far as they are known.
        as_of_on: milestones that are reached later, and contract years that begin later, are not counted.
        lives: by right of the licence its last day; the licence earns no longer than the last of them.
        left_out: rows that could not be used and may be the licence's.
    """
    rows = tuple(rows)
    terms = _terms_on(licence.value.terms, as_of_on)
    if not licence.value.terms.bind:
        return LicenceAudit(licence.value, (), ())
    last_use_on = max(lives.values()) if lives else date.max
    spans = contract_years(licence.value, max((as_of_on, *(row.period_end_on for row in rows))), last_use_on)
    by_year, outside = reports_by_year(spans, rows, lives, left_out)
    left = AdvanceLeft(terms.advance_minor, terms.advance_minor)
    drafts: list[_Draft] = []
    for reports in by_year:
        due = due_bounds(terms, reports, left, CURRENCIES[licence.value.currency], as_of_on)
        if drafts or reports.rows or reports.astride:
            is_over = terms.is_settled(reports.span.end_on, as_of_on) and not reports.span.is_cut
            drafts.append(_judged(reports, due, is_overdue=is_over and reports.is_silent))
        least_left_minor = due.most.advance_left_minor if due.most is not None and reports.is_whole else 0
        left = AdvanceLeft(least_left_minor, due.least.advance_left_minor)
    return LicenceAudit(licence.value, _beside_each_other(licence, terms, drafts, outside), outside)


def _beside_each_other(
    licence: Placed[Licence], terms: RoyaltyTerms, drafts: Sequence[_Draft], outside: Sequence[StatementRow]
) -> tuple[AuditedYear, ...]:
    """Set years that are short against years that are above, and against what open ones may hold."""
    still_open = [(draft.reports, draft.due) for draft in drafts if draft.verdict is Verdict.OPEN]
    found = [draft.difference_minor if draft.verdict in OFF else 0 for draft in drafts]
    years, given_minor = [], 0
    for draft, made_good_minor in zip(drafts, set_off(found), strict=True):
        settled_minor, verdict = made_good_minor, draft.verdict
        if verdict in OFF and abs(draft.difference_minor) - settled_minor <= len(draft.reports.rows):
            verdict, settled_minor = Verdict.SETTLED, abs(draft.difference_minor)
        elif verdict is Verdict.SHORT:
            held_minor = may_be_made_good(terms, draft.reports.span.end_on, still_open, outside) - given_minor
            held_minor = min(max(held_minor, 0), -draft.difference_minor - settled_minor)
            given_minor, settled_minor = given_minor + held_minor, settled_minor + held_minor
            if -draft.difference_minor - settled_minor <= len(draft.reports.rows):
                verdict = Verdict.OPEN
        years.append(_audited(licence, replace(draft, verdict=verdict), settled_minor))
    return tuple(years)


OFF = frozenset({Verdict.SHORT, Verdict.ABOVE})
"""The verdicts on what one year reports by itself."""
MAY_BE_MADE_GOOD = "what is short may have been paid in another year"


def _terms_on(terms: RoyaltyTerms, on: date) -> RoyaltyTerms:
    """Give the terms with the milestones that are reached on a day."""
    reached = (each for each in terms.milestones if each.reached_on is not None and each.reached_on <= on)
    return replace(terms, milestones=tuple(reached))


def _audited(licence: Placed[Licence], draft: _Draft, settled_minor: int) -> AuditedYear:
    verdict, reports, due = draft.verdict, draft.reports, draft.due
    is_untold = verdict in {Verdict.OPEN, Verdict.OVERDUE}
    because = due.untold
    if verdict is Verdict.OPEN and draft.difference_minor:
        because = (*because, MAY_BE_MADE_GOOD)
    found = verdict.value
    if verdict in OFF:
        found += f" by {amount_text(abs(draft.difference_minor) - settled_minor, licence.value.currency)}"
    return AuditedYear(
        reports,
        due,
        verdict,
        None if is_untold else draft.difference_minor,
        0 if is_untold else settled_minor,
        because,
        _explained(licence, reports, due, found),
    )


def _judged(reports: YearReports, due: DueBounds, *, is_overdue: bool) -> _Draft:
    if not reports.is_clear:
        return _Draft(reports, due, Verdict.OVERDUE if is_overdue else Verdict.OPEN)
    over_least_minor = reports.royalty_minor - due.least.payable_minor
    if over_least_minor < -len(reports.rows):
        return _Draft(reports, due, Verdict.SHORT, over_least_minor)
    over_most_minor = 0 if due.most is None else reports.royalty_minor - due.most.payable_minor
    if over_most_minor > len(reports.rows):
        return _Draft(reports, due, Verdict.ABOVE, over_most_minor)
    return _Draft(reports, due, Verdict.AGREES, over_least_minor) if due.is_told else _Draft(reports, due, Verdict.OPEN)


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
