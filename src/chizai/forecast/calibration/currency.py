"""A rate of exchange on a series of rates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import log_normal
from chizai.forecast.calibration.shapes import spans
from chizai.forecast.calibration.terms import Calibrated, Calibration, Row, Says, Settings, ppm
from chizai.forecast.joint_terms import CurrencyRisk
from chizai.forecast.processes.currency import fit_exchange, free_years
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.units.money import CURRENCIES
from chizai.units.result import Failure, Place, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow(Row):
    """A rate on a day."""

    on: Annotated[date, Says("the day; days may lie apart unequally, in any order")]
    rate: Annotated[float, Says("the rate of exchange", least=0.0, is_above=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencySettings(Settings):
    """Settings of a rate of exchange."""

    currency: Annotated[str | None, Says("ISO 4217 code of the foreign currency")] = None


def _check(rows: Sequence[RateRow], settings: CurrencySettings, file: str) -> list[Failure]:
    failures = list(twice(rows, lambda row: row.on, file, "on"))
    if settings.currency is not None and settings.currency not in CURRENCIES:
        what, why = f"{settings.currency!r} is no currency that is known", "its amounts could not be read"
        fix = f"set one of {', '.join(CURRENCIES)}"
        failures.append(Failure(Reason.UNKNOWN, Place(settings.stand_in, None, "currency"), what, why, fix))
    return failures


def _fit(rows: Sequence[RateRow], settings: CurrencySettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.on)
    years = [(row.on - ordered[0].on).days / DAYS_A_YEAR for row in ordered]
    volatility = fit_exchange([row.rate for row in ordered], years).volatility_annual
    logs, whole = [math.log(row.rate) for row in ordered], years[-1]
    trend = (logs[-1] - logs[0]) / whole
    around = [number - trend * time for number, time in zip(logs, years, strict=True)]
    moved = f"the rate moved by {math.expm1(trend):+.2%} a year; " if whole >= 1.0 else ""
    return Calibrated(
        observations=f"{len(rows)} rates, {ordered[0].on} to {ordered[-1].on}",
        estimates=(log_normal("volatility a year", volatility, _log_deviation(years)),),
        # round their trend the moves are a bridge, which ends where it began
        comparisons=(spans(around, years, lambda time: volatility**2 * time * (1.0 - time / whole)),),
        remarks=(f"{moved}futures keep today's as their mean",),
        goes_in=None
        if settings.currency is None
        else CurrencyRisk(currency=settings.currency, volatility_ppm_annual=ppm(volatility)),
    )


def _log_deviation(years: Sequence[float]) -> float:
    """Give the standard error of the volatility's logarithm, for normal moves whose variance grows with time.

    The moves round their trend have the covariance `C = s^2 (diag(h) - h h' / T)`; their squares add up to a number of
    variance `2 tr(C^2)`.
    """
    steps = [end - start for start, end in pairwise(years)]
    whole = math.fsum(steps)
    squares, cubes = (math.fsum(step**power for step in steps) for power in (2, 3))
    return math.sqrt((squares - 2.0 * cubes / whole + (squares / whole) ** 2) / 2.0) / free_years(steps)


CURRENCY = Calibration(
    name="currency",
    what="a rate of exchange that strays",
    source="M. B. Garman and S. W. Kohlhagen 1983; squares of moves round their trend, by their time",
    row=RateRow,
    settings=CurrencySettings,
    needed=("currency",),
    fit=_fit,
    check=_check,
)
