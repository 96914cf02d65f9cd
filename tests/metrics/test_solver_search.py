"""The search on grids so small that every point of them can be looked at."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.metrics.solver_search import At, Band, Point, Space, search, search_all, starts

INF = float("inf")


def everywhere(space: Space) -> list[Point]:
    return [space.attempt(at) for at in product(*(range(n + 1) for n in space.n_steps))]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9), st.integers(0, 500))
def test_a_knapsack_of_two_is_filled_as_well_as_looking_everywhere_fills_it(
    most_a: int, most_b: int, of_a: int, of_b: int, room: int
) -> None:
    def attempt(at: At) -> Point:
        return Point(at, (float(of_a * at[0] + of_b * at[1]),), -(at[0] + at[1]) / (most_a + most_b))

    space = Space((most_a, most_b), (Band(-INF, room, max(room, 1)),), attempt)
    found = search_all(space)
    best = min((point for point in everywhere(space) if not space.breach(point)), key=lambda point: point.cost)
    assert space.breach(found) == 0
    assert found.cost == pytest.approx(best.cost)


@given(st.integers(2, 10**6), st.floats(0.1, 0.9))
def test_a_curved_equality_is_solved_to_the_step(n_steps: int, part: float) -> None:
    wanted = (1 + part) ** 3

    def attempt(at: At) -> Point:
        return Point(at, ((1 + at[0] / n_steps) ** 3,), 0.0)

    width = 12 / n_steps  # the curve rises by no more than that in one step
    space = Space((n_steps,), (Band(wanted - width, wanted + width, wanted),), attempt)
    assert space.breach(search_all(space)) == 0


def test_along_a_curved_band_the_search_reaches_its_far_end() -> None:
    # x + y is largest on the circle where both are equal
    def attempt(at: At) -> Point:
        x, y = at[0] / 1000, at[1] / 1000
        return Point(at, (x * x + y * y,), -(x + y))

    space = Space((1000, 1000), (Band(-INF, 0.5, 0.5),), attempt)
    found = search(space, (0, 700))
    assert found.cost == pytest.approx(-1.0, abs=2e-3)
    assert found.values[0] <= 0.5


def test_where_no_point_fits_the_search_ends_at_the_least_breach() -> None:
    def attempt(at: At) -> Point:
        return Point(at, (float(at[0]), float(at[0])), 0.0)

    space = Space((100,), (Band(-INF, 40, 100), Band(70, INF, 100)), attempt)
    assert space.breach(search_all(space)) == pytest.approx(0.3)


def test_a_point_is_tried_once() -> None:
    tried: list[At] = []

    def attempt(at: At) -> Point:
        tried.append(at)
        return Point(at, (float(sum(at)),), -float(at[0]))

    space = Space((50, 50), (Band(-INF, 30, 30),), attempt)
    search_all(space)
    assert len(tried) == len(set(tried)) == len(space.tried)


def test_a_search_without_bands_goes_to_the_best_corner() -> None:
    space = Space((9, 10**9), (), lambda at: Point(at, (), at[0] - at[1] / 10**9))
    assert search(space, (5, 5)).at == (0, 10**9)


def test_starts_lie_on_the_grid_and_stand_once() -> None:
    assert starts((4, 0)) == [(2, 0), (1, 0), (0, 0), (4, 0)]
    assert starts((0,)) == [(0,)]
