import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from chizai.forecast.processes.factors import (
    Weights,
    correlation,
    default_chance_given,
    draw_shocks,
    fit_weights,
    own_weight,
    sector_weight_deviation,
)

GAMES = Weights(market=0.5, sector=0.6, sector_name="games")
FILMS = Weights(market=0.4, sector=0.3, sector_name="films")
ALONE = Weights()
N = 200_000


def test_licences_are_correlated_as_their_weights_say() -> None:
    licences = (GAMES, GAMES, FILMS, ALONE)
    shocks = draw_shocks(licences, np.random.default_rng(1), 2, N // 2).reshape(4, -1)
    drawn = np.asarray(np.corrcoef(shocks))
    for one in range(4):
        assert shocks[one].std() == pytest.approx(1.0, abs=4 / math.sqrt(2 * N))
        for other in range(one):
            closed = correlation(licences[one], licences[other])
            assert drawn[one, other] == pytest.approx(closed, abs=4 / math.sqrt(N))
    assert correlation(GAMES, GAMES) == pytest.approx(0.25 + 0.36)
    assert correlation(GAMES, FILMS) == pytest.approx(0.2)


def test_a_weight_of_one_moves_all_alike_and_none_moves_them_apart() -> None:
    shocks = draw_shocks((Weights(market=1.0), Weights(market=1.0)), np.random.default_rng(2), 3, 50)
    assert (shocks[0] == shocks[1]).all()
    assert own_weight(Weights(market=1.0)) == 0.0
    assert own_weight(ALONE) == 1.0
    assert own_weight(Weights(market=0.6, sector=0.8, sector_name="films")) == 0.0


def test_given_the_market_events_come_as_vasicek_says_and_their_mean_stays() -> None:
    market = np.random.default_rng(3).standard_normal(20_000)
    given = np.array([default_chance_given(0.02, 0.5, float(shock)) for shock in market])
    assert given.mean() == pytest.approx(0.02, abs=4 * given.std() / math.sqrt(20_000))
    assert default_chance_given(0.02, 0.5, -2.0) == pytest.approx(
        stats.norm.cdf((stats.norm.ppf(0.02) + 1.0) / math.sqrt(0.75))
    )


def test_a_loading_of_zero_ignores_the_market_and_one_follows_it() -> None:
    assert default_chance_given(0.3, 0.0, -5.0) == pytest.approx(0.3)
    bound = float(stats.norm.ppf(0.3))
    assert (default_chance_given(0.3, 1.0, bound - 0.01), default_chance_given(0.3, 1.0, bound + 0.01)) == (1.0, 0.0)
    assert (default_chance_given(0.0, 0.5, -9.0), default_chance_given(1.0, 0.5, 9.0)) == (0.0, 1.0)


def test_weights_are_recovered_from_simulated_series() -> None:
    generator = np.random.default_rng(4)
    market, sector, own = generator.standard_normal((3, 20_000))
    shocks = 0.2 * (0.5 * market + 0.6 * sector + own_weight(GAMES) * own) + 0.01
    mixed = 0.3 * market + 2 * sector
    fitted = fit_weights(shocks.tolist(), market.tolist(), mixed.tolist(), "games")
    assert (fitted.market, fitted.sector) == pytest.approx((0.5, 0.6), abs=4 / math.sqrt(20_000))
    assert fit_weights(shocks.tolist(), market.tolist()).market == pytest.approx(fitted.market)


@pytest.mark.parametrize(("market", "sector", "deviation"), [(0.0, 0.6, 0.64), (0.8, 0.0, 0.6), (0.6, 0.8, 0.48)])
def test_a_sector_weight_strays_less_the_more_the_market_explains(
    market: float, sector: float, deviation: float
) -> None:
    weights = Weights(market=market, sector=sector, sector_name="games")
    assert sector_weight_deviation(weights) == pytest.approx(deviation)


@pytest.mark.parametrize(
    ("shocks", "market", "says"),
    [
        ((1.0, 2.0), (1.0, 2.0), "2 shocks are too few"),
        ((1.0, 2.0, 3.0), (1.0, 2.0), "differ in length"),
        ((1.0, 2.0, 3.0), (1.0, 1.0, 1.0), "does not move"),
    ],
)
def test_series_that_show_nothing_are_refused(shocks: tuple[float, ...], market: tuple[float, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_weights(shocks, market)


def test_a_sector_that_is_the_market_shows_nothing_of_its_own() -> None:
    moves = (0.1, -0.2, 0.4, 0.3)
    with pytest.raises(ValueError, match="does not move"):
        fit_weights((0.3, 0.1, -0.2, 0.2), moves, moves, "games")


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"market": 1.1}, "market weight is 1.1"),
        ({"sector": -1.1}, "sector weight is -1.1"),
        ({"market": 0.8, "sector": 0.7, "sector_name": "films"}, "sum to more than 1"),
        ({"sector": 0.7}, "needs a sector"),
    ],
)
def test_impossible_weights_are_refused(terms: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Weights(**terms)


def test_probabilities_and_loadings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"probability is 1\.1"):
        default_chance_given(1.1, 0.0, 0.0)
    with pytest.raises(ValueError, match="loading is 2"):
        default_chance_given(0.1, 2.0, 0.0)
