"""The five criteria: stable cash flow, legal protection, technology maturity, market prospects, competition.

Each function is one rule from facts to a judgement. Scores are integers from 0 to 100, every division rounded down.
"""

from collections.abc import Sequence
from datetime import date
from math import isqrt

from chizai.assets.rights import Copyright, Patent, Right, Trademark, TradeSecret, UtilityModel
from chizai.assets.terms import expires_on, term_explained
from chizai.forecast.reported import ReportedYear
from chizai.units.rate import PPM, format_ppm
from chizai.valuation.assessment import Assessment, ScreeningPolicy, Stage
from chizai.valuation.findings import Judgement, ReasonGiven, ScreeningReason, Verdict

FULL = 100
YEARS_NEEDED = 2
"""A variation needs two years at least."""
READINESS_FULL = 9
PRE_LAUNCH_SCORE = 60
"""Maturity of a work, mark or secret that is finished and not on the market yet."""
NOT_ASSESSED = Judgement(0, Verdict.WEAK, (ReasonGiven(ScreeningReason.NOT_ASSESSED),))


def variation_ppm(amounts: Sequence[int]) -> int | None:
    """Give the coefficient of variation, sample standard deviation over mean, in parts per million, rounded down.

    Computed in integers: with n amounts of sum S and sum of squares Q its square is `n (n Q - S^2) / ((n - 1) S^2)`.

    Returns:
        the coefficient, or none where there are fewer than two amounts or their mean is not positive.
    """
    n, total = len(amounts), sum(amounts)
    if n < YEARS_NEEDED or total <= 0:
        return None
    spread = n * sum(amount * amount for amount in amounts) - total * total
    return isqrt(PPM * PPM * n * spread // ((n - 1) * total * total))


def judge_cash_flow(years: Sequence[ReportedYear], policy: ScreeningPolicy) -> Judgement:
    """Score how little annual royalty varies: 100 where it does not, 50 at the policy's limit.

    Without enough history the score is 0 and the finding weak, not failed: what does not earn yet can still be
    securitised on a plan, if all else carries it.
    """
    parts = tuple(year.explain() for year in years)
    if len(years) < YEARS_NEEDED:
        reason = ReasonGiven(ScreeningReason.NO_HISTORY, str(len(years)), str(YEARS_NEEDED))
        return Judgement(0, Verdict.WEAK, (reason,), parts)
    varies_ppm = variation_ppm([year.royalty_minor for year in years])
    if varies_ppm is None:
        return Judgement(0, Verdict.FAILED, (ReasonGiven(ScreeningReason.NOTHING_EARNED),), parts)
    score = _clamp(FULL - _ceil_div(FULL * varies_ppm, 2 * policy.cv_limit_ppm))
    is_stable = varies_ppm <= policy.cv_limit_ppm
    code = ScreeningReason.STABLE if is_stable else ScreeningReason.UNSTABLE
    reason = ReasonGiven(code, format_ppm(varies_ppm), format_ppm(policy.cv_limit_ppm))
    return Judgement(score, _verdict(score, policy, failed=not is_stable), (reason,), parts)


def judge_protection(
    right: Right, assessment: Assessment | None, as_of_on: date, final_on: date, policy: ScreeningPolicy
) -> Judgement:
    """Score the part of the time to the final payment that is protected, less points for what is open.

    A right that expires on the way is weak and not failed, because its cash is cut at expiry; one that has expired
    fails.
    """
    parts = (term_explained(right),)
    end_on = expires_on(right)
    if end_on is not None and end_on < as_of_on:
        return Judgement(0, Verdict.FAILED, (ReasonGiven(ScreeningReason.EXPIRED, str(end_on)),), parts)
    score, reasons = FULL, []
    if end_on is not None and end_on < final_on:
        score = FULL * (end_on - as_of_on).days // (final_on - as_of_on).days
        is_mark = isinstance(right, Trademark)
        code = ScreeningReason.RENEWAL_DUE if is_mark else ScreeningReason.EXPIRES_BEFORE_FINAL
        reasons.append(ReasonGiven(code, str(end_on), str(final_on)))
    if not isinstance(right, Copyright | TradeSecret) and right.registered_on is None:
        score -= policy.pending_penalty
        reasons.append(ReasonGiven(ScreeningReason.PENDING))
    if assessment is not None and assessment.opposed_or_litigated:
        score -= policy.dispute_penalty
        reasons.append(ReasonGiven(ScreeningReason.DISPUTED))
    if reasons:
        return Judgement(_clamp(score), Verdict.WEAK, tuple(reasons), parts)
    code = ScreeningReason.PROTECTED if end_on else ScreeningReason.UNENDING
    reason = ReasonGiven(code, str(end_on or ""), str(final_on))
    return Judgement(score, Verdict.PASSED, (reason,), parts)


def judge_maturity(right: Right, assessment: Assessment | None, policy: ScreeningPolicy) -> Judgement:
    """Score how mature a technology or work is; research bars it, and so does a technology without a level."""
    is_technology = isinstance(right, Patent | UtilityModel)
    if assessment is not None and assessment.stage is Stage.RESEARCH:
        return Judgement(0, Verdict.FAILED, (ReasonGiven(ScreeningReason.IN_RESEARCH),))
    level = assessment.technology_readiness if assessment else None
    if is_technology and level is None:
        return Judgement(0, Verdict.FAILED, (ReasonGiven(ScreeningReason.READINESS_MISSING),))
    if assessment is None:
        return NOT_ASSESSED
    if level is not None:
        score = FULL * level // READINESS_FULL
        if level < policy.readiness_minimum:
            reason = ReasonGiven(ScreeningReason.READINESS_LOW, str(level), str(policy.readiness_minimum))
            return Judgement(score, Verdict.FAILED, (reason,))
    else:
        score = FULL if assessment.stage is Stage.COMMERCIAL else PRE_LAUNCH_SCORE
    is_sold = assessment.stage is Stage.COMMERCIAL
    code = ScreeningReason.MATURE if is_sold else ScreeningReason.BEFORE_LAUNCH
    fact = f"TRL {level}" if level is not None else str(assessment.stage)
    return Judgement(score, _verdict(score, policy), (ReasonGiven(code, fact),))


def judge_market(assessment: Assessment | None, policy: ScreeningPolicy) -> Judgement:
    """Score the expected growth of the market, rising with it."""
    if assessment is None:
        return NOT_ASSESSED
    outlook_ppm, full_ppm = assessment.market_outlook_ppm_annual, policy.market_full_ppm_annual
    score = _clamp(FULL * (outlook_ppm + full_ppm) // (2 * full_ppm))
    is_lost = outlook_ppm < policy.market_floor_ppm_annual
    verdict = _verdict(score, policy, failed=is_lost)
    code = ScreeningReason.GROWING if outlook_ppm >= 0 else ScreeningReason.SHRINKING
    fact, limit = format_ppm(outlook_ppm), format_ppm(policy.market_floor_ppm_annual)
    return Judgement(score, verdict, (ReasonGiven(ScreeningReason.COLLAPSING if is_lost else code, fact, limit),))


def judge_competition(assessment: Assessment | None, policy: ScreeningPolicy) -> Judgement:
    """Score how little competitors are expected to take, falling with it."""
    if assessment is None:
        return NOT_ASSESSED
    erosion_ppm, limit_ppm = assessment.competitor_erosion_ppm_annual, policy.erosion_limit_ppm_annual
    score = _clamp(FULL - _ceil_div(FULL * erosion_ppm, limit_ppm))
    is_lost = erosion_ppm > limit_ppm
    verdict = _verdict(score, policy, failed=is_lost)
    code = ScreeningReason.DEFENDED if verdict is Verdict.PASSED else ScreeningReason.ERODING
    reason = ReasonGiven(ScreeningReason.OVERRUN if is_lost else code, format_ppm(erosion_ppm), format_ppm(limit_ppm))
    return Judgement(score, verdict, (reason,))


def _verdict(score: int, policy: ScreeningPolicy, *, failed: bool = False) -> Verdict:
    if failed:
        return Verdict.FAILED
    return Verdict.PASSED if score >= policy.pass_score else Verdict.WEAK


def _ceil_div(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)


def _clamp(score: int) -> int:
    return min(max(score, 0), FULL)
