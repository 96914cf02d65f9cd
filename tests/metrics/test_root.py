import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from chizai.metrics.root import root_between


def test_a_straight_line_is_met_where_it_is_zero() -> None:
    assert root_between(lambda x: 3 * x - 1.5, -4, 9) == 0.5


def test_the_ends_may_be_given_in_either_order() -> None:
    assert root_between(math.cos, 3, 1) == pytest.approx(math.pi / 2, abs=1e-15)


@pytest.mark.parametrize("end", [0.0, 2.0])
def test_an_end_that_is_a_root_is_given(end: float) -> None:
    assert root_between(lambda x: x - end, 0.0, 2.0) == end


def test_two_ends_of_one_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="no root lies for certain"):
        root_between(lambda x: x * x + 1, -1, 1)


def test_a_jump_over_zero_is_found_where_it_jumps() -> None:
    assert root_between(lambda x: 1.0 if x > 0.3 else -1.0, 0, 1) == pytest.approx(0.3, abs=1e-15)


def test_two_ends_that_are_one_root_are_that_root() -> None:
    assert root_between(lambda x: x, 0.0, 0.0) == 0.0


@given(st.lists(st.tuples(st.floats(0.01, 60), st.floats(1, 1e9)), min_size=1, max_size=30), st.floats(1, 1e10))
def test_rates_are_those_of_another_root_finder(flows: list[tuple[float, float]], price: float) -> None:
    def short(rate: float) -> float:
        logs = [math.log(amount) - rate * years for years, amount in flows]
        return max(logs) + math.log(sum(math.exp(each - max(logs)) for each in logs)) - math.log(price)

    bound = 2 * short(0.0) / min(years for years, _ in flows)
    assume(bound)
    expected = brentq(short, 0.0, bound, xtol=1e-15, rtol=1e-15)
    assert root_between(short, 0.0, bound) == pytest.approx(expected, rel=1e-11, abs=1e-13)


@given(st.floats(-50, 50), st.integers(0, 3), st.floats(0.1, 5))
def test_no_more_is_tried_than_a_few_times_what_bisection_needs(root: float, power: int, reach: float) -> None:
    tried = []

    def function(x: float) -> float:
        tried.append(x)
        return (x - root) ** (2 * power + 1)

    assert root_between(function, root - reach, root + 1.7 * reach) == pytest.approx(root, abs=1e-3)
    assert len(tried) < 200
