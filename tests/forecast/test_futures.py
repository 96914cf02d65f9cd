import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.forecast.futures import PATHS_A_BLOCK, Expected, FuturesAssumption, futures

MOST_MINOR = 9 * 10**12
START_ON = date(2025, 1, 1)
YEARLY = (date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1))
"""Years of 365 days each."""
EXPECTED = Expected(start_on=START_ON, payment_dates=YEARLY, inflows_minor=(10**9, 0, 3 * 10**9))
MEDIUM = FuturesAssumption(volatility_ppm_annual=300_000, reversion_ppm_annual=500_000)


def log_levels(assumption: FuturesAssumption, n_paths: int = 50_000) -> "np.ndarray":
    level = Expected(start_on=START_ON, payment_dates=YEARLY, inflows_minor=(10**9,) * 3)
    return np.log(futures(level, assumption, MOST_MINOR, 7, n_paths) / 10**9)


def test_the_mean_of_the_futures_is_what_is_expected() -> None:
    drawn = futures(EXPECTED, MEDIUM, MOST_MINOR, 1, 100_000)
    errors = drawn.std(axis=1) / math.sqrt(100_000)
    assert drawn.dtype == np.int64
    assert (abs(drawn.mean(axis=1) - EXPECTED.inflows_minor) <= 4 * errors + 1).all()


def test_the_logarithm_has_the_moments_of_the_exact_process() -> None:
    logs = log_levels(MEDIUM)
    # v(t) = s^2 (1 - e^(-2 k t)) / (2 k) with s = 0.3, k = 0.5; mean -v/2; e^(-k) of a distance is left a year later
    for year, drawn in enumerate(logs, start=1):
        variance = 0.09 * (1 - math.exp(-year))
        assert drawn.var() == pytest.approx(variance, rel=0.03)
        assert drawn.mean() == pytest.approx(-variance / 2, abs=0.006)
    slope = np.cov(logs[0], logs[1])[0, 1] / logs[0].var()
    assert slope == pytest.approx(math.exp(-0.5), abs=0.02)


def test_without_reversion_the_variance_grows_with_time() -> None:
    logs = log_levels(FuturesAssumption(volatility_ppm_annual=200_000, reversion_ppm_annual=0))
    assert [drawn.var() for drawn in logs] == pytest.approx([0.04, 0.08, 0.12], rel=0.03)


def test_without_volatility_every_future_is_what_is_expected() -> None:
    still = FuturesAssumption(volatility_ppm_annual=0, reversion_ppm_annual=500_000)
    drawn = futures(EXPECTED, still, MOST_MINOR, 1, 5)
    assert drawn.T.tolist() == [list(EXPECTED.inflows_minor)] * 5


@given(st.integers(0, 3 * PATHS_A_BLOCK), st.integers(1, 2 * PATHS_A_BLOCK))
def test_a_path_is_the_same_whatever_is_drawn_beside_it(first_path: int, n_paths: int) -> None:
    all_of_them = futures(EXPECTED, MEDIUM, MOST_MINOR, 3, 5 * PATHS_A_BLOCK)
    some = futures(EXPECTED, MEDIUM, MOST_MINOR, 3, n_paths, first_path)
    assert (some == all_of_them[:, first_path : first_path + n_paths]).all()


def test_later_periods_do_not_change_earlier_ones() -> None:
    shorter = Expected(start_on=START_ON, payment_dates=YEARLY[:2], inflows_minor=EXPECTED.inflows_minor[:2])
    drawn = futures(EXPECTED, MEDIUM, MOST_MINOR, 3, 100)
    assert (futures(shorter, MEDIUM, MOST_MINOR, 3, 100) == drawn[:2]).all()


def test_another_seed_gives_other_futures() -> None:
    one, other = (futures(EXPECTED, MEDIUM, MOST_MINOR, seed, 100) for seed in (1, 2))
    assert (one[0] != other[0]).all()


def test_no_future_collects_more_than_the_executors_take() -> None:
    wild = FuturesAssumption(volatility_ppm_annual=3_000_000, reversion_ppm_annual=0)
    drawn = futures(EXPECTED, wild, 4 * 10**9, 1, 1000)
    assert drawn.max() == 4 * 10**9
    assert drawn.min() >= 0


def test_levels_past_what_a_float_holds_are_cut_too() -> None:
    absurd = FuturesAssumption(volatility_ppm_annual=10**10, reversion_ppm_annual=0)
    drawn = futures(EXPECTED, absurd, MOST_MINOR, 1, 1000)
    assert set(np.unique(drawn)) <= {0, MOST_MINOR}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"payment_dates": (YEARLY[0], YEARLY[0], YEARLY[2])}, "must rise"),
        ({"payment_dates": (START_ON, *YEARLY[1:])}, "must rise"),
        ({"inflows_minor": (1, 2)}, "2 inflows for 3 payment dates"),
        ({"inflows_minor": (1, 2, -1)}, "outside 0 to"),
        ({"inflows_minor": (1, 2, MOST_MINOR + 1)}, "outside 0 to"),
    ],
)
def test_what_cannot_be_expected_is_refused(change: dict[str, tuple[int, ...]], says: str) -> None:
    terms = {"start_on": START_ON, "payment_dates": YEARLY, "inflows_minor": (1, 2, 3)} | change
    with pytest.raises(ValueError, match=says):
        futures(Expected(**terms), MEDIUM, MOST_MINOR, 1, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(("n_paths", "first_path"), [(0, 0), (1, -1)])
def test_paths_that_cannot_be_numbered_are_refused(n_paths: int, first_path: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        futures(EXPECTED, MEDIUM, MOST_MINOR, 1, n_paths, first_path)


@pytest.mark.parametrize(("volatility", "reversion"), [(-1, 0), (0, -1)])
def test_a_process_that_does_not_exist_is_refused(volatility: int, reversion: int) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        FuturesAssumption(volatility_ppm_annual=volatility, reversion_ppm_annual=reversion)
