"""Search on a grid of whole numbers: the least cost of all points whose values lie in their bands.

Sequential linear programming: the values and the cost are taken as linear round the best point so far, the linear
problem is solved within a trust region (in whole steps where few are left), and the model learns from each point that
is tried (C. G. Broyden, 1965). Bands that cannot be kept cost a penalty on what lies outside (the exact penalty of
R. Fletcher, Practical Methods of Optimization, 1987), so that the search ends at the least breach where none fits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

At: TypeAlias = tuple[int, ...]
"""Whole steps of each unknown above its lowest value; shape (n_unknowns,)."""

PENALTIES = (3.0, 100.0, 3000.0)
"""What one of a scaled breach costs: more and more until the goal gains nothing by one."""
ITERATIONS_MAX = 30
MENDS_MAX = 3
"""How often the same slopes are tried again from where they led."""
RETURNS_MAX = 4
"""How often a climb that found more is followed by linear problems again."""
CLIMBS_MAX = 400
"""Points that the last climb may look at."""
FIRST_RADIUS = 0.5
"""Trust region as a part of each unknown's range."""
SLOPE_STRIDES = 1e-4, 1e-3
"""The least and the largest stride over which slopes are measured, as parts of each unknown's range."""
NEAR_MISS = 1e-3
"""A breach so small comes of the steps of the grid: no other start would mend it."""
WHOLE_MAX = 512
"""Up to this many steps of trust region, the linear problem is solved in whole steps."""
LEAST_REACH = 0.25
"""A trust region of fewer steps has been a single step for a while."""
LEAST_GAIN = 1e-7
GOOD_MODEL = 0.9
"""A step that makes this part of what was promised needs no new slopes."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a value must lie, both ends included."""

    low: float
    high: float
    scale: float
    """What one of a breach is measured in, above 0."""

    def breach(self, value: float) -> float:
        """Give how far a value lies outside, in the band's scale; 0 inside."""
        return max(self.low - value, value - self.high, 0.0) / self.scale


@dataclass(frozen=True, slots=True)
class Point:
    """A point that was tried."""

    at: At
    values: tuple[float, ...]
    """One for each band."""
    cost: float
    """About 1 in size: lower is better."""


@dataclass(frozen=True, slots=True)
class _Region:
    """Where the linear model is trusted."""

    centre: At
    radius: float
    """As a part of each unknown's range, but one step at least."""


@dataclass(slots=True)
class Space:
    """What is searched: the grid, the bands, and how a point is tried. Each point is tried once."""

    n_steps: At
    """The highest step of each unknown."""
    bands: tuple[Band, ...]
    attempt: Callable[[At], Point]
    cost_ahead: Callable[[At], float | None] = lambda _: None
    """The cost of a point if it is known without trying it."""
    penalty: float = PENALTIES[0]
    """It rises only: what one search found too little is too little for the next."""
    tried: dict[At, Point] = field(default_factory=dict)

    def point(self, at: At) -> Point:
        """Give a point, tried now or before."""
        if at not in self.tried:
            self.tried[at] = self.attempt(at)
        return self.tried[at]

    def breach(self, point: Point) -> float:
        """Sum what lies outside the bands."""
        return sum(band.breach(value) for band, value in zip(self.bands, point.values, strict=True))

    def merit(self, point: Point) -> float:
        """Give what the search makes small."""
        return point.cost + self.penalty * self.breach(point)

    def stepped(self, at: At, unknown: int, steps: int) -> At | None:
        """Move one unknown; none where that leaves the grid."""
        moved = at[unknown] + steps
        return (*at[:unknown], moved, *at[unknown + 1 :]) if 0 <= moved <= self.n_steps[unknown] else None


def starts(n_steps: Sequence[int]) -> list[At]:
    """Give points to start from: the middle, a quarter of the way up, and the corners of all low and all high."""
    parts = ((1, 2), (1, 4), (0, 1), (1, 1))
    return list(dict.fromkeys(tuple(n * above // below for n in n_steps) for above, below in parts))


def search_all(space: Space) -> Point:
    """Search from one start after the other until the bands are kept; give the best point."""
    first, *others = starts(space.n_steps)
    best = search(space, first)
    for start in others:
        if space.breach(best) < NEAR_MISS:
            break
        best = min(best, search(space, start), key=space.merit)
    return best


def search(space: Space, start: At, radius: float = FIRST_RADIUS) -> Point:
    """Search from one point; give the best that was found, with no better one a single step away in cost."""
    here = space.point(start)
    for space.penalty in [penalty for penalty in PENALTIES if penalty >= space.penalty]:
        here = _descended(space, here, radius)
        if not space.breach(here):
            break
    for _ in range(RETURNS_MAX):
        climbed = _climbed(space, here)
        if climbed is here:
            break
        here = _descended(space, climbed, radius)
        here = climbed if space.breach(here) else here
    return _climbed(space, here)


def _descended(space: Space, here: Point, radius: float) -> Point:
    """Walk down from one linear problem to the next until none promises anything."""
    slopes, most = None, max(1, *space.n_steps)
    for _ in range(ITERATIONS_MAX):
        is_fresh = slopes is None
        if slopes is None:
            slopes = _slopes(space, here, radius)
        gain, there, slopes = _attempt(space, here, slopes, radius)
        made = space.merit(here) - space.merit(there)
        if gain <= LEAST_GAIN:
            if is_fresh and radius * most <= WHOLE_MAX:
                break
            radius = min(radius, WHOLE_MAX / most) if is_fresh else radius
            slopes = None
        elif made > 0:
            here = there
            radius = min(1.0, radius * 2) if made > gain / 2 else radius
            slopes = slopes if made > GOOD_MODEL * gain else None
        else:
            radius /= 4
            slopes = None
        if radius * most < LEAST_REACH:
            break
    return here


def _attempt(
    space: Space, here: Point, slopes: "NDArray[np.float64]", radius: float
) -> tuple[float, Point, "NDArray[np.float64]"]:
    """Try what the linear problem proposes; where it breaches bands that it meant to keep, mend it from there.

    The mending is a second-order correction (Fletcher, as above): without it the penalty refuses long steps along a
    curved band.

    Returns:
        what the first proposal promised, the best point that was tried, and the slopes with what was learned.
    """
    region = _Region(here.at, radius)
    at = _proposal(space, here, slopes, region)
    gain = space.merit(here) - space.merit(_modelled(here, slopes, at))
    best, base = here, here
    for _ in range(MENDS_MAX + 1):
        if at == base.at or gain <= LEAST_GAIN:
            break
        there = space.point(at)
        slopes = _learned(base, there, slopes)
        is_worse = base is not here and space.merit(there) >= space.merit(base)
        best = min(best, there, key=space.merit)
        made = space.merit(here) - space.merit(best)
        if made > gain / 2 or is_worse:
            break
        base = there
        at = _proposal(space, base, slopes, region)
    return gain, best, slopes


def _climbed(space: Space, here: Point) -> Point:
    """Move single unknowns to the last step that keeps the bands and costs less, in strides that double."""
    if space.breach(here):
        return here
    looked, moved = 0, True
    while moved and looked < CLIMBS_MAX:
        moved = False
        for unknown in range(len(here.at)):
            for way in (1, -1):
                stride = 1
                while stride and looked < CLIMBS_MAX:
                    at = space.stepped(here.at, unknown, way * stride)
                    looked += 1
                    if at is not None and _is_better(space, at, here):
                        here, stride, moved = space.point(at), stride * 2, True
                    else:
                        stride = 0 if stride == 1 else 1
    return here


def _is_better(space: Space, at: At, here: Point) -> bool:
    ahead = space.cost_ahead(at)
    if ahead is not None and ahead >= here.cost:
        return False
    there = space.point(at)
    return there.cost < here.cost and not space.breach(there)


def _slopes(space: Space, here: Point, radius: float) -> "NDArray[np.float64]":
    """Measure how values and cost move with each unknown, by steps down where there is room.

    Smaller sizes seldom leave the bands; beyond them the cost may take another course, as where nothing is repaid.

    Returns:
        shape (n_values + 1, n_unknowns).
    """
    import numpy as np

    slopes = np.zeros((len(here.values) + 1, len(here.at)))
    least, largest = SLOPE_STRIDES
    for unknown, most in enumerate(space.n_steps):
        stride = max(1, round(most * min(max(radius / 8, least), largest)))
        at = space.stepped(here.at, unknown, -stride) or space.stepped(here.at, unknown, stride)
        if at is not None:
            there = space.point(at)
            slopes[:, unknown] = (_row(there) - _row(here)) / (at[unknown] - here.at[unknown])
    return slopes


def _row(point: Point) -> "NDArray[np.float64]":
    import numpy as np

    return np.array([*point.values, point.cost])


def _modelled(here: Point, slopes: "NDArray[np.float64]", at: At) -> Point:
    """Give what the linear model takes a point to be."""
    import numpy as np

    row = _row(here) + slopes @ (np.array(at, float) - np.array(here.at, float))
    return Point(at, tuple(float(value) for value in row[:-1]), float(row[-1]))


def _learned(here: Point, there: Point, slopes: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Mend the slopes so that the model is right at both points (Broyden's update, in steps of the move's own size)."""
    import numpy as np

    move = np.array(there.at, float) - np.array(here.at, float)
    size = np.where(move == 0, 1.0, abs(move))
    miss = _row(there) - _row(_modelled(here, slopes, there.at))
    scaled = move / size
    return np.asarray(slopes + np.outer(miss, scaled / (scaled @ scaled)) / size)


def _proposal(space: Space, here: Point, slopes: "NDArray[np.float64]", region: _Region) -> At:
    """Solve the linear problem round a point within the trust region.

    Its variables are the moves of the unknowns, in whole steps or in parts of the region, and each band's breach.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    n_moves, n_bands = len(here.at), len(space.bands)
    reach = np.array([max(1, int(most * region.radius)) for most in space.n_steps])
    is_whole = reach <= WHOLE_MAX
    unit = np.where(is_whole, 1, reach)
    at, most = np.array(here.at), np.array(space.n_steps)
    low = (np.maximum(np.array(region.centre) - reach, 0) - at) / unit
    high = (np.minimum(np.array(region.centre) + reach, most) - at) / unit
    scales = np.array([band.scale for band in space.bands])
    rows = slopes[:-1] * unit / scales[:, None]
    values = np.array(here.values)
    floor = (np.array([band.low for band in space.bands]) - values) / scales
    ceiling = (np.array([band.high for band in space.bands]) - values) / scales
    none = np.full(n_bands, np.inf)
    limits = [
        LinearConstraint(np.hstack((rows, np.eye(n_bands))), floor, none),
        LinearConstraint(np.hstack((rows, -np.eye(n_bands))), -none, ceiling),
    ]
    solved = milp(
        np.concatenate((slopes[-1] * unit, np.full(n_bands, space.penalty))),
        integrality=np.concatenate((is_whole, np.zeros(n_bands))),
        bounds=Bounds(np.concatenate((low, np.zeros(n_bands))), np.concatenate((high, none))),
        constraints=limits if n_bands else None,
        options={"presolve": False},  # so small a problem gains nothing by it, and HiGHS prints what it undoes
    )
    if solved.x is None:
        return here.at
    moved = np.clip(at + np.rint(solved.x[:n_moves] * unit).astype(np.int64), 0, most)
    return tuple(int(step) for step in moved)
