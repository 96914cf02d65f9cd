"""A class without interest on ten years of a million: what it raises at each cover is known by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.metrics.frontier import FrontierPoint, efficient, frontier
from chizai.metrics.solver import Solution, solve
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Ok, Reason

DEAL = """
id = "frontier"
title = "Frontier"
title_ja = "効率的フロンティア"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2035-01-01, months = 12, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]
classes = [{ id = "A", kind = "note", balance_minor = 1_000, unit_minor = 1 }]

[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "cash"
"""
OUTLOOK = Outlook(inflows_minor=(1_000_000,) * 10)
SIZE = Unknown(key="classes.A.balance_minor", low=4_000_000, high=20_000_000, step=1)
REQUEST = SolverRequest(unknowns=(SIZE,), targets=(), goal=Goal.MOST_PROCEEDS)


@pytest.fixture(scope="module")
def deal() -> Deal:
    read = read_deal(DEAL)
    assert isinstance(read, Ok), read
    return read.value


@pytest.fixture(scope="module")
def solution(deal: Deal) -> Solution:
    found = solve(deal, REQUEST, OUTLOOK)
    assert isinstance(found, Ok)
    return found.value


def test_the_more_cover_the_less_is_raised(deal: Deal) -> None:
    found = frontier(deal, REQUEST, OUTLOOK, "A", (2_000_000, 1_250_000, 1_600_000, 1_250_000))
    assert isinstance(found, Ok), found
    assert [(point.level_ppm, point.cover_ppm, point.goal) for point in found.value.points] == [
        (1_250_000, 1_250_000, 8_000_000),
        (1_600_000, 1_600_000, 6_250_000),
        (2_000_000, 2_000_000, 5_000_000),
    ]
    assert found.value.beyond == ()


def test_levels_that_no_deal_reaches_are_told_and_why(deal: Deal) -> None:
    # the least that may be raised is 4 millions, which have a cover of 2.5
    found = frontier(deal, REQUEST, OUTLOOK, "A", (3_000_000, 2_000_000))
    assert isinstance(found, Ok), found
    assert [point.level_ppm for point in found.value.points] == [2_000_000]
    ((level_ppm, (failure,)),) = found.value.beyond
    assert level_ppm == 3_000_000
    assert "the nearest that was found is 2.5 " in failure.what


def test_a_frontier_that_reaches_no_level_says_why_the_lowest_is_out_of_reach(deal: Deal) -> None:
    found = frontier(deal, REQUEST, OUTLOOK, "A", (4_000_000, 3_000_000))
    assert isinstance(found, Failed)
    assert found.failures[0].what.startswith("cover of A at least 3 cannot be met")


def test_a_level_that_the_targets_already_exceed_adds_no_point(deal: Deal) -> None:
    at_least = Target(measure=Measure.COVER, of="A", sense=Sense.AT_LEAST, level=2_000_000)
    found = frontier(deal, replace(REQUEST, targets=(at_least,)), OUTLOOK, "A", (1_250_000, 1_600_000, 2_500_000))
    assert isinstance(found, Ok), found
    assert [(point.cover_ppm, point.goal) for point in found.value.points] == [
        (2_000_000, 5_000_000),
        (2_500_000, 4_000_000),
    ]


def test_the_least_yearly_cost_needs_something_to_be_raised(deal: Deal) -> None:
    # all that is collected beyond the class goes back to the owner, and the class bears no interest
    raised = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=5_000_000)
    request = replace(REQUEST, targets=(raised,), goal=Goal.LEAST_YEARLY_COST)
    found = frontier(deal, request, OUTLOOK, "A", (1_500_000,))
    assert isinstance(found, Ok), found
    (point,) = found.value.points
    assert point.goal == 0
    assert point.solution.numbers[0][1] in range(5_000_000, 6_666_661)


@pytest.mark.parametrize(
    ("request_", "levels_ppm", "reason", "place"),
    [
        (replace(REQUEST, goal=Goal.SATISFY), (1_500_000,), Reason.MISSING, "sizing.toml: goal"),
        (REQUEST, (), Reason.OUT_OF_RANGE, "sizing.toml: levels_ppm"),
        (REQUEST, (1_500_000, 0), Reason.OUT_OF_RANGE, "sizing.toml: levels_ppm"),
        (
            replace(REQUEST, unknowns=()),
            (1_500_000,),
            Reason.MISSING,
            "sizing.toml: unknowns",
        ),
    ],
)
def test_a_frontier_that_cannot_be_drawn_is_refused(
    deal: Deal, request_: SolverRequest, levels_ppm: tuple[int, ...], reason: Reason, place: str
) -> None:
    found = frontier(deal, request_, OUTLOOK, "A", levels_ppm, "sizing.toml")
    assert isinstance(found, Failed)
    assert [(failure.reason, str(failure.place)) for failure in found.failures] == [(reason, place)]


@given(
    pairs=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=12),
    goal=st.sampled_from((Goal.MOST_PROCEEDS, Goal.LEAST_YEARLY_COST)),
)
def test_of_the_points_only_those_stay_that_none_beats(
    solution: Solution, pairs: list[tuple[int, int]], goal: Goal
) -> None:
    points = [FrontierPoint(level_ppm=c, cover_ppm=c, goal=g, solution=solution) for c, g in pairs]
    sign = -1 if goal is Goal.LEAST_YEARLY_COST else 1
    kept = [(point.cover_ppm, point.goal) for point in efficient(points, goal)]

    def is_beaten(one: tuple[int, int]) -> bool:
        return any(other != one and other[0] >= one[0] and sign * other[1] >= sign * one[1] for other in pairs)

    assert kept == sorted({one for one in pairs if not is_beaten(one)})
