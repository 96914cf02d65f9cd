from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.cover import advance_rate_ppm, dscr_ppm
from chizai.metrics.cover_paths import MOST_MINOR, advance_rate_paths, coverage_percentiles, dscr_paths

AMOUNTS = st.lists(
    st.tuples(st.integers(-MOST_MINOR, MOST_MINOR), st.one_of(st.just(0), st.integers(1, 2**62))), min_size=1
)


def shown(ratios: Any) -> list[int | None]:
    """Give the ratios of one period, none where not measured."""
    pairs = zip(ratios.ratio_ppm[0].tolist(), ratios.measured[0].tolist(), strict=True)
    return [ratio if measured else None for ratio, measured in pairs]


@given(AMOUNTS)
def test_each_path_has_the_cover_that_it_has_alone(amounts: list[tuple[int, int]]) -> None:
    available, due = (np.array([row], np.int64) for row in zip(*amounts, strict=True))
    assert shown(dscr_paths(available, due)) == list(dscr_ppm(available[0].tolist(), due[0].tolist()))


@given(AMOUNTS, st.booleans())
def test_each_path_has_the_advance_rate_that_it_has_alone(amounts: list[tuple[int, int]], is_negative: bool) -> None:
    values = [(balance, -value if is_negative else value) for balance, value in amounts]
    balances, valuation = (np.array([row], np.int64) for row in zip(*values, strict=True))
    expected = [advance_rate_ppm([balance], value) for balance, value in values]
    assert shown(advance_rate_paths(balances, valuation)) == expected


def test_percentiles_of_cover_leave_out_paths_in_which_nothing_is_due() -> None:
    available = np.array([[125, 50, 99, 7], [1, 1, 1, 1]])
    due = np.array([[100, 100, 0, 7], [0, 0, 0, 0]])
    found = coverage_percentiles(dscr_paths(available, due), (0, 500_000, 1_000_000))
    assert found.n_measured == (3, 0)
    assert found.values == ((500_000, None), (1_000_000, None), (1_250_000, None))


def test_a_cover_below_zero_is_measured() -> None:
    found = coverage_percentiles(dscr_paths(np.array([[-1, 5]]), np.array([[3, 5]])), (0,))
    assert found.values == ((-333_334,),)


def test_a_negative_due_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        dscr_paths(np.array([[1]]), np.array([[-1]]))


@pytest.mark.parametrize("ratio", [dscr_paths, advance_rate_paths])
def test_amounts_that_do_not_fit_are_refused(ratio: Any) -> None:
    with pytest.raises(ValueError, match="a ratio of"):
        ratio(np.array([[1, 2]]), np.array([[1]]))
    with pytest.raises(ValueError, match="beyond"):
        ratio(np.array([[MOST_MINOR + 1]]), np.array([[1]]))
    with pytest.raises(ValueError, match="beyond"):
        ratio(np.array([[-(2**63)]]), np.array([[1]]))
