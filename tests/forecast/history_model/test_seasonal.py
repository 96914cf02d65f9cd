import numpy as np
import pytest

from chizai.forecast.history_model.seasonal import season


def test_a_clear_season_is_found() -> None:
    shape = np.array([0.5, -0.2, 0.1, -0.4])
    values = np.exp(np.tile(shape, 8) + 0.01 * np.arange(32) + np.random.default_rng(1).normal(0, 0.02, 32))
    np.testing.assert_allclose(season(values, 4), shape - shape.mean(), atol=0.05)


def test_an_odd_number_of_periods_needs_no_half_weights() -> None:
    shape = np.array([0.3, -0.3, 0.0])
    np.testing.assert_allclose(season(np.exp(np.tile(shape, 6)), 3), shape, atol=1e-9)


def test_noise_is_no_season() -> None:
    generator = np.random.default_rng(2)
    found = [np.abs(season(np.exp(generator.normal(0, 0.3, 240)), 12)).mean() for _ in range(20)]
    assert np.mean(found) < 0.3 * np.sqrt(np.pi / 2 / 20) * 0.8  # less than a fifth off what medians stray by chance
    assert np.min(found) == 0


@pytest.mark.parametrize("values", [np.ones(7), np.ones(16), np.array([1.0, np.nan, 1.0, 1.0] * 4)])
def test_too_short_too_even_or_never_seen_is_none(values: np.ndarray) -> None:
    np.testing.assert_array_equal(season(values, 4), np.zeros(4))


def test_years_have_none() -> None:
    np.testing.assert_array_equal(season(np.arange(1.0, 9.0), 1), [0.0])
