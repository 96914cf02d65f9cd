from dataclasses import replace
from datetime import date

import pytest

from chizai.forecast.joint_rate_check import Exchanged, RateFacts, check_rates
from chizai.forecast.joint_terms import CurrencyRisk, EventKind, JointTerms, LicenceRisk, ObservedRisk
from chizai.units.result import Failure, Reason

SPOT = ObservedRisk(observation="spot", currency="USD")
TERMS = JointTerms(
    licences=(LicenceRisk(licence="L1", currency="EUR"), LicenceRisk(licence="L2", currency="USD")),
    currencies=tuple(CurrencyRisk(currency=name, volatility_ppm_annual=100_000) for name in ("USD", "EUR")),
    observed=(ObservedRisk(observation="defaulted", event=EventKind.DEFAULT, of="Maker"), SPOT),
)
DOLLARS = Exchanged(stream="dollars", currency="USD", licences=("L1", "L3"))
RATE = RateFacts(
    observation="spot",
    coming=((date(2026, 12, 31), 1_500_000), (date(2027, 12, 31), 1_400_000)),
    exchanged=(DOLLARS,),
)
INDEX = RateFacts(observation="index", coming=((date(2026, 12, 31), 0),), exchanged=())


def failures_of(terms: JointTerms = TERMS, rate: RateFacts = RATE) -> list[Failure]:
    return check_rates(terms, (rate, INDEX), "inputs.toml")


def observing(*rows: ObservedRisk) -> JointTerms:
    return replace(TERMS, observed=rows)


def test_a_rate_of_what_its_stream_pays_can_be_drawn_and_others_may_be_forecast_to_be_nothing() -> None:
    assert failures_of() == []


@pytest.mark.parametrize(
    ("row", "key", "reason", "says"),
    [
        (replace(SPOT, observation="spott"), "observation", Reason.UNKNOWN, "did you mean 'spot'?"),
        (replace(SPOT, currency="GBP"), "currency", Reason.UNKNOWN, "use one of: USD, EUR"),
        (replace(SPOT, of="Maker"), "of", Reason.INCONSISTENT, "a rate happens to nothing"),
        (replace(SPOT, currency="EUR"), "currency", Reason.INCONSISTENT, "stream 'dollars' pays USD"),
        (replace(SPOT, observation="index"), "observation", Reason.OUT_OF_RANGE, "is 0 on 2026-12-31"),
    ],
)
def test_a_row_that_cannot_be_drawn_is_told_with_its_key(
    row: ObservedRisk, key: str, reason: Reason, says: str
) -> None:
    [failure] = failures_of(observing(row))
    assert (failure.reason, str(failure.place)) == (reason, f"inputs.toml: joint.observed[1] ({row.observation}).{key}")
    assert says in str(failure)


def test_a_rate_that_is_moved_twice_is_told_once() -> None:
    [failure] = failures_of(observing(SPOT, SPOT))
    assert (failure.reason, failure.place.key) == (Reason.DUPLICATE, "joint.observed[2] (spot).observation")


def test_a_licence_is_not_moved_by_the_currency_that_it_pays_and_exchanged_at_its_rate_too() -> None:
    twice = replace(RATE, exchanged=(replace(DOLLARS, licences=("L1", "L2")),))
    [failure] = failures_of(rate=twice)
    assert failure.reason is Reason.INCONSISTENT
    assert "'L2' is moved by USD" in failure.what
    assert "counted twice" in failure.why
