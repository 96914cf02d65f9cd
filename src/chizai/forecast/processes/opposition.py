"""Opposition: anyone may oppose a patent within six months of the gazette that publishes its grant (Patent Act, 113).

A patent is opposed with a chance, at a time that is uniform over the window, decided a delay later, and revoked with a
chance. Calibration: 1,260, 1,322 and 1,411 rights were opposed in 2021 to 2023 (Japan Patent Office, annual report
2024); the number of grants and the part that is revoked are from memory and to be verified at their source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import Table, fit_chance
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW_YEARS = 0.5
JPO_OPPOSED = {2021: 1260, 2022: 1322, 2023: 1411}
"""Rights opposed by year: Japan Patent Office, annual report 2024."""
JPO_GRANTS = {2021: 184_000, 2022: 201_000, 2023: 209_000}
"""Patents granted by year, rounded; reference data from memory."""
REVOKED_PART = 0.1
"""Part of the oppositions that end with the patent revoked, in whole or in part; reference data from memory."""
DELAY_YEARS = 0.75
"""From opposition to decision; an assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """How likely a fresh patent is opposed and revoked."""

    opposed_chance: float
    """Probability that it is opposed within the window, as seen on the day of its gazette."""
    revoked_chance: float = REVOKED_PART
    """Probability that an opposition ends with it revoked."""
    delay_years: float = DELAY_YEARS
    """From opposition to decision, 0 or more."""

    def __post_init__(self) -> None:
        """Refuse what no opposition has."""
        require_share("chance of opposition", self.opposed_chance)
        require_share("chance of revocation", self.revoked_chance)
        require_not_negative("delay", self.delay_years)


def has_fallen(opposition: Opposition, gazette_years_ago: float, years: Sequence[float]) -> Table:
    """Give the probability that a patent that nobody has opposed so far is revoked by each time.

    Formula: `p r min(max((t - delay) / rest of the window, 0), 1)` with p the chance of opposition in the rest of the
    window, given none so far: `q w / (1 - q (1 - w))` with w the part of the window that is left.

    Args:
        opposition: its numbers.
        gazette_years_ago: years since the gazette, 0 or more; past the window nothing can come.
        years: times.

    Raises:
        ValueError: the gazette lies in the future.
    """
    require_not_negative("time since the gazette", gazette_years_ago)
    left_years = max(WINDOW_YEARS - gazette_years_ago, 0.0)
    if left_years == 0.0:
        return (0.0,) * len(years)
    chance = _chance_left(opposition.opposed_chance, left_years) * opposition.revoked_chance
    return tuple(chance * min(max((time - opposition.delay_years) / left_years, 0.0), 1.0) for time in years)


def draw_fallen(
    opposition: Opposition,
    generator: "np.random.Generator",
    gazette_years_ago: float,
    years: Sequence[float],
    n_paths: int,
) -> "NDArray[np.bool_]":
    """Draw whether the patent is revoked by each time; shape (n_periods, n_paths).

    Raises:
        ValueError: the gazette lies in the future.
    """
    import numpy as np

    require_not_negative("time since the gazette", gazette_years_ago)
    left_years = max(WINDOW_YEARS - gazette_years_ago, 0.0)
    opposed = generator.random(n_paths) < _chance_left(opposition.opposed_chance, left_years)
    revoked = opposed & (generator.random(n_paths) < opposition.revoked_chance)
    decided_at = generator.uniform(0.0, left_years, n_paths) + opposition.delay_years
    return (np.asarray(years, dtype=np.float64)[:, None] >= decided_at[None, :]) & revoked[None, :]


def fit_opposition(n_opposed: int, n_grants: int, n_revoked: int) -> Opposition:
    """Calibrate by counts, under Jeffreys's prior: opposed by granted, revoked by opposed.

    Raises:
        ValueError: nothing was granted, or a count is below zero or exceeds the whole that it is part of.
    """
    require_positive("number of grants", n_grants)
    return Opposition(opposed_chance=fit_chance(n_opposed, n_grants), revoked_chance=fit_chance(n_revoked, n_opposed))


def jpo_opposition() -> Opposition:
    """Give the average Japanese patent's opposition: 2021 to 2023 pooled, about 7 in 1,000 opposed."""
    n_opposed, n_grants = sum(JPO_OPPOSED.values()), sum(JPO_GRANTS.values())
    return fit_opposition(n_opposed, n_grants, round(n_opposed * REVOKED_PART))


def _chance_left(chance: float, left_years: float) -> float:
    """Give the chance of opposition in the rest of the window, given none before it."""
    left = left_years / WINDOW_YEARS
    before = chance * (1.0 - left)
    return chance * left / (1.0 - before) if before < 1.0 else 0.0
