"""Popularity on a series of levels: how far it strays, and how fast it is pulled back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import log_normal
from chizai.forecast.calibration.shapes import spans
from chizai.forecast.calibration.terms import Calibrated, Calibration, LicenceSettings, Row, Says, ppm
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.popularity import Popularity, fit_popularity
from chizai.units.result import Failure

ENOUGH_HALF_LIVES = 10
"""So many have to be watched for a speed that deserves its name."""
LEAST_KEPT = 1e-9
"""A level that keeps less from one day to the next is pulled back before it is seen, no matter how fast."""


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
    speed, volatility = fit.reversion_annual, fit.volatility_annual
    of_volatility, of_speed = _log_errors(fit, years[-1] / (len(years) - 1), len(years) - 1)
    half_lives = years[-1] * speed / math.log(2.0)
    few = f"{half_lives:.3g} half-lives were watched; with fewer than {ENOUGH_HALF_LIVES} the speed comes out too high"
    return Calibrated(
        observations=f"{len(rows)} levels, {ordered[0].on} to {ordered[-1].on}",
        estimates=(
            log_normal("volatility a year", volatility, of_volatility),
            log_normal("speed of reversion a year", speed, of_speed),
        ),
        comparisons=(
            spans(
                [math.log(row.level) for row in ordered],
                years,
                lambda time: -math.expm1(-speed * time) * volatility**2 / speed,
            ),
        ),
        remarks=(few,) if half_lives < ENOUGH_HALF_LIVES else (),
        goes_in=None
        if settings.licence is None
        else LicenceRisk(
            licence=settings.licence, volatility_ppm_annual=ppm(volatility), reversion_ppm_annual=ppm(speed)
        ),
    )


def _log_errors(fit: Popularity, step_years: float, n_moves: int) -> tuple[float, float] | tuple[None, None]:
    """Give the standard errors of the logarithms of volatility and speed.

    With equal steps the logarithm keeps the part b of each, and moves by a variance v: both are known by regression, b
    with the variance `(1 - b^2) / n` and v with `2 v^2 / n`. The speed is `-ln b / step`, the square of the volatility
    `2 speed v / (1 - b^2)`.
    """
    kept = math.exp(-fit.reversion_annual * step_years)
    of_kept = math.sqrt((1.0 - kept**2) / n_moves)
    if kept < LEAST_KEPT:
        return None, None
    moves_square = 1.0 / (kept * math.log(kept)) + 2.0 * kept / (1.0 - kept**2)
    of_square = math.sqrt(2.0 / n_moves + (moves_square * of_kept) ** 2)
    return of_square / 2.0, of_kept / (kept * fit.reversion_annual * step_years)


POPULARITY = Calibration(
    name="popularity",
    what="a level that strays and is pulled back",
    source="G. E. Uhlenbeck and L. S. Ornstein 1930; exact likelihood",
    row=LevelRow,
    settings=LicenceSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
