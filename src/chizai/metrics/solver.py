"""The structuring solver: several numbers of a deal at once, against several targets."""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.deal.model import Deal
from chizai.metrics.solver_check import check_request, put
from chizai.metrics.solver_measures import confirm_cover, measure
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, written
from chizai.metrics.solver_runs import Outlook
from chizai.metrics.solver_search import At
from chizai.metrics.solver_task import Task
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


@dataclass(frozen=True, slots=True)
class Binding:
    """What stops one number from going on."""

    unknown: str
    """Its key."""
    stopped_by: str
    """The target that one more step would break, in words, or the number's own bound."""


@dataclass(frozen=True, slots=True)
class Achieved:
    """A target and what the deal comes to. One of a symbol by all ideas is followed by what each idea comes to."""

    target: Target
    reached: int | None
    """In the unit of the measure, on all futures; none where the measure has no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A deal that meets all targets."""

    deal: Deal
    """With the answers put in."""
    numbers: tuple[tuple[str, int], ...]
    """Key and answer of each unknown."""
    achieved: tuple[Achieved, ...]
    goal: int | None
    """Purchase price in minor units, or yearly cost in ppm, as the goal has it; none where there is no goal."""
    binding: tuple[Binding, ...]
    """What one more step of a number would break, where the step would not worsen the goal."""
    n_deals_tried: int
    n_paths: int
    seed: int | None


def solve(deal: Deal, request: SolverRequest, outlook: Outlook, file: str = "request") -> Result[Solution]:
    """Choose the unknown numbers of a deal so that all targets are met, and the goal is reached as far as can be found.

    All deals are tried on the same futures. The answer is whole numbers on the grid of the unknowns, and it is judged
    on all futures and by the exact executor; where several optima exist the search may end at a local one.

    Args:
        deal: as `read_deal` gives it; the numbers that are unknown may stand at anything that is valid.
        request: what is asked.
        outlook: what the deal is sized on.
        file: the name under which the user knows the request, for the places of failures.

    Returns:
        the solution; or what is wrong with the request; or which targets cannot be met, the best that was reached of
        each, and where.

    Raises:
        ValueError: the outlook does not fit the deal's periods.
        AssertionError: the executors disagree; this is a bug of Chizai, never of the input.
    """
    failures = check_request(deal, request, outlook, file)
    if failures:
        return Failed(failures)
    task = Task.of(deal, request, outlook)
    best = task.best()
    if not task.is_met(best):
        return Failed(tuple(_infeasible(task, best, file)))
    return Ok(_solution(task, best))


def _solution(task: Task, at: At) -> Solution:
    numbers, reached = task.numbers(at), task.reached(at, on_all=True)
    deal = put(task.deal, numbers)
    values = dict(zip(task.targets, reached.values, strict=True))
    achieved = [Achieved(each, values[each]) for target in task.request.targets for each in (target, *target.ideas)]
    for class_id in dict.fromkeys(target.of for target in task.request.targets if target.is_of_cover):
        cover = Target(measure=Measure.COVER, of=class_id, sense=Sense.AT_LEAST, level=0)
        found = measure(deal, task.outlook, [cover], Goal.SATISFY, 0, task.hints)
        confirm_cover(deal, task.outlook, class_id, found.values[0])
    return Solution(
        deal=deal,
        numbers=tuple(numbers.items()),
        achieved=tuple(achieved),
        goal=reached.goal,
        binding=tuple(dict.fromkeys(_binding(task, at))),
        n_deals_tried=len(task.seen) + len(task.judged),
        n_paths=task.outlook.n_paths,
        seed=task.outlook.seed,
    )


def _binding(task: Task, at: At) -> Iterator[Binding]:
    """Take one more step of each number either way, unless that worsens the goal, and tell what it breaks."""
    space, here = task.space(), task.point(at)
    for number, unknown in enumerate(task.request.unknowns):
        for way, bound in ((1, f"its upper bound {unknown.highest:_}"), (-1, f"its lower bound {unknown.low:_}")):
            there_at = space.stepped(at, number, way)
            if there_at is None:
                inward = space.stepped(at, number, -way)
                if inward is None or task.point(inward).cost >= here.cost:
                    yield Binding(unknown.key, bound)
                continue
            there = task.point(there_at)
            if there.cost <= here.cost:
                rows = zip(task.targets, space.bands, there.values, strict=True)
                yield from (Binding(unknown.key, target.label) for target, band, value in rows if band.breach(value))


def _infeasible(task: Task, at: At, file: str) -> Iterator[Failure]:
    """Say of each target that the nearest deal misses how near it comes, and whether it could be met alone."""
    values = task.reached(at, on_all=True).values
    for number, (target, value) in enumerate(zip(task.targets, values, strict=True)):
        if target.is_met(value):
            continue
        is_asked = number < len(task.request.targets)
        if target.by is not None and not is_asked:
            continue  # told with the symbol that it is part of
        place = Place(file, None, f"targets[{number + 1}] ({target.quantity})" if is_asked else "unknowns")
        alone = task.narrowed((target,))
        alone_at = alone.best()
        if alone.is_met(alone_at):
            others = ", ".join(each.label for each in task.request.targets if each is not target) or "the others"
            yield Failure(
                Reason.INCONSISTENT,
                place,
                f"{target.label} cannot be met together with {others}: the nearest that was found is"
                f" {_reached(task, at, target)} with {_where(task, at)}",
                f"alone it can be met, with {_where(alone, alone_at)}",
                "lower one of the targets, or widen a range in which a number stands at its bound",
            )
        else:
            yield Failure(
                Reason.OUT_OF_RANGE,
                place,
                f"{target.label} cannot be met: the nearest that was found is {_reached(alone, alone_at, target)}"
                f" with {_where(alone, alone_at)}",
                "nothing that was tried within the ranges comes nearer, even with no other target",
                "lower the target, widen a range in which a number stands at its bound, or take a finer step",
            )


def _reached(task: Task, at: At, target: Target) -> str:
    """Say what a target comes to at a point; of a symbol by all ideas, what each of them comes to."""
    values = dict(zip(task.targets, task.reached(at, on_all=True).values, strict=True))
    ideas = ", ".join(f"{each.by} {_value(each, values[each])}" for each in target.ideas)
    return _value(target, values[target]) + (f" ({ideas})" if ideas else "")


def _value(target: Target, value: int | None) -> str:
    return "no value at all" if value is None else written(target.measure, value)


def _where(task: Task, at: At) -> str:
    """Say where a point stands, with the bounds that it touches."""
    told = []
    for unknown, (key, number) in zip(task.request.unknowns, task.numbers(at).items(), strict=True):
        touched = {unknown.low: " (its lower bound)", unknown.highest: " (its upper bound)"}
        told.append(f"{key} = {number:_}{touched.get(number, '')}")
    return ", ".join(told)
