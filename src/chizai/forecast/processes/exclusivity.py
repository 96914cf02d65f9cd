"""Loss of exclusivity: a cliff, when generics may enter, and the erosion that follows it.

The share that a brand keeps t years after the cliff is `left + (1 - left) e^(-speed t)`. The day is known from the
statutory life, or comes early with a challenge. Calibration: `fit_erosion` on the sales of brands through their cliffs;
on ten large US brands of 2013 to 2017 (Medicare Part D spend, Centers for Medicare & Medicaid Services) it leaves a few
per cent, most of it gone within a year. Erosion of licensed technology that is no medicine may be far slower.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.course import Course
from chizai.forecast.processes.events import Table, by_period
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share
from chizai.forecast.processes.squares import least_squares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_POINTS = 2
"""As many as parameters."""
FASTEST_A_YEAR = 50.0
"""A cliff that leaves nothing of the first week; no yearly series shows a faster one."""
LOWEST, HIGHEST = (0.0, 1e-3), (1.0, FASTEST_A_YEAR)
"""Where the part that stays and the speed are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erosion:
    """How a brand's sales erode once others may sell the same."""

    left_part: float
    """Part of the sales that stays in the end, 0 to 1."""
    speed_annual: float
    """How fast the rest goes: 1 halves it in 0.69 years; above 0."""

    def __post_init__(self) -> None:
        """Refuse what no erosion has."""
        require_share("part that stays", self.left_part)
        require_positive("speed of erosion", self.speed_annual)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErosionPoint:
    """Sales of a brand in a stretch of time after its cliff."""

    from_years: float
    """Start of the stretch, years since the cliff; negative where it began before."""
    until_years: float
    """Its end, later."""
    part: float
    """Sales of the stretch by sales of an equally long one before the cliff; 0 or more."""

    def __post_init__(self) -> None:
        """Refuse a stretch without length, or sales below zero."""
        require_positive("length of the stretch", self.until_years - self.from_years)
        require_not_negative("part that is sold", self.part)


def average_part(erosion: Erosion, from_years: float, until_years: float) -> float:
    """Give the mean part that is sold over a stretch of time: the integral of the curve over it; 1 before the cliff.

    Args:
        erosion: the curve.
        from_years: start, years since the cliff, negative before it.
        until_years: end, later.

    Raises:
        ValueError: the stretch has no length.
    """
    require_positive("length of the stretch", until_years - from_years)
    start, end = max(from_years, 0.0), max(until_years, 0.0)
    before = min(until_years, 0.0) - min(from_years, 0.0)
    eroding = (math.exp(-erosion.speed_annual * start) - math.exp(-erosion.speed_annual * end)) / erosion.speed_annual
    after = erosion.left_part * (end - start) + (1.0 - erosion.left_part) * eroding
    return (before + after) / (until_years - from_years)


def part_by_period(erosion: Erosion, cliff_years: float, years: Sequence[float]) -> tuple[float, ...]:
    """Give the mean part that each period sells, where the cliff is known.

    Args:
        erosion: the curve.
        cliff_years: years from today to the cliff; negative where it has been.
        years: ends of the periods, strictly rising from above 0; shape (n_periods,).

    Raises:
        ValueError: a period has no length.
    """
    starts = (0.0, *years[:-1])
    return tuple(
        average_part(erosion, start - cliff_years, end - cliff_years) for start, end in zip(starts, years, strict=True)
    )


def expected_part(erosion: Erosion, has_come: Table, period_years: float) -> tuple[float, ...]:
    """Give the expected part that each period sells, where the cliff comes at the start of an uncertain period.

    Formula: `1 - sum over k <= t of P(cliff in k) (1 - mean part of period t - k after it)`.

    Args:
        erosion: the curve.
        has_come: the cliff's table.
        period_years: length of a period.

    Raises:
        ValueError: the table does not rise within 0 to 1, or the length is not above zero.
    """
    comes, curve = by_period(has_come), _curve(erosion, period_years, len(has_come))
    return tuple(
        1.0 - sum(comes[k] * (1.0 - curve[period - k]) for k in range(period + 1)) for period in range(len(comes))
    )


def draw_parts(
    erosion: Erosion, cliff_periods: "NDArray[np.int64]", n_periods: int, period_years: float
) -> "NDArray[np.float64]":
    """Give the part that each path sells, from the period at whose start its cliff comes.

    Args:
        erosion: the curve.
        cliff_periods: of each path, n_periods or more for none; shape (n_paths,).
        n_periods: how many periods are asked for.
        period_years: length of a period.

    Returns:
        parts, shape (n_periods, n_paths).

    Raises:
        ValueError: the length is not above zero.
    """
    import numpy as np

    curve = np.asarray((*_curve(erosion, period_years, n_periods), 1.0))
    since = np.arange(n_periods)[:, None] - cliff_periods[None, :]
    parts: NDArray[np.float64] = curve[np.where(since < 0, n_periods, since)]
    return parts


def course_of(erosion: Erosion, period_years: float, gap_periods: int) -> Course:
    """Give the course nearest to the curve: its mean part over the first periods, then what stays.

    Args:
        erosion: the curve.
        period_years: length of a period.
        gap_periods: over how many periods the erosion is averaged, 1 or more.

    Raises:
        ValueError: a length or the number is not above zero.
    """
    require_positive("number of periods", gap_periods)
    during = average_part(erosion, 0.0, gap_periods * period_years)
    return Course(during=during, gap_periods=gap_periods, after=erosion.left_part)


def fit_erosion(points: Sequence[ErosionPoint]) -> Erosion:
    """Calibrate the curve by least squares on stretches of brands' sales.

    Args:
        points: at least two, at least one of them after a cliff.

    Raises:
        ValueError: they are too few.
    """
    after = [point for point in points if point.until_years > 0.0]
    if len(after) < FEWEST_POINTS:
        raise ValueError(f"{len(after)} stretches after a cliff are too few: {FEWEST_POINTS} are needed")

    def misses(numbers: list[float]) -> list[float]:
        erosion = Erosion(left_part=numbers[0], speed_annual=numbers[1])
        return [average_part(erosion, point.from_years, point.until_years) - point.part for point in after]

    left_part, speed_annual = least_squares(misses, (0.1, 1.5), LOWEST, HIGHEST).numbers
    return Erosion(left_part=left_part, speed_annual=speed_annual)


def _curve(erosion: Erosion, period_years: float, n_periods: int) -> tuple[float, ...]:
    return tuple(average_part(erosion, k * period_years, (k + 1) * period_years) for k in range(n_periods))
