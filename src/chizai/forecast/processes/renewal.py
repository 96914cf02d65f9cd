"""Renewal: a right is given up in the first year that is worth less to its owner than the fee.

What a right brings in its first year is log-normal over rights and loses a constant part each year, while fees rise: so
the year by year decision is the best one (M. Schankerman and A. Pakes, 1986). The survival of a cohort that follows is
no exponential: rights of little value go when fees step up, those of value stay. `renewal_fit` calibrates it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import Table, given_not_come
from chizai.forecast.processes.fees import FIRST_DECIDED_YEAR, JPO_PATENT, FeeSchedule, annual_fee_minor
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

N_CLAIMS = 10
"""Claims of a usual Japanese patent; an assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What rights are worth to their owners, and what keeping them costs."""

    log_value: float
    """Mean of the natural logarithm of what the first year of life is worth, in yen."""
    log_deviation: float
    """Standard deviation of it over rights, or how unsure the value of a known right is; 0 or more."""
    decay_annual: float
    """Part of the worth that each year loses, 0 up to 1."""
    schedule: FeeSchedule = JPO_PATENT
    n_claims: int = N_CLAIMS

    def __post_init__(self) -> None:
        """Refuse what no right has."""
        require_not_negative("deviation of the value", self.log_deviation)
        require_share("decay", self.decay_annual)
        if self.decay_annual == 1.0 or not math.isfinite(self.log_value):
            raise ValueError("a right that is worth nothing, or no number, is not decided about")


def log_thresholds(renewal: Renewal) -> tuple[float, ...]:
    """Give the least logarithm of the first year's worth with which a right is kept through each year of life.

    Formula: the highest so far of `ln fee_n - (n - 1) ln(1 - decay)`; years paid for at registration ask for nothing.

    Returns:
        by year of life from 1 on, rising; shape (last year of the schedule,).
    """
    fall = math.log1p(-renewal.decay_annual)
    years = range(1, renewal.schedule.last_year + 1)
    asked = (
        math.log(annual_fee_minor(renewal.schedule, year, renewal.n_claims)) - (year - 1) * fall
        if year >= FIRST_DECIDED_YEAR
        else -math.inf
        for year in years
    )
    return tuple(accumulate(asked, max))


def has_lapsed(renewal: Renewal, ages: Sequence[float]) -> Table:
    """Give the probability that a right has been given up by each age: `Phi((threshold - log value) / deviation)`.

    Args:
        renewal: the worth and the fees.
        ages: years since registration, 0 or more; at age 4.5 the fee of the fifth year has been decided about.

    Raises:
        ValueError: an age lies before registration, or past the last year that can be paid for.
    """
    thresholds = log_thresholds(renewal)
    return tuple(_below(renewal, thresholds[_year_of(renewal, age) - 1]) for age in ages)


def will_have_lapsed(renewal: Renewal, age_years: float, years: Sequence[float]) -> Table:
    """Give the probability that a right in force today is given up by each time.

    Args:
        renewal: the worth and the fees, as seen at registration.
        age_years: years since registration today, 0 or more.
        years: times from today.

    Raises:
        ValueError: the age lies before registration, or past the last year, or the right would surely have lapsed.
    """
    (already,) = has_lapsed(renewal, (age_years,))
    last = float(renewal.schedule.last_year)
    return given_not_come(has_lapsed(renewal, [min(age_years + time, last) for time in years]), already)


def renewal_of_value(value_minor_annual: float, age_years: float, renewal: Renewal) -> Renewal:
    """Give the renewal of a right whose worth this year is known: as known as the deviation says.

    Args:
        value_minor_annual: what the present year is worth to its owner, in yen, above 0; such as its royalties.
        age_years: years since registration today.
        renewal: whose decay, fees and deviation are taken.

    Raises:
        ValueError: the value is not above zero, or the age out of range.
    """
    require_positive("value of the year", value_minor_annual)
    fallen = (_year_of(renewal, age_years) - 1) * math.log1p(-renewal.decay_annual)
    return Renewal(
        log_value=math.log(value_minor_annual) - fallen,
        log_deviation=renewal.log_deviation,
        decay_annual=renewal.decay_annual,
        schedule=renewal.schedule,
        n_claims=renewal.n_claims,
    )


def draw_lapsed(
    renewal: Renewal, generator: "np.random.Generator", ages: Sequence[float], n_paths: int
) -> "NDArray[np.bool_]":
    """Draw whether rights have been given up by each age, by deciding year by year; shape (n_ages, n_paths)."""
    import numpy as np

    worth = np.exp(renewal.log_value + renewal.log_deviation * generator.standard_normal(n_paths))
    kept_years = np.full(n_paths, FIRST_DECIDED_YEAR - 1)
    kept = np.ones(n_paths, dtype=np.bool_)
    for year in range(FIRST_DECIDED_YEAR, renewal.schedule.last_year + 1):
        fee = annual_fee_minor(renewal.schedule, year, renewal.n_claims)
        kept &= worth * (1.0 - renewal.decay_annual) ** (year - 1) >= fee
        kept_years += kept
    return np.array([[_year_of(renewal, age)] for age in ages]) > kept_years[None, :]


def not_renewed(renewal_years: Sequence[float], chance: float, years: Sequence[float]) -> Table:
    """Give the probability that a trademark is not renewed by each time: `1 - chance^(renewals due so far)`.

    Args:
        renewal_years: when renewals fall due, in years from today; every ten years for a Japanese trademark.
        chance: probability that each is made, an assumption.
        years: times.

    Raises:
        ValueError: the chance lies outside 0 to 1.
    """
    require_share("chance of a renewal", chance)
    return tuple(1.0 - float(chance ** sum(due <= time for due in renewal_years)) for time in years)


def _year_of(renewal: Renewal, age: float) -> int:
    """Give the year of life at an age, the first up to age 1."""
    require_not_negative("age", age)
    year = max(math.ceil(age), 1)
    if year > renewal.schedule.last_year:
        raise ValueError(f"age {age:g} lies past year {renewal.schedule.last_year}, the last that can be paid for")
    return year


def _below(renewal: Renewal, threshold: float) -> float:
    if renewal.log_deviation == 0.0:
        return float(renewal.log_value < threshold)
    distance = (threshold - renewal.log_value) / renewal.log_deviation
    return 0.5 * math.erfc(-distance / math.sqrt(2.0))
