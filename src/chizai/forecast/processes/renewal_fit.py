"""Calibration of renewals on the survival of a cohort: heterogeneous worth, rising fees, and terms that run out.

Of Japanese patents, 88 % are in force 5 years after registration, 54 % after 10 and 13 % after 15 (Japan Patent Office,
Status Report 2019, figure 1-1-7). The hazard that this implies rises from 3 to 28 % a year: no constant hazard comes
near it, and a mixture of constant hazards, whose hazard falls, even less. What does is worth that differs from patent
to patent, held against fees that step up, and the end of the term: patents of those years were registered about six
years after filing, so that past age 14 many had lived their 20 years.

Three numbers are fitted to three points, so the fit is exact and proves nothing by itself. That the mean lag comes out
near six years, whatever the decay, speaks for it; the lag itself is not in the figures. The fees are those of 2022: the
cohorts decided under earlier, lower ones.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chizai.forecast.processes.limits import require_positive, require_rising, require_share
from chizai.forecast.processes.renewal import Renewal, draw_lapsed, has_lapsed
from chizai.forecast.processes.squares import least_squares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TERM_YEARS = 20.0
"""From filing (Patent Act, art. 67(1))."""
LAG_YEARS_DEVIATION = 1.5
"""Spread of the time from filing to registration; an assumption."""
DECAY_ANNUAL = 0.07
"""The upper end of 2 to 7 % (G. de Rassenfosse and A. Jaffe, 2018)."""
JPO_SURVIVAL = {5.0: 0.88, 10.0: 0.54, 15.0: 0.13}
"""Part of Japanese patents in force by years since registration, at the end of 2018: Status Report 2019."""
FEWEST_POINTS = 3
"""As many as parameters."""
TYPICAL_LOG_VALUE, TYPICAL_LOG_DEVIATION, TYPICAL_LAG_YEARS = math.log(2e5), 2.0, 6.0
"""Log worth in yen, its spread and the lag from which they are looked for."""
LOWEST, HIGHEST = (0.0, 0.01, 0.0), (40.0, 20.0, TERM_YEARS)
"""Where log worth, its spread and the lag are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Patents that are registered some years after filing, renewed by worth, and expire by term."""

    renewal: Renewal
    lag_years: float
    """Mean time from filing to registration."""
    lag_years_deviation: float = LAG_YEARS_DEVIATION
    """Its standard deviation over patents, normal, above 0."""

    def __post_init__(self) -> None:
        """Refuse what no cohort has."""
        require_positive("spread of the lag", self.lag_years_deviation)


def in_force(cohort: Cohort, ages: Sequence[float]) -> tuple[float, ...]:
    """Give the part of a cohort that is in force at each age: not given up, and not past its term.

    Formula: `(1 - lapsed(age)) Phi((20 - age - lag) / spread)`.

    Raises:
        ValueError: an age is out of range.
    """
    lapsed = has_lapsed(cohort.renewal, ages)
    return tuple(
        (1.0 - gone) * _normal((TERM_YEARS - age - cohort.lag_years) / cohort.lag_years_deviation)
        for age, gone in zip(ages, lapsed, strict=True)
    )


def draw_in_force(
    cohort: Cohort, generator: "np.random.Generator", ages: Sequence[float], n_paths: int
) -> "NDArray[np.bool_]":
    """Draw whether patents are in force at each age; shape (n_ages, n_paths)."""
    import numpy as np

    lags = cohort.lag_years + cohort.lag_years_deviation * generator.standard_normal(n_paths)
    living = np.asarray(ages, dtype=np.float64)[:, None] + lags[None, :] <= TERM_YEARS
    return living & ~draw_lapsed(cohort.renewal, generator, ages, n_paths)


def fit_cohort(
    survival: Mapping[float, float] = JPO_SURVIVAL,
    renewal: Renewal | None = None,
    lag_years_deviation: float = LAG_YEARS_DEVIATION,
) -> Cohort:
    """Calibrate the worth's mean and spread and the mean lag by least squares of the survival.

    The decay cannot be told from three points and is taken as given.

    Args:
        survival: part in force by age, three ages or more, falling.
        renewal: whose decay, fees and claims are taken; if none, a Japanese patent's
            of ten claims that loses 7 % a year.
        lag_years_deviation: spread of the time from filing to registration.

    Raises:
        ValueError: there are too few ages, their parts do not fall within 0 to 1, or they leave a number open.
    """
    ages = sorted(survival)
    parts = [survival[age] for age in ages]
    if len(ages) < FEWEST_POINTS:
        raise ValueError(f"{len(ages)} ages are too few for three parameters: {FEWEST_POINTS} are needed")
    require_rising("the parts that have ended by age", [1.0 - part for part in parts])
    for part in parts:
        require_share("part in force", part)
    base = renewal or Renewal(
        log_value=TYPICAL_LOG_VALUE, log_deviation=TYPICAL_LOG_DEVIATION, decay_annual=DECAY_ANNUAL
    )

    def cohort_of(numbers: Sequence[float]) -> Cohort:
        log_value, log_deviation, lag_years = numbers
        valued = replace(base, log_value=log_value, log_deviation=log_deviation)
        return Cohort(renewal=valued, lag_years=lag_years, lag_years_deviation=lag_years_deviation)

    def misses(numbers: list[float]) -> list[float]:
        return [model - part for model, part in zip(in_force(cohort_of(numbers), ages), parts, strict=True)]

    start = (base.log_value, base.log_deviation, TYPICAL_LAG_YEARS)
    fit = least_squares(misses, start, LOWEST, HIGHEST)
    if not fit.is_determined:
        raise ValueError("the parts leave the worth, its spread or the lag open: others fit them as well")
    return cohort_of(fit.numbers)


def _normal(distance: float) -> float:
    return 0.5 * math.erfc(-distance / math.sqrt(2.0))
