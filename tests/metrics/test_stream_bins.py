"""Bins are narrow, and percentiles of them near those of the amounts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.paths import percentiles
from chizai.metrics.stream_bins import N_BINS, bin_of, binned_percentiles, middle_of

AMOUNTS = st.integers(0, 62).flatmap(lambda bits: st.integers(0, 2 ** (bits + 1) - 1))


@given(AMOUNTS, AMOUNTS)
def test_a_larger_amount_never_lies_in_a_lower_bin(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert 0 <= bin_of(less) <= bin_of(more) < N_BINS


@given(AMOUNTS)
def test_the_middle_of_a_bin_lies_in_it_and_near_all_in_it(amount: int) -> None:
    middle = middle_of(bin_of(amount))
    assert bin_of(middle) == bin_of(amount)
    assert abs(middle - amount) <= amount * 2**-9


def test_small_amounts_have_bins_of_their_own_and_the_largest_has_the_last() -> None:
    assert [middle_of(bin_of(amount)) for amount in range(512)] == list(range(512))
    assert bin_of(2**63 - 1) == N_BINS - 1


@given(st.lists(AMOUNTS, min_size=1, max_size=30))
def test_percentiles_of_bins_are_near_those_of_the_amounts(amounts: list[int]) -> None:
    shares = (0, 10_000, 500_000, 1_000_000)
    counts = np.bincount([bin_of(amount) for amount in amounts], minlength=N_BINS)
    ours = binned_percentiles(counts[None], shares)
    theirs = percentiles(np.array([amounts], np.int64), shares)
    assert ours.n_measured == theirs.n_measured
    for mine, yours in zip(ours.values, theirs.values, strict=True):
        assert mine[0] is not None
        assert yours[0] is not None
        assert bin_of(mine[0]) == bin_of(yours[0])


def test_a_period_without_paths_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="of 0"):
        binned_percentiles(np.zeros((1, N_BINS), np.int64), (500_000,))
