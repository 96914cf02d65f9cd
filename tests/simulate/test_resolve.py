import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, TradeSecret
from chizai.forecast.joint_terms import (
    Centre,
    Competition,
    Copula,
    CurrencyRisk,
    EventKind,
    JointTerms,
    LicenceRisk,
    LicenseeRisk,
    ObservedRisk,
    Obsolescence,
    RightRisk,
)
from chizai.forecast.processes.licensee import hazard_of_rating
from chizai.forecast.receipts import Collections, Receipt, collect
from chizai.simulate.ground import Ground, RateTerms, StreamTerms
from chizai.simulate.model import Event, Interruption, JointModel, LicenceModel, Rate
from chizai.simulate.resolve import Resolved, resolve
from chizai.units.explain import Explained

START_ON = date(2025, 12, 31)
DATES = [date(year, month, day) for year in (2026, 2027) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))]
OWNERS = (OwnerShare("Owner", 1_000_000),)
KNOW_HOW = TradeSecret(id="K1", title="Recipe", jurisdiction="JP", owners=OWNERS, kept_secret_since=date(2020, 1, 1))
OLD, YOUNG = (
    Patent(id=name, title=name, jurisdiction="JP", owners=OWNERS, number="1", filed_on=filed_on)
    for name, filed_on in (("P1", date(2007, 1, 10)), ("P2", date(2018, 4, 1)))
)


def licence(name: str, *right_ids: str, licensee: str = "Maker", lag_days: int = 0) -> Licence:
    terms = RoyaltyTerms(lag_days=lag_days)
    return Licence(
        id=name, licensee=licensee, right_ids=right_ids, currency="JPY", starts_on=date(2024, 1, 1), terms=terms
    )


def receipts(name: str, amount_minor: int, lag_days: int = 0, *, is_actual: bool = False) -> list[Receipt]:
    """Report each quarter's use on its last day, paid after the lag."""
    days = (day + timedelta(lag_days) for day in [START_ON, *DATES])
    return [Receipt(day, name, amount_minor, is_actual, Explained("cash", str(amount_minor))) for day in days]


def ground(licences: Sequence[Licence], lines: Collections | None = None, **changes: Any) -> Ground:
    expected = [each for one in licences for each in receipts(one.id, 1_000, one.terms.lag_days)]
    made = Ground(
        pool=Pool((OLD, YOUNG, KNOW_HOW), (), tuple(licences), ()),
        collections=lines or collect(expected, START_ON, DATES),
        payment_dates=DATES,
        start_on=START_ON,
        streams=(StreamTerms(licences=(), most_minor=10**9),),
    )
    return replace(made, **changes)


ONE = licence("L1", "P2")


def only(found: Resolved) -> tuple[LicenceModel, tuple[Event, ...]]:
    [model] = found.model.licences
    return model, found.model.events


def years_of(day: date) -> float:
    return (day - START_ON).days / 365


def test_nothing_described_is_the_forecast_alone() -> None:
    model, events = only(resolve(ground([ONE]), JointTerms()))
    assert model.expected_minor == (1_000,) * 8
    assert set(model.spread) == {0.0}
    assert (model.interruptions, model.fades, model.audits, events) == ((), (), (), ())


def test_actual_receipts_are_certain_and_forecast_ones_expected_by_stream() -> None:
    two = licence("L2", "P2")
    lines = [*receipts("L1", 1_000), *receipts("L2", 70), *receipts("L2", -5, is_actual=True)]
    streams = (StreamTerms(licences=(), most_minor=10**9), StreamTerms(licences=("L2",), most_minor=10**6))
    found = resolve(ground([ONE, two], collect(lines, START_ON, DATES), streams=streams), JointTerms()).model
    assert [(each.id, each.stream, each.expected_minor[0]) for each in found.licences] == [
        ("L1", 0, 1_000),
        ("L2", 1, 70),
    ]
    assert found.certain_minor == ((0,) * 8, (-5,) * 8)
    assert found.most_minor == (10**9, 10**6)


def test_a_licence_that_is_not_forecast_is_left_out() -> None:
    lines = collect(receipts("L1", 1_000), START_ON, DATES)
    assert [each.id for each in resolve(ground([ONE, licence("L2", "P2")], lines), JointTerms()).model.licences] == [
        "L1"
    ]


def test_periods_that_are_over_are_not_drawn() -> None:
    found = resolve(ground([ONE], start_on=DATES[2]), JointTerms(volatility_ppm_annual=200_000)).model
    assert found.n_periods == 5
    assert found.licences[0].spread[0] == pytest.approx(0.2 * math.sqrt(92 / 365))


def test_a_bump_scales_what_is_forecast() -> None:
    model, _ = only(resolve(ground([ONE], multiple_ppm=900_500), JointTerms()))
    assert set(model.expected_minor) == {900}


def test_a_level_is_pulled_back_by_its_exact_transition() -> None:
    risk = LicenceRisk(licence="L1", reversion_ppm_annual=500_000, level_deviation_ppm=100_000)
    terms = JointTerms(volatility_ppm_annual=300_000, drift_deviation_ppm_annual=20_000, licences=(risk,))
    model, _ = only(resolve(ground([ONE]), terms))
    step = years_of(DATES[0])
    assert model.keep[0] == pytest.approx(math.exp(-0.5 * step))
    assert model.spread[0] == pytest.approx(0.3 * math.sqrt((1 - math.exp(-step)) / 1.0))
    assert (model.market_weight, model.level_deviation) == (0.5, 0.1)
    assert model.drift_deviation == pytest.approx([0.02 * years_of(day) for day in DATES])


def test_a_forecast_that_is_the_median_has_its_log_normal_s_mean_above_it() -> None:
    risk = LicenceRisk(licence="L1", level_deviation_ppm=300_000, drift_deviation_ppm_annual=50_000)
    terms = JointTerms(volatility_ppm_annual=400_000, forecast_is=Centre.MEDIAN, licences=(risk,))
    model, _ = only(resolve(ground([ONE]), terms))
    variances = [0.16 * years_of(day) + 0.09 + (0.05 * years_of(day)) ** 2 for day in DATES]
    assert model.expected_minor == tuple(int(1_000 * math.exp(variance / 2)) for variance in variances)
    assert only(resolve(ground([ONE]), JointTerms(forecast_is=Centre.MEDIAN)))[0].expected_minor == (1_000,) * 8


def test_a_mean_is_held_to_what_a_licence_can_bring() -> None:
    terms = JointTerms(forecast_is=Centre.MEDIAN, level_deviation_ppm=3_000_000)
    model, _ = only(resolve(ground([ONE], multiple_ppm=10**18), terms))
    assert set(model.expected_minor) == {2**50 - 1}


def test_sectors_and_currencies_are_numbered() -> None:
    risk = LicenceRisk(licence="L1", sector="b", sector_weight_ppm=300_000, currency="EUR")
    currencies = tuple(CurrencyRisk(currency=code, volatility_ppm_annual=100_000) for code in ("USD", "EUR"))
    found = resolve(ground([ONE]), JointTerms(sectors=("a", "b"), licences=(risk,), currencies=currencies)).model
    assert (found.licences[0].sector, found.licences[0].sector_weight, found.licences[0].currency) == (1, 0.3, 1)
    assert found.currencies[1].volatility_by_period[0] == pytest.approx(0.1 * math.sqrt(years_of(DATES[0])))


@pytest.mark.parametrize(("copula", "degrees", "drawn"), [("gaussian", None, None), ("t", None, 4), ("t", 8, 8)])
def test_the_copula_has_degrees_where_it_is_a_t(copula: str, degrees: int | None, drawn: int | None) -> None:
    assert resolve(ground([ONE]), JointTerms(copula=Copula(copula), degrees=degrees)).model.degrees == drawn


def test_a_default_is_felt_when_a_payment_is_due_and_touches_all_that_the_licensee_pays() -> None:
    risk = LicenseeRisk(
        licensee="Maker",
        default_ppm_annual=100_000,
        recovery_ppm=400_000,
        recovery_months=12,
        replacement_ppm=500_000,
        replacement_months=6,
    )
    licences = [
        licence("L1", "P2", lag_days=45),
        licence("L2", "P2", lag_days=45),
        licence("L3", "P2", licensee="Other"),
    ]
    found = resolve(ground(licences), JointTerms(licensees=(risk,)))
    [event] = found.model.events
    assert event.has_come[1] == pytest.approx(1 - math.exp(-0.1 * (years_of(DATES[0] + timedelta(45)))))
    stop = Interruption(events=(0,), gap_periods=2, after=0.5, recovery=0.4, recovery_periods=4)
    assert [each.interruptions for each in found.model.licences] == [(stop,), (stop,), ()]


def test_a_rating_stands_for_its_default_rate() -> None:
    found = resolve(ground([ONE]), JointTerms(licensees=(LicenseeRisk(licensee="Maker", symbol="B+"),)))
    expected = 1 - math.exp(-hazard_of_rating("B+") * years_of(DATES[0]))
    assert found.model.events[0].has_come[0] == pytest.approx(expected)


def test_a_challenge_ends_the_use_that_follows_its_decision() -> None:
    risk = RightRisk(right="P2", challenge_ppm_annual=200_000, invalid_ppm=250_000, decision_months=6)
    late = licence("L1", "P2", lag_days=45)
    model, [event] = only(resolve(ground([late]), JointTerms(rights=(risk,))))
    # the third payment is for the use to 30 June, half a year before which nothing could have been decided
    assert event.has_come[:3] == pytest.approx([0, 0, 0], abs=1e-4)
    assert event.has_come[-1] == pytest.approx(1 - math.exp(-0.05 * (years_of(DATES[-2]) - 0.5)))
    assert model.interruptions == (Interruption(events=(0,), with_last=True),)


def test_a_licence_stands_while_one_of_its_rights_does() -> None:
    risks = tuple(RightRisk(right=name, lapse_ppm_annual=50_000) for name in ("P1", "P2"))
    two, safe = licence("L1", "P1", "P2"), licence("L2", "P2", "K1")
    found = resolve(ground([two, safe]), JointTerms(rights=risks))
    assert [named.of for named in found.events] == ["P1", "P2"]
    assert [each.interruptions for each in found.model.licences] == [(Interruption(events=(0, 1), with_last=True),), ()]
    # P1 expires on 10 January 2027: for certain it carries no use that begins later
    assert [share == 1 for share in found.model.events[0].has_come] == [False] * 5 + [True] * 3


def test_an_expiry_alone_takes_nothing_that_the_forecast_has_not_cut() -> None:
    found = resolve(ground([licence("L1", "P1"), licence("L2", "P1", "P2")]), JointTerms())
    cut = [each for each in receipts("L1", 1_000) if each.received_on <= date(2027, 3, 31)]
    until_expiry = resolve(ground([licence("L1", "P1")], collect(cut, START_ON, DATES)), JointTerms())
    assert until_expiry.model.events == ()
    assert found.model.licences[1].interruptions == ()


def test_an_infringement_takes_a_part_for_a_time_and_gives_some_back() -> None:
    risk = RightRisk(
        right="P2",
        infringement_ppm_annual=80_000,
        infringement_lost_ppm=250_000,
        infringement_months=12,
        infringement_recovery_ppm=500_000,
        market_weight_ppm=200_000,
    )
    model, [event] = only(resolve(ground([ONE]), JointTerms(rights=(risk,))))
    assert event.market_loading == 0.2
    [taken] = [each for each in model.interruptions if not each.with_last]
    assert taken == Interruption(events=(0,), during=0.75, gap_periods=4, after=1.0, recovery=2.0, recovery_periods=4)


def test_a_use_fades_and_competitors_enter_each_by_itself() -> None:
    risk = LicenceRisk(
        licence="L1",
        obsolescence=Obsolescence(hazard_ppm_annual=100_000, decline_ppm_annual=190_000),
        competition=Competition(
            hazard_ppm_annual=50_000, share_lost_ppm=300_000, entrants=2, from_on=date(2026, 12, 31)
        ),
    )
    found = resolve(ground([ONE]), JointTerms(licences=(risk,)))
    model, events = only(found)
    assert [(named.kind, named.number) for named in found.events] == [
        (EventKind.ENTRY, 1),
        (EventKind.ENTRY, 2),
        (EventKind.OBSOLESCENCE, 1),
    ]
    assert model.fades[0].keep == pytest.approx(0.81**0.25, rel=1e-3)
    assert [round(each.after, 9) for each in model.interruptions] == [0.7, 0.7]
    assert events[0].has_come[3] == 0
    assert events[0].has_come[-1] == pytest.approx(1 - math.exp(-0.05))
    assert len({event.id for event in events}) == 3


def test_a_plan_that_may_fail_comes_in_full_or_not_at_all() -> None:
    likely, planned = receipts("L1", 800), receipts("L1", 1_000)
    likely[-1] = replace(likely[-1], amount_minor=500)
    both = {"lines": collect(likely, START_ON, DATES), "if_true": collect(planned, START_ON, DATES)}
    terms = JointTerms(licences=(LicenceRisk(licence="L1", plan_fails=True),))
    model, [event] = only(resolve(ground([ONE], **both), terms))
    assert model.expected_minor == (1_000,) * 8
    assert event.has_come == pytest.approx([0.2] * 7 + [0.5])
    assert model.interruptions == (Interruption(events=(0,)),)


def test_a_period_without_a_payment_adds_nothing_to_a_plans_failure() -> None:
    likely = [each for each in receipts("L1", 800) if each.received_on != DATES[1]]
    both = {"lines": collect(likely, START_ON, DATES), "if_true": collect(likely, START_ON, DATES)}
    terms = JointTerms(licences=(LicenceRisk(licence="L1", plan_fails=True),))
    _, [event] = only(resolve(ground([ONE], **both), terms))
    assert set(event.has_come) == {0.0}


def test_audits_pay_on_the_first_date_after_each_of_their_days() -> None:
    risk = LicenceRisk(licence="L1", under_reported_ppm=50_000, audit_months=8, audit_recovery_ppm=600_000)
    model, _ = only(resolve(ground([ONE]), JointTerms(licences=(risk,))))
    assert (model.under_reported, model.audit_recovery, model.audits) == (0.05, 0.6, (2, 5, 7))


def test_audits_closer_than_payments_are_one_a_payment() -> None:
    risk = LicenceRisk(licence="L1", under_reported_ppm=50_000, audit_months=1)
    assert only(resolve(ground([ONE]), JointTerms(licences=(risk,))))[0].audits == tuple(range(8))


def test_a_right_is_drawn_where_it_is_observed_even_if_no_licence_hangs_on_it() -> None:
    seen = tuple(ObservedRisk(observation="ended", event=EventKind.END, of=name) for name in ("P1", "K1"))
    found = resolve(ground([licence("L1", "P1", "P2")]), JointTerms(observed=seen))
    assert [(named.kind, named.of) for named in found.events] == [(EventKind.END, "P1"), (EventKind.END, "K1")]
    assert found.model.events[1].has_come == (0.0,) * 8
    assert found.model.licences[0].interruptions == ()


def test_a_rate_is_drawn_from_its_forecast_for_dates_after_the_start_where_it_is_said_and_nowhere_else() -> None:
    days = [START_ON, *DATES]
    rates = tuple(
        RateTerms(observation=name, forecast_ppm=tuple(range(9)), most_ppm=most)
        for name, most in (("index", 7), ("spot", 8))
    )
    terms = JointTerms(
        currencies=tuple(CurrencyRisk(currency=name, volatility_ppm_annual=100_000) for name in ("EUR", "USD")),
        observed=(ObservedRisk(observation="spot", currency="USD"),),
    )
    lines = collect(receipts("L1", 1_000), START_ON, days)
    found = resolve(ground([ONE], lines, payment_dates=days, rates=rates), terms)
    assert found.model.rates == (Rate(currency=1, forecast_ppm=tuple(range(1, 9)), most_ppm=8),)
    assert found.rates == (("spot", "USD"),)
    assert resolve(ground([ONE], rates=rates), JointTerms()).model.rates == ()


def test_what_touches_no_licence_of_the_forecast_is_not_drawn() -> None:
    terms = JointTerms(
        licensees=(LicenseeRisk(licensee="Gone", default_ppm_annual=1),),
        rights=(RightRisk(right="P1", infringement_ppm_annual=1, infringement_lost_ppm=1),),
    )
    assert resolve(ground([ONE]), terms).events == ()


def test_a_use_is_weighed_where_a_period_pays_for_several() -> None:
    yearly = [DATES[3], DATES[7]]
    both = collect(receipts("L1", 1_000, 45), START_ON, yearly)
    late = licence("L1", "P2", lag_days=45)
    found = ground([late], both, payment_dates=yearly)
    uses = [START_ON, *DATES[:3]]
    assert found.use_years({"L1"})[0] == pytest.approx(sum(map(years_of, uses)) / 4)
    assert found.receipt_years({"L1"})[0] == pytest.approx(sum(map(years_of, uses)) / 4 + 45 / 365)


def test_a_period_that_pays_nothing_stands_at_its_date_less_the_lag() -> None:
    first = [each for each in receipts("L1", 1_000, 45) if each.received_on < DATES[1]]
    late = licence("L1", "P2", lag_days=45)
    years = ground([late], collect(first, START_ON, DATES)).use_years({"L1"})
    assert years[-1] == pytest.approx(years_of(DATES[-1]) - 45 / 365)
    assert list(years) == sorted(years)


def test_the_model_is_a_value() -> None:
    assert isinstance(resolve(ground([ONE]), JointTerms()).model, JointModel)
    assert resolve(ground([ONE]), JointTerms()) == resolve(ground([ONE]), JointTerms())
