"""The mean of what streams bring is known without drawing, and draws agree with it."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from chizai.metrics.expected_streams import expected_licence, expected_streams
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Currency, Fade, Interruption, JointModel

N_PATHS = 2**16


def mean_and_error(model: JointModel) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    drawn = np.empty((model.n_streams, model.n_periods, N_PATHS), np.int64)
    compile_joint(model, Rows()).draw(11, 0, N_PATHS, drawn)
    return drawn.mean(axis=-1), drawn.std(axis=-1) / N_PATHS**0.5


def assert_agrees(model: JointModel) -> None:
    expected = expected_streams(model)
    assert expected is not None
    mean, error = mean_and_error(model)
    # at the worst of all periods, which go together; half a unit for each licence is rounding
    assert (np.abs(mean - expected) <= 5 * error + 0.6 * len(model.licences)).all()
    assert error.max() < 0.01 * expected.max()


def test_draws_agree_where_events_are_loaded_on_the_market_and_defaults_are_recovered(few_licences: JointModel) -> None:
    assert_agrees(few_licences)


def test_draws_agree_where_the_last_of_two_rights_counts_and_a_gap_is_bridged(few_licences: JointModel) -> None:
    last = Interruption(events=(0, 1), with_last=True)
    gap = Interruption(events=(2,), during=0.2, gap_periods=3, after=0.8, recovery=0.5, recovery_periods=2)
    licences = tuple(replace(each, interruptions=(last, gap)) for each in few_licences.licences)
    assert_agrees(replace(few_licences, licences=licences))


def test_draws_agree_where_royalties_fade_in_a_currency_and_are_audited(few_licences: JointModel) -> None:
    currency = Currency(id="USD", volatility_by_period=(0.05,) * 40, market_weight=-0.5)
    licences = tuple(
        replace(
            each,
            currency=0,
            interruptions=each.interruptions[1:],
            fades=(Fade(event=number % 2, keep=0.8),),
            under_reported=0.1,
            audit_recovery=0.7,
            audits=(9, 19, 29),
            level_deviation=0.1,
        )
        for number, each in enumerate(few_licences.licences)
    )
    assert_agrees(replace(few_licences, licences=licences, currencies=(currency,)))


def test_an_event_that_the_market_decides_alone_is_counted(few_licences: JointModel) -> None:
    events = (*few_licences.events[:2], replace(few_licences.events[2], market_loading=1.0))
    expected = expected_streams(replace(few_licences, events=events))
    mean, error = mean_and_error(replace(few_licences, events=events))
    assert expected is not None
    # a step in what is integrated: the quadrature is no longer exact
    assert np.abs(mean - expected).max() < 5 * error.max() + 0.01 * expected.max()


def test_without_chance_what_is_expected_is_what_comes(few_licences: JointModel) -> None:
    sure = replace(few_licences.licences[1], spread=(0.0,) * 40, interruptions=())
    assert expected_licence(few_licences, sure) + 0.5 == pytest.approx(sure.expected_minor)
    none = replace(sure, expected_minor=(0,) * 40)
    assert (expected_licence(few_licences, none) == 0).all()


def test_there_is_no_formula_for_a_t_copula_or_an_event_that_is_waited_for_twice(few_licences: JointModel) -> None:
    assert expected_streams(replace(few_licences, degrees=4)) is None
    twice = replace(few_licences.licences[0], fades=(Fade(event=0, keep=0.5),))
    assert expected_streams(replace(few_licences, licences=(twice,))) is None


def test_nothing_is_certain_unless_it_is_said(few_licences: JointModel) -> None:
    with_it, without = expected_streams(few_licences), expected_streams(replace(few_licences, certain_minor=()))
    assert with_it is not None
    assert without is not None
    assert (with_it - without)[0].tolist() == pytest.approx([0.0] * 39 + [300_000_000.0])
