"""Two classes that live on licences: the senior loses what all licences bring below 100, the junior below 150."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.metrics.contribution import left_out, shortfall_shares

SENIOR, BOTH = 100, 150
EACH = {"L-1": frozenset({"L-1"}), "L-2": frozenset({"L-2"}), "L-3": frozenset({"L-3"})}


def losses(removed: frozenset[str], cash: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """Give the losses of senior and junior where some licences bring nothing."""
    kept = [row for name, row in cash.items() if name not in removed]
    total = np.sum(kept, axis=0) if kept else np.zeros(len(cash["L-1"]), np.int64)
    senior = np.maximum(SENIOR - total, 0)
    return np.array([senior, np.maximum(BOTH - total, 0) - senior])


CASH = {"L-1": np.array([120, 0, 60, 60]), "L-2": np.array([40, 90, 60, 0]), "L-3": np.array([0, 0, 0, 0])}


def test_a_licence_contributes_what_the_class_loses_more_without_it() -> None:
    asked: list[frozenset[str]] = []

    def loss_of(removed: frozenset[str]) -> NDArray[np.int64]:
        asked.append(removed)
        return losses(removed, CASH)

    first, second, third = left_out(EACH, loss_of)
    assert asked == [frozenset(), *EACH.values()]
    # senior: 0, 10, 0, 40 with all; 60, 10, 40, 100 without L-1; 0, 100, 40, 40 without L-2
    assert (first.name, first.added_loss_minor[0].mean) == ("L-1", (60 + 0 + 40 + 60) / 4)
    assert (second.name, second.added_loss_minor[0].mean) == ("L-2", (0 + 90 + 40 + 0) / 4)
    assert [each.mean for each in third.added_loss_minor] == [0.0, 0.0]
    # junior: 0, 50, 30, 50 with all; 50 in all of the paths without L-1
    assert first.added_loss_minor[1].mean == (50 + 0 + 20 + 0) / 4


def test_the_error_is_that_of_the_difference_path_by_path() -> None:
    generator = np.random.default_rng(7)
    cash = {name: generator.integers(0, 120, 20_000) for name in EACH}
    (found, *_) = left_out(EACH, lambda removed: losses(removed, cash))
    difference = losses(EACH["L-1"], cash)[0] - losses(frozenset(), cash)[0]
    error = found.added_loss_minor[0].standard_error
    assert error == pytest.approx(difference.std(ddof=1) / math.sqrt(20_000))
    with_all, without = (losses(removed, cash)[0].var(ddof=1) for removed in (frozenset[str](), EACH["L-1"]))
    assert error is not None
    assert error < math.sqrt((with_all + without) / 20_000), "shared random numbers make the error smaller"


def test_a_right_takes_all_its_licences_with_it() -> None:
    (right,) = left_out({"P-1": frozenset({"L-1", "L-2", "L-3"})}, lambda removed: losses(removed, CASH))
    assert right.added_loss_minor[0].mean == 100 - (0 + 10 + 0 + 40) / 4


def test_runs_on_different_paths_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="without L-1"):
        left_out(EACH, lambda removed: np.zeros((2, 3 + len(removed)), np.int64))


def test_shortfalls_while_a_class_loses_are_means_over_those_paths() -> None:
    received = np.array([[100, 40, 20], [50, 60, 40]])
    second, first = shortfall_shares({"second": 50, "first": 90}, received, np.array([0, 5, 1]))[::-1]
    assert (first.name, first.while_losing_minor.mean) == ("first", (30 + 50) / 2)
    assert (second.name, second.while_losing_minor.mean) == ("second", (10 + 30) / 2)
    assert (first.share, second.share) == (40 / 60, 20 / 60)
    assert first.always_minor.mean == pytest.approx((40 + 30 + 50) / 3)
    assert second.always_minor.mean == pytest.approx((-50 + 10 + 30) / 3)


def test_shares_add_up_to_the_pools_shortfall() -> None:
    generator = np.random.default_rng(3)
    received = generator.integers(0, 200, (4, 5_000))
    expected = {f"L-{number}": 100 for number in range(4)}
    lost = np.maximum(300 - received.sum(axis=0), 0)
    found = shortfall_shares(expected, received, lost)
    pool = (400 - received.sum(axis=0))[lost > 0].mean()
    assert sum(each.while_losing_minor.mean for each in found) == pytest.approx(pool)
    assert sum(each.share or 0 for each in found) == pytest.approx(1)
    assert [each.while_losing_minor.mean for each in found] == sorted(
        (each.while_losing_minor.mean for each in found), reverse=True
    )


def test_normal_licences_fall_short_by_their_covariance_with_the_pool() -> None:
    # E[X1 | X1 + X2 < k] of independent normals is proportional to their variances (Tasche, normal case)
    generator = np.random.default_rng(11)
    moves = generator.standard_normal((2, 400_000)) * np.array([[3_000.0], [1_000.0]])
    received = np.rint(10_000 + moves).astype(np.int64)
    lost = np.maximum(16_000 - received.sum(axis=0), 0)
    first, second = shortfall_shares({"large": 10_000, "small": 10_000}, received, lost)
    assert (first.name, second.name) == ("large", "small")
    error = first.while_losing_minor.standard_error
    assert error is not None
    expected = 9 / 10 * (first.while_losing_minor.mean + second.while_losing_minor.mean)
    assert abs(first.while_losing_minor.mean - expected) < 5 * error


def test_surpluses_have_no_shares() -> None:
    (found,) = shortfall_shares({"L-1": 10}, np.array([[20, 30]]), np.array([1, 1]))
    assert (found.while_losing_minor.mean, found.share) == (-15.0, None)


def test_a_class_that_never_loses_hangs_on_nothing() -> None:
    assert shortfall_shares({"L-1": 10}, np.array([[0, 0]]), np.array([0, 0])) == ()


def test_receipts_of_other_licences_or_paths_are_refused() -> None:
    with pytest.raises(ValueError, match="receipts of 1 licences"):
        shortfall_shares({"L-1": 10}, np.zeros((2, 3), np.int64), np.zeros(3, np.int64))
