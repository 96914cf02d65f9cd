from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.forecast.receipts import Collections, Receipt
from chizai.metrics.break_even import break_even
from chizai.units.explain import Explained
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.tables import class_table

PERIODS = 4


@pytest.fixture(scope="module")
def deal(deals_folder: Path) -> Deal:
    """Give the mission's split: 1,000 million yen at 8 % a year to the senior class, repaid in the fourth year."""
    read = read_deal((deals_folder / "mission-split" / "deal.toml").read_text(encoding="utf-8"))
    assert isinstance(read, Ok)
    return read.value


def inputs(deal: Deal, of: Collections) -> RunInputs:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    assert len(compiled.value.payment_dates) == PERIODS
    return RunInputs(deal, compiled.value, of, {})


def collections(*amounts: int, n_actual: int = 0) -> Collections:
    origin = Explained("royalty", "")
    return Collections(
        tuple(
            (Receipt(date(2023 + period, 12, 1), "L1", amount, period < n_actual, origin),)
            for period, amount in enumerate(amounts)
        )
    )


def loses(deal: Deal, of: Collections, multiple_ppm: int) -> bool:
    on = inputs(deal, of)
    last = class_table(run_exact(on.program, on.collected("", multiple_ppm)), "senior")[-1]
    return last.closing_minor + last.interest_unpaid_minor > 0


def test_a_class_that_needs_half_of_the_forecast_breaks_even_at_one_half(deal: Deal) -> None:
    # interest of 80 million in each of three years, and 1,080 million in the last, each from twice as much
    twice = collections(160_000_000, 160_000_000, 160_000_000, 2_160_000_000)
    assert break_even(inputs(deal, twice), "senior").multiple_ppm == 500_000


def test_what_has_come_already_is_not_inputs(deal: Deal) -> None:
    # the first three years are actual, so only the last 1,080 million are needed of 4,320
    of = collections(80_000_000, 80_000_000, 80_000_000, 4_320_000_000, n_actual=3)
    assert break_even(inputs(deal, of), "senior").multiple_ppm == 250_000


def test_a_class_that_the_whole_forecast_does_not_repay_has_no_break_even(deal: Deal) -> None:
    short = collections(80_000_000, 80_000_000, 80_000_000, 1_079_999_999)
    assert break_even(inputs(deal, short), "senior").multiple_ppm is None


def test_a_class_that_was_paid_before_any_forecast_breaks_even_at_nothing(deal: Deal) -> None:
    of = collections(80_000_000, 80_000_000, 80_000_000, 1_080_000_000, n_actual=4)
    assert break_even(inputs(deal, of), "senior").multiple_ppm == 0


@given(st.lists(st.integers(0, 3_000_000_000), min_size=PERIODS, max_size=PERIODS), st.integers(0, PERIODS))
def test_the_break_even_is_the_last_multiple_with_which_nothing_is_lost(
    deal: Deal, amounts: list[int], n_actual: int
) -> None:
    of = collections(*amounts, n_actual=n_actual)
    multiple = break_even(inputs(deal, of), "senior").multiple_ppm
    if multiple is None:
        assert loses(deal, of, 1_000_000)
    else:
        assert not loses(deal, of, multiple)
        assert multiple == 0 or loses(deal, of, multiple - 1)
