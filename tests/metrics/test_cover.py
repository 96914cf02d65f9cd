from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.cover import advance_rate_ppm, dscr_ppm

AMOUNTS = st.integers(0, 10**15)


def test_cover_of_each_period_is_cash_over_what_is_due_rounded_down() -> None:
    assert dscr_ppm([125, 100, 50, 7], [100, 300, 0, 7]) == (1_250_000, 333_333, None, 1_000_000)


def test_cash_that_lacks_shows_as_negative_cover() -> None:
    assert dscr_ppm([-1], [3]) == (-333_334,)


def test_no_periods_have_no_cover() -> None:
    assert dscr_ppm([], []) == ()


def test_cover_needs_as_many_dues_as_cash() -> None:
    with pytest.raises(ValueError, match="shorter"):
        dscr_ppm([1, 2], [1])


def test_a_negative_due_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        dscr_ppm([1], [-1])


def test_the_advance_rate_counts_the_classes_given_and_rounds_up() -> None:
    assert advance_rate_ppm([80_000_000], 100_000_000) == 800_000
    assert advance_rate_ppm([80_000_000, 20_000_000], 125_000_000) == 800_000
    assert advance_rate_ppm([2], 3) == 666_667
    assert advance_rate_ppm([], 3) == 0


@pytest.mark.parametrize("valuation_minor", [0, -1])
def test_nothing_can_be_advanced_on_assets_without_value(valuation_minor: int) -> None:
    assert advance_rate_ppm([1], valuation_minor) is None


@given(AMOUNTS, AMOUNTS.filter(bool))
def test_both_ratios_err_by_less_than_a_millionth_and_to_the_cautious_side(amount: int, base: int) -> None:
    exact = Fraction(amount * 1_000_000, base)
    (cover,) = dscr_ppm([amount], [base])
    advance = advance_rate_ppm([amount], base)
    assert cover is not None
    assert advance is not None
    assert cover <= exact < cover + 1
    assert advance - 1 < exact <= advance
