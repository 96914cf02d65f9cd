"""How good a distribution was, once it is known what came: proper scores of paths against actuals.

T. Gneiting and A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation (JASA 102, 2007).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def crps(paths: "NDArray[np.float64]", actual: float) -> float:
    """Give the continuous ranked probability score of paths, in their unit: lower is better.

    `E|X - y| - E|X - X'| / 2`, the second expectation over pairs of different paths: the fair estimator, whose mean
    does not depend on how many paths there are (C. A. T. Ferro, Fair scores for ensemble forecasts, 2014). It may
    be negative.

    Args:
        paths: at least two; shape (n_paths,).
        actual: what came.

    Raises:
        ValueError: there are fewer than two paths.
    """
    import numpy as np

    n = len(paths)
    if n < 2:  # noqa: PLR2004 - a pair
        raise ValueError("a pair of paths is needed")
    ranked = np.sort(paths)
    spread = (2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * (n - 1))
    return float(np.abs(ranked - actual).mean() - spread)


def pit(paths: "NDArray[np.float64]", actual: float, uniform: float) -> float:
    """Give where an actual stands among the paths, 0 to 1: evenly spread where the distributions are right.

    The randomised probability integral transform, `F(y-) + u (F(y) - F(y-))`: where many paths bring exactly what came,
    such as nothing after a stop, it is spread over their part (J. Q. Smith, Diagnostic checks of non-standard time
    series models, 1985). The paths are counted with one more, the actual itself, so that 0 and 1 are not reached.

    Args:
        paths: at least one; shape (n_paths,).
        actual: what came.
        uniform: a random number from 0 to 1.
    """
    below, equal = int((paths < actual).sum()), int((paths == actual).sum())
    return (below + uniform * (equal + 1)) / (len(paths) + 1)


def mase(forecast: "NDArray[np.float64]", actual: "NDArray[np.float64]", scale: float) -> float:
    """Give the mean absolute scaled error of a point forecast (R. J. Hyndman and A. B. Koehler, 2006).

    Args:
        forecast: by period.
        actual: by period, as many.
        scale: `naive_error` of the history, above 0.
    """
    import numpy as np

    return float(np.abs(forecast - actual).mean() / scale)


def naive_error(history: "NDArray[np.float64]", periods_a_year: int) -> float | None:
    """Give the mean absolute error, within a history, of saying the same period's value of the year before.

    Args:
        history: earliest first; NaN where unknown.
        periods_a_year: how far back the same period lies.

    Returns:
        the error in the history's unit; none where no pair is known, or all are equal.
    """
    import numpy as np

    distances = np.abs(history[periods_a_year:] - history[:-periods_a_year])
    known = distances[~np.isnan(distances)]
    return float(known.mean()) if len(known) and known.any() else None
