"""Competition on comparable markets that a rival entered, or did not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import counted_rate, error_of_mean, normal, unseen
from chizai.forecast.calibration.shapes import waits
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    LicenceSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_terms import Competition, LicenceRisk
from chizai.forecast.processes.competition import fit_entrant
from chizai.units.result import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRow(Row):
    """A comparable market."""

    market: Annotated[str, Says("its name")]
    watched_years: Annotated[float, Says("years until the rival entered, or the watch ended", least=0.0, is_above=True)]
    part_left: Annotated[
        float | None, Says("royalty after the entry by before; empty where none came", least=0.0, is_above=True)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSettings(LicenceSettings):
    """Settings of competition."""

    entrants: Annotated[int, Says("how many rivals may enter, each by itself", least=1, most=20)] = 1
    from_on: Annotated[date | None, Says("day before which none enters")] = None
    part_taken: Annotated[
        float | None,
        Says("part that a rival takes, where the file shows no entry or another is assumed", least=0.0, most=1.0),
    ] = None


def _check(rows: Sequence[MarketRow], _: CompetitionSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.market, file, "market"))


def _fit(rows: Sequence[MarketRow], settings: CompetitionSettings) -> Calibrated:
    entered = [(row.market, row.part_left) for row in rows if row.part_left is not None]
    watched, parts = [row.watched_years for row in rows], [part for _, part in entered]
    fit = fit_entrant(watched, parts)
    came = waits("part of the markets entered", watched, [row.part_left is not None for row in rows], fit.hazard_annual)
    left = Comparison(
        "part of the royalty left", tuple(Beside(name, part, 1.0 - fit.part_taken) for name, part in entered)
    )
    rate = counted_rate("entries a year", len(entered), math.fsum(watched))
    part = normal("part that a rival takes", fit.part_taken, _error(parts), most=1.0)
    return Calibrated(
        observations=f"{len(entered)} entries into {len(rows)} markets",
        estimates=(rate, part) if entered else (rate,),
        comparisons=(came, left) if entered else (came,),
        remarks=unseen("entry", len(entered)),
        goes_in=_risk(settings, fit.hazard_annual, fit.part_taken if entered else None),
        needed=() if entered else ("part_taken",),
    )


def _error(parts: Sequence[float]) -> float | None:
    """Give the error of one less the geometric mean."""
    of_log = error_of_mean([math.log(part) for part in parts])
    return None if of_log is None else of_log * math.prod(parts) ** (1.0 / len(parts))


def _risk(settings: CompetitionSettings, hazard_annual: float, part_taken: float | None) -> LicenceRisk | None:
    part = part_taken if settings.part_taken is None else settings.part_taken
    if settings.licence is None or part is None:
        return None
    risk = Competition(
        hazard_ppm_annual=ppm(hazard_annual),
        share_lost_ppm=ppm(part),
        entrants=settings.entrants,
        from_on=settings.from_on,
    )
    return LicenceRisk(licence=settings.licence, competition=risk)


COMPETITION = Calibration(
    name="competition",
    what="a rival that enters and takes a part",
    source="entries by years watched, under Jeffreys's prior; geometric mean of what they left",
    row=MarketRow,
    settings=CompetitionSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
