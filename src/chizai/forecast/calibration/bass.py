"""Bass's diffusion on the sales of equal periods from a launch on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.calibration.checks import gaps
from chizai.forecast.calibration.estimates import log_normal
from chizai.forecast.calibration.terms import (
    Beside,
    CalendarPeriod,
    Calibrated,
    Calibration,
    Comparison,
    LicenceSettings,
    Row,
    Says,
    minor,
    ppm,
)
from chizai.forecast.diffusion_terms import BassTerms
from chizai.forecast.processes.bass import expected_sales, peak_years
from chizai.forecast.processes.bass_fit import BassFit, BassPrior, fit_bass
from chizai.units.result import Failure, Place, Reason

NUMBERS = ("market, in the unit of the sales", "p, innovation a year", "q, imitation a year")


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRow(Row):
    """Sales of a period."""

    period: Annotated[CalendarPeriod, Says("2014, 2014-Q1 or 2014-03; the first begins with the launch")]
    sales: Annotated[float, Says("first purchases in it, in any unit", least=0.0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BassSettings(LicenceSettings):
    """Settings of a diffusion."""

    launched_on: Annotated[date | None, Says("day from which the licence's own product is sold")] = None
    unit_minor: Annotated[
        float, Says("royalty in minor units that one unit of the sales brings", least=0.0, is_above=True)
    ] = 1.0
    market: Annotated[
        float | None, Says("guess of the market, where sales have not peaked", least=0.0, is_above=True)
    ] = None
    market_spread: Annotated[
        float | None, Says("standard deviation of its logarithm; 0.7 is a factor of two", least=0.0, is_above=True)
    ] = None


def _check(rows: Sequence[SalesRow], settings: BassSettings, file: str) -> list[Failure]:
    failures = list(gaps(rows, lambda row: row.period, file, "period"))
    if (settings.market is None) != (settings.market_spread is None):
        missing = "market" if settings.market is None else "market_spread"
        what, why = f"{missing} is not set", "a guess is a number and how sure it is"
        failures.append(
            Failure(Reason.MISSING, Place(settings.stand_in, None, missing), what, why, "set both, or neither")
        )
    return failures


def _fit(rows: Sequence[SalesRow], settings: BassSettings) -> Calibrated:
    ordered = sorted(rows, key=lambda row: row.period.starts_on)
    first, last = ordered[0].period, ordered[-1].period
    sales, prior = [row.sales for row in ordered], None
    if settings.market is not None and settings.market_spread is not None:
        prior = BassPrior(market=settings.market, market_log_deviation=settings.market_spread)
    fit = fit_bass(sales, first.years, prior)
    curve = expected_sales(fit.bass, [first.years * number for number in range(1, len(sales) + 1)])
    beside = (Beside(row.period.text, row.sales, model) for row, model in zip(ordered, curve, strict=True))
    values = (fit.bass.market, fit.bass.innovation, fit.bass.imitation)
    return Calibrated(
        observations=f"{len(sales)} periods, {first.text} to {last.text}",
        estimates=tuple(
            log_normal(name, value, math.sqrt(fit.log_covariance[place][place]))
            for place, (name, value) in enumerate(zip(NUMBERS, values, strict=True))
        ),
        comparisons=(Comparison("sales of the period", tuple(beside)),),
        remarks=(f"sales peak {peak_years(fit.bass):.3g} years after the launch, by the fit",),
        goes_in=_forecast(settings, fit),
    )


def _forecast(settings: BassSettings, fit: BassFit) -> ForecastAssumption | None:
    if settings.licence is None or settings.launched_on is None:
        return None
    terms = BassTerms(
        market_minor=minor(fit.bass.market * settings.unit_minor),
        innovation_ppm_annual=ppm(fit.bass.innovation),
        imitation_ppm_annual=ppm(fit.bass.imitation),
        launched_on=settings.launched_on,
    )
    return ForecastAssumption(licence=settings.licence, method=ForecastMethod.BASS, bass=terms)


BASS = Calibration(
    name="bass",
    what="first purchases of something new",
    source="F. M. Bass 1969; nonlinear least squares of V. Srinivasan and C. H. Mason 1986",
    row=SalesRow,
    settings=BassSettings,
    needed=("licence", "launched_on"),
    fit=_fit,
    check=_check,
)
