"""When something comes that comes once or never: its probability by each time, and how such tables are combined.

A table has one number a time, rising from 0 to 1 at most: the probability that the event has come by then. Any shape of
hazard, delay and chance of an outcome is in it, so that whoever draws needs no more. Times are years from the valuation
date. Source of the formulas: D. R. Cox and D. Oakes, Analysis of Survival Data (1984), chapters 2 and 3.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from chizai.forecast.processes.limits import (
    require_not_negative,
    require_positive,
    require_rising,
    require_same_length,
    require_share,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Table: TypeAlias = tuple[float, ...]
"""Probability that an event has come by each time, rising within 0 to 1; shape (n_periods,)."""

JEFFREYS = 0.5
"""What H. Jeffreys's prior (1946) adds to a count of events, and to each side of a share."""
DAYS_A_YEAR = 365
"""Years are counted ACT/365F, as futures and discounting count them."""


def years_from(start_on: date, dates: Sequence[date]) -> tuple[float, ...]:
    """Give the years from a day to each date: days / 365, and 0 for a date before it; shape (n_dates,)."""
    return tuple(max((day - start_on).days, 0) / DAYS_A_YEAR for day in dates)


def later_by(years: Sequence[float], delay_years: float) -> tuple[float, ...]:
    """Move times back by a delay, not below 0: what is known of the cause when its effect is asked for.

    `constant(h, later_by(years, 1))` is a hazard whose events are felt a year after they come.

    Raises:
        ValueError: the delay is below zero.
    """
    require_not_negative("delay", delay_years)
    return tuple(max(time - delay_years, 0.0) for time in years)


def never(years: Sequence[float]) -> Table:
    """Give the table of an event that does not come."""
    return (0.0,) * len(years)


def surely_at(at_years: float, years: Sequence[float]) -> Table:
    """Give the table of an event that comes at a known time: 0 before it, 1 from it on."""
    return tuple(1.0 if time >= at_years else 0.0 for time in years)


def constant(hazard_annual: float, years: Sequence[float]) -> Table:
    """Give the table of a constant hazard: `1 - exp(-h t)`.

    Args:
        hazard_annual: events a year among those to which it has not come, 0 or more.
        years: times, 0 or more.

    Raises:
        ValueError: the hazard is below zero.
    """
    require_not_negative("hazard", hazard_annual)
    return tuple(-math.expm1(-hazard_annual * time) for time in years)


def piecewise(hazards_annual: Sequence[float], from_years: Sequence[float], years: Sequence[float]) -> Table:
    """Give the table of a hazard that is constant between steps: `1 - exp(-sum of h_i x time spent in step i)`.

    Args:
        hazards_annual: of each step, 0 or more; shape (n_steps,).
        from_years: when each step begins, strictly rising; before the first there is no hazard; shape (n_steps,).
        years: times.

    Raises:
        ValueError: a hazard is below zero, or the steps do not rise or differ in number.
    """
    require_same_length("hazards and their steps", hazards_annual, from_years)
    require_rising("the steps of a hazard", from_years, strictly=True)
    for hazard in hazards_annual:
        require_not_negative("hazard", hazard)
    ends = (*from_years[1:], math.inf)
    steps = tuple(zip(hazards_annual, from_years, ends, strict=True))
    return tuple(
        -math.expm1(-sum(hazard * max(min(time, end) - start, 0.0) for hazard, start, end in steps)) for time in years
    )


def ageing(scale_years: float, shape: float, years: Sequence[float]) -> Table:
    """Give the table of a hazard that rises or falls with age, Weibull's: `1 - exp(-(t / scale)^shape)`.

    Raises:
        ValueError: scale or shape is not above zero.
    """
    require_positive("scale", scale_years)
    require_positive("shape", shape)
    return tuple(-math.expm1(-((time / scale_years) ** shape)) for time in years)


def with_chance(table: Table, chance: float) -> Table:
    """Give the table of an event that follows another with a chance, such as a request that succeeds.

    Raises:
        ValueError: the chance lies outside 0 to 1.
    """
    require_share("chance", chance)
    return tuple(chance * probability for probability in table)


def first_of(*tables: Table) -> Table:
    """Give the table of the first of independent events: `1 - product of (1 - F_i)`.

    Raises:
        ValueError: no table is given, or their lengths differ.
    """
    return _combined(tables, lambda row: 1.0 - math.prod(1.0 - probability for probability in row))


def last_of(*tables: Table) -> Table:
    """Give the table of the last of independent events, when all have come: `product of F_i`.

    Raises:
        ValueError: no table is given, or their lengths differ.
    """
    return _combined(tables, math.prod)


def given_not_come(table: Table, come_already: float) -> Table:
    """Give the table of an event that is known not to have come so far: `(F(t) - F0) / (1 - F0)`.

    Args:
        table: as seen before anything was known, F.
        come_already: probability, seen from there, that it had come by now, F0, below 1.

    Raises:
        ValueError: it lies outside 0 to 1, or is 1.
    """
    require_share("probability so far", come_already)
    if come_already == 1.0:
        raise ValueError("the event was certain to have come: nothing follows from its not having come")
    return tuple(max(probability - come_already, 0.0) / (1.0 - come_already) for probability in table)


def by_period(table: Table) -> tuple[float, ...]:
    """Give the probability that the event comes in each period: the table's steps; shape (n_periods,).

    Raises:
        ValueError: the table does not rise within 0 to 1.
    """
    require_table(table)
    return tuple(now - before for before, now in zip((0.0, *table[:-1]), table, strict=True))


def require_table(table: Table) -> None:
    """Refuse what is no table of probabilities.

    Raises:
        ValueError: it does not rise within 0 to 1.
    """
    require_rising("the probabilities of an event by time", table)
    for probability in table:
        require_share("probability", probability)


def draw_periods(table: Table, generator: "np.random.Generator", n_paths: int) -> "NDArray[np.int64]":
    """Draw the first period by which the event has come, by inversion: where a uniform number falls below the table.

    Returns:
        numbers of periods, n_periods where it does not come; shape (n_paths,).

    Raises:
        ValueError: the table does not rise within 0 to 1.
    """
    import numpy as np

    require_table(table)
    return np.searchsorted(np.asarray(table), generator.random(n_paths), side="right").astype(np.int64)


@dataclass(frozen=True, slots=True)
class FittedHazard:
    """A constant hazard as counted."""

    hazard_annual: float
    standard_error: float
    """Deviation of the hazard's posterior: its part of the hazard falls with the root of the number of events."""


def fit_hazard(n_events: int, exposure_years: float) -> FittedHazard:
    """Calibrate a constant hazard: half an event more than came, by years of exposure.

    It is the mean under Jeffreys's prior, Gamma(n + 1/2, years), so that what never came is not ruled out; of many
    events the half is nothing, and the rest is the maximum likelihood where times are censored.

    Args:
        n_events: how many came, 0 or more.
        exposure_years: years that all subjects together were under watch until their event or the end, above 0.

    Raises:
        ValueError: the exposure is not above zero or the count below it.
    """
    require_positive("exposure", exposure_years)
    require_not_negative("number of events", n_events)
    counted = n_events + JEFFREYS
    return FittedHazard(counted / exposure_years, math.sqrt(counted) / exposure_years)


def fit_chance(n_of: int, n_all: int) -> float:
    """Calibrate a chance: half a case more than came, by one more than all.

    It is the mean under Jeffreys's prior, Beta(n + 1/2, rest + 1/2), so that a few cases make nothing certain.

    Args:
        n_of: how many came, 0 or more.
        n_all: of how many; of none, the chance is the prior's, a half.

    Raises:
        ValueError: a count is below zero, or more came than there are.
    """
    require_not_negative("number of cases", n_of)
    require_not_negative("number of all others", n_all - n_of)
    return (n_of + JEFFREYS) / (n_all + 2.0 * JEFFREYS)


def _combined(tables: Sequence[Table], how: Callable[[Sequence[float]], float]) -> Table:
    if not tables:
        raise ValueError("no event is given to combine")
    require_same_length("tables of events", *tables)
    return tuple(how(row) for row in zip(*tables, strict=True))
