"""Popularity on a series of levels: how far it strays, and how fast it is pulled back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import Z, log_normal
from chizai.forecast.calibration.shapes import spans
from chizai.forecast.calibration.terms import Calibrated, Calibration, Estimate, LicenceSettings, Row, Says, ppm
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.popularity import FittedPopularity, fit_popularity
from chizai.units.result import Failure

ENOUGH_HALF_LIVES = 10
"""So many have to be watched for a speed that deserves its name."""
LEAST_KEPT = 1e-9
"""A level that keeps less from one day to the next is pulled back before it is seen, no matter how fast."""

NOT_SEEN = "the level is pulled back between two looks: the rows do not show how fast"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow(Row):
    """A level on a day."""

    on: Annotated[date, Says("the day; days may lie apart unequally, in any order")]
    level: Annotated[
        float, Says("royalty, plays or the like by what was expected, in any unit", least=0.0, is_above=True)
    ]


def _check(rows: Sequence[LevelRow], _: LicenceSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.on, file, "on"))


def _fit(rows: Sequence[LevelRow], settings: LicenceSettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.on)
    years = [(row.on - ordered[0].on).days / DAYS_A_YEAR for row in ordered]
    fit = fit_popularity([row.level for row in ordered], years)
    speed, volatility = fit.popularity.reversion_annual, fit.popularity.volatility_annual
    of_volatility = _log_error(speed, years[-1] / (len(years) - 1), len(years) - 1)
    half_lives = years[-1] * fit.slowest_annual / math.log(2.0)
    few = f"{half_lives:.2g} half-lives were watched at least; if fewer than {ENOUGH_HALF_LIVES}, the speed is too high"
    return Calibrated(
        observations=f"{len(rows)} levels, {ordered[0].on} to {ordered[-1].on}",
        estimates=(log_normal("volatility a year", volatility, of_volatility), _speed(fit)),
        comparisons=(
            spans(
                [math.log(row.level) for row in ordered],
                years,
                lambda time: -math.expm1(-speed * time) * volatility**2 / speed,
            ),
        ),
        remarks=(
            *([few] if half_lives < ENOUGH_HALF_LIVES else []),
            *([NOT_SEEN] if fit.fastest_annual is None else []),
        ),
        goes_in=None
        if settings.licence is None
        else LicenceRisk(
            licence=settings.licence, volatility_ppm_annual=ppm(volatility), reversion_ppm_annual=ppm(speed)
        ),
    )


def _speed(fit: FittedPopularity) -> Estimate:
    """Give the speed with its range, and with the error of a normal range as wide."""
    name, value, low, high = (
        "speed of reversion a year",
        fit.popularity.reversion_annual,
        fit.slowest_annual,
        fit.fastest_annual,
    )
    return Estimate(name, value) if high is None else Estimate(name, value, (high - low) / (2.0 * Z), low, high)


def _log_error(speed: float, step_years: float, n_moves: int) -> float | None:
    """Give the standard error of the volatility's logarithm.

    With equal steps the logarithm keeps the part b of each, and moves by a variance v: both are known by regression, b
    with the variance `(1 - b^2) / n` and v with `2 v^2 / n`. The square of the volatility is `2 speed v / (1 - b^2)`,
    the speed being `-ln b / step`.
    """
    kept = math.exp(-speed * step_years)
    if kept < LEAST_KEPT:
        return None
    moves_square = 1.0 / (kept * math.log(kept)) + 2.0 * kept / (1.0 - kept**2)
    return math.sqrt(2.0 / n_moves + moves_square**2 * (1.0 - kept**2) / n_moves) / 2.0


POPULARITY = Calibration(
    name="popularity",
    what="a level that strays and is pulled back",
    source="G. E. Uhlenbeck and L. S. Ornstein 1930; exact likelihood, restricted",
    row=LevelRow,
    settings=LicenceSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
