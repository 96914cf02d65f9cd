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


def fit_obsolescence(series: Sequence[Sequence[float]], period_years: float, least_fall: float = 0.05) -> Obsolescence:
    """Calibrate both parts on several series of royalties by least squares of a broken line.

    The logarithm of each series is level up to an onset and then falls along a straight line; the onset is the one that
    leaves the smallest squares. A series whose line falls by less than `least_fall` a period counts as one that has not
    begun to fade. The hazard is onsets by periods watched; the decay is the mean slope, weighted by its information.

    Args:
        series: royalties above zero by equal periods, at least four each.
        period_years: length of a period.
        least_fall: of the logarithm a period, above zero: what is less is taken for noise.

    Raises:
        ValueError: no series is given, one is too short or not above zero, or a number is out of range.
    """
    require_positive("length of a period", period_years)
    require_positive("least fall", least_fall)
    if not series:
        raise ValueError("no series is given")
    broken = [broken_line(row) for row in series]
    faded = [(onset, slope, weight) for onset, slope, weight in broken if slope <= -least_fall]
    watched = sum(
        watched_periods(len(row), onset if slope <= -least_fall else None)
        for row, (onset, slope, _) in zip(series, broken, strict=True)
    )
    weights = sum(weight for _, _, weight in faded)
    slope = sum(slope * weight for _, slope, weight in faded) / weights if faded else 0.0
    hazard = fit_hazard(len(faded), watched * period_years).hazard_annual
    return Obsolescence(hazard_annual=hazard, decay_annual=-math.expm1(slope / period_years))


def watched_periods(n_levels: int, onset: int | None) -> float:
    """Give for how many periods an onset could come in a series: after the first, which shows its level alone.

    Args:
        n_levels: periods of the series.
        onset: the first that fades, in whose middle the fade is taken to begin; none for a series that does not fade.
    """
    return n_levels - 1.0 if onset is None else onset - 0.5


def broken_line(levels: Sequence[float]) -> tuple[int, float, float]:
    """Fit a level, and from an onset on a fall, to the logarithm of a series.

    Args:
        levels: above zero, at least four.

    Returns:
        the onset's period, the slope a period after it, and the information on the slope.

    Raises:
        ValueError: they are too few, or not above zero.
    """
    import numpy as np

    if len(levels) < FEWEST_LEVELS:
        raise ValueError(f"{len(levels)} levels are too few to see a fade: {FEWEST_LEVELS} are needed")
    for level in levels:
        require_positive("level", level)
    logs = np.log(np.asarray(levels, dtype=np.float64))
    best = min(_line_from(onset, logs) for onset in range(1, len(levels) - 1))
    return best[1:]


def _line_from(onset: int, logs: "NDArray[np.float64]") -> tuple[float, int, float, float]:
    """Fit a level and the fall from an onset on: the squares left, the onset, the slope and its information."""
    import numpy as np

    faded = np.maximum(np.arange(len(logs)) - onset + 1.0, 0.0)
    centred = faded - faded.mean()
    weight = float(centred @ centred)
    slope = float(centred @ logs) / weight
    rest = logs - logs.mean() - slope * centred
    return float(rest @ rest), onset, slope, weight
