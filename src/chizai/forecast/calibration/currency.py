"""A rate of exchange on a series of rates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.calibration.checks import twice
from chizai.forecast.calibration.estimates import log_normal
from chizai.forecast.calibration.shapes import spans
from chizai.forecast.calibration.terms import Calibrated, Calibration, Row, Says, Settings, ppm
from chizai.forecast.joint_terms import CurrencyRisk
from chizai.forecast.processes.currency import fit_exchange
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
        failures.append(Failure(Reason.UNKNOWN, Place("--set", None, "currency"), what, why, fix))
    return failures


def _fit(rows: Sequence[RateRow], settings: CurrencySettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.on)
    years = [(row.on - ordered[0].on).days / DAYS_A_YEAR for row in ordered]
    volatility = fit_exchange([row.rate for row in ordered], years).volatility_annual
    logs = [math.log(row.rate) for row in ordered]
    trend = (logs[-1] - logs[0]) / years[-1]
    around = [number - trend * time for number, time in zip(logs, years, strict=True)]
    return Calibrated(
        observations=f"{len(rows)} rates, {ordered[0].on} to {ordered[-1].on}",
        # a variance of n moves round their mean is known to a part of sqrt(2 / (n - 1)), its root to half of that
        estimates=(log_normal("volatility a year", volatility, math.sqrt(0.5 / (len(rows) - 2))),),
        comparisons=(spans(around, years, lambda time: volatility**2 * time),),
        remarks=(f"the rate moved by {trend:+.2%} a year; futures keep today's as their mean",),
        goes_in=None
        if settings.currency is None
        else CurrencyRisk(currency=settings.currency, volatility_ppm_annual=ppm(volatility)),
    )


CURRENCY = Calibration(
    name="currency",
    what="a rate of exchange that strays",
    source="M. B. Garman and S. W. Kohlhagen 1983; moves round their trend, by the time they took",
    row=RateRow,
    settings=CurrencySettings,
    needed=("currency",),
    fit=_fit,
    check=_check,
)
