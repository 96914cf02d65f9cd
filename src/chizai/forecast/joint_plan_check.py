"""Whether plans that may fail can be drawn as events: every failure, with its key."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.joint_terms import JointTerms
from chizai.units.result import Failure, Reason, reporter


def check_plans(terms: JointTerms, pool: Pool, forecasts: Sequence[ForecastAssumption], file: str) -> list[Failure]:
    """List what keeps plans and launches from being drawn as events that come once, at `joint.licences` of the file.

    Args:
        terms: as they stand in the file.
        pool: with the licences' terms.
        forecasts: with the plans.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    planned = {each.licence: each for each in forecasts if each.method is ForecastMethod.PLAN}
    launching = {each.licence for each in forecasts if each.bass is not None and each.bass.launch is not None}
    least_minor = {licence.id: licence.terms.minimum_annual_minor for licence in pool.licences}
    for number, risk in enumerate(terms.licences, 1):
        if risk.launch is not None and risk.licence in launching:
            what, why = "a launch beside that of the licence's forecast", "the same failure would be counted twice"
            fix = "write plan_fails = true instead: the forecast's own launch fails then"
            report(Reason.INCONSISTENT, f"joint.licences[{number}] ({risk.licence}).launch", what, why, fix)
        if risk.plan_fails:
            key = f"joint.licences[{number}] ({risk.licence}).plan_fails"
            if least_minor.get(risk.licence):
                what, why = (
                    "the licence has a minimum guarantee",
                    "it is paid whether or not what is expected comes true",
                )
                report(Reason.INCONSISTENT, key, what, why, "leave plan_fails out")
            if risk.licence not in launching:
                _check_plan(planned.get(risk.licence), key, report)
    return failures


def _check_plan(
    plan: ForecastAssumption | None, key: str, report: Callable[[Reason, str, str, str, str], None]
) -> None:
    if plan is None:
        what, why = "the licence is forecast by no plan and no launch", "only these say how likely they come true"
        report(Reason.INCONSISTENT, key, what, why, 'write method = "plan" for its forecast, or leave plan_fails out')
        return
    for earlier, later in pairwise(sorted(plan.plan, key=lambda planned: planned.year)):
        if later.probability_ppm > earlier.probability_ppm:
            what = f"the plan is likelier in {later.year} than in {earlier.year}"
            why = "a plan that has failed does not come true later"
            report(Reason.INCONSISTENT, key, what, why, "let the probabilities fall by year, or leave plan_fails out")
