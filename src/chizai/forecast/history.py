"""The HISTORY method: the level of the last complete years, then drift."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from chizai.assets.licences import Licence
from chizai.assets.statements import StatementRow
from chizai.forecast.expected import ExpectedPeriod, bound_annual, split_year
from chizai.forecast.reported import ONE_DAY, ReportedYear
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.units.schedule import MONTHS_A_YEAR, add_months

PERIOD_MONTHS = (1, 2, 3, 4, 6, 12)
"""The lengths of reporting periods that divide a year."""
QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Level:
    """What a licence earns in a year, by its history."""

    royalty_minor: int
    origin: Explained


def level_of(years: Sequence[ReportedYear], currency: str) -> Level:
    """Average the years' royalties, rounded down.

    Args:
        years: at least one.
        currency: of their royalties.
    """
    level_minor = sum(year.royalty_minor for year in years) // len(years)
    origin = Explained(
        "level of annual royalty",
        amount_text(level_minor, currency),
        f"average of {len(years)} reported years, rounded down",
        tuple(year.explain() for year in years),
    )
    return Level(level_minor, origin)


def grow_floor(amount_minor: int, drift_ppm_annual: int, n_years: int) -> int:
    """Grow an amount for whole years and round down once: `amount * (1 + drift)^n`, in integers."""
    grown_minor: int = amount_minor * (PPM + drift_ppm_annual) ** n_years // PPM**n_years
    return grown_minor


def reporting_months(rows: Sequence[StatementRow]) -> int:
    """Give the length of the last reported period in months; quarters where it does not divide a year.

    Args:
        rows: at least one.
    """
    last = max(rows, key=lambda row: (row.period_end_on, row.period_start_on))
    return _whole_months(last) or QUARTER_MONTHS


def seasonal_weights(years: Sequence[ReportedYear], months: int) -> tuple[int, ...]:
    """Give what each period of the year brought over the years, as weights in lowest terms; shape (12 / months,).

    A period that brought less than nothing weighs nothing. The weights are equal where the years were not all reported
    in periods of this length, or brought nothing.
    """
    n_periods = MONTHS_A_YEAR // months
    if any(_whole_months(row) != months or not year.has_whole(row) for year in years for row in year.rows):
        return (1,) * n_periods
    totals = [0] * n_periods
    for year in years:
        starts = [add_months(year.start_on, months * index) for index in range(n_periods)]
        for row in year.rows:
            totals[sum(start <= row.period_end_on for start in starts) - 1] += row.royalty_minor
    weights = [max(total, 0) for total in totals]
    common = gcd(*weights)
    return tuple(weight // common for weight in weights) if common else (1,) * n_periods


def expected_year(level: Level, licence: Licence, drift: Explained, drift_ppm_annual: int, index: int) -> Level:
    """Give the royalty of one forecast year, drifted and held within the licence's terms.

    Args:
        level: the history's.
        licence: whose minimum guarantee and cap hold.
        drift: the drift's explanation.
        drift_ppm_annual: the drift.
        index: 0 for the first forecast year, which stands at the level itself.
    """
    grown_minor = grow_floor(level.royalty_minor, drift_ppm_annual, index)
    origin = Explained(
        f"{licence.id} royalty of forecast year {index + 1}",
        amount_text(grown_minor, licence.currency),
        f"level x (1 + {format_ppm(drift_ppm_annual)})^{index}, rounded down",
        (level.origin, drift),
    )
    return Level(*bound_annual(origin, grown_minor, licence))


def history_periods(
    years: Sequence[ReportedYear], licence: Licence, drift: Explained, drift_ppm_annual: int
) -> Iterator[ExpectedPeriod]:
    """Yield the periods to come without end, the first starting on the day after the last reported one.

    Args:
        years: the complete years that the level is averaged over, at least one, earliest first.
        licence: that they are of.
        drift: the drift's explanation.
        drift_ppm_annual: growth from each forecast year to the next.
    """
    level = level_of(years, licence.currency)
    weights = seasonal_weights(years, reporting_months(years[-1].rows))
    first_on = years[-1].end_on + ONE_DAY
    index = 0
    while True:
        year = expected_year(level, licence, drift, drift_ppm_annual, index)
        start_on = add_months(first_on, MONTHS_A_YEAR * index)
        yield from split_year(start_on, (year.royalty_minor, year.origin), weights, licence.currency)
        index += 1


def _whole_months(row: StatementRow) -> int | None:
    stop_on = row.period_end_on + ONE_DAY
    return next((months for months in PERIOD_MONTHS if add_months(row.period_start_on, months) == stop_on), None)
