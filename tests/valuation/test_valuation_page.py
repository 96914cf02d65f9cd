import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.result import Ok
from chizai.units.toml import STRICT, read_toml
from chizai.valuation.appraisal_check import check_appraisals
from chizai.valuation.assumptions import Appraisal, ValuationAssumptions
from chizai.valuation.excess import excess_earnings
from chizai.valuation.income import value_receipts
from chizai.valuation.income_terms import ContributoryAsset, ExcessEarnings, IncomeTerms, WithAndWithout
from chizai.valuation.methods import Method
from chizai.valuation.sources import Sources
from chizai.valuation.tax_lives import TAX_LIVES
from chizai.valuation.with_without import with_and_without
from chizai.valuation.yearly import Subject

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", currency="JPY")
TERMS = IncomeTerms(discount_ppm_annual=120_000, tax_ppm=250_000, tax_life_years=0)
PATENT = Patent(
    id="P1",
    title="Modem",
    jurisdiction="JP",
    owners=(OwnerShare("Maker", 1_000_000),),
    number="6000001",
    filed_on=date(2015, 4, 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page's block of TOML holds."""

    __pydantic_config__ = STRICT

    appraisals: tuple[Appraisal, ...]


@pytest.fixture(scope="module")
def page(project_root: Path) -> str:
    return (project_root / "docs" / "valuation.md").read_text(encoding="utf-8")


def test_the_page_s_appraisal_is_read_and_sound(page: str) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)

    read = read_toml(block, "inputs.toml", Page)

    assert isinstance(read, Ok), read
    assert check_appraisals(read.value.appraisals, Pool((PATENT,), (), (), ())) == ()


def test_the_page_names_every_list_of_an_appraisal(page: str) -> None:
    lists = [name for name, field in Appraisal.__dataclass_fields__.items() if field.default == ()]

    assert [name for name in lists if name not in page] == []


def test_the_page_s_small_examples_come_out(page: str) -> None:
    assets = (
        ContributoryAsset(id="plant", fair_value_minor=(2_000,), return_ppm_annual=100_000),
        ContributoryAsset(id="stock", fair_value_minor=(1_001,), return_ppm_annual=50_000),
    )
    excess = ExcessEarnings(id="m", earnings_minor=(1_000,), assets=assets, terms=TERMS)
    both = WithAndWithout(id="m", with_minor=(1_000,), without_minor=(600,), probability_ppm=800_000, terms=TERMS)
    as_of_on = date(2026, 9, 30)
    receipt = Receipt(as_of_on + timedelta(365), "L1", 1_000_000, is_actual=False, origin=Explained("cash", "1"))
    cash = value_receipts([receipt], {"L1": "JPY"}, ValuationAssumptions(discount_ppm_annual=80_000), as_of_on)
    assert isinstance(cash, Ok)
    found = (
        excess_earnings(excess, Subject("m", Method.EXCESS_EARNINGS, (), SOURCES)).value_minor,
        with_and_without(both, Subject("m", Method.WITH_AND_WITHOUT, (), SOURCES)).value_minor,
        cash.value.value_minor,
    )

    assert [f"{value:,}" for value in found if f"**{value:,}**" not in page] == []
    assert found == (446, 214, 925_925)


@pytest.mark.parametrize(
    "number", ["159,167.92", "194,163.77", "1.256588", "1.272525", "906.87", "10.4506", "37.422 million"]
)
def test_the_page_states_the_numbers_that_other_tests_hold(page: str, number: str) -> None:
    assert f"**{number}**" in page


def test_the_page_states_the_tax_lives(page: str) -> None:
    words = " ".join(page.split())

    assert "patent 8, utility model 5, design 7, trademark 10 years" in words
    assert TAX_LIVES == {"patent": 8, "utility-model": 5, "design": 7, "trademark": 10}
