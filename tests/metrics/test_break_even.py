from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.program import Program
from chizai.deal.text import read_deal
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.break_even import break_even, scaled
from chizai.units.explain import Explained
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.tables import class_table

PERIODS = 4


@pytest.fixture(scope="module")
def program(deals_folder: Path) -> Program:
    """Give the mission's split: 1,000 million yen at 8 % a year to the senior class, repaid in the fourth year."""
    read = read_deal((deals_folder / "mission-split" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok)
    assert len(compiled.value.payment_dates) == PERIODS
    return compiled.value


def collections(*amounts: int, n_actual: int = 0) -> Collections:
    origin = Explained("royalty", "")
    return Collections(
        tuple(
            (Receipt(date(2023 + period, 12, 1), "L1", amount, period < n_actual, origin),)
            for period, amount in enumerate(amounts)
        )
    )


def loses(program: Program, of: Collections, multiple_ppm: int) -> bool:
    last = class_table(run_exact(program, scaled(of, multiple_ppm)), "senior")[-1]
    return last.closing_minor + last.interest_unpaid_minor > 0


def test_a_class_that_needs_half_of_the_forecast_breaks_even_at_one_half(program: Program) -> None:
    # interest of 80 million in each of three years, and 1,080 million in the last, each from twice as much
    twice = collections(160_000_000, 160_000_000, 160_000_000, 2_160_000_000)
    assert break_even(program, twice, "senior").multiple_ppm == 500_000


def test_what_has_come_already_is_not_scaled(program: Program) -> None:
    # the first three years are actual, so only the last 1,080 million are needed of 4,320
    of = collections(80_000_000, 80_000_000, 80_000_000, 4_320_000_000, n_actual=3)
    assert break_even(program, of, "senior").multiple_ppm == 250_000


def test_a_class_that_the_whole_forecast_does_not_repay_has_no_break_even(program: Program) -> None:
    short = collections(80_000_000, 80_000_000, 80_000_000, 1_079_999_999)
    assert break_even(program, short, "senior").multiple_ppm is None


def test_a_class_that_was_paid_before_any_forecast_breaks_even_at_nothing(program: Program) -> None:
    of = collections(80_000_000, 80_000_000, 80_000_000, 1_080_000_000, n_actual=4)
    assert break_even(program, of, "senior").multiple_ppm == 0


@given(st.lists(st.integers(0, 3_000_000_000), min_size=PERIODS, max_size=PERIODS), st.integers(0, PERIODS))
def test_the_break_even_is_the_last_multiple_with_which_nothing_is_lost(
    program: Program, amounts: list[int], n_actual: int
) -> None:
    of = collections(*amounts, n_actual=n_actual)
    multiple = break_even(program, of, "senior").multiple_ppm
    if multiple is None:
        assert loses(program, of, 1_000_000)
    else:
        assert not loses(program, of, multiple)
        assert multiple == 0 or loses(program, of, multiple - 1)
