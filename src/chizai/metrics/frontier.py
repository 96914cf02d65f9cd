"""The efficient frontier: what each level of cover of a class costs, or takes off the proceeds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chizai.deal.model import Deal
from chizai.metrics.solver import Solution, solve
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """The best deal at one level of cover."""

    level_ppm: int
    """The cover that was asked for."""
    cover_ppm: int
    """The cover that the deal has."""
    goal: int
    """Its purchase price in minor units, or its yearly cost in ppm, as the request's goal has it."""
    solution: Solution


@dataclass(frozen=True, slots=True)
class Frontier:
    """The deals among which none is better in cover and goal both."""

    class_id: str
    points: tuple[FrontierPoint, ...]
    """By rising cover; dominated ones are left out."""
    beyond: tuple[tuple[int, tuple[Failure, ...]], ...]
    """Levels that no deal reaches, and why."""


def frontier(
    deal: Deal,
    request: SolverRequest,
    outlook: Outlook,
    class_id: str,
    levels_ppm: Sequence[int],
    file: str = "request",
) -> Result[Frontier]:
    """Solve a request once for each level of a class's cover.

    Args:
        deal: as `read_deal` gives it.
        request: with a goal; its targets hold at every level.
        outlook: what the deal is sized on.
        class_id: whose cover is varied.
        levels_ppm: least covers, in any order, each above 0.
        file: the name under which the user knows the request, for the places of failures.

    Returns:
        the frontier; or what is wrong with the request; or, where no level can be reached, why the lowest cannot.
    """
    failures = _check(request, levels_ppm, file)
    if failures:
        return Failed(failures)
    points: list[FrontierPoint] = []
    beyond: list[tuple[int, tuple[Failure, ...]]] = []
    for level_ppm in sorted(set(levels_ppm)):
        cover = Target(measure=Measure.COVER, of=class_id, sense=Sense.AT_LEAST, level=level_ppm)
        match solve(deal, replace(request, targets=(*request.targets, cover)), outlook, file):
            case Failed(why):
                beyond.append((level_ppm, why))
            case Ok(solution):
                cover_ppm, goal = solution.achieved[-1].reached, solution.goal
                if cover_ppm is not None and goal is not None:
                    point = FrontierPoint(level_ppm=level_ppm, cover_ppm=cover_ppm, goal=goal, solution=solution)
                    points.append(point)
    if not points:
        return Failed(beyond[0][1])
    return Ok(Frontier(class_id, efficient(points, request.goal), tuple(beyond)))


def efficient(points: Sequence[FrontierPoint], goal: Goal) -> tuple[FrontierPoint, ...]:
    """Leave out each point that another beats in cover or goal without being worse in either; by rising cover."""
    sign = -1 if goal is Goal.LEAST_YEARLY_COST else 1
    kept: list[FrontierPoint] = []
    for point in sorted(points, key=lambda each: (each.cover_ppm, sign * each.goal), reverse=True):
        if not kept or sign * point.goal > sign * kept[-1].goal:
            kept.append(point)
    return tuple(reversed(kept))


def _check(request: SolverRequest, levels_ppm: Sequence[int], file: str) -> tuple[Failure, ...]:
    failures = []
    if request.goal is Goal.SATISFY:
        what, why = "goal = 'satisfy'", "a frontier weighs cover against what is best"
        failures.append(
            Failure(Reason.MISSING, Place(file, None, "goal"), what, why, "write most-proceeds or least-yearly-cost")
        )
    if not levels_ppm or min(levels_ppm) <= 0:
        place = Place(file, None, "levels_ppm")
        why = "each level is a least cover to solve for"
        failures.append(
            Failure(Reason.OUT_OF_RANGE, place, f"levels_ppm = {list(levels_ppm)}", why, "write covers above 0 in ppm")
        )
    return tuple(failures)
