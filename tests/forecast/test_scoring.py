import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm

from chizai.forecast.scoring import crps, mase, naive_error, pit


@pytest.mark.parametrize("actual", [-2.0, 0.0, 0.7, 3.0])
def test_crps_of_normal_paths_is_the_closed_form(actual: float) -> None:
    """T. Gneiting et al., Calibrated Probabilistic Forecasting Using EMOS (2005), equation 5."""
    paths = np.random.default_rng(1).standard_normal(200_000)
    exact = actual * (2 * norm.cdf(actual) - 1) + 2 * norm.pdf(actual) - 1 / np.sqrt(np.pi)
    assert crps(paths, actual) == pytest.approx(exact, abs=4 / np.sqrt(200_000))


def test_crps_of_few_paths_has_the_mean_of_many() -> None:
    generator = np.random.default_rng(2)
    few = [crps(generator.standard_normal(2), 0.5) for _ in range(20_000)]
    exact = 0.5 * (2 * norm.cdf(0.5) - 1) + 2 * norm.pdf(0.5) - 1 / np.sqrt(np.pi)
    assert np.mean(few) == pytest.approx(exact, abs=4 * np.std(few) / np.sqrt(len(few)))


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20), st.floats(-1e6, 1e6))
def test_crps_is_the_mean_distance_less_half_that_of_pairs(paths: list[float], actual: float) -> None:
    n = len(paths)
    pairs = sum(abs(one - other) for one in paths for other in paths) / (2 * n * (n - 1))
    expected = sum(abs(path - actual) for path in paths) / n - pairs
    assert crps(np.array(paths), actual) == pytest.approx(expected, abs=1e-4, rel=1e-6)


def test_one_path_is_no_distribution() -> None:
    with pytest.raises(ValueError, match="pair"):
        crps(np.array([1.0]), 1.0)


def test_places_are_even_where_the_distribution_is_right_even_with_an_atom() -> None:
    generator = np.random.default_rng(3)

    def draw(n: int) -> np.ndarray:
        return np.where(generator.random(n) < 0.3, 0.0, generator.exponential(1.0, n))

    places = [pit(draw(100), float(draw(1)[0]), float(generator.random())) for _ in range(3_000)]
    assert kstest(places, "uniform").pvalue > 1e-4


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=1), st.sampled_from([0.0, 1.0, 2.0]), st.floats(0.01, 0.99))
def test_a_place_lies_between_zero_and_one(paths: list[float], actual: float, uniform: float) -> None:
    assert 0 < pit(np.array(paths), actual, uniform) < 1


def test_mase_is_one_for_errors_as_large_as_the_naive_one_s() -> None:
    history = np.array([1.0, 5.0, 3.0, 8.0])
    scale = naive_error(history, 2)
    assert scale == pytest.approx((2 + 3) / 2)
    assert mase(np.array([2.5, 0.0]), np.array([0.0, 2.5]), 2.5) == 1.0


@pytest.mark.parametrize("history", [[1.0], [2.0, 2.0], [1.0, np.nan]])
def test_a_history_without_errors_has_no_scale(history: list[float]) -> None:
    assert naive_error(np.array(history), 1) is None
