import csv
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.rating_reference import IDEALISED, SPREADS, STRESSES
from chizai.metrics.rating_scale import SCALE, Symbol, lowest, notches_down, steps_below_top
from chizai.metrics.rating_tables import (
    PPB,
    IdealisedRow,
    StressRow,
    at_year,
    default_lines,
    loss_lines,
    spread_of,
    symbol_of_multiple,
    symbol_of_rate,
)

YEARS = st.floats(0, 40)


def test_the_scale_is_that_of_the_japanese_agencies() -> None:
    assert " ".join(SCALE) == "AAA AA+ AA AA- A+ A A- BBB+ BBB BBB- BB+ BB BB- B+ B B- CCC CC C"


def test_notches_are_counted_down_the_scale() -> None:
    assert (steps_below_top(Symbol.AAA), steps_below_top(Symbol.C)) == (0, 18)
    assert notches_down(Symbol.AA_PLUS, Symbol.A_MINUS) == 5
    assert notches_down(Symbol.A_MINUS, Symbol.AA_PLUS) == -5
    assert lowest([Symbol.A, Symbol.BBB_PLUS, Symbol.AAA]) is Symbol.BBB_PLUS


def test_the_lowest_of_no_symbols_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        lowest([])


def test_the_reference_table_is_the_one_it_says_it_is(shared: Path) -> None:
    columns: dict[str, list[list[int]]] = {"PD_pct": [], "EL_pct": []}
    with (shared / "law" / "moodys_idealised_from_memory.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            percents = [Fraction(row[f"y{year}"]) for year in range(1, 11)]
            columns[row["table"]].append([int(percent * PPB / 100) for percent in percents])
    assert [list(row.default_ppb) for row in IDEALISED] == columns["PD_pct"]
    assert [list(row.expected_loss_ppb) for row in IDEALISED] == columns["EL_pct"]


@pytest.mark.parametrize("column", ["default_ppb", "expected_loss_ppb"])
def test_reference_rates_rise_with_time_and_down_the_scale(column: str) -> None:
    rows = [getattr(row, column) for row in IDEALISED]
    assert [row.symbol for row in IDEALISED] == list(SCALE)
    assert all(earlier < later for row in rows for earlier, later in pairwise(row))
    assert all(better < worse for above, below in pairwise(rows) for better, worse in zip(above, below, strict=True))


def test_reference_losses_are_55_percent_of_reference_defaults() -> None:
    for row in IDEALISED:
        for loss, default in zip(row.expected_loss_ppb, row.default_ppb, strict=True):
            assert abs(loss - 0.55 * default) <= 0.02 * default


def test_assumed_multiples_fall_and_assumed_spreads_rise_down_the_scale() -> None:
    assert [row.symbol for row in STRESSES] == [row.symbol for row in SPREADS] == list(SCALE)
    assert all(better.multiple_ppm > worse.multiple_ppm for better, worse in pairwise(STRESSES))
    assert all(better.spread_ppm_annual < worse.spread_ppm_annual for better, worse in pairwise(SPREADS))


def test_a_rate_between_two_years_lies_on_the_line_between_them() -> None:
    rates = (100, 300, 700)
    found = [at_year(rates, years) * PPB for years in (0, 0.5, 1, 1.5, 2.25, 3, 3.5, 40)]
    assert found == pytest.approx([0, 50, 100, 200, 400, 700, 700, 700])


@pytest.mark.parametrize(("rates", "years"), [((), 1.0), ((1,), -0.1)])
def test_a_rate_of_no_table_or_of_the_past_is_refused(rates: tuple[int, ...], years: float) -> None:
    with pytest.raises(ValueError, match="has no rate at"):
        at_year(rates, years)


@given(st.sampled_from(IDEALISED), YEARS, YEARS)
def test_rates_never_fall_with_time(row: IdealisedRow, first: float, second: float) -> None:
    rates: tuple[int, ...] = row.default_ppb
    earlier, later = sorted((first, second))
    assert at_year(rates, earlier) <= at_year(rates, later)


@given(st.floats(0, 1), st.floats(0, 1), YEARS)
def test_a_higher_loss_or_default_never_has_a_better_symbol(first: float, second: float, years: float) -> None:
    less, more = sorted((first, second))
    for lines in (loss_lines, default_lines):
        better, worse = (symbol_of_rate(lines(IDEALISED, years), rate) for rate in (less, more))
        assert notches_down(better, worse) >= 0


@given(st.sampled_from(IDEALISED), st.integers(1, 10))
def test_each_symbols_own_rate_is_read_as_that_symbol(row: IdealisedRow, year: int) -> None:
    symbol: Symbol = row.symbol
    loss: int = row.expected_loss_ppb[year - 1]
    assert symbol_of_rate(loss_lines(IDEALISED, year), loss / PPB) is symbol
    below = lowest([symbol, SCALE[min(len(SCALE) - 1, steps_below_top(symbol) + 1)]])
    assert symbol_of_rate(loss_lines(IDEALISED, year), (loss + 1) / PPB) is below


def test_what_is_past_every_line_has_the_lowest_symbol_even_of_a_short_table() -> None:
    assert symbol_of_rate(loss_lines(IDEALISED[:3], 5), 0.5) is Symbol.C
    assert symbol_of_rate([], 0.0) is Symbol.C


def test_a_multiple_is_read_as_the_best_symbol_that_asks_no_more() -> None:
    table = (
        StressRow(symbol=Symbol.A, multiple_ppm=3_000_000),
        StressRow(symbol=Symbol.BBB, multiple_ppm=2_000_000),
    )
    read = [symbol_of_multiple(table, multiple) for multiple in (9_000_000, 3_000_000, 2_999_999, 2_000_000, 1)]
    assert read == [Symbol.A, Symbol.A, Symbol.BBB, Symbol.BBB, Symbol.C]


def test_a_spread_is_that_of_its_symbol_or_none() -> None:
    assert spread_of(SPREADS, Symbol.A) == 0.008
    assert spread_of(SPREADS[:3], Symbol.A) is None
