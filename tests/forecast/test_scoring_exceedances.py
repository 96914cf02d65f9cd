import numpy as np
import pytest
from scipy.stats import binom, chi2

from chizai.forecast.score_exceedances import design_effect, kupiec, likelihood_ratio


@pytest.mark.parametrize(("n", "n_met"), [(250, 0), (250, 4), (250, 2), (1000, 25), (10, 10)])
def test_kupiec_is_the_likelihood_ratio_of_binomials_against_chi_squared(n: int, n_met: int) -> None:
    test = kupiec(0.01, [[index < n_met for index in range(n)]])
    assert test is not None
    ratio = 2 * (binom.logpmf(n_met, n, n_met / n) - binom.logpmf(n_met, n, 0.01))
    assert likelihood_ratio(0.01, n, n_met) == pytest.approx(max(ratio, 0.0), abs=1e-9)
    assert test.p_value == pytest.approx(chi2.sf(max(ratio, 0.0), 1), abs=1e-9)
    assert (test.n, test.n_met, test.by_date) == (n, n_met, ((n_met, n),))


def test_kupiec_s_published_example_is_rejected_where_he_rejects_it() -> None:
    """For a 5 % tail and 255 days, between 7 and 20 exceedances pass at 95 % (Kupiec 1995, table 3)."""
    passes = [n_met for n_met in range(60) if chi2.sf(likelihood_ratio(0.05, 255, n_met), 1) > 0.05]
    assert (passes[0], passes[-1]) == (7, 20)


def test_the_design_effect_is_one_for_independent_dates_and_the_size_of_those_that_move_as_one() -> None:
    generator = np.random.default_rng(1)
    independent = (generator.random((400, 50)) < 0.1).tolist()
    together = [[bool(flag)] * 50 for flag in generator.random(400) < 0.1]
    assert design_effect(independent) == pytest.approx(1.0, abs=4 * np.sqrt(2 / 400))
    assert design_effect(together) == pytest.approx(50.0, rel=0.01)


def test_one_date_does_not_tell_how_far_dates_differ() -> None:
    test = kupiec(0.05, [[True] * 8 + [False] * 325])
    assert test is not None
    assert (test.design_effect, test.p_value_shared) == (None, None)
    assert design_effect([[False] * 3, [False] * 2]) == 1.0


def test_shared_shocks_weaken_the_test() -> None:
    dates = [[True] * 5 + [False] * 15, *[[False] * 20] * 4]
    test = kupiec(0.01, dates)
    assert test is not None
    assert test.design_effect is not None
    assert test.p_value_shared is not None
    assert test.design_effect > 1
    assert test.p_value_shared > test.p_value
    assert test.p_value_shared == pytest.approx(chi2.sf(likelihood_ratio(0.01, 100, 5) / test.design_effect, 1))


def test_nothing_is_tested_of_nothing() -> None:
    assert kupiec(0.01, []) is None
    assert kupiec(0.01, [[]]) is None
