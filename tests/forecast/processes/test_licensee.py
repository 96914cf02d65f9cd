import csv
import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.course import draw_cash, expected_cash
from chizai.forecast.processes.events import FittedHazard, draw_periods, fit_hazard
from chizai.forecast.processes.licensee import (
    DEFAULT_RATES_ANNUAL,
    DefaultCount,
    Licensee,
    concentration,
    course_of,
    fit_default_rates,
    has_defaulted,
    hazard_of_rating,
    pooled_counts,
)

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
WEAK = Licensee(
    default_hazard_annual=0.1,
    recovery=0.4,
    recovery_delay_years=1.0,
    replacement_gap_years=0.6,
    replaced_part=0.8,
)


def stops(file: Path, years: range, least: float) -> FittedHazard:
    """Count payors that never pay again after a year in which they paid more than the least."""
    paid: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            paid[row["company"]][int(row["year"])] += float(row["royalty_usd"])
    watched = [(own, year) for own in paid.values() for year in years if own[year] > least]
    gone = sum(all(own[later] <= 0 for later in range(year + 1, 2020)) for own, year in watched)
    return fit_hazard(gone, float(len(watched)))


def test_the_course_rounds_a_gap_up_to_whole_periods() -> None:
    course = course_of(WEAK, 0.25)
    assert (course.during, course.gap_periods, course.after) == (0.0, 3, 0.8)
    assert (course.recovery, course.recovery_periods) == (0.4, 4)
    assert course_of(Licensee(default_hazard_annual=0.1, recovery_delay_years=0.0), 0.25).recovery_periods == 1


def test_default_recovery_and_replacement_are_drawn_as_the_closed_form_says() -> None:
    table, course = has_defaulted(WEAK, QUARTERS), course_of(WEAK, 0.25)
    drawn = draw_cash(course, draw_periods(table, np.random.default_rng(1), 40_000), (100.0,) * 40)
    error = drawn.std(axis=1) / 200
    assert (abs(drawn.mean(axis=1) - expected_cash(course, table, (100.0,) * 40)) <= 4 * error + 1e-9).all()


def test_a_years_survival_is_one_less_the_rate_of_the_rating() -> None:
    for symbol, rate in DEFAULT_RATES_ANNUAL.items():
        licensee = Licensee(default_hazard_annual=hazard_of_rating(symbol))
        plain = rate ** (2 / 3) * rate ** (1 / 3)
        assert has_defaulted(licensee, (1.0,)) == pytest.approx([plain])


def test_worse_symbols_default_more_often() -> None:
    order = ("AAA", "AA+", "AA", "AA-", "A+", "A", "A-", "BBB+", "BBB", "BBB-", "BB+", "BB", "BB-", "B", "CCC")
    assert all(hazard_of_rating(better) < hazard_of_rating(worse) for better, worse in pairwise(order))


def test_a_sign_past_the_end_of_the_table_changes_nothing() -> None:
    assert hazard_of_rating("CCC-") == pytest.approx(hazard_of_rating("CCC"))


def test_a_users_table_replaces_ours() -> None:
    assert hazard_of_rating("1", {"1": 0.01, "2": 0.08}) == pytest.approx(-math.log(0.99))
    assert hazard_of_rating("1-", {"1": 0.01, "2": 0.08}) == pytest.approx(-math.log(1 - 0.02))


@pytest.mark.parametrize("symbol", ["", "+", "Z", "BBB*", "AAAA"])
def test_an_unknown_symbol_is_refused(symbol: str) -> None:
    with pytest.raises(ValueError, match="no symbol of the table: AAA"):
        hazard_of_rating(symbol)


def test_a_table_with_an_impossible_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="a default rate is 1"):
        hazard_of_rating("B", {"B": 1.0})


def test_rates_are_recovered_from_simulated_years_and_keep_their_order() -> None:
    generator = np.random.default_rng(2)
    true = {"A": 0.001, "BBB": 0.002, "BB": 0.01, "B": 0.04}
    fitted = fit_default_rates(
        [DefaultCount((symbol,), int(generator.binomial(20_000, rate)), 2e4) for symbol, rate in true.items()]
    )
    for symbol, rate in true.items():
        assert fitted[symbol] == pytest.approx(rate, abs=4 * math.sqrt(rate / 20_000))


def test_counts_out_of_order_are_pooled() -> None:
    counts = [DefaultCount(("A",), 3, 1e3), DefaultCount(("BBB",), 0, 2e3), DefaultCount(("BB",), 10, 1e3)]
    assert pooled_counts(counts) == (DefaultCount(("A", "BBB"), 3, 3e3), counts[2])
    assert fit_default_rates(counts) == pytest.approx({"A": 3.5 / 3e3, "BBB": 3.5 / 3e3, "BB": 10.5 / 1e3})


def test_a_pool_is_pooled_with_what_it_falls_below() -> None:
    counts = [DefaultCount((symbol,), n, 100.0) for symbol, n in (("A", 2), ("BBB", 3), ("BB", 0), ("B", 9))]
    assert [pool.symbols for pool in pooled_counts(counts)] == [("A", "BBB", "BB"), ("B",)]


@pytest.mark.parametrize("counts", [((0, 1e4), (0, 2.0)), ((1, 10.0), (100, 1e3))], ids=["none came", "equal rates"])
def test_equal_rates_are_not_pooled_and_keep_their_own_years(counts: tuple[tuple[int, float], ...]) -> None:
    given = tuple(DefaultCount((symbol,), *count) for symbol, count in zip("AB", counts, strict=True))
    assert pooled_counts(given) == given


def test_counts_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="licensee-years"):
        fit_default_rates([DefaultCount(("A",), 0, 0.0)])
    with pytest.raises(ValueError, match="number of defaults"):
        fit_default_rates([DefaultCount(("A",), -1, 1.0)])


def test_a_hazard_counted_in_one_stretch_of_years_did_not_hold_in_the_next(shared: Path) -> None:
    # payors of US mineral royalties: large ones stop less often, but five times as often later on
    file = shared / "data" / "onrr_royalty_by_payor_2013_2019.csv"
    large, every = (stops(file, range(2013, 2016), least) for least in (1e6, 0.0))
    assert (large.hazard_annual, every.hazard_annual) == pytest.approx((0.041, 0.140), abs=0.002)
    later = stops(file, range(2016, 2019), 1e6)
    assert later.hazard_annual == pytest.approx(0.209, abs=0.002)
    assert later.hazard_annual > large.hazard_annual + 4 * math.hypot(large.standard_error, later.standard_error)


def test_concentration_counts_equals_and_their_difference() -> None:
    assert concentration((5.0,)) == 1.0
    assert concentration((2.0,) * 8) == pytest.approx(1 / 8)
    assert concentration((60.0, 30.0, 10.0, 0.0)) == pytest.approx(0.36 + 0.09 + 0.01)


@pytest.mark.parametrize(("amounts", "says"), [((1.0, -1.0), "amount is -1"), ((0.0,), "sum of the amounts")])
def test_amounts_without_a_whole_are_refused(amounts: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        concentration(amounts)


@pytest.mark.parametrize(
    "field",
    ["default_hazard_annual", "recovery", "recovery_delay_years", "replacement_gap_years", "replaced_part"],
)
def test_an_impossible_licensee_is_refused(field: str) -> None:
    terms: dict[str, Any] = {"default_hazard_annual": 0.1} | {field: -1.0}
    with pytest.raises(ValueError, match="is -1"):
        Licensee(**terms)


def test_the_length_of_a_period_is_above_zero() -> None:
    with pytest.raises(ValueError, match="length of a period"):
        course_of(WEAK, 0.0)
