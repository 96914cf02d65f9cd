import math
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chizai.metrics.irr import NoIrr, borrowing_rate, irr
from chizai.metrics.pricing import Compounding, yield_from_price

START = date(2025, 1, 15)
YEAR = timedelta(days=365)


def yearly(*amounts: int) -> list[tuple[date, int]]:
    return [(START + index * YEAR, amount) for index, amount in enumerate(amounts)]


def polynomial(*growths_tenths: int) -> list[int]:
    """Give flows that are worth nothing exactly at these yearly growths, in tenths: 11 is 10 % a year."""
    flows = [1]
    for growth in growths_tenths:
        later = [0, *(-growth * amount for amount in flows)]
        flows = [10 * now + then for now, then in zip([*flows, 0], later, strict=True)]
    return flows


def test_a_rate_is_computed_by_hand() -> None:
    found = irr(yearly(-100, 0, 121))
    assert found.rate == pytest.approx(0.1)
    assert found.why_none is None
    assert irr(yearly(-100, 110), Compounding.CONTINUOUS).rate == pytest.approx(math.log(1.1))
    assert irr(yearly(1_000, -600, -500)).rate == pytest.approx(0.3 - 1 + math.sqrt(0.09 + 0.5))


def test_money_back_without_gain_returns_nothing() -> None:
    assert irr(yearly(-100, 40, 60)).rate == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "why"),
    [
        ([], NoIrr.ONE_SIDED),
        (yearly(-100, -5), NoIrr.ONE_SIDED),
        (yearly(0, 5, 7), NoIrr.ONE_SIDED),
        ([(START, -100), (START, 100)], NoIrr.ONE_SIDED),
        (yearly(-100, 230, -140), NoIrr.NO_RATE),
        (yearly(-100, 230, -132), NoIrr.SEVERAL_RATES),
        ([(START, -1), (START + timedelta(days=1), 10**6)], NoIrr.BEYOND_FLOAT),
        ([(START, -(10**6)), (START + timedelta(days=1), 1)], NoIrr.BEYOND_FLOAT),
    ],
)
def test_without_one_rate_the_reason_is_given(flows: list[tuple[date, int]], why: NoIrr) -> None:
    found = irr(flows)
    assert (found.rate, found.why_none) == (None, why)


def test_a_rate_at_which_worth_only_touches_nothing_is_found() -> None:
    # -100 (1 - 1.1 x)^2, and the cube, whose three rates are one
    assert irr(yearly(-100, 220, -121)).rate == pytest.approx(0.1)
    assert irr(yearly(-1_000, 3_300, -3_630, 1_331)).rate == pytest.approx(0.1)


@given(st.sets(st.integers(5, 40), max_size=4), st.lists(st.integers(-30, -1), max_size=3))
def test_all_rates_of_a_polynomial_are_counted(growths: set[int], of_no_rate: list[int]) -> None:
    # a negative growth is the root of no rate, but it mixes the amounts
    found = irr(yearly(*polynomial(*sorted(growths), *of_no_rate)))
    if len(growths) == 1:
        assert found.rate == pytest.approx(min(growths) / 10 - 1, abs=1e-8)
    else:
        assert found.why_none is (NoIrr.SEVERAL_RATES if growths else NoIrr.ONE_SIDED)


@given(st.integers(5, 40), st.integers(1, 30), st.integers(1, 20))
def test_a_pair_of_complex_rates_does_not_hide_the_real_one(growth: int, real: int, imaginary: int) -> None:
    # times (10 - (a + bi) x)(10 - (a - bi) x): three changes of sign, one rate
    line = polynomial(growth)
    pair = [100, -20 * real, real * real + imaginary * imaginary]
    flows = [
        sum(line[index] * pair[power - index] for index in range(2) if 0 <= power - index < len(pair))
        for power in range(4)
    ]
    assert irr(yearly(*flows)).rate == pytest.approx(growth / 10 - 1, abs=1e-6)


@given(
    st.lists(st.tuples(st.integers(30, 10_000), st.integers(1, 10**12)), min_size=1, max_size=30),
    st.integers(1, 10**13),
    st.sampled_from(Compounding),
)
def test_the_rate_of_a_purchase_is_its_yield(
    received: list[tuple[int, int]], price_minor: int, compounding: Compounding
) -> None:
    flows = [(START + timedelta(days=days), amount) for days, amount in received]
    expected = yield_from_price(flows, START, price_minor, compounding)
    found = irr([*flows, (START, -price_minor)], compounding)
    assume(expected is not None and found.rate is not None)
    assert found.rate == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(-(10**9), 10**9)), max_size=8), st.integers(2, 1_000))
def test_neither_scale_nor_side_nor_order_changes_the_answer(flows: list[tuple[int, int]], scale: int) -> None:
    dated = [(START + timedelta(days=days), amount) for days, amount in flows]
    other = [(day, -scale * amount) for day, amount in reversed(dated)]
    one, two = irr(dated), irr(other)
    assert one.why_none is two.why_none
    if one.rate is not None:
        assert two.rate == pytest.approx(one.rate, rel=1e-6, abs=1e-9)


def test_of_two_rates_borrowed_money_costs_the_one_to_which_the_only_one_leads_as_late_money_grows() -> None:
    # 100 in and 130 out cost 30 %; some of it back a year later lowers the cost little by little
    late = [0, 1, 10, 20, 30]
    found = [borrowing_rate(yearly(100, -130, more)) for more in late]
    rates = [each.found.rate for each in found]
    assert rates[0] == pytest.approx(0.3)
    assert [rate for rate in rates if rate is None] == []
    assert rates == sorted(rates, key=lambda rate: -(rate or 0.0))
    assert [len(each.rates_annual) for each in found] == [1, 2, 2, 2, 2]
    assert all(each.found.rate == each.rates_annual[-1] for each in found)
    assert found[-1].rates_annual == pytest.approx(((1.3 - 0.7) / 2 - 1, (1.3 + 0.7) / 2 - 1))


def test_money_that_goes_out_before_it_comes_in_does_not_take_the_rate_at_which_it_is_lent() -> None:
    # (1 - 3 x)(1 - 0.95 x) times -1: lent at 200 %, borrowed at -5 %
    found = borrowing_rate(yearly(-100, 395, -285))
    assert found.rates_annual == pytest.approx((-0.05, 2.0))
    assert found.found.rate == pytest.approx(-0.05)


def test_where_money_is_borrowed_at_several_rates_none_is_chosen() -> None:
    found = borrowing_rate(yearly(*polynomial(11, 12, 13)))
    assert found.rates_annual == pytest.approx((0.1, 0.2, 0.3))
    assert (found.found.rate, found.found.why_none) == (None, NoIrr.SEVERAL_RATES)
    lent = borrowing_rate(yearly(*(-amount for amount in polynomial(11, 12, 13))))
    assert lent.found.rate == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # nearly all is lost within a day, or the money is a million times itself within one
        ([(START, 100), (START + 10 * YEAR, -150), (START + 10 * YEAR + timedelta(days=1), 60)], -0.0105),
        ([(START, -1), (START + timedelta(days=1), 10**6), (START + 10 * YEAR, -(10**6))], 0.0),
    ],
)
def test_a_rate_that_no_float_holds_is_not_told_beside_the_one_at_which_money_is_borrowed(
    flows: list[tuple[date, int]], rate: float
) -> None:
    found = borrowing_rate(flows)
    assert found.found.rate == pytest.approx(rate, abs=1e-4)
    assert found.rates_annual == (found.found.rate,)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=8))
def test_one_rate_is_the_rate_and_at_a_chosen_one_more_rate_is_more_worth(amounts: list[int]) -> None:
    flows = yearly(*amounts)
    found, plain = borrowing_rate(flows), irr(flows)
    if plain.rate is not None:
        assert found.found == plain
        return
    assert found.found.rate is None or found.found.rate in found.rates_annual
    if found.found.rate is not None:
        worths = [n * amount * (1 + found.found.rate) ** -n for n, amount in enumerate(amounts)]
        assert -sum(worths) > -1e-9 * sum(map(abs, worths))
