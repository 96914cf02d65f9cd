"""Royalty deals that Hastructure ran, put as deal files: every payment comes out to the last cent."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from tests.waterfall.oracles.hastructure import read_hastructure
from tests.waterfall.oracles.numbers import Case, Table, UnknownTermError, cents
from tests.waterfall.oracles.statements import EXECUTORS, Statement

from chizai.deal.program import SlotKind

SHARED = Path(__file__).parents[4] / "shared"
FOLDER = SHARED / "oracles" / "hastructure"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json")) or ["none"]
INTEREST = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)


def oracle_of(shared: Path, name: str) -> Table:
    found: Table = json.loads((shared / "oracles" / "hastructure" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def class_rows(case: Case, statement: Statement, name: str) -> dict[str, tuple[int, ...]]:
    """Give closing balance, interest and principal paid by day; residual cash counts as interest there."""
    of = case.ids[name]
    found: dict[str, tuple[int, ...]] = {}
    for period, paid_on in enumerate(case.paid_on):
        interest = sum(statement.paid(period, kind, of) for kind in INTEREST)
        residual = statement.grown(period, SlotKind.DISTRIBUTED, of)
        principal = statement.paid(period, SlotKind.PRINCIPAL, of)
        found[str(paid_on)] = (statement.closing(period, SlotKind.PRINCIPAL, of), interest + residual, principal)
    return found


def fee_payments(case: Case, statement: Statement, name: str) -> dict[str, int]:
    paid = {str(on): statement.paid(period, SlotKind.FEE, case.ids[name]) for period, on in enumerate(case.paid_on)}
    return {on: amount for on, amount in paid.items() if amount}


def summed(payments: list[tuple[str, float]]) -> dict[str, int]:
    """Sum what the other engine notes in several lines a day."""
    found: dict[str, int] = defaultdict(int)
    for on, amount in payments:
        found[on] += cents(amount)
    return {on: amount for on, amount in found.items() if amount}


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize("name", NAMES)
def test_every_payment_of_the_other_engine_comes_out_to_the_cent(shared: Path, name: str, executor: str) -> None:
    oracle = oracle_of(shared, name)
    case = read_hastructure(oracle)
    statement, expected, last = EXECUTORS[executor](case), oracle["expected"], len(case.paid_on) - 1
    assert [str(on) for on in statement.program.payment_dates[: last + 1]] == oracle["payment_dates"]
    for bond, rows in expected["bonds"].items():
        ours, theirs = class_rows(case, statement, bond), {on: tuple(map(cents, row)) for on, *row in rows}
        assert {on: ours[on] for on in theirs} == theirs
        assert not any(sum(row[1:]) for on, row in ours.items() if on not in theirs)
    for fee, payments in expected.get("fees_paid", {}).items():
        assert fee_payments(case, statement, fee) == summed(payments)
    for account, amount in expected["final_accounts"].items():
        assert statement.closing(last, SlotKind.CASH, case.ids[account]) == cents(amount)
    for bond, due in expected["final_interest_due"].items():
        assert [statement.closing(last, kind, case.ids[bond]) for kind in INTEREST] == list(map(cents, due))


def test_a_clean_up_call_ends_a_deal_that_could_have_gone_on(shared: Path) -> None:
    oracle = oracle_of(shared, "ip08_cleanup_call")
    case = read_hastructure(oracle)
    statement = EXECUTORS["exact"](case)
    n_reported, n_periods = len(oracle["payment_dates"]), len(statement.program.payment_dates)
    assert n_reported < n_periods
    collected = [statement.closing(period, SlotKind.INFLOW, "") for period in range(n_periods)]
    assert all(collected[:n_reported])
    assert not any(collected[n_reported:])


def test_the_order_of_a_clean_up_call_takes_the_place_of_the_other(shared: Path) -> None:
    oracle = oracle_of(shared, "ip08_cleanup_call")
    oracle["waterfall"]["cleanup"] = [op for op in oracle["waterfall"]["cleanup"] if op["op"] != "pay_interest"]
    case = read_hastructure(oracle)
    exact, vector = (carry_out(case) for carry_out in EXECUTORS.values())
    assert exact == vector
    before, called = list(class_rows(case, exact, "B").values())[-2:]
    assert before == tuple(map(cents, oracle["expected"]["bonds"]["B"][-2][1:]))
    assert called == (0, 0, cents(5351304.88))


@pytest.mark.parametrize(
    ("path", "term"),
    [
        (("swap",), {}),
        (("waterfall", "accelerated"), []),
        (("bonds", "A", "step_up"), 0.01),
        (("bonds", "A", "kind"), "floater"),
        (("accounts", "acc", "interest"), 0.01),
        (("fees",), {"audit": {"type": "per_hour"}}),
        (("waterfall", "normal"), [{"op": "pay_interest", "account": "acc", "bonds": ["A"], "limit": 1}]),
    ],
)
def test_a_term_that_nobody_here_reads_is_refused_and_never_skipped(
    shared: Path, path: tuple[str, ...], term: object
) -> None:
    oracle = oracle_of(shared, "ip01_sequential")
    table = oracle
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = term
    with pytest.raises(UnknownTermError):
        read_hastructure(oracle)
