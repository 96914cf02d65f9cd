"""Royalty terms: each clause alone, then their invariants."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import LadderBasis, Milestone, RoyaltyTerms, Rung
from chizai.assets.royalty import ContractYear, RoyaltyDue, cash_of_royalty, ladder_minor, royalty_due
from chizai.units.money import CURRENCIES

JPY = CURRENCIES["JPY"]
LADDER = (Rung(0, 30_000), Rung(100_000_000, 50_000))


def year(sales_minor: int, number: int = 2025) -> ContractYear:
    return ContractYear(date(number, 1, 1), date(number, 12, 31), sales_minor)


def dues_of(terms: RoyaltyTerms, years: list[ContractYear]) -> list[RoyaltyDue]:
    dues: list[RoyaltyDue] = []
    for each in years:
        left_minor = dues[-1].advance_left_minor if dues else terms.advance_minor
        dues.append(royalty_due(terms, each, left_minor, JPY))
    return dues


def due(terms: RoyaltyTerms, sales_minor: int, advance_left_minor: int = 0) -> RoyaltyDue:
    return royalty_due(terms, year(sales_minor), advance_left_minor, JPY)


@pytest.mark.parametrize(
    ("basis", "sales_minor", "royalty_minor"),
    [
        (LadderBasis.MARGINAL, 150_000_000, 5_500_000),
        (LadderBasis.WHOLE, 150_000_000, 7_500_000),
        (LadderBasis.MARGINAL, 99_999_999, 2_999_999),
        (LadderBasis.WHOLE, 100_000_000, 5_000_000),
        (LadderBasis.MARGINAL, 0, 0),
    ],
)
def test_a_ladder_pays_each_rung_or_the_whole_at_the_rung_reached(
    basis: LadderBasis, sales_minor: int, royalty_minor: int
) -> None:
    assert ladder_minor(RoyaltyTerms(ladder=LADDER, ladder_basis=basis), sales_minor) == royalty_minor


def test_a_licence_without_a_ladder_earns_nothing_on_sales() -> None:
    assert ladder_minor(RoyaltyTerms(), 5) == 0


def test_a_minimum_tops_up_and_a_cap_takes_off() -> None:
    terms = RoyaltyTerms(ladder=LADDER, minimum_annual_minor=1_000_000, cap_annual_minor=4_000_000)
    low, high = due(terms, 10_000_000), due(terms, 200_000_000)
    assert (low.earned_minor, low.topped_up_minor, low.payable_minor) == (300_000, 700_000, 1_000_000)
    assert (high.earned_minor, high.capped_minor, high.payable_minor) == (8_000_000, 4_000_000, 4_000_000)


def test_an_advance_is_recouped_over_years_before_more_is_paid() -> None:
    terms = RoyaltyTerms(ladder=LADDER, advance_minor=5_000_000)
    dues = dues_of(terms, [year(100_000_000, 2025 + i) for i in range(3)])
    assert [d.recouped_minor for d in dues] == [3_000_000, 2_000_000, 0]
    assert [d.payable_minor for d in dues] == [0, 1_000_000, 3_000_000]
    assert [d.advance_left_minor for d in dues] == [2_000_000, 0, 0]


def test_a_milestone_is_paid_in_its_year_alone_and_does_not_recoup_the_advance() -> None:
    reached = Milestone("launch", 7_000_000, date(2025, 12, 31))
    terms = RoyaltyTerms(milestones=(reached, Milestone("second", 9)), advance_minor=1_000_000)
    first, second = dues_of(terms, [year(0, 2025), year(0, 2026)])
    assert (first.milestones_minor, first.payable_minor, first.advance_left_minor) == (7_000_000, 7_000_000, 1_000_000)
    assert second.payable_minor == 0


def test_withholding_is_rounded_down_and_leaves_the_cash() -> None:
    terms = RoyaltyTerms(withholding_ppm=102_100, consumption_tax_ppm=100_000)
    assert cash_of_royalty(105, terms) == 95


def test_the_explanation_leads_from_what_is_payable_to_the_sales_of_each_rung() -> None:
    lines = list(due(RoyaltyTerms(ladder=LADDER), 150_000_000).payable_explained.lines())
    assert lines[0].startswith("royalty payable for 2025-01-01 to 2025-12-31: 5,500,000 JPY")
    assert "    sales at 5%: 50,000,000 JPY" in lines


@pytest.mark.parametrize(("sales_minor", "advance_left_minor"), [(-1, 0), (0, -1)])
def test_negative_sales_and_advances_are_bugs_of_the_caller(sales_minor: int, advance_left_minor: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        due(RoyaltyTerms(ladder=LADDER), sales_minor, advance_left_minor)


@given(st.integers(-(10**15), 10**15), st.integers(0, 1_000_000))
def test_a_correction_undoes_exactly_the_cash_of_what_it_corrects(royalty_minor: int, withholding_ppm: int) -> None:
    terms = RoyaltyTerms(withholding_ppm=withholding_ppm)
    assert cash_of_royalty(royalty_minor, terms) + cash_of_royalty(-royalty_minor, terms) == 0


rates = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=4).map(sorted)
ladders = rates.map(lambda ppm: tuple(Rung(i * 1_000, rate) for i, rate in enumerate(ppm)))


@given(ladders, st.sampled_from(LadderBasis), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_rising_ladder_never_pays_less_on_more_sales(
    ladder: tuple[Rung, ...], basis: LadderBasis, sales_minor: int, more_minor: int
) -> None:
    terms = RoyaltyTerms(ladder=ladder, ladder_basis=basis)
    assert ladder_minor(terms, sales_minor) <= ladder_minor(terms, sales_minor + more_minor)


@given(ladders, st.lists(st.integers(0, 10**9), max_size=6), st.integers(0, 10**7), st.integers(0, 10**6))
def test_every_year_conserves_and_the_advance_is_never_recouped_beyond_itself(
    ladder: tuple[Rung, ...], sales: list[int], advance: int, minimum: int
) -> None:
    terms = RoyaltyTerms(ladder=ladder, advance_minor=advance, minimum_annual_minor=minimum, cap_annual_minor=2 * 10**6)
    dues = dues_of(terms, [year(one, 2020 + i) for i, one in enumerate(sales)])
    for d in dues:
        assert d.earned_minor + d.topped_up_minor - d.capped_minor - d.recouped_minor == d.payable_minor
        assert min(d.payable_minor, d.recouped_minor, d.advance_left_minor, d.topped_up_minor, d.capped_minor) >= 0
    assert sum(d.recouped_minor for d in dues) <= advance
