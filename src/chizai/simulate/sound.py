"""What a description of joint futures must hold, so that its code reads and writes only what is its own."""

import math
from collections.abc import Iterable
from itertools import chain, pairwise

from chizai.simulate.model import Currency, Event, Interruption, JointModel, LicenceModel, Rate

EXPECTED_MAX = 2**50
"""Expected amounts lie below it."""
CERTAIN_MAX = 2**61
STREAM_MAX = 2**62
"""The most that a stream may bring in a period."""
LICENCE_MAX = 2.0**50
"""The most that a licence earns in a period, that an audit finds, and that an observed rate is: more is cut to it."""
PAYMENTS_MAX = 6000
"""So many payments at most, and what is certain, stay together below 2^63: what licences earn, what is recovered of
each of their interruptions, counted once for each period's loss in it, and what their audits find."""
RECOVERY_MAX = 64.0
"""The most that is recovered of an interruption, in losses of its first period."""
DEVIATION_MAX = 100.0
"""The most that a logarithm strays in a period. What levels make of it is held to what a float holds; the largest
volatility that can be written, twice it in a stress, stays below over a century without a payment."""
DEGREES_MIN, DEGREES_MAX = 4, 100
ROUNDED = 1e-9
"""By how much the squares of two weights may pass 1."""


def assert_sound(model: JointModel) -> None:
    """Refuse what cannot be drawn.

    Raises:
        ValueError: a number, a row's length or the number of something else that is named lies outside what it may be;
            or two of a kind bear one id, and would draw the same.
    """
    _need(model.n_periods >= 1, "there must be a period")
    _need(len(model.licences) >= 1, "there must be a licence")
    n_payments = sum(_n_payments(each) for each in model.licences)
    _need(n_payments <= PAYMENTS_MAX, f"a period could bring {n_payments} payments, more than {PAYMENTS_MAX}")
    _need(model.n_streams >= 1, "there must be a stream")
    for of in (model.sectors, model.currencies, model.events, model.licences):
        ids = [each.id for each in of]
        _need(len(set(ids)) == len(ids), f"ids are not unique: {ids}")
    if model.degrees is not None:
        is_sound = DEGREES_MIN <= model.degrees <= DEGREES_MAX and model.degrees % 2 == 0
        _need(is_sound, f"{model.degrees} degrees of freedom, not an even number from {DEGREES_MIN} to {DEGREES_MAX}")
    _assert_streams(model)
    for event in model.events:
        _assert_event(model, event)
    for currency in model.currencies:
        _assert_currency(model, currency)
    for rate in model.rates:
        _assert_rate(model, rate)
    for licence in model.licences:
        _assert_licence(model, licence)


def _n_payments(licence: LicenceModel) -> int:
    """Give how many payments a licence could bring in one period."""
    return 1 + bool(licence.audits) + sum(math.ceil(each.recovery) for each in licence.interruptions)


def _need(is_so: bool, says: str) -> None:  # noqa: FBT001 - reads as the condition that it states
    if not is_so:
        raise ValueError(says)


def _within(numbers: Iterable[float], least: float, most: float, says: str) -> None:
    for each in numbers:
        if not least <= each <= most:
            raise ValueError(f"{says} is {each}, not from {least} to {most}")


def _numbered(numbers: Iterable[int | None], stop: int, says: str) -> None:
    for each in numbers:
        _need(each is None or 0 <= each < stop, f"{says} {each} does not exist: there are {stop}")


def _assert_streams(model: JointModel) -> None:
    _need(len(model.certain_minor) in {0, model.n_streams}, "what is certain needs a row for each stream")
    _need(all(len(row) == model.n_periods for row in model.certain_minor), "what is certain needs all periods")
    _within(chain(*model.certain_minor), -CERTAIN_MAX, CERTAIN_MAX, "what is certain")
    _need(len(model.most_minor) in {0, model.n_streams}, "the most needs a number for each stream")
    _within(model.most_minor, 0, STREAM_MAX, "the most of a stream")


def _assert_event(model: JointModel, event: Event) -> None:
    _need(len(event.has_come) == model.n_periods, f"event {event.id} needs a probability for each period")
    _within(event.has_come, 0, 1, f"probability of event {event.id}")
    _need(all(one <= other for one, other in pairwise(event.has_come)), f"probabilities of event {event.id} fall")
    _within([event.market_loading], -1, 1, f"loading of event {event.id}")


def _assert_currency(model: JointModel, currency: Currency) -> None:
    has_all = len(currency.volatility_by_period) == model.n_periods
    _need(has_all, f"currency {currency.id} needs a volatility for each period")
    _within(currency.volatility_by_period, 0, DEVIATION_MAX, f"volatility of currency {currency.id}")
    _within([currency.market_weight], -1, 1, f"weight of currency {currency.id}")


def _assert_rate(model: JointModel, rate: Rate) -> None:
    _need(len(rate.forecast_ppm) == model.n_periods, "an observed rate needs a number for each period")
    _within(rate.forecast_ppm, 0, EXPECTED_MAX - 1, "an observed rate")
    _within([rate.most_ppm], 0, STREAM_MAX, "the most of an observed rate")
    _numbered([rate.currency], len(model.currencies), "currency of an observed rate:")


def _assert_licence(model: JointModel, licence: LicenceModel) -> None:
    of = f"of licence {licence.id}"
    for row in (licence.expected_minor, licence.keep, licence.spread, licence.drift_deviation or licence.keep):
        _need(len(row) == model.n_periods, f"a row {of} has {len(row)} periods, not {model.n_periods}")
    _within(licence.expected_minor, 0, EXPECTED_MAX - 1, f"what is expected {of}")
    _within(licence.keep, 0, 1, f"what is kept {of}")
    _within((*licence.spread, licence.level_deviation), 0, DEVIATION_MAX, f"a deviation {of}")
    _within(licence.drift_deviation, -DEVIATION_MAX, DEVIATION_MAX, f"a deviation of the drift {of}")
    squares = licence.market_weight**2 + licence.sector_weight**2
    _need(squares <= 1 + ROUNDED, f"the squares of the weights {of} sum to {squares}")
    _need(licence.sector is not None or licence.sector_weight == 0, f"the sector {of} is not said")
    _within((licence.under_reported, licence.audit_recovery), 0, 1, f"a part {of}")
    _need(all(one < other for one, other in pairwise(licence.audits)), f"the audits {of} do not rise")
    _numbered(licence.audits, model.n_periods, f"period of an audit {of}:")
    _numbered([licence.stream], model.n_streams, f"stream {of}:")
    _numbered([licence.sector], len(model.sectors), f"sector {of}:")
    _numbered([licence.currency], len(model.currencies), f"currency {of}:")
    for fade in licence.fades:
        _numbered([fade.event], len(model.events), f"event of a fade {of}:")
        _within([fade.keep], 0, 1, f"what a fade {of} keeps")
    for interruption in licence.interruptions:
        _assert_interruption(model, interruption, of)


def _assert_interruption(model: JointModel, interruption: Interruption, of: str) -> None:
    _need(bool(interruption.events), f"an interruption {of} has no event")
    _numbered(interruption.events, len(model.events), f"event of an interruption {of}:")
    _within((interruption.during, interruption.after), 0, 1, f"a part of an interruption {of}")
    _within([interruption.recovery], 0, RECOVERY_MAX, f"a recovery {of}")
    _need(interruption.gap_periods >= 0, f"the gap of an interruption {of} is negative")
    _need(interruption.recovery_periods >= 1, f"the recovery {of} cannot come at once")
