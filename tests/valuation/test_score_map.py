from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.valuation.appraisal_check import check_score_map
from chizai.valuation.assessment import Criterion
from chizai.valuation.findings import CriterionFinding, Judgement, ReasonGiven, RightScreening, ScreeningReason, Verdict
from chizai.valuation.score_map import MovedRates, ScoreEffect, ScoreMap, mean_effect, moved_rates, score_effect

RATES = MovedRates(invalidation_ppm_annual=20_000, erosion_ppm_annual=30_000)
SCORE = st.integers(0, 100)
NEUTRAL = dict.fromkeys(Criterion, 50)


def screening(scores: dict[Criterion, int], weight_ppm: int = 200_000) -> RightScreening:
    reason = (ReasonGiven(ScreeningReason.STABLE),)
    judged = [
        CriterionFinding(name, Judgement(score, Verdict.PASSED, reason), weight_ppm) for name, score in scores.items()
    ]
    return RightScreening("P1", tuple(judged), 50)


def effect(scores: dict[Criterion, int], **changes: Any) -> ScoreEffect:
    return score_effect(screening(scores), replace(ScoreMap(), **changes))


def test_neutral_scores_move_nothing() -> None:
    found = effect(NEUTRAL)

    assert (found.hazard_multiplier_ppm, found.decay_shift_ppm_annual) == (1_000_000, 0)
    assert moved_rates(found, RATES) == RATES


def test_protection_doubles_or_halves_the_hazard_at_its_ends() -> None:
    assert effect({**NEUTRAL, Criterion.PROTECTION: 0}).hazard_multiplier_ppm == 2_000_000
    assert effect({**NEUTRAL, Criterion.PROTECTION: 100}).hazard_multiplier_ppm == 500_000


def test_maturity_market_and_competition_shift_the_decay_together() -> None:
    worst = {Criterion.MATURITY: 0, Criterion.MARKET: 0, Criterion.COMPETITION: 0}

    assert effect({**NEUTRAL, **worst}).decay_shift_ppm_annual == 50_000
    assert effect({**NEUTRAL, **dict.fromkeys(worst, 100)}).decay_shift_ppm_annual == -50_000
    assert effect({**NEUTRAL, Criterion.MARKET: 20}).decay_shift_ppm_annual == 10_000


def test_unsteady_cash_widens_both_ranges() -> None:
    found = effect({**NEUTRAL, Criterion.CASH_FLOW: 0})

    assert (found.hazard_width_ppm, found.decay_width_ppm_annual) == (800_000, 40_000)
    assert effect(NEUTRAL).hazard_width_ppm == 400_000


def test_criteria_without_weight_leave_the_decay_alone() -> None:
    found = score_effect(screening(dict.fromkeys(Criterion, 0), weight_ppm=0), ScoreMap())

    assert found.decay_shift_ppm_annual == 0


def test_the_hazard_is_that_of_a_multiplied_intensity() -> None:
    """Twice the intensity is survived by the square: 1 - .98^2 = 3.96 %."""
    doubled = effect({**NEUTRAL, Criterion.PROTECTION: 0})

    assert moved_rates(doubled, RATES).invalidation_ppm_annual == 39_600


@given(st.tuples(SCORE, SCORE, SCORE, SCORE, SCORE), st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_rates_stay_rates_and_the_bad_side_is_never_better(
    scores: tuple[int, ...], invalidation_ppm: int, erosion_ppm: int
) -> None:
    found = effect(dict(zip(Criterion, scores, strict=True)))
    rates = MovedRates(invalidation_ppm, erosion_ppm)

    good, middle, bad = (moved_rates(found, rates, deviations) for deviations in (-1, 0, 1))

    assert 0 <= good.invalidation_ppm_annual <= middle.invalidation_ppm_annual <= bad.invalidation_ppm_annual <= 10**6
    assert 0 <= good.erosion_ppm_annual <= middle.erosion_ppm_annual <= bad.erosion_ppm_annual <= 10**6


@given(SCORE, SCORE)
def test_better_protection_never_raises_the_hazard(one: int, other: int) -> None:
    worse, better = sorted((one, other))

    assert (
        effect({**NEUTRAL, Criterion.PROTECTION: worse}).hazard_multiplier_ppm
        >= effect({**NEUTRAL, Criterion.PROTECTION: better}).hazard_multiplier_ppm
    )


def test_a_licence_of_several_rights_has_their_mean() -> None:
    low, high = effect({**NEUTRAL, Criterion.PROTECTION: 0}), effect({**NEUTRAL, Criterion.PROTECTION: 100})

    found = mean_effect([low, high], "L1")

    assert found.hazard_multiplier_ppm == 1_250_000
    assert found.origin.parts == (low.origin, high.origin)
    assert mean_effect([low], "L1") is low


def test_the_map_is_called_an_assumption_of_this_program() -> None:
    words = [node.because for node in effect(NEUTRAL).origin.walk()]

    assert any("assumption of this program" in word for word in words)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("neutral_score", 0),
        ("neutral_score", 101),
        ("hazard_at_zero_ppm", 0),
        ("decay_at_zero_ppm_annual", -1),
        ("hazard_width_ppm", -1),
        ("decay_width_ppm_annual", 1_000_001),
        ("width_at_zero_ppm", 0),
    ],
)
def test_a_map_that_no_rate_can_be_made_of_is_refused(field: str, wrong: int) -> None:
    (failure,) = check_score_map(ScoreMap(**{field: wrong}))

    assert failure.place.key == f"score_map.{field}"
    assert check_score_map(ScoreMap()) == ()
