"""A small deal worked by hand: each number below can be followed with a pencil."""

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.program import COLLECTIONS_MAX_MINOR
from chizai.deal.text import read_deal
from chizai.forecast.receipts import Collections, Receipt
from chizai.units.explain import Explained
from chizai.units.result import Ok, Place
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.explain import Explainer
from chizai.waterfall.inputs import RunInputs
from chizai.waterfall.journal import CLOSING, journal
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table, residual_paid

# Quarters of 90 days over 360: 12 % a year is 3 % a quarter.
DEAL = """
id = "by-hand"
title = "By hand"
title_ja = "手計算"
nature = "demonstration"
currency = "JPY"
closing_on = 2025-01-01
collection_account = "cash"
closing_costs_minor = 500
schedule = { final_payment_on = 2026-01-01, months = 3, business_days = "every-day" }
parties = [
    { id = "servicer", role = "servicer", name = "Servicer" },
    { id = "bank", role = "guarantor", name = "Bank" },
]
accounts = [{ id = "cash" }, { id = "reserve", opening_minor = 1_000, target_minor = 1_000 }]
fees = [{ id = "servicing", payee = "servicer", collections_ppm = 50_000, consumption_tax_ppm = 100_000 }]
guarantees = [{ id = "cover", provider = "bank", limit_minor = 2_000 }]

[[classes]]
id = "A"
kind = "specified-bond"
balance_minor = 100_000
unit_minor = 1_000
coupon_ppm_annual = 120_000
day_count = "30E/360"
issue_price_ppm = 990_000

[[classes]]
id = "B"
kind = "preferred-equity"
balance_minor = 20_000
unit_minor = 1_000
issue_price_ppm = 1_010_000

[[clauses]]
id = "servicing-fee"
pay = "fee"
to = ["servicing"]
source = "cash"

[[clauses]]
id = "interest"
pay = "interest"
to = ["A"]
source = "cash"

[[clauses]]
id = "covered-interest"
pay = "interest"
to = ["A"]
source = "cover"

[[clauses]]
id = "repay-bank"
pay = "reimbursement"
to = ["cover"]
source = "cash"
limit_minor = 1_500

[[clauses]]
id = "fill-reserve"
pay = "top-up"
to = ["reserve"]
source = "cash"

[[clauses]]
id = "release-reserve"
pay = "transfer"
to = ["cash"]
source = "reserve"
when = "final-period"

[[clauses]]
id = "principal"
pay = "principal"
to = ["A", "B"]
source = "cash"

[[clauses]]
id = "rest"
pay = "residual"
to = ["servicer"]
source = "cash"
"""
COLLECTED = (43_000, 0, 800, 91_000)


def deal_and_run(text: str = DEAL) -> tuple[Deal, ExactRun]:
    read = read_deal(text)
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    run = run_exact(compiled.value, COLLECTED)
    assert_conserved(run)
    return read.value, run


def test_a_fee_is_a_share_of_collections_and_its_tax() -> None:
    _, run = deal_and_run()
    # 5 % of collections and 10 % of that: 2,150 + 215, nothing, 40 + 4, 4,550 + 455
    assert [row.paid_minor for row in fee_table(run, "servicing")] == [2_365, 0, 44, 5_005]


def test_interest_runs_on_the_balance_and_on_unpaid_interest() -> None:
    _, run = deal_and_run()
    assert [(row.interest_due_minor, row.interest_paid_minor) for row in class_table(run, "A")] == [
        (3_000, 3_000),  # 3 % of 100,000
        (1_870, 1_870),  # 3 % of 62,365 is 1,870.95; nothing is collected, so the bank pays
        (1_870, 886),  # 800 - 44 = 756 of cash, and the 130 that the guarantee has left
        (2_883, 2_883),  # 984 unpaid, 3 % of it is 29.52, and 1,870 again
    ]


def test_principal_is_repaid_by_rank_and_the_rest_goes_to_the_residual() -> None:
    _, run = deal_and_run()
    # first quarter: 43,000 - 2,365 - 3,000
    assert [row.principal_paid_minor for row in class_table(run, "A")] == [37_635, 0, 0, 62_365]
    assert [row.closing_minor for row in class_table(run, "A")] == [62_365, 62_365, 62_365, 0]
    # last: 91,000 - 5,005 - 2,883 - 1,500 to the bank + 1,000 of the reserve - 62,365 = 20,247
    assert [row.principal_paid_minor for row in class_table(run, "B")] == [0, 0, 0, 20_000]
    assert [residual_paid(run, period, "servicer") for period in range(4)] == [0, 0, 0, 247]


def test_the_guarantor_is_repaid_up_to_the_limit_of_the_clause() -> None:
    _, run = deal_and_run()
    rows = guarantee_table(run, "cover")
    assert [(row.drawn_minor, row.reimbursed_minor) for row in rows] == [(0, 0), (1_870, 0), (130, 0), (0, 1_500)]
    assert [(row.left_minor, row.claim_minor) for row in rows] == [(2_000, 0), (130, 1_870), (0, 2_000), (0, 500)]


def test_accounts_show_what_came_in_and_went_out() -> None:
    _, run = deal_and_run()
    cash, reserve = account_table(run, "cash")[-1], account_table(run, "reserve")[-1]
    assert (cash.opening_minor, cash.received_minor, cash.paid_out_minor, cash.closing_minor) == (0, 92_000, 92_000, 0)
    assert (reserve.opening_minor, reserve.received_minor, reserve.closing_minor) == (1_000, 0, 0)


def test_the_journal_of_closing_and_of_the_second_quarter() -> None:
    deal, run = deal_and_run()
    entries = [(each.period, each.debit, each.credit, each.amount_minor, each.clause) for each in journal(deal, run)]
    # raised 99,000 + 20,200, less 500 of costs and 1,000 for the reserve
    assert [entry[1:4] for entry in entries if entry[0] == CLOSING] == [
        ("closing-funds", "principal:A", 99_000),
        ("issue-discount:A", "principal:A", 1_000),
        ("closing-funds", "principal:B", 20_000),
        ("closing-funds", "issue-premium:B", 200),
        ("intellectual-property", "closing-funds", 117_700),
        ("closing-costs", "closing-funds", 500),
        ("cash:reserve", "closing-funds", 1_000),
    ]
    assert [entry[1:] for entry in entries if entry[0] == 1] == [
        ("expense:interest:A", "interest:A", 1_870, "accrual"),
        ("interest:A", "claim:cover", 1_870, "covered-interest"),
    ]


def test_a_payment_is_explained_by_the_least_of_what_is_there_and_what_is_due() -> None:
    deal, run = deal_and_run()
    origins = [Explained("royalty of L1", "800 JPY", source=Place("royalties.csv", 7, "royalty"))]
    receipts = tuple(Receipt(run.program.payment_dates[2], "L1", 800, is_actual=True, origin=each) for each in origins)
    explainer = Explainer(deal, run, RunInputs(deal, run.program, Collections(((), (), receipts, ())), {}))
    assert list(explainer.explain("class", "A", "interest_unpaid", 2).lines()) == [
        "class A, interest unpaid on 2025-10-01: 984 JPY  (the opening balance and these movements)",
        "  opening interest:A: 0 JPY  (after 2025-07-01)",
        "  accrual: 1,870 JPY  (62,365 JPY x 12% x 90/360, rounded down)",
        "    principal:A: 62,365 JPY  (after 2025-07-01)",
        "  clause interest: -756 JPY  (from cash:cash to interest:A)",
        "  clause covered-interest: -130 JPY  (from guarantee-left:cover to interest:A)",
        "  opening interest-on-interest:A: 0 JPY  (after 2025-07-01)",
    ]
    paid = list(explainer.explain("class", "A", "interest_paid", 2).lines())
    assert "      collections of the period: 800 JPY  (1 receipt)" in paid
    assert "        royalty of L1: 800 JPY  <royalties.csv:7: royalty>" in paid


def test_that_nothing_was_collected_is_part_of_the_explanation() -> None:
    deal, run = deal_and_run()
    inputs = RunInputs(deal, run.program, Collections(((), (), (), ())), {})
    explained = Explainer(deal, run, inputs).explain_class("A", 1)
    assert explained.value == "1,870 JPY"
    assert "        collections of the period: 0 JPY  (0 receipts)" in explained.lines()


@pytest.mark.parametrize(
    ("inflows_minor", "says"),
    [
        ((0, 0, 0), "3 numbers of collections for 4 periods"),
        ((0, 0, 0, -1), "outside 0 to"),
        ((0, 0, 0, COLLECTIONS_MAX_MINOR + 1), "outside 0 to"),
    ],
)
def test_inflows_that_the_program_was_not_compiled_for_are_refused(inflows_minor: tuple[int, ...], says: str) -> None:
    _, run = deal_and_run()
    with pytest.raises(ValueError, match=says):
        run_exact(run.program, inflows_minor)


def test_numbers_for_more_inputs_than_the_program_has_are_refused() -> None:
    _, run = deal_and_run()
    with pytest.raises(ValueError, match="numbers for 2 inputs, but the program has 1"):
        run_exact(run.program, COLLECTED, [COLLECTED])


def test_a_ratio_is_explained_by_all_three_numbers_that_it_may_take() -> None:
    limit = 'limit = "ratio(collections(), fee-due(servicing), 0.5) * 1_000"'
    deal, run = deal_and_run(DEAL.replace("limit_minor = 1_500", limit))
    inputs = RunInputs(deal, run.program, Collections(((), (), (), ())), {})
    lines = list(Explainer(deal, run, inputs).explain("guarantee", "cover", "reimbursed", 3).lines())
    assert lines[0] == "guarantee cover, reimbursed on 2026-01-01: 500 JPY  (the sum of these movements)"
    below = [line[16:] for line in lines[lines.index(" " * 12 + "work:repay-bank:limit:ratio: 50%") + 2 :]]
    assert [line for line in below if not line.startswith(" ")] == [
        "collections of the period: 91,000 JPY  (0 receipts)",
        "fee:servicing: 0 JPY  (the opening balance and what changed it since)",
        "work:repay-bank:limit:500000: 50%",
    ]
