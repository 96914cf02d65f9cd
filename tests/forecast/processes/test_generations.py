import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from chizai.forecast.processes.bass import Bass, adopted
from chizai.forecast.processes.generations import (
    Generations,
    draw_part_kept,
    expected_part_kept,
    expected_users,
    fit_generations,
)

YEARS = tuple(half / 2 for half in range(1, 31))
MEMORY = Generations(innovation=0.02, imitation=0.6, markets=(100.0, 150.0, 300.0), launches_years=(0.0, 4.0, 8.5))


def test_one_generation_is_its_diffusion() -> None:
    alone = Generations(innovation=0.02, imitation=0.6, markets=(100.0,), launches_years=(0.0,))
    unit = Bass(market=1.0, innovation=0.02, imitation=0.6)
    assert expected_users(alone, YEARS)[0] == pytest.approx([100 * part for part in adopted(unit, YEARS)])


def test_two_generations_are_the_published_equations() -> None:
    unit = Bass(market=1.0, innovation=0.02, imitation=0.6)
    first, second = adopted(unit, (10.0,))[0], adopted(unit, (6.0,))[0]
    pair = Generations(innovation=0.02, imitation=0.6, markets=(100.0, 150.0), launches_years=(0.0, 4.0))
    (one,), (other,) = expected_users(pair, (10.0,))
    assert one == pytest.approx(first * 100 * (1 - second))
    assert other == pytest.approx(second * (150 + first * 100))


def test_no_generation_moves_before_the_next_and_the_last_takes_all() -> None:
    rows = expected_users(MEMORY, YEARS)
    assert set(rows[1][:8]) == {0.0}
    last = expected_users(MEMORY, (200.0,))
    assert [row[0] for row in last] == pytest.approx([0.0, 0.0, 550.0])


def test_the_mean_over_unknown_successors_is_the_closed_form() -> None:
    drawn = draw_part_kept(MEMORY, np.random.default_rng(1), 0.3, YEARS, 20_000)
    closed = np.asarray(expected_part_kept(MEMORY, 0.3, YEARS))
    assert (abs(drawn.mean(axis=1) - closed) <= 4 * drawn.std(axis=1) / math.sqrt(20_000) + 1e-9).all()


def test_without_a_successor_every_user_is_kept() -> None:
    assert expected_part_kept(MEMORY, 0.0, YEARS) == (1.0,) * 30
    assert (draw_part_kept(MEMORY, np.random.default_rng(1), 0.0, YEARS, 5) == 1.0).all()


def test_the_numbers_are_recovered_from_noisy_users() -> None:
    generator = np.random.default_rng(2)
    users = np.asarray(expected_users(MEMORY, YEARS)) * np.exp(0.02 * generator.standard_normal((3, 30)))
    fitted = fit_generations(users.tolist(), MEMORY.launches_years, YEARS)
    assert fitted.innovation == pytest.approx(0.02, rel=0.1)
    assert fitted.imitation == pytest.approx(0.6, rel=0.05)
    assert fitted.markets == pytest.approx(MEMORY.markets, rel=0.05)


def test_a_market_that_nobody_imitates_is_fitted_too() -> None:
    alone = Generations(innovation=0.3, imitation=0.0, markets=(100.0,), launches_years=(0.0,))
    fitted = fit_generations(expected_users(alone, YEARS), (0.0,), YEARS)
    assert fitted.imitation == pytest.approx(0.0, abs=1e-9)
    assert (fitted.innovation, *fitted.markets) == pytest.approx((0.3, 100.0))


@pytest.mark.parametrize(
    ("users", "launches", "years", "says"),
    [
        (((1.0,) * 5,), (0.0, 1.0), range(5), "generations and launches differ"),
        (((1.0,) * 4,), (0.0,), range(5), "users and their times differ"),
        (((0.0,) * 5,), (0.0,), range(5), "most users of a generation"),
        (((1.0,) * 3,), (0.0,), range(3), "3 times are too few for 3 parameters"),
    ],
)
def test_users_that_show_nothing_are_refused(
    users: Sequence[Sequence[float]], launches: Sequence[float], years: Sequence[float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        fit_generations(users, launches, years)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"markets": (1.0,)}, "differ in length"),
        ({"markets": (1.0, 0.0)}, "market is 0"),
        ({"launches_years": (1.0, 1.0)}, "launches must rise strictly"),
        ({"innovation": 0.0}, "innovation"),
        ({"imitation": -1.0}, "imitation"),
    ],
)
def test_an_impossible_line_of_products_is_refused(change: dict[str, Any], says: str) -> None:
    terms = {"innovation": 0.1, "imitation": 0.1, "markets": (1.0, 1.0), "launches_years": (0.0, 1.0)}
    with pytest.raises(ValueError, match=says):
        Generations(**terms | change)  # type: ignore[arg-type]


def test_a_hazard_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="hazard is -1"):
        expected_part_kept(MEMORY, -1.0, YEARS)
    with pytest.raises(ValueError, match="hazard is -1"):
        draw_part_kept(MEMORY, np.random.default_rng(1), -1.0, YEARS, 1)
