from dataclasses import replace

import numpy as np
import pytest

from chizai.forecast.history_model.fit import fit
from chizai.forecast.history_model.learn import WEIGHT_SERIES, learn
from chizai.forecast.history_model.members import LARGEST_DEVIATION
from chizai.forecast.history_model.paths import draw_paths
from chizai.forecast.history_model.reference import default_reference
from chizai.forecast.history_model.series import Series
from chizai.forecast.history_model.shared import SHARED_DEVIATION, SHARED_YEARS, draw_deviations, learn_shared
from chizai.forecast.scoring import pit


def test_what_is_believed_of_shared_shocks_is_conjugate_to_the_years_seen() -> None:
    growth = (0.1, -0.2, 0.0, 0.3)
    shock = learn_shared(growth, part=0.5)
    assert shock.seen_variance == pytest.approx(np.var(growth, ddof=1))
    assert shock.freedom == SHARED_YEARS + 3
    assert shock.squares == pytest.approx(SHARED_YEARS * SHARED_DEVIATION**2 + 3 * shock.seen_variance)


@pytest.mark.parametrize("growth", [(), (0.3,)])
def test_one_year_says_nothing_of_how_far_years_stray(growth: tuple[float, ...]) -> None:
    shock = learn_shared(growth, part=1.0)
    assert (shock.freedom, shock.seen_variance) == (SHARED_YEARS, 0.0)


def test_what_the_histories_do_not_show_shrinks_as_years_are_seen_and_is_never_huge() -> None:
    generator = np.random.default_rng(1)
    few, many = (draw_deviations(learn_shared((0.05, -0.05) * half, part=1.0), 20_000, generator) for half in (1, 100))
    assert np.median(few) > 0.01
    assert (many**2).mean() < 0.05 * (few**2).mean()
    assert few.max() <= LARGEST_DEVIATION


def test_a_panel_tells_of_shared_shocks_as_far_as_it_tells_of_calm() -> None:
    panel = [Series(str(index), (1.0, 1.1, 1.2), 1) for index in range(10)]
    shared = learn(panel, default_reference(1)).shared
    assert shared is not None
    assert shared.part == pytest.approx(10 / (10 + WEIGHT_SERIES))
    assert default_reference(1).shared is None


def test_a_shock_moves_the_paths_for_good() -> None:
    calm = replace(default_reference(1), stop_annual=0.0)
    shaken = replace(calm, shared=replace(learn_shared((), part=1.0), squares=1e9))  # as far as it may
    history = Series("L1", (100.0,) * 30, 1)
    one, other = (
        np.log(draw_paths(fit([history], reference), 0, 3, 20_000, np.random.default_rng(3)))
        for reference in (calm, shaken)
    )
    added = np.array([other[year].var() - one[year].var() for year in range(3)])
    assert added == pytest.approx(LARGEST_DEVIATION**2 * np.array([1.0, 2.0, 3.0]), rel=0.1)


def test_a_shared_shock_that_none_has_seen_is_in_the_width() -> None:
    """Sixty panels of forty calm series whose common growth strays by a tenth a year, known for three years."""
    generator = np.random.default_rng(4)
    covered = {True: 0, False: 0}
    for _ in range(60):
        moves = generator.normal(0.0, SHARED_DEVIATION, 4) + generator.normal(0.0, 0.03, (40, 4))
        levels = np.exp(moves.cumsum(axis=1))
        panel = [Series(str(index), tuple(row[:3]), 1) for index, row in enumerate(levels)]
        learnt = learn(panel, default_reference(1))
        for is_believed in covered:
            reference = learnt if is_believed else replace(learnt, shared=None)
            fitted = fit(panel[:3], reference)
            for row in range(3):
                paths = draw_paths(fitted, row, 1, 400, generator)[0]
                covered[is_believed] += bool(0.05 <= pit(paths, levels[row, 3], 0.5) <= 0.95)
    assert covered[True] / 180 > 0.87
    assert covered[False] / 180 < 0.85
