"""Errors that calibrations print are as large as estimates of many simulated files stray."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from chizai.forecast.calibration.currency import CURRENCY, CurrencySettings, RateRow
from chizai.forecast.calibration.exclusivity import EXCLUSIVITY, BrandRow, ExclusivitySettings
from chizai.forecast.calibration.factors import FACTORS, FactorsSettings, MovesRow
from chizai.forecast.calibration.popularity import POPULARITY, LevelRow
from chizai.forecast.calibration.reporting import REPORTING, AuditRow, ReportingSettings
from chizai.forecast.calibration.terms import CalendarPeriod, Calibrated, LicenceSettings
from chizai.forecast.processes.exclusivity import Erosion, average_part
from chizai.forecast.processes.popularity import Popularity, draw_levels

N_FILES = 60


def popularity(generator: np.random.Generator) -> Calibrated:
    days = [date(2000, 1, 1) + timedelta(days=91 * number) for number in range(400)]
    years = [(day - days[0]).days / 365 for day in days]
    levels = draw_levels(Popularity(volatility_annual=0.4, reversion_annual=2.0), generator, years, 1)[:, 0]
    rows = [LevelRow(line=2, on=day, level=float(level)) for day, level in zip(days, levels, strict=True)]
    return POPULARITY.fit(rows, LicenceSettings())


def currency(generator: np.random.Generator) -> Calibrated:
    days = np.cumsum(generator.integers(1, 30, 100)).tolist()
    moves = 0.1 * np.sqrt(np.diff(days, prepend=0) / 365) * generator.standard_normal(100)
    rates = 150 * np.exp(np.cumsum(moves))
    rows = [
        RateRow(line=2, on=date(2000, 1, 1) + timedelta(days=day), rate=float(rate))
        for day, rate in zip(days, rates, strict=True)
    ]
    return CURRENCY.fit(rows, CurrencySettings())


def exclusivity(generator: np.random.Generator) -> Calibrated:
    rows = list[BrandRow]()
    for brand in range(15):
        true = Erosion(left_part=0.3 + 0.1 * float(generator.uniform(-1, 1)), speed_annual=1.5)
        lost_on = date(2014, 1, 1) + timedelta(days=int(generator.integers(0, 365)))
        for year in range(2012, 2020):
            start, end = ((date(year + more, 1, 1) - lost_on).days / 365 for more in (0, 1))
            noise = 0.03 * float(generator.standard_normal()) if end > 0 else 0.0
            period = CalendarPeriod(date(year, 1, 1), 12, str(year))
            sales = 500 * (average_part(true, start, end) + noise)
            rows.append(BrandRow(line=2, brand=str(brand), lost_on=lost_on, period=period, sales=sales))
    return EXCLUSIVITY.fit(rows, ExclusivitySettings())


def factors(generator: np.random.Generator) -> Calibrated:
    market, beyond, alone = generator.standard_normal((3, 40))
    own, sector = 0.9 * market + 0.2 * beyond + math.sqrt(0.15) * alone, 0.5 * market + beyond
    rows = [
        MovesRow(
            line=2,
            period=CalendarPeriod(date(1980 + year, 1, 1), 12, str(year)),
            licence_move=float(own[year]),
            market_move=float(market[year]),
            sector_move=float(sector[year]),
        )
        for year in range(40)
    ]
    return FACTORS.fit(rows, FactorsSettings(sector="hinges"))


def reporting(generator: np.random.Generator) -> Calibrated:
    due, found = np.exp(generator.standard_normal(100)), generator.beta(2.0, 18.0, 100)
    rows = [
        AuditRow(line=2, audit=str(number), due=float(each), reported=float(each * (1.0 - part)))
        for number, (each, part) in enumerate(zip(due, found, strict=True))
    ]
    calibrated = REPORTING.fit(rows, ReportingSettings())
    return replace(calibrated, estimates=calibrated.estimates[:1])


@pytest.mark.parametrize(
    ("simulate", "true"),
    [
        (factors, (0.9, 0.2)),
        (reporting, (0.1,)),
        (popularity, (0.4, 2.0)),
        (currency, (0.1,)),
        (exclusivity, (0.3, 1.5)),
    ],
)
def test_estimates_stray_as_far_as_their_errors_say(
    simulate: Callable[[np.random.Generator], Calibrated], true: Sequence[float]
) -> None:
    generator = np.random.default_rng(6)
    off, n_within = [], np.zeros(len(true))
    for _ in range(N_FILES):
        estimates = simulate(generator).estimates
        assert all(estimate.error is not None for estimate in estimates)
        off.append([(each.value - number) / (each.error or 0.0) for each, number in zip(estimates, true, strict=True)])
        n_within += [
            (each.low or 0.0) <= number <= (each.high or 0.0) for each, number in zip(estimates, true, strict=True)
        ]
    # a deviation of 60 numbers is known to a part of 1 / sqrt(120), a count of them to a root
    assert np.std(off, axis=0) == pytest.approx(1.0, abs=4 / math.sqrt(2 * N_FILES))
    assert n_within == pytest.approx(0.9 * N_FILES, abs=4 * math.sqrt(0.09 * N_FILES))
