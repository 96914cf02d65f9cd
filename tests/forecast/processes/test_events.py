import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from chizai.forecast.processes.events import (
    ageing,
    by_period,
    constant,
    draw_periods,
    first_of,
    fit_chance,
    fit_hazard,
    given_not_come,
    last_of,
    later_by,
    never,
    piecewise,
    surely_at,
    with_chance,
    years_from,
)

QUARTERS = tuple(quarter / 4 for quarter in range(1, 41))
N_PATHS = 40_000


def test_years_count_365_days_and_none_before_the_start() -> None:
    start_on = date(2025, 1, 1)
    assert years_from(start_on, (date(2024, 1, 1), start_on, date(2026, 1, 1))) == (0.0, 0.0, 1.0)


def test_a_constant_hazard_is_the_exponential_distribution() -> None:
    assert constant(0.3, QUARTERS) == pytest.approx(stats.expon(scale=1 / 0.3).cdf(QUARTERS), abs=1e-14)


def test_no_hazard_is_never() -> None:
    assert constant(0.0, QUARTERS) == never(QUARTERS) == piecewise((0.0,), (0.0,), QUARTERS)


def test_one_step_is_a_constant_hazard_and_a_step_adds_from_its_start() -> None:
    assert piecewise((0.2,), (0.0,), QUARTERS) == pytest.approx(constant(0.2, QUARTERS))
    assert piecewise((0.0, 0.2), (0.0, 3.0), QUARTERS) == pytest.approx(constant(0.2, later_by(QUARTERS, 3.0)))


def test_piecewise_hazards_give_the_survival_that_they_were_implied_from() -> None:
    table = piecewise((0.0256, 0.0977, 0.2848), (0.0, 5.0, 10.0), (5.0, 10.0, 15.0))
    assert [1 - come for come in table] == pytest.approx([0.88, 0.54, 0.13], abs=0.001)


def test_an_ageing_hazard_is_weibulls_distribution() -> None:
    assert ageing(4.0, 2.5, QUARTERS) == pytest.approx(stats.weibull_min(2.5, scale=4.0).cdf(QUARTERS), abs=1e-14)


def test_a_known_time_is_a_cliff() -> None:
    assert surely_at(1.0, (0.5, 1.0, 1.5)) == (0.0, 1.0, 1.0)


def test_the_first_of_two_hazards_is_their_sum_and_the_last_their_product() -> None:
    one, other = constant(0.1, QUARTERS), constant(0.2, QUARTERS)
    assert first_of(one, other) == pytest.approx(constant(0.1 + 0.2, QUARTERS))
    assert last_of(one, other) == pytest.approx([a * b for a, b in zip(one, other, strict=True)])
    assert first_of(one) == pytest.approx(one)


def test_a_constant_hazard_has_no_memory() -> None:
    aged = constant(0.2, [7.0 + time for time in QUARTERS])
    assert given_not_come(aged, constant(0.2, (7.0,))[0]) == pytest.approx(constant(0.2, QUARTERS))


def test_what_has_come_by_period_adds_up_to_the_table() -> None:
    table = with_chance(constant(0.2, QUARTERS), 0.4)
    assert np.cumsum(by_period(table)) == pytest.approx(table)


def test_draws_come_as_often_as_the_table_says() -> None:
    table = with_chance(ageing(5.0, 2.0, QUARTERS), 0.6)
    drawn = draw_periods(table, np.random.default_rng(1), N_PATHS)
    for period, probability in enumerate(table):
        error = math.sqrt(probability * (1 - probability) / N_PATHS)
        assert (drawn <= period).mean() == pytest.approx(probability, abs=4 * error)
    assert (drawn == len(table)).mean() == pytest.approx(1 - table[-1], abs=0.01)


def test_certain_and_impossible_events_are_drawn_so() -> None:
    generator = np.random.default_rng(1)
    assert set(draw_periods(surely_at(0.5, QUARTERS), generator, 100)) == {1}
    assert set(draw_periods(never(QUARTERS), generator, 100)) == {len(QUARTERS)}
    assert set(draw_periods((1.0,), generator, 100)) == {0}


def test_a_hazard_is_recovered_from_censored_times() -> None:
    times = np.random.default_rng(2).exponential(1 / 0.08, 5_000)
    fitted = fit_hazard(int((times < 10).sum()), float(np.minimum(times, 10).sum()))
    assert fitted.hazard_annual == pytest.approx(0.08, abs=4 * fitted.standard_error)
    assert fitted.standard_error < 0.002


def test_no_event_seen_is_not_ruled_out() -> None:
    none, some = fit_hazard(0, 10.0), fit_hazard(4, 200.0)
    assert none.hazard_annual == pytest.approx(stats.gamma.mean(0.5) / 10)
    posterior = stats.gamma(4.5, scale=1 / 200)
    assert (some.hazard_annual, some.standard_error) == pytest.approx((posterior.mean(), posterior.std()))


def test_a_few_cases_make_no_chance_certain() -> None:
    assert [fit_chance(n_of, 4) for n_of in (0, 4)] == pytest.approx(
        [stats.beta.mean(0.5, 4.5), stats.beta.mean(4.5, 0.5)]
    )
    assert fit_chance(0, 0) == 0.5


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.01, 5)), min_size=1, max_size=5), st.floats(0, 1))
def test_tables_stay_probabilities_that_rise(steps: list[tuple[float, float]], chance: float) -> None:
    starts = tuple(np.cumsum([gap for _, gap in steps]))
    one = piecewise([hazard for hazard, _ in steps], starts, QUARTERS)
    for table in (one, with_chance(one, chance), first_of(one, one), last_of(one, one)):
        assert all(step >= 0 for step in by_period(table))


@pytest.mark.parametrize(
    ("impossible", "says"),
    [
        (lambda: constant(-0.1, QUARTERS), "hazard is -0.1"),
        (lambda: constant(math.nan, QUARTERS), "cannot be below zero"),
        (lambda: later_by(QUARTERS, -1.0), "delay is -1"),
        (lambda: piecewise((0.1,), (0.0, 1.0), QUARTERS), "differ in length: 1, 2"),
        (lambda: piecewise((0.1, 0.1), (1.0, 1.0), QUARTERS), "must rise strictly"),
        (lambda: piecewise((-0.2,), (0.0,), QUARTERS), "hazard is -0.2"),
        (lambda: ageing(0.0, 1.0, QUARTERS), "scale is 0"),
        (lambda: ageing(1.0, 0.0, QUARTERS), "shape is 0"),
        (lambda: with_chance((0.1,), 1.1), "chance is 1.1"),
        (first_of, "no event is given"),
        (lambda: last_of((0.1,), (0.1, 0.2)), "tables of events differ in length: 1, 2"),
        (lambda: given_not_come((1.0,), 1.0), "was certain to have come"),
        (lambda: given_not_come((1.0,), 1.5), "probability so far is 1.5"),
        (lambda: by_period((0.2, 0.1)), "must rise"),
        (lambda: by_period((0.2, 1.1)), "probability is 1.1"),
        (lambda: draw_periods((0.2, 0.1), np.random.default_rng(1), 1), "by time must rise"),
        (lambda: fit_hazard(1, 0.0), "exposure is 0"),
        (lambda: fit_hazard(-1, 1.0), "number of events is -1"),
        (lambda: fit_chance(-1, 1), "number of cases is -1"),
        (lambda: fit_chance(2, 1), "number of all others is -1"),
    ],
)
def test_what_no_event_can_be_is_refused(impossible: "object", says: str) -> None:
    with pytest.raises(ValueError, match=says):
        impossible()  # type: ignore[operator]
