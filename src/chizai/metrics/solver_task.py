"""A sizing on its way: a deal's numbers as points of a grid, measured on a part of the futures and judged on all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chizai.deal.closing import closing_flows
from chizai.deal.model import Deal
from chizai.metrics.solver_check import put
from chizai.metrics.solver_measures import PART_MAX_PPM, Reached, measure
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target
from chizai.metrics.solver_runs import Outlook
from chizai.metrics.solver_search import PENALTIES, At, Band, Point, Space, search, search_all
from chizai.units.rate import PPM

PATHS_TO_SEARCH = 4096
"""How many futures the search looks at; what the others change is added to what it finds, and judged on all."""
PATHS_TO_SEARCH_A_SYMBOL = 2**14
"""As many where a symbol is asked for, whose losses are rare."""
ROUNDS_MAX = 8
"""How often the search is set right on all futures."""
ROUND_RADIUS = 0.01
"""How far it then looks, as a part of each range."""
NEAR_A_SYMBOL = 1.0
"""Notches short of all symbols together from which on the search goes over all futures, as a part may mislead it."""
SHIFT_LEAST = 1e-5
"""A smaller change of what all futures add, as a part of a band's scale, is no news."""
COST_WITHOUT_VALUE = 10.0
"""A yearly cost of 1,000 % stands for one that cannot be worked out."""


@dataclass(slots=True)
class Task:
    """A request on its way: the search sees a part of the futures, shifted by what all of them change."""

    deal: Deal
    request: SolverRequest
    targets: tuple[Target, ...]
    outlook: Outlook
    goal_scale: float
    shifts: tuple[float, ...]
    """What all futures add to each value as the search sees it, at the last point that was judged."""
    seen: dict[At, Reached] = field(default_factory=dict)
    """On the part of the futures that is searched."""
    judged: dict[At, Reached] = field(default_factory=dict)
    """On all of them."""
    penalty: float = PENALTIES[0]
    """What the search found enough so far."""
    hints: dict[str, int] = field(default_factory=dict)
    """What part each class needed last."""
    is_over_all: bool = False
    """Whether the search looks at all futures from now on."""

    @classmethod
    def of(cls, deal: Deal, request: SolverRequest, outlook: Outlook) -> "Task":
        """Set a request up; that the classes raise what closing takes is a target of every request."""
        funded = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=0)
        targets = _with_ideas((*request.targets, funded))
        highest = put(deal, {unknown.key: unknown.highest for unknown in request.unknowns})
        most = sum(security.balance_minor for security in highest.classes)
        return cls(deal, request, targets, outlook, max(1.0, float(most)), (0.0,) * len(targets))

    @property
    def n_searched(self) -> int:
        """Count the futures that the search looks at."""
        if self.is_over_all:
            return self.outlook.n_paths
        return min(PATHS_TO_SEARCH_A_SYMBOL if self.is_rated else PATHS_TO_SEARCH, self.outlook.n_paths)

    @property
    def is_rated(self) -> bool:
        """Tell whether a symbol is asked for."""
        return any(target.measure is Measure.RATING for target in self.targets)

    def numbers(self, at: At) -> dict[str, int]:
        """Give the unknowns' numbers at a point of the grid."""
        pairs = zip(self.request.unknowns, at, strict=True)
        return {unknown.key: unknown.low + steps * unknown.step for unknown, steps in pairs}

    def reached(self, at: At, *, on_all: bool) -> Reached:
        """Measure the deal at a point, once."""
        on_all = on_all or self.n_searched == self.outlook.n_paths
        known = self.judged if on_all else self.seen
        if at not in known:
            n_paths = self.outlook.n_paths if on_all else self.n_searched
            deal = put(self.deal, self.numbers(at))
            known[at] = measure(deal, self.outlook, self.targets, self.request.goal, n_paths, self.hints)
        return known[at]

    def is_met(self, at: At) -> bool:
        """Tell whether a point meets all targets on all futures."""
        reached = self.reached(at, on_all=True)
        return all(target.is_met(value) for target, value in zip(self.targets, reached.values, strict=True))

    def space(self) -> Space:
        """Give the search its grid, bands and values, with the shifts as they stand."""
        n_steps = tuple(unknown.n_steps for unknown in self.request.unknowns)
        bands = tuple(_band(target, self.goal_scale) for target in self.targets)
        return Space(n_steps, bands, self.point, self.cost_ahead, self.penalty)

    def point(self, at: At) -> Point:
        """Give a point as the search sees it."""
        reached = self.reached(at, on_all=False)
        rows = zip(self.targets, reached.values, self.shifts, strict=True)
        values = tuple(_searched(target, value) + shift for target, value, shift in rows)
        return Point(at, values, self.cost(reached.goal))

    def cost(self, goal: int | None) -> float:
        """Turn the goal into what the search makes small."""
        match self.request.goal:
            case Goal.SATISFY:
                return 0.0
            case Goal.MOST_PROCEEDS:
                return -(goal or 0) / self.goal_scale
            case Goal.LEAST_YEARLY_COST:
                return COST_WITHOUT_VALUE if goal is None else goal / PPM

    def cost_ahead(self, at: At) -> float | None:
        """Give the cost of a point if no run is needed to know it."""
        if self.request.goal is Goal.LEAST_YEARLY_COST:
            return None
        return self.cost(closing_flows(put(self.deal, self.numbers(at))).purchase_price_minor)

    def best(self) -> At:
        """Search on a part of the futures; where that ends just short of a symbol, go on over all of them."""
        at = self._best_of_part()
        if self.is_rated and not self.is_met(at):
            self.is_over_all, self.shifts = True, (0.0,) * len(self.targets)
            space = self.space()
            if space.breach(self.point(at)) < NEAR_A_SYMBOL:
                return search(space, at, ROUND_RADIUS).at
        return at

    def _best_of_part(self) -> At:
        """Search, judge on all futures, and search again from there until nothing changes."""
        space = self.space()
        at = search_all(space).at
        self.penalty = space.penalty
        best: At | None = None
        for _ in range(ROUNDS_MAX):
            if self.is_met(at):
                if best is not None and self.point(at).cost >= self.point(best).cost:
                    break
                best = at
            if not self.shifted(at):
                break
            again = search(self.space(), at, ROUND_RADIUS).at
            if again == at:
                break
            at = again
        return at if best is None else best

    def shifted(self, at: At) -> bool:
        """Take over what all futures add at a point; tell whether that is any news to the search."""
        full, part = self.reached(at, on_all=True), self.reached(at, on_all=False)
        rows = zip(self.targets, full.values, part.values, strict=True)
        before, self.shifts = self.shifts, tuple(_searched(t, all_) - _searched(t, some) for t, all_, some in rows)
        scales = [band.scale for band in self.space().bands]
        changes = zip(before, self.shifts, scales, strict=True)
        return any(abs(now - then) > SHIFT_LEAST * scale for then, now, scale in changes)

    def narrowed(self, targets: Sequence[Target]) -> "Task":
        """Give the task of meeting some targets alone, whatever the goal."""
        request = replace(self.request, targets=tuple(targets), goal=Goal.SATISFY)
        all_ = _with_ideas(targets)
        return Task(self.deal, request, all_, self.outlook, self.goal_scale, (0.0,) * len(all_))


def _with_ideas(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Add to targets what those of a symbol ask idea by idea."""
    return (*targets, *(by_one for target in targets for by_one in target.ideas))


def _searched(target: Target, value: int | None) -> float:
    """Give a value as the search sees it: the part that a class needs instead of its cover, as it grows with the class.

    A measure without a value stands far on the side where it is not met.
    """
    if target.measure is Measure.COVER:
        return float(PART_MAX_PPM if value is None else PPM * PPM // value)
    if value is None:
        return float(2 * target.wanted if target.sense is Sense.AT_MOST else 0)
    return float(value)


def _band(target: Target, goal_scale: float) -> Band:
    low, high = target.bounds()
    if target.ideas:
        # what is asked of all ideas is searched idea by idea, each even where their lowest has a bend
        return Band(float("-inf"), float("inf"), 1.0)
    if target.measure is Measure.COVER:
        # cover = floor(10^12 / part) is at least c where part <= 10^12 / c, and at most c where part > 10^12 / (c + 1)
        least = 0 if high is None else PPM * PPM // max(high + 1, 1) + 1
        most = float("inf") if low is None or low <= 0 else PPM * PPM // low
        return Band(float(least), float(most), float(max(1, PPM * PPM // max(target.wanted, 1))))
    scale = _scale(target, goal_scale)
    return Band(float("-inf") if low is None else float(low), float("inf") if high is None else float(high), scale)


def _scale(target: Target, goal_scale: float) -> float:
    """Give what one of a breach is: a whole of the level, or a notch."""
    match target.measure:
        case Measure.PURCHASE_PRICE:
            return goal_scale
        case Measure.RATING:
            return float(PPM)
        case _:
            return float(max(abs(target.wanted), PPM // 100))
