"""The journal: each movement once as a debit and once as a credit."""

from collections import Counter
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.closing import closing_flows
from chizai.deal.program import BOOKED, OWED
from chizai.waterfall.conservation import assert_conserved
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.explain import Explainer
from chizai.waterfall.journal import CLOSING, Entry, closing_entries, journal

Cases: TypeAlias = st.SearchStrategy[Explainer]


def balances(entries: tuple[Entry, ...]) -> Counter[str]:
    """Sum debits less credits by account."""
    found: Counter[str] = Counter()
    for entry in entries:
        found[entry.debit] += entry.amount_minor
        found[entry.credit] -= entry.amount_minor
    return found


@given(data=st.data())
def test_the_closing_funds_are_spent_to_the_last_unit(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    flows, booked = closing_flows(case.deal), balances(closing_entries(case.deal))
    assert booked["closing-funds"] == 0
    assert booked["intellectual-property"] == flows.purchase_price_minor
    assert booked["closing-costs"] == case.deal.closing_costs_minor
    for security, (_, raised_minor) in zip(case.deal.classes, flows.raised_minor, strict=True):
        premium = booked[f"issue-premium:{security.id}"] + booked[f"issue-discount:{security.id}"]
        assert booked[f"principal:{security.id}"] == -security.balance_minor
        assert -premium == raised_minor - security.balance_minor


@given(data=st.data())
def test_the_journal_alone_gives_every_closing_balance(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    booked = balances(journal(case.deal, case.run))
    assert sum(booked.values()) == 0
    last = len(case.run.inflows_minor) - 1
    for number, slot in enumerate(case.run.program.slots):
        if slot.kind in BOOKED:
            sign = -1 if slot.kind in OWED else 1
            assert sign * booked[slot.label] == case.run.closing(last, number), slot.label


@given(data=st.data())
def test_entries_stand_in_order_of_time_each_with_an_amount_and_a_cause(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    entries = journal(case.deal, case.run)
    causes = {"closing", "collection", "accrual"} | {clause.id for clause in case.deal.clauses}
    days = {CLOSING: case.deal.closing_on} | dict(enumerate(case.run.program.payment_dates))
    assert [entry.period for entry in entries] == sorted(entry.period for entry in entries)
    for entry in entries:
        assert entry.amount_minor > 0
        assert entry.debit != entry.credit
        assert entry.clause in causes
        assert entry.booked_on == days[entry.period]


def tampered(run: ExactRun, period: int, slot: int, by: int) -> ExactRun:
    """Give a run with one of its balances changed."""
    rows = [list(row) for row in run.balances_minor]
    rows[period][slot] += by
    return replace(run, balances_minor=tuple(map(tuple, rows)))


@given(data=st.data())
def test_a_run_that_was_tampered_with_is_not_conserved(any_case: Cases, data: st.DataObject) -> None:
    run = data.draw(any_case).run
    period = data.draw(st.integers(1, len(run.inflows_minor)))
    slot = data.draw(st.sampled_from([n for n, slot in enumerate(run.program.slots) if slot.kind in BOOKED]))
    with pytest.raises(AssertionError, match=run.program.slots[slot].label):
        assert_conserved(tampered(run, period, slot, data.draw(st.sampled_from((-1, 1)))))


@given(data=st.data())
def test_a_slot_that_holds_less_than_nothing_is_an_error_even_beside_the_journal(
    any_case: Cases, data: st.DataObject
) -> None:
    run = data.draw(any_case).run
    period = data.draw(st.integers(1, len(run.inflows_minor)))
    slot = data.draw(st.sampled_from([n for n, slot in enumerate(run.program.slots) if slot.kind not in BOOKED]))
    with pytest.raises(AssertionError, match="-1 held"):
        assert_conserved(tampered(run, period, slot, -1 - run.balances_minor[period][slot]))
