"""Observed rates that are drawn: the forecast times a currency's rate, whatever is drawn beside it, by any code."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.drawn import joint_block

from chizai.native import build
from chizai.simulate.ask import Given, Rows, Tilt
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, Event, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.reference import draw_reference

N_PERIODS, N_PATHS = 6, 700
FORECAST_PPM = tuple(1_500_000 - 50_000 * period for period in range(N_PERIODS))
ALL_ROWS, NO_RATES = Rows(licences=True, events=True, rates=True), Rows(licences=True, events=True)
AMOUNT = 10**12
WIDEST = Rate(currency=0, forecast_ppm=(2**50 - 1,) * N_PERIODS, most_ppm=2**62)


def currency(name: str, volatility: float, weight: float = 0.0) -> Currency:
    return Currency(id=name, volatility_by_period=(volatility,) * N_PERIODS, market_weight=weight)


def rate(number: int = 0, most_ppm: int = 10**7) -> Rate:
    return Rate(currency=number, forecast_ppm=FORECAST_PPM, most_ppm=most_ppm)


def selling_in(number: int | None) -> LicenceModel:
    return LicenceModel(
        id=f"sells in {number}",
        stream=0,
        expected_minor=(AMOUNT,) * N_PERIODS,
        keep=(1.0,) * N_PERIODS,
        spread=(0.0,) * N_PERIODS,
        currency=number,
    )


MODEL = JointModel(
    n_periods=N_PERIODS,
    currencies=(currency("USD", 0.1, 0.4), currency("EUR", 0.07)),
    events=(Event(id="end", has_come=tuple(0.05 * (1 + period) for period in range(N_PERIODS))),),
    rates=(rate(), rate(1), rate(0, most_ppm=1_600_000)),
    licences=(
        selling_in(0),
        replace(selling_in(None), spread=(0.2,) * N_PERIODS, interruptions=(Interruption(events=(0,)),)),
    ),
)


def drawn(
    model: JointModel = MODEL, rows: Rows = ALL_ROWS, n_lanes: int = build.LANES, n_paths: int = N_PATHS
) -> "np.ndarray":
    return joint_block(compile_joint(model, rows, n_lanes=n_lanes), 5)(0, n_paths)


WHOLE = drawn()
FIRST, OTHER, CUT = WHOLE[-3:]


def test_a_rate_without_volatility_is_its_forecast_in_every_future() -> None:
    for degrees in (None, 4):
        made = drawn(replace(MODEL, currencies=(currency("USD", 0.0, 0.4), currency("EUR", 0.0)), degrees=degrees))
        assert (made[-3:-1] == np.array(FORECAST_PPM)[:, None]).all()


def test_a_licence_and_a_rate_of_one_currency_move_together_and_those_of_another_do_not() -> None:
    of_licence, of_rate = WHOLE[1] / AMOUNT, FIRST / np.array(FORECAST_PPM)[:, None]
    assert abs(of_licence - of_rate).max() < 1e-6
    of_other = OTHER / np.array(FORECAST_PPM)[:, None]
    assert abs(np.corrcoef(np.log(of_other[-1]), np.log(of_rate[-1]))[0, 1]) < 4 / N_PATHS**0.5


def test_a_rate_is_cut_to_the_most_that_it_can_be() -> None:
    assert (np.minimum(FIRST, 1_600_000) == CUT).all()
    assert (CUT == 1_600_000).any()


@pytest.mark.parametrize("degrees", [None, 4])
def test_the_mean_of_a_rate_is_its_forecast(degrees: int | None) -> None:
    n_paths = 2**16
    made = drawn(replace(MODEL, degrees=degrees), Rows(rates=True), n_paths=n_paths)[1].astype(float)
    errors = made.std(axis=1) / n_paths**0.5
    assert (abs(made.mean(axis=1) - np.array(FORECAST_PPM)) < 4 * errors).all()


def test_the_logarithm_of_a_rate_spreads_as_the_root_of_time() -> None:
    n_paths = 2**16
    logs = np.log(drawn(rows=Rows(rates=True), n_paths=n_paths)[1] / np.array(FORECAST_PPM)[:, None])
    for period, row in enumerate(logs):
        deviation = 0.1 * math.sqrt(1 + period)
        assert abs(row.std() / deviation - 1) < 4 / math.sqrt(2 * n_paths)
        assert abs(row.mean() + deviation**2 / 2) < 4 * deviation / n_paths**0.5


def test_all_else_is_the_same_to_the_bit_with_and_without_rates() -> None:
    assert (drawn(rows=NO_RATES) == WHOLE[:-3]).all()
    assert (drawn(replace(MODEL, rates=())) == WHOLE[:-3]).all()
    assert (drawn(rows=Rows(rates=True)) == WHOLE[[0, -3, -2, -1]]).all()


def test_rates_that_are_not_wanted_and_none_at_all_share_their_code_and_rates_have_another() -> None:
    without = compile_joint(replace(MODEL, rates=()), NO_RATES)
    assert compile_joint(MODEL, NO_RATES).native is without.native
    assert compile_joint(replace(MODEL, rates=()), ALL_ROWS).native is without.native
    assert compile_joint(MODEL, ALL_ROWS).native is not without.native


def test_rates_that_differ_in_nothing_but_numbers_share_their_code() -> None:
    other = replace(MODEL, rates=(*MODEL.rates, replace(rate(1), forecast_ppm=(7,) * N_PERIODS)))
    assert compile_joint(other, ALL_ROWS).native is compile_joint(MODEL, ALL_ROWS).native
    assert (drawn(other)[:-1] == WHOLE).all()


@pytest.mark.parametrize("n_threads", [1, 2, 7])
@pytest.mark.parametrize("n_a_block", [1, 17, 64, 500])
def test_threads_and_blocks_do_not_change_a_bit_of_a_rate(n_threads: int, n_a_block: int) -> None:
    block = joint_block(compile_joint(MODEL, ALL_ROWS), 5)
    n_paths = min(N_PATHS, 40 * n_a_block)
    spans = [(first, min(first + n_a_block, n_paths)) for first in range(0, n_paths, n_a_block)]
    with ThreadPoolExecutor(n_threads) as threads:
        made = list(threads.map(lambda span: block(*span), spans))
    assert (np.concatenate(made, axis=2) == WHOLE[..., :n_paths]).all()


@pytest.mark.parametrize("n_lanes", [2, build.WIDE_LANES])
def test_the_number_of_lanes_does_not_change_a_bit_of_a_rate(n_lanes: int) -> None:
    assert (drawn(n_lanes=n_lanes) == WHOLE).all()


@pytest.mark.parametrize("degrees", [None, 4])
def test_the_widest_rates_stay_within_their_bounds_and_are_those_of_plain_numpy(degrees: int | None) -> None:
    wild = (currency("USD", 1.0, 0.5), currency("EUR", 3.0, -1.0))
    model = replace(
        MODEL, currencies=wild, rates=(rate(), rate(1), WIDEST), licences=MODEL.licences[1:], degrees=degrees
    )
    n_paths = 2_000
    made = drawn(model, n_paths=n_paths)[-3:]
    expected = draw_reference(model, ALL_ROWS, 5, (0, n_paths)).rows[-3:]
    assert made.min() >= 0
    assert made[:2].max() == 10**7
    assert made[2].max() == 2**50
    assert abs(made[:2] - expected[:2]).max() <= 1
    assert (abs(made[2] - expected[2]) <= 1 + expected[2] * 1e-9).all()


def test_a_rate_that_no_float_could_hold_is_cut_like_any_other() -> None:
    wildest = replace(
        MODEL, currencies=(currency("USD", 100.0, 1.0),), rates=(rate(), WIDEST), licences=MODEL.licences[1:]
    )
    joint = compile_joint(wildest, Rows(rates=True), given=["market"])
    made = np.empty((3, N_PERIODS, 8), np.int64)
    joint.draw(5, 0, 8, made, Given(market=np.tile([-1e9, 1e9], (N_PERIODS, 4))))
    assert not made[1:, :, ::2].any()
    assert (made[1, :, 1::2] == 10**7).all()
    assert (made[2, :, 1::2] == 2**50).all()


def test_rates_move_with_a_market_that_is_handed_in_or_leant() -> None:
    model, n_paths = replace(MODEL, currencies=(currency("USD", 0.1, 1.0), currency("EUR", 0.1))), 45
    market = np.full((N_PERIODS, n_paths), -1.0)
    joint = compile_joint(model, ALL_ROWS, given=["market"])
    made = np.empty((joint.n_rows, N_PERIODS, n_paths), np.int64)
    joint.draw(5, 0, n_paths, made, Given(market=market))
    moved = [math.exp(-0.1 * (1 + period) - 0.01 * (1 + period) / 2) for period in range(N_PERIODS)]
    assert abs(made[-3] - np.array(FORECAST_PPM)[:, None] * np.array(moved)[:, None]).max() <= 1
    tilt = Tilt(market=(-0.5,) * N_PERIODS)
    leant, log_weights = np.empty_like(made), np.empty(n_paths)
    compile_joint(model, ALL_ROWS, tilt=tilt).draw(5, 0, n_paths, leant, None, log_weights)
    expected = draw_reference(model, ALL_ROWS, 5, (0, n_paths), tilt=tilt)
    assert abs(leant[-3:] - expected.rows[-3:]).max() <= 1
    assert abs(log_weights - expected.log_weights).max() < 1e-12
