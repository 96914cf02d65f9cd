"""Screening: which rights of a pool are fit to be securitised, and how fit the pool is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.assets.pool import Pool
from chizai.assets.rights import Right
from chizai.assets.statements import StatementRow
from chizai.forecast.reported import by_licence, complete_years, known_rows
from chizai.units.explain import Explained
from chizai.units.rate import PPM
from chizai.units.result import Failed, Ok, Result
from chizai.units.schedule import MONTHS_A_YEAR, add_months
from chizai.valuation.assessment import Assessment, Criterion, ScreeningPolicy
from chizai.valuation.criteria import (
    judge_cash_flow,
    judge_competition,
    judge_market,
    judge_maturity,
    judge_protection,
)
from chizai.valuation.findings import CriterionFinding, Judgement, RightScreening
from chizai.valuation.screening_check import check_dates, check_policy, weights_of


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found of a pool: its rights one by one, and its cash flow as a whole."""

    rights: tuple[RightScreening, ...]
    """In the order of the pool's rights."""
    cash_flow: Judgement
    """Stability of the royalty of all licences together: what varies alone may be steady in sum."""

    @property
    def eligible_right_ids(self) -> tuple[str, ...]:
        """Give the rights that may be securitised."""
        return tuple(screening.right_id for screening in self.rights if screening.is_eligible)

    @property
    def score(self) -> int:
        """Give the mean of the rights' scores, rounded down; 0 for a pool without rights."""
        return sum(screening.total_micropoints for screening in self.rights) // (PPM * max(len(self.rights), 1))

    @property
    def is_eligible(self) -> bool:
        """Whether there are rights and all are eligible."""
        return bool(self.rights) and len(self.eligible_right_ids) == len(self.rights)

    def explain(self) -> Explained:
        """Give the pool's score with its rights' and their findings."""
        verdict = "eligible" if self.is_eligible else "not eligible"
        because = "mean of the rights' scores, rounded down; the pool is eligible if each right is"
        parts = tuple(right.explain() for right in self.rights)
        return Explained("screening of the pool", f"{self.score} points, {verdict}", because, parts)


def screen_pool(
    pool: Pool, assessments: Sequence[Assessment], policy: ScreeningPolicy, as_of_on: date, final_on: date
) -> Result[Screening]:
    """Screen every right of a pool by the five criteria.

    Args:
        pool: as `assets.pool_check` passes it.
        assessments: as `screening_check.check_assessments` passes them: at most one for each right; a right without
            one is judged by register and history alone.
        policy: weights and limits.
        as_of_on: statements that arrived later are not known yet.
        final_on: the deal's last payment date, after the as-of date.

    Returns:
        the findings, or every failure of policy and dates.
    """
    failures = (*check_policy(policy), *check_dates(as_of_on, final_on))
    if failures:
        return Failed(failures)
    weights_ppm = weights_of(policy)
    by_right = {assessment.right_id: assessment for assessment in assessments}
    rows = known_rows(pool, as_of_on)
    screenings = []
    for right in pool.rights:
        assessment = by_right.get(right.id)
        judgements = {
            Criterion.CASH_FLOW: judge_cash_flow(complete_years(_rows_of(right, rows, pool), policy.years), policy),
            Criterion.PROTECTION: judge_protection(right, assessment, as_of_on, final_on, policy),
            Criterion.MATURITY: judge_maturity(right, assessment, policy),
            Criterion.MARKET: judge_market(assessment, policy),
            Criterion.COMPETITION: judge_competition(assessment, policy),
        }
        findings = tuple(CriterionFinding(name, judged, weights_ppm[name]) for name, judged in judgements.items())
        screenings.append(RightScreening(right.id, findings, policy.pass_score))
    return Ok(Screening(tuple(screenings), judge_cash_flow(complete_years(_common(rows), policy.years), policy)))


def _rows_of(right: Right, rows: Sequence[StatementRow], pool: Pool) -> tuple[StatementRow, ...]:
    """Give the rows that tell of a right: those that name it, and those of its licences that name none."""
    its_licences = {licence.id for licence in pool.licences if right.id in licence.right_ids}
    own = (row for row in rows if row.right_id == right.id or (not row.right_id and row.licence_id in its_licences))
    return _common(tuple(own))


def _common(rows: Sequence[StatementRow]) -> tuple[StatementRow, ...]:
    """Keep what can be compared over years: up to the day to which every living licence has reported, in one currency.

    A licence that has not reported a quarter yet would look like a fall; one that is a year behind the others is taken
    as ended. Amounts of two currencies cannot be added, so where there are several there is no common history.
    """
    if len({row.currency for row in rows}) != 1:
        return ()
    last = [max(row.period_end_on for row in its_rows) for its_rows in by_licence(rows).values()]
    ended_before_on = add_months(max(last), -MONTHS_A_YEAR)
    until_on = min(end_on for end_on in last if end_on > ended_before_on)
    return tuple(row for row in rows if row.period_end_on <= until_on)
