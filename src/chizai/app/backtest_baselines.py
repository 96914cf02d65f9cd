"""Forecasters that a history model must not lose to: AutoETS, AutoTheta, a random walk with drift, and their mean.

They come from `statsforecast`, an optional extra; without it the back-test runs alone and says so.
"""

import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from chizai.forecast.history_model.series import Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EXTRA = "backtest"
"""Name of the optional extra that brings the baselines."""
ETS, THETA, DRIFT, MEAN = "AutoETS", "AutoTheta", "drift", "their mean"
SHORTEST = {ETS: 7, THETA: 4, DRIFT: 2}
"""How many periods the library asks of a history before it fits a baseline to it."""


def has_baselines() -> bool:
    """Tell whether the baselines are installed."""
    return find_spec("statsforecast") is not None


class Baselines:
    """The baselines as one forecaster, counting where a history was too short for one of them.

    A history that is too short for AutoETS or AutoTheta, that they cannot be fitted to, or that they draw numbers
    without an end from, is forecast by the drift for them; one too short for a drift by its last year again.
    """

    def __init__(self, seed: int) -> None:
        """Start with no replacement.

        Args:
            seed: of the random numbers of each simulation.
        """
        self.seed = seed
        self.replaced: dict[str, int] = {}
        """How often the drift stood in, by name of the baseline."""

    def __call__(self, history: Series, n_periods: int, n_paths: int) -> Mapping[str, "Array"]:
        """Draw paths of each baseline; shape (n_periods, n_paths).

        The mean averages, for each period, the baselines' ranked paths: quantile by quantile, so that it is no wider
        than they are on average (K. C. Lichtendahl, Y. Grushka-Cockayne, R. L. Winkler, Is It Better to Average
        Probabilities or Quantiles?, Management Science 59, 2013).
        """
        import numpy as np
        from statsforecast.models import AutoETS, AutoTheta, RandomWalkWithDrift

        values, year = _filled(history), history.periods_a_year
        models = {DRIFT: RandomWalkWithDrift(), ETS: AutoETS(season_length=year), THETA: AutoTheta(season_length=year)}
        all_drawn = {
            name: self._simulated(model, values, n_periods, n_paths) if len(values) >= SHORTEST[name] else None
            for name, model in models.items()
        }
        drift = all_drawn.pop(DRIFT)
        if drift is None:
            again = np.resize(values[-year:], n_periods)
            drift = np.repeat(again[:, None], n_paths, axis=1)
        paths = {DRIFT: drift}
        for name, drawn in all_drawn.items():
            if drawn is None:
                self.replaced[name] = self.replaced.get(name, 0) + 1
            paths[name] = drift if drawn is None else drawn
        paths[MEAN] = np.mean([_ranked_as_totals(drawn) for drawn in paths.values()], axis=0)
        return paths

    def _simulated(self, model: Any, values: "Array", n_periods: int, n_paths: int) -> "Array | None":  # noqa: ANN401 - the library ships no types
        """Fit a model and draw from it; none where its numbers come to no end."""
        import numpy as np

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a model that fits badly is scored, not stopped
            try:
                paths: Array = model.fit(values).simulate(n_periods, n_paths, seed=self.seed).T
            except (ArithmeticError, ValueError):
                return None
        return paths if np.isfinite(paths).all() else None


def _filled(history: Series) -> "Array":
    """Give the values with holes bridged by straight lines: the baselines know no holes."""
    import numpy as np

    values = history.array
    known = ~np.isnan(values)
    places = np.arange(len(values))
    return np.interp(places, places[known], values[known])


def _ranked_as_totals(paths: "Array") -> "Array":
    """Put paths in the order of what they bring in all."""
    return paths[:, paths.sum(axis=0).argsort(kind="stable")]
