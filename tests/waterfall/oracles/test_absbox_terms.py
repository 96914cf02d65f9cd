"""Terms of AbsBox deals of which no statement is at hand: each put into a deal that is, with what must follow."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.waterfall.oracles.absbox import read_absbox
from tests.waterfall.oracles.numbers import Table, UnknownTermError
from tests.waterfall.oracles.statements import EXECUTORS, Statement

from chizai.deal.program import SlotKind

ACCOUNT = "acc01"
FEES = {"tag": "PayFee", "contents": [None, ACCOUNT, ["trusteeFee"], None]}
RESIDUAL = {"tag": "PayIntResidual", "contents": [None, ACCOUNT, "B"]}


def pay(tag: str, *bonds: str, limit: Table | None = None, support: Table | None = None) -> Table:
    return {"tag": tag, "contents": [limit, ACCOUNT, list(bonds), support]}


INTEREST = pay("AccrueAndPayInt", "A1", "A2")
PRINCIPAL = pay("PayPrin", "A1", "A2")
EQUITY = pay("PayPrin", "B")


@pytest.fixture
def oracle(shared: Path) -> Table:
    """Give a deal of two equal senior bonds and equity, without triggers, that pays fees, interest and principal."""
    file = shared / "oracles" / "absbox" / "us-test02.json"
    found: Table = json.loads(file.read_text(encoding="utf-8"))
    found["deal_input"]["triggers"] = None
    found["deal_input"]["waterfall"] = {"DistributionDay Amortizing": [FEES, INTEREST, PRINCIPAL, EQUITY, RESIDUAL]}
    return found


def run(oracle: Table, *actions: Table) -> Statement:
    """Carry out the deal, with another order if one is given."""
    if actions:
        oracle["deal_input"]["waterfall"] = {"DistributionDay Amortizing": list(actions)}
    case = read_absbox(oracle)
    exact, vector = (carry_out(case) for carry_out in EXECUTORS.values())
    assert exact == vector
    return exact


def paid(statement: Statement, kind: SlotKind, of: str) -> list[int]:
    return [statement.paid(period, kind, of) for period in range(len(statement.payments))]


def held(statement: Statement, kind: SlotKind, of: str) -> list[int]:
    return [statement.closing(period, kind, of) for period in range(len(statement.payments))]


def days(statement: Statement) -> list[str]:
    return [str(on) for on in statement.program.payment_dates]


def test_payments_by_sequence_serve_the_first_bond_first(oracle: Table) -> None:
    statement = run(oracle, FEES, INTEREST, pay("PayPrinBySeq", "A1", "A2"), EQUITY, RESIDUAL)
    second = paid(statement, SlotKind.PRINCIPAL, "A2")
    assert any(second)
    assert not any(
        amount for amount, left in zip(second, held(statement, SlotKind.PRINCIPAL, "A1"), strict=True) if left
    )


def test_a_limit_by_amount_or_part_holds_in_every_period(oracle: Table) -> None:
    half = {"tag": "DuePct", "contents": 0.5}
    cap = {"tag": "DueCapAmt", "contents": 5}
    fees = {"tag": "PayFee", "contents": [cap, ACCOUNT, ["trusteeFee"], None]}
    statement = run(oracle, fees, INTEREST, pay("PayPrin", "A1", "A2", limit=half), RESIDUAL)
    assert max(paid(statement, SlotKind.FEE, "trusteeFee")) == 500
    principal = [paid(statement, SlotKind.PRINCIPAL, name) for name in ("A1", "A2")]
    residual = [statement.grown(period, SlotKind.DISTRIBUTED, "B") for period in range(len(principal[0]))]
    shares = [(first + second, rest) for first, second, rest in zip(*principal, residual, strict=True) if first]
    assert all(rest - repaid in {0, 1} for repaid, rest in shares[:10])  # while more is owed than there is


def test_a_locked_bond_is_repaid_from_its_day_on(oracle: Table) -> None:
    oracle["deal_input"]["bonds"]["A2"]["bndType"] = {"tag": "Lockout", "contents": "2022-06-20"}
    statement = run(oracle)
    repaid = [on for on, cents in zip(days(statement), paid(statement, SlotKind.PRINCIPAL, "A2"), strict=True) if cents]
    assert repaid[0] == "2022-06-20"
    assert held(statement, SlotKind.PRINCIPAL, "A1")[-1] == held(statement, SlotKind.PRINCIPAL, "A2")[-1] == 0


def test_a_planned_bond_is_paid_to_its_plan_and_freely_before_it(oracle: Table) -> None:
    rows = [["2022-05-20", 350], ["2022-08-20", 100], ["2022-10-20", 0]]
    plan = {"tag": "PAC", "contents": {"tag": "BalanceCurve", "contents": rows}}
    oracle["deal_input"]["bonds"]["A2"]["bndType"] = plan
    statement = run(oracle)
    balance = dict(zip(days(statement), held(statement, SlotKind.PRINCIPAL, "A2"), strict=True))
    assert balance["2022-04-20"] == 34405  # as without a plan
    assert balance["2022-05-20"] == balance["2022-07-20"] == 34405  # the plan is still above it
    assert balance["2022-08-20"] < 34405


def test_a_recurring_fee_on_a_payment_date_is_first_paid_on_the_next(oracle: Table) -> None:
    custom = {"tag": "DayOfMonth", "contents": 20}
    oracle["deal_input"]["fees"]["trusteeFee"]["feeType"] = {"tag": "RecurFee", "contents": [custom, 3]}
    statement = run(oracle)
    due = [
        fee + left
        for fee, left in zip(
            paid(statement, SlotKind.FEE, "trusteeFee"), held(statement, SlotKind.FEE, "trusteeFee"), strict=True
        )
    ]
    assert due[:3] == [600, 600, 900]  # two before 26 July; that of 20 August is first due in September


def test_an_annual_fee_is_due_only_where_it_is_worked_out(oracle: Table) -> None:
    base = [{"tag": "CurrentBondBalance"}, {"tag": "Constant", "contents": 0.02}]
    oracle["deal_input"]["fees"]["trusteeFee"]["feeType"] = {"tag": "AnnualRateFee", "contents": base}
    without = run(oracle)
    assert not any(slot.kind is SlotKind.FEE for slot in without.program.slots)
    worked_out = FEES | {"tag": "CalcAndPayFee"}
    statement = run(oracle, worked_out, INTEREST, PRINCIPAL, EQUITY, RESIDUAL)
    assert held(statement, SlotKind.FEE, "trusteeFee")[0] == 2 * (50000 * 41 // 365 * 2 + 100000 * 41 // 365) // 100


def test_a_reserve_is_filled_to_its_target_and_supports_interest(oracle: Table) -> None:
    parts = [
        {"tag": "FixReserve", "contents": 20},
        {"tag": "PctReserve", "contents": [{"tag": "CurrentBondBalance"}, 0.03]},
    ]
    reserve = {"accBalance": 60, "accName": "res", "accType": {"tag": "Max", "contents": parts}}
    oracle["deal_input"]["accounts"]["res"] = reserve | {"accInterest": None, "accStmt": None}
    gap = {"tag": "DS", "contents": {"tag": "ReserveGap", "contents": ["res"]}}
    top_up = {"tag": "Transfer", "contents": [gap, ACCOUNT, "res", None]}
    support = {"tag": "SupportAccount", "contents": ["res", None]}
    excess = {"tag": "DS", "contents": {"tag": "ReserveExcess", "contents": ["res"]}}
    release = {"tag": "Transfer", "contents": [excess, "res", ACCOUNT, None]}
    supported = pay("AccrueAndPayInt", "A1", support=support)
    statement = run(oracle, release, FEES, supported, pay("AccrueAndPayInt", "A2"), top_up, PRINCIPAL, EQUITY, RESIDUAL)
    first_due = 50000 * 7 * 41 // 36500
    assert paid(statement, SlotKind.INTEREST, "A1")[0] == first_due
    assert held(statement, SlotKind.CASH, "res")[0] == 6000 - first_due
    balances = {
        on: sum(statement.closing(n, SlotKind.PRINCIPAL, of) for of in ("A1", "A2", "B"))
        for n, on in enumerate(days(statement))
    }
    filled = dict(zip(days(statement), held(statement, SlotKind.CASH, "res"), strict=True))
    assert filled["2022-09-20"] == max(2000, balances["2022-08-20"] * 3 // 100)
    assert filled["2023-06-20"] == 2000


def test_collections_by_part_go_where_they_are_to_go(oracle: Table) -> None:
    plain = run(oracle)
    oracle["deal_input"]["accounts"]["other"] = dict(oracle["deal_input"]["accounts"][ACCOUNT])
    shares = [[0.3, ACCOUNT], [0.7, "other"]]
    oracle["deal_input"]["collects"][0] = {"tag": "CollectByPct", "contents": [None, "CollectedInterest", shares]}
    statement = run(oracle)
    into_other = sum(held(statement, SlotKind.INFLOW, "into-other"))
    everything = sum(held(statement, SlotKind.INFLOW, ""))
    lost = sum(held(plain, SlotKind.INFLOW, "")) - everything
    assert 0 < into_other < everything
    assert 0 <= lost <= 2 * len(days(statement))


def test_actions_under_a_test_or_its_opposite_take_turns(oracle: Table) -> None:
    from_june = {"tag": "IfDate", "contents": ["GE", "2022-06-01"]}
    switch = {
        "tag": "ActionWithPre2",
        "contents": [from_june, [pay("PayPrin", "A1"), pay("PayPrin", "A2")], [PRINCIPAL]],
    }
    statement = run(oracle, FEES, INTEREST, switch, EQUITY, RESIDUAL)
    second = dict(zip(days(statement), paid(statement, SlotKind.PRINCIPAL, "A2"), strict=True))
    assert second["2022-05-20"] > 0
    assert second["2022-06-20"] == second["2022-07-20"] == 0


@pytest.mark.parametrize("point", ["BeginDistributionWF", "EndDistributionWF"])
def test_a_trigger_around_payments_switches_those_of_the_date_after(oracle: Table, point: str) -> None:
    condition = {"tag": "If", "contents": ["LE", {"tag": "CurrentBondBalanceOf", "contents": ["A1"]}, 300]}
    effect = {"tag": "DealStatusTo", "contents": {"tag": "DealAccelerated", "contents": None}}
    trigger = {"trgName": "", "trgCondition": condition, "trgEffects": effect, "trgStatus": False, "trgCurable": False}
    oracle["deal_input"]["triggers"] = {point: {"short": trigger}}
    orders = oracle["deal_input"]["waterfall"]
    orders["DistributionDay (DealAccelerated Nothing)"] = [FEES, INTEREST, pay("PayPrin", "A1"), RESIDUAL]
    statement = run(oracle)
    balances = held(statement, SlotKind.PRINCIPAL, "A1")
    below = next(period for period, balance in enumerate(balances) if balance <= 30000)
    lag = 1 if point == "EndDistributionWF" else 2  # tested a date later, on what the date before left
    second = paid(statement, SlotKind.PRINCIPAL, "A2")
    assert all(second[below : below + lag])
    assert not any(second[below + lag :])


def test_a_status_of_a_trigger_without_effect_can_be_asked_and_cured(oracle: Table) -> None:
    condition = {"tag": "If", "contents": ["G", {"tag": "CurrentBondBalanceOf", "contents": ["A1"]}, 300]}
    trigger = {"trgName": "", "trgCondition": condition, "trgEffects": {"tag": "DoNothing"}, "trgStatus": False}
    oracle["deal_input"]["triggers"] = {"EndDistributionWF": {"long": trigger | {"trgCurable": True}}}
    asked = {"tag": "IfBool", "contents": [{"tag": "TriggersStatus", "contents": ["EndDistributionWF", "long"]}, True]}
    held_back: dict[str, Any] = {"tag": "ActionWithPre", "contents": [asked, [pay("PayPrin", "A1")]]}
    statement = run(oracle, FEES, INTEREST, held_back, pay("PayPrin", "A2"), RESIDUAL)
    last = held(statement, SlotKind.PRINCIPAL, "A1")[-1]
    assert 0 < last <= 30000


def test_a_condition_that_its_own_actions_change_is_refused(oracle: Table) -> None:
    while_long = {"tag": "If", "contents": ["G", {"tag": "CurrentBondBalanceOf", "contents": ["A1"]}, 300]}
    block = {"tag": "ActionWithPre", "contents": [while_long, [pay("PayPrin", "A1"), pay("PayPrin", "A2")]]}
    with pytest.raises(UnknownTermError):
        run(oracle, FEES, INTEREST, block, RESIDUAL)


def test_interest_worked_out_after_principal_was_paid_is_refused(oracle: Table) -> None:
    with pytest.raises(UnknownTermError):
        run(oracle, FEES, PRINCIPAL, INTEREST, RESIDUAL)


def test_a_called_deal_ends_with_its_clean_up(shared: Path) -> None:
    file = shared / "oracles" / "absbox" / "china-test03.json"
    called: Table = json.loads(file.read_text(encoding="utf-8"))
    called["waterfall_runs"] = [*called["waterfall_runs"][:21], ["2022-09-26", {"tag": "CleanUp"}]]
    statement = run(called)
    on_sale = 6805 + 1701 + 35 + 76  # the pool of 31 August, and what it had paid in that month
    assert days(statement)[-1] == "2022-09-26"
    grown = [statement.grown(len(statement.payments) - 1, SlotKind.DISTRIBUTED, of) for of in ("payee-1", "B")]
    fee = statement.paid(len(statement.payments) - 1, SlotKind.FEE, "fee-1")
    assert fee + grown[0] == on_sale * 7 // 10
    assert fee == 2500
    assert sum(grown) + fee == on_sale
