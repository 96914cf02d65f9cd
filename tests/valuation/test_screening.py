from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Authorship, Copyright, Patent, Right, Trademark, TradeSecret
from chizai.assets.statements import Statement, StatementRow
from chizai.units.result import Ok, Place
from chizai.valuation.assessment import Assessment, Criterion, ScreeningPolicy, Stage
from chizai.valuation.criteria import variation_ppm
from chizai.valuation.findings import SENTENCES, CriterionFinding, RightScreening, ScreeningReason, Verdict
from chizai.valuation.screening import Screening, screen_pool

AS_OF_ON = date(2026, 9, 30)
FINAL_ON = date(2031, 9, 30)
OWNERS = (OwnerShare("Maker", 1_000_000),)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=OWNERS,
    number="6000001",
    filed_on=date(2015, 4, 1),
    registered_on=date(2017, 6, 2),
)
SOUND = Assessment(right_id="P1", stage=Stage.COMMERCIAL, technology_readiness=9, market_outlook_ppm_annual=50_000)
STEADY = [100, 110, 105]


def pool(amounts: list[int], *rights: Right, right_id: str = "", currency: str = "JPY") -> Pool:
    """Report one amount for each year that ends on 30 June, the last in 2026."""
    rows = tuple(
        StatementRow(
            place=Place("all.csv", index + 2),
            licence_id="L1",
            right_id=right_id,
            period_start_on=date(2026 - len(amounts) + index, 7, 1),
            period_end_on=date(2027 - len(amounts) + index, 6, 30),
            received_on=date(2027 - len(amounts) + index, 6, 30),
            royalty_minor=amount,
            currency=currency,
        )
        for index, amount in enumerate(amounts)
    )
    ids = tuple(right.id for right in rights)
    licence = Licence(id="L1", licensee="Maker of phones", right_ids=ids, currency=currency, starts_on=date(2018, 1, 1))
    return Pool(rights, (), (licence,), (Statement("all.csv", rows),))


def screened(of: Pool, *assessments: Assessment, policy: ScreeningPolicy | None = None) -> Screening:
    result = screen_pool(of, assessments, policy or ScreeningPolicy(), AS_OF_ON, FINAL_ON)
    assert isinstance(result, Ok), result
    return result.value


def screen(
    right: Right = PATENT, assessment: Assessment | None = SOUND, amounts: list[int] | None = None
) -> RightScreening:
    of = pool(STEADY if amounts is None else amounts, right)
    return screened(of, *((assessment,) if assessment else ())).rights[0]


def finding(screening: RightScreening, criterion: Criterion) -> CriterionFinding:
    return next(finding for finding in screening.findings if finding.criterion is criterion)


def outcome(screening: RightScreening, criterion: Criterion) -> tuple[Verdict, ScreeningReason]:
    judgement = finding(screening, criterion).judgement
    return judgement.verdict, judgement.reasons[0].code


def view(**fields: Any) -> Assessment:
    return replace(SOUND, **fields)


def test_a_sound_patent_is_eligible_and_says_why() -> None:
    screening = screen()

    assert screening.is_eligible
    assert [found.judgement.verdict for found in screening.findings] == [Verdict.PASSED] * 5
    assert "Royalty varies by 4.7619% from year to year" in "\n".join(screening.explain().lines())
    assert "変動係数は4.7619%" in finding(screening, Criterion.CASH_FLOW).because(japanese=True)


def test_cash_flow_that_varies_above_the_limit_is_rejected_with_its_reason() -> None:
    screening = screen(amounts=[100, 300, 20])

    assert outcome(screening, Criterion.CASH_FLOW) == (Verdict.FAILED, ScreeningReason.UNSTABLE)
    assert not screening.is_eligible


def test_cash_flow_that_varies_by_just_the_limit_passes() -> None:
    limit_ppm = variation_ppm(STEADY)
    assert limit_ppm is not None

    (screening,) = screened(pool(STEADY, PATENT), SOUND, policy=ScreeningPolicy(cv_limit_ppm=limit_ppm)).rights

    assert outcome(screening, Criterion.CASH_FLOW) == (Verdict.PASSED, ScreeningReason.STABLE)
    assert finding(screening, Criterion.CASH_FLOW).judgement.score == 50


def test_cash_flow_that_was_nothing_is_rejected() -> None:
    assert outcome(screen(amounts=[0, 0, 0]), Criterion.CASH_FLOW) == (Verdict.FAILED, ScreeningReason.NOTHING_EARNED)


def test_no_history_scores_nothing_and_does_not_bar_a_drug_before_launch() -> None:
    screening = screen(assessment=view(stage=Stage.PRE_LAUNCH, technology_readiness=8), amounts=[])

    assert outcome(screening, Criterion.CASH_FLOW) == (Verdict.WEAK, ScreeningReason.NO_HISTORY)
    assert outcome(screening, Criterion.MATURITY) == (Verdict.PASSED, ScreeningReason.BEFORE_LAUNCH)
    assert finding(screening, Criterion.CASH_FLOW).contribution_micropoints == 0
    assert screening.is_eligible


def test_a_patent_without_a_readiness_level_is_blocked() -> None:
    screening = screen(assessment=view(technology_readiness=None))

    assert outcome(screening, Criterion.MATURITY) == (Verdict.FAILED, ScreeningReason.READINESS_MISSING)
    assert not screening.is_eligible


def test_a_patent_that_is_not_assessed_is_blocked() -> None:
    screening = screen(assessment=None)

    assert outcome(screening, Criterion.MATURITY) == (Verdict.FAILED, ScreeningReason.READINESS_MISSING)
    assert outcome(screening, Criterion.MARKET) == (Verdict.WEAK, ScreeningReason.NOT_ASSESSED)
    assert outcome(screening, Criterion.COMPETITION) == (Verdict.WEAK, ScreeningReason.NOT_ASSESSED)


def test_research_fails_whatever_the_total_score() -> None:
    screening = screen(assessment=view(stage=Stage.RESEARCH, market_outlook_ppm_annual=900_000))

    assert outcome(screening, Criterion.MATURITY) == (Verdict.FAILED, ScreeningReason.IN_RESEARCH)
    assert screening.score >= screening.pass_score
    assert not screening.is_eligible


def test_a_technology_below_the_policy_s_readiness_fails() -> None:
    assert outcome(screen(assessment=view(technology_readiness=6)), Criterion.MATURITY) == (
        Verdict.FAILED,
        ScreeningReason.READINESS_LOW,
    )


def test_a_technology_at_the_policy_s_readiness_passes() -> None:
    assert outcome(screen(assessment=view(technology_readiness=7)), Criterion.MATURITY)[0] is Verdict.PASSED


def test_a_copyright_needs_no_readiness_level() -> None:
    work = Copyright(
        id="C1", title="Robot", jurisdiction="JP", owners=OWNERS, authorship=Authorship.FILM, published_on=AS_OF_ON
    )

    sold = screen(work, view(right_id="C1", technology_readiness=None))
    unsold = screen(work, view(right_id="C1", technology_readiness=None, stage=Stage.PRE_LAUNCH))

    assert outcome(sold, Criterion.MATURITY) == (Verdict.PASSED, ScreeningReason.MATURE)
    assert outcome(unsold, Criterion.MATURITY) == (Verdict.PASSED, ScreeningReason.BEFORE_LAUNCH)
    assert outcome(screen(work, None), Criterion.MATURITY) == (Verdict.WEAK, ScreeningReason.NOT_ASSESSED)


@pytest.mark.parametrize(
    ("right", "verdict", "reason", "score"),
    [
        (PATENT, Verdict.PASSED, ScreeningReason.PROTECTED, 100),
        (replace(PATENT, filed_on=date(2011, 9, 30)), Verdict.PASSED, ScreeningReason.PROTECTED, 100),
        (replace(PATENT, filed_on=date(2009, 3, 30)), Verdict.WEAK, ScreeningReason.EXPIRES_BEFORE_FINAL, 49),
        (replace(PATENT, filed_on=date(2006, 9, 30)), Verdict.WEAK, ScreeningReason.EXPIRES_BEFORE_FINAL, 0),
        (replace(PATENT, filed_on=date(2006, 9, 29)), Verdict.FAILED, ScreeningReason.EXPIRED, 0),
        (replace(PATENT, registered_on=None), Verdict.WEAK, ScreeningReason.PENDING, 50),
        (
            Trademark(
                id="P1",
                title="Robot",
                jurisdiction="JP",
                owners=OWNERS,
                number="5000001",
                filed_on=date(2018, 1, 9),
                registered_on=date(2018, 9, 30),
            ),
            Verdict.WEAK,
            ScreeningReason.RENEWAL_DUE,
            40,
        ),
    ],
)
def test_protection_is_judged_over_the_time_to_the_final_payment(
    right: Right, verdict: Verdict, reason: ScreeningReason, score: int
) -> None:
    screening = screen(right)

    assert outcome(screening, Criterion.PROTECTION) == (verdict, reason)
    assert finding(screening, Criterion.PROTECTION).judgement.score == score


def test_a_secret_has_no_end_to_be_cut_at() -> None:
    secret = TradeSecret(id="P1", title="Glaze", jurisdiction="JP", owners=OWNERS, kept_secret_since=date(1990, 1, 1))

    assert outcome(screen(secret), Criterion.PROTECTION) == (Verdict.PASSED, ScreeningReason.UNENDING)


def test_a_dispute_weakens_protection_beside_its_other_reasons() -> None:
    judgement = finding(
        screen(replace(PATENT, registered_on=None), view(opposed_or_litigated=True)), Criterion.PROTECTION
    ).judgement

    assert [reason.code for reason in judgement.reasons] == [ScreeningReason.PENDING, ScreeningReason.DISPUTED]
    assert judgement.score == 0


@pytest.mark.parametrize(
    ("outlook_ppm", "verdict", "reason"),
    [
        (0, Verdict.PASSED, ScreeningReason.GROWING),
        (-50_000, Verdict.WEAK, ScreeningReason.SHRINKING),
        (-100_001, Verdict.FAILED, ScreeningReason.COLLAPSING),
    ],
)
def test_prospects_follow_the_market(outlook_ppm: int, verdict: Verdict, reason: ScreeningReason) -> None:
    assert outcome(screen(assessment=view(market_outlook_ppm_annual=outlook_ppm)), Criterion.MARKET) == (
        verdict,
        reason,
    )


@pytest.mark.parametrize(
    ("erosion_ppm", "verdict", "reason"),
    [
        (100_000, Verdict.PASSED, ScreeningReason.DEFENDED),
        (100_001, Verdict.WEAK, ScreeningReason.ERODING),
        (200_001, Verdict.FAILED, ScreeningReason.OVERRUN),
    ],
)
def test_the_position_follows_erosion(erosion_ppm: int, verdict: Verdict, reason: ScreeningReason) -> None:
    assert outcome(screen(assessment=view(competitor_erosion_ppm_annual=erosion_ppm)), Criterion.COMPETITION) == (
        verdict,
        reason,
    )


@given(st.integers(-300_000, 300_000), st.integers(0, 300_000))
def test_a_better_market_never_lowers_the_rank(outlook_ppm: int, more_ppm: int) -> None:
    worse = screen(assessment=view(market_outlook_ppm_annual=outlook_ppm))
    better = screen(assessment=view(market_outlook_ppm_annual=outlook_ppm + more_ppm))

    assert better.total_micropoints >= worse.total_micropoints
    assert better.is_eligible >= worse.is_eligible


def test_a_policy_that_asks_for_much_growth_does_not_call_a_growing_market_shrinking() -> None:
    strict = ScreeningPolicy(pass_score=80)
    (screening,) = screened(pool(STEADY, PATENT), view(market_outlook_ppm_annual=30_000), policy=strict).rights

    assert outcome(screening, Criterion.MARKET) == (Verdict.WEAK, ScreeningReason.GROWING)


def test_a_better_market_moves_a_right_past_another() -> None:
    of = pool(STEADY, PATENT, replace(PATENT, id="P2"))
    rival = view(right_id="P2", market_outlook_ppm_annual=20_000)

    def ranking(outlook_ppm: int) -> list[str]:
        found = screened(of, view(market_outlook_ppm_annual=outlook_ppm), rival).rights
        return [s.right_id for s in sorted(found, key=lambda s: s.total_micropoints, reverse=True)]

    assert (ranking(0), ranking(50_000)) == (["P2", "P1"], ["P1", "P2"])


@given(
    st.lists(st.integers(0, 10**9), min_size=3, max_size=3),
    st.integers(-300_000, 300_000),
    st.integers(0, 400_000),
    st.integers(1, 9),
    st.lists(st.integers(0, 1_000_000), min_size=4, max_size=4),
)
def test_contributions_sum_to_the_total_exactly(
    amounts: list[int], outlook_ppm: int, erosion_ppm: int, level: int, cuts: list[int]
) -> None:
    bounds = [0, *sorted(cuts), 1_000_000]
    weights = [high - low for low, high in pairwise(bounds)]
    names = [f"weight_{criterion.name.lower()}_ppm" for criterion in Criterion]
    policy = replace(ScreeningPolicy(), **dict(zip(names, weights, strict=True)))
    assessment = view(
        market_outlook_ppm_annual=outlook_ppm, competitor_erosion_ppm_annual=erosion_ppm, technology_readiness=level
    )

    (screening,) = screened(pool(amounts, PATENT), assessment, policy=policy).rights

    assert [found.weight_ppm for found in screening.findings] == weights
    assert screening.total_micropoints == sum(
        found.judgement.score * weight for found, weight in zip(screening.findings, weights, strict=True)
    )
    assert 0 <= screening.score <= 100


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=8).filter(any))
def test_the_variation_is_the_sample_deviation_over_the_mean(amounts: list[int]) -> None:
    found = variation_ppm(amounts)

    assert found is not None
    assert found == pytest.approx(1_000_000 * stdev(amounts) / mean(amounts), abs=1.001)


def test_a_row_that_names_another_right_says_nothing_of_this_one() -> None:
    other = replace(PATENT, id="P2")
    found = screened(pool(STEADY, PATENT, other, right_id="P2"), SOUND, view(right_id="P2")).rights

    assert outcome(found[0], Criterion.CASH_FLOW)[1] is ScreeningReason.NO_HISTORY
    assert outcome(found[1], Criterion.CASH_FLOW)[1] is ScreeningReason.STABLE


def test_a_pool_may_be_steadier_than_its_rights() -> None:
    up, down = pool([100, 200, 300], PATENT), pool([300, 200, 100], replace(PATENT, id="P2"))
    second = replace(down.licences[0], id="L2")
    rows = tuple(replace(row, licence_id="L2") for row in down.rows())
    both = Pool(up.rights + down.rights, (), (*up.licences, second), (*up.statements, Statement("second.csv", rows)))

    found = screened(both, SOUND, view(right_id="P2"))

    assert found.cash_flow.score == 100
    assert found.eligible_right_ids == ()
    assert not found.is_eligible
    assert found.score == found.rights[0].score


def test_a_licence_that_ended_long_ago_does_not_hide_the_pool_s_history() -> None:
    living = pool(STEADY, PATENT)
    old = tuple(
        replace(row, licence_id="L0", period_end_on=row.period_end_on - timedelta(2000)) for row in living.rows()
    )
    ended = replace(living.licences[0], id="L0", right_ids=())
    both = Pool(living.rights, (), (*living.licences, ended), (*living.statements, Statement("old.csv", old)))

    assert screened(both, SOUND).cash_flow.reasons[0].code is ScreeningReason.STABLE


def test_royalties_of_two_currencies_have_no_common_history() -> None:
    yen, dollars = pool(STEADY, PATENT), pool(STEADY, currency="USD")
    both = Pool(yen.rights, (), yen.licences, yen.statements + dollars.statements)

    assert screened(both, SOUND).cash_flow.reasons[0].code is ScreeningReason.NO_HISTORY


def test_an_eligible_pool_has_only_eligible_rights() -> None:
    found = screened(pool(STEADY, PATENT), SOUND)
    assert found.is_eligible
    assert next(found.explain().lines()).startswith(f"screening of the pool: {found.score} points, eligible")
    assert not screened(pool(STEADY)).is_eligible


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(ScreeningReason)
    assert all(english.isascii() and not japanese.isascii() for english, japanese in SENTENCES.values())
