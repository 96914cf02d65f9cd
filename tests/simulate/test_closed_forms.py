"""One driver at a time: means, probabilities and correlations are those of the closed forms, within four errors."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.simulate.drawn import joint_block

from chizai.simulate.ask import Given, Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, Driver, Event, Fade, Interruption, JointModel, LicenceModel

N_PERIODS, N_PATHS = 8, 2**16
ALL_ROWS = Rows(licences=True, events=True)
AMOUNT = 10**9
"""So large that to round it down does not matter to a mean."""
FLAT = LicenceModel(
    id="a", stream=0, expected_minor=(AMOUNT,) * N_PERIODS, keep=(1.0,) * N_PERIODS, spread=(0.0,) * N_PERIODS
)
MOVING = replace(FLAT, keep=(0.8,) * N_PERIODS, spread=tuple(0.05 + 0.01 * period for period in range(N_PERIODS)))
HAS_COME = tuple(1 - math.exp(-0.05 * (1 + period)) for period in range(N_PERIODS))
DEFAULT = Event(id="default", has_come=HAS_COME)
COMES_IN = np.diff((0.0, *HAS_COME))
"""Probability that the event comes in each period."""


def model_of(*licences: LicenceModel, **others: Any) -> JointModel:
    return JointModel(n_periods=N_PERIODS, licences=licences, **others)


def drawn(model: JointModel, rows: Rows = ALL_ROWS, seed: int = 1) -> "np.ndarray":
    return joint_block(compile_joint(model, rows, n_lanes=16), seed)(0, N_PATHS)


def logs(model: JointModel) -> "np.ndarray":
    """Give logarithms of what licences bring over what is expected; shape (n_licences, n_periods, n_paths)."""
    return np.log(drawn(model, Rows(licences=True))[model.n_streams :] / AMOUNT)


def assert_mean(values: "np.ndarray", expected: Any, rounded_down: float = 1.0) -> None:
    """Compare means over the last axis with what is expected, within four standard errors and what is rounded down."""
    errors = values.std(axis=-1) / N_PATHS**0.5
    assert (abs(values.mean(axis=-1) - expected) <= 4 * errors + rounded_down).all()


def variances(licence: LicenceModel) -> list[float]:
    """Give the variance of the logarithm by period, as sums of what is kept of each shock."""
    return [
        sum(
            (licence.spread[shock] * math.prod(licence.keep[shock + 1 : period + 1])) ** 2
            for shock in range(period + 1)
        )
        for period in range(N_PERIODS)
    ]


def test_without_deviations_and_events_a_stream_is_what_is_expected_and_certain_to_the_unit() -> None:
    generator = np.random.default_rng(4)
    licences = [
        replace(FLAT, id=str(number), stream=number % 2, expected_minor=tuple(generator.integers(0, 2**50, 8).tolist()))
        for number in range(9)
    ]
    certain = tuple(tuple(generator.integers(0, 10**9, N_PERIODS).tolist()) for _ in range(2))
    for degrees in (None, 4):
        # a volatility that is 0 in machine code that reckons with one
        extra = replace(MOVING, id="moving", stream=1, expected_minor=(0,) * N_PERIODS)
        quiet = replace(MOVING, id="quiet", spread=(0.0,) * (N_PERIODS - 1) + (0.1,), expected_minor=(123,) * N_PERIODS)
        model = model_of(*licences, extra, quiet, n_streams=2, certain_minor=certain, degrees=degrees)
        made = drawn(model, Rows())
        for stream in range(2):
            rows = [each.expected_minor for each in licences if each.stream == stream] + [certain[stream]]
            expected = np.sum(rows, axis=0)[:-1, None] + (123 if stream == 0 else 0)
            assert (made[stream, :-1] == expected).all()


def test_a_stream_stays_between_0_and_its_most() -> None:
    certain = ((-2 * AMOUNT, -AMOUNT, -1, 0, 1, AMOUNT, 2**60, -(2**60)),)
    made = drawn(model_of(FLAT, certain_minor=certain, most_minor=(2 * AMOUNT - 5,)))
    assert made[0, :, 0].tolist() == [0, 0, AMOUNT - 1, AMOUNT, AMOUNT + 1, 2 * AMOUNT - 5, 2 * AMOUNT - 5, 0]


@pytest.mark.parametrize("degrees", [None, 8])
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"market_weight": 0.6},
        {"market_weight": -0.6, "sector": 0, "sector_weight": 0.8},
        {"level_deviation": 0.2},
        {"drift_deviation": tuple(0.02 * period for period in range(N_PERIODS))},
        {"spread": (0.0,) * N_PERIODS, "level_deviation": 0.1},
        {"spread": (0.0,) * N_PERIODS, "drift_deviation": (0.1,) * N_PERIODS},
        {"currency": 0},
        {"currency": 0, "spread": (0.0,) * N_PERIODS},
    ],
)
def test_the_mean_of_a_level_is_1(change: dict[str, Any], degrees: int | None) -> None:
    currencies = (Currency(id="USD", volatility_by_period=(0.05,) * N_PERIODS),)
    model = model_of(replace(MOVING, **change), sectors=(Driver(id="s"),), currencies=currencies, degrees=degrees)
    made = drawn(model, Rows())[0]
    assert_mean(made, AMOUNT)
    assert (made.std(axis=1)[1:] > 0).all()


def test_the_logarithm_has_the_variance_of_its_process() -> None:
    uncertain = replace(MOVING, id="b", level_deviation=0.2, drift_deviation=(0.1,) * N_PERIODS)
    for row, licence, extra in zip(logs(model_of(MOVING, uncertain)), (MOVING, uncertain), (0.0, 0.05), strict=True):
        expected = np.array(variances(licence)) + extra
        assert_mean(row, -expected / 2, 2 / AMOUNT)
        assert abs(row.var(axis=1) / expected - 1).max() < 4 * (2 / N_PATHS) ** 0.5
        lagged = np.corrcoef(row)[0, 1]
        kept = (variances(licence)[0] * licence.keep[1] + extra) / (expected[0] * expected[1]) ** 0.5
        assert lagged == pytest.approx(kept, abs=4 / N_PATHS**0.5)


def test_the_mixing_variable_gives_the_logarithm_the_tails_of_the_t_distribution() -> None:
    model = replace(model_of(replace(FLAT, spread=(1e-4, *(0.0,) * 7)), degrees=4), n_periods=N_PERIODS)
    scaled = logs(model)[0, 0] / 1e-4
    assert stats.kstest(scaled, stats.t(4).cdf).pvalue > 1e-4


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0, -0.7])
def test_the_market_and_sector_correlate_levels_by_the_squares_of_their_weights(weight: float) -> None:
    other = replace(MOVING, id="b")
    by_market = logs(model_of(*(replace(each, market_weight=weight) for each in (MOVING, other))))
    sectors = {"sector": 0, "sector_weight": weight}
    by_sector = logs(model_of(*(replace(each, **sectors) for each in (MOVING, other)), sectors=(Driver(id="s"),)))  # type: ignore[arg-type]
    for one, another in (by_market, by_sector):
        correlation = np.corrcoef(one[-1], another[-1])[0, 1]
        assert correlation == pytest.approx(weight**2, abs=4 / N_PATHS**0.5)


def test_equal_licences_that_follow_the_market_alone_are_the_same() -> None:
    licences = [replace(MOVING, id=each, market_weight=1.0) for each in "abc"]
    made = drawn(model_of(*licences, replace(MOVING, id="d")), Rows(licences=True))[1:]
    assert (made[0] == made[1]).all()
    assert (made[0] == made[2]).all()
    assert (made[0] != made[3]).mean() > 0.99


@pytest.mark.parametrize("degrees", [None, 4, 10])
@pytest.mark.parametrize("loading", [0.0, 0.7, -1.0])
def test_an_event_has_come_with_its_probability_by_each_period(loading: float, degrees: int | None) -> None:
    model = model_of(FLAT, events=(replace(DEFAULT, market_loading=loading),), degrees=degrees)
    assert_mean(drawn(model)[2] * AMOUNT, np.array(HAS_COME) * AMOUNT)


@pytest.mark.parametrize("degrees", [None, 4])
@pytest.mark.parametrize("loading", [0.0, 0.6, 0.9])
def test_two_events_come_together_as_their_copula_says(loading: float, degrees: int | None) -> None:
    pair = [replace(DEFAULT, id=each, market_loading=loading) for each in "ab"]
    one, other = drawn(model_of(FLAT, events=tuple(pair), degrees=degrees))[2:, -1]
    shape = [[1.0, loading**2], [loading**2, 1.0]]
    if degrees is None:
        bound = float(stats.norm.ppf(HAS_COME[-1]))
        together = float(stats.multivariate_normal.cdf([bound, bound], cov=shape))
    else:
        bound = float(stats.t.ppf(HAS_COME[-1], degrees))
        together = float(stats.multivariate_t.cdf([bound, bound], shape=shape, df=degrees, random_state=1))
    error = (together * (1 - together) / N_PATHS) ** 0.5
    assert (one & other).mean() == pytest.approx(together, abs=4 * error + 1e-4)


def test_impossible_and_certain_events_are_what_they_are() -> None:
    for degrees in (None, 4):
        come = ((0.0,) * N_PERIODS, (0.0,) * 5 + (1.0,) * 3, (1.0,) * N_PERIODS)
        events = tuple(Event(id=str(number), has_come=each) for number, each in enumerate(come))
        made = drawn(model_of(FLAT, events=events, degrees=degrees))[2:]
        assert (made == np.array(come)[:, :, None]).all()


def test_an_event_that_loads_on_the_market_alone_is_a_function_of_it() -> None:
    market = np.random.default_rng(3).normal(size=(N_PERIODS, 4096))
    joint = compile_joint(model_of(FLAT, events=(replace(DEFAULT, market_loading=1.0),)), ALL_ROWS, given=["market"])
    made = np.empty((3, N_PERIODS, 4096), np.int64)
    joint.draw(1, 0, 4096, made, Given(market=market))
    mean = market.sum(axis=0) / N_PERIODS**0.5
    assert (made[2] == (mean < np.array([stats.norm.ppf(each) for each in HAS_COME])[:, None])).all()


def test_an_event_comes_rather_in_a_poor_market() -> None:
    model = model_of(replace(MOVING, market_weight=1.0), events=(replace(DEFAULT, market_loading=0.8),))
    _, cash, has_come = drawn(model)[:, -1]
    assert cash[has_come == 1].mean() < 0.95 * cash.mean()


@pytest.mark.parametrize("during", [0.0, 0.3])
def test_a_default_pays_less_for_a_while_then_its_replacement_and_recovers_once(during: float) -> None:
    gap, lag, after, recovery = 2, 3, 0.6, 0.4
    stop = Interruption(
        events=(0,), during=during, gap_periods=gap, after=after, recovery=recovery, recovery_periods=lag
    )
    made = drawn(model_of(replace(FLAT, interruptions=(stop,)), events=(DEFAULT,)))[1]
    by_now = np.array(HAS_COME)
    over = np.concatenate(([0.0] * gap, by_now[:-gap]))
    recovered = np.concatenate(([0.0] * lag, COMES_IN[:-lag])) * recovery * (1 - during)
    assert_mean(made, AMOUNT * ((1 - by_now) + (by_now - over) * during + over * after + recovered))


def test_what_is_recovered_is_exactly_a_part_of_what_the_first_period_did_not_pay() -> None:
    expected = tuple(1001 + 10 * period for period in range(N_PERIODS))
    default = Interruption(events=(0,), recovery=0.5, recovery_periods=2)
    model = model_of(replace(FLAT, expected_minor=expected, interruptions=(default,)), events=(DEFAULT,))
    _, cash, has_come = drawn(model)
    first = N_PERIODS - has_come.sum(axis=0)
    for path in range(200):
        k = first[path]
        paid = [*expected[:k], *(0,) * (N_PERIODS - k)]
        if k + 2 < N_PERIODS:
            paid[k + 2] = expected[k] // 2
        assert cash[:, path].tolist() == paid


def test_nothing_is_recovered_of_what_something_else_withholds_or_nothing_would_have_paid() -> None:
    surely = Event(id="end", has_come=(0.0,) * 3 + (1.0,) * 5)
    default = Event(id="late", has_come=(0.0,) * 4 + (1.0,) * 4)
    ends = (Interruption(events=(0,)), Interruption(events=(1,), recovery=1.0))
    ended = drawn(model_of(replace(FLAT, interruptions=ends), events=(surely, default)))[1]
    assert (ended == np.array([AMOUNT] * 3 + [0] * 5)[:, None]).all()
    expired = replace(FLAT, expected_minor=(AMOUNT,) * 3 + (0,) * 5, interruptions=ends[1:])
    assert (drawn(model_of(expired, events=(surely, default)))[1] == ended).all()


def test_a_recovery_comes_after_the_last_expected_payment_too() -> None:
    certain = Event(id="default", has_come=(0.0,) * 2 + (1.0,) * 6)
    default = Interruption(events=(0,), recovery=0.25, recovery_periods=4)
    licence = replace(FLAT, expected_minor=(AMOUNT,) * 3 + (0,) * 5, interruptions=(default,))
    made = drawn(model_of(licence, events=(certain,)))[1]
    assert made[:, 0].tolist() == [AMOUNT, AMOUNT, 0, 0, 0, 0, AMOUNT // 4, 0]


@pytest.mark.parametrize("with_last", [False, True])
def test_a_licence_ends_with_the_first_or_the_last_of_its_rights(with_last: bool) -> None:
    events = tuple(Event(id=each, has_come=HAS_COME) for each in "abc")
    ends = Interruption(events=(0, 1, 2), with_last=with_last)
    made = drawn(model_of(replace(FLAT, interruptions=(ends,)), events=events))[1]
    by_now = np.array(HAS_COME)
    assert_mean(made, AMOUNT * ((1 - by_now**3) if with_last else (1 - by_now) ** 3))


def test_a_fade_keeps_a_part_each_period_from_its_event_on() -> None:
    keep = 0.7
    made = drawn(model_of(replace(FLAT, fades=(Fade(event=0, keep=keep),)), events=(DEFAULT,)))[1]
    expected = [
        (1 - HAS_COME[now]) + sum(COMES_IN[came] * keep ** (now - came + 1) for came in range(now + 1))
        for now in range(N_PERIODS)
    ]
    assert_mean(made, AMOUNT * np.array(expected))


def test_a_currency_is_a_mean_one_walk_that_correlates_with_the_market() -> None:
    volatility, weight = 0.06, 0.5
    currency = Currency(id="USD", volatility_by_period=(volatility,) * N_PERIODS, market_weight=weight)
    abroad = [replace(FLAT, id=each, currency=0) for each in "ab"]
    follower = replace(FLAT, id="c", spread=(0.1,) * N_PERIODS, market_weight=1.0)
    one, other, market = logs(model_of(*abroad, follower, currencies=(currency,)))
    assert (one == other).all()
    expected = volatility**2 * np.arange(1, N_PERIODS + 1)
    assert_mean(np.exp(one) * AMOUNT, AMOUNT)
    assert abs(one.var(axis=1) / expected - 1).max() < 4 * (2 / N_PATHS) ** 0.5
    assert np.corrcoef(one[-1], market[-1])[0, 1] == pytest.approx(weight, abs=4 / N_PATHS**0.5)


def test_an_audit_brings_a_part_of_what_was_not_reported_since_the_last() -> None:
    audited = replace(FLAT, expected_minor=(1000,) * N_PERIODS, under_reported=0.125, audit_recovery=0.5, audits=(2, 5))
    made = drawn(model_of(audited))[1]
    # 125 of 1,000 are not reported; an audit brings half of those of its own period and the two before
    expected = [875, 875, 875 + 187, 875, 875, 875 + 187, 875, 875]
    assert (made == np.array(expected)[:, None]).all()
    unaudited = drawn(model_of(replace(audited, audits=())))[1]
    assert (unaudited == 875).all()


def test_audits_of_uncertain_royalties_make_up_for_what_is_not_reported_in_the_mean() -> None:
    audited = replace(MOVING, under_reported=0.2, audit_recovery=1.0, audits=(3, 7))
    made = drawn(model_of(audited))[1]
    assert_mean(made.sum(axis=0)[None], AMOUNT * N_PERIODS)
    assert_mean(made[:3], 0.8 * AMOUNT)


def test_no_licence_brings_more_than_what_is_taken_for_the_most() -> None:
    wild = replace(FLAT, spread=(2.0,) * N_PERIODS, expected_minor=(2**49,) * N_PERIODS)
    made = drawn(model_of(wild))[1]
    assert made.max() == 2**50
    assert made.min() >= 0
