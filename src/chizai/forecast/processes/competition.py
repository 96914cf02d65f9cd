"""Competition: rivals who may enter, each of whom takes a part of what is left.

It is one of three separate drivers, each stressable alone; obsolescence and popularity are the others. Each possible
rival comes by a hazard of its own, independently, and takes its part for good; several take parts of parts. The hazards
and parts are assumptions unless they are counted by `fit_entrant` on the user's own market.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.course import Course, draw_standing
from chizai.forecast.processes.events import Table, constant, draw_periods, fit_hazard, later_by
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One rival that may enter."""

    hazard_annual: float
    """Entries a year while it has not entered, 0 or more."""
    part_taken: float
    """Part of the royalties that it takes from its entry on, 0 to 1."""
    not_before_years: float = 0.0
    """Years from the valuation date before which it cannot enter, such as the life of a blocking right."""

    def __post_init__(self) -> None:
        """Refuse what no rival has."""
        require_not_negative("hazard", self.hazard_annual)
        require_share("part taken", self.part_taken)
        require_not_negative("earliest entry", self.not_before_years)


def has_entered(entrant: Entrant, years: Sequence[float]) -> Table:
    """Give the probability that the rival has entered by each time; shape (n_periods,)."""
    return constant(entrant.hazard_annual, later_by(years, entrant.not_before_years))


def course_of(entrant: Entrant) -> Course:
    """Give what is paid after its entry: what it leaves, at once and for good."""
    return Course(after=1.0 - entrant.part_taken)


def expected_part(entrants: Sequence[Entrant], years: Sequence[float]) -> tuple[float, ...]:
    """Give the part that the rivals are expected to leave by each time: `product of (1 - part_i F_i(t))`."""
    tables = [(entrant.part_taken, has_entered(entrant, years)) for entrant in entrants]
    return tuple(math.prod(1.0 - part * table[period] for part, table in tables) for period in range(len(years)))


def draw_parts(
    entrants: Sequence[Entrant], generator: "np.random.Generator", years: Sequence[float], n_paths: int
) -> "NDArray[np.float64]":
    """Draw the part that the rivals leave; shape (n_periods, n_paths)."""
    import numpy as np

    left = np.ones((len(years), n_paths))
    for entrant in entrants:
        entries = draw_periods(has_entered(entrant, years), generator, n_paths)
        left *= draw_standing(course_of(entrant), entries, len(years))
    return left


def fit_entrant(watched_years: Sequence[float], parts_left: Sequence[float]) -> Entrant:
    """Calibrate one rival on comparable markets.

    Args:
        watched_years: of each market, the years until the rival entered or the watch ended; at least one.
        parts_left: for each market that it did enter, royalties after by royalties before, above 0; those above 1
            count too, so that chance does not become a loss.

    Returns:
        the hazard, as `fit_hazard` counts it, and the part taken, 1 less the geometric mean of the parts left, not
        below 0; no entry shows no part, and 0 stands for it.

    Raises:
        ValueError: more entries than markets, or a number that is not above zero.
    """
    if len(parts_left) > len(watched_years):
        raise ValueError(f"{len(parts_left)} entries into {len(watched_years)} markets")
    for part in parts_left:
        require_positive("part left", part)
    hazard = fit_hazard(len(parts_left), math.fsum(watched_years)).hazard_annual
    log_left = math.fsum(map(math.log, parts_left)) / len(parts_left) if parts_left else 0.0
    return Entrant(hazard_annual=hazard, part_taken=max(-math.expm1(log_left), 0.0))
