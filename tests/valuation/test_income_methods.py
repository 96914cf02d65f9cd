import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.owners import OwnerShare
from chizai.assets.rights import Authorship, Copyright, Design, Patent, Right, Trademark, UtilityModel
from chizai.units.result import Place
from chizai.valuation.discounting import Timing, tax_amortisation_factor, year_factor
from chizai.valuation.excess import excess_earnings
from chizai.valuation.income_terms import (
    ContributoryAsset,
    ExcessEarnings,
    IncomeTerms,
    ReliefFromRoyalty,
    WithAndWithout,
)
from chizai.valuation.methods import Method, MethodValue
from chizai.valuation.relief import RoyaltyRate, relief_from_royalty
from chizai.valuation.sources import Sources
from chizai.valuation.tax_lives import statutory_life_years
from chizai.valuation.with_without import with_and_without
from chizai.valuation.yearly import Subject

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", path="method[1] (m)", currency="USD")
TERMS = IncomeTerms(discount_ppm_annual=120_000, tax_ppm=250_000, tax_life_years=5)
SALES = (100_000_000, 110_000_000, 120_000_000, 130_000_000, 140_000_000)
RELIEF = ReliefFromRoyalty(id="m", revenue_minor=SALES, royalty_ppm=50_000, terms=TERMS)
YEARS = st.lists(st.integers(0, 10**12), min_size=1, max_size=20).map(tuple)


def subject(method: Method = Method.RELIEF_FROM_ROYALTY, *rights: Right) -> Subject:
    return Subject("m", method, rights, SOURCES)


def relief(method: ReliefFromRoyalty = RELIEF) -> MethodValue:
    rate_ppm = method.royalty_ppm or 0
    rate = RoyaltyRate(rate_ppm, SOURCES.rate("royalty_ppm", "royalty rate", rate_ppm))
    return relief_from_royalty(method, rate, subject())


def excess(method: ExcessEarnings) -> MethodValue:
    return excess_earnings(method, subject(Method.EXCESS_EARNINGS))


def registered(kind: type[Patent | UtilityModel | Design | Trademark]) -> Right:
    owners = (OwnerShare("Maker", 1_000_000),)
    return kind(id="R", title="R", jurisdiction="JP", owners=owners, number="1", filed_on=date(2020, 1, 1))


def test_relief_from_royalty_gives_the_published_value_to_the_cent() -> None:
    """Sales of 1.0 to 1.4 million, 5 %, discounted at 12 %, taxed at 25 %, five years at year ends, life of five."""
    found = relief()

    assert found.value_minor == 19_416_377
    assert round(found.value / 100, 2) == 194_163.77
    assert found.before_benefit is not None
    assert round(found.before_benefit / 100, 2) == 159_167.92
    assert found.value / found.before_benefit == pytest.approx(1.2198675, abs=5e-8)


def test_the_tax_factors_of_eight_years_come_out_to_the_digits() -> None:
    assert round(tax_amortisation_factor(306_200, 8, 100_000), 6) == 1.256588
    assert round(tax_amortisation_factor(306_200, 8, 100_000, Timing.MID_YEAR), 6) == 1.272525


def test_mid_year_cash_is_worth_half_a_year_s_interest_more() -> None:
    terms = replace(TERMS, tax_life_years=0)
    end = relief(replace(RELIEF, terms=terms))
    middle = relief(replace(RELIEF, terms=replace(terms, timing=Timing.MID_YEAR)))

    assert middle.value == pytest.approx(end.value * math.sqrt(1.12), rel=1e-12)
    assert year_factor(120_000, 3, Timing.MID_YEAR) == pytest.approx(1.12**-2.5, rel=1e-15)


@given(YEARS, st.integers(0, 1_000_000), st.integers(0, 999_999), st.integers(0, 1_000_000))
def test_upkeep_and_tax_only_take_from_what_is_saved(
    sales: tuple[int, ...], royalty_ppm: int, tax_ppm: int, upkeep_ppm: int
) -> None:
    terms = IncomeTerms(discount_ppm_annual=0, tax_ppm=tax_ppm, tax_life_years=0)
    method = ReliefFromRoyalty(id="m", revenue_minor=sales, royalty_ppm=royalty_ppm, upkeep_ppm=upkeep_ppm, terms=terms)

    found = relief(method).value_minor

    exact = sum(sales) * royalty_ppm * (1_000_000 - upkeep_ppm) * (1_000_000 - tax_ppm)
    assert 0 <= exact - found * 10**18 < 3 * len(sales) * 10**18


def test_upkeep_is_named_where_there_is_some() -> None:
    labels = {node.label for node in relief(replace(RELIEF, upkeep_ppm=100_000)).origin.walk()}

    assert "upkeep" in labels
    assert "upkeep" not in {node.label for node in relief().origin.walk()}


def test_excess_earnings_without_other_assets_are_the_earnings() -> None:
    terms = replace(TERMS, tax_life_years=0)
    royalty = relief(replace(RELIEF, royalty_ppm=1_000_000, terms=terms))

    assert excess(ExcessEarnings(id="m", earnings_minor=SALES, terms=terms)).value == royalty.value


def test_every_contributory_asset_has_its_return_first() -> None:
    """One year: 1,000 less 25 % tax, less 10 % of 2,000 and 5 % of 1,001 rounded up, a year later at 12 %."""
    assets = (
        ContributoryAsset(id="plant", fair_value_minor=(2_000,), return_ppm_annual=100_000),
        ContributoryAsset(id="stock", fair_value_minor=(1_001,), return_ppm_annual=50_000),
    )
    terms = replace(TERMS, tax_life_years=0)

    found = excess(ExcessEarnings(id="m", earnings_minor=(1_000,), assets=assets, terms=terms))

    assert found.value == pytest.approx((750 - 200 - 51) / 1.12, rel=1e-12)
    charge = next(node for node in found.origin.walk() if node.label == "charge for stock")
    assert charge.parts[1].source == Place(
        "inputs.toml", None, "appraisals[1] (first).method[1] (m).assets[2] (stock).return_ppm_annual"
    )


def test_excess_earnings_may_be_negative() -> None:
    found = excess(ExcessEarnings(id="m", earnings_minor=(-1_000,), terms=replace(TERMS, tax_life_years=0)))

    assert found.value == pytest.approx(-750 / 1.12)
    assert found.value_minor == -670


@given(YEARS, st.integers(0, 1_000_000))
def test_with_and_without_values_the_likely_difference(having: tuple[int, ...], probability_ppm: int) -> None:
    terms = IncomeTerms(discount_ppm_annual=50_000, tax_life_years=0)
    without = tuple(amount // 2 for amount in having)
    method = WithAndWithout(
        id="m", with_minor=having, without_minor=without, probability_ppm=probability_ppm, terms=terms
    )

    found = with_and_without(method, subject(Method.WITH_AND_WITHOUT))

    expected = sum(
        (mine - theirs) * probability_ppm / 1e6 * 1.05**-year
        for year, (mine, theirs) in enumerate(zip(having, without, strict=True), start=1)
    )
    assert found.value == pytest.approx(expected, rel=1e-9, abs=len(having))
    assert found.value <= expected + 1e-3


@pytest.mark.parametrize(("kind", "years"), [(Patent, 8), (UtilityModel, 5), (Design, 7), (Trademark, 10)])
def test_each_kind_of_right_has_the_tax_life_that_the_tables_of_japan_give(
    kind: type[Patent | UtilityModel | Design | Trademark], years: int
) -> None:
    right = registered(kind)
    terms = IncomeTerms(discount_ppm_annual=100_000, tax_ppm=306_200)

    found = relief_from_royalty(
        replace(RELIEF, terms=terms),
        RoyaltyRate(50_000, SOURCES.rate("royalty_ppm", "r", 1)),
        subject(Method.RELIEF_FROM_ROYALTY, right),
    )

    assert statutory_life_years([right]) == years
    assert found.before_benefit is not None
    assert found.value == pytest.approx(found.before_benefit * tax_amortisation_factor(306_200, years, 100_000))


def test_a_pool_counts_its_longest_life_and_none_where_a_right_has_none() -> None:
    work = Copyright(
        id="C", title="C", jurisdiction="JP", owners=(OwnerShare("Maker", 1_000_000),), authorship=Authorship.FILM
    )

    assert statutory_life_years([registered(Patent), registered(Trademark)]) == 10
    assert statutory_life_years([registered(Patent), work]) == 0
    assert statutory_life_years([]) == 0
