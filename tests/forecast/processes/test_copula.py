import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from chizai.forecast.processes.copula import Copula, both_below, draw_uniforms, fit_pair, tail_dependence

N = 100_000


def pair(correlation: float, degrees: float | None = None) -> Copula:
    return Copula(correlation=((1.0, correlation), (correlation, 1.0)), degrees=degrees)


@pytest.mark.parametrize("degrees", [None, 4.0])
def test_each_number_is_uniform(degrees: float | None) -> None:
    for row in draw_uniforms(pair(0.6, degrees), np.random.default_rng(1), N):
        assert stats.kstest(row, "uniform").pvalue > 1e-4


@pytest.mark.parametrize("degrees", [None, 4.0, 12.0])
@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.5])
def test_pairs_fall_below_bounds_as_the_closed_form_says(correlation: float, degrees: float | None) -> None:
    one, other = draw_uniforms(pair(correlation, degrees), np.random.default_rng(2), N)
    for bounds in ((0.01, 0.05), (0.3, 0.3), (0.9, 0.2)):
        closed = both_below(*bounds, correlation, degrees)
        drawn = float(((one < bounds[0]) & (other < bounds[1])).mean())
        assert drawn == pytest.approx(closed, abs=4 * math.sqrt(closed * (1 - closed) / N) + 1e-9)


@settings(max_examples=20)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(-0.95, 0.95))
def test_the_gaussian_value_is_the_bivariate_normal_distribution(one: float, other: float, correlation: float) -> None:
    law = stats.multivariate_normal(cov=np.array([[1.0, correlation], [correlation, 1.0]]))
    assert both_below(one, other, correlation) == pytest.approx(float(law.cdf(stats.norm.ppf([one, other]))), abs=2e-5)


def test_many_degrees_are_the_gaussian_copula() -> None:
    assert both_below(0.02, 0.05, 0.5, 1e7) == pytest.approx(both_below(0.02, 0.05, 0.5), abs=1e-6)


def test_correlation_one_is_one_number_and_minus_one_its_mirror() -> None:
    for degrees in (None, 4.0):
        alike = draw_uniforms(pair(1.0, degrees), np.random.default_rng(3), 1_000)
        assert alike[0] == pytest.approx(alike[1], abs=1e-7)
        mirrored = draw_uniforms(pair(-1.0, degrees), np.random.default_rng(3), 1_000)
        assert mirrored[0] == pytest.approx(1 - mirrored[1], abs=1e-7)
        assert both_below(0.2, 0.7, 1.0, degrees) == 0.2
        assert both_below(0.2, 0.7, -1.0, degrees) == 0.0
        assert both_below(0.6, 0.7, -1.0, degrees) == pytest.approx(0.3)


def test_correlation_zero_is_independence_for_gauss_and_not_for_t() -> None:
    assert both_below(0.05, 0.05, 0.0) == pytest.approx(0.0025)
    assert both_below(0.05, 0.05, 0.0, 4.0) > 1.5 * 0.0025


def test_bounds_of_zero_and_one_need_no_copula() -> None:
    assert (both_below(0.0, 0.5, 0.3), both_below(1.0, 0.4, 0.3, 5.0)) == (0.0, 0.4)


def test_tail_dependence_is_the_published_value_and_the_limit_of_the_copula() -> None:
    # Embrechts, McNeil and Straumann (2002), table 1: four degrees, correlations 0, .5 and .9
    assert [round(tail_dependence(rho, 4.0), 2) for rho in (0.0, 0.5, 0.9)] == [0.08, 0.25, 0.63]
    assert both_below(1e-7, 1e-7, 0.5, 4.0) / 1e-7 == pytest.approx(tail_dependence(0.5, 4.0), rel=0.01)
    assert (tail_dependence(0.5), tail_dependence(1.0), tail_dependence(-1.0, 4.0)) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize(("correlation", "degrees"), [(0.6, None), (0.6, 4.0), (-0.4, 4.0)])
def test_a_copula_is_recovered_whatever_the_margins(correlation: float, degrees: float | None) -> None:
    one, other = draw_uniforms(pair(correlation, degrees), np.random.default_rng(4), 4_000)
    found, freedom = fit_pair(np.exp(5 * one).tolist(), (other**3).tolist())
    assert found == pytest.approx(correlation, abs=0.06)
    assert freedom in ({None, 20, 30} if degrees is None else {4})


def test_series_that_move_as_one_have_correlation_one() -> None:
    assert fit_pair(range(12), range(12)) == (1.0, None)


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ((1.0,) * 9, (1.0,) * 9, "9 pairs are too few"),
        ((1.0,) * 10, (1.0,) * 9, "differ in length"),
        ((1.0,) * 10, tuple(range(10)), "does not move"),
    ],
)
def test_series_that_show_nothing_are_refused(one: Any, other: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_pair(one, other)


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        (((1.0, 0.5),), "differ in length"),
        (((1.0, 0.5), (0.4, 1.0)), "symmetric"),
        (((0.9, 0.5), (0.5, 1.0)), "1 on the diagonal"),
        (((1.0, 0.9, 0.0), (0.9, 1.0, 0.9), (0.0, 0.9, 1.0)), "eigenvalue below zero"),
    ],
)
def test_what_no_correlations_are_is_refused(matrix: tuple[tuple[float, ...], ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Copula(correlation=matrix)


def test_degrees_bounds_and_correlations_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees of freedom is 0"):
        pair(0.5, 0.0)
    with pytest.raises(ValueError, match="degrees of freedom"):
        both_below(0.5, 0.5, 0.5, -1.0)
    with pytest.raises(ValueError, match=r"bound is 1\.5"):
        both_below(0.5, 1.5, 0.5)
    with pytest.raises(ValueError, match="correlation is 2"):
        tail_dependence(2.0)
