"""Where a function is zero: for yields and spreads, without the half second that loading an optimiser takes."""

from collections.abc import Callable
from math import ulp

TOLERANCE = 1e-15
"""How near a root is found, where floats near it lie closer."""


def root_between(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where a continuous function is zero between two points of which it is not of one sign.

    Bisection, and inverse quadratic interpolation where three points warrant it. Source: T. R. Chandrupatla, A new
    hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without using derivatives (1997).

    Args:
        function: continuous.
        low: one end.
        high: the other; which is larger does not matter.

    Returns:
        the end of the last bracket at which the function is nearer to zero.

    Raises:
        ValueError: both ends are of one sign.
    """
    before, at_before = low, function(low)
    new, at_new = high, function(high)
    if at_before * at_new > 0:
        raise ValueError(f"{at_before:g} at {low:g} and {at_new:g} at {high:g}: no root lies for certain between")
    part = 0.5
    while True:
        best, at_best = (new, at_new) if abs(at_new) < abs(at_before) else (before, at_before)
        least = (ulp(best) + TOLERANCE / 2) / abs(before - new) if before != new else 1.0
        if at_best == 0 or least > 1 / 2:
            return best
        tried = new + min(1 - least, max(least, part)) * (before - new)
        at_tried = function(tried)
        if (at_tried > 0) == (at_new > 0):
            third, at_third = new, at_new
        else:
            third, at_third, before, at_before = before, at_before, new, at_new
        new, at_new = tried, at_tried
        part = _interpolated((new, at_new), (before, at_before), (third, at_third))


def _interpolated(new: tuple[float, float], before: tuple[float, float], third: tuple[float, float]) -> float:
    """Give how far from the newest point to the other end the root lies; half where a parabola would mislead."""
    (x1, f1), (x2, f2), (x3, f3) = new, before, third
    place, value = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
    if not (value**2 < place and (1 - value) ** 2 < 1 - place):
        return 0.5
    return f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
