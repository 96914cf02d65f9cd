"""A year of quarters: 12 % on 1,000,000 earns 30,000 a quarter (30E/360), and a quarter of it is scheduled."""

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.metrics.debt_service import debt_service_coverage
from chizai.metrics.returns import HoldingReturn, holding_returns
from chizai.units.result import Ok
from chizai.waterfall.exact import ExactRun, run_exact

DEAL = """
id = "year"
title = "One year"
title_ja = "一年"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
schedule = { final_payment_on = 2026-01-01, months = 3, business_days = "every-day", roll = "none" }
parties = [
    { id = "servicer", role = "servicer", name = "Servicer" },
    { id = "owner", role = "originator", name = "Owner" },
]
accounts = [{ id = "cash" }]
fees = [{ id = "servicing", payee = "servicer", amount_minor = 10_000 }]

[[classes]]
id = "A"
kind = "note"
balance_minor = 1_000_000
unit_minor = 100_000
coupon_ppm_annual = 120_000
day_count = "30E/360"
scheduled_principal_ppm = 250_000
sales_fee_ppm = 30_000

[[classes]]
id = "B"
kind = "note"
balance_minor = 100_000
unit_minor = 100_000
issue_price_ppm = 0

[[clauses]]
id = "fees"
pay = "fee"
to = ["servicing"]
source = "cash"

[[clauses]]
id = "interest"
pay = "interest"
to = ["A"]
source = "cash"

[[clauses]]
id = "schedule"
pay = "scheduled-principal"
to = ["A"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["B"]
source = "cash"
"""


def deal_and_run(*inflows_minor: int, text: str = DEAL) -> tuple[Deal, ExactRun]:
    read = read_deal(text)
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    return read.value, run_exact(compiled.value, inflows_minor)


def test_cover_is_collections_less_fees_over_interest_and_scheduled_principal() -> None:
    cover = debt_service_coverage(*deal_and_run(430_000, 282_500, 275_000, 267_500))
    # due 280,000, then 272,500, 265,000 and 257,500 as the balance falls
    assert cover == (1_500_000, 1_000_000, 1_000_000, 1_000_000)


def test_a_fee_that_a_reserve_pays_takes_nothing_from_debt_service() -> None:
    of_reserve = DEAL.replace('accounts = [{ id = "cash" }]', 'accounts = [{ id = "cash" }, { id = "costs" }]').replace(
        'to = ["servicing"]\nsource = "cash"', 'to = ["servicing"]\nsource = "costs"'
    )
    funded = of_reserve.replace('{ id = "costs" }', '{ id = "costs", opening_minor = 40_000 }')
    emptied = funded.replace(
        '[[clauses]]\nid = "rest"',
        '[[clauses]]\nid = "back"\npay = "transfer"\nto = ["cash"]\nsource = "costs"\nwhen = "final-period"\n\n'
        '[[clauses]]\nid = "rest"',
    )
    cover = debt_service_coverage(*deal_and_run(280_000, 272_500, 0, 0, text=emptied))
    assert cover[:3] == (1_000_000, 1_000_000, 0)


def test_what_was_not_paid_is_due_again_with_interest_and_lowers_the_next_cover() -> None:
    cover = debt_service_coverage(*deal_and_run(10_000, 10_000 + 560_900, 0, 0))
    # second quarter: 30,000 unpaid + 900 on it + 30,000 interest, and two instalments of 250,000
    assert cover[:2] == (0, 1_000_000)
    assert cover[2] == 0


def test_the_return_of_a_class_counts_all_that_its_holders_paid_and_got() -> None:
    returns = holding_returns(*deal_and_run(290_000, 282_500, 275_000, 267_500))
    # received 1,000,000 + 30,000 + 22,500 + 15,000 + 7,500
    assert returns == (
        HoldingReturn(
            class_id="A",
            paid_minor=1_000_000,
            fee_minor=30_000,
            received_minor=1_075_000,
            gross_ppm=75_000,
            after_fee_ppm=45_000 * 1_000_000 // 1_030_000,
        ),
    )
