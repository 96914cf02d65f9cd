"""Dependence across everything: uniform numbers coupled by a Gaussian or a t copula.

A Gaussian copula couples by correlation alone: far in the tail even correlated events come one by one. A t copula adds
one mixing variable that makes bad things come together, the more so the fewer its degrees of freedom; with correlation
0 its numbers are uncorrelated but not independent. Source: A. J. McNeil, R. Frey and P. Embrechts, Quantitative Risk
Management (2015), chapter 7. These draws are the readable reference; `simulate` draws the same law by path and stream.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import (
    require_correlation,
    require_positive,
    require_same_length,
    require_share,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_EIGENVALUE = -1e-9
"""A matrix whose eigenvalues lie above it is a correlation matrix, rounding apart."""
DEGREES = (4, 6, 8, 10, 15, 20, 30)
"""Degrees of freedom among which a fit chooses, beside none: finer ones cannot be told apart in short series."""
FEWEST_PAIRS = 10
"""Fewer show no dependence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copula:
    """How many numbers depend on each other."""

    correlation: tuple[tuple[float, ...], ...]
    """Of the latent numbers; symmetric, 1 on the diagonal, no eigenvalue below 0; shape (n, n)."""
    degrees: float | None = None
    """Degrees of freedom of the t copula, above 0; none for the Gaussian one."""

    def __post_init__(self) -> None:
        """Refuse what no correlation matrix is."""
        import numpy as np

        require_same_length("rows and columns of the correlations", self.correlation, *self.correlation)
        if self.degrees is not None:
            require_positive("degrees of freedom", self.degrees)
        matrix = np.asarray(self.correlation, dtype=np.float64)
        if not (np.array_equal(matrix, matrix.T) and (np.diag(matrix) == 1.0).all()):
            raise ValueError("correlations must be symmetric, with 1 on the diagonal")
        if np.linalg.eigvalsh(matrix).min() < LEAST_EIGENVALUE:
            raise ValueError("no numbers have such correlations: the matrix has an eigenvalue below zero")


def draw_uniforms(copula: Copula, generator: "np.random.Generator", n_paths: int) -> "NDArray[np.float64]":
    """Draw coupled uniform numbers; shape (n, n_paths). An event has come where its number lies below its table."""
    import numpy as np
    from scipy.special import ndtr, stdtr

    values, vectors = np.linalg.eigh(np.asarray(copula.correlation, dtype=np.float64))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    normals = root @ generator.standard_normal((len(values), n_paths))
    if copula.degrees is None:
        return np.asarray(ndtr(normals), dtype=np.float64)
    mixing = np.sqrt(copula.degrees / generator.chisquare(copula.degrees, n_paths))
    return np.asarray(stdtr(copula.degrees, normals * mixing), dtype=np.float64)


def both_below(one: float, other: float, correlation: float, degrees: float | None = None) -> float:
    """Give the probability that two coupled uniform numbers both lie below bounds: the copula's own value.

    Formula: the integral over the first of its density times the second's conditional distribution, by quadrature; the
    bounds themselves where the correlation is 1 or -1.

    Args:
        one: bound of the first, such as an event's probability by a time; 0 to 1.
        other: bound of the second.
        correlation: of the latent numbers, -1 to 1.
        degrees: of freedom, none for the Gaussian copula.

    Raises:
        ValueError: a bound, the correlation or the degrees are out of range.
    """
    require_share("bound", one)
    require_share("bound", other)
    require_correlation("correlation", correlation)
    if degrees is not None:
        require_positive("degrees of freedom", degrees)
    if correlation == 1.0 or min(one, other) == 0.0 or max(one, other) == 1.0:
        return min(one, other)
    if correlation == -1.0:
        return max(one + other - 1.0, 0.0)
    return _integral(one, other, correlation, degrees)


def tail_dependence(correlation: float, degrees: float | None = None) -> float:
    """Give the limit of the probability that one is in its tail, given that the other is.

    Formula: `2 T_(v+1)(-sqrt((v + 1) (1 - rho) / (1 + rho)))` for t, 0 for Gaussian below correlation 1.
    Source: P. Embrechts, A. J. McNeil and D. Straumann, 2002.

    Raises:
        ValueError: the correlation or the degrees are out of range.
    """
    from scipy.special import stdtr

    require_correlation("correlation", correlation)
    if correlation == 1.0:
        return 1.0
    if degrees is None or correlation == -1.0:
        return 0.0
    require_positive("degrees of freedom", degrees)
    return 2.0 * float(stdtr(degrees + 1.0, -math.sqrt((degrees + 1.0) * (1.0 - correlation) / (1.0 + correlation))))


def fit_pair(one: Sequence[float], other: Sequence[float]) -> tuple[float, float | None]:
    """Calibrate the copula of two series: the correlation by Kendall's tau, the degrees by their likelihood.

    Formula: `rho = sin(pi tau / 2)`, whatever the margins (F. Lindskog, A. J. McNeil and U. Schmock, 2003); the degrees
    are those of `DEGREES`, or none, that make the ranks likeliest.

    Args:
        one: such as moves of royalties by period, at least ten.
        other: in the same periods.

    Returns:
        the correlation, and the degrees of freedom or none for the Gaussian copula.

    Raises:
        ValueError: the series differ in length, are too short, or one does not move.
    """
    import numpy as np
    from scipy.stats import kendalltau, rankdata

    require_same_length("series", one, other)
    if len(one) < FEWEST_PAIRS:
        raise ValueError(f"{len(one)} pairs are too few for a copula: {FEWEST_PAIRS} are needed")
    if len(set(one)) == 1 or len(set(other)) == 1:
        raise ValueError("a series that does not move depends on nothing")
    correlation = math.sin(math.pi / 2 * float(kendalltau(one, other).statistic))
    if abs(correlation) == 1.0:
        return correlation, None
    ranks = np.stack([rankdata(one), rankdata(other)]) / (len(one) + 1.0)
    return correlation, max((None, *DEGREES), key=lambda degrees: _log_likelihood(ranks, correlation, degrees))


def _integral(one: float, other: float, correlation: float, degrees: float | None) -> float:
    from scipy.integrate import quad
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    rest = math.sqrt(1.0 - correlation**2)
    if degrees is None:
        bound = float(ndtri(other))
        value, _ = quad(lambda u: ndtr((bound - correlation * ndtri(u)) / rest), 0.0, one, epsabs=1e-13)
        return float(value)
    bound, freedom = float(stdtrit(degrees, other)), degrees

    def conditional(u: float) -> float:
        first = float(stdtrit(freedom, u))
        scale = rest * math.sqrt((freedom + first**2) / (freedom + 1.0))
        return float(stdtr(freedom + 1.0, (bound - correlation * first) / scale))

    value, _ = quad(conditional, 0.0, one, epsabs=1e-13)
    return float(value)


def _log_likelihood(ranks: "NDArray[np.float64]", correlation: float, degrees: float | None) -> float:
    """Give the logarithm of the copula's density of pairs of ranks: the joint density by those of its margins."""
    import numpy as np
    from scipy.special import gammaln, ndtri, stdtrit

    rest = 1.0 - correlation**2
    one, other = ndtri(ranks) if degrees is None else stdtrit(degrees, ranks)
    joint = (one**2 + other**2 - 2.0 * correlation * one * other) / rest
    determinant = -0.5 * len(one) * math.log(rest)
    if degrees is None:
        return determinant - 0.5 * float(np.sum(joint - one**2 - other**2))
    gammas = float(gammaln(degrees / 2 + 1) + gammaln(degrees / 2) - 2 * gammaln((degrees + 1) / 2))
    margins = np.log1p(one**2 / degrees) + np.log1p(other**2 / degrees)
    powers = (degrees + 1) / 2 * margins - (degrees + 2) / 2 * np.log1p(joint / degrees)
    return determinant + len(one) * gammas + float(np.sum(powers))
