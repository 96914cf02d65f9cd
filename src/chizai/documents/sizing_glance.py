"""A sizing at a glance: what was solved for, what it comes to, what stops it."""

from chizai.documents.futures_words import futures_words
from chizai.documents.language import Language
from chizai.documents.lines import named_lines, table_lines, wrap_lines
from chizai.documents.provenance import Provenance
from chizai.documents.words import NOTHING, words_of
from chizai.metrics.frontier import Frontier
from chizai.metrics.solver import Solution
from chizai.metrics.solver_request import Goal, written
from chizai.units.rate import format_ppm


def sizing_lines(
    goal: Goal,
    solution: Solution,
    found: Frontier | None,
    provenance: Provenance,
    language: Language = Language.ENGLISH,
) -> list[str]:
    """Say what the solver found, in lines of at most 100 columns.

    Args:
        goal: what was best.
        solution: what was found.
        found: the frontier, if one was asked for.
        provenance: of the deal before it was sized, and what futures were drawn.
        language: of the lines.
    """
    words = words_of(language, solution.deal.currency)
    numbers = [[words.say("Number"), words.say("Answer")], *([key, f"{answer:_}"] for key, answer in solution.numbers)]
    targets = [
        [words.say("Target"), words.say("Reached")],
        *(
            [each.target.label, NOTHING if each.reached is None else written(each.target.measure, each.reached)]
            for each in solution.achieved
        ),
    ]
    lines = [*table_lines(numbers), "", *table_lines(targets), ""]
    if solution.goal is not None:
        name = words.say("Purchase price") if goal is Goal.MOST_PROCEEDS else words.say("Yearly cost of funds")
        reached = words.money(solution.goal) if goal is Goal.MOST_PROCEEDS else format_ppm(solution.goal)
        lines += named_lines(name, reached)
    for binding in solution.binding:
        text = words.say("{unknown} is stopped by {target}", unknown=binding.unknown, target=binding.stopped_by)
        lines += named_lines(words.say("Binding"), text)
    drawn = words.say(
        "{deals} deals tried, on {paths} futures of seed {seed}",
        deals=solution.n_deals_tried,
        paths=f"{solution.n_paths:,}",
        seed=NOTHING if solution.seed is None else solution.seed,
    )
    lines += named_lines(words.say("Search"), drawn)
    futures = provenance.future
    lines += named_lines(words.say("Futures"), NOTHING if futures is None else futures_words(futures, words))
    lines += named_lines(words.say("As of"), words.day(provenance.as_of_on))
    lines += named_lines(words.say("Program digest"), provenance.program_digest)
    lines += named_lines(words.say("Chizai version"), provenance.version)
    if found is not None:
        lines += ["", *_frontier_lines(found, goal, [words.say("Cover"), words.say("Goal"), words.say("Numbers")])]
    return lines


def _frontier_lines(found: Frontier, goal: Goal, heads: list[str]) -> list[str]:
    rows = [heads]
    for point in found.points:
        reached = f"{point.goal:_}" if goal is Goal.MOST_PROCEEDS else format_ppm(point.goal)
        numbers = ", ".join(f"{key} = {answer:_}" for key, answer in point.solution.numbers)
        rows.append([f"{point.cover_ppm / 1_000_000:.3f}x", reached, numbers])
    lines = table_lines(rows)
    for level_ppm, failures in found.beyond:
        lines += wrap_lines(f"{level_ppm / 1_000_000:.3f}x: {failures[0].what}")
    return lines
