from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent, Trademark
from chizai.assets.statements import Statement, StatementRow
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod
from chizai.forecast.backtest import back_test
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.money import split_largest_remainder
from chizai.units.result import Failed, Ok, Place, Reason
from chizai.units.toml import read_toml, write_toml
from chizai.valuation.appraise import AppraisalContext, appraise
from chizai.valuation.assessment import Assessment, ScreeningPolicy, Stage
from chizai.valuation.assumptions import Appraisal, MethodWeight, Override, ValuationAssumptions, ValueOverride
from chizai.valuation.distribution import ReceiptPaths
from chizai.valuation.income import value_receipts
from chizai.valuation.income_terms import LicenceCash
from chizai.valuation.report import Appraised, ValuationReport
from chizai.valuation.score_map import ScoreMap
from chizai.valuation.screening import Screening, screen_pool
from chizai.valuation.suitability import Situation

AS_OF_ON = date(2026, 9, 30)
FINAL_ON = date(2031, 9, 30)
OWNERS = (OwnerShare("Maker", 1_000_000),)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=OWNERS,
    number="6000001",
    filed_on=date(2015, 4, 1),
    registered_on=date(2017, 6, 2),
)
MARK = Trademark(
    id="T1",
    title="Brand",
    jurisdiction="JP",
    owners=OWNERS,
    number="5000001",
    filed_on=date(2016, 4, 1),
    registered_on=date(2022, 10, 2),
)
CASH = LicenceCash(id="cash", discount_ppm_annual=100_000, tax_ppm=306_200, tax_life_years=8)
ALL_METHODS = """
id = "first"
appraiser = "First appraiser"
situation = "licensed"

[[licence_cash]]
id = "cash"
discount_ppm_annual = 100_000
tax_ppm = 306_200
erosion_ppm_annual = 20_000
invalidation_ppm_annual = 5_000
screened = true

[[comparables]]
id = "rates"
kind = "royalty-rate"
rows = [
  { id = "licence A", source = "annual report, note 12", ratio_ppm = 40_000 },
  { id = "licence B", source = "court record", ratio_ppm = 60_000, adjustments = [
    { because = "exclusive, ours is not", change_ppm = -200_000 },
  ] },
]

[[comparables]]
id = "deals"
kind = "deal-multiple"
reading = "lower-quartile"
rows = [
  { id = "sale 1", source = "press release", price_minor = 900_000_000, measure_minor = 100_000_000 },
  { id = "sale 2", source = "press release", ratio_ppm = 8_000_000 },
]

[[relief_from_royalty]]
id = "relief"
revenue_minor = [1_000_000_000, 1_100_000_000, 1_200_000_000]
comparables = "rates"
terms = { discount_ppm_annual = 120_000, tax_ppm = 306_200, timing = "mid-year" }

[[relief_from_royalty]]
id = "own-rate"
revenue_minor = [1_000_000_000]
royalty_ppm = 45_000
terms = { discount_ppm_annual = 120_000, tax_ppm = 306_200 }

[[excess_earnings]]
id = "excess"
earnings_minor = [90_000_000, 95_000_000]
assets = [ { id = "plant", fair_value_minor = [200_000_000, 180_000_000], return_ppm_annual = 40_000 } ]
terms = { discount_ppm_annual = 130_000, tax_ppm = 306_200 }

[[with_and_without]]
id = "premium"
with_minor = [90_000_000, 95_000_000]
without_minor = [40_000_000, 45_000_000]
terms = { discount_ppm_annual = 130_000, tax_ppm = 306_200, tax_life_years = 0 }

[[market_multiples]]
id = "multiple"
measure_minor = 50_000_000
comparables = "deals"

[[costs]]
id = "rebuild"
basis = "replacement"
items = [ { id = "wages", amount_minor = 80_000_000 } ]
physical = { loss_ppm = 400_000, because = "eight of twenty years are gone" }

[[delay_options]]
id = "delay"
developed_minor = 342_200_000
cost_minor = 287_500_000
variance_ppm_annual = 224_000
life_months = 204
riskless_ppm_annual = 67_000

[[abandonment_options]]
id = "stop"
value_minor = 100_000_000
salvage_minor = 60_000_000
volatility_ppm_annual = 300_000
life_months = 60
riskless_ppm_annual = 10_000
n_steps = 51

[[development_options]]
id = "develop"
cost_minor = 100_000_000
spend_annual_minor = 20_000_000
cash_annual_minor = 12_000_000
cash_volatility_ppm_annual = 350_000
riskless_ppm_annual = 50_000
life_months = 120
n_paths = 200

[[weights]]
method = "cash"
weight_ppm = 700_000
because = "contracts in force"

[[weights]]
method = "relief"
weight_ppm = 300_000
because = "a check from the market"

[[evidence]]
input = "licence_cash[1] (cash).discount_ppm_annual"
evidence.document = "Opinion on the cost of capital"
evidence.sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
evidence.page = 4

[[past_forecasts]]
made_on = 2024-12-31
until_on = 2025-12-31
forecast_minor = 110_000_000
low_minor = 90_000_000
high_minor = 130_000_000
actual_minor = 100_000_000
source = "report of 2025"
"""


def row(licence_id: str, year: int, royalty_minor: int) -> StatementRow:
    end_on = date(year, 6, 30)
    return StatementRow(
        place=Place("all.csv", year),
        licence_id=licence_id,
        right_id="",
        period_start_on=date(year - 1, 7, 1),
        period_end_on=end_on,
        received_on=end_on,
        royalty_minor=royalty_minor,
        currency="JPY",
    )


def licence(name: str, *right_ids: str) -> Licence:
    return Licence(id=name, licensee="Maker of phones", right_ids=right_ids, currency="JPY", starts_on=date(2018, 1, 1))


ROWS = tuple(row(name, year, 50_000_000 + year) for name in ("L1", "L2") for year in (2024, 2025, 2026))
POOL = Pool((PATENT, MARK), (), (licence("L1", "P1"), licence("L2", "P1", "T1")), (Statement("all.csv", ROWS),))
FORECASTS = tuple(ForecastAssumption(licence=name, method=ForecastMethod.HISTORY, years=2) for name in ("L1", "L2"))


def forecast() -> tuple[Receipt, ...]:
    projected = project_receipts(POOL, FORECASTS, AS_OF_ON, FINAL_ON)
    assert isinstance(projected, Ok), projected
    return projected.value


def screening(*assessments: Assessment) -> Screening:
    result = screen_pool(POOL, assessments, ScreeningPolicy(), AS_OF_ON, FINAL_ON)
    assert isinstance(result, Ok), result
    return result.value


def paths(receipts: Sequence[Receipt]) -> ReceiptPaths:
    days = sorted({receipt.received_on for receipt in receipts})
    totals = [sum(receipt.amount_minor for receipt in receipts if receipt.received_on == day) for day in days]
    levels = np.random.default_rng(1).lognormal(-0.02, 0.2, 500)
    drawn = np.floor(np.outer(totals, levels)).astype(np.int64)
    origin = Explained("futures", "500", "drawn round the forecast", source=Place("inputs.toml", None, "futures"))
    return ReceiptPaths(paid_on=tuple(days), receipts_minor=drawn, origin=origin)


RECEIPTS = forecast()
SCREENING = screening(Assessment(right_id="P1", stage=Stage.COMMERCIAL, technology_readiness=9))
CONTEXT = AppraisalContext(version="0.1.0")
SCREENED = AppraisalContext(version="0.1.0", screening=SCREENING)


def appraisal(name: str = "first", **changes: object) -> Appraisal:
    base = Appraisal(id=name, appraiser="First appraiser", situation=Situation.LICENSED, licence_cash=(CASH,))
    return replace(base, **changes)  # type: ignore[arg-type]  # each test names the fields that it changes


def whole() -> Appraisal:
    read = read_toml(ALL_METHODS, "inputs.toml", Appraisal)
    assert isinstance(read, Ok), read
    return read.value


def report(*appraisals: Appraisal, context: AppraisalContext = SCREENED) -> ValuationReport:
    result = appraise(POOL, RECEIPTS, appraisals, AS_OF_ON, context)
    assert isinstance(result, Ok), [str(failure) for failure in result.failures]
    return result.value


def one(sole: Appraisal, context: AppraisalContext = SCREENED) -> Appraised:
    return report(sole, context=context).appraised[0]


def full() -> ValuationReport:
    second = replace(
        whole(),
        id="second",
        appraiser="Second appraiser",
        override=ValueOverride(
            value_minor=500_000_000, by="Head of valuation", because="a bid was received", given_on=AS_OF_ON
        ),
    )
    part = appraisal("patent alone", right_ids=("P1",), licence_cash=(replace(CASH, screened=True),))
    tests = tuple(filter(None, (back_test(POOL, assumption, AS_OF_ON) for assumption in FORECASTS)))
    context = AppraisalContext(
        version="0.1.0", paths=paths(RECEIPTS), screening=SCREENING, score_map=ScoreMap(), back_tests=tests
    )
    return report(whole(), second, part, context=context)


def test_every_number_of_a_report_leads_to_a_place_or_to_an_assumption_that_is_called_one() -> None:
    nodes = list(full().explain().walk())

    leaves = [node for node in nodes if not node.parts]
    unexplained = [leaf for leaf in leaves if leaf.source is None and "assumption" not in leaf.because]
    assert len(leaves) > 200
    assert [(leaf.label, leaf.because) for leaf in unexplained] == []


def test_every_place_below_an_appraisal_is_a_key_that_can_be_found() -> None:
    keys = {node.source.key for node in full().explain().walk() if node.source and node.source.file == "inputs.toml"}

    fields_named = {key.rsplit(".", 1)[-1] for key in keys if key and key.startswith("appraisals")}
    assert fields_named <= _field_names(whole(), set())
    assert "appraisals[1] (first).relief_from_royalty[1] (relief).terms.discount_ppm_annual" in keys
    assert "appraisals[1] (first).comparables[1] (rates).rows[2] (licence B).adjustments[1].change_ppm" in keys


def _field_names(noun: object, seen: set[str]) -> set[str]:
    if is_dataclass(noun):
        for field in fields(noun):
            seen.add(field.name)
            _field_names(getattr(noun, field.name), seen)
    elif isinstance(noun, tuple):
        for item in noun:
            _field_names(item, seen)
    return seen


def test_an_appraisal_is_written_and_read_back_the_same() -> None:
    again = read_toml(write_toml(whole()), "inputs.toml", Appraisal)

    assert isinstance(again, Ok)
    assert again.value == whole()


def test_the_value_is_the_weighted_mean_of_the_methods_that_count() -> None:
    found = one(whole()).reconciliation

    values = {method.value.id: method.value.value_minor for method in found.weighed}
    assert found.value_minor == (values["cash"] * 700_000 + values["relief"] * 300_000) // 1_000_000
    assert (found.lowest_minor, found.highest_minor) == tuple(sorted((values["cash"], values["relief"])))
    assert [method.value.id for method in found.weighed if not method.weight_ppm] == [
        "own-rate",
        "excess",
        "premium",
        "multiple",
        "rebuild",
        "delay",
        "stop",
        "develop",
    ]


def test_a_royalty_rate_is_read_from_comparables() -> None:
    """40,000 ppm, and 60,000 less a fifth: the median of both is 44,000."""
    same = replace(whole().relief_from_royalty[0], royalty_ppm=44_000, comparables=None)
    weights = (MethodWeight(method="relief", weight_ppm=1_000_000, because="all"),)

    read, given = (
        one(appraisal(licence_cash=(), relief_from_royalty=(relief,), comparables=whole().comparables, weights=weights))
        for relief in (whole().relief_from_royalty[0], same)
    )

    assert read.comparisons[0].read_ppm == 44_000
    assert read.reconciliation.value_minor == given.reconciliation.value_minor > 0


def test_a_single_method_counts_wholly() -> None:
    found = one(appraisal()).reconciliation

    assert [(method.weight_ppm, method.because) for method in found.weighed] == [(1_000_000, "the only method")]
    assert found.value_minor == found.weighed[0].value.value_minor


def test_licence_cash_is_the_income_approach_s_value() -> None:
    assumptions = ValuationAssumptions(discount_ppm_annual=100_000, tax_ppm=306_200, tax_life_years=8)
    valued = value_receipts(RECEIPTS, {"L1": "JPY", "L2": "JPY"}, assumptions, AS_OF_ON)

    assert isinstance(valued, Ok)
    assert one(appraisal()).reconciliation.value_minor == valued.value.value_minor


def test_a_licence_of_two_rights_counts_half_for_one_of_them() -> None:
    alone = one(appraisal(right_ids=("T1",)))
    expected = sum(receipt.amount_minor // 2 for receipt in RECEIPTS if receipt.licence_id == "L2")

    undiscounted = appraisal(right_ids=("T1",), licence_cash=(replace(CASH, discount_ppm_annual=0, tax_ppm=0),))
    assert one(undiscounted).reconciliation.value_minor == expected
    assert alone.right_ids == ("T1",)


def test_the_sum_of_the_parts_stands_against_the_pool() -> None:
    parts = [appraisal(f"part {name}", right_ids=(name,)) for name in ("P1", "T1")]

    (compared,) = report(appraisal("pool"), *parts).parts_against_pool

    assert compared.parts_minor == sum(part.value_minor for part in compared.parts)
    assert compared.difference_minor == compared.pool.value_minor - compared.parts_minor
    assert abs(compared.difference_minor) < 100  # the receipts' odd yen
    assert (compared.left_out_right_ids, compared.doubled_right_ids) == ((), ())


def test_a_right_in_no_part_or_in_two_is_named() -> None:
    twice = [appraisal(f"part {number}", right_ids=("P1",)) for number in (1, 2)]

    (compared,) = report(appraisal("pool"), *twice).parts_against_pool

    assert (compared.left_out_right_ids, compared.doubled_right_ids) == (("T1",), ("P1",))
    assert "in no part: T1; in several: P1" in compared.origin.because


def test_parts_of_another_appraiser_are_not_compared() -> None:
    assert report(appraisal("pool"), appraisal("part", right_ids=("P1",), appraiser="Other")).parts_against_pool == ()


def test_two_appraisers_stand_side_by_side_by_method_and_by_input() -> None:
    dearer = replace(CASH, discount_ppm_annual=80_000, erosion_ppm_annual=10_000)
    second = appraisal("second", appraiser="Second appraiser", licence_cash=(dearer,))

    (compared,) = report(appraisal(), second).side_by_side

    assert [difference.name for difference in compared.inputs] == [
        "licence_cash (cash).discount_ppm_annual",
        "licence_cash (cash).erosion_ppm_annual",
    ]
    assert [difference.method_id for difference in compared.methods] == ["cash"]
    assert compared.methods[0].difference_minor == compared.difference_minor
    effects = [difference.effect_minor or 0 for difference in compared.inputs]
    assert effects[0] > 0 > effects[1]
    assert sum(effects) + compared.remainder_minor == compared.difference_minor
    only = one(appraisal(licence_cash=(replace(CASH, discount_ppm_annual=80_000),))).reconciliation.value_minor
    assert effects[0] == only - one(appraisal()).reconciliation.value_minor


def test_appraisals_that_are_alike_do_not_differ() -> None:
    (compared,) = report(appraisal(), appraisal("second")).side_by_side

    assert (compared.difference_minor, compared.inputs, compared.remainder_minor) == (0, (), 0)


def test_weights_are_exchanged_together_and_a_method_of_one_alone_has_no_difference() -> None:
    weights = (MethodWeight(method="cash", weight_ppm=1_000_000, because="all"),)
    second = replace(whole(), id="second", weights=weights, costs=())

    (compared,) = report(whole(), second).side_by_side

    assert compared.inputs[0].name == "weights"
    assert compared.inputs[0].effect_minor == compared.difference_minor
    (cost,) = [difference for difference in compared.methods if difference.method_id == "rebuild"]
    assert cost.second is None
    assert cost.difference_minor is None


def test_an_input_that_cannot_be_exchanged_alone_says_so() -> None:
    longer = replace(whole().with_and_without[0], with_minor=(1, 2, 3), without_minor=(0, 0, 0))

    (compared,) = report(whole(), replace(whole(), id="second", with_and_without=(longer,))).side_by_side

    assert {difference.effect_minor for difference in compared.inputs} == {None}
    assert compared.inputs[0].origin.value == "cannot be exchanged alone"


def test_other_rights_are_not_compared_side_by_side() -> None:
    assert report(appraisal(), appraisal("part", right_ids=("P1",))).side_by_side == ()


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
