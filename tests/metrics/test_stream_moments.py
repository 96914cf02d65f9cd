"""Means and regressions from sums are those of NumPy on the numbers themselves."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.metrics.paths import estimate
from chizai.metrics.stream_moments import Moments, added, slopes


def moments_of(numbers: NDArray[np.float64], centre: NDArray[np.float64]) -> Moments:
    off = numbers - centre[:, None]
    return Moments(n_paths=numbers.shape[1], centre=centre, sums=off.sum(axis=1), products=off @ off.T)


NUMBERS = np.random.default_rng(7).normal(size=(4, 500)) + np.array([[1e6], [0], [3], [-1]])
CENTRE = np.array([1e6, 0.5, 3, -1])


def test_means_and_errors_are_those_of_the_numbers() -> None:
    moments = moments_of(NUMBERS, CENTRE)
    assert moments.means() == pytest.approx(NUMBERS.mean(axis=1))
    assert moments.covariance() == pytest.approx(np.cov(NUMBERS))
    for number, row in enumerate(NUMBERS):
        found, expected = moments.estimate(number), estimate(row)
        assert found.mean == pytest.approx(expected.mean)
        assert found.standard_error == pytest.approx(expected.standard_error)


def test_two_sets_together_are_as_one() -> None:
    both = added(moments_of(NUMBERS[:, :200], CENTRE), moments_of(NUMBERS[:, 200:], CENTRE))
    assert both.n_paths == 500
    assert both.covariance() == pytest.approx(np.cov(NUMBERS))
    with pytest.raises(ValueError, match="centres"):
        added(moments_of(NUMBERS, CENTRE), moments_of(NUMBERS, CENTRE + 1))


def test_one_path_has_a_mean_but_no_error() -> None:
    one = moments_of(NUMBERS[:, :1], CENTRE)
    assert one.estimate(1).standard_error is None
    assert one.estimate(1).mean == pytest.approx(NUMBERS[1, 0])
    with pytest.raises(ValueError, match="one path"):
        one.covariance()


def test_slopes_are_those_of_least_squares_also_where_a_control_is_a_sum_of_others_or_constant() -> None:
    first, second = NUMBERS[1], NUMBERS[2]
    wanted = 2 * first - 5 * second + NUMBERS[3]
    rows = np.array([wanted, first, second, first + second, np.full(500, 8.0)])
    moments = moments_of(rows, rows.mean(axis=1))
    [[one], [two]] = slopes(moments, [0], [1, 2])
    design = np.column_stack([first, second, np.ones(500)])
    assert [one, two] == pytest.approx(np.linalg.lstsq(design, wanted)[0][:2])
    found = slopes(moments, [0], [1, 2, 3, 4])[:, 0]
    assert found[3] == 0
    made = rows[1:4].T @ found[:3]
    expected = one * first + two * second
    assert made - made.mean() == pytest.approx(expected - expected.mean(), abs=1e-9)
    assert not math.isclose(found[2], 0)
