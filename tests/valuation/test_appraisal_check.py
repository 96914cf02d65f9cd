import math
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.assets.evidence import Evidence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.result import Failure, Reason
from chizai.valuation.abandonment import abandonment_option
from chizai.valuation.appraisal_check import check_appraisals
from chizai.valuation.assumptions import Appraisal, MethodWeight, Override, PastForecast, ValueOverride
from chizai.valuation.cost_terms import CostBasis, CostItem, CostMethod, Obsolescence
from chizai.valuation.delay_option import delay_option
from chizai.valuation.development_option import development_option
from chizai.valuation.evaluate import evaluate
from chizai.valuation.income_terms import (
    ContributoryAsset,
    ExcessEarnings,
    IncomeTerms,
    LicenceCash,
    ReliefFromRoyalty,
    WithAndWithout,
)
from chizai.valuation.input_ranges import RANGES
from chizai.valuation.inputs import VALUED, inputs_of, with_input
from chizai.valuation.licence_cash import SubjectFacts, licence_cash
from chizai.valuation.market_terms import Adjustment, Comparable, ComparableSet, MarketMultiple, RatioKind
from chizai.valuation.option_terms import AbandonmentOption, DelayOption, DevelopmentOption
from chizai.valuation.sources import InputEvidence, Sources
from chizai.valuation.suitability import Situation

DAY = date(2026, 9, 30)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=(OwnerShare("Maker", 1_000_000),),
    number="6000001",
    filed_on=date(2015, 4, 1),
)
POOL = Pool((PATENT,), (), (), ())
TERMS = IncomeTerms(discount_ppm_annual=100_000)
RELIEF = ReliefFromRoyalty(id="relief", revenue_minor=(100,), royalty_ppm=50_000, terms=TERMS)
PLANT = ContributoryAsset(id="plant", fair_value_minor=(1,), return_ppm_annual=1)
EXCESS = ExcessEarnings(id="excess", earnings_minor=(-1,), assets=(PLANT,), terms=TERMS)
BOTH = WithAndWithout(id="both", with_minor=(1,), without_minor=(1,), terms=TERMS)
CASH = LicenceCash(id="cash", discount_ppm_annual=100_000)
ROW = Comparable(id="c1", source="press", ratio_ppm=40_000, adjustments=(Adjustment(because="size", change_ppm=1),))
DEAL = Comparable(id="d1", source="press", price_minor=5, measure_minor=1)
RATES = ComparableSet(id="rates", kind=RatioKind.ROYALTY_RATE, rows=(ROW,))
DEALS = ComparableSet(id="deals", kind=RatioKind.DEAL_MULTIPLE, rows=(DEAL,))
MULTIPLE = MarketMultiple(id="multiple", measure_minor=1, comparables="deals")
LOSS = Obsolescence(loss_ppm=1, because="age")
COST = CostMethod(id="cost", basis=CostBasis.REPLACEMENT, items=(CostItem(id="wages", amount_minor=1),), physical=LOSS)
DELAY = DelayOption(
    id="delay", developed_minor=1, cost_minor=1, variance_ppm_annual=1, life_months=1, riskless_ppm_annual=1
)
STOP = AbandonmentOption(
    id="stop", value_minor=1, salvage_minor=1, volatility_ppm_annual=1, life_months=1, riskless_ppm_annual=1
)
DEVELOP = DevelopmentOption(
    id="develop", cost_minor=1, spend_annual_minor=1, cash_annual_minor=1, riskless_ppm_annual=1, life_months=1
)
WEIGHT = MethodWeight(method="relief", weight_ppm=1_000_000, because="all")
OVERRIDE = Override(by="Head", because="known", given_on=DAY)
PAST = PastForecast(
    made_on=date(2024, 1, 1), until_on=date(2025, 1, 1), forecast_minor=1, actual_minor=1, source="report"
)
SOUND = Appraisal(
    id="first",
    appraiser="First appraiser",
    situation=Situation.OWN_USE,
    relief_from_royalty=(RELIEF,),
    excess_earnings=(EXCESS,),
    with_and_without=(BOTH,),
    licence_cash=(CASH,),
    comparables=(RATES, DEALS),
    market_multiples=(MULTIPLE,),
    costs=(COST,),
    delay_options=(DELAY,),
    abandonment_options=(STOP,),
    development_options=(DEVELOP,),
    weights=(WEIGHT,),
    past_forecasts=(PAST,),
)
SHA = "0" * 64


def failures_of(*appraisals: Appraisal, pool: Pool = POOL) -> tuple[Failure, ...]:
    return check_appraisals(appraisals, pool)


def test_a_sound_appraisal_has_no_failures() -> None:
    assert failures_of(SOUND) == ()


def _numbers(noun: Any) -> set[str]:
    """Name every whole number that the methods of an appraisal can be told, whether or not a case gives it."""
    found: set[str] = set()
    for name, hint in get_type_hints(noun).items():
        for kind in _kinds(hint):
            if is_dataclass(kind):
                found |= _numbers(kind)
            elif kind is int:
                found.add(name)
    return found


def _kinds(hint: Any) -> list[Any]:
    args = [arg for arg in get_args(hint) if arg not in (Ellipsis, type(None))]
    return [kind for arg in args for kind in _kinds(arg)] if args else [hint]


def test_every_number_has_a_range_and_every_range_a_number() -> None:
    hints = get_type_hints(Appraisal)

    assert set().union(*(_numbers(kind) for field in VALUED for kind in _kinds(hints[field]))) == set(RANGES)


@pytest.mark.parametrize("number", list(inputs_of(SOUND)), ids=lambda number: number.key)
def test_a_number_out_of_range_is_reported_at_its_key(number: Any) -> None:
    low, high = RANGES[number.field]

    for wrong in (low - 1, high + 1):
        value = (wrong,) if isinstance(number.value, tuple) else wrong
        failures = failures_of(with_input(SOUND, number.steps, value))
        assert (Reason.OUT_OF_RANGE, f"appraisals[1] (first).{number.key}") in [
            (failure.reason, failure.place.key) for failure in failures
        ]


def test_steps_that_lead_nowhere_are_a_bug() -> None:
    with pytest.raises(TypeError, match="leads nowhere"):
        with_input(SOUND, ("relief_from_royalty", 0, "royalty_ppm", "more"), 1)
    with pytest.raises(TypeError, match="no input"):
        with_input(SOUND, (), 1)


BOTH_WAYS = replace(ROW, id="c2", price_minor=1)
UNSOURCED = replace(ROW, id="c2", source=" ")
UNREASONED = replace(ROW, id="c2", adjustments=(Adjustment(because="", change_ppm=1),))
CASES: list[tuple[dict[str, Any], Reason, str]] = [
    ({"currency": "XXX"}, Reason.UNKNOWN, "currency"),
    ({"right_ids": ("P1", "P9")}, Reason.UNKNOWN, "right_ids"),
    ({"licence_cash": (CASH, CASH)}, Reason.DUPLICATE, "id"),
    ({"comparables": (RATES, DEALS, RATES)}, Reason.DUPLICATE, "id"),
    (
        {"relief_from_royalty": (replace(RELIEF, revenue_minor=()),)},
        Reason.OUT_OF_RANGE,
        "relief_from_royalty[1] (relief).revenue_minor",
    ),
    (
        {"relief_from_royalty": (replace(RELIEF, royalty_ppm=None),)},
        Reason.INCONSISTENT,
        "relief_from_royalty[1] (relief).royalty_ppm",
    ),
    (
        {"relief_from_royalty": (replace(RELIEF, comparables="rates"),)},
        Reason.INCONSISTENT,
        "relief_from_royalty[1] (relief).royalty_ppm",
    ),
    (
        {"relief_from_royalty": (replace(RELIEF, royalty_ppm=None, comparables="none"),)},
        Reason.UNKNOWN,
        "relief_from_royalty[1] (relief).comparables",
    ),
    (
        {"relief_from_royalty": (replace(RELIEF, royalty_ppm=None, comparables="deals"),)},
        Reason.INCONSISTENT,
        "relief_from_royalty[1] (relief).comparables",
    ),
    (
        {"excess_earnings": (replace(EXCESS, earnings_minor=(1, 2)),)},
        Reason.INCONSISTENT,
        "excess_earnings[1] (excess).assets[1] (plant).fair_value_minor",
    ),
    (
        {"excess_earnings": (replace(EXCESS, assets=(replace(PLANT, fair_value_minor=(-1,)),)),)},
        Reason.OUT_OF_RANGE,
        "excess_earnings[1] (excess).assets[1] (plant).fair_value_minor",
    ),
    (
        {"with_and_without": (replace(BOTH, without_minor=(1, 2)),)},
        Reason.INCONSISTENT,
        "with_and_without[1] (both).without_minor",
    ),
    (
        {"with_and_without": (replace(BOTH, with_minor=(1,) * 101, without_minor=(1,) * 101),)},
        Reason.OUT_OF_RANGE,
        "with_and_without[1] (both).with_minor",
    ),
    ({"comparables": (replace(RATES, rows=(ROW, ROW)), DEALS)}, Reason.DUPLICATE, "comparables[1] (rates).rows"),
    (
        {"comparables": (replace(RATES, rows=(replace(ROW, excluded_because="old"),)), DEALS)},
        Reason.MISSING,
        "comparables[1] (rates).rows",
    ),
    (
        {"comparables": (replace(RATES, rows=(ROW, BOTH_WAYS)), DEALS)},
        Reason.INCONSISTENT,
        "comparables[1] (rates).rows[2] (c2)",
    ),
    (
        {"comparables": (replace(RATES, rows=(ROW, UNSOURCED)), DEALS)},
        Reason.MISSING,
        "comparables[1] (rates).rows[2] (c2).source",
    ),
    (
        {"comparables": (replace(RATES, rows=(ROW, UNREASONED)), DEALS)},
        Reason.MISSING,
        "comparables[1] (rates).rows[2] (c2).adjustments[1].because",
    ),
    (
        {"comparables": (RATES, replace(DEALS, rows=(replace(DEAL, measure_minor=None),)))},
        Reason.INCONSISTENT,
        "comparables[2] (deals).rows[1] (d1)",
    ),
    (
        {"market_multiples": (replace(MULTIPLE, comparables="rates"),)},
        Reason.INCONSISTENT,
        "market_multiples[1] (multiple).comparables",
    ),
    ({"costs": (replace(COST, items=()),)}, Reason.MISSING, "costs[1] (cost).items"),
    (
        {"costs": (replace(COST, economic=Obsolescence(loss_ppm=1, because=" ")),)},
        Reason.MISSING,
        "costs[1] (cost).economic.because",
    ),
    (
        {"abandonment_options": (replace(STOP, n_steps=50),)},
        Reason.OUT_OF_RANGE,
        "abandonment_options[1] (stop).n_steps",
    ),
    (
        {"development_options": (replace(DEVELOP, life_months=1200, n_paths=200_000),)},
        Reason.OUT_OF_RANGE,
        "development_options[1] (develop).n_paths",
    ),
    ({"weights": ()}, Reason.MISSING, "weights"),
    ({"weights": (replace(WEIGHT, method="none"),)}, Reason.UNKNOWN, "weights[1].method"),
    ({"weights": (replace(WEIGHT, weight_ppm=999_999),)}, Reason.INCONSISTENT, "weights"),
    ({"weights": (replace(WEIGHT, weight_ppm=500_000),) * 2}, Reason.DUPLICATE, "weights"),
    ({"weights": (replace(WEIGHT, because=""),)}, Reason.MISSING, "weights[1].because"),
    ({"weights": (replace(WEIGHT, method="cash"),)}, Reason.INCONSISTENT, "weights[1]"),
    (
        {"weights": (replace(WEIGHT, method="cash", override=replace(OVERRIDE, by=" ")),)},
        Reason.MISSING,
        "weights[1].override.by",
    ),
    (
        {"override": ValueOverride(value_minor=-1, by="Head", because="a bid", given_on=DAY)},
        Reason.OUT_OF_RANGE,
        "override.value_minor",
    ),
    (
        {"override": ValueOverride(value_minor=1, by="Head", because="", given_on=DAY)},
        Reason.MISSING,
        "override.because",
    ),
    (
        {"evidence": (InputEvidence(input="nothing", evidence=Evidence("Opinion", SHA)),)},
        Reason.UNKNOWN,
        "evidence[1].input",
    ),
    (
        {"evidence": (InputEvidence(input="costs[1] (cost)", evidence=Evidence("Opinion", "12")),)},
        Reason.OUT_OF_RANGE,
        "evidence[1].evidence.sha256",
    ),
    ({"past_forecasts": (replace(PAST, actual_minor=0),)}, Reason.OUT_OF_RANGE, "past_forecasts[1].actual_minor"),
    ({"past_forecasts": (replace(PAST, until_on=PAST.made_on),)}, Reason.INCONSISTENT, "past_forecasts[1].made_on"),
    ({"past_forecasts": (replace(PAST, low_minor=1),)}, Reason.INCONSISTENT, "past_forecasts[1].low_minor"),
    (
        {"past_forecasts": (replace(PAST, low_minor=2, high_minor=1),)},
        Reason.INCONSISTENT,
        "past_forecasts[1].low_minor",
    ),
]


@pytest.mark.parametrize(("changes", "reason", "key"), CASES)
def test_what_is_wrong_is_reported_at_its_key_and_alone(changes: dict[str, Any], reason: Reason, key: str) -> None:
    found = [(failure.reason, failure.place.key) for failure in failures_of(replace(SOUND, **changes))]

    assert (reason, f"appraisals[1] (first).{key}") in found
    assert len(found) == 1


def test_no_method_is_no_value() -> None:
    (failure,) = failures_of(Appraisal(id="first", appraiser="A", situation=Situation.LICENSED))

    assert (failure.reason, failure.place.key) == (Reason.MISSING, "appraisals[1] (first).id")


def test_a_single_method_that_is_unsuited_is_refused_where_its_weight_would_stand() -> None:
    alone = Appraisal(id="first", appraiser="A", situation=Situation.OWN_USE, licence_cash=(CASH,))

    (failure,) = failures_of(alone)

    assert (failure.reason, failure.place.key) == (Reason.INCONSISTENT, "appraisals[1] (first).weights")


def test_two_appraisals_of_one_name_are_refused() -> None:
    (failure,) = failures_of(SOUND, SOUND)

    assert (failure.reason, failure.place.key) == (Reason.DUPLICATE, "appraisals[2] (first).id")


def test_a_pool_without_rights_cannot_be_appraised() -> None:
    (failure,) = failures_of(SOUND, pool=Pool((), (), (), ()))

    assert (failure.reason, failure.place.key) == (Reason.MISSING, "appraisals[1] (first).right_ids")


def test_a_weight_is_a_part_of_one() -> None:
    more, less = replace(WEIGHT, weight_ppm=1_000_001), MethodWeight(method="excess", weight_ppm=-1, because="none")

    found = [(failure.reason, failure.place.key) for failure in failures_of(replace(SOUND, weights=(more, less)))]

    assert found == [
        (Reason.OUT_OF_RANGE, "appraisals[1] (first).weights[1].weight_ppm"),
        (Reason.OUT_OF_RANGE, "appraisals[1] (first).weights[2].weight_ppm"),
    ]


def test_a_multiple_that_reads_royalty_rates_is_refused_even_where_it_counts() -> None:
    weight = replace(WEIGHT, method="multiple")

    found = failures_of(replace(SOUND, market_multiples=(replace(MULTIPLE, comparables="rates"),), weights=(weight,)))

    assert [failure.place.key for failure in found] == [
        "appraisals[1] (first).market_multiples[1] (multiple).comparables"
    ]


SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", currency="JPY")
FACTS = SubjectFacts(DAY, (PATENT,))


def test_an_appraisal_that_was_not_checked_is_a_bug() -> None:
    rateless = Appraisal(
        id="first",
        appraiser="A",
        situation=Situation.OWN_USE,
        relief_from_royalty=(replace(RELIEF, royalty_ppm=None),),
    )
    receipt = Receipt(date(2027, 9, 30), "L1", 1, is_actual=False, origin=Explained("cash", "1"))

    with pytest.raises(TypeError, match="not checked"):
        evaluate(rateless, FACTS, SOURCES, {})
    with pytest.raises(TypeError, match="unchecked"):
        licence_cash(replace(CASH, tax_ppm=-1), replace(FACTS, receipts=(receipt,)), SOURCES)


def _anywhere(kind: type[Any], draw: Any) -> dict[str, int]:
    """Draw every number of an option from the whole of its range, its ends more often."""
    names = [name for name in get_type_hints(kind) if name in RANGES and name not in {"n_paths", "steps_a_year"}]
    ends = {name: RANGES[name] for name in names}
    return {name: draw(st.one_of(st.sampled_from(ends[name]), st.integers(*ends[name])), label=name) for name in names}


@given(st.data())
@settings(max_examples=100)
def test_no_option_within_its_ranges_is_without_a_value(data: st.DataObject) -> None:
    delay = DelayOption(id="o", **_anywhere(DelayOption, data.draw))
    numbers = {**_anywhere(AbandonmentOption, data.draw), "n_steps": data.draw(st.sampled_from([1, 21]))}
    stop = AbandonmentOption(id="o", **numbers)
    develop = DevelopmentOption(id="o", n_paths=100, steps_a_year=1, **_anywhere(DevelopmentOption, data.draw))

    for found in (
        delay_option(delay, SOURCES),
        abandonment_option(stop, SOURCES),
        development_option(develop, SOURCES),
    ):
        assert math.isfinite(found.value)
        assert found.value_minor >= 0
