from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.valuation.appraised import (
    ALL_METHODS,
    AS_OF_ON,
    CASH,
    CONTEXT,
    FORECASTS,
    POOL,
    RECEIPTS,
    SCREENED,
    appraisal,
    licence,
    one,
    paths,
    report,
    whole,
)

from chizai.forecast.backtest import back_test
from chizai.units.money import split_largest_remainder
from chizai.units.result import Failed, Ok, Reason
from chizai.units.toml import read_toml
from chizai.valuation.appraise import appraise
from chizai.valuation.assumptions import Appraisal, MethodWeight, Override, ValueOverride
from chizai.valuation.score_map import ScoreMap


def test_an_override_stands_beside_what_the_methods_give() -> None:
    override = ValueOverride(value_minor=1, by="Head", because="a bid was received", given_on=AS_OF_ON)

    found = one(appraisal(override=override)).reconciliation

    assert found.value_minor == 1
    assert found.methods_minor == one(appraisal()).reconciliation.value_minor
    assert any(node.because == "set by Head on 2026-09-30: a bid was received" for node in found.origin.walk())


def test_an_unsuited_method_does_not_count_unless_someone_says_why() -> None:
    delay = whole().delay_options
    weights = (MethodWeight(method="delay", weight_ppm=1_000_000, because="all"),)
    bare = appraisal(licence_cash=(), delay_options=delay, weights=weights)
    given = Override(by="Head", because="the second use is not developed yet", given_on=AS_OF_ON)

    refused = appraise(POOL, RECEIPTS, (bare,), AS_OF_ON, CONTEXT)
    found = one(replace(bare, weights=(replace(weights[0], override=given),)))

    assert isinstance(refused, Failed)
    assert "the choice to develop has been made" in refused.failures[0].what
    assert refused.failures[0].place.key == "appraisals[1] (first).weights[1]"
    assert found.reconciliation.weighed[0].override == given
    assert any("by Head on 2026-09-30: the second use" in node.because for node in found.explain().walk())


def test_sensitivities_move_each_input_alone_and_the_widest_stands_first() -> None:
    found = one(appraisal()).sensitivities

    base = one(appraisal()).reconciliation.value_minor
    cheaper = one(appraisal(licence_cash=(replace(CASH, discount_ppm_annual=90_000),))).reconciliation.value_minor
    discount = next(moved for moved in found if moved.key.endswith("discount_ppm_annual"))
    assert discount.low_change_minor == cheaper - base > 0 > discount.high_change_minor
    assert [moved.width_minor for moved in found] == sorted((moved.width_minor for moved in found), reverse=True)
    erosion = next(moved for moved in found if moved.key.endswith("erosion_ppm_annual"))
    assert erosion.low_change_minor == 0  # it is 0 already, and cannot be less


def test_every_input_but_the_simulation_s_own_is_moved() -> None:
    given = Override(by="Head", because="a second use", given_on=AS_OF_ON)
    weights = (
        MethodWeight(method="relief", weight_ppm=500_000, because="sales"),
        MethodWeight(method="develop", weight_ppm=500_000, because="plans", override=given),
    )

    keys = {moved.key for moved in one(replace(whole(), weights=weights)).sensitivities}

    assert "development_options[1] (develop).cost_minor" in keys
    assert not [key for key in keys if key.startswith(("costs", "comparables[2]", "licence_cash"))]
    assert "comparables[1] (rates).rows[1] (licence A).ratio_ppm" in keys
    assert not [key for key in keys if key.endswith((".seed", ".n_paths", ".n_steps", ".steps_a_year"))]


def test_inputs_without_evidence_are_listed() -> None:
    keys = one(whole()).unsupported_keys

    assert "licence_cash[1] (cash).discount_ppm_annual" not in keys
    assert "licence_cash[1] (cash).tax_ppm" in keys
    assert "comparables[1] (rates).rows[2] (licence B).adjustments[1].change_ppm" in keys
    assert "comparables[1] (rates).rows[2] (licence B).ratio_ppm" not in keys  # its row names a source
    leaf = next(
        node for node in one(whole()).explain().walk() if "Opinion on the cost of capital, p. 4" in node.because
    )
    assert leaf.label == "discount rate"


def test_futures_make_the_value_a_distribution() -> None:
    drawn = paths(RECEIPTS)

    found = one(appraisal(), replace(SCREENED, paths=drawn))

    assert found.distribution is not None
    assert abs(found.distribution.mean_minor - found.reconciliation.value_minor) < (
        4 * found.distribution.standard_error_minor
    )
    assert found.distribution.origin in set(found.explain().walk())


def test_futures_of_the_pool_say_nothing_of_a_part_nor_of_a_value_without_licence_cash() -> None:
    context = replace(SCREENED, paths=paths(RECEIPTS))
    earnings = appraisal(licence_cash=(), excess_earnings=whole().excess_earnings)

    assert one(appraisal(right_ids=("P1",)), context).distribution is None
    assert one(earnings, context).distribution is None


def test_scores_move_the_value_and_their_width_is_its_range() -> None:
    screened = replace(CASH, screened=True, invalidation_ppm_annual=20_000, erosion_ppm_annual=30_000)

    (moved,) = one(appraisal(licence_cash=(screened,))).reconciliation.weighed
    (plain,) = one(appraisal(licence_cash=(replace(screened, screened=False),))).reconciliation.weighed

    low, high = moved.value.low_minor, moved.value.high_minor
    assert low is not None
    assert high is not None
    assert low < moved.value.value_minor < high
    assert moved.value.value_minor != plain.value.value_minor
    assert (plain.value.low_minor, plain.value.high_minor) == (None, None)
    assert [effect.right_id for effect in report(appraisal()).score_effects] == ["P1", "T1"]


def test_a_screened_method_without_screening_is_refused() -> None:
    screened = appraisal(licence_cash=(replace(CASH, screened=True),))

    result = appraise(POOL, RECEIPTS, (screened,), AS_OF_ON, CONTEXT)

    assert isinstance(result, Failed)
    assert [failure.place.key for failure in result.failures] == [
        "appraisals[1] (first).licence_cash[1] (cash).screened"
    ]


def test_the_same_inputs_give_the_same_digest_and_any_other_input_another() -> None:
    base = report(appraisal()).digest
    later = appraise(POOL, RECEIPTS, (appraisal(),), date(2026, 10, 1), SCREENED)
    assert isinstance(later, Ok)
    others = [
        later.value.digest,
        report(appraisal(licence_cash=(replace(CASH, discount_ppm_annual=100_001),))).digest,
        report(appraisal(), context=replace(SCREENED, version="0.2.0")).digest,
        report(appraisal(), context=replace(SCREENED, paths=paths(RECEIPTS))).digest,
        report(appraisal(), context=CONTEXT).digest,
    ]

    test = back_test(POOL, FORECASTS[0], AS_OF_ON)
    assert test is not None
    others.append(report(appraisal(), context=replace(SCREENED, back_tests=(test,))).digest)
    shared = replace(POOL, licences=(licence("L1", "P1", "T1"), licence("L2", "P1", "T1")))
    regrouped = appraise(shared, RECEIPTS, (appraisal(),), AS_OF_ON, SCREENED)
    assert isinstance(regrouped, Ok)
    others.append(regrouped.value.digest)

    assert report(appraisal()).digest == base
    assert len({base, *others}) == 8
    assert len(base) == 64


def test_the_order_of_receipts_does_not_change_the_digest() -> None:
    turned = appraise(POOL, RECEIPTS[::-1], (appraisal(),), AS_OF_ON, SCREENED)

    assert isinstance(turned, Ok)
    assert turned.value.digest == report(appraisal()).digest


def test_licence_cash_without_receipts_is_refused() -> None:
    result = appraise(POOL, (), (appraisal(),), AS_OF_ON, CONTEXT)

    assert isinstance(result, Failed)
    assert [(failure.reason, failure.place.key) for failure in result.failures] == [
        (Reason.MISSING, "appraisals[1] (first).licence_cash")
    ]


def test_licence_cash_in_another_currency_is_refused() -> None:
    result = appraise(POOL, RECEIPTS, (appraisal(currency="USD"),), AS_OF_ON, CONTEXT)

    assert isinstance(result, Failed)
    assert [(failure.reason, failure.place.key) for failure in result.failures] == [
        (Reason.CURRENCY, "appraisals[1] (first).currency")
    ]


def test_a_score_map_out_of_range_is_refused_at_its_key() -> None:
    context = replace(CONTEXT, score_map=ScoreMap(neutral_score=0))

    result = appraise(POOL, RECEIPTS, (appraisal(),), AS_OF_ON, context)

    assert isinstance(result, Failed)
    assert [failure.place.key for failure in result.failures] == ["score_map.neutral_score"]


def test_a_track_record_tells_bias_error_and_hits() -> None:
    past = whole().past_forecasts[0]
    missed = replace(
        past, forecast_minor=40_000_000, low_minor=30_000_000, high_minor=50_000_000, actual_minor=50_000_001
    )

    found = one(appraisal(past_forecasts=(past, missed, replace(past, low_minor=None, high_minor=None)))).track_record

    assert found is not None
    assert (found.n_forecasts, found.n_ranges, found.n_within) == (3, 2, 1)
    assert found.bias_ppm == (100_000 - 200_001 + 100_000) // 3
    assert found.absolute_error_ppm == (100_000 + 200_001 + 100_000) // 3
    assert found.cumulative_ppm == 260_000_000 * 1_000_000 // 250_000_001 - 1_000_000


def test_the_program_s_own_forecasts_have_a_record_too() -> None:
    tests = tuple(filter(None, (back_test(POOL, assumption, AS_OF_ON) for assumption in FORECASTS)))

    found = report(appraisal(), context=replace(SCREENED, back_tests=tests)).forecast_record

    assert found is not None
    assert found.n_forecasts == 2
    assert found.bias_ppm == sum(test.error_ppm for test in tests) // 2
    assert report(appraisal()).forecast_record is None


@given(st.lists(st.integers(0, 1_000_000), min_size=3, max_size=3).filter(any))
def test_no_weights_take_the_value_outside_the_methods_that_count(shares: list[int]) -> None:
    parts = split_largest_remainder(1_000_000, shares)
    weights = tuple(
        MethodWeight(method=name, weight_ppm=part, because="drawn")
        for name, part in zip(("cash", "relief", "excess"), parts, strict=True)
    )
    bare = replace(whole(), weights=weights, development_options=(), delay_options=(), abandonment_options=())

    found = one(bare).reconciliation

    assert found.lowest_minor <= found.value_minor <= found.highest_minor


def test_a_misspelt_key_deep_in_an_appraisal_is_named_with_the_one_that_was_meant() -> None:
    read = read_toml(ALL_METHODS.replace("earnings_minor", "earning_minor"), "inputs.toml", Appraisal)

    assert isinstance(read, Failed)
    assert [(failure.place.key, failure.fix) for failure in read.failures] == [
        ("excess_earnings[1] (excess).earning_minor", "did you mean 'earnings_minor'?")
    ]
