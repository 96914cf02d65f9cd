import math

import numpy as np
import pytest

from chizai.forecast.calibration.shapes import spans, strays, waits
from chizai.forecast.calibration.terms import Beside, Comparison


def test_waits_are_counted_with_those_that_left_the_watch() -> None:
    # one of four at 1, another leaves at 2, one of the two left at 3
    compared = waits("", (1.0, 2.0, 3.0, 4.0), (True, False, True, False), 0.2)
    assert [row.came for row in compared.rows] == pytest.approx([0.25, 0.25, 1 - 0.75 / 2, 1 - 0.75 / 2])
    assert [row.fitted for row in compared.rows] == pytest.approx([1 - math.exp(-0.2 * time) for time in (1, 2, 3, 4)])


def test_a_constant_hazard_fits_its_own_waits_and_no_others() -> None:
    generator = np.random.default_rng(2)
    constant, ageing = generator.exponential(5.0, 2000), 5.0 * generator.weibull(4.0, 2000)
    misses = [
        waits(
            "",
            np.minimum(drawn, 6.0).tolist(),
            (drawn < 6.0).tolist(),
            float((drawn < 6.0).sum() / np.minimum(drawn, 6.0).sum()),
        ).miss
        for drawn in (constant, ageing)
    ]
    assert misses[0] < 0.02
    assert misses[1] > 0.1


def test_counts_that_vary_by_chance_are_not_remarked_on_and_those_of_a_moving_rate_are() -> None:
    generator = np.random.default_rng(3)
    steady, moving = (
        Comparison("requests", tuple(Beside("", float(generator.poisson(mean)), 100.0) for mean in means))
        for means in ([100.0] * 10, [60.0] * 5 + [140.0] * 5)
    )
    assert strays(steady) == ()
    [remark] = strays(moving)
    assert remark.endswith("times as much as by chance: the rate moves, and is less sure than said")


def test_one_count_does_not_show_whether_a_rate_moves() -> None:
    assert strays(Comparison("requests", (Beside("", 50.0, 5.0),))) == ()


def test_counts_too_small_for_the_test_are_counted_together() -> None:
    few = Comparison("requests", (Beside("", 1.0, 0.002), Beside("", 0.0, 0.998)))
    many = Comparison("requests", tuple(Beside("", 3.0 * (year < 20), 1.0) for year in range(40)))
    assert strays(few) == ()
    [remark] = strays(many)
    assert remark.startswith("requests vary 14.3 times")


def test_moves_are_held_against_a_process_over_ever_longer_spans() -> None:
    years = [float(number) for number in range(9)]
    compared = spans([0.5 * year for year in years], years, lambda time: time)
    assert [row.label for row in compared.rows] == ["over 1 years", "over 2 years", "over 4 years"]
    assert [row.came for row in compared.rows] == [0.5, 1.0, 2.0]
    assert [row.fitted for row in compared.rows] == pytest.approx([1.0, math.sqrt(2.0), 2.0])
