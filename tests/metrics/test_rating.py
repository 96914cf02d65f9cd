"""A class's symbol: what it is read from, what caps it, and how far an error might move it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.rated_class import FOUND, PLAIN, SPREAD_OUT, rated

from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.break_even import BreakEven
from chizai.metrics.futures import ClassPaths, class_statistics
from chizai.metrics.paths import Estimate
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import (
    CapKind,
    CapTerms,
    Exposure,
    LicenseeSymbol,
    PoolFacts,
    caps,
    exposures,
)
from chizai.metrics.rating_ideas import (
    SymbolRange,
    by_default,
    by_expected_loss,
    by_stress,
    mean_decline,
    measures_of,
    upper_rate,
)
from chizai.metrics.rating_reference import IDEALISED, STRESSES
from chizai.metrics.rating_scale import Idea, Symbol, steps_below_top
from chizai.metrics.rating_tables import IdealisedRow


def test_expected_loss_is_read_at_the_average_life_and_two_errors_aside() -> None:
    assert by_expected_loss(FOUND, IDEALISED) == SymbolRange(Symbol.A_MINUS, Symbol.A_MINUS, Symbol.BBB_PLUS)
    shorter = replace(FOUND, average_life_years=2.0)  # year 2: BBB 0.2585 %, BBB- 0.5775 %
    assert by_expected_loss(shorter, IDEALISED).symbol is Symbol.BBB_MINUS


def test_default_probability_is_read_at_the_average_life_and_two_errors_aside() -> None:
    assert by_default(FOUND, IDEALISED) == SymbolRange(Symbol.BBB_PLUS, Symbol.A_MINUS, Symbol.BBB)


def test_a_users_own_table_replaces_the_reference() -> None:
    own = IdealisedRow(symbol=Symbol.BB, default_ppb=(20_000_000,), expected_loss_ppb=(10_000_000,))
    rating = rated(assumptions=RatingAssumptions(idealised=(own,)))
    assert (rating.by_expected_loss.symbol, rating.by_default.symbol) == (Symbol.BB, Symbol.BB)


def test_a_class_that_no_path_hit_is_the_best_but_no_better_than_so_few_paths_prove() -> None:
    never = replace(FOUND, expected_loss=Estimate(0.0, 0.0), default_frequency=Estimate(0.0, 0.0), n_paths=1_000)
    # 3 in 1,000 is 0.3 %: year 6 has A 0.32065 % for losses and A+ 0.33 % for defaults
    assert by_expected_loss(never, IDEALISED) == SymbolRange(Symbol.AAA, Symbol.AAA, Symbol.A)
    assert by_default(never, IDEALISED) == SymbolRange(Symbol.AAA, Symbol.AAA, Symbol.A_PLUS)


def test_the_rule_of_three_covers_what_never_happened_with_95_percent() -> None:
    for n_paths in (100, 1_000, 10_000):
        rate = upper_rate(Estimate(0.0, 0.0), n_paths)
        assert (1 - rate) ** n_paths == pytest.approx(0.05, rel=0.06)


def test_a_single_path_proves_nothing() -> None:
    assert upper_rate(Estimate(0.0, None), 1) == 1.0
    assert by_default(replace(FOUND, default_frequency=Estimate(0.0, None), n_paths=1), IDEALISED).worst is Symbol.C
    assert upper_rate(Estimate(0.9, 0.2), 5) == 1.0


def test_the_decline_withstood_is_counted_in_base_case_declines() -> None:
    reading = by_stress(BreakEven("A", 400_000), 200_000, STRESSES)
    assert (reading.decline_ppm, reading.multiple_ppm, reading.symbol) == (600_000, 3_000_000, Symbol.A)
    assert by_stress(BreakEven("A", 400_001), 200_000, STRESSES).symbol is Symbol.A_MINUS


def test_a_class_that_the_whole_forecast_does_not_pay_withstands_nothing() -> None:
    assert by_stress(BreakEven("A", None), 200_000, STRESSES).symbol is Symbol.C


def test_a_base_case_without_a_decline_has_no_multiples() -> None:
    with pytest.raises(ValueError, match="no decline"):
        by_stress(BreakEven("A", 400_000), 0, STRESSES)


def test_the_futures_decline_counts_shortfalls_and_no_surplus() -> None:
    found = mean_decline(np.array([500, 1_000, 1_700, 900]), 1_000)
    assert found.mean == pytest.approx((0.5 + 0.0 + 0.0 + 0.1) / 4)
    with pytest.raises(ValueError, match="forecast of 0"):
        mean_decline(np.array([1]), 0)


def test_both_ideas_stand_side_by_side_and_the_lower_is_named() -> None:
    rating = rated()
    assert (rating.by_expected_loss.symbol, rating.by_default.symbol) == (Symbol.A_MINUS, Symbol.BBB_PLUS)
    assert rating.by_stress.symbol is Symbol.A
    assert (rating.uncapped, rating.lowest_by) == (Symbol.BBB_PLUS, (Idea.DEFAULT,))
    assert rating.overall == SymbolRange(Symbol.BBB_PLUS, Symbol.A_MINUS, Symbol.BBB)
    weak = rated(base_decline_ppm=600_000)
    assert (weak.symbol, weak.lowest_by) == (Symbol.B_MINUS, (Idea.STRESS,))
    assert weak.overall == SymbolRange(Symbol.B_MINUS, Symbol.B_MINUS, Symbol.B_MINUS)


def test_what_gives_the_lowest_symbol_together_is_named_together() -> None:
    rating = rated(replace(FOUND, expected_loss=Estimate(0.0070, 0.0)))
    assert rating.lowest_by == (Idea.EXPECTED_LOSS, Idea.DEFAULT)


@pytest.mark.parametrize(
    ("facts", "kind", "symbol"),
    [
        (replace(SPREAD_OUT, licensees=(Exposure("Aoba", 400_001),)), CapKind.SINGLE_LICENSEE, Symbol.BBB_MINUS),
        (replace(SPREAD_OUT, licensees=(Exposure("Birch", 400_001),)), CapKind.SINGLE_LICENSEE, Symbol.BB),
        (replace(SPREAD_OUT, rights=(Exposure("P-1", 600_001),)), CapKind.SINGLE_RIGHT, Symbol.A),
        (replace(SPREAD_OUT, history_months=35), CapKind.SHORT_HISTORY, Symbol.BBB),
    ],
)
def test_a_cap_applies_beyond_its_bound_and_says_what_it_caps_at(
    facts: PoolFacts, kind: CapKind, symbol: Symbol
) -> None:
    licensees = (LicenseeSymbol(licensee="Aoba", symbol=Symbol.BBB_MINUS),)
    applied = {cap.kind: cap.symbol for cap in caps(facts, CapTerms(), licensees) if cap.symbol is not None}
    assert applied == {kind: symbol}
    best = replace(
        FOUND,
        expected_loss=Estimate(0.0, 0.0),
        default_frequency=Estimate(0.0, 0.0),
        break_even=BreakEven("A", 0),
    )
    rating = rated(best, facts=facts, assumptions=RatingAssumptions(licensees=licensees))
    assert (rating.uncapped, rating.symbol, rating.overall.best) == (Symbol.AAA, symbol, symbol)


def test_no_cap_applies_at_its_bound() -> None:
    facts = PoolFacts(licensees=(Exposure("Aoba", 400_000),), rights=(Exposure("P-1", 600_000),), history_months=36)
    assert [cap.symbol for cap in caps(facts, CapTerms())] == [None, None, None]


def test_of_two_large_licensees_the_weaker_caps() -> None:
    facts = replace(SPREAD_OUT, licensees=(Exposure("Aoba", 550_000), Exposure("Birch", 450_000)))
    licensees = (
        LicenseeSymbol(licensee="Aoba", symbol=Symbol.AA),
        LicenseeSymbol(licensee="Birch", symbol=Symbol.B_PLUS),
    )
    assert caps(facts, CapTerms(), licensees)[0].symbol is Symbol.B_PLUS


def test_an_empty_pool_has_no_concentration_but_no_history_either() -> None:
    facts = PoolFacts(licensees=(), rights=(), history_months=0)
    assert [cap.symbol for cap in caps(facts, CapTerms())] == [None, None, Symbol.BBB]


def test_shares_are_rounded_up_and_the_largest_stands_first() -> None:
    assert exposures({"b": 1, "a": 1, "c": 0, "d": 1}) == (
        Exposure("a", 333_334),
        Exposure("b", 333_334),
        Exposure("d", 333_334),
        Exposure("c", 0),
    )
    assert exposures({"P-1": 700, "P-2": 400}, 1_000) == (Exposure("P-1", 700_000), Exposure("P-2", 400_000))
    assert exposures({"a": 0}) == ()


def test_the_base_case_is_what_is_assumed_or_what_futures_imply_but_never_too_little() -> None:
    assert RatingAssumptions(base_decline_ppm=50_000).base_decline_of(0.3) == 50_000
    assert PLAIN.base_decline_of(0.2000001) == 200_001
    assert PLAIN.base_decline_of(0.01) == 100_000


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.one_of(st.none(), st.integers(0, 1_000_000)),
    st.integers(1, 1_000_000),
    st.floats(0, 30),
)
def test_no_rating_is_better_than_any_of_what_it_is_made_of(
    loss: float, default: float, needed: int | None, base_decline_ppm: int, years: float
) -> None:
    measures = replace(
        FOUND,
        expected_loss=Estimate(loss, 0.01),
        default_frequency=Estimate(default, 0.01),
        average_life_years=years,
        break_even=BreakEven("A", needed),
    )
    rating = rated(measures, base_decline_ppm)
    parts = (rating.by_expected_loss.symbol, rating.by_default.symbol, rating.by_stress.symbol)
    assert steps_below_top(rating.symbol) == max(steps_below_top(part) for part in parts)
    overall = [steps_below_top(each) for each in (rating.overall.best, rating.symbol, rating.overall.worst)]
    assert overall == sorted(overall)


def class_of(balance_minor: int) -> ClassPaths:
    zeros = np.zeros((1, 2), np.int64)
    return ClassPaths(
        class_id="A",
        balance_minor=balance_minor,
        paid_on=[date(2026, 1, 15)],
        interest_minor=zeros,
        principal_minor=np.array([[100, 40]]),
        owed_minor=np.array([0, 60]),
        lost_minor=np.array([0, 60]),
        short_minor=zeros,
    )


def test_measures_are_taken_from_a_classs_statistics() -> None:
    pricing = PricingAssumption(class_id="A", yield_ppm_annual=0)
    settlement_on = date(2026, 1, 15) - timedelta(days=730)
    found = measures_of(class_statistics(class_of(100), pricing, settlement_on), BreakEven("A", 500_000))
    assert found is not None
    assert (found.expected_loss.mean, found.default_frequency.mean, found.n_paths) == (0.3, 0.5, 2)
    assert found.average_life_years == 2.0
    assert measures_of(class_statistics(class_of(0), pricing, settlement_on), BreakEven("A", 0)) is None
    after = class_statistics(class_of(100), pricing, date(2026, 1, 15))
    unpaid = measures_of(after, BreakEven("A", None))
    assert unpaid is not None
    assert unpaid.average_life_years == 0.0
    with pytest.raises(ValueError, match="break-even multiple of B"):
        measures_of(after, BreakEven("B", None))
