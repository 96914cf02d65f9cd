"""Infringement: copies take a part of the royalties until they are stopped; part of the loss is recovered later.

Calibration: suits filed per 1,000 US patents granted 1980 to 1984 (J. O. Lanjouw and M. Schankerman, Stylized Facts of
Patent Litigation, 1997, table 1), spread over the 17 years that such a patent lived. A suit stands for an infringement
that mattered; what is settled without a suit is not in the count, so a user raises the hazard where licensees complain.
How much is lost, for how long and how much comes back are assumptions.
"""

import math
from dataclasses import dataclass

from chizai.forecast.processes.course import Course
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

SUITS_PER_1000 = {
    "drugs-health": 20.1,
    "chemical": 5.4,
    "electronic": 9.6,
    "mechanical": 11.8,
    "other": 15.2,
    "total": 10.7,
    "biotechnology": 60.0,
}
"""Suits filed per 1,000 patents by field: Lanjouw and Schankerman, table 1; biotechnology: J. Lerner, cited there."""
SUED_LIFE_YEARS = 17.0
"""Years from grant that a US patent of those years lived at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Infringement:
    """How often copies appear, and what they cost."""

    hazard_annual: float
    """Infringements a year, 0 or more; the first is followed."""
    part_lost: float
    """Part of the royalties that is lost while it lasts, 0 to 1."""
    lasts_years: float
    """From its beginning until it is stopped, above 0."""
    recovered_part: float = 0.0
    """Part of the loss that is recovered, 0 to 1."""
    recovery_delay_years: float = 0.0
    """From its end to the recovery, 0 or more."""

    def __post_init__(self) -> None:
        """Refuse what no infringement has."""
        require_not_negative("hazard", self.hazard_annual)
        require_share("part lost", self.part_lost)
        require_positive("duration", self.lasts_years)
        require_share("part recovered", self.recovered_part)
        require_not_negative("delay of the recovery", self.recovery_delay_years)


def suit_hazard(suits_per_1000: float, life_years: float = SUED_LIFE_YEARS) -> float:
    """Give suits a patent and year from suits per 1,000 patents over their lives.

    Raises:
        ValueError: the count is below zero, or the life not above it.
    """
    require_not_negative("number of suits", suits_per_1000)
    require_positive("life", life_years)
    return suits_per_1000 / 1000.0 / life_years


def course_of(infringement: Infringement, period_years: float) -> Course:
    """Give what is paid from the period of the infringement on, in whole periods.

    The recovery stands for the loss of all periods that it lasts, each taken as large as the first.

    Args:
        infringement: its numbers.
        period_years: length of a period.

    Raises:
        ValueError: the length is not above zero.
    """
    require_positive("length of a period", period_years)
    lasts_periods = max(round(infringement.lasts_years / period_years), 1)
    delay_periods = math.ceil(round(infringement.recovery_delay_years / period_years, 9))
    return Course(
        during=1.0 - infringement.part_lost,
        gap_periods=lasts_periods,
        after=1.0,
        recovery=infringement.recovered_part * lasts_periods,
        recovery_periods=lasts_periods + delay_periods,
    )
