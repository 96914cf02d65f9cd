"""Obsolescence: from a time that nobody knows, a technology fades, a constant part each period.

It is one of three separate drivers, each stressable alone; popularity and competition are the others. Calibration: the
value of patents depreciates 2 to 7 % a year (G. de Rassenfosse and A. Jaffe, 2018); earlier work found up to 25 %
(A. Pakes and M. Schankerman, 1984; figure from memory). The two parts, how soon and how fast, are assumptions unless
fitted to the user's own series by `fit_obsolescence`.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chizai.forecast.processes.events import Table, by_period, constant, draw_periods, fit_hazard
from chizai.forecast.processes.limits import require_not_negative, require_positive, require_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_LEVELS = 4
"""A level before and after the onset and one more of each to tell a fade from noise."""
LEVEL_PASSES = 0.01
"""Part of level series that pass for fading at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obsolescence:
    """When a successor technology arrives, and how fast royalties fade from then on."""

    hazard_annual: float
    """Arrivals a year, 0 or more."""
    decay_annual: float
    """Part of the royalties that each year loses from the arrival on, 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse what no technology has."""
        require_not_negative("hazard", self.hazard_annual)
        require_share("decay", self.decay_annual)


def has_come(obsolescence: Obsolescence, years: Sequence[float]) -> Table:
    """Give the probability that the fade has begun by each time; shape (n_periods,)."""
    return constant(obsolescence.hazard_annual, years)


def keep_by_period(obsolescence: Obsolescence, period_years: float) -> float:
    """Give the part that a period keeps of the one before: `(1 - decay)^years`.

    Raises:
        ValueError: the period's length is not above zero.
    """
    require_positive("length of a period", period_years)
    kept: float = (1.0 - obsolescence.decay_annual) ** period_years
    return kept


def expected_fade(keep: float, table: Table) -> tuple[float, ...]:
    """Give the part of royalties that is expected to be left: `1 - F(t) + sum over k <= t of f(k) keep^(t - k + 1)`.

    Args:
        keep: part that each period keeps, 0 to 1; it first bites in the period of the onset.
        table: probability that the fade has begun.

    Returns:
        parts, shape (n_periods,).

    Raises:
        ValueError: the part lies outside 0 to 1, or the table does not rise.
    """
    require_share("part kept", keep)
    left = []
    fading = 0.0
    for begins, begun in zip(by_period(table), table, strict=True):
        fading = (fading + begins) * keep
        left.append(1.0 - begun + fading)
    return tuple(left)


def draw_fade(keep: float, table: Table, generator: "np.random.Generator", n_paths: int) -> "NDArray[np.float64]":
    """Draw the part of royalties that is left on each path; shape (n_periods, n_paths).

    Raises:
        ValueError: the part lies outside 0 to 1, or the table does not rise.
    """
    import numpy as np

    require_share("part kept", keep)
    onset = draw_periods(table, generator, n_paths)
    faded_periods = np.maximum(np.arange(len(table))[:, None] - onset[None, :] + 1, 0)
    parts: NDArray[np.float64] = keep ** faded_periods.astype(np.float64)
    return parts


@dataclass(frozen=True, slots=True)
class Fade:
    """A series as it fades, or does not."""

    has_begun: bool
    watched_periods: float
    """In which a fade could be seen to begin, until it did; 0 where it fades from its first period."""
    slope: float
    """Of the logarithm, a period, from the onset on."""
    weight: float
    """Information on the slope."""

    @property
    def is_dated(self) -> bool:
        """Tell whether the fade was seen to begin."""
        return self.has_begun and self.watched_periods > 0.0


def fit_obsolescence(
    series: Sequence[Sequence[float]], period_years: float, least_fall_annual: float = 0.05
) -> Obsolescence:
    """Calibrate both parts on several series of royalties: `obsolescence_of` their fades.

    Raises:
        ValueError: no series is given, one is too short or not above zero, or a number is out of range.
    """
    return obsolescence_of([fade_of(row, period_years, least_fall_annual) for row in series], period_years)


def obsolescence_of(fades: Sequence[Fade], period_years: float) -> Obsolescence:
    """Give both parts: onsets by years watched, and the mean slope of what fades, weighted by its information.

    Raises:
        ValueError: there is no series, none was watched, or the length of a period is not above zero.
    """
    require_positive("length of a period", period_years)
    if not fades:
        raise ValueError("no series is given")
    watched = math.fsum(fade.watched_periods for fade in fades)
    if not watched:
        raise ValueError("every series fades from its first period: none shows when a fade begins")
    begun = [fade for fade in fades if fade.has_begun]
    hazard = fit_hazard(sum(fade.is_dated for fade in fades), watched * period_years).hazard_annual
    return Obsolescence(
        hazard_annual=hazard, decay_annual=-math.expm1(mean_slope(begun) / period_years) if begun else 0.0
    )


def mean_slope(fades: Collection[Fade]) -> float:
    """Give the mean of slopes a period, weighted by their information."""
    return math.fsum(fade.weight * fade.slope for fade in fades) / math.fsum(fade.weight for fade in fades)


def fade_of(levels: Sequence[float], period_years: float, least_fall_annual: float) -> Fade:
    """Fit a broken line to the logarithm of a series by least squares, and tell whether it fades.

    The logarithm is level up to an onset and falls along a straight line from it on; the onset is the one that leaves
    the smallest squares. A fade has begun where the line falls by the least at least, and where one level series in a
    hundred at most, with noise that is independent from period to period, would show such a fall: the chance of
    Student's t, times the onsets that were tried (C. E. Bonferroni, 1936).

    A line that falls from the second period on does not show when it began to, and so is not watched; one that falls in
    the last alone cannot be told from noise, and has not begun to fade.

    Args:
        levels: above zero, by equal periods, at least four.
        period_years: length of a period.
        least_fall_annual: of the logarithm a year, above zero: what is less is taken for noise.

    Raises:
        ValueError: they are too few or not above zero, or a number is out of range.
    """
    import numpy as np

    require_positive("length of a period", period_years)
    require_positive("least fall", least_fall_annual)
    if len(levels) < FEWEST_LEVELS:
        raise ValueError(f"{len(levels)} levels are too few to see a fade: {FEWEST_LEVELS} are needed")
    for level in levels:
        require_positive("level", level)
    logs = np.log(np.asarray(levels, dtype=np.float64))
    last, freedom = len(levels) - 1, len(levels) - 2
    squares, onset, slope, weight = min(_line_from(onset, logs) for onset in range(1, last + 1))
    has_begun = (
        onset < last
        and slope <= -least_fall_annual * period_years
        and last * _chance_of_fall(slope * math.sqrt(weight), squares, freedom) <= LEVEL_PASSES
    )
    return Fade(has_begun, watched_periods(len(levels), onset if has_begun else None), slope, weight)


def _chance_of_fall(fall: float, squares: float, freedom: int) -> float:
    """Give how often noise falls as far: the lower tail of Student's t of a fall, by the deviation that is left."""
    from scipy.special import stdtr

    return float(stdtr(freedom, fall / math.sqrt(squares / freedom))) if squares else 0.0


def watched_periods(n_levels: int, onset: int | None) -> float:
    """Give for how many periods an onset could be seen: from the second, before which no level shows, to the last.

    Args:
        n_levels: periods of the series.
        onset: the first that fades, in whose middle the fade is taken to begin; none for a series that does not fade.
    """
    return n_levels - 3.0 if onset is None else max(onset - 1.5, 0.0)


def _line_from(onset: int, logs: "NDArray[np.float64]") -> tuple[float, int, float, float]:
    """Fit a level and the fall from an onset on: the squares left, the onset, the slope and its information."""
    import numpy as np

    faded = np.maximum(np.arange(len(logs)) - onset + 1.0, 0.0)
    centred = faded - faded.mean()
    weight = float(centred @ centred)
    slope = float(centred @ logs) / weight
    rest = logs - logs.mean() - slope * centred
    return float(rest @ rest), onset, slope, weight
