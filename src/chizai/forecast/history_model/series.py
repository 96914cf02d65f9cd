"""A history of royalties as numbers by period, and what stands in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FREQUENCIES = (1, 2, 4, 12)
"""How many periods of equal length a year may have."""


@dataclass(frozen=True, slots=True)
class Series:
    """Royalties of one licence or of one group of licences, period by period, without a gap in time."""

    id: str
    values: tuple[float, ...]
    """By period, earliest first, in any unit of money; NaN where it is not known, 0 or less where nothing came or a
    correction did."""
    periods_a_year: int
    """12 for months, 4 for quarters, 2 for half-years, 1 for years."""

    def __post_init__(self) -> None:
        """Refuse what is no series."""
        if self.periods_a_year not in FREQUENCIES:
            raise ValueError(f"{self.periods_a_year} periods a year; possible are {FREQUENCIES}")

    @property
    def array(self) -> "NDArray[np.float64]":
        """Give the values from the first one known on; shape (n,)."""
        import numpy as np

        values = np.array(self.values, np.float64)
        known = np.flatnonzero(~np.isnan(values))
        return values[known[0] :] if len(known) else values[:0]

    def until(self, n_periods: int) -> "Series":
        """Give the first periods alone: what was known then."""
        return Series(self.id, self.values[:n_periods], self.periods_a_year)


def earns(series: Series, least_years: int) -> bool:
    """Tell whether a forecast of a series means anything.

    Args:
        series: up to the day of the forecast.
        least_years: how many years must be behind it.

    Returns:
        whether it is that long, its last year is known and brought more than nothing, and at least half of its known
        periods did.
    """
    import numpy as np

    values, year = series.array, series.periods_a_year
    if len(values) < least_years * year:
        return False
    last = values[-year:]
    return bool(not np.isnan(last).any() and last.sum() > 0 and 2 * (values > 0).sum() >= (~np.isnan(values)).sum())
