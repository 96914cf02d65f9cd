import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import beta, gamma

from chizai.forecast.calibration.estimates import (
    WIDEST,
    counted_rate,
    counted_share,
    curve_errors,
    error_of_mean,
    log_normal,
    normal,
    relative,
    unseen,
)
from chizai.forecast.calibration.terms import Estimate


def test_a_rate_and_a_share_have_the_ranges_of_jeffreys_posteriors() -> None:
    rate, share = counted_rate("", 4, 200.0), counted_share("", 20, 100)
    assert (rate.value, rate.error) == pytest.approx((gamma.mean(4.5) / 200, gamma.std(4.5) / 200))
    assert share.value == pytest.approx(beta.mean(20.5, 80.5))
    assert (rate.low, rate.high) == pytest.approx(gamma.interval(0.9, 4.5, scale=1 / 200))
    assert (share.low, share.high) == pytest.approx(beta.interval(0.9, 20.5, 80.5))
    assert share.error == pytest.approx(beta.std(20.5, 80.5))


@pytest.mark.parametrize("never", [counted_rate("", 0, 10.0), counted_share("", 0, 10), counted_share("", 0, 0)])
def test_what_never_came_may_come_still_and_shows_no_error(never: Estimate) -> None:
    assert never.error is None
    assert (never.low or 0.0) < never.value < (never.high or 0.0)


def test_what_never_came_is_remarked_on_and_what_came_is_not() -> None:
    assert unseen("lapse", 1) == ()
    [remark] = unseen("lapse", 0)
    assert remark.startswith("no lapse was seen: half of one is counted")


def test_a_normal_range_ends_where_the_number_does() -> None:
    assert normal("", 0.01, 0.1).low == 0.0
    assert normal("", 0.99, 0.1, most=1.0).high == 1.0
    assert normal("", 5.0, 1.0).high == pytest.approx(5 + 1.645, abs=1e-3)


def test_a_log_normal_range_is_as_far_off_either_way() -> None:
    wide = log_normal("", 100.0, math.log(2.0) / 1.6448536269514722)
    assert (wide.low, wide.high) == pytest.approx((50.0, 200.0))
    assert relative("", 100.0, 10.0) == log_normal("", 100.0, 0.1)


@pytest.mark.parametrize("deviation", [None, 1.01 * WIDEST, math.inf])
def test_a_number_of_which_nothing_is_known_has_no_range(deviation: float | None) -> None:
    assert log_normal("", 1.0, deviation).high is None


def test_the_error_of_a_mean_is_that_of_the_textbook() -> None:
    assert error_of_mean([1.0, 2.0, 3.0]) == pytest.approx(1 / math.sqrt(3))


@pytest.mark.parametrize("numbers", [[1.0], [2.0, 2.0, 2.0]])
def test_numbers_that_do_not_differ_show_no_error(numbers: Sequence[float]) -> None:
    assert error_of_mean(numbers) is None


def test_errors_of_a_line_are_those_of_regression() -> None:
    times = np.arange(20.0)
    came = 3.0 + 2.0 * times + np.random.default_rng(1).standard_normal(20)
    (slope, level), covariance = np.polyfit(times, came, 1, cov=True)
    errors = curve_errors(
        lambda numbers: [numbers[0] + numbers[1] * time for time in times], (level, slope), came.tolist()
    )
    assert errors == pytest.approx(np.sqrt(np.diag(covariance))[::-1], rel=1e-4)


@pytest.mark.parametrize(
    ("numbers", "times"), [((1.0, 2.0), (0.0, 1.0)), ((1.0, 2.0), (0.0, 0.0, 0.0))], ids=["no freedom", "open"]
)
def test_observations_that_leave_a_parameter_open_show_no_error(
    numbers: Sequence[float], times: Sequence[float]
) -> None:
    def line(of: Sequence[float]) -> list[float]:
        return [of[0] + of[1] * time for time in times]

    assert curve_errors(line, numbers, line(numbers)) == (None, None)
