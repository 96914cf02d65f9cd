from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.units.daycount import YearFraction
from chizai.units.rate import PPM, accrue_floor, format_ppm, share_ceil, share_floor

AMOUNTS = st.integers(-(10**15), 10**15)
RATES = st.integers(-(10**7), 10**7)


@given(AMOUNTS, RATES)
def test_a_share_lies_between_its_floor_and_its_ceiling(amount: int, rate: int) -> None:
    exact = Fraction(amount * rate, PPM)
    low, high = share_floor(amount, rate), share_ceil(amount, rate)
    assert type(low) is type(high) is int
    assert low <= exact <= high
    assert high - low == (0 if exact.denominator == 1 else 1)


@given(AMOUNTS, RATES, st.integers(0, 200_000), st.sampled_from([360, 365, 365 * 366]))
def test_interest_is_the_exact_product_rounded_down(balance: int, rate: int, days: int, basis: int) -> None:
    earned = accrue_floor(balance, rate, YearFraction(days, basis))
    exact = Fraction(balance * rate * days, PPM * basis)
    assert type(earned) is int
    assert earned <= exact < earned + 1


def test_a_quarter_of_interest_is_computed_by_hand() -> None:
    # 70,000,000 x 4 % x 75 / 365 = 575,342.46...
    assert accrue_floor(70_000_000, 40_000, YearFraction(75, 365)) == 575_342


@pytest.mark.parametrize(
    ("rate", "text"),
    [(52_160, "5.216%"), (1_000_000, "100%"), (0, "0%"), (-500, "-0.05%"), (1, "0.0001%"), (-1_030_000, "-103%")],
)
def test_a_rate_is_written_in_percent_without_trailing_zeros(rate: int, text: str) -> None:
    assert format_ppm(rate) == text
