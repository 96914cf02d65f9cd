"""How low a latent number must lie for an event to have come."""

from collections.abc import Sequence

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
    from scipy.special import ndtri, stdtrit

    inside = [min(max(each, LEAST), 1.0) for each in has_come]
    quantiles = [ndtri(each) if degrees is None else stdtrit(degrees, each) for each in inside]
    return [
        -LARGE if share < LEAST else min(LARGE, float(each)) for share, each in zip(has_come, quantiles, strict=True)
    ]
