import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from chizai.metrics.tornado import Bump, tornado

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOCKS = np.random.default_rng(20_250_115).standard_normal(400)
"""The common random numbers."""


def linear(slopes: tuple[float, float]) -> "NDArray[np.float64]":
    """Give 100 for each unit of the first slope, with noise that all inputs share, and noise for the second."""
    return 100 * slopes[0] + 50 * SHOCKS + slopes[1] * SHOCKS


def below(limit: float) -> "NDArray[np.bool_]":
    return np.less(SHOCKS, limit)


BUMPS = [
    Bump("Growth", "成長率", (0.9, 2.0), (1.1, 2.0)),
    Bump("Volatility", "変動率", (1.0, 1.0), (1.0, 3.0)),
    Bump("Level", "水準", (0.5, 2.0), (1.5, 2.0)),
    Bump("Nothing", "なし", (1.0, 2.0), (1.0, 2.0)),
]


def test_the_widest_bar_stands_first() -> None:
    found = tornado(linear, (1.0, 2.0), BUMPS)
    assert [bar.name for bar in found.bars] == ["Level", "Growth", "Volatility", "Nothing"]
    assert found.bars[0].name_ja == "水準"
    assert found.bars[0].width == pytest.approx(100)
    assert found.bars[1].low.mean == pytest.approx(-10)
    assert found.bars[1].high.mean == pytest.approx(10)


def test_what_both_sides_share_leaves_no_error_in_their_difference() -> None:
    found = tornado(linear, (1.0, 2.0), BUMPS)
    assert found.base.standard_error == pytest.approx(52 * SHOCKS.std(ddof=1) / math.sqrt(len(SHOCKS)))
    assert found.bars[0].low.standard_error == pytest.approx(0, abs=1e-12)
    volatility = found.bars[2]
    # only the second slope differs, by one: the error of the shocks alone, where two means would have about 50 of it
    assert volatility.high.standard_error == pytest.approx(SHOCKS.std(ddof=1) / math.sqrt(len(SHOCKS)))


def test_an_assumption_that_moves_nothing_has_no_width_and_no_error() -> None:
    nothing = tornado(linear, (1.0, 2.0), BUMPS).bars[-1]
    assert (nothing.width, nothing.low.mean, nothing.low.standard_error) == (0.0, 0.0, 0.0)


def test_a_bar_reaches_from_the_base_where_both_moves_go_one_way() -> None:
    found = tornado(lambda x: np.array([x * x, x * x]), 0, [Bump("x", "x", -2, 3)])
    (bar,) = found.bars
    assert (bar.low.mean, bar.high.mean, bar.width) == (4.0, 9.0, 9.0)


def test_of_two_alike_the_first_named_stands_first() -> None:
    same = [Bump("b", "b", 1, 2), Bump("a", "a", 1, 2)]
    assert [bar.name for bar in tornado(lambda x: np.array([x, x]), 0, same).bars] == ["b", "a"]


def test_shares_of_paths_can_be_compared() -> None:
    found = tornado(below, 0.0, [Bump("limit", "限度", -10.0, 10.0)])
    (bar,) = found.bars
    assert bar.high.mean - bar.low.mean == pytest.approx(1)
    assert found.base.mean + bar.low.mean == pytest.approx(0, abs=1e-12)


def test_other_numbers_of_paths_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        tornado(np.zeros, 3, [Bump("n", "n", 2, 4)])
