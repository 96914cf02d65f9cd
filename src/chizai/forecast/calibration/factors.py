"""A licence's correlation with the market on moves of both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import Z
from chizai.forecast.calibration.terms import (
    Beside,
    CalendarPeriod,
    Calibrated,
    Calibration,
    Comparison,
    Estimate,
    LicenceSettings,
    Row,
    Says,
    ppm,
)
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.factors import fit_weights
from chizai.units.result import Failure

FEWEST_FOR_A_RANGE = 4
"""Fisher's transform has the variance 1 / (n - 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesRow(Row):
    """How a licence and the market moved in a period."""

    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03, in any order")]
    licence_move: Annotated[float, Says("move of the logarithm of the royalty, less what was expected")]
    market_move: Annotated[float, Says("move of the market in the same period")]


def _check(rows: Sequence[MovesRow], _: LicenceSettings, file: str) -> list[Failure]:
    return list(twice(rows, lambda row: row.period, file, "period"))


def _fit(rows: Sequence[MovesRow], settings: LicenceSettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.period.starts_on)
    own, market = [row.licence_move for row in ordered], [row.market_move for row in ordered]
    weight = fit_weights(own, market).market
    beside = zip(ordered, _standard(own), _standard(market), strict=True)
    return Calibrated(
        observations=f"{len(rows)} periods, {ordered[0].period.text} to {ordered[-1].period.text}",
        estimates=(_estimate(weight, len(rows)),),
        comparisons=(
            Comparison(
                "move of the licence, in standard deviations",
                tuple(Beside(row.period.text, came, weight * moved) for row, came, moved in beside),
            ),
        ),
        goes_in=None
        if settings.licence is None
        else LicenceRisk(licence=settings.licence, market_weight_ppm=ppm(weight)),
    )


def _estimate(weight: float, n_periods: int) -> Estimate:
    """Give a correlation with the range of R. A. Fisher's transform (1921)."""
    name, error = "correlation with the market", (1.0 - weight**2) / math.sqrt(n_periods - 1)
    if n_periods < FEWEST_FOR_A_RANGE or abs(weight) >= 1.0:
        return Estimate(name, weight, error)
    width = Z / math.sqrt(n_periods - 3)
    return Estimate(name, weight, error, *(math.tanh(math.atanh(weight) + side * width) for side in (-1, 1)))


def _standard(moves: Sequence[float]) -> list[float]:
    mean = math.fsum(moves) / len(moves)
    deviation = math.sqrt(math.fsum((move - mean) ** 2 for move in moves) / len(moves))
    return [(move - mean) / deviation for move in moves]


FACTORS = Calibration(
    name="factors",
    what="correlation of a licence with the market",
    source="O. Vasicek 2002; correlation of moves",
    row=MovesRow,
    settings=LicenceSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
