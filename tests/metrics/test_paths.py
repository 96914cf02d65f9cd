import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.paths import estimate, nearest_rank, percentiles, totals

INT64 = st.integers(-(2**63), 2**63 - 1)
PATHS = st.integers(1, 12).flatmap(
    lambda n_paths: st.lists(st.lists(INT64, min_size=n_paths, max_size=n_paths), min_size=1, max_size=5)
)
SHARES = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=6)


@given(PATHS)
def test_totals_are_exact_however_large_the_amounts(rows: list[list[int]]) -> None:
    assert totals(np.array(rows, np.int64)) == tuple(sum(row) for row in rows)


def test_totals_of_no_paths_or_no_periods_are_nothing() -> None:
    assert totals(np.zeros((2, 0), np.int64)) == (0, 0)
    assert totals(np.zeros((0, 3), np.int64)) == ()


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=50))
def test_a_mean_and_its_error_are_those_of_the_standard_library(values: list[int]) -> None:
    found = estimate(np.array(values, np.int64))
    assert found.mean == pytest.approx(statistics.fmean(values), rel=1e-12, abs=1e-9)
    expected = statistics.stdev(values) / math.sqrt(len(values))
    assert found.standard_error == pytest.approx(expected, rel=1e-9, abs=1e-3)


def test_a_share_of_paths_is_the_mean_of_yes_and_no() -> None:
    found = estimate(np.array([True, False, False, False]))
    assert found.mean == 0.25
    assert found.standard_error == pytest.approx(math.sqrt(0.25 * 0.75 / 3))


@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=60), st.data())
def test_the_order_of_paths_changes_no_bit_of_a_mean(values: list[float], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values))
    assert estimate(np.array(values)) == estimate(np.array(shuffled))


def test_a_mean_leaves_the_values_as_they_are() -> None:
    values = np.array([1.0, 3.0])
    estimate(values)
    assert values.tolist() == [1.0, 3.0]


def test_one_path_has_a_mean_without_error() -> None:
    found = estimate(np.array([7]))
    assert (found.mean, found.standard_error) == (7.0, None)


def test_no_paths_have_no_mean() -> None:
    with pytest.raises(ValueError, match="at least one path"):
        estimate(np.zeros(0))


def test_a_rank_is_the_share_of_the_values_rounded_up() -> None:
    # the textbook example of five values: 5th, 30th, 40th, 50th and 100th percentile
    assert [nearest_rank(share, 5) for share in (50_000, 300_000, 400_000, 500_000, 1_000_000)] == [1, 2, 2, 3, 5]
    assert nearest_rank(0, 5) == 1


@pytest.mark.parametrize(("share_ppm", "n_values"), [(-1, 5), (1_000_001, 5), (500_000, 0)])
def test_a_rank_outside_the_values_is_refused(share_ppm: int, n_values: int) -> None:
    with pytest.raises(ValueError, match="no value stands at"):
        nearest_rank(share_ppm, n_values)


def test_percentiles_are_taken_in_each_period_by_itself() -> None:
    found = percentiles(np.array([[15, 20, 35, 40, 50], [5, 4, 3, 2, 1]]), (300_000, 500_000))
    assert found.values == ((20, 2), (35, 3))
    assert found.n_measured == (5, 5)


@given(PATHS, SHARES)
def test_every_percentile_is_the_number_of_some_path_and_rises_with_its_share(
    rows: list[list[int]], shares: list[int]
) -> None:
    shares.sort()
    found = percentiles(np.array(rows, np.int64), shares)
    for period, row in enumerate(rows):
        column = [values[period] for values in found.values]
        assert set(column) <= set(row)
        assert column == sorted(column, key=lambda value: value or 0)
        for share, value in zip(shares, column, strict=True):
            assert value is not None
            at_most, below = (sum(other <= value for other in row), sum(other < value for other in row))
            # at least the share lies at or under it, and less than the share under it
            assert at_most * 1_000_000 >= share * len(row)
            assert below == 0 or below * 1_000_000 < share * len(row)


@given(PATHS, SHARES, st.data())
def test_what_is_not_measured_counts_for_nothing(rows: list[list[int]], shares: list[int], data: st.DataObject) -> None:
    masks = [data.draw(st.lists(st.booleans(), min_size=len(row), max_size=len(row))) for row in rows]
    found = percentiles(np.array(rows, np.int64), shares, np.array(masks, np.bool_))
    for period, (row, mask) in enumerate(zip(rows, masks, strict=True)):
        kept = [value for value, here in zip(row, mask, strict=True) if here]
        assert found.n_measured[period] == len(kept)
        alone = percentiles(np.array([kept], np.int64), shares)
        assert [values[period] for values in found.values] == [value for (value,) in alone.values]
        assert bool(kept) != (found.values[0][period] is None)


def test_percentiles_leave_the_paths_in_their_order() -> None:
    values = np.array([[3, 1, 2]])
    percentiles(values, (500_000,))
    assert values.tolist() == [[3, 1, 2]]


def test_a_mask_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="say where they count"):
        percentiles(np.zeros((1, 3), np.int64), (0,), np.zeros((1, 2), np.bool_))


def test_a_share_out_of_range_is_refused_even_where_nothing_is_measured() -> None:
    with pytest.raises(ValueError, match="no value stands at"):
        percentiles(np.zeros((1, 0), np.int64), (1_000_001,))
