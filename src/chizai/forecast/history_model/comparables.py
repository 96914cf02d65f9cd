"""Comparables as a prior of explicit width, for what has no history yet or a short one."""

import math
from collections.abc import Sequence
from statistics import mean, variance

from chizai.forecast.history_model.state import Belief

LEAST_COMPARABLES = 2
"""One comparable says nothing of its own width."""
LEAST_WITH_VARIANCE = 3
"""Student's distribution of n - 1 degrees has a variance where there are more comparables than these."""
MOST_WIDENED = 3.0
"""How far the variance of few comparables is widened where Student's distribution has none: as for four of them."""


def belief_of(comparables_minor: Sequence[int], periods_a_year: int, drift: Belief) -> Belief:
    """Turn what comparable licences bring a year into a belief of what this one will bring in a period.

    The next of n exchangeable logarithms has the mean of the others and `1 + 1/n` times their variance; with few of
    them the normal is widened to the variance of the exact Student distribution, `(n - 1) / (n - 3)` (A. Gelman et al.,
    Bayesian Data Analysis, 3rd ed., section 3.2), and by 3 where that has none. The filter updates it by
    each actual as a normal prior is updated by normal observations: its precision is added to theirs.

    Args:
        comparables_minor: yearly royalties of at least two comparable licences, each above 0.
        periods_a_year: of the history that is forecast; a year is taken as spread evenly over them.
        drift: whose drift is believed.

    Raises:
        ValueError: fewer than two comparables, or one that brings nothing.
    """
    n = len(comparables_minor)
    if n < LEAST_COMPARABLES or min(comparables_minor) <= 0:
        raise ValueError("at least two comparables are needed, and each of them brings something")
    logs = [math.log(amount / periods_a_year) for amount in comparables_minor]
    widened = (n - 1) / (n - 3) if n > LEAST_WITH_VARIANCE else MOST_WIDENED
    return Belief(
        log_level=mean(logs),
        level_variance=variance(logs) * (1 + 1 / n) * widened,
        drift_annual=drift.drift_annual,
        drift_variance=drift.drift_variance,
    )
