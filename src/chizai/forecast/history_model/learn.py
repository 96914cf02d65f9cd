"""A reference learnt from a panel: what its series have shown so far, added to what was believed before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chizai.forecast.history_model.fit import fit, posterior
from chizai.forecast.history_model.reference import WIDTH_YEARS, Reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.shared import SHARED_DEVIATION, learn_shared
from chizai.forecast.history_model.stops import learn_stops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHT_SERIES = 30.0
"""How many series the weights that were believed before count for."""
ROUNDS = 30
"""Rounds of expectation and maximisation: the weights move by less than a thousandth after them."""
DRIFT_YEARS = 8.0
"""How many years of the cross-section the drift that was believed before counts for: the squared ratio of the deviation
of one year's common growth to that of lasting drifts between panels, 3.5 %."""
GROWTH_SERIES = 5.0
"""How many series that did not grow the median of a year's growth is held against."""
WIDTH_ORIGINS = 3.0
"""How many dates of origin the widths that were believed before count for. A date counts once, however many series it
has: what comes after it comes to all of them together."""


def learn(panel: Sequence[Series], before: Reference) -> Reference:
    """Update a reference by what a panel has shown.

    Member weights are the maximum a posteriori of mixture weights under a Dirichlet prior, by expectation and
    maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, 1977; empirical Bayes in the sense of H. Robbins, 1956);
    drift, stops and what all series share are conjugate updates. A panel of one history is the least: it counts for one
    series in thirty-one.

    Args:
        panel: series on the same periods, as known on the day of the forecast.
        before: what was believed before the panel was seen.

    Returns:
        the reference with weights, drift, shared shocks, stops and returns updated; its widths are `before`'s, see
        `learn_widths`.
    """
    import numpy as np

    begun = [series for series in panel if (series.array > 0).any()]
    if not begun:
        return before
    growth = _common_growth(begun)
    years = DRIFT_YEARS + len(growth)
    drift = (DRIFT_YEARS * before.belief.drift_annual + sum(growth)) / years
    belief = replace(before.belief, drift_annual=drift, drift_variance=SHARED_DEVIATION**2 / years)
    held = replace(before, belief=belief)
    likelihood = fit(begun, held).state.log_likelihood
    prior = np.array(before.weights)
    weights = prior
    for _ in range(ROUNDS):
        weights = (WEIGHT_SERIES * prior + posterior(likelihood, weights).sum(axis=0)) / (WEIGHT_SERIES + len(begun))
    shared = learn_shared(growth, part=len(begun) / (WEIGHT_SERIES + len(begun)))
    learnt = replace(held, weights=tuple(float(weight) for weight in weights), shared=shared)
    return learn_stops(_yearly(begun), begun[0].periods_a_year, learnt)


def learn_widths(squares: Mapping[int, Sequence[Sequence[float]]], before: Reference) -> Reference:
    """Update a reference's widths by how far earlier forecasts were off.

    The width is the root of the mean square of the normal scores `Phi^-1(PIT)` of forecasts that were drawn without a
    correction: 1 where they were right. It is shrunk towards the width before as if that were the mean over
    `WIDTH_ORIGINS` dates.

    Args:
        squares: by horizon in years, for each date of origin whose horizon is over the squares of its scores.
        before: whose widths hold where nothing is known yet.
    """
    widths = []
    for years, width in zip(WIDTH_YEARS, before.widths, strict=True):
        means = [sum(date) / len(date) for date in squares.get(years, ())]
        widths.append(((WIDTH_ORIGINS * width**2 + sum(means)) / (WIDTH_ORIGINS + len(means))) ** 0.5)
    return replace(before, widths=(widths[0], widths[1]))


def _common_growth(panel: Sequence[Series]) -> list[float]:
    """Give for each year but the first the median growth of the logarithm over the series, earliest first."""
    import numpy as np

    growth = []
    totals = _yearly(panel)
    for before, after in zip(totals.T[:-1], totals.T[1:], strict=True):
        both = (before > 0) & (after > 0)
        if both.any():
            logs = np.log(after[both] / before[both])
            growth.append(float(np.median(logs)) * len(logs) / (len(logs) + GROWTH_SERIES))
    return growth


def _yearly(panel: Sequence[Series]) -> "NDArray[np.float64]":
    """Sum whole years counted back from the last period; NaN where a period is unknown; shape (n_series, n_years)."""
    import numpy as np

    year = panel[0].periods_a_year
    n_years = max(len(series.values) for series in panel) // year
    totals = np.full((len(panel), n_years), np.nan)
    for row, series in enumerate(panel):
        whole = len(series.values) // year
        values = np.array(series.values[len(series.values) - whole * year :], np.float64)
        totals[row, n_years - whole :] = values.reshape(whole, year).sum(axis=1)
    return totals
