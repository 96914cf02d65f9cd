import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.competition import (
    Entrant,
    course_of,
    draw_parts,
    expected_part,
    fit_entrant,
    has_entered,
)
from chizai.forecast.processes.course import expected_standing

YEARS = tuple(half / 2 for half in range(1, 21))
RIVALS = (
    Entrant(hazard_annual=0.2, part_taken=0.3),
    Entrant(hazard_annual=0.5, part_taken=0.1, not_before_years=3.0),
)


def test_the_mean_of_the_draws_is_the_closed_form() -> None:
    drawn = draw_parts(RIVALS, np.random.default_rng(1), YEARS, 40_000)
    error = drawn.std(axis=1) / 200
    assert (abs(drawn.mean(axis=1) - expected_part(RIVALS, YEARS)) <= 4 * error + 1e-12).all()


def test_one_rivals_part_is_its_course() -> None:
    course = expected_standing(course_of(RIVALS[0]), has_entered(RIVALS[0], YEARS))
    assert expected_part(RIVALS[:1], YEARS) == pytest.approx(course)


def test_nobody_enters_before_they_can() -> None:
    assert set(has_entered(RIVALS[1], YEARS)[:6]) == {0.0}
    assert has_entered(RIVALS[1], YEARS)[6] > 0.0


def test_no_rival_leaves_everything() -> None:
    assert expected_part((), YEARS) == (1.0,) * 20
    assert (draw_parts((), np.random.default_rng(1), YEARS, 3) == 1.0).all()


def test_both_numbers_are_recovered_from_simulated_markets() -> None:
    generator = np.random.default_rng(2)
    entered_at = generator.exponential(1 / 0.2, 2_000)
    left = 0.7 * np.exp(0.2 * generator.standard_normal(int((entered_at < 8).sum())))
    fitted = fit_entrant(tuple(np.minimum(entered_at, 8.0)), tuple(left))
    assert fitted.hazard_annual == pytest.approx(0.2, abs=4 * 0.2 / math.sqrt(len(left)))
    assert fitted.part_taken == pytest.approx(0.3, abs=4 * 0.7 * 0.2 / math.sqrt(len(left)))


def test_no_entry_seen_is_half_of_one_that_takes_nothing_known() -> None:
    assert fit_entrant((5.0, 5.0), ()) == Entrant(hazard_annual=0.05, part_taken=0.0)


def test_royalties_that_rose_after_entry_show_no_part_taken() -> None:
    assert fit_entrant((5.0,), (1.2,)).part_taken == 0.0


@pytest.mark.parametrize(
    ("watched", "left", "says"),
    [((1.0,), (0.5, 0.5), "2 entries into 1 markets"), ((1.0,), (0.0,), "part left"), ((), (), "exposure")],
)
def test_counts_that_do_not_fit_are_refused(watched: Sequence[float], left: Sequence[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_entrant(watched, left)


@pytest.mark.parametrize("change", [{"hazard_annual": -1.0}, {"part_taken": 1.1}, {"not_before_years": -1.0}])
def test_an_impossible_rival_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is -?1"):
        Entrant(**{"hazard_annual": 0.1, "part_taken": 0.1} | change)
