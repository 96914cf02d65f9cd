"""Least squares of a curve, as calibrations need it: plain numbers in, plain numbers out."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = 1e-14
"""Relative step, gain and slope below which the search ends: calibrations are to be reproduced to the printed digit."""
WORST_CONDITION = 1e12
"""Ratio of the best to the worst known combination of parameters, squared: past it, the worst is not known at all."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the squares are least."""

    numbers: tuple[float, ...]
    """The parameters; shape (n_parameters,)."""
    misses: tuple[float, ...]
    """What the curve misses there; shape (n_observations,)."""
    information: tuple[tuple[float, ...], ...]
    """Products of the derivatives of the misses, J'J; shape (n_parameters, n_parameters)."""

    @property
    def is_determined(self) -> bool:
        """Tell whether the observations leave no parameter open: whether no others fit them as well."""
        import numpy as np

        return bool(np.linalg.cond(np.asarray(self.information)) < WORST_CONDITION)

    def covariance(self) -> tuple[tuple[float, ...], ...]:
        """Give the covariance of the parameters: `s^2 (J'J)^-1`, with `s^2` the squares by degrees of freedom.

        Source: G. A. F. Seber and C. J. Wild, Nonlinear Regression (1989), chapter 2.

        Raises:
            ValueError: there are no more observations than parameters, or they leave a parameter open.
        """
        freedom = len(self.misses) - len(self.numbers)
        if freedom < 1:
            raise ValueError(f"{len(self.misses)} observations leave no freedom to {len(self.numbers)} parameters")
        variance = math.fsum(miss * miss for miss in self.misses) / freedom
        return tuple(tuple(variance * number for number in row) for row in self.inverse())

    def inverse(self) -> tuple[tuple[float, ...], ...]:
        """Give the inverse of the information: the covariance where misses are in standard deviations.

        Raises:
            ValueError: the observations leave a parameter open.
        """
        import numpy as np

        if not self.is_determined:
            raise ValueError("the observations leave a parameter open: others fit them as well")
        return tuple(tuple(float(number) for number in row) for row in np.linalg.inv(np.asarray(self.information)))


def least_squares(
    misses: Callable[[list[float]], Sequence[float]],
    start: Sequence[float],
    lowest: Sequence[float],
    highest: Sequence[float],
) -> Fit:
    """Find the parameters within bounds at which the squares of the misses are least, by a trust region.

    Args:
        misses: what the curve misses at parameters; shape (n_observations,).
        start: parameters to start from, strictly within the bounds.
        lowest: bounds from below.
        highest: bounds from above.
    """
    import numpy as np
    from scipy import optimize

    def as_array(numbers: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return np.asarray(misses([float(number) for number in numbers]), dtype=np.float64)

    found = optimize.least_squares(
        as_array, start, bounds=(lowest, highest), x_scale="jac", xtol=TOLERANCE, ftol=TOLERANCE, gtol=TOLERANCE
    )
    jacobian = np.asarray(found.jac, dtype=np.float64)
    return Fit(
        tuple(float(number) for number in found.x),
        tuple(float(miss) for miss in found.fun),
        tuple(tuple(float(number) for number in row) for row in jacobian.T @ jacobian),
    )
