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
)
from chizai.forecast.joint_terms import LicenceRisk
from chizai.forecast.processes.factors import (
    Weights,
    fit_weights,
    in_deviations,
    left_by_market,
    sector_weight_deviation,
)
from chizai.units.rate import PPM
from chizai.units.result import Failure, Place, Reason

FEWEST_PERIODS = 8
"""Fewer say next to nothing: without any correlation, every second file of seven would show one of 0.3 or more."""
FREEDOM_LOST = 3
"""Fisher's transform has the variance 1 / (n - 3), and one more for each series whose part is taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesRow(Row):
    """How a licence, the market and its sector moved in a period."""

    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03, in any order")]
    licence_move: Annotated[float, Says("move of the logarithm of the royalty, less what was expected")]
    market_move: Annotated[float, Says("move of the market in the same period")]
    sector_move: Annotated[float | None, Says("move of the sector; in every row, or in none")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsSettings(LicenceSettings):
    """Settings of correlations."""

    sector: Annotated[
        str | None, Says("name of the sector, one of `sectors` of [joint], where its moves are given")
    ] = None


def _check(rows: Sequence[MovesRow], settings: FactorsSettings, file: str) -> list[Failure]:
    failures = list(twice(rows, lambda row: row.period, file, "period"))
    first = rows[0]
    if len(rows) < FEWEST_PERIODS:
        what, why = f"{len(rows)} periods", f"a correlation of fewer than {FEWEST_PERIODS} is mostly chance"
        failures.append(Failure(Reason.MISSING, Place(file, None, "period"), what, why, "add periods, or shorter ones"))
    for row in rows:
        if (row.sector_move is None) != (first.sector_move is None):
            what, why = f"line {first.line} differs in having a move of the sector", "it is in every row, or in none"
            place = Place(file, row.line, "sector_move")
            failures.append(Failure(Reason.INCONSISTENT, place, what, why, "add the moves, or empty the column"))
    if (settings.sector is None) != (first.sector_move is None):
        missing = "the sector has no moves" if first.sector_move is None else "the sector has no name"
        what, why = missing, "its weight would be a guess, or stand for no sector"
        fix = "add the column sector_move and set sector, or neither"
        failures.append(Failure(Reason.INCONSISTENT, Place(settings.stand_in, None, "sector"), what, why, fix))
    return failures


def _fit(rows: Sequence[MovesRow], settings: FactorsSettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.period.starts_on)
    own, market = [row.licence_move for row in ordered], [row.market_move for row in ordered]
    sector = [row.sector_move for row in ordered if row.sector_move is not None]
    weights = fit_weights(own, market, sector or None, settings.sector)
    freedom = len(rows) - FREEDOM_LOST
    estimates = [_estimate("correlation with the market", weights.market, 1.0 - weights.market**2, freedom)]
    moved = weights.market * in_deviations(market)
    if sector:
        name = "correlation with what of the sector it leaves"
        estimates.append(_estimate(name, weights.sector, sector_weight_deviation(weights), freedom - 1))
        moved = moved + weights.sector * left_by_market(sector, market)
    beside = zip(ordered, in_deviations(own).tolist(), moved.tolist(), strict=True)
    return Calibrated(
        observations=f"{len(rows)} periods, {ordered[0].period.text} to {ordered[-1].period.text}",
        estimates=tuple(estimates),
        comparisons=(
            Comparison(
                "move of the licence, in standard deviations",
                tuple(Beside(row.period.text, came, fitted) for row, came, fitted in beside),
            ),
        ),
        remarks=(f"`sectors` of [joint] has to name {settings.sector}",) if sector else (),
        goes_in=None if settings.licence is None else _risk(settings.licence, weights),
    )


def _risk(licence: str, weights: Weights) -> LicenceRisk:
    """Give the weights cut off, so that the sum of their squares does not pass one."""
    of_sector = math.trunc(weights.sector * PPM)
    return LicenceRisk(
        licence=licence,
        market_weight_ppm=math.trunc(weights.market * PPM),
        sector=weights.sector_name if of_sector else None,
        sector_weight_ppm=of_sector,
    )


def _estimate(name: str, weight: float, deviation: float, freedom: int) -> Estimate:
    """Give a correlation with the range of R. A. Fisher's transform (1921); a perfect one shows no error.

    The deviation is that of the correlation times the root of the freedom; that of the transform follows from it.
    """
    if abs(weight) >= 1.0 or not deviation:
        return Estimate(name, weight)
    error = deviation / math.sqrt(freedom)
    low, high = (math.tanh(math.atanh(weight) + side * Z * error / (1.0 - weight**2)) for side in (-1, 1))
    return Estimate(name, weight, error, low, high)


FACTORS = Calibration(
    name="factors",
    what="correlation of a licence with the market and its sector",
    source="O. Vasicek 2002; correlations of moves, ranges by R. A. Fisher 1921 and the delta method",
    row=MovesRow,
    settings=FactorsSettings,
    needed=("licence",),
    fit=_fit,
    check=_check,
)
