"""What cannot be drawn is refused before any code runs; limits are told apart from what stays within them."""

from dataclasses import replace
from typing import Any

import pytest
from scipy import stats

from chizai.simulate.bounds import may_pass
from chizai.simulate.model import Currency, Driver, Event, Fade, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.sound import PAYMENTS_MAX, assert_sound
from chizai.simulate.thresholds import LARGE, thresholds_of

END = Interruption(events=(0,))
LICENCE = LicenceModel(
    id="a",
    stream=0,
    expected_minor=(1, 2),
    keep=(1.0, 0.5),
    spread=(0.1, 0.1),
    sector=0,
    currency=0,
    interruptions=(END,),
    fades=(Fade(event=0, keep=0.5),),
    audits=(0, 1),
)
EVENT = Event(id="e", has_come=(0.1, 0.2))
CURRENCY = Currency(id="USD", volatility_by_period=(0.1, 0.1))
RATE = Rate(currency=0, forecast_ppm=(1, 2), most_ppm=3)
MODEL = JointModel(n_periods=2, sectors=(Driver(id="s"),), currencies=(CURRENCY,), events=(EVENT,), licences=(LICENCE,))


def with_licence(**changes: Any) -> dict[str, Any]:
    return {"licences": (replace(LICENCE, **changes),)}


def with_end(**changes: Any) -> dict[str, Any]:
    return with_licence(interruptions=(replace(END, **changes),))


def test_a_whole_description_is_sound() -> None:
    assert_sound(MODEL)
    assert_sound(replace(MODEL, degrees=4, certain_minor=((0, -5),), most_minor=(0,)))
    assert_sound(replace(MODEL, rates=(RATE, RATE)))
    assert_sound(replace(MODEL, **with_licence(market_weight=0.6, sector_weight=0.8)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"n_periods": 0}, "must be a period"),
        ({"licences": ()}, "must be a licence"),
        (
            {"licences": (replace(LICENCE, interruptions=(replace(END, recovery=0.1),)),) * (PAYMENTS_MAX // 3 + 1)},
            "6003 payments, more than 6000",
        ),
        ({"licences": (LICENCE, LICENCE)}, "ids are not unique"),
        ({"events": (EVENT, EVENT)}, "ids are not unique"),
        ({"n_streams": 0}, "must be a stream"),
        ({"degrees": 2}, "2 degrees"),
        ({"degrees": 5}, "5 degrees"),
        ({"degrees": 102}, "102 degrees"),
        ({"certain_minor": ((0, 0), (0, 0))}, "a row for each stream"),
        ({"certain_minor": ((0,),)}, "needs all periods"),
        ({"certain_minor": ((0, 2**62),)}, "what is certain is"),
        ({"most_minor": (1, 1)}, "a number for each stream"),
        ({"most_minor": (2**63,)}, "the most of a stream is"),
        ({"events": (replace(EVENT, has_come=(0.1,)),)}, "event e needs a probability"),
        ({"events": (replace(EVENT, has_come=(0.1, 1.1)),)}, "probability of event e is 1.1"),
        ({"events": (replace(EVENT, has_come=(0.1, float("nan"))),)}, "probability of event e is nan"),
        ({"events": (replace(EVENT, has_come=(0.2, 0.1)),)}, "probabilities of event e fall"),
        ({"events": (replace(EVENT, market_loading=-1.1),)}, "loading of event e"),
        ({"currencies": (replace(CURRENCY, volatility_by_period=(0.1,)),)}, "needs a volatility"),
        ({"currencies": (replace(CURRENCY, volatility_by_period=(0.1, -0.1)),)}, "volatility of currency USD"),
        ({"currencies": (replace(CURRENCY, market_weight=2),)}, "weight of currency USD"),
        ({"rates": (replace(RATE, forecast_ppm=(1,)),)}, "an observed rate needs a number for each period"),
        ({"rates": (replace(RATE, forecast_ppm=(1, -1)),)}, "an observed rate is -1"),
        ({"rates": (replace(RATE, forecast_ppm=(1, 2**50)),)}, "an observed rate is"),
        ({"rates": (replace(RATE, most_ppm=2**62 + 1),)}, "the most of an observed rate"),
        ({"rates": (replace(RATE, currency=1),)}, "currency of an observed rate: 1 does not exist: there are 1"),
        (with_licence(expected_minor=(1,)), "a row of licence a has 1 periods"),
        (with_licence(keep=(1.0,)), "a row of licence a has 1 periods"),
        (with_licence(spread=(1.0,) * 3), "a row of licence a has 3 periods"),
        (with_licence(drift_deviation=(0.1,)), "a row of licence a has 1 periods"),
        (with_licence(expected_minor=(-1, 1)), "what is expected of licence a is -1"),
        (with_licence(expected_minor=(2**50, 1)), "what is expected of licence a is"),
        (with_licence(keep=(1.5, 1.0)), "what is kept of licence a"),
        (with_licence(spread=(-0.1, 0.1)), "a deviation of licence a"),
        (with_licence(level_deviation=101.0), "a deviation of licence a"),
        (with_licence(drift_deviation=(0.0, -101.0)), "a deviation of the drift of licence a"),
        (with_licence(market_weight=0.8, sector_weight=0.8), "squares of the weights of licence a"),
        (with_licence(sector=None, sector_weight=0.1), "sector of licence a is not said"),
        (with_licence(under_reported=1.1), "a part of licence a"),
        (with_licence(audit_recovery=-0.1), "a part of licence a"),
        (with_licence(audits=(1, 0)), "audits of licence a do not rise"),
        (with_licence(audits=(0, 2)), "period of an audit of licence a: 2 does not exist"),
        (with_licence(stream=1), "stream of licence a: 1 does not exist: there are 1"),
        (with_licence(sector=1), "sector of licence a: 1"),
        (with_licence(currency=-1), "currency of licence a: -1"),
        (with_licence(fades=(Fade(event=1, keep=0.5),)), "event of a fade of licence a: 1"),
        (with_licence(fades=(Fade(event=0, keep=1.5),)), "what a fade of licence a keeps"),
        (with_end(events=()), "an interruption of licence a has no event"),
        (with_end(events=(0, 1)), "event of an interruption of licence a: 1"),
        (with_end(during=1.1), "a part of an interruption of licence a"),
        (with_end(after=-0.1), "a part of an interruption of licence a"),
        (with_end(recovery=64.1), "a recovery of licence a"),
        (with_end(gap_periods=-1), "the gap of an interruption of licence a is negative"),
        (with_end(recovery_periods=0), "the recovery of licence a cannot come at once"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        assert_sound(replace(MODEL, **changes))


def test_thresholds_are_quantiles_and_stand_for_infinity_by_large_numbers() -> None:
    shares = [0.0, 1e-9, 0.3, 0.5, 0.999, 1.0]
    for degrees in (None, 4, 30):
        law = stats.norm if degrees is None else stats.t(degrees)
        first, *inner, last = thresholds_of(shares, degrees)
        assert (first, last) == (-LARGE, LARGE)
        assert inner == pytest.approx([float(law.ppf(each)) for each in shares[1:-1]], rel=1e-9, abs=1e-12)


def test_limits_that_nothing_drawn_can_pass_are_told_from_others() -> None:
    quiet = replace(LICENCE, expected_minor=(10**8, 10**8))
    assert not may_pass(MODEL, quiet)
    assert not may_pass(MODEL, replace(quiet, currency=None, drift_deviation=(0.1, 0.1), level_deviation=0.1))
    wild_rate = replace(MODEL, currencies=(replace(CURRENCY, volatility_by_period=(2.0, 0.0)),))
    assert may_pass(wild_rate, quiet)
    assert may_pass(replace(MODEL, degrees=4), quiet)
    changes: tuple[dict[str, Any], ...] = (
        {"expected_minor": (2**49, 0), "spread": (0.3, 0.3)},
        {"spread": (0.1, 3.0)},
        {"level_deviation": 10.0, "drift_deviation": (10.0, 10.0), "spread": (10.0, 10.0), "expected_minor": (0, 0)},
        {"level_deviation": 2.0},
        {"drift_deviation": (0.0, 2.0)},
    )
    for change in changes:
        assert may_pass(MODEL, replace(quiet, **change))
