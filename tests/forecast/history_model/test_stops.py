import numpy as np
import pytest

from chizai.forecast.history_model.fit import fit
from chizai.forecast.history_model.learn import learn
from chizai.forecast.history_model.paths import draw_paths
from chizai.forecast.history_model.reference import Reference, default_reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.stops import SIZE_YEARS, STOP_SERIES_YEARS, are_going, learn_stops, stop_chances

WEIGHTS = default_reference(1).weights
BY_SIZE = ((0.0, 0.5), (2.0, 0.1))


def test_stops_and_returns_are_counted_over_the_years_at_risk() -> None:
    panel = [
        Series("goes on", (1.0, 1.0, 1.0, 1.0), 1),
        Series("stops", (1.0, 0.0, 0.0, 0.0), 1),
        Series("comes back", (1.0, 1.0, -2.0, 1.0), 1),
        Series("begins late", (0.0, 0.0, 1.0, float("nan")), 1),
    ]
    before = default_reference(1)
    learnt = learn(panel, before)
    assert learnt.stop_annual == pytest.approx((STOP_SERIES_YEARS * before.stop_annual + 2) / (STOP_SERIES_YEARS + 6))
    assert learnt.return_annual == pytest.approx(1 / (STOP_SERIES_YEARS + 3))


def test_small_series_that_stopped_more_often_are_believed_to_do_so_again() -> None:
    totals = np.exp(np.repeat(np.linspace(0.0, 8.0, 500), 4).reshape(500, 4))
    totals[:100:2, 3] = 0.0
    learnt = learn_stops(totals, 12, default_reference(12))

    sizes, chances = np.array(learnt.stops_by_size).T
    assert sizes[0] == pytest.approx(np.log(totals[:100, 0] / 12).mean())
    stop = learnt.stop_annual
    shrunk = (STOP_SERIES_YEARS * stop + 50) / (STOP_SERIES_YEARS + 300)
    assert chances[0] == pytest.approx(stop + 3 / (3 + SIZE_YEARS) * (shrunk - stop))
    assert chances[0] > stop > chances[1]


def test_a_chance_lies_on_straight_lines_between_the_sizes_and_is_flat_beyond_them() -> None:
    by_size = Reference(weights=WEIGHTS, stop_annual=0.2, stops_by_size=BY_SIZE)
    np.testing.assert_allclose(stop_chances(np.array([-9.0, 0.5, 2.0, 9.0]), by_size), [0.5, 0.4, 0.1, 0.1])
    np.testing.assert_array_equal(stop_chances(np.zeros(2), Reference(weights=WEIGHTS, stop_annual=0.2)), [0.2, 0.2])


def test_a_path_that_falls_stops_more_often() -> None:
    falling = [np.full(40_000, level) for level in (2.0, 0.0)]
    reference = Reference(weights=WEIGHTS, stop_annual=0.2, stops_by_size=BY_SIZE)
    going = are_going(falling, 0.5, reference, np.random.default_rng(1)).mean(axis=1)
    assert going[0] == pytest.approx(0.9**0.5, abs=0.01)
    assert going[1] / going[0] == pytest.approx(0.5**0.5, abs=0.01)


def test_what_has_stopped_comes_back_as_often_as_is_believed_and_earns_again() -> None:
    reference = Reference(weights=WEIGHTS, stop_annual=0.3, return_annual=0.2)
    fitted = fit([Series("L1", (100.0,) * 4, 1)], reference)
    paths = draw_paths(fitted, 0, 2, 40_000, np.random.default_rng(2))
    assert (paths[1, paths[0] == 0] > 0).mean() == pytest.approx(0.2, abs=0.015)


@pytest.mark.parametrize("chances", [{"return_annual": 1.0}, {"stops_by_size": ((0.0, -0.1),)}])
def test_chances_that_are_none_are_refused(chances: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="below 1"):
        Reference(weights=WEIGHTS, stop_annual=0.0, **chances)  # type: ignore[arg-type]  # the point of the test
