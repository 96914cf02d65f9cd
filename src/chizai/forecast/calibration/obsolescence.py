"""Obsolescence on series of royalties: from when on, and how fast they fade."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import gaps, grouped
from chizai.forecast.calibration.estimates import FEWEST_APART, counted_rate, normal
from chizai.forecast.calibration.shapes import waits
from chizai.forecast.calibration.terms import (
    Beside,
    CalendarPeriod,
    Calibrated,
    Calibration,
    Comparison,
    LicenceSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.joint_terms import Obsolescence as ObsolescenceRisk
from chizai.forecast.processes.obsolescence import FEWEST_LEVELS, broken_line, fit_obsolescence, watched_periods
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyRow(Row):
    """What one series brought in a period."""

    series: Annotated[str, Says("name of the licence or product")]
    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03; four at least of each series")]
    royalty: Annotated[float, Says("what it brought in it, in any unit", least=0.0, is_above=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObsolescenceSettings(LicenceSettings):
    """Settings of obsolescence."""

    least_fall: Annotated[
        float, Says("fall of the logarithm a period; less is taken for noise", least=0.0, is_above=True)
    ] = 0.05


@dataclass(frozen=True, slots=True)
class _Line:
    """A series as it fades, or does not."""

    name: str
    has_faded: bool
    watched_years: float
    """Until the fade began, or the series ended."""
    slope: float
    """Of the logarithm, a period."""
    weight: float
    """Information on the slope."""


def _check(rows: Sequence[RoyaltyRow], _: ObsolescenceSettings, file: str) -> list[Failure]:
    failures: list[Failure] = []
    for own in _series(rows).values():
        failures += gaps(own, lambda row: row.period, file, "period")
        if len(own) < FEWEST_LEVELS:
            what, why = f"{own[0].series!r} has {len(own)} periods", f"a fade is seen in {FEWEST_LEVELS} at least"
            place = Place(file, own[0].line, "series")
            failures.append(Failure(Reason.MISSING, place, what, why, "add periods, or leave the series out"))
    for row in rows:
        if row.period.months != rows[0].period.months:
            what = f"{row.period.text} is not as long as {rows[0].period.text} on line {rows[0].line}"
            why, fix = "all series are fitted together", "write all periods of one length"
            failures.append(Failure(Reason.INCONSISTENT, Place(file, row.line, "period"), what, why, fix))
    return failures


def _series(rows: Sequence[RoyaltyRow]) -> dict[str, list[RoyaltyRow]]:
    return grouped(sorted(rows, key=lambda row: row.period.starts_on), lambda row: row.series)


def _line(name: str, royalties: Sequence[float], period_years: float, least_fall: float) -> _Line:
    onset, slope, weight = broken_line(royalties)
    has_faded = slope <= -least_fall
    watched = watched_periods(len(royalties), onset if has_faded else None)
    return _Line(name, has_faded, watched * period_years, slope, weight)


def _fit(rows: Sequence[RoyaltyRow], settings: ObsolescenceSettings) -> Calibrated:
    series = {name: [row.royalty for row in own] for name, own in _series(rows).items()}
    period_years = rows[0].period.years
    fit = fit_obsolescence(list(series.values()), period_years, settings.least_fall)
    lines = [_line(name, own, period_years, settings.least_fall) for name, own in series.items()]
    faded = [line for line in lines if line.has_faded]
    watched = [line.watched_years for line in lines]
    begun = waits("part that has begun to fade", watched, [line.has_faded for line in lines], fit.hazard_annual)
    decays = Comparison(
        "part that each year loses, once a fade has begun",
        tuple(Beside(line.name, -math.expm1(line.slope / period_years), fit.decay_annual) for line in faded),
    )
    risk = ObsolescenceRisk(hazard_ppm_annual=ppm(fit.hazard_annual), decline_ppm_annual=ppm(fit.decay_annual))
    return Calibrated(
        observations=f"{len(rows)} periods of {len(series)} series, of which {len(faded)} fade",
        estimates=(
            counted_rate("onsets a year", len(faded), math.fsum(watched)),
            normal("part that each year then loses", fit.decay_annual, _decay_error(faded, period_years), most=1.0),
        ),
        comparisons=(begun, decays) if faded else (begun,),
        goes_in=None if settings.licence is None else LicenceRisk(licence=settings.licence, obsolescence=risk),
    )


def _decay_error(faded: Sequence[_Line], period_years: float) -> float | None:
    """Give the error of the mean decay by how far the slopes lie apart, weighted as their mean is; one shows none."""
    if len(faded) < FEWEST_APART:
        return None
    weights = math.fsum(line.weight for line in faded)
    slope = math.fsum(line.weight * line.slope for line in faded) / weights
    squares = math.fsum(line.weight * (line.slope - slope) ** 2 for line in faded)
    return math.exp(slope / period_years) / period_years * math.sqrt(squares / (len(faded) - 1) / weights)


OBSOLESCENCE = Calibration(
    name="obsolescence",
    what="technology that fades from a time nobody knows",
    source="broken lines through the logarithms of series; onsets by years watched",
    row=RoyaltyRow,
    settings=ObsolescenceSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
