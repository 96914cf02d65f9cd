"""Places between the lines of the scale: their whole part is the symbol that the tables give, and they never rise with
a rate."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.break_even import BreakEven
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import CapTerms, Exposure, LicenseeSymbol, PoolFacts, caps
from chizai.metrics.rating_ideas import by_stress
from chizai.metrics.rating_places import (
    RATES,
    RatingGround,
    place_by_default_ppm,
    place_by_loss_ppm,
    place_by_stress_ppm,
    place_ppm,
)
from chizai.metrics.rating_reference import IDEALISED
from chizai.metrics.rating_scale import SCALE, Symbol, place_of_symbol_ppm, symbol_at_place
from chizai.metrics.rating_tables import default_lines, loss_lines, symbol_of_rate

GROUND = RatingGround(RatingAssumptions(), ())
rates = st.floats(0, 1.2) | st.floats(0, 0.01) | st.floats(0, 1e-6)
years = st.floats(0, 15)


def test_places_count_notches_from_c_up_and_symbols_stand_where_they_begin() -> None:
    assert [place_of_symbol_ppm(symbol) for symbol in (Symbol.C, Symbol.A_MINUS, Symbol.AAA)] == [
        0,
        12_000_000,
        18_000_000,
    ]
    for symbol in SCALE:
        assert symbol_at_place(place_of_symbol_ppm(symbol)) is symbol
        assert symbol_at_place(place_of_symbol_ppm(symbol) + 999_999) is symbol
    assert (symbol_at_place(-1), symbol_at_place(25_000_000)) == (Symbol.C, Symbol.AAA)


@given(rate=rates, at=years)
def test_a_place_is_that_of_the_symbol_which_the_tables_give(rate: float, at: float) -> None:
    assert symbol_at_place(place_by_loss_ppm(GROUND, rate, at)) is symbol_of_rate(loss_lines(IDEALISED, at), rate)
    assert symbol_at_place(place_by_default_ppm(GROUND, rate, at)) is symbol_of_rate(default_lines(IDEALISED, at), rate)


@given(two=st.tuples(rates, rates).map(sorted), at=years)
def test_a_higher_rate_never_stands_higher(two: list[float], at: float) -> None:
    low, high = two
    assert place_by_loss_ppm(GROUND, low, at) >= place_by_loss_ppm(GROUND, high, at)


@given(needed_ppm=st.integers(0, 1_000_000), decline=st.floats(0, 1))
def test_what_a_class_withstands_stands_where_its_multiple_does(needed_ppm: int, decline: float) -> None:
    base_ppm = GROUND.assumptions.base_decline_of(decline)
    found = by_stress(BreakEven("A", needed_ppm), base_ppm, GROUND.assumptions.stress_table)
    assert symbol_at_place(place_by_stress_ppm(GROUND, needed_ppm, decline)) is found.symbol


def test_a_class_that_the_whole_forecast_does_not_pay_stands_lower_the_more_it_needs() -> None:
    places = [place_by_stress_ppm(GROUND, needed_ppm, 0.2) for needed_ppm in (1_000_000, 1_000_001, 2_000_000, 10**7)]
    assert places[0] == 0
    assert all(more < less for less, more in pairwise(places))
    assert {symbol_at_place(place) for place in places} == {Symbol.C}


def test_a_place_goes_on_evenly_between_two_lines_and_to_both_ends() -> None:
    lines = [(Symbol.A, 0.1), (Symbol.B, 0.3)]
    a, b = (place_of_symbol_ppm(symbol) for symbol, _ in lines)
    assert place_ppm(lines, 0.1, RATES) == a
    assert place_ppm(lines, 0.075, RATES) == a + 250_000
    assert place_ppm(lines, 0.0, RATES) == a + 999_999
    assert abs(place_ppm(lines, 0.2, RATES) - b - 500_000) <= 1
    # half of the way from the last line to the end
    assert abs(place_ppm(lines, 1.15, RATES) + 500_000) <= 1


def test_lines_at_nothing_and_at_everything_divide_by_nothing() -> None:
    lines = [(Symbol.AAA, 0.0), (Symbol.C, 1.0)]
    assert place_ppm(lines, 0.0, RATES) == 18_000_000
    assert place_ppm(lines, 1.0, RATES) == 0
    assert place_ppm(lines, 1.5, RATES) == -500_000


def test_the_lowest_cap_is_the_highest_place() -> None:
    facts = PoolFacts(licensees=(Exposure("X", 900_000),), rights=(Exposure("R", 900_000),), history_months=120)
    asked = caps(facts, CapTerms(), [LicenseeSymbol(licensee="X", symbol=Symbol.AA)])
    assert RatingGround(RatingAssumptions(), asked).highest_ppm == place_of_symbol_ppm(Symbol.A)
    assert GROUND.highest_ppm is None
