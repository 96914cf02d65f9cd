"""The FITTED method: level, trend and season of all complete years, weighed between state-space models.

`forecast.history_model` gives the distribution of what follows a history. A period's forecast is the median of it among
the futures in which the licensee goes on paying: what a licence brings where nothing happens to it, as the other
methods have it. A mean would grow with nothing but the width of the distribution. How wide it is, joint futures take
from the same fit (`forecast.joint_fitted`).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from chizai.assets.licences import Licence
from chizai.assets.pool import Pool
from chizai.assets.statements import StatementRow
from chizai.forecast.assumed import YEARS_MAX
from chizai.forecast.assumptions import ForecastAssumption, Prior
from chizai.forecast.expected import ExpectedPeriod, bound_annual, split_year
from chizai.forecast.fitted_words import fit_failure, fit_origin, year_origin
from chizai.forecast.history import QUARTER_MONTHS, reporting_months, seasonal_weights
from chizai.forecast.history_model.bridge import history_of
from chizai.forecast.history_model.comparables import belief_of
from chizai.forecast.history_model.predict import Asked, Prediction, predict
from chizai.forecast.history_model.reference import DECAY, Reference, default_reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.life import last_use
from chizai.forecast.reported import ONE_DAY, ReportedYear, complete_years, first_unreported
from chizai.units.explain import Explained
from chizai.units.result import Failed, Ok, Result
from chizai.units.schedule import MONTHS_A_YEAR, add_months

if TYPE_CHECKING:
    import numpy as np

N_PATHS = 10_000
"""Futures that medians are taken of: they are then sure to about a hundredth of the distribution's deviation."""
SHORT_YEARS = 5
"""A history of fewer complete years takes the prior of decay unless another is written."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Which years are forecast."""

    first_on: date
    """The first day: the one after the last reported one."""
    n_years: int
    """1 or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What is known of a licence to come."""

    licence: Licence
    horizon: Horizon
    prediction: Prediction
    years: tuple[ReportedYear, ...]
    """The complete years that were fitted, earliest first; none where comparables alone are known."""
    origin: Explained
    """The fit in words, down to the rows of statements."""

    @property
    def periods_a_year(self) -> int:
        """Give how many periods of the fit a year has."""
        return self.prediction.fit.histories[0].periods_a_year

    def middle_minor(self) -> tuple[int, ...]:
        """Give the median of each period among the futures that do not stop, 0 or more, rounded down."""
        import numpy as np

        paths = self.prediction.paths
        medians = np.median(paths[:, (paths[-1] > 0) & (paths.sum(axis=0) > 0)], axis=1)
        return tuple(int(amount) for amount in np.maximum(medians, 0.0))


def fit_licence(
    place: tuple[int, ForecastAssumption], pool: Pool, rows: Sequence[StatementRow], days: tuple[date, date]
) -> Result[Fitted]:
    """Fit a licence's history.

    Args:
        place: where the assumption stands in its list, from 0, and the assumption.
        pool: with the licence that it is for.
        rows: what is known of the licence; years end at the first hole, counted back from the last reported day.
        days: what arrived after the first is not known yet; cash until the second is of interest.

    Returns:
        the fit; or why there is none: rights that the pool does not have, no complete year and no comparables, or a
        last year that brought nothing.
    """
    (_, assumption), (as_of_on, until_on) = place, days
    licence = pool.licence(assumption.licence)
    life = last_use(licence, pool)
    if isinstance(life, Failed):
        return life
    first_on = first_unreported(rows) if rows else max(as_of_on + ONE_DAY, licence.starts_on)
    horizon = Horizon(first_on, _years_until(first_on, min(life.value.on, until_on)))
    years = complete_years(rows, YEARS_MAX)
    failure = fit_failure(place, years, rows)
    return Ok(fit_years(place, licence, years, horizon)) if failure is None else Failed((failure,))


def fit_years(
    place: tuple[int, ForecastAssumption], licence: Licence, years: tuple[ReportedYear, ...], horizon: Horizon
) -> Fitted:
    """Fit complete years; `fitted_words.fit_failure` tells whether they can be.

    Args:
        place: where the assumption stands in its list, from 0, and the assumption.
        licence: that it is for.
        years: earliest first; none where the assumption has comparables.
        horizon: which years are forecast.
    """
    index, assumption = place
    history = history_of(licence.id, years) if years else Series(licence.id, (), MONTHS_A_YEAR // QUARTER_MONTHS)
    decided = replace(assumption, prior=prior_of(assumption, len(years)))
    asked = Asked(n_periods=horizon.n_years * history.periods_a_year, n_paths=N_PATHS)
    prediction = predict(history, asked, _generator(assumption), reference_of(decided, history.periods_a_year))
    return Fitted(licence, horizon, prediction, years, fit_origin((index, decided), licence, years, prediction))


def prior_of(assumption: ForecastAssumption, n_years: int) -> Prior:
    """Give what is believed of the trend before a history of so many complete years is seen."""
    return assumption.prior or (Prior.DECAY if n_years < SHORT_YEARS else Prior.STEADY)


def reference_of(assumption: ForecastAssumption, periods_a_year: int) -> Reference:
    """Give what is believed of a history before it is seen.

    Args:
        assumption: with its prior decided, and its comparables if there are any.
        periods_a_year: of the history.
    """
    reference = default_reference(periods_a_year)
    belief = DECAY if assumption.prior is Prior.DECAY else reference.belief
    if assumption.comparables_minor:
        belief = belief_of(assumption.comparables_minor, periods_a_year, belief)
    return replace(reference, belief=belief)


def fitted_years(fitted: Fitted) -> Iterator[tuple[int, Explained, tuple[int, ...]]]:
    """Yield the royalty of each forecast year within the licence's terms, its explanation, and its periods' weights."""
    middle, a_year = fitted.middle_minor(), fitted.periods_a_year
    for number in range(fitted.horizon.n_years):
        weights = middle[number * a_year : (number + 1) * a_year]
        origin = year_origin(fitted.licence, number, (sum(weights), N_PATHS), fitted.origin)
        royalty_minor, explained = bound_annual(origin, sum(weights), fitted.licence)
        yield royalty_minor, explained, weights if any(weights) else (1,) * a_year


def fitted_periods(fitted: Fitted) -> Iterator[ExpectedPeriod]:
    """Yield the periods of the horizon, the first starting on its first day.

    A history that was fitted by years is spread over reporting periods as its seasons were.
    """
    by_year = _weights_within(fitted.years) if fitted.periods_a_year == 1 else ()
    for number, (royalty_minor, origin, weights) in enumerate(fitted_years(fitted)):
        start_on = add_months(fitted.horizon.first_on, MONTHS_A_YEAR * number)
        yield from split_year(start_on, (royalty_minor, origin), by_year or weights, fitted.licence.currency)


def _weights_within(years: Sequence[ReportedYear]) -> tuple[int, ...]:
    return seasonal_weights(years, reporting_months(years[-1].rows))


def _years_until(first_on: date, last_on: date) -> int:
    """Count the years from one day on until another lies in them: at least one, and not more than a century."""
    months = (last_on.year - first_on.year) * MONTHS_A_YEAR + last_on.month - first_on.month
    return min(max(months // MONTHS_A_YEAR + 1, 1), YEARS_MAX)


def _generator(assumption: ForecastAssumption) -> "np.random.Generator":
    """Give random numbers of the seed and the licence alone, so that no other licence changes them."""
    import numpy as np

    digest = hashlib.sha256(assumption.licence.encode()).digest()
    return np.random.default_rng([assumption.seed, int.from_bytes(digest[:8], "big")])
