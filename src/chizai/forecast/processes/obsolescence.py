"""Obsolescence: from a time that nobody knows, a technology fades, a constant part each period.

It is one of three separate drivers, each stressable alone; popularity and competition are the others. Calibration: the
value of patents depreciates 2 to 7 % a year (G. de Rassenfosse and A. Jaffe, 2018); earlier work found up to 25 %
(A. Pakes and M. Schankerman, 1984; figure from memory). The two parts, how soon and how fast, are assumptions unless
fitted to the user's own series by `fit_obsolescence`.
"""

import math
from collections.abc import Sequence
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
    """A broken line through the logarithm of a series, and whether it is a fade."""

    has_begun: bool
    n_levels: int
    """Periods of the series."""
    onset: int
    """The first period that falls; 1 where the line falls from the start, and no level before it is seen."""
    slope: float
    """Of the logarithm, a period, from the onset on."""
    deviation: float
    """Standard deviation of the logarithm round the line."""

    @property
    def weight(self) -> float:
        """Give the information on the slope, by the variance round the line."""
        return _information(self.n_levels, self.onset)


@dataclass(frozen=True, slots=True)
class Watch:
    """How long a series was watched for an onset."""

    periods: float
    """Until the fade began, or an onset could no longer have shown."""
    has_come: bool


def fit_obsolescence(
    series: Sequence[Sequence[float]], period_years: float, least_fall_annual: float = 0.05
) -> Obsolescence:
    """Calibrate both parts on several series of royalties, by `fade_of` each of them.

    Raises:
        ValueError: one is too short or not above zero, none shows when a fade begins, or a number is out of range.
    """
    fades = [fade_of(row, period_years, least_fall_annual) for row in series]
    return obsolescence_of(fades, watches(fades), period_years)


def obsolescence_of(fades: Sequence[Fade], watched: Sequence[Watch], period_years: float) -> Obsolescence:
    """Give both parts: onsets by years watched, and the mean slope of what fades.

    Raises:
        ValueError: no series was watched, or the length of a period is not above zero.
    """
    require_positive("length of a period", period_years)
    if not watched:
        raise ValueError("no series shows when a fade begins: each fades from its first period or strays too far")
    exposure_years = period_years * math.fsum(watch.periods for watch in watched)
    slope = mean_slope(fades)
    return Obsolescence(
        hazard_annual=fit_hazard(sum(watch.has_come for watch in watched), exposure_years).hazard_annual,
        decay_annual=0.0 if slope is None else -math.expm1(slope / period_years),
    )


def mean_slope(fades: Sequence[Fade]) -> float | None:
    """Give the mean slope a period of what fades, weighted by its information; none where nothing does."""
    begun = [fade for fade in fades if fade.has_begun]
    weights = math.fsum(fade.weight for fade in begun)
    return math.fsum(fade.weight * fade.slope for fade in begun) / weights if begun else None


def fade_of(levels: Sequence[float], period_years: float, least_fall_annual: float) -> Fade:
    """Fit a broken line to the logarithm of a series by least squares, and tell whether it is a fade.

    The logarithm is level up to an onset and falls along a straight line from it on; the onset is the one that leaves
    the smallest squares. A fade has begun where the line falls by the least at least, and where one level series in a
    hundred at most, with noise that is independent from period to period, would show such a fall: the chance of
    Student's t, times the onsets that were tried (C. E. Bonferroni, 1936). A fall in the last period alone is none.

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
    last = len(levels) - 1
    squares, onset, slope = min(_line_from(onset, logs) for onset in range(1, last + 1))
    deviation = math.sqrt(squares / (len(levels) - 2))
    is_steep = slope <= -least_fall_annual * period_years
    has_begun = is_steep and onset < last and _shows(slope, deviation, len(levels), onset)
    return Fade(has_begun, len(levels), onset, slope, deviation)


def watches(fades: Sequence[Fade]) -> tuple[Watch, ...]:
    """Give how long each series was watched: from its second period to the last in which an onset could show.

    An onset in the first cannot be told from a fade that had begun before, so that a series which fades from there was
    not watched; nor was one that strays so far that no fade of the mean slope would show. An onset that shows by luck,
    after the last that could, is not counted: it stands for those before that do not. Where no more fade than level
    series would by chance, what a fade is like is not known, and each series was watched to its last period but one.
    """
    slope = mean_slope(fades) if are_more_than_chance(fades) else None
    watched = []
    for fade in fades:
        last = _last_shown(fade, slope)
        has_come = fade.has_begun and fade.onset <= last
        if last > 1 and not (fade.has_begun and fade.onset == 1):
            # in the middle of its first period that falls the fade is taken to begin
            watched.append(Watch(fade.onset - 1.5 if has_come else last - 1.0, has_come))
    return tuple(watched)


def are_more_than_chance(fades: Sequence[Fade]) -> bool:
    """Tell whether so many fade that level series, which pass by chance, would so seldom that they are none."""
    from scipy.special import gammainc

    begun = sum(fade.has_begun for fade in fades)
    return begun > 0 and float(gammainc(begun, LEVEL_PASSES * len(fades))) <= LEVEL_PASSES


def _last_shown(fade: Fade, slope: float | None) -> int:
    """Give the last period in which an onset would show by a slope; the last but one where no slope is known."""
    lasts = range(fade.n_levels - 2, 0, -1)
    if slope is None:
        return lasts[0]
    return next((onset for onset in lasts if _shows(slope, fade.deviation, fade.n_levels, onset)), 0)


def _shows(slope: float, deviation: float, n_levels: int, onset: int) -> bool:
    """Tell whether noise would show such a fall so seldom that it is none."""
    from scipy.special import stdtr

    fall = slope * math.sqrt(_information(n_levels, onset))
    return not deviation or (n_levels - 1) * float(stdtr(n_levels - 2, fall / deviation)) <= LEVEL_PASSES


def _information(n_levels: int, onset: int) -> float:
    """Give the squares, round their mean, of a line that is 0 before an onset, and 1, 2, 3 ... from it on."""
    n = n_levels - onset
    return n * (n + 1) * (2 * n + 1) / 6 - (n * (n + 1) / 2) ** 2 / n_levels


def _line_from(onset: int, logs: "NDArray[np.float64]") -> tuple[float, int, float]:
    """Fit a level and the fall from an onset on: the squares left, the onset and the slope."""
    import numpy as np

    faded = np.maximum(np.arange(len(logs)) - onset + 1.0, 0.0)
    centred = faded - faded.mean()
    slope = float(centred @ logs) / _information(len(logs), onset)
    rest = logs - logs.mean() - slope * centred
    return float(rest @ rest), onset, slope
