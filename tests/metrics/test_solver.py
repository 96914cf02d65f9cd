from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.sized import (
    LEVEL,
    ONE_CLASS,
    TWO_CLASSES,
    WITH_RESERVE,
    YEARS,
    coupon,
    cover,
    deal_of,
    is_repaid,
    most,
    par,
    refused,
    size,
    solved,
    spread,
)

from chizai.deal.closing import closing_flows
from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.text import read_deal, write_deal
from chizai.metrics import solver
from chizai.metrics.pricing import price_from_yield
from chizai.metrics.solver import Binding, Solution, solve
from chizai.metrics.solver_check import put
from chizai.metrics.solver_measures import confirm_cover, cover_ppm, measure
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Ok, Reason
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table


def test_the_largest_class_with_cover_of_one_and_a_half_is_two_thirds_of_what_comes() -> None:
    # ten years of a million; with a part of 666,666 ppm, the largest that leaves a cover of 1.5, ten times 666,666 come
    found = solved(deal_of(ONE_CLASS), most(cover(1_500_000), unknowns=(size(),)), LEVEL)
    assert found.numbers == (("classes.A.balance_minor", 6_666_660),)
    assert found.achieved[0].reached == 1_500_001
    assert found.goal == 6_666_660
    assert found.binding == (Binding("classes.A.balance_minor", "cover of A at least 1.5"),)


def test_the_answer_stands_on_the_grid_of_whole_units() -> None:
    found = solved(deal_of(ONE_CLASS), most(cover(1_500_000), unknowns=(size(100, step=100_000),)), LEVEL)
    assert found.numbers == (("classes.A.balance_minor", 6_600_100),)


def test_a_cover_that_is_wanted_to_be_just_so_is_met_within_its_tolerance() -> None:
    target = cover(2_000_000, sense=Sense.EQUALS, tolerance=10)
    found = solved(deal_of(ONE_CLASS), SolverRequest(unknowns=(size(),), targets=(target,)), LEVEL)
    # five millions are half of what comes
    assert found.numbers[0][1] == pytest.approx(5_000_000, abs=50)
    assert found.achieved[0].reached == pytest.approx(2_000_000, abs=10)
    assert found.goal is None


def test_a_range_that_stops_before_the_target_binds() -> None:
    found = solved(deal_of(ONE_CLASS), most(cover(1_500_000), unknowns=(size(high=5_000_000),)), LEVEL)
    assert found.numbers[0][1] == 5_000_000
    assert found.binding == (Binding("classes.A.balance_minor", "its upper bound 5_000_000"),)


def test_average_life_and_advance_rate_bound_the_size_too() -> None:
    # a class of k millions is repaid in equal parts over k years: its average life is about (k + 1) / 2 years
    life = Target(measure=Measure.WAL, of="A", sense=Sense.AT_MOST, level=3_010_000)
    found = solved(deal_of(ONE_CLASS), most(life, unknowns=(size(1_000_000, step=1_000_000),)), LEVEL)
    assert found.numbers[0][1] == 5_000_000
    advance = Target(
        measure=Measure.ADVANCE_RATE, of="A", sense=Sense.AT_MOST, level=600_000, valuation_minor=7_000_000
    )
    found = solved(deal_of(ONE_CLASS), most(life, advance, unknowns=(size(),)), LEVEL)
    assert found.numbers[0][1] == 4_200_000
    assert found.binding == (Binding("classes.A.balance_minor", "advance-rate of A at most 0.6"),)


def test_an_expected_loss_ceiling_sizes_a_class() -> None:
    # of four futures one brings half: a class of 6 millions loses 1 million in it, 41,667 ppm on average
    deal = deal_of(ONE_CLASS)
    drawn = np.full((YEARS, 4), 1_000_000)
    drawn[:, 3] = 500_000
    loss = Target(measure=Measure.EXPECTED_LOSS, of="A", sense=Sense.AT_MOST, level=41_667)
    found = solved(deal, most(loss, unknowns=(size(step=1),)), replace(LEVEL, futures_minor=drawn))
    assert found.numbers[0][1] == pytest.approx(6_000_000, rel=1e-4)
    assert found.achieved[0].reached == 41_667


def test_a_reserve_is_sized_with_the_class() -> None:
    reserve = Unknown(key="accounts.reserve.opening_minor", low=1, high=5_000_000, step=1)
    request = SolverRequest(
        unknowns=(size(), reserve),
        targets=(
            cover(2_000_000),
            Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=4_999_990),
            Target(measure=Measure.ADVANCE_RATE, of="A", sense=Sense.AT_LEAST, level=600_000, valuation_minor=10**7),
        ),
    )
    found = solved(deal_of(WITH_RESERVE), request, LEVEL)
    numbers = dict(found.numbers)
    # each yen of the reserve repays one of the class, so half of what comes repays the rest: 5 millions
    assert numbers["classes.A.balance_minor"] >= 6_000_000
    assert numbers["classes.A.balance_minor"] - numbers["accounts.reserve.opening_minor"] in range(4_999_990, 5_000_001)


@pytest.fixture(scope="module")
def two_classes() -> tuple[Deal, Outlook, Solution]:
    """Size two classes to cover and par on 100,000 futures."""
    deal = deal_of(TWO_CLASSES)
    outlook = spread(deal, tuple(int(120_000_000 * 0.985**period) for period in range(40)), 100_000)
    request = most(
        cover(2_000_000, "A"),
        cover(1_500_000, "B"),
        par("A", 30_000),
        par("B", 70_000),
        unknowns=(
            size(100_000_000, 5_000_000_000, 1_000_000, "A"),
            size(100_000_000, 5_000_000_000, 1_000_000, "B"),
            coupon("A"),
            coupon("B"),
        ),
    )
    return deal, outlook, solved(deal, request, outlook)


def test_two_classes_are_sized_to_cover_and_par_and_hold_when_run_exactly(
    two_classes: tuple[Deal, Outlook, Solution],
) -> None:
    _, outlook, found = two_classes
    for class_id, level_ppm in (("A", 2_000_000), ("B", 1_500_000)):
        enough = tuple(inflow * (10**12 // level_ppm) // 10**6 for inflow in outlook.inflows_minor)
        assert is_repaid(found.deal, enough, class_id)
    assert (found.n_paths, found.seed) == (100_000, 7)
    assert read_deal(write_deal(found.deal)) == Ok(found.deal)


def test_the_price_of_each_class_is_par_path_by_path(two_classes: tuple[Deal, Outlook, Solution]) -> None:
    _, outlook, found = two_classes
    compiled = compile_deal(found.deal)
    assert isinstance(compiled, Ok)
    assert outlook.futures_minor is not None
    few = 400
    totals: dict[str, list[float]] = {"A": [], "B": []}
    for path in range(few):
        run = run_exact(compiled.value, outlook.futures_minor[:, path].tolist())
        for (class_id, worth), rate in zip(totals.items(), (0.03, 0.07), strict=True):
            flows = [(row.paid_on, row.paid_minor) for row in class_table(run, class_id)]
            worth.append(price_from_yield(flows, found.deal.closing_on, rate))
    for security in found.deal.classes:
        priced = sum(totals[security.id]) / few / security.balance_minor
        assert priced == pytest.approx(1.0, abs=0.02)
    reached = [each.reached for each in found.achieved[2:]]
    assert all(value in range(999_500, 1_000_501) for value in reached)


def test_what_binds_is_named_for_each_number(two_classes: tuple[Deal, Outlook, Solution]) -> None:
    _, _, found = two_classes
    stopped = {(each.unknown, each.stopped_by) for each in found.binding}
    assert ("classes.B.balance_minor", "cover of B at least 1.5") in stopped
    assert any(key == "classes.B.coupon_ppm_annual" and by.startswith("price of B") for key, by in stopped)


def test_no_pair_of_near_sizes_raises_more_than_the_answer() -> None:
    deal = deal_of(TWO_CLASSES)
    outlook = Outlook(inflows_minor=tuple(int(120_000_000 * 0.985**period) for period in range(40)))
    sizes = tuple(size(100_000_000, 5_000_000_000, 10_000_000, of) for of in ("A", "B"))
    found = solved(deal, most(cover(2_500_000, "A"), cover(1_500_000, "B"), unknowns=sizes), outlook)
    answer = [security.balance_minor for security in found.deal.classes]
    for more_a, more_b in product(range(-3, 4), repeat=2):
        balances = answer[0] + 10_000_000 * more_a, answer[1] + 10_000_000 * more_b
        if sum(balances) > sum(answer):
            near = tuple(replace(c, balance_minor=b) for c, b in zip(deal.classes, balances, strict=True))
            covers = [cover_ppm(replace(deal, classes=near), outlook, of) or 0 for of in ("A", "B")]
            assert covers[0] < 2_500_000 or covers[1] < 1_500_000


DSCR = Target(measure=Measure.MINIMUM_DSCR, sense=Sense.AT_LEAST, level=2_000_000)
PROCEEDS = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=600_000_000)


@pytest.mark.parametrize(
    ("covers_ppm", "others", "goal"),
    [
        ((2_000_000, 1_300_000), (), Goal.MOST_PROCEEDS),
        ((1_500_000, 1_100_000), (DSCR,), Goal.MOST_PROCEEDS),
        ((1_800_000, 1_200_000), (PROCEEDS,), Goal.LEAST_YEARLY_COST),
        ((3_000_000, 2_200_000), (PROCEEDS,), Goal.MOST_PROCEEDS),
    ],
)
def test_the_answer_is_the_best_of_the_whole_grid_or_there_is_none(
    covers_ppm: tuple[int, int], others: tuple[Target, ...], goal: Goal
) -> None:
    deal, outlook = deal_of(TWO_CLASSES), Outlook(inflows_minor=(40_000_000,) * 4 * YEARS)
    sizes = size(100_000_000, 1_000_000_000, 180_000_000), size(50_000_000, 700_000_000, 130_000_000, "B")
    covers = [cover(level, of) for of, level in zip("AB", covers_ppm, strict=True)]
    targets, goals = (*covers, *others), []
    hints: dict[str, int] = {}
    for numbers in product(*(range(each.low, each.high + 1, each.step) for each in sizes)):
        sized = put(deal, dict(zip((each.key for each in sizes), numbers, strict=True)))
        reached = measure(sized, outlook, targets, goal, 0, hints)
        if all(target.is_met(value) for target, value in zip(targets, reached.values, strict=True)):
            goals.append(reached.goal or 0)
    found = solve(deal, SolverRequest(unknowns=sizes, targets=targets, goal=goal), outlook)
    best = {Goal.MOST_PROCEEDS: max, Goal.LEAST_YEARLY_COST: min}[goal](goals, default=None)
    assert (found.value.goal if isinstance(found, Ok) else None) == best


def test_the_least_cost_of_a_purchase_price_is_found() -> None:
    # the senior class costs 2 %, the junior 8 %: as much senior as its cover allows
    deal = deal_of(TWO_CLASSES.replace("30_000", "20_000").replace("60_000", "80_000"))
    outlook = Outlook(inflows_minor=(60_000_000,) * 40)
    raised = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=1_500_000_000)
    request = SolverRequest(
        unknowns=tuple(size(100_000_000, 2_000_000_000, 10_000_000, of) for of in ("A", "B")),
        targets=(raised, cover(1_500_000, "A"), cover(1_000_000, "B")),
        goal=Goal.LEAST_YEARLY_COST,
    )
    found = solved(deal, request, outlook)
    a, b = (security.balance_minor for security in found.deal.classes)
    assert a + b == 1_500_000_000
    assert (cover_ppm(found.deal, outlook, "A") or 0) >= 1_500_000
    more = tuple(replace(c, balance_minor=n) for c, n in zip(deal.classes, (a + 10**7, b - 10**7), strict=True))
    assert (cover_ppm(replace(deal, classes=more), outlook, "A") or 0) < 1_500_000
    assert found.goal is not None
    assert 20_000 < found.goal < 40_000


def test_a_target_out_of_reach_names_the_best_that_there_is_and_where() -> None:
    (failure,) = refused(deal_of(ONE_CLASS), most(cover(1_500_000), unknowns=(size(8_000_000),)), LEVEL)
    assert (failure.reason, str(failure.place)) == (Reason.OUT_OF_RANGE, "sizing.toml: targets[1] (cover of A)")
    # ten millions come, eight are needed
    assert failure.what == (
        "cover of A at least 1.5 cannot be met: the nearest that was found is 1.25"
        " with classes.A.balance_minor = 8_000_000 (its lower bound)"
    )


def test_targets_that_contradict_each_other_are_told_from_those_out_of_reach() -> None:
    raised = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=8_000_000)
    failures = refused(deal_of(ONE_CLASS), most(cover(1_500_000), raised, unknowns=(size(),)), LEVEL)
    assert {failure.reason for failure in failures} == {Reason.INCONSISTENT}
    assert any("cannot be met together with" in failure.what for failure in failures)
    assert all("alone it can be met" in failure.why for failure in failures)


def test_a_class_that_no_collections_repay_has_no_cover_at_all() -> None:
    nothing = Outlook(inflows_minor=(0,) * YEARS)
    (failure,) = refused(deal_of(ONE_CLASS), most(cover(1_500_000), unknowns=(size(),)), nothing)
    assert "the nearest that was found is no value at all" in failure.what


def test_a_cost_that_cannot_be_worked_out_is_the_worst() -> None:
    # a class that raises nothing has no cost of funds; the smallest price above it costs most
    price = Unknown(key="classes.A.issue_price_ppm", low=0, high=1_000_000, step=1_000)
    request = SolverRequest(unknowns=(price,), targets=(), goal=Goal.LEAST_YEARLY_COST)
    found = solved(deal_of(ONE_CLASS), request, LEVEL)
    assert found.numbers == (("classes.A.issue_price_ppm", 1_000_000),)
    assert found.goal == 0


def test_a_reserve_that_the_classes_cannot_fund_is_not_an_answer() -> None:
    reserve = Unknown(key="accounts.reserve.opening_minor", low=900, high=5_000, step=1)
    request = SolverRequest(unknowns=(reserve,), targets=(), goal=Goal.MOST_PROCEEDS)
    # the class raises 1,000
    assert solved(deal_of(WITH_RESERVE), request, LEVEL).goal == 100
    (failure,) = refused(deal_of(WITH_RESERVE), replace(request, unknowns=(replace(reserve, low=1_001),)), LEVEL)
    assert failure.what.startswith("purchase-price at least 0 cannot be met: the nearest that was found is -1 ")


@settings(max_examples=15)
@given(
    inflows=st.lists(st.integers(100_000, 3_000_000), min_size=YEARS, max_size=YEARS).map(tuple),
    level_ppm=st.integers(1_050_000, 4_000_000),
    step=st.sampled_from((1, 1_000, 100_000)),
)
def test_a_solution_meets_its_targets_when_it_is_run_again(inflows: tuple[int, ...], level_ppm: int, step: int) -> None:
    outlook = Outlook(inflows_minor=inflows)
    request = most(cover(level_ppm), unknowns=(size(1, 50_000_000, step),))
    found = solve(deal_of(ONE_CLASS), request, outlook)
    enough = sum(inflow * (10**12 // level_ppm) // 10**6 for inflow in inflows)
    assert isinstance(found, Ok)
    # without interest, a class is repaid where what comes is as much: the largest on the grid is known
    assert found.value.numbers[0][1] == 1 + (enough - 1) // step * step
    assert found.value.goal == closing_flows(found.value.deal).purchase_price_minor


def test_a_cover_on_which_the_executors_disagree_is_never_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    deal = deal_of(ONE_CLASS)
    confirm_cover(deal, LEVEL, "A", cover_ppm(deal, LEVEL, "A"))
    with pytest.raises(AssertionError, match="cover of A: exact"):
        confirm_cover(deal, LEVEL, "A", 1_234_567)
    monkeypatch.setattr(solver, "confirm_cover", lambda *_: pytest.fail("held against the exact executor"))
    with pytest.raises(pytest.fail.Exception, match="held against"):
        solve(deal, most(cover(1_500_000), unknowns=(size(),)), LEVEL)
