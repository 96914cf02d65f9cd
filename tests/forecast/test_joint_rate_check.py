from dataclasses import replace
from datetime import date

import pytest

from chizai.forecast.joint_rate_check import Exchanged, RateFacts, check_rates
from chizai.forecast.joint_terms import CurrencyRisk, EventKind, JointTerms, LicenceRisk, ObservedRisk
from chizai.units.result import Failure, Reason

SPOT = ObservedRisk(observation="spot", currency="USD")
TERMS = JointTerms(
    licences=(LicenceRisk(licence="L2", currency="USD"), LicenceRisk(licence="L4", currency="EUR")),
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


def failures_of(terms: JointTerms = TERMS, *rates: RateFacts, currency: str = "JPY") -> list[Failure]:
    return check_rates(terms, currency, (*(rates or (RATE,)), INDEX), "inputs.toml")


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


@pytest.mark.parametrize(
    ("licence", "says"),
    [("L2", "one rate would be counted twice"), ("L4", "counted twice unless EUR is measured in USD")],
)
def test_a_licence_is_not_moved_by_a_currency_and_exchanged_at_a_drawn_rate_too(licence: str, says: str) -> None:
    twice = replace(RATE, exchanged=(replace(DOLLARS, licences=("L1", licence)),))
    [failure] = failures_of(TERMS, twice)
    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "joint.observed[2] (spot).currency")
    assert f"licence {licence!r} is moved by" in failure.what
    assert says in failure.why


def test_the_currency_of_the_deal_itself_does_not_stray() -> None:
    [failure] = failures_of(currency="EUR")
    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "joint.currencies[2] (EUR).currency")
    assert "the deal's own currency" in failure.what


def test_what_a_coupon_follows_is_not_drawn_as_a_rate_of_exchange() -> None:
    [failure] = failures_of(TERMS, replace(RATE, classes=("A",)))
    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "joint.observed[2] (spot).observation")
    assert "the coupon of class 'A' follows 'spot'" in failure.what


OTHER = replace(RATE, observation="other", exchanged=(replace(DOLLARS, stream="more-dollars"),))


def test_of_two_spot_rates_of_a_currency_that_strays_none_stands_still() -> None:
    [failure] = failures_of(TERMS, RATE, OTHER)
    assert (failure.reason, failure.place.key) == (Reason.MISSING, "joint.observed")
    assert "'more-dollars' is exchanged at 'other'" in failure.what
    assert failures_of(observing(SPOT, replace(SPOT, observation="other")), RATE, OTHER) == []


def test_a_spot_rate_may_stand_still_where_its_currency_does_or_where_the_licences_move_with_it() -> None:
    moved = replace(OTHER, exchanged=(replace(DOLLARS, licences=("L2",)),))
    pounds = replace(OTHER, exchanged=(replace(DOLLARS, currency="GBP"),))
    assert failures_of(TERMS, RATE, moved, pounds) == []
