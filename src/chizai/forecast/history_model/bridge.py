"""From a licence's statements to what joint futures are drawn from: the expected curve, and how uncertain.

`simulate.model.LicenceModel` takes a log-normal level with parameter uncertainty. Its medians and the spread of its
cumulative cash are those of the history model here; what it cannot hold (fat tails, stops) stays in the paths, and
stops are events of the licensee there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from chizai.assets.statements import StatementRow
from chizai.forecast.history import QUARTER_MONTHS, reporting_months
from chizai.forecast.history_model.fit import Fit
from chizai.forecast.history_model.members import JUMPS_A_YEAR
from chizai.forecast.history_model.predict import Prediction
from chizai.forecast.history_model.series import Series
from chizai.forecast.reported import ONE_DAY, ReportedYear
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR, add_months

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TAIL = 0.05
"""The joint model's deviations are fitted to the distance between this quantile and its mirror."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceUncertainty:
    """What a licence is expected to bring and how far it may stray, by reporting period; each of shape (n_periods,).

    The names are those of `simulate.model.LicenceModel`, whose level is a walk without reversion here.
    """

    expected_minor: tuple[int, ...]
    """Mean of the log-normal whose median is the history model's, 0 or more, rounded down."""
    keep: tuple[float, ...]
    """1 in every period: what a level has lost does not come back of itself."""
    spread: tuple[float, ...]
    """Standard deviation of each period's shock to the logarithm."""
    level_deviation: float
    """Of the logarithm of the level today."""
    drift_deviation: tuple[float, ...]
    """Of the logarithm by each period, that the drift's uncertainty brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualUncertainty:
    """The same as the inputs of joint futures say it: `forecast.joint_terms` has fields of these names."""

    volatility_ppm_annual: int
    """Standard deviation of the logarithm of the level over a year; it is never pulled back."""
    level_deviation_ppm: int
    """Standard deviation of the logarithm of what is expected, drawn once a future."""
    drift_deviation_ppm_annual: int
    """Standard deviation of the drift of the logarithm a year, drawn once a future."""


def annual(uncertainty: LicenceUncertainty, periods_a_year: int) -> AnnualUncertainty:
    """Say an uncertainty by the year, in parts per million, rounded up.

    The steps have the same variance over all periods together, and the drift the same part in the last of them.

    Args:
        uncertainty: by reporting period.
        periods_a_year: of these periods.
    """
    steps, years = uncertainty.spread, len(uncertainty.spread) / periods_a_year
    volatility = math.sqrt(sum(step**2 for step in steps) / years)
    return AnnualUncertainty(
        volatility_ppm_annual=math.ceil(volatility * PPM),
        level_deviation_ppm=math.ceil(uncertainty.level_deviation * PPM),
        drift_deviation_ppm_annual=math.ceil(uncertainty.drift_deviation[-1] / years * PPM),
    )


def history_of(licence_id: str, years: Sequence[ReportedYear]) -> Series:
    """Turn reported years into a history of reporting periods: months, quarters, half-years, or years otherwise.

    Years whose statements do not all stand on such periods are taken as years.

    Args:
        licence_id: names the history.
        years: complete years without a hole, at least one, earliest first.
    """
    rows = [row for year in years for row in year.rows]
    months = reporting_months(years[-1].rows)
    per_year = MONTHS_A_YEAR // months
    starts = [add_months(year.start_on, months * period) for year in years for period in range(per_year)]
    is_regular = months in {1, QUARTER_MONTHS, 2 * QUARTER_MONTHS} and all(
        _stands_on(row, starts, months) for row in rows
    )
    if not is_regular:
        return Series(licence_id, tuple(float(year.royalty_minor) for year in years), 1)
    totals = dict.fromkeys(starts, 0)
    for row in rows:
        totals[row.period_start_on] += row.royalty_minor
    return Series(licence_id, tuple(float(total) for total in totals.values()), per_year)


def uncertainty_of(prediction: Prediction) -> LicenceUncertainty:
    """Fit the joint model's log-normal to a prediction.

    Level, drift and steps share the variance as the fit says; one factor then scales them, so that the logarithm of all
    cash together has the central 90 % range of the paths that do not stop.
    """
    import numpy as np

    n_periods = len(prediction.paths)
    level, drift, steps = _deviations(prediction.fit, n_periods)
    going = prediction.paths[:, (prediction.paths[-1] > 0) & (prediction.paths.sum(axis=0) > 0)]
    middle = np.median(going, axis=1) if going.shape[1] else np.zeros(n_periods)
    middle = np.maximum(middle, 0.0)
    factor = _factor(going.sum(axis=0), middle, (level, drift, steps))
    level, drift, steps = factor * level, factor * drift, factor * steps
    variance = level**2 + drift**2 + np.cumsum(steps**2)
    return LicenceUncertainty(
        expected_minor=tuple(int(amount) for amount in middle * np.exp(variance / 2)),
        keep=(1.0,) * n_periods,
        spread=tuple(float(step) for step in steps),
        level_deviation=float(level),
        drift_deviation=tuple(float(deviation) for deviation in drift),
    )


def _deviations(fit: Fit, n_periods: int) -> tuple[float, "Array", "Array"]:
    """Give deviations of the level today, of the drift's sum by period, and of each period's step, over the members."""
    import numpy as np

    weights, state, grid = fit.weights[0], fit.state, fit.grid
    centre = weights @ state.level[0]
    level = math.sqrt(float(weights @ (state.level_variance[0] + (state.level[0] - centre) ** 2)))
    mean = weights @ state.drift[0]
    drift_variance = state.drift_variance[0] + (state.drift[0] - mean) ** 2
    kept = np.cumsum(grid.damping ** np.arange(n_periods)[:, None], axis=0) * grid.years
    drift = np.sqrt(kept**2 @ (weights * drift_variance))
    renewed = (kept**2)[::-1] @ (weights * grid.drift_step**2) / n_periods
    step = weights @ (grid.step**2 + JUMPS_A_YEAR * grid.years * grid.jump**2)
    return level, drift, np.sqrt(step + renewed)


def _factor(cash: "Array", middle: "Array", deviations: tuple[float, "Array", "Array"]) -> float:
    """Give the factor that brings the deviation of the logarithm of all cash to that of the paths."""
    import numpy as np

    level, drift, steps = deviations
    if not middle.sum():
        return 0.0
    low, high = np.quantile(np.log(cash), [TAIL, 1 - TAIL])
    wanted = (high - low) / (2 * NormalDist().inv_cdf(1 - TAIL))
    parts = middle / middle.sum()
    later = np.cumsum(parts[::-1])[::-1]
    variance = level**2 + float(parts @ drift) ** 2 + float(((later * steps) ** 2).sum())
    return float(wanted / math.sqrt(variance))


def _stands_on(row: StatementRow, starts: Sequence[object], months: int) -> bool:
    return row.period_start_on in starts and add_months(row.period_start_on, months) == row.period_end_on + ONE_DAY
