"""Deals that another engine ran, put as deal files: every payment comes out to the last cent."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from chizai.deal.compile import compile_deal
from chizai.deal.model import Deal
from chizai.deal.text import read_deal
from chizai.units.result import Ok
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun, run_exact
from chizai.waterfall.tables import account_table, class_table, fee_table

HEAD = """
id = "{id}"
title = "{id}"
title_ja = "{id}"
nature = "own"
currency = "USD"
closing_on = {closing}
collection_account = "{account}"
schedule = {{ final_payment_on = {final}, months = 3, end_of_month = true, business_days = "every-day" }}
parties = [{{ id = "provider", role = "servicer", name = "Provider" }}]
"""
ACCOUNT = """
[[accounts]]
id = "{id}"
opening_minor = {opening}
"""
CLASS = """
[[classes]]
id = "{id}"
kind = "note"
balance_minor = {balance}
unit_minor = 100
coupon_ppm_annual = {coupon}
day_count = "{day_count}"
"""
CLAUSE = """
[[clauses]]
id = "{number}-{pay}"
pay = "{pay}"
to = {to}
source = "{source}"
order = "{order}"
"""
FILL_TO_TARGET = {"limit": "reserve_gap"}
PAYS = {
    "transfer": "transfer",
    "pay_fee": "fee",
    "pay_interest": "interest",
    "pay_principal": "principal",
    "pay_residual": "residual",
}


def cents(amount: float) -> int:
    return round(amount * 100)


def ppm(rate: float) -> int:
    return round(rate * 1_000_000)


def fee_text(name: str, fee: dict[str, Any], oracle: dict[str, Any]) -> str:
    text = f'\n[[fees]]\nid = "{name}"\npayee = "provider"\n'
    if fee["type"] == "annual_rate_on_bonds":
        return text + f"balance_ppm_annual = {ppm(fee['rate'])}\nclasses = {list(oracle['bonds'])}\n"
    first = oracle["payment_dates"].index(fee["accrual_dates"][0]) + 1
    return text + f"amount_minor = {cents(fee['amount'])}\nfirst_period = {first}\n"


def deal_text(oracle: dict[str, Any]) -> str:
    """Put an oracle's deal as a deal file."""
    text = HEAD.format(
        id=oracle["id"].replace("_", "-"),
        closing=oracle["closing_date"],
        account=oracle["collection_account"],
        final=oracle["payment_dates"][-1],
    )
    for name, account in oracle["accounts"].items():
        text += ACCOUNT.format(id=name, opening=cents(account["balance"]))
        if "target" in account:
            text += f"target_minor = {cents(account['target']['fixed'])}\n"
    for name, bond in oracle["bonds"].items():
        balance, coupon = cents(bond["balance"]), ppm(bond["rate"])
        text += CLASS.format(id=name, balance=balance, coupon=coupon, day_count=bond["day_count"])
    for name, fee in oracle.get("fees", {}).items():
        text += fee_text(name, fee, oracle)
    for number, clause in enumerate(oracle["waterfall"]["normal"]):
        to = clause.get("bonds") or [clause.get("bond") or clause.get("fee") or clause["to"]]
        order = "pro-rata" if len(to) > 1 else "sequential"
        pay = "top-up" if FILL_TO_TARGET.items() <= clause.items() else PAYS[clause["op"]]
        text += CLAUSE.format(number=number, pay=pay, to=to, source=clause["account"], order=order)
    return text


@pytest.mark.parametrize("name", ["ip01_sequential", "ip02_prorata", "ip04_fees_reserve", "ip05_30360"])
def test_every_payment_of_the_other_engine_comes_out_to_the_cent(shared: Path, tmp_path: Path, name: str) -> None:
    oracle = json.loads((shared / "oracles" / "hastructure" / f"{name}.json").read_text(encoding="utf-8"))
    file = tmp_path / "deal.toml"
    file.write_text(deal_text(oracle), encoding="utf-8")
    deal, run = run_file(file, [cents(amount) for _, amount in oracle["collections"]])
    expected = oracle["expected"]
    assert [str(day) for day in run.program.payment_dates] == oracle["payment_dates"]
    for bond, rows in expected["bonds"].items():
        assert class_rows(run, bond)[: len(rows)] == [(day, *map(cents, amounts)) for day, *amounts in rows]
        assert not any(sum(amounts) for _, *amounts in class_rows(run, bond)[len(rows) :])
    for fee in deal.fees:
        assert fee_payments(run, fee.id) == summed(expected["fees_paid"][fee.id])
    closing = {account.id: account_table(run, account.id)[-1].closing_minor for account in deal.accounts}
    assert closing == {account: cents(amount) for account, amount in expected["final_accounts"].items()}


def run_file(file: Path, inflows_minor: list[int]) -> tuple[Deal, ExactRun]:
    read = read_deal(file.read_text(encoding="utf-8"), file.name)
    assert isinstance(read, Ok), read
    compiled = compile_deal(read.value)
    assert isinstance(compiled, Ok), compiled
    run = run_exact(compiled.value, inflows_minor)
    assert_conserved(run)
    return read.value, run


def class_rows(run: ExactRun, class_id: str) -> list[tuple[str, int, int, int]]:
    """Give a class as the other engine writes it: residual cash counts as interest there."""
    return [
        (
            str(row.paid_on),
            row.closing_minor,
            row.interest_paid_minor + row.residual_paid_minor,
            row.principal_paid_minor,
        )
        for row in class_table(run, class_id)
    ]


def fee_payments(run: ExactRun, fee_id: str) -> dict[str, int]:
    return {str(row.paid_on): row.paid_minor for row in fee_table(run, fee_id)}


def summed(payments: list[tuple[str, float]]) -> dict[str, int]:
    """Sum what the other engine notes in several lines a day."""
    found: dict[str, int] = defaultdict(int)
    for day, amount in payments:
        found[day] += cents(amount)
    return found
