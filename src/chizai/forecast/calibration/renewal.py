"""Renewals on the survival of a cohort of Japanese patents."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.bounds import on_bounds, within
from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import curve_errors, log_normal, normal
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    Estimate,
    RightSettings,
    Row,
    Says,
    minor,
    ppm,
)
from chizai.forecast.joint_life_terms import RenewalRisk
from chizai.forecast.joint_terms import RightRisk
from chizai.forecast.processes.fees import JPO_PATENT
from chizai.forecast.processes.renewal import N_CLAIMS, Renewal, renewal_of_value
from chizai.forecast.processes.renewal_fit import (
    DECAY_ANNUAL,
    FEWEST_POINTS,
    HIGHEST,
    LAG_YEARS_DEVIATION,
    LOWEST,
    TYPICAL_LOG_DEVIATION,
    TYPICAL_LOG_VALUE,
    Cohort,
    fit_cohort,
    in_force,
)
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalRow(Row):
    """Part of a cohort that is in force at an age."""

    age_years: Annotated[float, Says("years since registration", least=0.0, most=JPO_PATENT.last_year)]
    in_force: Annotated[float, Says("part still in force, such as 54%", least=0.0, most=1.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalSettings(RightSettings):
    """Settings of renewals."""

    right_age_years: Annotated[
        float | None, Says("years since its registration", least=0.0, most=JPO_PATENT.last_year)
    ] = None
    decay: Annotated[float, Says("part of the worth that each year loses", least=0.0, most=0.9)] = DECAY_ANNUAL
    claims: Annotated[int, Says("claims of a usual patent of the cohort", least=1, most=1000)] = N_CLAIMS
    lag_spread_years: Annotated[float, Says("spread of the time from filing to registration", least=0.1, most=10.0)] = (
        LAG_YEARS_DEVIATION
    )


def _check(rows: Sequence[SurvivalRow], _: RenewalSettings, file: str) -> list[Failure]:
    failures = list(twice(rows, lambda row: row.age_years, file, "age_years"))
    least = 1.0
    for row in sorted(rows, key=lambda row: row.age_years):
        if row.in_force > least:
            what, why = f"{row.in_force:.4g} are in force, after {least:.4g} at a lower age", "no right comes back"
            place = Place(file, row.line, "in_force")
            failures.append(Failure(Reason.INCONSISTENT, place, what, why, "correct one of the two rows"))
        least = min(least, row.in_force)
    return failures


def _fit(rows: Sequence[SurvivalRow], settings: RenewalSettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.age_years)
    ages, parts = [row.age_years for row in ordered], [row.in_force for row in ordered]
    base = Renewal(
        log_value=TYPICAL_LOG_VALUE,
        log_deviation=TYPICAL_LOG_DEVIATION,
        decay_annual=settings.decay,
        n_claims=settings.claims,
    )
    cohort = fit_cohort(dict(zip(ages, parts, strict=True)), base, settings.lag_spread_years)
    fitted = in_force(cohort, ages)
    is_exact = len(rows) == FEWEST_POINTS
    exact = ("three numbers are fitted to three ages: the fit proves nothing by itself",) if is_exact else ()
    return Calibrated(
        observations=f"{len(rows)} ages, {ages[0]:g} to {ages[-1]:g} years",
        estimates=_estimates(cohort, ages, parts),
        comparisons=(
            Comparison(
                "part in force",
                tuple(Beside(f"at {age:g} years", *pair) for age, *pair in zip(ages, parts, fitted, strict=True)),
            ),
        ),
        remarks=(
            *exact,
            *on_bounds(("log worth", "its spread", "the lag"), _numbers(cohort), LOWEST, HIGHEST),
            f"the decay, {settings.decay:.3g} a year, is set and not fitted; fees are those of 2022",
        ),
        goes_in=_risk(cohort.renewal, settings),
    )


def _numbers(cohort: Cohort) -> tuple[float, float, float]:
    return cohort.renewal.log_value, cohort.renewal.log_deviation, cohort.lag_years


def _estimates(cohort: Cohort, ages: Sequence[float], parts: Sequence[float]) -> tuple[Estimate, ...]:
    renewal = cohort.renewal

    def curve(numbers: Sequence[float]) -> tuple[float, ...]:
        log_value, log_deviation, lag_years = numbers
        moved = Renewal(
            log_value=log_value,
            log_deviation=log_deviation,
            decay_annual=renewal.decay_annual,
            n_claims=renewal.n_claims,
        )
        of = Cohort(renewal=moved, lag_years=lag_years, lag_years_deviation=cohort.lag_years_deviation)
        return in_force(of, ages)

    numbers = _numbers(cohort)
    of_value, of_deviation, of_lag = within(curve_errors(curve, numbers, parts), numbers, LOWEST, HIGHEST)
    return (
        log_normal("median worth of the first year, yen", math.exp(renewal.log_value), of_value),
        normal("spread of its logarithm over rights", renewal.log_deviation, of_deviation),
        normal("years from filing to registration", cohort.lag_years, of_lag),
    )


def _risk(renewal: Renewal, settings: RenewalSettings) -> RightRisk | None:
    """Give what a right of the cohort is worth at its age: the median, and as unsure as the cohort is spread."""
    if settings.right is None or settings.right_age_years is None:
        return None
    of_one_yen = renewal_of_value(1.0, settings.right_age_years, renewal)
    risk = RenewalRisk(
        value_minor_annual=minor(math.exp(renewal.log_value - of_one_yen.log_value)),
        deviation_ppm=ppm(renewal.log_deviation),
        value_decline_ppm_annual=ppm(renewal.decay_annual),
    )
    return RightRisk(right=settings.right, renewal=risk)


RENEWAL = Calibration(
    name="renewal",
    what="a Japanese patent that is given up when its year is worth less than the fee",
    source="M. Schankerman and A. Pakes 1986; fees of the Japan Patent Office, 2022",
    row=SurvivalRow,
    settings=RenewalSettings,
    needed=("right", "right_age_years"),
    fit=_fit,
    check=_check,
)
