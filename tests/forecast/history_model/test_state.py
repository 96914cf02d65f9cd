import numpy as np
import pytest

from chizai.forecast.history_model import members as grid_module
from chizai.forecast.history_model.members import Members, members, shocks
from chizai.forecast.history_model.state import Belief, filter_logs

BELIEF = Belief(log_level=2.0, level_variance=0.5, drift_annual=-0.1, drift_variance=0.04)


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take jumps and outliers away: what is left is linear and normal, and has a closed form."""
    for name in ("JUMPS_A_YEAR", "GROSS_JUMPS_A_YEAR", "OUTLIERS_A_PERIOD", "GROSS_OUTLIERS_A_PERIOD"):
        monkeypatch.setattr(grid_module, name, 1e-300)


def joint(grid: Members, member: int, n_periods: int) -> tuple[np.ndarray, np.ndarray]:
    """Give mean and covariance of the observations, then the last level and drift, by unrolling the model."""
    dt, damping = grid.years, grid.damping[member]
    transition = np.array([[1.0, dt], [0.0, damping]])
    constant = np.array([0.0, BELIEF.drift_annual * (1 - damping)])
    step = np.diag([grid.step[member] ** 2, grid.drift_step[member] ** 2])
    mean = np.array([BELIEF.log_level, BELIEF.drift_annual])
    variance = np.diag([BELIEF.level_variance, grid.drift_deviation[member] ** 2 + BELIEF.drift_variance])
    means, blocks = [mean], [variance]
    crosses = {(0, 0): variance}
    for t in range(1, n_periods):
        means.append(transition @ means[-1] + constant)
        blocks.append(transition @ blocks[-1] @ transition.T + step)
        crosses[t, t] = blocks[-1]
        for s in range(t):
            crosses[t, s] = transition @ crosses[t - 1, s]
    full = np.zeros((n_periods + 2, n_periods + 2))
    for t in range(n_periods):
        for s in range(t + 1):
            full[t, s] = full[s, t] = crosses[t, s][0, 0] + (grid.noise[member] ** 2 if s == t else 0.0)
        last = crosses[n_periods - 1, t]
        full[n_periods:, t] = full[t, n_periods:] = last[:, 0]
    full[n_periods:, n_periods:] = blocks[-1]
    return np.array([*(m[0] for m in means), *means[-1]]), full


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("member", [0, 37, 75, 118, 139])
@pytest.mark.parametrize("periods_a_year", [1, 4])
def test_level_and_drift_are_the_normal_given_all_that_was_seen(member: int, periods_a_year: int) -> None:
    grid = members(periods_a_year)
    logs = np.array([[2.3, 2.1, np.nan, 2.6, 2.2, 1.9]])
    state = filter_logs(logs, grid, BELIEF)

    mean, variance = joint(grid, member, 6)
    seen = [0, 1, 3, 4, 5]
    gain = variance[6:, seen] @ np.linalg.inv(variance[np.ix_(seen, seen)])
    expected = mean[6:] + gain @ (logs[0, seen] - mean[seen])
    spread = variance[6:, 6:] - gain @ variance[seen, 6:]

    assert state.level[0, member] == pytest.approx(expected[0])
    assert state.drift[0, member] == pytest.approx(expected[1])
    assert state.level_variance[0, member] == pytest.approx(spread[0, 0])
    assert state.covariance[0, member] == pytest.approx(spread[0, 1], abs=1e-12)
    assert state.drift_variance[0, member] == pytest.approx(spread[1, 1])


@pytest.mark.usefixtures("calm")
def test_likelihoods_differ_as_those_of_the_joint_normal_given_the_first_value() -> None:
    from scipy.stats import multivariate_normal

    grid = members(1)
    logs = np.array([2.3, 2.1, 2.6, 2.2])
    state = filter_logs(logs[None], grid, BELIEF)

    def expected(member: int) -> float:
        mean, variance = joint(grid, member, 4)
        whole = multivariate_normal(mean[:4], variance[:4, :4]).logpdf(logs)
        return float(whole - multivariate_normal(mean[:1], variance[:1, :1]).logpdf(logs[:1]))

    ours = state.log_likelihood[0, 80] - state.log_likelihood[0, 20]
    assert ours == pytest.approx(expected(80) - expected(20))


def test_a_freak_period_moves_the_level_less_than_one_that_lasts() -> None:
    steady = [0.0, 0.01, -0.01, 0.0, 0.01, 0.0, -0.01, 0.0] * 3
    grid = members(12)
    member = 5 * 4 + 4  # small steps, moderate noise
    freak = filter_logs(np.array([[*steady, -2.0, 0.0, 0.0]]), grid, Belief()).level[0, member]
    lasting = filter_logs(np.array([[*steady, -2.0, -2.0, -2.0]]), grid, Belief()).level[0, member]

    assert freak > -0.2
    assert lasting < -1.5


def test_what_may_happen_in_a_period_is_sure_to_be_one_thing() -> None:
    for periods_a_year in (1, 2, 4, 12):
        assert sum(shock.probability for shock in shocks(members(periods_a_year))) == pytest.approx(1)


def test_histories_that_end_together_do_not_touch_each_other() -> None:
    grid = members(4)
    alone = filter_logs(np.array([[1.0, 1.2, 1.1]]), grid, Belief())
    beside = filter_logs(np.array([[np.nan, np.nan, 1.0, 1.2, 1.1], [5.0, np.nan, 4.0, 3.0, 9.0]]), grid, Belief())

    np.testing.assert_allclose(beside.level[0], alone.level[0])
    np.testing.assert_allclose(beside.log_likelihood[0], alone.log_likelihood[0])
