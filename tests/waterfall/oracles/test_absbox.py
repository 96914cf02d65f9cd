"""Deals that AbsBox ran, put as deal files: every row of bonds, fees, accounts, lines and ledgers, to the cent."""

import json
from pathlib import Path

import pytest
from tests.waterfall.oracles.absbox import read_absbox
from tests.waterfall.oracles.absbox_orders import payee_of
from tests.waterfall.oracles.numbers import Case, Table, UnknownTermError, cents
from tests.waterfall.oracles.statements import EXECUTORS, Statement

from chizai.deal.program import SlotKind

FOLDER = Path(__file__).parents[4] / "shared" / "oracles" / "absbox"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json")) or ["none"]

Rows = dict[tuple[str, str], tuple[int, ...]]
"""By name and day: closing balance and payments, in cents."""


def oracle_of(shared: Path, name: str) -> Table:
    found: Table = json.loads((shared / "oracles" / "absbox" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def bond_rows(case: Case, statement: Statement, name: str) -> Rows:
    """Give closing balance, interest and residual paid, principal paid, interest and interest on it still due."""
    of = case.ids[name]
    found: Rows = {}
    kinds = (SlotKind.INTEREST, SlotKind.INTEREST_ON_INTEREST)
    for period, paid_on in enumerate(case.paid_on):
        interest = sum(statement.paid(period, kind, of) for kind in kinds)
        found[name, str(paid_on)] = (
            statement.closing(period, SlotKind.PRINCIPAL, of),
            interest + statement.grown(period, SlotKind.DISTRIBUTED, of),
            statement.paid(period, SlotKind.PRINCIPAL, of),
            *(statement.closing(period, kind, of) for kind in kinds),
        )
    return found


def fee_rows(case: Case, statement: Statement, name: str) -> Rows:
    """Give what is still due, and what was paid; a fee that never falls due has no slot."""
    of, payee = case.ids.get(name, ""), case.ids[payee_of(name)]
    found: Rows = {}
    for period, paid_on in enumerate(case.paid_on):
        paid = statement.paid(period, SlotKind.FEE, of) if of else 0
        residual = statement.grown(period, SlotKind.DISTRIBUTED, payee)
        found[name, str(paid_on)] = (statement.closing(period, SlotKind.FEE, of), paid + residual)
    return found


def closing_rows(case: Case, statement: Statement, kind: SlotKind, name: str) -> Rows:
    days = enumerate(case.paid_on)
    return {(name, str(on)): (statement.closing(period, kind, case.ids[name]),) for period, on in days}


def expected_bonds(oracle: Table) -> Rows:
    found: Rows = {}
    for name, rows in oracle["expected"]["bonds"].items():
        for on, closing, interest, principal, _, _, due, due_on_due, *_ in rows:
            assert (name, on) not in found
            found[name, on] = tuple(map(cents, (closing, interest, principal, due, due_on_due)))
    return found


def expected_fees(oracle: Table) -> Rows:
    found: Rows = {}
    for name, rows in oracle["expected"]["fees"].items():
        for on, due, paid, arrears, _ in rows:
            _, before = found.get((name, on), (0, 0))
            found[name, on] = (cents(due) + cents(arrears), before + cents(paid))
    return found


def expected_closings(days: tuple[str, ...], name: str, rows: list[tuple[str, float]]) -> Rows:
    """Give the last balance noted up to each day."""
    found: Rows = {}
    for day in days:
        noted = [balance for on, balance in rows if on <= day]
        found[name, day] = (cents(noted[-1]) if noted else 0,)
    return found


def differences(ours: Rows, theirs: Rows) -> Rows:
    """Give where ours differ, as ours less theirs; a row that is missing there must pay nothing here."""
    found: Rows = {}
    for key, row in ours.items():
        other = theirs.get(key)
        if other is None:
            other = (row[0], 0, 0, *row[3:]) if len(row) > 2 else (row[0], 0)
        gap = tuple(mine - their for mine, their in zip(row, other, strict=True))
        if any(gap):
            found[key] = gap
    assert theirs.keys() <= ours.keys()
    return found


def all_differences(oracle: Table, case: Case, statement: Statement) -> Rows:
    expected, days = oracle["expected"], tuple(str(on) for on in case.paid_on)
    bonds = [bond_rows(case, statement, name) for name in oracle["deal_input"]["bonds"]]
    fees = [fee_rows(case, statement, name) for name in oracle["deal_input"]["fees"]]
    found = differences({key: row for rows in bonds for key, row in rows.items()}, expected_bonds(oracle))
    found |= differences({key: row for rows in fees for key, row in rows.items()}, expected_fees(oracle))
    for name, rows in expected["accounts"].items():
        theirs = expected_closings(days, name, [(on, balance) for on, balance, *_ in rows])
        found |= differences(closing_rows(case, statement, SlotKind.CASH, name), theirs)
    for table, kind, place in (("liquidity", SlotKind.CLAIM, 2), ("ledgers", SlotKind.LEDGER, 1)):
        for name, item in (expected[table] or {}).items():
            rows = next(value for key, value in item.items() if key.endswith("Stmt"))
            noted = [(row["contents"][0], row["contents"][place]) for row in rows]
            theirs = expected_closings(days, name, noted)
            found |= differences(closing_rows(case, statement, kind, name), theirs)
    return found


KNOWN: dict[str, Rows] = {
    "us-test05": {
        ("B", "2021-08-20"): (0, 0, 0, 171, 0),
        ("B", "2021-09-20"): (0, 0, 0, 212, 0),
        ("B", "2021-10-20"): (0, 0, 0, 205, 0),
        ("B", "2021-11-20"): (0, 0, 0, 212, 0),
        ("B", "2021-12-20"): (0, 0, 0, 205, 0),
        ("B", "2022-01-20"): (0, 0, 0, 212, 0),
    },
}
"""Where we differ, as ours less theirs; `docs/oracles.md` traces each to its convention."""


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_other_engine_comes_out_to_the_cent(shared: Path, name: str, executor: str) -> None:
    oracle = oracle_of(shared, name)
    case = read_absbox(oracle)
    statement = EXECUTORS[executor](case)
    assert all_differences(oracle, case, statement) == KNOWN.get(name, {})
    is_switched = [run["contents"]["tag"] != "Amortizing" for _, run in oracle["waterfall_runs"] if "contents" in run]
    states = [slot.of for slot in statement.program.slots if slot.kind is SlotKind.STATE and "WF-" in slot.of]
    for period, switched in enumerate(is_switched):
        assert any(statement.closing(period, SlotKind.STATE, trigger) for trigger in states) == switched


@pytest.mark.parametrize("name", NAMES)
def test_both_executors_say_the_same_of_every_slot_and_payment(shared: Path, name: str) -> None:
    case = read_absbox(oracle_of(shared, name))
    exact, vector = (carry_out(case) for carry_out in EXECUTORS.values())
    assert exact == vector


def test_a_trigger_of_collections_switches_the_waterfall_of_the_next_payment_date(shared: Path) -> None:
    oracle = oracle_of(shared, "us-test02")
    trigger = oracle["deal_input"]["triggers"]["EndCollectionWF"]["DefaultTrigger"]
    defaulted = {row[0]: row[-1][3] for row in oracle["pool_flows"][1:]}
    trigger["trgCondition"]["contents"][2] = 0.001  # of 2,200: from the first collection after which it is above 2.20
    fired_on = next(on for on, amount in defaulted.items() if amount > 2.2)
    case = read_absbox(oracle)
    statement = EXECUTORS["exact"](case)
    first = bond_rows(case, statement, "A1")
    later = [row for (_, on), row in bond_rows(case, statement, "A2").items() if on > fired_on and first["A1", on][0]]
    earlier = [row for (_, on), row in bond_rows(case, statement, "A2").items() if on < fired_on]
    assert later
    assert not any(principal for _, _, principal, *_ in later)
    assert any(principal for _, _, principal, *_ in earlier)


@pytest.mark.parametrize(
    ("path", "term"),
    [
        (("rateSwap",), {"swap": {}}),
        (("waterfall", "DistributionDay Amortizing"), [{"tag": "BuyAsset", "contents": []}]),
        (("waterfall", "OnClosingDay"), []),
        (("bonds", "A1", "bndType"), {"tag": "Z"}),
        (("bonds", "A1", "bndInterestInfo"), {"tag": "Floater"}),
        (("accounts", "acc01", "accInterest"), {"tag": "BankAccount"}),
        (("fees", "trusteeFee", "feeType"), {"tag": "NumFee", "contents": []}),
        (("collects",), [{"tag": "Collect", "contents": [None, "CollectedRental", "acc01"]}]),
        (("dates", "tag"), "CurrentDates"),
        (("bonds", "A1", "bndRate"), 0.0512345678),
    ],
)
def test_a_term_that_nobody_here_reads_is_refused_and_never_skipped(
    shared: Path, path: tuple[str, ...], term: object
) -> None:
    oracle = oracle_of(shared, "us-test01")
    table = oracle["deal_input"]
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = term
    with pytest.raises(UnknownTermError):
        read_absbox(oracle)
