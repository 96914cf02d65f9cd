"""Obsolescence on series of royalties: from when on, and how fast they fade."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Annotated

from chizai.forecast.calibration.checks import gaps, grouped
from chizai.forecast.calibration.estimates import FEWEST_APART, counted_rate, normal, unseen
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
from chizai.forecast.joint_terms import LicenceRisk, Obsolescence
from chizai.forecast.processes.obsolescence import (
    FEWEST_LEVELS,
    LEVEL_PASSES,
    Fade,
    are_more_than_chance,
    fade_of,
    mean_slope,
    obsolescence_of,
    watches,
)
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyRow(Row):
    """What one series brought in a period."""

    series: Annotated[str, Says("name of the licence or product")]
    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03; four at least of each series above 0")]
    royalty: Annotated[float, Says("what it brought in it, in any unit; 0 ends its series", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObsolescenceSettings(LicenceSettings):
    """Settings of obsolescence."""

    least_fall: Annotated[
        float, Says("fall of the logarithm a year; less is taken for noise", least=0.0, is_above=True)
    ] = 0.05
    decay: Annotated[
        float | None,
        Says("part that each year then loses, where no series fades or another is assumed", least=0.0, most=1.0),
    ] = None


def _check(rows: Sequence[RoyaltyRow], _: ObsolescenceSettings, file: str) -> list[Failure]:
    failures: list[Failure] = []
    for own in _series(rows).values():
        failures += gaps(own, lambda row: row.period, file, "period")
        levels, rest = own[: len(_levels(own))], own[len(_levels(own)) :]
        if len(levels) < FEWEST_LEVELS:
            what = f"{own[0].series!r} has {len(levels)} periods above 0"
            why, fix = f"a fade is seen in {FEWEST_LEVELS} at least", "add periods, or leave the series out"
            failures.append(Failure(Reason.MISSING, Place(file, own[0].line, "series"), what, why, fix))
        for row in rest:
            if row.royalty:
                what, why = f"{row.series!r} brings {row.royalty:g} after a 0", "a 0 is the end of a series"
                fix = "write longer periods, so that none brings 0, or leave the series out"
                failures.append(Failure(Reason.INCONSISTENT, Place(file, row.line, "royalty"), what, why, fix))
    for row in rows:
        if row.period.months != rows[0].period.months:
            what = f"{row.period.text} is not as long as {rows[0].period.text} on line {rows[0].line}"
            why, fix = "all series are fitted together", "write all periods of one length"
            failures.append(Failure(Reason.INCONSISTENT, Place(file, row.line, "period"), what, why, fix))
    return failures


def _series(rows: Sequence[RoyaltyRow]) -> dict[str, list[RoyaltyRow]]:
    return grouped(sorted(rows, key=lambda row: row.period.starts_on), lambda row: row.series)


def _levels(own: Sequence[RoyaltyRow]) -> list[float]:
    """Give what a series brought, in the order of time, until its first 0."""
    return [row.royalty for row in takewhile(lambda row: row.royalty > 0.0, own)]


def _fit(rows: Sequence[RoyaltyRow], settings: ObsolescenceSettings) -> Calibrated:
    series, years = _series(rows), rows[0].period.years
    fades = {name: fade_of(_levels(own), years, settings.least_fall) for name, own in series.items()}
    watched = watches(list(fades.values()))
    fit = obsolescence_of(list(fades.values()), watched, years)
    begun = {name: fade for name, fade in fades.items() if fade.has_begun}
    watched_years, came = [watch.periods * years for watch in watched], [watch.has_come for watch in watched]
    waited = waits("part that has begun to fade", watched_years, came, fit.hazard_annual)
    decays = Comparison(
        "part that each year loses, once a fade has begun",
        tuple(Beside(name, -math.expm1(fade.slope / years), fit.decay_annual) for name, fade in begun.items()),
    )
    decay = normal(
        "part that each year then loses", fit.decay_annual, _decay_error(list(begun.values()), years), most=1.0
    )
    return Calibrated(
        observations=f"{len(rows)} periods of {len(series)} series, of which {len(begun)} fade",
        estimates=(counted_rate("onsets a year", sum(came), math.fsum(watched_years)), *([decay] if begun else [])),
        comparisons=(waited, decays) if begun else (waited,),
        remarks=(*unseen("onset", sum(came)), *_remarks(list(fades.values()))),
        goes_in=_risk(settings, fit.hazard_annual, fit.decay_annual if begun else None),
        needed=() if begun else ("decay",),
    )


def _risk(settings: ObsolescenceSettings, hazard_annual: float, decay_annual: float | None) -> LicenceRisk | None:
    decay = decay_annual if settings.decay is None else settings.decay
    if settings.licence is None or decay is None:
        return None
    risk = Obsolescence(hazard_ppm_annual=ppm(hazard_annual), decline_ppm_annual=ppm(decay))
    return LicenceRisk(licence=settings.licence, obsolescence=risk)


def _remarks(fades: Sequence[Fade]) -> Iterator[str]:
    if any(fade.has_begun for fade in fades) and not are_more_than_chance(fades):
        passing = f"were all {len(fades)} series level, {LEVEL_PASSES * len(fades):g} would be expected to pass at most"
        yield f"no more fade than may pass by chance: {passing}"
    undated = sum(fade.has_begun and fade.onset == 1 for fade in fades)
    if undated:
        yield f"{undated} fade from their first period: they show how fast, and not when a fade begins"


def _decay_error(begun: Sequence[Fade], period_years: float) -> float | None:
    """Give the error of the mean decay by how far the slopes lie apart, weighted as their mean is; one shows none."""
    slope = mean_slope(begun)
    if slope is None or len(begun) < FEWEST_APART:
        return None
    squares = math.fsum(fade.weight * (fade.slope - slope) ** 2 for fade in begun)
    weights = math.fsum(fade.weight for fade in begun)
    return math.exp(slope / period_years) / period_years * math.sqrt(squares / (len(begun) - 1) / weights)


OBSOLESCENCE = Calibration(
    name="obsolescence",
    what="technology that fades from a time nobody knows",
    source="broken lines through the logarithms of series, held against level ones; onsets by years watched",
    row=RoyaltyRow,
    settings=ObsolescenceSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
