"""Whether a screening policy and its assessments can be used: every failure, with its key."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from chizai.assets.placed import Placed
from chizai.forecast.assumptions import INPUTS_FILE
from chizai.units.rate import PPM
from chizai.units.result import Failure, Place, Reason
from chizai.valuation.assessment import Assessment, Criterion, ScreeningPolicy
from chizai.valuation.criteria import FULL, READINESS_FULL, YEARS_NEEDED


def weights_of(policy: ScreeningPolicy) -> dict[Criterion, int]:
    """Give each criterion's weight in parts per million."""
    return {
        Criterion.CASH_FLOW: policy.weight_cash_flow_ppm,
        Criterion.PROTECTION: policy.weight_protection_ppm,
        Criterion.MATURITY: policy.weight_maturity_ppm,
        Criterion.MARKET: policy.weight_market_ppm,
        Criterion.COMPETITION: policy.weight_competition_ppm,
    }


def check_policy(policy: ScreeningPolicy) -> tuple[Failure, ...]:
    """Give all that is wrong with a policy."""
    weights_ppm = weights_of(policy)
    failures = [
        _out_of_range(Place(INPUTS_FILE, None, f"screening.{key}"), key, value, low, high)
        for key, value, low, high in (
            *((f"weight_{name.name.lower()}_ppm", weight, 0, PPM) for name, weight in weights_ppm.items()),
            ("cv_limit_ppm", policy.cv_limit_ppm, 1, 10 * PPM),
            ("years", policy.years, YEARS_NEEDED, 100),
            ("market_full_ppm_annual", policy.market_full_ppm_annual, 1, 10 * PPM),
            ("market_floor_ppm_annual", policy.market_floor_ppm_annual, -PPM, 10 * PPM),
            ("erosion_limit_ppm_annual", policy.erosion_limit_ppm_annual, 1, PPM),
            ("readiness_minimum", policy.readiness_minimum, 1, READINESS_FULL),
            ("dispute_penalty", policy.dispute_penalty, 0, FULL),
            ("pending_penalty", policy.pending_penalty, 0, FULL),
            ("pass_score", policy.pass_score, 0, FULL),
        )
        if not low <= value <= high
    ]
    if (total_ppm := sum(weights_ppm.values())) != PPM:
        what = f"the five weights sum to {total_ppm}"
        why = "a score is a weighted mean, so its weights are one together"
        fix = f"make them sum to {PPM}"
        failures.append(Failure(Reason.INCONSISTENT, Place(INPUTS_FILE, None, "screening"), what, why, fix))
    return tuple(failures)


def check_assessments(assessments: Sequence[Placed[Assessment]], right_ids: AbstractSet[str]) -> tuple[Failure, ...]:
    """Find what is wrong with assessments: unknown or repeated rights, figures that cannot be.

    Args:
        assessments: each with the row that it was read from.
        right_ids: all of the register.
    """
    failures: list[Failure] = []
    seen: set[str] = set()
    for placed in assessments:
        assessment, place = placed.value, placed.at("right_id")
        if assessment.right_id not in right_ids:
            what = f"right {assessment.right_id!r} is assessed, which is not in the register"
            why, fix = "screening judges the rights of the register", "correct the name or remove the row"
            failures.append(Failure(Reason.UNKNOWN, place, what, why, fix))
        if assessment.right_id in seen:
            what, why = (
                f"right {assessment.right_id!r} is assessed twice",
                "which view screening should take is unclear",
            )
            failures.append(Failure(Reason.DUPLICATE, place, what, why, "keep the later view"))
        seen.add(assessment.right_id)
        failures += [
            _out_of_range(placed.at(key), key, value, low, high)
            for key, value, low, high in (
                ("technology_readiness", assessment.technology_readiness, 1, READINESS_FULL),
                ("market_outlook_ppm_annual", assessment.market_outlook_ppm_annual, -PPM, 10 * PPM),
                ("competitor_erosion_ppm_annual", assessment.competitor_erosion_ppm_annual, 0, PPM),
            )
            if value is not None and not low <= value <= high
        ]
    return tuple(failures)


def check_dates(as_of_on: date, final_on: date) -> tuple[Failure, ...]:
    """Tell whether the final payment comes after the as-of date."""
    if final_on > as_of_on:
        return ()
    what = f"the final payment on {final_on} does not come after the as-of date {as_of_on}"
    why, fix = "protection is judged over the time between the two", "mend the as-of date or the deal's schedule"
    return (Failure(Reason.INCONSISTENT, Place(INPUTS_FILE, None, "as_of_on"), what, why, fix),)


def _out_of_range(place: Place, key: str, value: int, low: int, high: int) -> Failure:
    what, why = f"{key} is {value}", "no score can be made of it"
    return Failure(Reason.OUT_OF_RANGE, place, what, why, f"write a number from {low} to {high}")
