"""Histories weighed between the members of the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.history_model.members import Members, members
from chizai.forecast.history_model.reference import Reference
from chizai.forecast.history_model.seasonal import season
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.state import State, filter_logs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What is known of histories at the end of their last period, all of one length of period."""

    histories: tuple[Series, ...]
    reference: Reference
    """What was believed of them before."""
    grid: Members
    state: State
    """By history and member."""
    weights: "NDArray[np.float64]"
    """Probability of each member given the history; shape (n_histories, n_members)."""
    seasons: "NDArray[np.float64]"
    """What the season adds to the logarithm in the periods after the last one; shape (n_histories, periods_a_year)."""


def fit(histories: Sequence[Series], reference: Reference) -> Fit:
    """Weigh the members by Bayes's rule: the reference's weight times the likelihood of what the history brought.

    A period that brought nothing or a correction says nothing of the level; `paths` draws such periods of their own.

    Args:
        histories: at least one, all with the same periods a year; one without any value keeps the reference's belief.
        reference: what is believed before.

    Raises:
        ValueError: there is no history, or their periods differ in length.
    """
    import numpy as np

    lengths = {series.periods_a_year for series in histories}
    if len(lengths) != 1:
        raise ValueError("histories are fitted together where their periods are of one length")
    grid = members(lengths.pop())
    logs, seasons = _adjusted(histories)
    state = filter_logs(logs, grid, reference.belief)
    weights = posterior(state.log_likelihood, np.array(reference.weights))
    return Fit(tuple(histories), reference, grid, state, weights, seasons)


def posterior(log_likelihood: "NDArray[np.float64]", weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Give the members' probabilities by history: `weight x likelihood` over its sum.

    Args:
        log_likelihood: shape (n_histories, n_members).
        weights: before the history is seen, shape (n_members,).
    """
    import numpy as np

    with np.errstate(divide="ignore"):  # a member may be excluded
        logs = log_likelihood + np.log(weights)
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    normed: NDArray[np.float64] = chances / chances.sum(axis=1, keepdims=True)
    return normed


def _adjusted(histories: Sequence[Series]) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Give seasonally adjusted logarithms, ending together, and the seasons of the periods to come."""
    import numpy as np

    arrays = [series.array for series in histories]
    longest = max(len(values) for values in arrays)
    logs = np.full((len(arrays), longest), np.nan)
    seasons = []
    for row, (series, values) in enumerate(zip(histories, arrays, strict=True)):
        by_phase = season(values, series.periods_a_year)
        known = values > 0
        adjusted = np.log(np.where(known, values, 1.0)) - by_phase[np.arange(len(values)) % series.periods_a_year]
        logs[row, longest - len(values) :] = np.where(known, adjusted, np.nan)
        seasons.append(np.roll(by_phase, -(len(values) % series.periods_a_year)))
    return logs, np.array(seasons)
