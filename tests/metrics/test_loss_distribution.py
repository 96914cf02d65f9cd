import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import binom, norm

from chizai.metrics.futures import ClassPaths
from chizai.metrics.loss_distribution import (
    lives,
    loss_given_default,
    path_lives_years,
    percentile_ranges,
)

SETTLEMENT = date(2025, 1, 15)
DATES = [SETTLEMENT - timedelta(days=30), SETTLEMENT + timedelta(days=365), SETTLEMENT + timedelta(days=730)]
ZEROS = np.zeros((3, 4), np.int64)
FOUR = ClassPaths(
    class_id="A",
    balance_minor=1_000,
    paid_on=DATES,
    interest_minor=ZEROS,
    principal_minor=np.array([[7, 7, 7, 7], [1_000, 0, 300, 0], [0, 1_000, 100, 0]]),
    owed_minor=np.array([0, 1, 600, 1_000]),
    lost_minor=np.array([0, 0, 600, 1_000]),
    short_minor=ZEROS,
)


def test_loss_given_default_is_the_mean_over_the_paths_in_default() -> None:
    found = loss_given_default(FOUR)
    assert found is not None
    losses = [0.0, 0.6, 1.0]
    mean = sum(losses) / 3
    assert found.mean == pytest.approx(mean)
    deviation = math.sqrt(sum((loss - mean) ** 2 for loss in losses) / 2)
    assert found.standard_error == pytest.approx(deviation / math.sqrt(3))


def test_there_is_no_loss_given_default_without_par_or_default() -> None:
    assert loss_given_default(replace(FOUR, balance_minor=0)) is None
    none = np.zeros(4, np.int64)
    assert loss_given_default(replace(FOUR, owed_minor=none, lost_minor=none)) is None


def test_what_was_written_off_is_a_default_even_if_nothing_is_owed() -> None:
    found = loss_given_default(replace(FOUR, owed_minor=np.zeros(4, np.int64)))
    assert found is not None
    assert found.mean == pytest.approx(0.8)


def test_each_path_has_its_own_average_life_from_settlement() -> None:
    found = path_lives_years(FOUR, SETTLEMENT)
    assert found[:3].tolist() == pytest.approx([1.0, 2.0, (300 + 2 * 100) / 400])
    assert np.isnan(found[3])


def test_lives_are_those_of_the_paths_that_repay() -> None:
    found = lives(FOUR, SETTLEMENT, (500_000, 1_000_000))
    assert (found.n_measured, [each.value for each in found.percentiles]) == (3, [1.25, 2.0])
    assert found.mean_years is not None
    assert found.mean_years.mean == pytest.approx(4.25 / 3)
    nothing = lives(replace(FOUR, principal_minor=ZEROS), SETTLEMENT)
    assert (nothing.n_measured, nothing.mean_years, nothing.percentiles) == (0, None, ())


def test_a_percentile_is_the_nearest_rank_within_two_deviations_of_the_rank() -> None:
    (median,) = percentile_ranges(np.arange(1.0, 101.0)[::-1], (500_000,))
    assert (median.value, median.low, median.high) == (50.0, 40.0, 61.0)
    assert median.standard_error == 5.25


def test_a_range_ends_where_the_paths_end() -> None:
    least, most = percentile_ranges(np.array([3.0, 1.0, 2.0]), (0, 1_000_000))
    assert (least.value, least.low, least.high) == (1.0, 1.0, 1.0)
    assert (most.value, most.low, most.high) == (3.0, 3.0, 3.0)


@pytest.mark.parametrize("share_ppm", [10_000, 50_000, 500_000, 990_000])
def test_ranges_hold_the_true_percentile_as_often_as_the_binomial_says(share_ppm: int) -> None:
    generator = np.random.default_rng(5)
    n_paths, n_trials = 1_000, 2_000
    truth = norm.ppf(share_ppm / 1e6)
    ranges = [percentile_ranges(generator.standard_normal(n_paths), (share_ppm,))[0] for _ in range(n_trials)]
    held = sum(each.low <= truth <= each.high for each in ranges) / n_trials
    share = share_ppm / 1e6
    aside = 2 * math.sqrt(n_paths * share * (1 - share))
    low, high = max(1, math.floor(n_paths * share - aside)), math.ceil(n_paths * share + aside) + 1
    expected = binom.cdf(high - 1, n_paths, share) - binom.cdf(low - 1, n_paths, share)
    assert expected >= 0.95
    assert abs(held - expected) < 4 * math.sqrt(expected * (1 - expected) / n_trials)


def test_the_error_of_a_median_is_that_of_the_closed_form() -> None:
    # the root of p (1 - p) / n over the density there
    (median,) = percentile_ranges(np.random.default_rng(2).standard_normal(200_000), (500_000,))
    assert median.standard_error == pytest.approx(0.5 / math.sqrt(200_000) / norm.pdf(0), rel=0.1)


def test_no_paths_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no value stands at"):
        percentile_ranges(np.zeros(0))
