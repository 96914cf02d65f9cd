import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from chizai.forecast.processes.popularity import (
    Popularity,
    draw_levels,
    expected_level,
    fit_popularity,
    transitions,
)

UNEQUAL = (0.25, 0.3, 1.0, 1.0, 2.5, 4.0)
FICKLE = Popularity(volatility_annual=0.4, reversion_annual=0.8)


def test_the_variance_is_the_processs_whatever_the_steps() -> None:
    # v(t) = s^2 (1 - e^(-2 k t)) / (2 k)
    closed = [0.16 * (1 - math.exp(-1.6 * time)) / 1.6 for time in UNEQUAL]
    assert transitions(FICKLE, UNEQUAL).variance == pytest.approx(closed)


def test_without_reversion_it_is_a_random_walk() -> None:
    walk = transitions(Popularity(volatility_annual=0.2, reversion_annual=0.0), UNEQUAL)
    assert walk.keep == (1.0,) * 6
    assert walk.variance == pytest.approx([0.04 * time for time in UNEQUAL])


def test_slow_reversion_is_near_the_random_walk() -> None:
    slow = transitions(Popularity(volatility_annual=0.2, reversion_annual=1e-9), UNEQUAL)
    assert slow.variance == pytest.approx([0.04 * time for time in UNEQUAL], rel=1e-7)


def test_levels_have_a_mean_of_one_and_the_moments_of_the_process() -> None:
    levels = draw_levels(FICKLE, np.random.default_rng(1), UNEQUAL, 40_000)
    variance = np.asarray(transitions(FICKLE, UNEQUAL).variance)
    assert (abs(levels.mean(axis=1) - 1) <= 4 * levels.std(axis=1) / 200).all()
    logs = np.log(levels)
    assert logs.var(axis=1) == pytest.approx(variance, rel=4 * math.sqrt(2 / 40_000))
    slope = np.cov(logs[2], logs[4])[0, 1] / logs[2].var()
    assert slope == pytest.approx(math.exp(-0.8 * 1.5), abs=0.03)


def test_no_volatility_is_what_is_expected() -> None:
    still = Popularity(volatility_annual=0.0, reversion_annual=0.8)
    assert (draw_levels(still, np.random.default_rng(1), UNEQUAL, 5) == 1.0).all()


def test_a_level_off_its_normal_comes_back_by_half_in_a_half_life() -> None:
    half = math.log(2) / 0.8
    assert expected_level(FICKLE, 4.0, (0.0, half, 2 * half)) == pytest.approx([4.0, 2.0, math.sqrt(2.0)])
    assert expected_level(FICKLE, 1.0, UNEQUAL) == (1.0,) * 6


def test_both_parameters_are_recovered_from_a_long_series_of_unequal_steps() -> None:
    generator = np.random.default_rng(5)
    years = tuple(np.cumsum(generator.uniform(0.05, 0.4, 4_000)))
    levels = 70.0 * draw_levels(FICKLE, generator, years, 1)[:, 0]
    fitted = fit_popularity(tuple(levels), years).popularity
    # standard errors: speed about sqrt(2 k / T) = 0.042 over T = 900 years, volatility s / sqrt(2 n)
    assert fitted.reversion_annual == pytest.approx(0.8, abs=4 * math.sqrt(2 * 0.8 / years[-1]))
    assert fitted.volatility_annual == pytest.approx(0.4, abs=4 * 0.4 / math.sqrt(2 * 4_000) + 0.005)


def test_the_speed_is_the_one_of_the_highest_likelihood_of_what_does_not_hang_on_the_normal_level() -> None:
    logs, times = np.random.default_rng(6).standard_normal(30), np.arange(30.0)
    contrasts = np.diff(np.eye(30), axis=0)

    def log_likelihood(speed: float, volatility: float) -> float:
        covariance = volatility**2 / (2 * speed) * np.exp(-speed * abs(times[:, None] - times[None, :]))
        return float(multivariate_normal.logpdf(contrasts @ logs, cov=contrasts @ covariance @ contrasts.T))

    fitted = fit_popularity(np.exp(logs).tolist(), times.tolist())
    speed, volatility = fitted.popularity.reversion_annual, fitted.popularity.volatility_annual
    highest = log_likelihood(speed, volatility)
    for more in (0.98, 1.02):
        assert log_likelihood(more * speed, volatility) < highest
        assert log_likelihood(speed, more * volatility) < highest


@pytest.mark.parametrize("half_lives", [3.4, 7.0])
def test_the_range_of_the_speed_holds_it_nine_times_in_ten_in_short_series_too(half_lives: float) -> None:
    generator, years, true = (
        np.random.default_rng(7),
        [number / 4 for number in range(61)],
        half_lives * math.log(2) / 15,
    )
    deviation, n_within = 0.3 / math.sqrt(2 * true), 0
    for _ in range(100):
        walk = draw_levels(Popularity(volatility_annual=0.3, reversion_annual=true), generator, years[1:], 1)[:, 0]
        start = deviation * generator.standard_normal() * np.exp(-true * np.asarray(years))
        fitted = fit_popularity((np.concatenate(([1.0], walk)) * np.exp(start)).tolist(), years)
        n_within += fitted.slowest_annual <= true <= (fitted.fastest_annual or math.inf)
    assert n_within == pytest.approx(90, abs=12)


def test_a_random_walk_is_not_ruled_out_where_the_level_wanders() -> None:
    walk = np.exp(0.1 * np.cumsum(np.random.default_rng(8).standard_normal(60)))
    assert fit_popularity(walk.tolist(), range(60)).slowest_annual == 0.0


@pytest.mark.parametrize(
    ("levels", "years", "says"),
    [
        ((1.0,) * 3, (0, 1, 2), "3 levels are too few"),
        ((1.0,) * 4, (0, 1, 2), "differ in length"),
        ((1.0,) * 4, (0, 1, 1, 2), "must rise strictly"),
        ((1.0, 1.0, 0.0, 1.0), (0, 1, 2, 3), "level is 0"),
    ],
)
def test_a_series_that_shows_nothing_is_refused(levels: Sequence[float], years: Sequence[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_popularity(levels, years)


def test_a_series_without_a_move_has_no_volatility() -> None:
    assert fit_popularity((2.0,) * 6, range(6)).popularity.volatility_annual == pytest.approx(0.0, abs=1e-12)


def test_impossible_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match="volatility is -1"):
        Popularity(volatility_annual=-1, reversion_annual=0)
    with pytest.raises(ValueError, match="reversion is -1"):
        Popularity(volatility_annual=0, reversion_annual=-1)
    with pytest.raises(ValueError, match="level is 0"):
        expected_level(FICKLE, 0.0, UNEQUAL)
    with pytest.raises(ValueError, match="times from the start on must rise"):
        transitions(FICKLE, (1.0, 0.5))
