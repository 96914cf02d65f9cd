import math
from dataclasses import replace

import numpy as np
import pytest

from chizai.forecast.history_model.comparables import belief_of
from chizai.forecast.history_model.fit import fit
from chizai.forecast.history_model.members import members
from chizai.forecast.history_model.predict import Asked, predict
from chizai.forecast.history_model.reference import DECAY, default_reference
from chizai.forecast.history_model.series import Series

COMPARABLES = (800, 1_000, 1_250, 1_000, 900, 1_100)


def test_the_width_is_that_of_the_next_of_its_kind() -> None:
    belief = belief_of(COMPARABLES, 4, DECAY)
    logs = np.log(np.array(COMPARABLES) / 4)
    assert belief.log_level == pytest.approx(logs.mean())
    assert belief.level_variance == pytest.approx(logs.var(ddof=1) * (1 + 1 / 6) * 5 / 3)
    assert (belief.drift_annual, belief.drift_variance) == (DECAY.drift_annual, DECAY.drift_variance)


@pytest.mark.parametrize("n", [2, 3])
def test_few_comparables_are_widened_most(n: int) -> None:
    logs = np.log(COMPARABLES[:n])
    assert belief_of(COMPARABLES[:n], 1, DECAY).level_variance == pytest.approx(logs.var(ddof=1) * (1 + 1 / n) * 3)


def test_an_actual_moves_the_belief_as_a_normal_prior_is_moved() -> None:
    belief = belief_of(COMPARABLES, 1, DECAY)
    fitted = fit([Series("new", (2_000.0,), 1)], replace(default_reference(1), belief=belief))
    member = 2 * 4  # noise of 0.1, of which outliers are a rare part
    noise = members(1).noise[member] ** 2
    precision = 1 / belief.level_variance + 1 / noise
    mean = (belief.log_level / belief.level_variance + math.log(2_000) / noise) / precision
    assert fitted.state.level[0, member] < math.log(2_000)
    assert fitted.state.level[0, member] == pytest.approx(mean, rel=0.02)


def test_comparables_carry_what_has_no_history_and_narrow_as_actuals_arrive() -> None:
    reference = replace(default_reference(4), belief=belief_of(COMPARABLES, 4, DECAY), stop_annual=0.0)

    def year_of(history: tuple[float, ...]) -> np.ndarray:
        asked = Asked(n_periods=4, n_paths=4_000)
        year: np.ndarray = np.log(
            predict(Series("new", history, 4), asked, np.random.default_rng(1), reference).cumulative[3]
        )
        return year

    nothing, some, more = year_of(()), year_of((240.0, 250.0)), year_of((240.0, 250.0) * 6)
    assert np.exp(np.median(nothing)) == pytest.approx(1_000, rel=0.15)
    assert nothing.std() > some.std() > more.std()


@pytest.mark.parametrize("comparables", [(), (5,), (5, 0)])
def test_what_says_nothing_is_refused(comparables: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least two comparables"):
        belief_of(comparables, 1, DECAY)
