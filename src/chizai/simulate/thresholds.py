"""How low a latent number must lie for an event to have come."""

from collections.abc import Sequence
from statistics import NormalDist

LARGE = 1e300
"""Stands for infinity: no latent number lies beyond it."""
LEAST = 1e-300
"""Probabilities below it are none."""


def thresholds_of(has_come: Sequence[float], degrees: int | None) -> list[float]:
    """Give the quantiles below which a latent number lies with given probabilities.

    Args:
        has_come: probabilities, 0 to 1.
        degrees: of freedom of the t distribution that latent numbers follow; none for the normal one.
    """
    return [_threshold(share, degrees) for share in has_come]


def _threshold(share: float, degrees: int | None) -> float:
    if share < LEAST or share >= 1.0:
        return -LARGE if share < LEAST else LARGE
    if degrees is None:
        return NormalDist().inv_cdf(share)
    from scipy.special import stdtrit

    return min(LARGE, float(stdtrit(degrees, share)))
