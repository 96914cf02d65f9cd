"""What a deal costs the originator, against rates that can be told beforehand."""

from typing import Any

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.text import read_deal
from chizai.metrics.funding_cost import CostStep, FundingCost, funding_cost
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact

DEAL = """
id = "loan"
title = "Loan"
title_ja = "ローン"
nature = "own"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "collection"
closing_costs_minor = {costs}
[schedule]
final_payment_on = 2027-01-01
months = 12
business_days = "every-day"
[[parties]]
id = "owner"
role = "originator"
name = "Owner"
[[parties]]
id = "agent"
role = "servicer"
name = "Agent"
[[accounts]]
id = "collection"
[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000_000_000
unit_minor = 1_000_000
coupon_ppm_annual = 50_000
retained_ppm = {retained}
[[fees]]
id = "fee"
payee = "agent"
amount_minor = {fee}
{inflow}
[[clauses]]
id = "fees"
pay = "fee"
to = ["fee"]
source = "collection"
[[clauses]]
id = "interest"
pay = "interest"
to = ["A"]
source = "collection"
[[clauses]]
id = "principal"
pay = "principal"
to = ["A"]
source = "collection"
when = "{principal}"
[[clauses]]
id = "rest"
pay = "residual"
to = ["owner"]
source = "collection"
"""


def cost(collected: tuple[int, ...] = (60_000_000, 1_060_000_000), **terms: Any) -> FundingCost:
    text = DEAL.format(**{"costs": 0, "fee": 1, "retained": 0, "inflow": "", "principal": "final-period", **terms})
    deal = read_deal(text, "deal.toml")
    assert isinstance(deal, Ok), deal
    program = compile_deal(deal.value, "deal.toml")
    assert isinstance(program, Ok), program
    return funding_cost(deal.value, run_exact(program.value, collected))


def rate(found: FundingCost, step: CostStep) -> float | None:
    return next(line.rate_annual for line in found.lines if line.step is step)


def test_without_fees_and_costs_every_step_is_the_coupon() -> None:
    found = cost()
    for step in CostStep:
        assert rate(found, step) == pytest.approx(0.05, abs=1e-8)


def test_a_yearly_fee_of_a_percent_of_the_balance_adds_a_percent() -> None:
    found = cost(fee=10_000_000)
    assert rate(found, CostStep.HOLDERS) == pytest.approx(0.05, abs=1e-8)
    assert rate(found, CostStep.FEES) == pytest.approx(0.06, abs=1e-8)
    assert rate(found, CostStep.ALL_IN) == pytest.approx(0.06, abs=1e-8)
    assert found.fees_minor == 20_000_000


def test_costs_at_closing_are_money_that_does_not_come_in() -> None:
    found = cost(costs=20_000_000)
    # 980 in; 50 after a year and 1,050 after two: 980 x^2 - 50 x - 1,050 = 0 with x = 1 + rate
    expected = (50 + (50**2 + 4 * 980 * 1050) ** 0.5) / (2 * 980) - 1
    assert rate(found, CostStep.COSTS) == pytest.approx(expected, abs=1e-8)
    assert rate(found, CostStep.ALL_IN) == pytest.approx(expected, abs=1e-8)
    assert rate(found, CostStep.FEES) == pytest.approx(0.05, abs=1e-8)


def test_what_the_originator_keeps_is_no_funding() -> None:
    found = cost(retained=250_000)
    assert found.retained_minor == 250_000_000
    holders = found.lines[0]
    assert (holders.received_minor, holders.paid_minor) == (750_000_000, 37_500_000 + 787_500_000)
    assert holders.rate_annual == pytest.approx(0.05, abs=1e-8)


def test_money_that_never_comes_back_has_no_rate() -> None:
    assert rate(cost(collected=(0, 0)), CostStep.HOLDERS) is None


def test_a_refinancing_that_repays_the_holders_is_given_up_as_royalties_are() -> None:
    refinancing = """
[[parties]]
id = "lender"
role = "investor"
name = "Lender"
[[inflows]]
id = "refinancing"
payer = "lender"
account = "collection"
amount = "principal(A)"
condition = "final()"
"""
    found = cost(collected=(60_000_000, 60_000_000), inflow=refinancing)
    assert rate(found, CostStep.ALL_IN) == pytest.approx(0.05, abs=1e-8)


def test_a_reserve_that_comes_back_late_leaves_the_cost_to_be_read() -> None:
    reserve = """
[[accounts]]
id = "reserve"
opening_minor = 50_000_000
[[clauses]]
id = "reserve-back"
pay = "residual"
to = ["owner"]
source = "reserve"
when = "final-period"
"""
    found = cost(collected=(1_060_000_000, 0), principal="every-period", inflow=reserve)
    # 950 in, 1,050 out after a year and 50 back after two: 950 - 1,050 x + 50 x^2 = 0 with x = 1 / (1 + rate)
    root = (1_050**2 - 4 * 50 * 950) ** 0.5
    rates = (100 / (1_050 + root) - 1, 100 / (1_050 - root) - 1)
    all_in = found.lines[-1]
    assert (all_in.received_minor, all_in.paid_minor) == (1_010_000_000 - found.fees_minor, 1_060_000_000)
    assert all_in.rates_annual == pytest.approx(rates, abs=1e-8)
    assert rate(found, CostStep.ALL_IN) == pytest.approx(rates[1], abs=1e-8)
