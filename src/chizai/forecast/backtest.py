"""What a history forecast would have said of the last year, against what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.expected import bound_annual
from chizai.forecast.history import level_of
from chizai.forecast.reported import ReportedYear, by_licence, complete_years, known_rows
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm

YEARS_NEEDED = 2
"""One to fit on, one to test on."""


@dataclass(frozen=True, slots=True)
class BackTest:
    """One licence's forecast of a year that has been reported since."""

    licence_id: str
    year: ReportedYear
    """The last complete year: what came."""
    forecast_minor: int
    """What the years before it would have forecast."""
    error_ppm: int
    """Forecast less actual, in parts per million of the actual, rounded towards minus infinity."""
    origin: Explained


def back_test(pool: Pool, assumption: ForecastAssumption, as_of_on: date) -> BackTest | None:
    """Fit a history forecast on all but the last complete year and compare it with that year.

    The drift plays no part: the first forecast year stands at the level.

    Args:
        pool: with the licence of the assumption.
        assumption: by history; the level is averaged over at most as many years as it asks for.
        as_of_on: what arrived later is not known yet.

    Returns:
        the comparison; none for a plan, fewer than two complete years, or a last year that brought nothing.
    """
    licence = pool.licence(assumption.licence)
    rows = by_licence(known_rows(pool, as_of_on)).get(licence.id, ())
    years = complete_years(rows, assumption.years + 1)
    if assumption.method is ForecastMethod.PLAN or len(years) < YEARS_NEEDED or years[-1].royalty_minor <= 0:
        return None
    return _compare(licence, years[:-1], years[-1])


def _compare(licence: Licence, fitted: Sequence[ReportedYear], actual: ReportedYear) -> BackTest:
    level = level_of(fitted, licence.currency)
    forecast_minor, origin = bound_annual(level.origin, level.royalty_minor, licence)
    error_ppm = (forecast_minor - actual.royalty_minor) * PPM // actual.royalty_minor
    forecast = Explained("forecast", amount_text(forecast_minor, licence.currency), parts=(origin,))
    return BackTest(
        licence.id,
        actual,
        forecast_minor,
        error_ppm,
        Explained(
            f"{licence.id} error of the forecast for {actual.start_on} to {actual.end_on}",
            format_ppm(error_ppm),
            "(forecast - actual) / actual",
            (forecast, actual.explain()),
        ),
    )
