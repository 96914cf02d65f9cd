"""How sure a number is: standard errors and central 90 % ranges, by what it was estimated from."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chizai.forecast.calibration.terms import Estimate
from chizai.forecast.processes.events import JEFFREYS, fit_chance, fit_hazard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Z = 1.6448536269514722
"""The normal distribution's 95th percentile: a range of 90 % lies within so many standard errors."""
FEWEST_APART = 2
TAILS = (0.05, 0.95)
WIDEST = 10.0
"""Deviation of a logarithm past which nothing is known of a number: a factor of twenty thousand either way."""
STEP = 1e-6
"""By what part a parameter is moved to see how a curve moves; the step of one that is nothing."""
NOTHING = 1e-12
"""A parameter that is less lies at zero, as near as a search comes to it."""


def normal(name: str, value: float, error: float | None, most: float = math.inf) -> Estimate:
    """Give a number that cannot be below zero, with a normal range that is cut there and at a most."""
    if error is None:
        return Estimate(name, value)
    return Estimate(name, value, error, max(value - Z * error, 0.0), min(value + Z * error, most))


def log_normal(name: str, value: float, log_deviation: float | None) -> Estimate:
    """Give a number above zero whose logarithm has a normal range; its error is the deviation times the number."""
    if log_deviation is None or log_deviation > WIDEST:
        return Estimate(name, value)
    width = math.exp(Z * log_deviation)
    return Estimate(name, value, value * log_deviation, value / width, value * width)


def relative(name: str, value: float, error: float | None) -> Estimate:
    """Give a number above zero with a standard error, with the range of a logarithm that is as sure."""
    return log_normal(name, value, None if error is None else error / value)


def counted_rate(name: str, n_events: int, exposure_years: float) -> Estimate:
    """Give a hazard by events and years, with the range of Jeffreys's posterior; no event shows no error."""
    from scipy.special import gammaincinv

    fit = fit_hazard(n_events, exposure_years)
    low, high = (float(gammaincinv(n_events + JEFFREYS, tail)) / exposure_years for tail in TAILS)
    return Estimate(name, fit.hazard_annual, fit.standard_error if n_events else None, low, high)


def counted_share(name: str, n_of: int, n_all: int) -> Estimate:
    """Give a chance by a share of a count, with deviation and range of Jeffreys's posterior; none shows no error."""
    from scipy.special import betaincinv

    chance, one, other = fit_chance(n_of, n_all), n_of + JEFFREYS, n_all - n_of + JEFFREYS
    low, high = (float(betaincinv(one, other, tail)) for tail in TAILS)
    error = math.sqrt(chance * (1.0 - chance) / (n_all + 2.0)) if n_of else None
    return Estimate(name, chance, error, low, high)


def unseen(what: str, n_events: int) -> tuple[str, ...]:
    """Remark on what was never seen among all that were watched, and yet is not ruled out."""
    how = "half of one is counted, the mean of Jeffreys's posterior, and the range says how little is known"
    return () if n_events else (f"no {what} was seen: {how}",)


def error_of_mean(numbers: Sequence[float]) -> float | None:
    """Give the standard error of a mean by how far its numbers lie apart; fewer than two, or equal ones, show none."""
    if len(numbers) < FEWEST_APART or min(numbers) == max(numbers):
        return None
    mean = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((number - mean) ** 2 for number in numbers) / (len(numbers) - 1) / len(numbers))


def curve_errors(
    curve: Callable[[Sequence[float]], Sequence[float]], numbers: Sequence[float], came: Sequence[float]
) -> tuple[float | None, ...]:
    """Give the standard errors of parameters whose curve was fitted by least squares: roots of `s^2 (J'J)^-1`.

    Source: G. A. F. Seber and C. J. Wild, Nonlinear Regression (1989), chapter 2.

    Args:
        curve: what is fitted in place of what came, by the parameters.
        numbers: the parameters as fitted; none of them is moved up, but what is nothing.
        came: more observations than parameters show an error.

    Returns:
        by parameter; none where the observations leave no freedom, or leave a parameter open.
    """
    import numpy as np

    freedom, jacobian = len(came) - len(numbers), _slopes(curve, numbers)
    if freedom < 1 or np.linalg.matrix_rank(jacobian) < len(numbers):
        return (None,) * len(numbers)
    variance = float(np.sum((np.asarray(came) - np.asarray(curve(numbers))) ** 2)) / freedom
    return tuple(math.sqrt(variance * float(part)) for part in np.diag(np.linalg.inv(jacobian.T @ jacobian)))


def clustered_errors(
    curve: Callable[[Sequence[float]], Sequence[float]],
    numbers: Sequence[float],
    came: Sequence[float],
    clusters: Sequence[str],
) -> tuple[float | None, ...]:
    """Give the standard errors of parameters where observations of one cluster miss together: its jackknife.

    With each cluster left out in turn the parameters move by `(J'J - J_g'J_g)^-1 J_g' miss_g`, to first order; the
    variance is the sum of squares of these moves round their mean, by `(G - 1) / G`.

    Source: J. G. MacKinnon, M. O. Nielsen and M. D. Webb, Leverage, Influence, and the Jackknife in Clustered
    Regression Models (2023).

    Args:
        curve: what is fitted in place of what came, by the parameters.
        numbers: the parameters as fitted.
        came: what was observed.
        clusters: to which each observation belongs.

    Returns:
        by parameter; none where there is one cluster, or where all but one leave a parameter open.
    """
    import numpy as np

    jacobian, misses = _slopes(curve, numbers), np.asarray(came) - np.asarray(curve(numbers))
    names = sorted(set(clusters))
    moves = []
    for name in names:
        left_out = np.asarray([cluster == name for cluster in clusters])
        others, own = jacobian[~left_out], jacobian[left_out]
        if np.linalg.matrix_rank(others) < len(numbers):
            return (None,) * len(numbers)
        moves.append(np.linalg.solve(others.T @ others, own.T @ misses[left_out]))
    squares = np.sum((np.stack(moves) - np.mean(moves, axis=0)) ** 2, axis=0)
    return tuple(math.sqrt(float(part) * (len(names) - 1) / len(names)) for part in squares)


def _slopes(curve: Callable[[Sequence[float]], Sequence[float]], numbers: Sequence[float]) -> "NDArray[np.float64]":
    """Give the derivatives of a curve by its parameters; shape (n_observations, n_parameters)."""
    import numpy as np

    fitted = np.asarray(curve(numbers))
    columns = []
    for place, number in enumerate(numbers):
        step = -STEP * abs(number) if abs(number) > NOTHING else STEP
        moved = [*numbers[:place], number + step, *numbers[place + 1 :]]
        columns.append((np.asarray(curve(moved)) - fitted) / step)
    return np.stack(columns, axis=1)
