import math
from collections.abc import Sequence

import numpy as np
import pytest

from chizai.forecast.processes.currency import Exchange, draw_rates, fit_exchange, volatility_by_period

UNEQUAL = (0.25, 0.5, 1.5, 1.5, 4.0)
DOLLAR = Exchange(volatility_annual=0.1, market_weight=-0.3)


def test_rates_have_a_mean_of_one_and_a_variance_that_grows_with_time() -> None:
    market = np.random.default_rng(1).standard_normal((5, 40_000))
    rates = draw_rates(DOLLAR, np.random.default_rng(2), UNEQUAL, market)
    assert (abs(rates.mean(axis=1) - 1) <= 4 * rates.std(axis=1) / 200).all()
    assert np.log(rates).var(axis=1) == pytest.approx([0.01 * time for time in UNEQUAL], rel=4 * math.sqrt(2 / 40_000))
    assert np.corrcoef(np.log(rates[0]), market[0])[0, 1] == pytest.approx(-0.3, abs=0.02)


def test_a_period_without_length_does_not_move() -> None:
    assert volatility_by_period(DOLLAR, UNEQUAL) == pytest.approx([0.05, 0.05, 0.1, 0.0, 0.1 * math.sqrt(2.5)])


def test_no_volatility_is_todays_rate() -> None:
    still = Exchange(volatility_annual=0.0)
    assert (draw_rates(still, np.random.default_rng(1), UNEQUAL, np.ones((5, 3))) == 1.0).all()


def test_the_volatility_is_recovered_from_rates_at_unequal_times_with_a_trend() -> None:
    generator = np.random.default_rng(3)
    years = np.cumsum(generator.uniform(0.01, 0.1, 5_000))
    steps = np.diff(years, prepend=0.0)
    rates = 110 * np.exp(np.cumsum(0.02 * steps + 0.1 * np.sqrt(steps) * generator.standard_normal(5_000)))
    fitted = fit_exchange(rates.tolist(), years.tolist())
    assert fitted.volatility_annual == pytest.approx(0.1, abs=4 * 0.1 / math.sqrt(10_000))


def test_a_rate_that_rests_at_weekends_is_as_volatile_as_one_that_moves_every_day() -> None:
    business = [day / 365 for day in range(14_000) if day % 7 < 5]
    step = 0.1 * math.sqrt(business[-1] / (len(business) - 1))
    rates = np.exp(np.cumsum(step * np.random.default_rng(4).standard_normal(len(business))))
    fitted = fit_exchange(rates.tolist(), business)
    assert fitted.volatility_annual == pytest.approx(0.1, abs=4 * 0.1 / math.sqrt(20_000))


@pytest.mark.parametrize(
    ("rates", "years", "says"),
    [
        ((1.0, 1.0), (0, 1), "2 rates are too few"),
        ((1.0, 1.0, 1.0), (0, 1), "differ in length"),
        ((1.0, 1.0, 1.0), (0, 1, 1), "must rise strictly"),
        ((1.0, 0.0, 1.0), (0, 1, 2), "rate is 0"),
    ],
)
def test_rates_that_show_nothing_are_refused(rates: Sequence[float], years: Sequence[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_exchange(rates, years)


def test_impossible_exchanges_are_refused() -> None:
    with pytest.raises(ValueError, match="volatility is -1"):
        Exchange(volatility_annual=-1.0)
    with pytest.raises(ValueError, match="market weight is 2"):
        Exchange(volatility_annual=0.1, market_weight=2.0)
    with pytest.raises(ValueError, match="ends of periods from today on must rise"):
        volatility_by_period(DOLLAR, (1.0, 0.5))
    with pytest.raises(ValueError, match="shocks of the market differ in length: 5, 2"):
        draw_rates(DOLLAR, np.random.default_rng(1), UNEQUAL, np.zeros((2, 1)))
