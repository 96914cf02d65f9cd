"""The season of a history, shrunk towards none as far as it cannot be told from noise."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_YEARS = 2
"""With fewer, a season cannot be told from a trend."""
MEDIAN_VARIANCE = 1.57
"""Variance of a median of normal numbers, as a multiple of that of their mean: pi / 2."""
NORMAL_DEVIATION = 1.4826
"""Standard deviation of a normal number, as a multiple of its median distance from the median."""


def season(values: "NDArray[np.float64]", periods_a_year: int) -> "NDArray[np.float64]":
    """Estimate the season of the logarithm.

    The classical decomposition: distance from a centred moving average of one year, median by period of the year. The
    result is shrunk by the part of its variance that is not noise (as W. James and C. Stein, 1961, shrink means).

    Args:
        values: of a history, earliest first, NaN or not above 0 where nothing is to be learnt; shape (n,).
        periods_a_year: 1 or more.

    Returns:
        what the season adds to the logarithm, by the number of the period in the history modulo the periods a year;
        zeros where less than two years are there; shape (periods_a_year,).
    """
    import numpy as np

    if periods_a_year == 1 or len(values) < LEAST_YEARS * periods_a_year:
        return np.zeros(periods_a_year)
    distances = _distances(values, periods_a_year)
    phases = np.arange(len(values)) % periods_a_year
    known = ~np.isnan(distances)
    by_phase = [distances[known & (phases == phase)] for phase in range(periods_a_year)]
    if not all(len(group) for group in by_phase):
        return np.zeros(periods_a_year)
    raw = np.array([np.median(group) for group in by_phase])
    raw -= raw.mean()
    deviation = NORMAL_DEVIATION * np.median(np.abs(distances[known] - raw[phases[known]]))
    noise = MEDIAN_VARIANCE * deviation**2 / np.mean([len(group) for group in by_phase])
    signal = max(raw.var() - noise, 0.0)
    return raw * (signal / (signal + noise)) if signal else np.zeros(periods_a_year)


def _distances(values: "NDArray[np.float64]", periods_a_year: int) -> "NDArray[np.float64]":
    """Give how far each logarithm lies from the year round it; NaN where half a year is missing on one side."""
    import numpy as np

    known = values > 0
    logs = np.log(np.where(known, values, 1.0))
    is_even = periods_a_year % 2 == 0
    kernel = np.ones(periods_a_year + is_even)
    if is_even:
        kernel[[0, -1]] = 0.5
    weight = np.convolve(known.astype(np.float64), kernel, "same")
    average = np.convolve(np.where(known, logs, 0.0), kernel, "same") / np.maximum(weight, 1.0)
    distances = np.where(known, logs - average, np.nan)
    half = periods_a_year // 2
    distances[:half] = distances[len(values) - half :] = np.nan
    return distances
