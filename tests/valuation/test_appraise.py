from dataclasses import fields, is_dataclass, replace

from tests.valuation.appraised import AS_OF_ON, CASH, RECEIPTS, appraisal, full, one, report, whole

from chizai.units.result import Ok
from chizai.units.toml import read_toml, write_toml
from chizai.valuation.assumptions import Appraisal, MethodWeight, ValuationAssumptions
from chizai.valuation.income import value_receipts


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
