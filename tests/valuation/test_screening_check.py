from dataclasses import replace
from datetime import date, timedelta

import pytest

from chizai.assets.placed import Placed
from chizai.assets.pool import Pool
from chizai.units.result import Failed, Place, Reason
from chizai.valuation.assessment import Assessment, ScreeningPolicy, Stage
from chizai.valuation.screening import screen_pool
from chizai.valuation.screening_check import check_assessments, check_dates, check_policy

AS_OF_ON = date(2026, 9, 30)
SOUND = Assessment(right_id="P1", stage=Stage.COMMERCIAL, technology_readiness=9, market_outlook_ppm_annual=50_000)


def test_weights_must_sum_to_one() -> None:
    (failure,) = check_policy(ScreeningPolicy(weight_market_ppm=150_001))

    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "screening")
    assert "1000001" in failure.what


def test_a_policy_s_limit_out_of_range_is_reported_at_its_key() -> None:
    (failure,) = check_policy(ScreeningPolicy(cv_limit_ppm=0))

    assert (failure.reason, failure.place.key) == (Reason.OUT_OF_RANGE, "screening.cv_limit_ppm")


@pytest.mark.parametrize(
    ("wrong", "reason", "column"),
    [
        (replace(SOUND, right_id="P9"), Reason.UNKNOWN, "right_id"),
        (SOUND, Reason.DUPLICATE, "right_id"),
        (replace(SOUND, right_id="P2", technology_readiness=10), Reason.OUT_OF_RANGE, "technology_readiness"),
        (
            replace(SOUND, right_id="P2", market_outlook_ppm_annual=10**8),
            Reason.OUT_OF_RANGE,
            "market_outlook_ppm_annual",
        ),
        (
            replace(SOUND, right_id="P2", competitor_erosion_ppm_annual=-1),
            Reason.OUT_OF_RANGE,
            "competitor_erosion_ppm_annual",
        ),
    ],
)
def test_an_assessment_that_cannot_be_used_is_reported_at_its_row(
    wrong: Assessment, reason: Reason, column: str
) -> None:
    rows = [Placed(SOUND, Place("views.csv", 2)), Placed(wrong, Place("views.csv", 3))]

    (failure,) = check_assessments(rows, {"P1", "P2"})

    assert (failure.reason, failure.place) == (reason, Place("views.csv", 3, column))


def test_the_final_payment_comes_after_the_as_of_date() -> None:
    (failure,) = check_dates(AS_OF_ON, AS_OF_ON)
    assert failure.reason is Reason.INCONSISTENT
    assert check_dates(AS_OF_ON, AS_OF_ON + timedelta(1)) == ()


def test_a_pool_is_not_screened_on_wrong_terms() -> None:
    result = screen_pool(Pool((), (), (), ()), (), ScreeningPolicy(cv_limit_ppm=0), AS_OF_ON, AS_OF_ON)
    assert isinstance(result, Failed)
    assert len(result.failures) == 2
