"""From which multiple on a class is paid, where more is not always better: as every executor finds it."""

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.break_even import break_even
from chizai.metrics.multiples import MultipleSearch, grid_ppm, least_multiple_ppm
from chizai.metrics.solver import solve
from chizai.metrics.solver_measures import confirm_cover, cover_ppm, measure, part_as_cover
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown
from chizai.metrics.solver_runs import Outlook, expected_run
from chizai.units.explain import Explained
from chizai.units.result import Failed, Ok
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.tables import class_table

DEAL = """
id = "holed"
title = "Holed"
title_ja = "谷のある案件"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2028-01-01, months = 12, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]
classes = [{ id = "A", kind = "note", balance_minor = 1_000, unit_minor = 1 }]
triggers = [{ id = "tight", test = "collections() < 400" }]

[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "cash"
condition = "final() or triggered(tight)"

[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "cash"
"""
HOLED = (600, 600, 1_000)
"""The whole is paid out of the last year alone; two thirds sweep the first years, but three quarters do not."""
COVER = Target(measure=Measure.COVER, of="A", sense=Sense.AT_LEAST, level=1_000_000)
SIZE = Unknown(key="classes.A.balance_minor", low=100, high=2_000, step=10)
TOPS = st.sampled_from((0, 1, 700_000, 1_000_000, 1_000_001, 3_000_000, 64_000_000))
years = st.lists(st.integers(0, 3_000), min_size=3, max_size=3).map(tuple)


def deal_of(text: str = DEAL) -> Deal:
    read = read_deal(text)
    assert isinstance(read, Ok), read
    return read.value


HOLED_DEAL = deal_of()


def is_paid(inflows: tuple[int, ...], multiple_ppm: int) -> bool:
    compiled = compile_deal(HOLED_DEAL)
    assert isinstance(compiled, Ok)
    run = expected_run(compiled.value, Outlook(inflows_minor=inflows), multiple_ppm)
    return class_table(run, "A")[-1].closing_minor == 0


def broken_even(inflows: tuple[int, ...]) -> int | None:
    compiled = compile_deal(HOLED_DEAL)
    assert isinstance(compiled, Ok)
    lines = tuple(
        (Receipt(date(2025 + year, 12, 1), "L1", amount, is_actual=False, origin=Explained("royalty", "")),)
        for year, amount in enumerate(inflows)
    )
    return break_even(RunInputs(HOLED_DEAL, compiled.value, Collections(lines), {}), "A").multiple_ppm


def cover_on_vector(inflows: tuple[int, ...], hints: dict[str, int]) -> int | None:
    return measure(HOLED_DEAL, Outlook(inflows_minor=inflows), [COVER], Goal.SATISFY, 0, hints).values[0]


def test_the_grid_goes_by_twentieths_up_to_the_whole_and_by_quarters_of_doublings_beyond() -> None:
    assert grid_ppm(1_000_000) == tuple(range(0, 1_000_001, 50_000))
    beyond = [1_250_000, 1_500_000, 1_750_000, 2_000_000, 2_500_000, 3_000_000, 3_500_000, 4_000_000, 4_100_000]
    assert grid_ppm(4_100_000) == (*range(0, 1_000_001, 50_000), *beyond)
    assert grid_ppm(120_000) == (0, 50_000, 100_000, 120_000)


@given(TOPS, st.integers(0, 64_000_001))
def test_a_class_that_is_paid_from_one_multiple_on_needs_that_one(top: int, least: int) -> None:
    assert least_multiple_ppm(lambda multiple: multiple >= least, top) == (least if least <= top else None)


@given(TOPS, st.lists(st.integers(0, 64_000_000), max_size=12).map(sorted), st.booleans())
def test_from_the_answer_on_every_multiple_that_was_tested_or_is_on_the_grid_pays(
    top: int, turns: list[int], is_paid_first: bool
) -> None:
    tested: dict[int, bool] = {}

    def pays(multiple: int) -> bool:
        # a class is paid, then not, then again: at each turn it changes
        return (bisect_right(turns, multiple) % 2 == 0) == is_paid_first

    def noted(multiple: int) -> bool:
        assert multiple not in tested
        return tested.setdefault(multiple, pays(multiple))

    found = least_multiple_ppm(noted, top)
    whole = min(top, 1_000_000)
    if found is None:
        assert not pays(whole)
        assert not pays(top)
        return
    reach = whole if pays(whole) else top
    assert found <= reach
    assert (found <= whole) == pays(whole)
    assert all(pays(multiple) for multiple in (*grid_ppm(top), *tested) if found <= multiple <= reach)
    assert found == 0 or not pays(found - 1)


@given(st.lists(st.integers(0, 2_000_000), max_size=8).map(sorted), st.integers(0, 12))
def test_a_search_never_asks_for_what_it_did_not_see_ahead(turns: list[int], n_answers: int) -> None:
    search = MultipleSearch(2_000_000)
    ahead = set(search.ahead(n_answers))
    for _ in range(n_answers):
        if (multiple := search.next_ppm) is None:
            break
        assert multiple in ahead
        search = search.told(is_paid=bisect_right(turns, multiple) % 2 == 0)


@given(st.integers(0, 1_000_000))
def test_with_what_lies_on_the_way_a_search_is_followed_to_its_end(least: int) -> None:
    way = list(MultipleSearch().towards(least))
    assert MultipleSearch().followed({each: each >= least for each in way}).enough_ppm == least
    # a whole forecast, at most twenty steps down the grid, and sixteen halvings of a step
    assert len(way) <= 1 + 20 + 16
    assert MultipleSearch().followed({}) == MultipleSearch()


def test_a_search_that_is_over_takes_no_more_answers() -> None:
    over = MultipleSearch().told(is_paid=False)
    assert (over.next_ppm, over.enough_ppm) == (None, None)
    with pytest.raises(ValueError, match="over"):
        over.told(is_paid=True)


def test_a_class_that_a_sweep_pays_at_two_thirds_but_not_at_three_quarters_needs_the_whole() -> None:
    paid = [is_paid(HOLED, multiple) for multiple in (400_000, 500_000, 660_000, 750_000, 999_999, 1_000_000)]
    assert paid == [False, True, True, False, False, True]
    assert broken_even(HOLED) == 1_000_000
    assert cover_ppm(HOLED_DEAL, Outlook(inflows_minor=HOLED), "A") == 1_000_000


def test_a_class_that_only_a_poorer_forecast_would_pay_has_no_break_even_and_a_cover_below_one() -> None:
    # 600 of the last year do not pay 1,000; more of it does, from five thirds on
    assert is_paid((600,) * 3, 600_000)
    assert broken_even((600,) * 3) is None
    found = cover_ppm(HOLED_DEAL, Outlook(inflows_minor=(600,) * 3), "A")
    assert found == 10**12 // 1_666_667 == int(Fraction(3, 5) * 10**6) - 1
    assert cover_on_vector((600,) * 3, {}) == found


@settings(max_examples=60)
@example(HOLED, {})
@example(HOLED, {"A": 455_000})
@example((600, 600, 600), {"A": 455_000})
@given(
    years,
    st.dictionaries(st.just("A"), st.integers(0, 70_000_000)) | st.just({"A": 0}) | st.just({"A": 1_000_000}),
)
def test_both_executors_give_one_number_whatever_holes_there_are(
    inflows: tuple[int, ...], hints: dict[str, int]
) -> None:
    outlook = Outlook(inflows_minor=inflows)
    exact, part = cover_ppm(HOLED_DEAL, outlook, "A"), broken_even(inflows)
    assert cover_on_vector(inflows, hints) == exact
    confirm_cover(HOLED_DEAL, outlook, "A", exact)
    assert (part is None) == (exact is None or exact < 1_000_000) == (not is_paid(inflows, 1_000_000))
    assert part is None or part_as_cover(part) == exact


@settings(max_examples=10)
@example(HOLED, 1_000_000)
@given(years, st.integers(200_000, 3_000_000))
def test_a_sizing_with_holes_ends_in_a_deal_that_holds_or_in_a_refusal(inflows: tuple[int, ...], level: int) -> None:
    outlook = Outlook(inflows_minor=inflows)
    request = SolverRequest(unknowns=(SIZE,), targets=(replace(COVER, level=level),), goal=Goal.MOST_PROCEEDS)
    found = solve(HOLED_DEAL, request, outlook)
    if isinstance(found, Failed):
        assert all("cannot be met" in failure.what for failure in found.failures)
    else:
        reached = cover_ppm(found.value.deal, outlook, "A")
        assert reached == found.value.achieved[0].reached
        assert reached is not None
        assert reached >= level
