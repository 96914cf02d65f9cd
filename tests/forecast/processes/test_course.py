import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.forecast.processes.course import Course, draw_cash, draw_standing, expected_cash, expected_standing
from chizai.forecast.processes.events import constant, draw_periods, never, surely_at

QUARTERS = tuple(quarter / 4 for quarter in range(1, 21))
EXPECTED = tuple(100.0 + 3.0 * quarter for quarter in range(20))
REPLACED = Course(during=0.1, gap_periods=3, after=0.7, recovery=0.4, recovery_periods=4)


def test_a_course_is_paid_as_its_words_say() -> None:
    cash = draw_cash(REPLACED, np.array([2, 20]), (100.0,) * 8)
    # from period 2 on a tenth for three periods, then 70 %; in period 6 comes 40 % of the 90 that period 2 lacked
    assert cash[:, 0] == pytest.approx([100, 100, 10, 10, 10, 70, 70 + 36, 70])
    assert cash[:, 1] == pytest.approx([100] * 8)


def test_the_mean_of_the_draws_is_the_closed_form() -> None:
    table = constant(0.25, QUARTERS)
    events = draw_periods(table, np.random.default_rng(3), 40_000)
    for drawn, closed in (
        (draw_standing(REPLACED, events, 20), expected_standing(REPLACED, table)),
        (draw_cash(REPLACED, events, EXPECTED), expected_cash(REPLACED, table, EXPECTED)),
    ):
        error = drawn.std(axis=1) / math.sqrt(drawn.shape[1])
        assert (abs(drawn.mean(axis=1) - closed) <= 4 * error + 1e-9).all()


def test_without_the_event_everything_is_paid() -> None:
    assert expected_standing(REPLACED, never(QUARTERS)) == (1.0,) * 20
    assert expected_cash(REPLACED, never(QUARTERS), EXPECTED) == EXPECTED


def test_an_end_for_good_leaves_what_the_table_says() -> None:
    table = constant(0.1, QUARTERS)
    assert expected_standing(Course(), table) == pytest.approx([1 - come for come in table])


def test_a_recovery_in_full_of_a_single_gap_makes_whole() -> None:
    once = Course(during=0.0, gap_periods=1, after=1.0, recovery=1.0, recovery_periods=2)
    assert sum(expected_cash(once, surely_at(1.0, QUARTERS), EXPECTED)) == pytest.approx(sum(EXPECTED))


def test_a_recovery_past_the_last_period_is_not_paid() -> None:
    late = Course(recovery=1.0, recovery_periods=30)
    assert draw_cash(late, np.array([0]), EXPECTED).sum() == 0.0
    assert sum(expected_cash(late, (1.0,) * 20, EXPECTED)) == 0.0


@given(st.integers(0, 25), st.floats(0, 1), st.integers(0, 9), st.floats(0, 1), st.floats(0, 2), st.integers(1, 9))
def test_a_certain_event_is_its_closed_form(
    event: int, during: float, gap: int, after: float, recovery: float, lag: int
) -> None:
    course = Course(during=during, gap_periods=gap, after=after, recovery=recovery, recovery_periods=lag)
    table = tuple(float(period >= event) for period in range(20))
    assert draw_cash(course, np.array([event]), EXPECTED)[:, 0] == pytest.approx(expected_cash(course, table, EXPECTED))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"during": -0.1}, "during is -0.1"),
        ({"gap_periods": -1}, "gap_periods is -1"),
        ({"after": math.inf}, "after is inf"),
        ({"recovery": -1.0}, "recovery is -1"),
        ({"recovery_periods": 0}, "1 period after its event or later, not 0"),
    ],
)
def test_an_impossible_course_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Course(**change)


def test_what_is_expected_needs_the_events_periods() -> None:
    with pytest.raises(ValueError, match="differ in length: 2, 1"):
        expected_cash(Course(), (0.1, 0.2), (100.0,))
