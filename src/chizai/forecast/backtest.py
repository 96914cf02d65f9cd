"""What a forecast from history would have said of the last year, against what came."""

from dataclasses import dataclass
from datetime import date

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.forecast.assumed import YEARS_MAX
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.expected import bound_annual
from chizai.forecast.fitted import Horizon, fit_years, fitted_years
from chizai.forecast.fitted_words import fit_failure
from chizai.forecast.history import level_of
from chizai.forecast.reported import ReportedYear, by_licence, complete_years, known_rows
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm

YEARS_NEEDED = 2
"""One to fit on, one to test on."""
TESTED = (ForecastMethod.HISTORY, ForecastMethod.FITTED)
"""Methods that learn from a history, so that a year of it can be held back."""


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


def back_test(pool: Pool, assumption: ForecastAssumption, as_of_on: date, index: int = 0) -> BackTest | None:
    """Fit a forecast on all but the last complete year and compare it with that year.

    A drift of the history method plays no part: its first forecast year stands at the level. The fitted method is
    fitted anew on all years but the last, with its prior, comparables and seed.

    Args:
        pool: with the licence of the assumption.
        assumption: by history, whose level is averaged over at most as many years as it asks for; or fitted.
        as_of_on: what arrived later is not known yet.
        index: where the assumption stands in its list, from 0; explanations name its keys by it.

    Returns:
        the comparison; none for a method that learns from no history, fewer than two complete years, a last year that
        brought nothing, or years before it that cannot be fitted.
    """
    licence = pool.licence(assumption.licence)
    rows = by_licence(known_rows(pool, as_of_on)).get(licence.id, ())
    is_fitted = assumption.method is ForecastMethod.FITTED
    years = complete_years(rows, YEARS_MAX if is_fitted else assumption.years + 1)
    if assumption.method not in TESTED or len(years) < YEARS_NEEDED or years[-1].royalty_minor <= 0:
        return None
    if not is_fitted:
        level = level_of(years[:-1], licence.currency)
        return _compare(licence, bound_annual(level.origin, level.royalty_minor, licence), years[-1])
    place = (index, assumption)
    if fit_failure(place, years[:-1], rows) is not None:
        return None
    fitted = fit_years(place, licence, years[:-1], Horizon(years[-1].start_on, 1))
    royalty_minor, origin, _ = next(fitted_years(fitted))
    return _compare(licence, (royalty_minor, origin), years[-1])


def _compare(licence: Licence, expected: tuple[int, Explained], actual: ReportedYear) -> BackTest:
    forecast_minor, origin = expected
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
