"""Oppositions on an office's count of grants, oppositions and revocations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.checks import above_whole, twice
from chizai.forecast.calibration.estimates import counted_share, unseen
from chizai.forecast.calibration.shapes import strays
from chizai.forecast.calibration.terms import (
    Beside,
    Calibrated,
    Calibration,
    Comparison,
    RightSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_life_terms import OppositionRisk
from chizai.forecast.joint_terms import RightRisk
from chizai.forecast.processes.opposition import Opposition, fit_opposition
from chizai.units.result import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositionsRow(Row):
    """A year of grants, and what became of them."""

    year: Annotated[int, Says("the year")]
    grants: Annotated[int, Says("patents granted", least=1)]
    opposed: Annotated[int, Says("of these opposed", least=0)]
    revoked: Annotated[int, Says("of the opposed revoked, in whole or in part", least=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OppositionSettings(RightSettings):
    """Settings of an opposition."""

    gazette_on: Annotated[date | None, Says("day of the gazette that publishes the right's grant")] = None


def _check(rows: Sequence[OppositionsRow], _: OppositionSettings, file: str) -> list[Failure]:
    return [
        *twice(rows, lambda row: row.year, file, "year"),
        *above_whole(rows, lambda row: row.opposed, lambda row: row.grants, file, ("opposed", "grants")),
        *above_whole(rows, lambda row: row.revoked, lambda row: row.opposed, file, ("revoked", "opposed")),
    ]


def _fit(rows: Sequence[OppositionsRow], settings: OppositionSettings) -> Calibrated:
    n_grants, n_opposed = sum(row.grants for row in rows), sum(row.opposed for row in rows)
    n_revoked = sum(row.revoked for row in rows)
    fit = fit_opposition(n_opposed, n_grants, n_revoked)
    opposed = Comparison(
        "oppositions", tuple(Beside(str(row.year), row.opposed, fit.opposed_chance * row.grants) for row in rows)
    )
    revoked = Comparison(
        "revocations", tuple(Beside(str(row.year), row.revoked, fit.revoked_chance * row.opposed) for row in rows)
    )
    return Calibrated(
        observations=f"{n_opposed} oppositions to {n_grants:,} grants of {len(rows)} years",
        estimates=(
            counted_share("chance of an opposition", n_opposed, n_grants),
            counted_share("chance that it ends with the right revoked", n_revoked, n_opposed),
        ),
        comparisons=(opposed, revoked),
        remarks=(
            *unseen("opposition", n_opposed),
            *unseen("revocation", n_revoked),
            *strays(opposed),
            *strays(revoked),
        ),
        goes_in=_risk(settings, fit),
    )


def _risk(settings: OppositionSettings, fit: Opposition) -> RightRisk | None:
    if settings.right is None or settings.gazette_on is None:
        return None
    risk = OppositionRisk(
        gazette_on=settings.gazette_on, opposed_ppm=ppm(fit.opposed_chance), revoked_ppm=ppm(fit.revoked_chance)
    )
    return RightRisk(right=settings.right, opposition=risk)


OPPOSITION = Calibration(
    name="opposition",
    what="opposition to a fresh patent within six months of its gazette",
    source="Patent Act, art. 113; opposed by granted, revoked by opposed, under Jeffreys's prior",
    row=OppositionsRow,
    settings=OppositionSettings,
    needed=("right", "gazette_on"),
    fit=_fit,
    check=_check,
)
