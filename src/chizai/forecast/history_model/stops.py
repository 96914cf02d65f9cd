"""How often series stop and begin again: learnt from a panel, by size, and drawn."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chizai.forecast.history_model.reference import Reference

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

STOP_SERIES_YEARS = 20.0
"""How many years of one series the stops and returns that were believed before count for."""
SIZES = 5
"""Into how many groups of like number series are parted by size."""
SIZE_YEARS = 1.0
"""How many years the belief that size does not matter counts for. A year counts once, however many series it has: a
merger, a new name or a new rule comes to many of them together. What size does differs between panels more than between
the years of one, so that this belief is a weak one."""


def learn_stops(totals: "Array", periods_a_year: int, before: Reference) -> Reference:
    """Update a reference by the stops and returns of a panel.

    A small series stops more often than a large one: a licence that brings little is let go, and one that falls below
    what is reported or paid out brings nothing. Beta-binomial means are taken over all, and for each fifth by size;
    a fifth's is shrunk to that of all.

    Args:
        totals: royalties by series and year, NaN where a year is not known; shape (n_series, n_years).
        periods_a_year: of the histories, whose level is that of a period.
        before: what was believed before.

    Returns:
        the reference with `stop_annual`, `stops_by_size` and `return_annual` updated.
    """
    import numpy as np

    earlier, later = totals[:, :-1], totals[:, 1:]
    is_known = ~np.isnan(later)
    at_risk = (earlier > 0) & is_known
    idle = (np.maximum.accumulate(np.nan_to_num(earlier), axis=1) > 0) & (earlier <= 0) & is_known
    stopped = later[at_risk] <= 0
    stop = _shrunk(before.stop_annual, stopped)
    part = earlier.shape[1] / (earlier.shape[1] + SIZE_YEARS)
    sizes = np.log(earlier[at_risk] / periods_a_year)
    groups = [group for group in np.array_split(sizes.argsort(kind="stable"), SIZES) if len(group)]
    by_size = [(float(sizes[group].mean()), stop + part * (_shrunk(stop, stopped[group]) - stop)) for group in groups]
    back = _shrunk(before.return_annual, later[idle] > 0)
    return replace(before, stop_annual=stop, stops_by_size=tuple(by_size), return_annual=back)


def are_going(
    levels: Sequence["Array"], years: float, reference: Reference, generator: "np.random.Generator"
) -> "Flags":
    """Draw in which periods paths go on.

    Args:
        levels: the logarithm of what a period brings, by period, before it; each of shape (n_paths,).
        years: length of a period.
        reference: whose stops and returns are believed.
        generator: of the random numbers.

    Returns:
        whether a path brings something; shape (n_periods, n_paths).
    """
    import numpy as np

    going = np.ones(len(levels[0]), bool)
    stays_idle = (1 - reference.return_annual) ** years
    by_period = []
    for level in levels:
        draw = generator.random(len(level))
        goes_on = (1 - stop_chances(level, reference)) ** years
        going = np.where(going, draw < goes_on, draw >= stays_idle)
        by_period.append(going)
    return np.array(by_period)


def stop_chances(level: "Array", reference: Reference) -> "Array":
    """Give the chance of a stop within a year at a level: straight lines between the sizes, flat beyond them."""
    import numpy as np

    if not reference.stops_by_size:
        return np.full(level.shape, reference.stop_annual)
    sizes, chances = zip(*reference.stops_by_size, strict=True)
    by_level: Array = np.interp(level, sizes, chances)
    return by_level


def _shrunk(before: float, met: "Flags") -> float:
    """Give the mean of a Beta distribution that what was believed and what was met make."""
    return (STOP_SERIES_YEARS * before + int(met.sum())) / (STOP_SERIES_YEARS + len(met))
