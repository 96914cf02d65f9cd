"""Challenge: a request for invalidation, its decision after a delay, and the right lost for good if it succeeds.

Requests come by a hazard, each succeeds with a chance, and the right falls a delay after the request that succeeds.
Requests that succeed are then themselves a hazard (a thinned Poisson process), `1 - exp(-h p (t - delay))`, so that a
right may be challenged again after a refusal. Calibration: Japan Patent Office, annual report 2022, trials for
invalidation of patents 2014 to 2021, by 2.05 million patents in force. Grants include those in part. The delay is an
assumption; a licensed patent is worth a challenge more often than the average one, so a user raises the hazard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import (
    Table,
    constant,
    first_of,
    fit_chance,
    fit_hazard,
    later_by,
    surely_at,
    with_chance,
)
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TrialYear:
    """A year of trials for invalidation, as an office counts them."""

    year: int
    requests: int
    granted: int
    """Invalid, in whole or in part."""
    refused: int
    """Refused or dismissed."""
    withdrawn: int


JPO_PATENT_TRIALS = (
    TrialYear(2014, 215, 37, 106, 41),
    TrialYear(2015, 231, 39, 144, 36),
    TrialYear(2016, 140, 56, 125, 42),
    TrialYear(2017, 161, 35, 108, 24),
    TrialYear(2018, 159, 19, 84, 22),
    TrialYear(2019, 113, 26, 102, 34),
    TrialYear(2020, 121, 28, 60, 24),
    TrialYear(2021, 106, 17, 57, 38),
)
"""Japan Patent Office, annual report 2022: 257 granted, 786 refused, 261 withdrawn."""
JPO_PATENTS_IN_FORCE = 2_050_000
"""Japan Patent Office, at the end of 2018."""
DELAY_YEARS = 1.0
"""From request to decision; an assumption. An action against the decision takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """How often a right is challenged, and what comes of it."""

    hazard_annual: float
    """Requests for invalidation a year, 0 or more."""
    invalid_chance: float
    """Probability that a request ends with the right invalid; refusals and withdrawals are the rest."""
    delay_years: float = DELAY_YEARS
    """From request to decision, 0 or more."""
    pending_years: float | None = None
    """Years until the decision on a request that is pending today; none where none is."""

    def __post_init__(self) -> None:
        """Refuse what no trial has."""
        require_not_negative("hazard", self.hazard_annual)
        require_share("chance of invalidity", self.invalid_chance)
        require_not_negative("delay", self.delay_years)
        if self.pending_years is not None:
            require_not_negative("time to the pending decision", self.pending_years)


def has_fallen(challenge: Challenge, years: Sequence[float]) -> Table:
    """Give the probability that the right is invalid by each time; shape (n_periods,)."""
    succeeding = challenge.hazard_annual * challenge.invalid_chance
    later = constant(succeeding, later_by(years, challenge.delay_years))
    if challenge.pending_years is None:
        return later
    return first_of(later, with_chance(surely_at(challenge.pending_years, years), challenge.invalid_chance))


def draw_fallen(
    challenge: Challenge, generator: "np.random.Generator", years: Sequence[float], n_paths: int
) -> "NDArray[np.bool_]":
    """Draw whether the right is invalid by each time, request by request; shape (n_periods, n_paths)."""
    import numpy as np

    fallen_at = np.full(n_paths, np.inf)
    if challenge.pending_years is not None:
        fallen_at[generator.random(n_paths) < challenge.invalid_chance] = challenge.pending_years
    last_years = max(years, default=0.0)
    requested_at = np.zeros(n_paths)
    while challenge.hazard_annual > 0.0 and (requested_at < last_years).any():
        requested_at += generator.exponential(1.0 / challenge.hazard_annual, n_paths)
        succeeds = generator.random(n_paths) < challenge.invalid_chance
        decided_at = np.where(succeeds, requested_at + challenge.delay_years, np.inf)
        fallen_at = np.minimum(fallen_at, decided_at)
    return np.asarray(years, dtype=np.float64)[:, None] >= fallen_at[None, :]


def fit_challenge(
    trials: Sequence[TrialYear], rights_in_force: float, delay_years: float = DELAY_YEARS, times_average: float = 1.0
) -> Challenge:
    """Calibrate on an office's count, under Jeffreys's prior: requests by rights in force, grants by all outcomes.

    Args:
        trials: a year or more.
        rights_in_force: each year on average, above 0.
        delay_years: from request to decision.
        times_average: how many times more often than the average right this one is challenged; an assumption.

    Raises:
        ValueError: there is no year, or a number is out of range.
    """
    outcomes = sum(year.granted + year.refused + year.withdrawn for year in trials)
    require_positive("number of years", len(trials))
    require_positive("number of rights in force", rights_in_force)
    require_not_negative("multiple of the average", times_average)
    average = fit_hazard(sum(year.requests for year in trials), len(trials) * rights_in_force)
    return Challenge(
        hazard_annual=times_average * average.hazard_annual,
        invalid_chance=fit_chance(sum(year.granted for year in trials), outcomes),
        delay_years=delay_years,
    )


def chance_deviation(trials: Sequence[TrialYear]) -> float:
    """Give the standard deviation of the chance of invalidity after a count: of the Beta(g + 1/2, n - g + 1/2).

    It is the posterior under Jeffreys's prior (H. Jeffreys, 1946), and serves as parameter uncertainty.
    """
    granted = sum(year.granted for year in trials) + 0.5
    other = sum(year.refused + year.withdrawn for year in trials) + 0.5
    whole = granted + other
    deviation: float = (granted * other / (whole**2 * (whole + 1.0))) ** 0.5
    return deviation
