"""Futures of a fitted history: a member, its level and drift, then steps, jumps, noise, blank periods and stops.

What comes to all series of a panel is drawn for each history by itself: paths of two histories are not of one world,
but each is as wide as it must be.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.history_model.fit import Fit
from chizai.forecast.history_model.members import (
    GROSS_JUMP,
    GROSS_JUMPS_A_YEAR,
    GROSS_OUTLIER,
    GROSS_OUTLIERS_A_PERIOD,
    JUMPS_A_YEAR,
    OUTLIERS_A_PERIOD,
    Members,
)
from chizai.forecast.history_model.reference import WIDTH_YEARS, Reference
from chizai.forecast.history_model.shared import draw_deviations
from chizai.forecast.history_model.stops import are_going

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DRIFT_MOST = 0.5
"""No drift carries on faster than this, as logarithm a year: growth of a launch does not last, and an exponential of
an exponential would drown every mean."""


@dataclass(slots=True)
class _Walk:
    """The members that paths are drawn of, and where they stand; shape (n_paths,)."""

    chosen: "NDArray[np.intp]"
    level: "Array"
    drift: "Array"


def draw_paths(fit: Fit, row: int, n_periods: int, n_paths: int, generator: "np.random.Generator") -> "Array":
    """Draw futures of one history.

    Args:
        fit: of it and others.
        row: its number there.
        n_periods: how many periods follow the last one.
        n_paths: 1 or more.
        generator: of the random numbers.

    Returns:
        royalties by period in the history's unit, of both signs where it had corrections; shape (n_periods, n_paths).
    """
    import numpy as np

    grid, mean = fit.grid, fit.reference.belief.drift_annual
    walk = _begin(fit, row, n_paths, generator)
    season, shared = fit.seasons[row], fit.reference.shared
    logs, levels = np.empty((n_periods, n_paths)), []
    together = draw_deviations(shared, n_paths, generator) * np.sqrt(grid.years) if shared else None
    for period in range(n_periods):
        levels.append(walk.level)
        _step(walk, grid, mean, generator)
        if together is not None:
            walk.level = walk.level + together * generator.standard_normal(n_paths)
        logs[period] = walk.level + season[period % len(season)] + _noise(walk, grid, generator)
    paths = np.exp(_corrected(logs, fit.reference, grid.years))
    ratios, chance = _blanks(fit, row)
    if len(ratios):
        is_blank = generator.random(paths.shape) < chance
        paths = np.where(is_blank, generator.choice(ratios, paths.shape) * paths, paths)
    return np.where(are_going(levels, grid.years, fit.reference, generator), paths, 0.0)


def _begin(fit: Fit, row: int, n_paths: int, generator: "np.random.Generator") -> _Walk:
    """Draw a member for each path, and its level and drift now, as they are believed together."""
    import numpy as np

    chosen = generator.choice(len(fit.weights[row]), n_paths, p=fit.weights[row])
    state = fit.state
    deviation = np.sqrt(state.level_variance[row, chosen])
    slope = state.covariance[row, chosen] / deviation
    rest = np.sqrt(np.maximum(state.drift_variance[row, chosen] - slope**2, 0.0))
    first, second = generator.standard_normal((2, n_paths))
    level = state.level[row, chosen] + deviation * first
    return _Walk(chosen, level, state.drift[row, chosen] + slope * first + rest * second)


def _step(walk: _Walk, grid: Members, mean: float, generator: "np.random.Generator") -> None:
    """Move all paths by one period."""
    import numpy as np

    chosen, n_paths = walk.chosen, len(walk.level)
    what, step, shock, renewal = generator.random(n_paths), *generator.standard_normal((3, n_paths))
    jump = JUMPS_A_YEAR * grid.years
    size = np.where(what < jump, grid.jump[chosen], 0.0)
    size = np.where(what >= 1 - GROSS_JUMPS_A_YEAR * grid.years, GROSS_JUMP, size)
    carried = np.clip(walk.drift, -DRIFT_MOST, DRIFT_MOST) * grid.years
    walk.level = walk.level + (carried + grid.step[chosen] * step + size * shock)
    walk.drift = mean + grid.damping[chosen] * (walk.drift - mean) + grid.drift_step[chosen] * renewal


def _noise(walk: _Walk, grid: Members, generator: "np.random.Generator") -> "Array":
    """Draw what a period strays for itself alone."""
    import numpy as np

    chosen, n_paths = walk.chosen, len(walk.level)
    what, noise, shock = generator.random(n_paths), *generator.standard_normal((2, n_paths))
    size = np.where(what < OUTLIERS_A_PERIOD, grid.outlier[chosen], 0.0)
    size = np.where(what >= 1 - GROSS_OUTLIERS_A_PERIOD, GROSS_OUTLIER, size)
    strayed: Array = grid.noise[chosen] * noise + size * shock
    return strayed


def _corrected(logs: "Array", reference: Reference, years: float) -> "Array":
    """Stretch paths away from their median, or draw them to it, as earlier forecasts of such series taught."""
    import numpy as np

    middle: Array = np.median(logs, axis=1, keepdims=True)
    horizon = years * np.arange(1, len(logs) + 1)
    width = np.interp(horizon, WIDTH_YEARS, reference.widths)[:, None]
    corrected: Array = middle + width * (logs - middle)
    return corrected


def _blanks(fit: Fit, row: int) -> tuple["Array", float]:
    """Give what blank periods and corrections were, as part of a usual period, and how often they come.

    In a series of years a blank is a stop, which is drawn for itself.
    """
    import numpy as np

    series = fit.histories[row]
    values = series.array
    known = values[~np.isnan(values)]
    blank, usual = known[known <= 0], known[known > 0]
    if series.periods_a_year == 1 or not len(blank) or not len(usual):
        return np.empty(0), 0.0
    ratios: Array = blank / np.median(usual)
    return ratios, len(blank) / (len(known) + 1)
