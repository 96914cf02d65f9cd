"""Where rows leave a number open, nothing is fitted; where one lies on its bound, it is said to."""

import math
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from chizai.forecast.calibration.generations import GENERATIONS, GenerationsSettings, UsersRow
from chizai.forecast.calibration.renewal import RENEWAL, RenewalSettings, SurvivalRow


@pytest.mark.parametrize(
    "survival",
    [{0.0: 1.0, 1.0: 1.0, 2.0: 1.0}, {3.0: 0.0, 4.0: 0.0, 5.0: 0.0}, {1.0: 0.99, 2.0: 0.98, 3.0: 0.97}],
    ids=["none given up", "none left", "none given up for a fee"],
)
def test_parts_in_force_that_show_no_worth_are_refused(survival: Mapping[float, float]) -> None:
    rows = [SurvivalRow(line=2, age_years=age, in_force=part) for age, part in survival.items()]
    with pytest.raises(ValueError, match="leave the worth, its spread or the lag open"):
        RENEWAL.fit(rows, RenewalSettings())


def test_a_spread_and_a_lag_on_their_bounds_are_said_to_lie_there_and_have_no_error() -> None:
    rows = [SurvivalRow(line=2, age_years=age, in_force=0.5) for age in (5.0, 10.0, 15.0, 16.0)]
    done = RENEWAL.fit(rows, RenewalSettings())
    assert done.remarks[:2] == (
        "its spread lies at 20, the most that is looked for: the rows show no more than its side",
        "the lag lies at 0, the least that is looked for: the rows show no more than its side",
    )
    assert [each.error for each in done.estimates[1:]] == [None, None]


def users(of: Callable[[int], float]) -> list[UsersRow]:
    return [
        UsersRow(line=2, generation="a", launched_on=date(2010, 1, 1), on=date(2010 + year, 1, 1), users=of(year))
        for year in range(1, 9)
    ]


def test_growth_without_an_end_in_sight_shows_no_market_of_a_generation() -> None:
    with pytest.raises(ValueError, match="leave p, q or a market open"):
        GENERATIONS.fit(users(lambda year: math.exp(0.5 * year)), GenerationsSettings())


def test_a_generation_that_nobody_imitates_has_its_q_on_its_bound() -> None:
    done = GENERATIONS.fit(users(lambda year: -100 * math.expm1(-0.3 * year) + 5.0 * 0.3**year), GenerationsSettings())
    assert done.remarks == ("q lies at 0, the least that is looked for: the rows show no more than its side",)
    innovation, imitation, market = done.estimates
    assert imitation.error is None
    assert innovation.error is not None
    assert market.error is not None
    assert (market.low or 0.0) < 100 < (market.high or 0.0)
