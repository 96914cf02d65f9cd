"""Whether forecast assumptions can be used: every failure, with its key."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from chizai.assets.pool import Pool
from chizai.forecast.assumptions import DEFAULT_SEED, DEFAULT_YEARS, INPUTS_FILE, ForecastAssumption, ForecastMethod
from chizai.forecast.diffusion_check import check_bass, check_generations
from chizai.forecast.expected import assumption_key
from chizai.units.rate import INT64_MAX, PPM
from chizai.units.result import Failure, Place, Reason

Report: TypeAlias = Callable[[Reason, str, str, str, str], None]

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
        checks = {
            ForecastMethod.HISTORY: _check_history,
            ForecastMethod.PLAN: _check_plan,
            ForecastMethod.FITTED: _check_fitted,
            ForecastMethod.BASS: check_bass,
            ForecastMethod.GENERATIONS: check_generations,
        }
        checks[assumption.method](assumption, report)
        _check_unread(assumption, report)
    return tuple(failures)


def _reporter(failures: list[Failure], index: int, licence_id: str) -> Report:
    def report(reason: Reason, field: str, what: str, why: str, fix: str) -> None:
        place = Place(INPUTS_FILE, None, assumption_key(index, licence_id, field))
        failures.append(Failure(reason, place, what, why, fix))

    return report


def _check_history(assumption: ForecastAssumption, report: Report) -> None:
    if not 1 <= assumption.years <= YEARS_MAX:
        what = f"the level is to be averaged over {assumption.years} years"
        report(Reason.OUT_OF_RANGE, "years", what, "an average needs at least one", f"write 1 to {YEARS_MAX}")
    if not -PPM <= assumption.drift_ppm_annual <= PPM:
        what = f"a drift of {assumption.drift_ppm_annual} ppm a year"
        why = "a royalty cannot fall by more than all of it, and none more than doubles year after year"
        report(Reason.OUT_OF_RANGE, "drift_ppm_annual", what, why, "write a number from -1_000_000 to 1_000_000")


def _check_plan(assumption: ForecastAssumption, report: Report) -> None:
    if not assumption.plan:
        report(Reason.MISSING, "plan", "the plan has no years", "the plan method earns nothing else", "add its years")
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


def _check_fitted(assumption: ForecastAssumption, report: Report) -> None:
    from chizai.forecast.history_model.comparables import LEAST_COMPARABLES  # loaded where it is asked for alone

    comparables, least = assumption.comparables_minor, LEAST_COMPARABLES
    if comparables and len(comparables) < least:
        what, why = (
            f"{len(comparables)} comparable",
            "how far comparables differ says how far a licence strays from them",
        )
        fix = f"name {least} or more, or leave them out"
        report(Reason.OUT_OF_RANGE, "comparables_minor", what, why, fix)
    for place, amount_minor in enumerate(comparables, 1):
        if not 1 <= amount_minor <= INT64_MAX:
            what, why = f"a comparable that brings {amount_minor} a year", "it is taken by its logarithm, in 63 bits"
            fix = f"write a number from 1 to {INT64_MAX}"
            report(Reason.OUT_OF_RANGE, f"comparables_minor[{place}]", what, why, fix)
    if assumption.seed < 0:
        report(Reason.OUT_OF_RANGE, "seed", f"{assumption.seed} is negative", "seeds count from 0", "write 1")


def _check_unread(assumption: ForecastAssumption, report: Report) -> None:
    """Refuse what only another method reads."""
    for field, (methods, is_written, instead) in _readers(assumption).items():
        if is_written and assumption.method not in methods:
            what = f"{field} stands beside method {assumption.method.value!r}"
            why, readers = "that method would not read it", " or ".join(f'"{method.value}"' for method in methods)
            fix = f"{instead}, or write method = {readers}"
            report(Reason.INCONSISTENT, field, what, why, fix)


def _readers(given: ForecastAssumption) -> dict[str, tuple[tuple[ForecastMethod, ...], bool, str]]:
    """Give for each key of one method who reads it, whether it is written, and what to do instead."""
    history, plan, fitted = (ForecastMethod.HISTORY,), (ForecastMethod.PLAN,), (ForecastMethod.FITTED,)
    years = given.method is ForecastMethod.FITTED and given.years != DEFAULT_YEARS
    growth = "put the growth into the plan's years" if given.method is ForecastMethod.PLAN else "leave the drift out"
    return {
        "years": (history, years, "leave it out: all complete years are fitted"),
        "drift_ppm_annual": (history, bool(given.drift_ppm_annual), growth),
        "plan": (plan, bool(given.plan), "remove the plan"),
        "prior": (fitted, given.prior is not None, "leave it out"),
        "comparables_minor": (fitted, bool(given.comparables_minor), "leave them out"),
        "bass": ((ForecastMethod.BASS,), given.bass is not None, "remove the table"),
        "generations": ((ForecastMethod.GENERATIONS,), given.generations is not None, "remove the table"),
        "seed": (fitted, given.seed != DEFAULT_SEED, "leave it out"),
    }
