"""Means, variances and correlations of several numbers a path, from sums that are added in a fixed order."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.metrics.paths import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_VARIANCE = 1e-12
"""A direction of the controls with less than this part of the variance of the largest is left out of a regression."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """First and second moments of several numbers, over paths.

    Where paths are weighted, a number is its distance from the centre times the weight of its path: weights have the
    mean 1, so that the mean stays what it is.
    """

    n_paths: int
    centre: "NDArray[np.float64]"
    """A number near the mean of each, which is taken off before products are summed, so that no digits are lost; shape
    (n_numbers,)."""
    sums: "NDArray[np.float64]"
    """Sum over paths of each number's distance from its centre; shape (n_numbers,)."""
    products: "NDArray[np.float64]"
    """Sum over paths of the products of two distances; shape (n_numbers, n_numbers), symmetric."""

    def means(self) -> "NDArray[np.float64]":
        """Give the mean of each number; shape (n_numbers,)."""
        return self.centre + self.sums / self.n_paths

    def covariance(self) -> "NDArray[np.float64]":
        """Give the sample covariance (n - 1) of the numbers of one path; shape (n_numbers, n_numbers).

        Raises:
            ValueError: a single path has none.
        """
        import numpy as np

        if self.n_paths < 2:  # noqa: PLR2004 - a deviation needs two
            raise ValueError("one path has no covariance")
        return (self.products - np.outer(self.sums, self.sums) / self.n_paths) / (self.n_paths - 1)

    def estimate(self, number: int) -> Estimate:
        """Give the mean of one number with its standard error, the paths being independent."""
        mean = float(self.means()[number])
        if self.n_paths < 2:  # noqa: PLR2004 - a deviation needs two
            return Estimate(mean, None)
        variance = max(0.0, float(self.covariance()[number, number]))
        return Estimate(mean, math.sqrt(variance / self.n_paths))


def added(one: Moments, other: Moments) -> Moments:
    """Give the moments of two sets of paths together.

    Raises:
        ValueError: their centres differ.
    """
    if one.centre.tolist() != other.centre.tolist():
        raise ValueError("moments about different centres cannot be added")
    return Moments(
        n_paths=one.n_paths + other.n_paths,
        centre=one.centre,
        sums=one.sums + other.sums,
        products=one.products + other.products,
    )


def slopes(moments: Moments, numbers: list[int], controls: list[int]) -> "NDArray[np.float64]":
    """Give the coefficients of the regression of numbers on controls: `cov(controls)^-1 cov(controls, numbers)`.

    Source: P. Glasserman, Monte Carlo Methods in Financial Engineering, section 4.1 (control variates).

    Returns:
        shape (n_controls, n_numbers); 0 for a control that does not vary, or is a sum of others.
    """
    import numpy as np

    covariance = moments.covariance()
    among, towards = covariance[np.ix_(controls, controls)], covariance[np.ix_(controls, numbers)]
    scale = np.sqrt(np.diag(among))
    scale[scale == 0] = 1.0
    inverse = np.linalg.pinv(among / np.outer(scale, scale), rcond=LEAST_VARIANCE, hermitian=True)
    found: NDArray[np.float64] = (inverse @ (towards / scale[:, None])) / scale[:, None]
    return found
