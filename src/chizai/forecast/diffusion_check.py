"""Whether what something new is expected to bring can be worked out: every failure, with its key."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from chizai.forecast.assumptions import ForecastAssumption
from chizai.forecast.joint_check import check_numbers
from chizai.forecast.joint_life_check import check_launch
from chizai.units.result import Reason

Report: TypeAlias = Callable[[Reason, str, str, str, str], None]

MOST_GENERATIONS = 20
"""A line of more products is no line of generations."""


def check_bass(assumption: ForecastAssumption, report: Report) -> None:
    """Report what is wrong with a market that takes something up."""
    terms = assumption.bass
    if terms is None:
        fix = "add bass = { market_minor, innovation_ppm_annual, imitation_ppm_annual, launched_on }"
        report(Reason.MISSING, "bass", "there is no table bass", "the method reads nothing else", fix)
        return
    check_numbers(terms, "bass", report)
    if (terms.launched_on is None) == (terms.launch is None):
        what = "neither launched_on nor launch" if terms.launch is None else "both launched_on and launch"
        report(Reason.INCONSISTENT, "bass", what, "one of the two says when sales begin", "write one of them")
    if terms.launch is not None:
        check_launch("bass.launch", terms.launch, report)


def check_generations(assumption: ForecastAssumption, report: Report) -> None:
    """Report what is wrong with a line of products."""
    terms = assumption.generations
    if terms is None:
        fix = "add generations = { innovation_ppm_annual, imitation_ppm_annual, line }"
        report(Reason.MISSING, "generations", "there is no table generations", "the method reads nothing else", fix)
        return
    check_numbers(terms, "generations", report)
    if not 1 <= len(terms.line) <= MOST_GENERATIONS:
        what, why = f"a line of {len(terms.line)} generations", "it has one at least, and few more"
        fix = f"write rows of launched_on and royalty_minor_annual, up to {MOST_GENERATIONS}"
        report(Reason.OUT_OF_RANGE, "generations.line", what, why, fix)
    for number, (earlier, later) in enumerate(pairwise(terms.line), start=2):
        if later.launched_on <= earlier.launched_on:
            what = f"{later.launched_on} stands after {earlier.launched_on}"
            why = "each generation takes over the users of the one before"
            fix = "sort the generations by launch, one a day"
            report(Reason.INCONSISTENT, f"generations.line[{number}].launched_on", what, why, fix)
    if terms.line and not any(each.licensed for each in terms.line):
        what, why = "the licence is for no generation of the line", "it would bring nothing"
        report(Reason.INCONSISTENT, "generations.line", what, why, "leave licensed out of one of them at least")
