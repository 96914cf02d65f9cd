import numpy as np
import pytest
from scipy.optimize import curve_fit

from chizai.forecast.processes.squares import least_squares

TIMES = np.linspace(0, 3, 30)


def test_numbers_and_covariance_are_those_of_an_independent_fit() -> None:
    seen = 2 * np.exp(-0.7 * TIMES) + 0.05 * np.random.default_rng(1).standard_normal(30)
    fit = least_squares(
        lambda numbers: (numbers[0] * np.exp(-numbers[1] * TIMES) - seen).tolist(), (1.0, 1.0), (0.0, 0.0), (9.0, 9.0)
    )
    best, covariance = curve_fit(lambda t, a, b: a * np.exp(-b * t), TIMES, seen, (1.0, 1.0))
    assert fit.numbers == pytest.approx(best, rel=1e-6)
    assert np.asarray(fit.covariance()) == pytest.approx(covariance, rel=1e-3)


def test_as_many_parameters_as_observations_have_no_covariance() -> None:
    fit = least_squares(lambda numbers: [numbers[0] - 1.0], (0.5,), (0.0,), (2.0,))
    assert fit.numbers == pytest.approx((1.0,))
    with pytest.raises(ValueError, match="1 observations leave no freedom to 1"):
        fit.covariance()


def test_parameters_that_only_their_sum_shows_are_left_open() -> None:
    fit = least_squares(lambda numbers: [sum(numbers) - 1.0] * 5, (0.2, 0.2), (0.0, 0.0), (2.0, 2.0))
    assert not fit.is_determined
    with pytest.raises(ValueError, match="leave a parameter open"):
        fit.covariance()
