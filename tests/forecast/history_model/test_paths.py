import numpy as np
import pytest
from scipy.stats import kstest

from chizai.forecast.history_model import members as grid_module
from chizai.forecast.history_model import paths as paths_module
from chizai.forecast.history_model.fit import fit, posterior
from chizai.forecast.history_model.members import members
from chizai.forecast.history_model.paths import DRIFT_MOST, draw_paths
from chizai.forecast.history_model.predict import Asked, predict
from chizai.forecast.history_model.reference import DECAY, Reference, default_reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.state import Belief
from chizai.forecast.scoring import pit

N_MEMBERS = 140
RARE = ("JUMPS_A_YEAR", "GROSS_JUMPS_A_YEAR", "OUTLIERS_A_PERIOD", "GROSS_OUTLIERS_A_PERIOD")


def only(member: int, stop: float = 0.0, belief: Belief | None = None) -> Reference:
    weights = tuple(float(index == member) for index in range(N_MEMBERS))
    return Reference(weights=weights, belief=belief or Belief(), stop_annual=stop)


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RARE:
        monkeypatch.setattr(grid_module, name, 1e-300)
        monkeypatch.setattr(paths_module, name, 1e-300)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("member", [64, 85, 82])
def test_logarithms_of_paths_have_the_mean_and_variance_of_the_state_space_model(member: int) -> None:
    history = Series("L1", (100.0, 110.0, 95.0, 105.0, 112.0), 1)
    fitted = fit([history], only(member))
    logs = np.log(draw_paths(fitted, 0, 3, 40_000, np.random.default_rng(1)))

    grid, state = members(1), fitted.state
    damping = grid.damping[member]
    reach = np.array([1.0, 1 + damping + damping**2])
    moved = np.array(
        [
            [state.level_variance[0, member], state.covariance[0, member]],
            [state.covariance[0, member], state.drift_variance[0, member]],
        ]
    )
    mean = reach @ [state.level[0, member], state.drift[0, member]]
    steps = grid.drift_step[member] ** 2 * ((1 + damping) ** 2 + 1)
    variance = reach @ moved @ reach + 3 * grid.step[member] ** 2 + steps + grid.noise[member] ** 2
    assert logs[2].mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / 40_000))
    assert logs[2].var() == pytest.approx(variance, rel=4 * np.sqrt(2 / 40_000))


def test_paths_stop_as_often_as_is_believed_and_never_start_again() -> None:
    fitted = fit([Series("L1", (100.0,) * 24, 12)], only(0, stop=0.2))
    paths = draw_paths(fitted, 0, 36, 20_000, np.random.default_rng(2))

    going = (paths > 0).mean(axis=1)
    for year in (1, 2, 3):
        expected = 0.8**year
        assert going[12 * year - 1] == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 20_000))
    assert not ((paths[:-1] == 0) & (paths[1:] > 0)).any()


def test_blank_periods_and_corrections_come_as_often_as_they_did() -> None:
    history = Series("L1", (*(100.0,) * 9, -50.0, 100.0, 0.0) * 4, 12)
    paths = draw_paths(fit([history], only(0)), 0, 12, 5_000, np.random.default_rng(3))

    blank = (paths <= 0).mean()
    expected = 8 / 49
    assert blank == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 60_000))
    assert (paths < 0).mean() == pytest.approx(expected / 2, abs=0.005)


def test_the_width_stretches_paths_from_their_median_alone() -> None:
    history = Series("L1", (100.0, 110.0, 95.0), 1)
    usual = Reference(weights=only(64).weights, stop_annual=0.0)
    wide = Reference(weights=only(64).weights, stop_annual=0.0, widths=(2.0, 1.0))
    one = np.log(draw_paths(fit([history], usual), 0, 3, 501, np.random.default_rng(4)))
    two = np.log(draw_paths(fit([history], wide), 0, 3, 501, np.random.default_rng(4)))

    np.testing.assert_allclose(two[0] - np.median(one[0]), 2.0 * (one[0] - np.median(one[0])))
    np.testing.assert_allclose(two[1] - np.median(one[1]), 1.5 * (one[1] - np.median(one[1])))
    np.testing.assert_allclose(two[2], one[2])


def test_the_season_of_the_year_comes_again() -> None:
    season = np.array([1.0, 1.0, 1.0, 3.0])
    history = Series("L1", tuple(100.0 * np.tile(season, 5)[:-1]), 4)
    paths = predict(history, Asked(n_periods=4, n_paths=400), np.random.default_rng(5)).paths

    by_period = np.median(paths, axis=1)
    assert by_period[0] / by_period[1] == pytest.approx(3.0, rel=0.1)  # the last quarter seen was the third
    assert by_period[1] == pytest.approx(100.0, rel=0.1)


def test_drift_never_carries_on_faster_than_the_most() -> None:
    launch = Series("L1", (1.0, 20.0, 400.0, 8000.0), 1)
    paths = draw_paths(fit([launch], only(11 * 4 + 2)), 0, 3, 2_000, np.random.default_rng(6))
    assert np.median(paths[2]) <= 8000.0 * np.exp(3 * DRIFT_MOST) * 1.2


def test_the_same_generator_gives_the_same_paths_and_another_gives_others() -> None:
    history, asked = Series("L1", (100.0, 90.0, 95.0), 1), Asked(n_periods=2, n_paths=5)
    first, again, other = (predict(history, asked, np.random.default_rng(seed)).paths for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()


@pytest.mark.parametrize(("periods_a_year", "n_years"), [(1, 4), (4, 4)])
def test_what_the_model_itself_draws_stands_evenly_in_its_predictions(periods_a_year: int, n_years: int) -> None:
    """Histories are drawn from members of the reference, then their futures are predicted: no place is likelier."""
    generator = np.random.default_rng(9)
    belief = Belief(log_level=0.0, level_variance=1e-4, drift_annual=0.0, drift_variance=0.03**2)
    reference = Reference(weights=default_reference(1).weights, belief=belief, stop_annual=0.05)
    begun = fit([Series("new", (), periods_a_year)], reference)
    known = n_years * periods_a_year
    drawn = draw_paths(begun, 0, known + periods_a_year, 500, generator)
    alive = [row for row in drawn.T if (row[:known] > 0).all()]
    fitted = fit([Series(str(index), tuple(row[:known]), periods_a_year) for index, row in enumerate(alive)], reference)
    places = [
        pit(
            draw_paths(fitted, index, periods_a_year, 200, generator).sum(axis=0),
            float(row[known:].sum()),
            float(generator.random()),
        )
        for index, row in enumerate(alive)
    ]
    assert kstest(places, "uniform").pvalue > 1e-4
    assert np.mean([0.05 <= place <= 0.95 for place in places]) == pytest.approx(
        0.9, abs=4 * 0.3 / np.sqrt(len(places))
    )


def test_a_short_history_takes_the_decay_that_is_believed_and_a_long_one_outweighs_it() -> None:
    shipped = default_reference(1)
    decaying = Reference(weights=shipped.weights, stop_annual=0.0, belief=DECAY)
    flat = Reference(weights=shipped.weights, stop_annual=0.0, belief=Belief())
    asked = Asked(n_periods=3, n_paths=20_000)

    def third_year(history: tuple[float, ...], reference: Reference) -> float:
        return float(np.median(predict(Series("L1", history, 1), asked, np.random.default_rng(1), reference).paths[2]))

    short = third_year((100.0,), decaying) / third_year((100.0,), flat)
    assert short == pytest.approx(np.exp(3 * DECAY.drift_annual), rel=0.05)
    growing = tuple(100.0 * 1.05**year for year in range(25))
    assert third_year(growing, decaying) > growing[-1]


def test_the_distribution_narrows_as_the_history_grows() -> None:
    def width(n_years: int) -> float:
        history = Series("L1", tuple(100.0 + (-1) ** year for year in range(n_years)), 1)
        paths = predict(history, Asked(n_periods=1, n_paths=4_000), np.random.default_rng(1)).paths
        low, high = np.quantile(paths[paths > 0], [0.1, 0.9])
        return float(np.log(high / low))

    assert width(2) > width(5) > width(20)


def test_nothing_is_predicted_of_nothing() -> None:
    with pytest.raises(ValueError, match="brought nothing"):
        predict(Series("L1", (0.0, 0.0), 1), Asked(n_periods=1, n_paths=1), np.random.default_rng(1))
    with pytest.raises(ValueError, match="at least one"):
        Asked(n_periods=0, n_paths=1)
    with pytest.raises(ValueError, match="one length"):
        fit([Series("a", (1.0,), 1), Series("b", (1.0,), 4)], default_reference(1))


def test_a_member_without_weight_has_no_probability() -> None:
    weights = posterior(np.zeros((1, 3)), np.array([0.5, 0.5, 0.0]))
    np.testing.assert_array_equal(weights, [[0.5, 0.5, 0.0]])


def test_a_reference_that_is_no_belief_is_refused() -> None:
    with pytest.raises(ValueError, match="one weight a member"):
        Reference(weights=(1.0,), stop_annual=0.0)
    with pytest.raises(ValueError, match="below 1"):
        Reference(weights=default_reference(1).weights, stop_annual=1.0)


def test_cumulative_cash_is_the_running_sum_of_the_paths() -> None:
    prediction = predict(Series("L1", (5.0, 6.0), 1), Asked(n_periods=3, n_paths=4), np.random.default_rng(1))
    np.testing.assert_allclose(prediction.cumulative[2], prediction.paths.sum(axis=0))
