"""What happens to a right by a constant hazard: a lapse, or an infringement, on rights that were watched."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import counted_rate, unseen
from chizai.forecast.calibration.shapes import waits
from chizai.forecast.calibration.terms import Calibrated, Calibration, InputsRow, RightSettings, Row, Says, ppm
from chizai.forecast.joint_terms import RightRisk
from chizai.forecast.processes.events import fit_hazard
from chizai.units.result import Failure

SOURCE = "D. R. Cox and D. Oakes 1984: events by years watched, under Jeffreys's prior"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRow(Row):
    """A right that was watched."""

    right: Annotated[str, Says("its number or name")]
    watched_years: Annotated[float, Says("years until it happened, or the watch ended", least=0.0, is_above=True)]
    happened: Annotated[bool, Says("yes, or no where the watch ended before")]


@dataclass(frozen=True, slots=True, kw_only=True)
class InfringementSettings(RightSettings):
    """Settings of an infringement."""

    lost: Annotated[float | None, Says("part of the royalty that is lost while it lasts", least=1e-6, most=1.0)] = None
    lasts_months: Annotated[int, Says("how long it lasts", least=1, most=1200)] = 24


def _check(rows: Sequence[WatchedRow], _: RightSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.right, file, "right"))


def _fit(rows: Sequence[WatchedRow], of: str, goes_in: InputsRow | None) -> Calibrated:
    watched, came = [row.watched_years for row in rows], [row.happened for row in rows]
    hazard = _hazard(rows)
    return Calibrated(
        observations=f"{sum(came)} events among {len(rows)} rights",
        estimates=(counted_rate(f"{of}s a year", sum(came), math.fsum(watched)),),
        comparisons=(waits(f"part of the rights with {of}s", watched, came, hazard),),
        remarks=unseen(of, sum(came)),
        goes_in=goes_in,
    )


def _hazard(rows: Sequence[WatchedRow]) -> float:
    n_events = sum(row.happened for row in rows)
    return fit_hazard(n_events, math.fsum(row.watched_years for row in rows)).hazard_annual


def _fit_lapse(rows: Sequence[WatchedRow], settings: RightSettings) -> Calibrated:
    risk = None
    if settings.right is not None:
        risk = RightRisk(right=settings.right, lapse_ppm_annual=ppm(_hazard(rows)))
    return _fit(rows, "lapse", risk)


def _fit_infringement(rows: Sequence[WatchedRow], settings: InfringementSettings) -> Calibrated:
    risk = None
    if settings.right is not None and settings.lost is not None:
        risk = RightRisk(
            right=settings.right,
            infringement_ppm_annual=ppm(_hazard(rows)),
            infringement_lost_ppm=ppm(settings.lost),
            infringement_months=settings.lasts_months,
        )
    return _fit(rows, "infringement", risk)


LAPSE = Calibration(
    name="lapse",
    what="a right that lapses for want of a fee, where it is no Japanese patent",
    source=SOURCE,
    row=WatchedRow,
    settings=RightSettings,
    needed=("right",),
    fit=_fit_lapse,
    check=_check,
)

INFRINGEMENT = Calibration(
    name="infringement",
    what="a right that is infringed for a time",
    source=SOURCE,
    row=WatchedRow,
    settings=InfringementSettings,
    needed=("right", "lost"),
    fit=_fit_infringement,
    check=_check,
)
