"""Histories seen by every member at once: Kalman's filter over histories and members, robust against jumps."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.history_model.members import Members, Shock, shocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DIFFUSE = 1e4
"""Variance of a level of which nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of a level and its drift before any actual is seen: a prior of explicit width."""

    log_level: float = 0.0
    """Logarithm of what a period is believed to bring."""
    level_variance: float = DIFFUSE
    """Of that logarithm; by default so wide that the first actual decides alone."""
    drift_annual: float = 0.0
    """Mean of the drift of the logarithm a year; negative for decay."""
    drift_variance: float = 0.0
    """Of that mean; the members' own deviations of the drift come on top."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Level and drift after the last period, normal given the member; each of shape (n_histories, n_members)."""

    level: "Array"
    drift: "Array"
    """Of the logarithm a year."""
    level_variance: "Array"
    covariance: "Array"
    drift_variance: "Array"
    log_likelihood: "Array"
    """Of what was seen after the first value."""


def filter_logs(logs: "Array", grid: Members, belief: Belief) -> State:
    """See histories period by period.

    Each period is filtered under every shock that may have happened and the results are merged into one normal with
    their mean and variance (P. J. Harrison and C. F. Stevens, Bayesian Forecasting, 1976: the multi-process model). So
    a single freak period moves the level little, and a lasting one moves it soon.

    Args:
        logs: seasonally adjusted logarithms, all histories ending together, NaN where nothing was seen;
            shape (n_histories, n_periods).
        grid: the members, for the histories' length of period.
        belief: before the first value.
    """
    import numpy as np

    shape = (len(logs), len(grid.step))
    zeros = np.zeros(shape)
    prior = grid.drift_deviation**2 + belief.drift_variance
    state = State(
        zeros + belief.log_level,
        zeros + belief.drift_annual,
        zeros + belief.level_variance,
        zeros,
        zeros + prior,
        zeros,
    )
    kinds = shocks(grid)
    begun = np.zeros((shape[0], 1), bool)
    for column in logs.T:
        is_seen = ~np.isnan(column)[:, None]
        state = _chosen(begun, _moved(state, grid, belief.drift_annual), state)
        value = np.where(is_seen, column[:, None], 0.0)
        state = _chosen(is_seen, _updated(state, value, grid, kinds, begun), state)
        begun |= is_seen
    return state


def _moved(state: State, grid: Members, mean: float) -> State:
    """Move states by one period, nothing special happening."""
    years, damping = grid.years, grid.damping
    lead = state.covariance + years * state.drift_variance
    return State(
        state.level + state.drift * years,
        mean + damping * (state.drift - mean),
        state.level_variance + years * (state.covariance + lead) + grid.step**2,
        damping * lead,
        damping**2 * state.drift_variance + grid.drift_step**2,
        state.log_likelihood,
    )


def _updated(
    state: State, value: "Array", grid: Members, kinds: tuple[Shock, ...], begun: "NDArray[np.bool_]"
) -> State:
    """Merge what each shock makes of a value; the first value of a history counts no likelihood and no jump."""
    import numpy as np

    surprise = value - state.level
    branches = [_branch(state, surprise, grid, shock, begun) for shock in kinds]
    chances = np.stack([branch.log_likelihood for branch in branches])
    most = chances.max(axis=0)
    weights = np.exp(chances - most)
    total = weights.sum(axis=0)
    parts = list(zip(weights / total, branches, strict=True))
    level = sum(weight * branch.level for weight, branch in parts)
    drift = sum(weight * branch.drift for weight, branch in parts)
    return State(
        level,
        drift,
        sum(weight * (branch.level_variance + (branch.level - level) ** 2) for weight, branch in parts),
        sum(weight * (branch.covariance + (branch.level - level) * (branch.drift - drift)) for weight, branch in parts),
        sum(weight * (branch.drift_variance + (branch.drift - drift) ** 2) for weight, branch in parts),
        state.log_likelihood + np.where(begun, most + np.log(total), 0.0),
    )


def _branch(state: State, surprise: "Array", grid: Members, shock: Shock, begun: "NDArray[np.bool_]") -> State:
    """Update under one shock; the likelihood is that of the value and the shock together, less a constant."""
    import numpy as np

    level_variance = state.level_variance + np.where(begun, shock.level_variance, 0.0)
    variance = level_variance + grid.noise**2 + shock.noise_variance
    gain, drift_gain = level_variance / variance, state.covariance / variance
    return State(
        state.level + gain * surprise,
        state.drift + drift_gain * surprise,
        level_variance * (1 - gain),
        state.covariance * (1 - gain),
        state.drift_variance - drift_gain * state.covariance,
        np.log(shock.probability) - 0.5 * (np.log(variance) + surprise**2 / variance),
    )


def _chosen(where: "NDArray[np.bool_]", yes: State, no: State) -> State:
    import numpy as np

    return State(
        np.where(where, yes.level, no.level),
        np.where(where, yes.drift, no.drift),
        np.where(where, yes.level_variance, no.level_variance),
        np.where(where, yes.covariance, no.covariance),
        np.where(where, yes.drift_variance, no.drift_variance),
        np.where(where, yes.log_likelihood, no.log_likelihood),
    )
