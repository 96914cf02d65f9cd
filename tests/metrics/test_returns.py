from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.returns import format_return, holding_return_ppm


def test_a_fund_redeemed_at_a_small_gain_loses_after_its_sales_fee() -> None:
    # 10,000 a unit with 3 % sales fee, redeemed at 10,088
    gross = holding_return_ppm(10_000, 0, 10_088)
    net = holding_return_ppm(10_000, 300, 10_088)
    assert (gross, net) == (8_800, -20_583)
    assert (format_return(gross), format_return(net)) == ("+0.88%", "-2.06%")


@given(st.integers(1, 10**15), st.integers(0, 10**14), st.integers(0, 10**16))
def test_a_return_is_rounded_down_and_no_further_than_a_millionth(paid: int, fee: int, received: int) -> None:
    exact = Fraction(received - paid - fee, paid + fee) * 1_000_000
    rounded = holding_return_ppm(paid, fee, received)
    assert rounded <= exact < rounded + 1


@given(st.integers(1, 10**15), st.integers(1, 10**14), st.integers(0, 10**16))
def test_a_fee_never_raises_the_return(paid: int, fee: int, received: int) -> None:
    assert holding_return_ppm(paid, fee, received) <= holding_return_ppm(paid, 0, received)


@pytest.mark.parametrize(("paid", "fee"), [(0, 0), (-5, 5), (-5, 0)])
def test_there_is_no_return_on_no_outlay(paid: int, fee: int) -> None:
    with pytest.raises(ValueError, match="outlay above zero"):
        holding_return_ppm(paid, fee, 100)


@pytest.mark.parametrize(
    ("return_ppm", "text"),
    [
        (0, "0.00%"),
        (49, "0.00%"),
        (-49, "0.00%"),
        (50, "+0.01%"),
        (-50, "-0.01%"),
        (1_234_567, "+123.46%"),
        (-1_000_000, "-100.00%"),
    ],
)
def test_a_return_is_shown_with_its_sign_and_two_decimals(return_ppm: int, text: str) -> None:
    assert format_return(return_ppm) == text
