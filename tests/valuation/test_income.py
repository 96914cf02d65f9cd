from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import QuantLib as ql  # noqa: N813  # as its own documents call it
from hypothesis import given
from hypothesis import strategies as st

from chizai.assets.licences import Licence
from chizai.assets.owners import OwnerShare
from chizai.assets.pool import Pool
from chizai.assets.rights import Patent
from chizai.forecast.assumptions import ForecastAssumption, ForecastMethod, PlanYear
from chizai.forecast.project import project_receipts
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.result import Failed, Ok, Reason
from chizai.valuation.assumptions import ValuationAssumptions
from chizai.valuation.discounting import present_value, tax_amortisation_factor
from chizai.valuation.income import Valuation, value_receipts

AS_OF_ON = date(2026, 9, 30)
BASE = ValuationAssumptions(discount_ppm_annual=80_000)
CURRENCIES = {"L1": "JPY", "L2": "JPY"}
FLOWS = st.lists(st.tuples(st.integers(1, 9000), st.integers(0, 10**11), st.sampled_from(["L1", "L2"])), max_size=12)


def receipt(days: int, amount_minor: int, licence_id: str = "L1") -> Receipt:
    origin = Explained(f"{licence_id} cash", str(amount_minor))
    return Receipt(AS_OF_ON + timedelta(days), licence_id, amount_minor, is_actual=False, origin=origin)


def value(receipts: list[Receipt], assumptions: ValuationAssumptions = BASE) -> Valuation:
    result = value_receipts(receipts, CURRENCIES, assumptions, AS_OF_ON)
    assert isinstance(result, Ok), result
    return result.value


def changed(**fields: Any) -> ValuationAssumptions:
    return replace(BASE, **fields)


@pytest.mark.parametrize("rate_ppm", [1, 30_000, 80_000, 250_000])
def test_a_level_annuity_is_worth_its_closed_form(rate_ppm: int) -> None:
    """Ten payments of 50 million, each 365 days apart, so that ACT/365F counts whole years."""
    flows = [(AS_OF_ON + timedelta(365 * year), 50_000_000.0) for year in range(1, 11)]
    rate = rate_ppm / 1_000_000

    closed_form = 50_000_000 * (1 - (1 + rate) ** -10) / rate

    # For a tiny rate the closed form itself cancels digits; the sum does not.
    assert present_value(flows, rate_ppm, AS_OF_ON) == pytest.approx(closed_form, rel=1e-9)


@given(FLOWS, st.integers(0, 400_000))
def test_the_present_value_is_quantlib_s(flows: list[tuple[int, int, str]], rate_ppm: int) -> None:
    rate = ql.InterestRate(rate_ppm / 1_000_000, ql.Actual365Fixed(), ql.Compounded, ql.Annual)
    start = ql.Date(AS_OF_ON.day, AS_OF_ON.month, AS_OF_ON.year)
    expected = sum(amount * rate.discountFactor(start, start + days) for days, amount, _ in flows)

    found = present_value([(AS_OF_ON + timedelta(days), amount) for days, amount, _ in flows], rate_ppm, AS_OF_ON)

    assert found == pytest.approx(expected, rel=1e-12)


def test_a_year_s_cash_is_discounted_once_and_rounded_down() -> None:
    assert value([receipt(365, 1_000_000)]).value_minor == 925_925  # 1_000_000 / 1.08


def test_the_tax_amortisation_factor_is_that_of_eight_years_at_ten_percent() -> None:
    assert tax_amortisation_factor(306_200, 8, 100_000) == pytest.approx(1.256588, abs=5e-7)


def test_the_tax_benefit_repays_itself() -> None:
    """The value is the present value plus the tax that its own amortisation saves: the benefit's definition."""
    factor = tax_amortisation_factor(306_200, 8, 100_000)
    saved = sum(0.3062 * factor / 8 / 1.1**year for year in range(1, 9))

    assert 1 + saved == pytest.approx(factor, rel=1e-12)


def test_without_a_tax_life_there_is_no_benefit() -> None:
    assert tax_amortisation_factor(306_200, 0, 100_000) == 1
    assert value([receipt(365, 10**9)], changed(tax_ppm=306_200)).tax_benefit_minor == 0


def test_tax_and_its_benefit_enter_the_value() -> None:
    valuation = value(
        [receipt(365, 1_000_000)], ValuationAssumptions(discount_ppm_annual=100_000, tax_ppm=306_200, tax_life_years=8)
    )

    (line,) = valuation.lines
    assert (line.receipts_minor, line.after_tax_minor, line.present_value_minor) == (1_000_000, 693_800, 630_727)
    assert line.value_minor == 792_564  # 693_800 / 1.1 x 1.256588...
    assert line.tax_benefit_minor == 792_564 - 630_727


def test_past_cash_is_worth_nothing() -> None:
    assert value([receipt(0, 500), receipt(-9, 500)]).value_minor == 0
    assert present_value([(AS_OF_ON, 500.0), (AS_OF_ON - timedelta(9), 500.0)], 80_000, AS_OF_ON) == 0


def test_legal_expiry_cuts_the_value() -> None:
    patent = Patent(
        id="P1",
        title="Modem",
        jurisdiction="JP",
        owners=(OwnerShare("Maker", 1_000_000),),
        number="6000001",
        filed_on=date(2015, 4, 1),
        registered_on=date(2017, 6, 2),
    )
    licence = Licence(id="L1", licensee="Maker", right_ids=("P1",), currency="JPY", starts_on=date(2018, 1, 1))
    plan = tuple(PlanYear(year=year, royalty_minor=100_000_000) for year in range(2027, 2032))
    assumption = ForecastAssumption(licence="L1", method=ForecastMethod.PLAN, plan=plan)

    def undiscounted(right: Patent) -> int:
        projected = project_receipts(Pool((right,), (), (licence,), ()), (assumption,), AS_OF_ON, date(2031, 12, 31))
        assert isinstance(projected, Ok)
        return value(list(projected.value), changed(discount_ppm_annual=0)).value_minor

    assert undiscounted(patent) == 500_000_000
    assert undiscounted(replace(patent, filed_on=date(2008, 12, 31))) == 200_000_000
    assert undiscounted(replace(patent, filed_on=date(2006, 9, 30))) == 0


@given(FLOWS, st.integers(0, 400_000), st.integers(0, 400_000))
def test_value_never_rises_with_the_discount_rate(
    flows: list[tuple[int, int, str]], rate_ppm: int, more_ppm: int
) -> None:
    receipts = [receipt(*flow) for flow in flows]

    low = value(receipts, changed(discount_ppm_annual=rate_ppm))
    high = value(receipts, changed(discount_ppm_annual=rate_ppm + more_ppm))

    assert high.value_minor <= low.value_minor


@given(FLOWS, st.integers(0, 900_000), st.integers(0, 100_000))
@pytest.mark.parametrize("hazard", ["erosion_ppm_annual", "invalidation_ppm_annual"])
def test_value_never_rises_with_erosion_or_invalidation(
    hazard: str, flows: list[tuple[int, int, str]], rate_ppm: int, more_ppm: int
) -> None:
    receipts = [receipt(*flow) for flow in flows]

    less = value(receipts, changed(**{hazard: rate_ppm}))
    more = value(receipts, changed(**{hazard: rate_ppm + more_ppm}))

    assert more.value_minor <= less.value_minor


def test_a_tenth_lost_a_year_takes_a_tenth_of_next_year_s_value() -> None:
    for hazard in ("erosion_ppm_annual", "invalidation_ppm_annual"):
        assert value([receipt(365, 1081)], changed(**{hazard: 100_000})).value_minor == 900  # 1081 x .9 / 1.08 = 900.83


@given(FLOWS, st.integers(0, 900_000), st.integers(0, 20))
def test_every_sum_is_that_of_its_lines(flows: list[tuple[int, int, str]], tax_ppm: int, life_years: int) -> None:
    valuation = value([receipt(*flow) for flow in flows], changed(tax_ppm=tax_ppm, tax_life_years=life_years))

    assert valuation.value_minor == sum(line.value_minor for line in valuation.lines)
    assert valuation.present_value_minor + valuation.tax_benefit_minor == valuation.value_minor
    assert valuation.receipts_minor == sum(amount for _, amount, _ in flows)
    assert type(valuation.value_minor) is int


def test_a_value_explains_itself_down_to_the_receipts() -> None:
    valuation = value([receipt(365, 1_000_000), receipt(730, 5, "L2")], changed(erosion_ppm_annual=1))

    lines = list(valuation.origin.lines())

    assert lines[0] == "value on 2026-09-30: 925,928 JPY  (sum of the licences' values)"
    assert any("eroded by 0.0001% a year" in line for line in lines)
    assert sum("cash" in line for line in lines) == 2


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("discount_ppm_annual", -1),
        ("tax_ppm", 1_000_000),
        ("tax_life_years", -1),
        ("erosion_ppm_annual", 1_000_001),
        ("invalidation_ppm_annual", -1),
    ],
)
def test_an_assumption_out_of_range_is_reported_at_its_key(key: str, wrong: int) -> None:
    result = value_receipts([receipt(1, 1)], CURRENCIES, changed(**{key: wrong}), AS_OF_ON)

    assert isinstance(result, Failed)
    assert [(failure.reason, failure.place.key) for failure in result.failures] == [
        (Reason.OUT_OF_RANGE, f"valuation.{key}")
    ]


def test_receipts_of_two_currencies_have_no_common_value() -> None:
    receipts = [receipt(1, 1), receipt(1, 1, "L2")]

    result = value_receipts(receipts, {"L1": "JPY", "L2": "USD"}, BASE, AS_OF_ON)

    assert isinstance(result, Failed)
    assert "JPY, USD" in result.failures[0].what
