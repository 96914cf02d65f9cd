"""Classes sized to a symbol: against lines that can be worked out by hand, and against `indicative_rating` itself."""

from dataclasses import replace

import numpy as np
import pytest
from tests.metrics.sized import deal_of, solved

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import COLLECTIONS_MAX_MINOR
from chizai.forecast.futures import Expected, FuturesAssumption, futures
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import BreakEven
from chizai.metrics.deal_futures import Outcomes, class_paths
from chizai.metrics.futures import class_statistics
from chizai.metrics.multiples import least_multiple_ppm
from chizai.metrics.rating import IndicativeRating, indicative_rating
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import CapTerms, Exposure, PoolFacts, caps
from chizai.metrics.rating_ideas import mean_decline, measures_of
from chizai.metrics.rating_places import RatingGround
from chizai.metrics.rating_scale import Idea, Symbol, place_of_symbol_ppm
from chizai.metrics.rating_tables import IdealisedRow, StressRow
from chizai.metrics.solver import solve
from chizai.metrics.solver_measures import measure
from chizai.metrics.solver_request import Goal, Measure, Sense, SolverRequest, Target, Unknown, written
from chizai.metrics.solver_runs import Outlook
from chizai.units.result import Failed, Failure, Ok, Reason
from chizai.units.toml import read_toml
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table
from chizai.waterfall.vector_paths import paths_of

ONE_CLASS = """
id = "rated"
title = "To be rated"
title_ja = "格付する案件"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2035-01-01, months = 12, business_days = "every-day", roll = "none" }
parties = [{ id = "owner", role = "originator", name = "Owner" }]
accounts = [{ id = "cash" }]

[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000
unit_minor = 1

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
SENIOR_AND_JUNIOR = (
    ONE_CLASS.replace(
        '\n[[clauses]]\nid = "principal"',
        """
[[classes]]
id = "B"
kind = "note"
balance_minor = 1_000
unit_minor = 1

[[clauses]]
id = "principal"
""",
        1,
    )
    .replace('id = "principal"\n\npay', 'id = "principal"\npay')
    .replace('to = ["A"]', 'to = ["A", "B"]', 1)
)
YEARS = 10
NO_CAPS = PoolFacts(licensees=(), rights=(), history_months=120)
SIZE = Unknown(key="classes.A.balance_minor", low=1, high=20_000_000, step=1)
FLOOR = Target(measure=Measure.RATING, of="A", sense=Sense.AT_LEAST, symbol=Symbol.A)
TABLES = RatingAssumptions(
    base_decline_ppm=100_000,
    idealised=(
        IdealisedRow(symbol=Symbol.AAA, default_ppb=(0,), expected_loss_ppb=(0,)),
        IdealisedRow(symbol=Symbol.A, default_ppb=(400_000_000,), expected_loss_ppb=(50_000_000,)),
        IdealisedRow(symbol=Symbol.B, default_ppb=(800_000_000,), expected_loss_ppb=(200_000_000,)),
    ),
    stresses=(
        StressRow(symbol=Symbol.AAA, multiple_ppm=9_000_000),
        StressRow(symbol=Symbol.A, multiple_ppm=3_000_000),
        StressRow(symbol=Symbol.B, multiple_ppm=500_000),
    ),
)
"""Lines that can be worked out by hand, flat after a year."""


def outlook_of(assumptions: RatingAssumptions = TABLES, facts: PoolFacts = NO_CAPS) -> Outlook:
    """Give a million a year; of four futures one brings half."""
    drawn = np.full((YEARS, 4), 1_000_000)
    drawn[:, 3] = 500_000
    ground = RatingGround(assumptions, caps(facts, assumptions.caps))
    return Outlook(inflows_minor=(1_000_000,) * YEARS, futures_minor=drawn, rating=ground)


def most(*targets: Target, unknowns: tuple[Unknown, ...] = (SIZE,)) -> SolverRequest:
    return SolverRequest(unknowns=unknowns, targets=targets, goal=Goal.MOST_PROCEEDS)


def refused(request: SolverRequest, outlook: Outlook) -> tuple[Failure, ...]:
    found = solve(deal_of(ONE_CLASS), request, outlook, "sizing.toml")
    assert isinstance(found, Failed), found
    return found.failures


@pytest.mark.parametrize(
    ("by", "size"),
    [
        # one future in four brings 5 millions: a size of s loses (s - 5) / 4, a twentieth of it where s is 6.25
        (Idea.EXPECTED_LOSS, 6_250_000),
        # A withstands three times the base case: a fall of 30 %
        (Idea.STRESS, 7_000_000),
        # a quarter of the futures may fail, but not all: ten millions are repaid in three of them
        (Idea.DEFAULT, 10_000_000),
        (None, 6_250_000),
    ],
)
def test_a_class_is_as_large_as_the_line_of_its_symbol_allows(by: Idea | None, size: int) -> None:
    found = solved(deal_of(ONE_CLASS), most(replace(FLOOR, by=by)), outlook_of())
    assert found.numbers[0][1] == pytest.approx(size, abs=10)
    assert written(Measure.RATING, found.achieved[0].reached or 0) == "A"


def test_the_idea_that_binds_is_named_and_each_idea_is_told_with_the_symbol() -> None:
    found = solved(deal_of(ONE_CLASS), most(FLOOR), outlook_of())
    assert [binding.stopped_by for binding in found.binding] == ["rating of A by expected-loss at least A"]
    told = {each.target.quantity: written(Measure.RATING, each.reached or 0) for each in found.achieved}
    assert told == {
        "rating of A": "A",
        "rating of A by expected-loss": "A",
        "rating of A by default": "A",
        "rating of A by stress": "A",
    }
    tighter = replace(TABLES, base_decline_ppm=200_000)
    found = solved(deal_of(ONE_CLASS), most(FLOOR), outlook_of(tighter))
    # three times 20 % is a fall of 60 %
    assert found.numbers[0][1] == pytest.approx(4_000_000, abs=10)
    assert [binding.stopped_by for binding in found.binding] == ["rating of A by stress at least A"]


def test_a_symbol_out_of_reach_names_what_each_idea_comes_to() -> None:
    (failure,) = refused(most(FLOOR, unknowns=(replace(SIZE, low=9_000_000),)), outlook_of())
    assert (failure.reason, str(failure.place)) == (Reason.OUT_OF_RANGE, "sizing.toml: targets[1] (rating of A)")
    assert failure.what == (
        "rating of A at least A cannot be met: the nearest that was found is B (expected-loss B, default A, stress B)"
        " with classes.A.balance_minor = 9_000_000 (its lower bound)"
    )


def test_a_symbol_and_a_price_that_contradict_each_other_are_told_apart() -> None:
    raised = Target(measure=Measure.PURCHASE_PRICE, sense=Sense.AT_LEAST, level=8_000_000)
    failures = refused(most(FLOOR, raised), outlook_of())
    assert {failure.reason for failure in failures} == {Reason.INCONSISTENT}
    assert all("by" not in str(failure.place) for failure in failures)


def test_to_measure_a_symbol_on_nothing_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="what ratings rest on"):
        measure(deal_of(ONE_CLASS), replace(outlook_of(), rating=None), [FLOOR], Goal.SATISFY, 4, {})


def test_a_class_that_nothing_pays_has_no_place_by_stress_and_no_symbol() -> None:
    outlook = replace(outlook_of(), inflows_minor=(0,) * YEARS)
    reached = measure(deal_of(ONE_CLASS), outlook, [FLOOR, *FLOOR.ideas], Goal.SATISFY, 4, {})
    assert (reached.values[0], reached.values[3]) == (None, None)


def test_a_cap_that_no_size_changes_refuses_the_symbol_at_once() -> None:
    facts = replace(NO_CAPS, rights=(Exposure("R", 900_000),), history_months=12)
    terms = CapTerms(single_right=Symbol.A_MINUS, short_history=Symbol.BBB)
    capped = outlook_of(replace(TABLES, caps=terms), facts)
    failures = refused(most(FLOOR), capped)
    assert [str(failure.place) for failure in failures] == ["sizing.toml: targets[1] (rating of A).symbol"] * 2
    assert [failure.what for failure in failures] == [
        "a single right caps every class at A-",
        "a short history caps every class at BBB",
    ]
    # each idea alone is not capped, and a cap that leaves room is no obstacle; the symbol is the cap's
    assert solved(deal_of(ONE_CLASS), most(replace(FLOOR, by=Idea.STRESS)), capped).goal is not None
    lower = solved(deal_of(ONE_CLASS), most(replace(FLOOR, symbol=Symbol.BBB)), capped)
    assert lower.achieved[0].reached == place_of_symbol_ppm(Symbol.BBB)


@pytest.mark.parametrize(
    ("change", "reason", "key"),
    [
        ({"symbol": None}, Reason.MISSING, ".symbol"),
        ({"level": 5}, Reason.INCONSISTENT, ".level"),
        ({"sense": Sense.AT_MOST}, Reason.INCONSISTENT, ".sense"),
        ({"measure": Measure.COVER, "level": 1}, Reason.INCONSISTENT, ".symbol"),
        ({"measure": Measure.COVER, "level": 1, "symbol": None, "by": Idea.STRESS}, Reason.INCONSISTENT, ".by"),
        ({"measure": Measure.COVER, "symbol": None}, Reason.MISSING, ".level"),
    ],
)
def test_a_floor_that_is_written_wrongly_is_refused_at_its_place(
    change: dict[str, object], reason: Reason, key: str
) -> None:
    target = replace(FLOOR, **change)  # type: ignore[arg-type]
    (failure,) = refused(most(target), outlook_of())
    assert (failure.reason, str(failure.place)) == (reason, f"sizing.toml: targets[1] ({target.quantity}){key}")
    assert failure.why
    assert failure.fix


def test_a_symbol_needs_tables_and_futures() -> None:
    (failure,) = refused(most(FLOOR), replace(outlook_of(), rating=None))
    assert (failure.reason, str(failure.place)) == (Reason.MISSING, "sizing.toml: targets[1] (rating of A)")
    assert "[rating]" in failure.fix
    (failure,) = refused(most(FLOOR), replace(outlook_of(), futures_minor=None))
    assert failure.what == "no futures are given"


def test_a_request_says_a_symbol_in_its_letters() -> None:
    text = 'unknowns = []\ntargets = [{ measure = "rating", of = "A", sense = "at least", symbol = "%s" }]'
    read = read_toml(text % "BBB+", "solve.toml", SolverRequest)
    assert isinstance(read, Ok), read
    assert read.value.targets[0].label == "rating of A at least BBB+"
    wrong = read_toml(text % "Baa1", "solve.toml", SolverRequest)
    assert isinstance(wrong, Failed)
    assert str(wrong.failures[0].place) == "solve.toml: targets[1].symbol"


def rated(deal: Deal, outlook: Outlook, class_id: str) -> IndicativeRating:
    """Rate a class as a simulation does, on all futures and by the exact executor."""
    assert outlook.futures_minor is not None
    assert outlook.rating is not None
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    program, last = compiled.value, YEARS - 1

    def is_paid(multiple_ppm: int) -> bool:
        run = run_exact(program, [inflow * multiple_ppm // 10**6 for inflow in outlook.inflows_minor])
        return class_table(run, class_id)[last].closing_minor == 0

    outcomes = Outcomes(deal, program, paths_of(outlook.futures_minor), deal.closing_on)
    pricing = PricingAssumption(class_id=class_id, price_ppm=1_000_000)
    statistics = class_statistics(class_paths(outcomes, class_id), pricing, deal.closing_on)
    measures = measures_of(statistics, BreakEven(class_id, least_multiple_ppm(is_paid)))
    assert measures is not None
    decline = mean_decline(outlook.futures_minor.sum(axis=0), sum(outlook.inflows_minor)).mean
    assumptions = outlook.rating.assumptions
    return indicative_rating(measures, assumptions.base_decline_of(decline), NO_CAPS, assumptions)


@pytest.mark.parametrize(("senior", "junior"), [(Symbol.AA, Symbol.BBB_MINUS), (Symbol.A_MINUS, Symbol.B)])
def test_sized_classes_have_the_symbols_that_were_asked_for_when_they_are_rated_again(
    senior: Symbol, junior: Symbol
) -> None:
    deal = deal_of(SENIOR_AND_JUNIOR)
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    inflows = tuple(1_000_000 - 40_000 * year for year in range(YEARS))
    expected = Expected(start_on=deal.closing_on, payment_dates=compiled.value.payment_dates, inflows_minor=inflows)
    assumption = FuturesAssumption(volatility_ppm_annual=200_000, reversion_ppm_annual=400_000)
    drawn = futures(expected, assumption, COLLECTIONS_MAX_MINOR, 3, 20_000)
    ground = RatingGround(RatingAssumptions(), ())
    outlook = Outlook(inflows_minor=inflows, futures_minor=drawn, seed=3, n_threads=2, rating=ground)
    floors = replace(FLOOR, symbol=senior), replace(FLOOR, of="B", symbol=junior)
    sizes = tuple(
        Unknown(key=f"classes.{of}.balance_minor", low=10_000, high=10_000_000, step=10_000) for of in ("A", "B")
    )
    found = solved(deal, most(*floors, unknowns=sizes), outlook)
    for floor in floors:
        rating = rated(found.deal, outlook, floor.of)
        reached = {each.target.quantity: written(Measure.RATING, each.reached or 0) for each in found.achieved}
        assert reached[f"rating of {floor.of}"] == rating.uncapped
        assert reached[f"rating of {floor.of} by expected-loss"] == rating.by_expected_loss.symbol
        assert reached[f"rating of {floor.of} by default"] == rating.by_default.symbol
        assert reached[f"rating of {floor.of} by stress"] == rating.by_stress.symbol
        assert place_of_symbol_ppm(rating.uncapped) >= floor.wanted
    # a little more of the senior class passes a line of one of the two
    larger = tuple(replace(c, balance_minor=c.balance_minor * 102 // 100) for c in found.deal.classes)
    again = [rated(replace(found.deal, classes=larger), outlook, floor.of) for floor in floors]
    assert any(place_of_symbol_ppm(rating.uncapped) < floor.wanted for rating, floor in zip(again, floors, strict=True))
