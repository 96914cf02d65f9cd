"""Whether forecast assumptions can be used: every failure, with its key."""

from collections.abc import Callable, Sequence

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption, ForecastMethod
from chizai.forecast.expected import assumption_key
from chizai.units.rate import INT64_MAX, PPM
from chizai.units.result import Failure, Place, Reason

YEARS_MAX = 100
"""No licence has a longer history."""
PLAN_YEARS = (1900, 2200)
"""The first and the last year that a plan may name."""


def check_assumptions(pool: Pool, assumptions: Sequence[ForecastAssumption]) -> tuple[Failure, ...]:
    """Give all that is wrong with the assumptions by themselves and against the pool's licences."""
    failures: list[Failure] = []
    licence_ids = {licence.id for licence in pool.licences}
    seen: set[str] = set()
    for index, assumption in enumerate(assumptions):
        report = _reporter(failures, index, assumption.licence)
        if assumption.licence not in licence_ids:
            what, known = f"there is no licence {assumption.licence!r}", ", ".join(sorted(licence_ids)) or "none"
            report(Reason.UNKNOWN, "licence", what, "a forecast is of a licence", f"name one of: {known}")
        if assumption.licence in seen:
            what = f"licence {assumption.licence!r} is forecast twice"
            report(Reason.DUPLICATE, "licence", what, "its cash would be counted twice", "keep one of the two")
        seen.add(assumption.licence)
        checks = {ForecastMethod.HISTORY: _check_history, ForecastMethod.PLAN: _check_plan}
        checks[assumption.method](assumption, report)
    return tuple(failures)


def _reporter(failures: list[Failure], index: int, licence_id: str) -> Callable[[Reason, str, str, str, str], None]:
    def report(reason: Reason, field: str, what: str, why: str, fix: str) -> None:
        place = Place(INPUTS_FILE, None, assumption_key(index, licence_id, field))
        failures.append(Failure(reason, place, what, why, fix))

    return report


def _check_history(assumption: ForecastAssumption, report: Callable[[Reason, str, str, str, str], None]) -> None:
    if not 1 <= assumption.years <= YEARS_MAX:
        what = f"the level is to be averaged over {assumption.years} years"
        report(Reason.OUT_OF_RANGE, "years", what, "an average needs at least one", f"write 1 to {YEARS_MAX}")
    if not -PPM <= assumption.drift_ppm_annual <= PPM:
        what = f"a drift of {assumption.drift_ppm_annual} ppm a year"
        why = "a royalty cannot fall by more than all of it, and none more than doubles year after year"
        report(Reason.OUT_OF_RANGE, "drift_ppm_annual", what, why, "write a number from -1_000_000 to 1_000_000")
    if assumption.plan:
        what = "a plan stands beside the history method"
        why = "the history method would not read it"
        report(Reason.INCONSISTENT, "plan", what, why, 'remove the plan, or write method = "plan"')


def _check_plan(assumption: ForecastAssumption, report: Callable[[Reason, str, str, str, str], None]) -> None:
    if not assumption.plan:
        report(Reason.MISSING, "plan", "the plan has no years", "the plan method earns nothing else", "add its years")
    if assumption.drift_ppm_annual:
        what = f"a drift of {assumption.drift_ppm_annual} ppm a year stands beside a plan"
        why = "the plan method would not read it"
        report(Reason.INCONSISTENT, "drift_ppm_annual", what, why, "put the growth into the plan's years")
    years: set[int] = set()
    for place, planned in enumerate(assumption.plan):
        key = f"plan[{place + 1}]"
        if planned.year in years:
            what, why = f"the year {planned.year} stands twice", "its royalty would be counted twice"
            report(Reason.DUPLICATE, f"{key}.year", what, why, "keep one of the two")
        years.add(planned.year)
        if not PLAN_YEARS[0] <= planned.year <= PLAN_YEARS[1]:
            what, why = f"the year {planned.year}", f"plans are for years from {PLAN_YEARS[0]} to {PLAN_YEARS[1]}"
            report(Reason.OUT_OF_RANGE, f"{key}.year", what, why, "write it as 2028")
        if not 0 <= planned.royalty_minor <= INT64_MAX:
            what = f"a planned royalty of {planned.royalty_minor}"
            why = "a licence does not plan to pay its licensee, and amounts are kept in 63 bits"
            report(Reason.OUT_OF_RANGE, f"{key}.royalty_minor", what, why, f"write a number from 0 to {INT64_MAX}")
        if not 0 <= planned.probability_ppm <= PPM:
            what, why = f"a probability of {planned.probability_ppm} ppm", "a probability lies between 0 and 1"
            report(Reason.OUT_OF_RANGE, f"{key}.probability_ppm", what, why, "write a number from 0 to 1_000_000")
