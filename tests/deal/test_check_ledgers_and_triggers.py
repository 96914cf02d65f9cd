"""Ledgers that are never made good, providers that are never repaid, and triggers that lag."""

from dataclasses import replace
from typing import Any

import pytest

from chizai.deal import measures
from chizai.deal.check import check
from chizai.deal.measures import Trigger
from chizai.deal.model import Deal, Guarantee, Pay, When
from chizai.units.result import Failure


def with_down(full: Deal, **terms: Any) -> Deal:
    clauses = tuple(replace(each, **terms) if each.pay is Pay.WRITE_DOWN else each for each in full.clauses)
    return replace(full, clauses=clauses)


@pytest.mark.parametrize(
    "terms",
    [
        {"limit": None, "against": "deficiency"},
        {"limit": "ledger(deficiency)", "against": "deficiency"},
        {"limit": "ledger(deficiency)", "when": When.FINAL_PERIOD},
        {"limit": "min(ledger(deficiency), 5) - written-off(B, C)"},
        {"limit": "principal(C) - observed(ip-value)"},
    ],
    ids=["against", "both", "once", "less what is written off", "no ledger"],
)
def test_a_write_down_that_writes_each_loss_off_once_is_sound(full: Deal, terms: dict[str, Any]) -> None:
    assert check(with_down(full, **terms)) == ()


def test_a_write_up_may_be_against_a_ledger(full: Deal) -> None:
    clauses = tuple(
        replace(each, against="deficiency", limit=None) if each.pay is Pay.WRITE_UP else each for each in full.clauses
    )
    assert check(replace(full, clauses=clauses)) == ()


def test_a_write_down_that_would_repeat_itself_is_told_how_to_write_a_loss_off_once(full: Deal) -> None:
    advice = "against = a ledger, or a limit such as ledger(deficiency) - written-off(A, B, C)"
    (repeated,) = check(with_down(full, to=("every",), limit="ledger(deficiency)"))
    assert repeated.fix == f"give {advice}"
    (free,) = check(with_down(full, to=("every",), limit=None))
    assert free.fix == f"give a condition, {advice}"


def test_a_write_down_without_a_limit_in_a_deal_without_ledgers_is_told_of_one(sound: Deal) -> None:
    down = replace(sound.clauses[0], id="down", pay=Pay.WRITE_DOWN, to=("B",), source="")
    (failure,) = check(replace(sound, clauses=(down, *sound.clauses)))
    assert failure.fix == "give a condition, against = a ledger, or a limit such as ledger(x) - written-off(B)"


@pytest.mark.parametrize(
    ("terms", "name"), [({"rate_ppm_annual": 1}, "rate_ppm_annual"), ({"revolving": True}, "revolving")]
)
def test_what_a_provider_is_owed_needs_a_reimbursement(sound: Deal, terms: dict[str, Any], name: str) -> None:
    unpaid = tuple(clause for clause in sound.clauses if clause.pay is not Pay.REIMBURSEMENT)
    assert check(replace(sound, clauses=unpaid)) == ()
    guarantees: tuple[Guarantee, ...] = (replace(sound.guarantees[0], **terms),)
    assert check(replace(sound, guarantees=guarantees)) == ()
    (failure,) = check(replace(sound, guarantees=guarantees, clauses=unpaid))
    assert failure.place.key == f"guarantees[1] (cover).{name}"
    assert "pay = 'reimbursement'" in failure.fix


def with_cross(full: Deal, cross: Trigger, *, first: bool = True, **terms: Any) -> tuple[Failure, ...]:
    """Check the deal with one more trigger, and other terms of `short`, which is tested before the clause `fill`."""
    cover, ltv, short = full.triggers
    short = replace(short, **terms)
    triggers = (cross, cover, ltv, short) if first else (cover, ltv, short, cross)
    release = next(number for number, clause in enumerate(full.clauses) if clause.id == "release")
    clauses = list(full.clauses)
    clauses[release] = replace(clauses[release], condition="triggered(cross)")
    return check(replace(full, triggers=triggers, clauses=tuple(clauses)))


@pytest.mark.parametrize(
    ("read", "terms"),
    [
        ("cover", {}),
        ("short", {}),
        ("short", {"before_clause": "interest"}),
        ("cover", {"tested": measures.TestPoint.PERIOD_START}),
    ],
    ids=["listed below", "a later clause", "an earlier clause than that of the other", "a later point"],
)
def test_a_trigger_that_reads_one_that_is_tested_after_it_is_refused(
    full: Deal, read: str, terms: dict[str, Any]
) -> None:
    cross = replace(Trigger(id="cross", test=f"triggered({read}) or triggered({read})"), **terms)
    (failure,) = with_cross(full, cross)
    assert failure.place.key == "triggers[1] (cross).test"
    assert failure.what == f"'cross' reads the trigger {read!r}, which is tested after it"
    assert failure.fix.startswith(f"swap them, so that {read!r} is tested first")


def test_a_trigger_after_the_payments_is_tested_after_those_before_the_last_clause(full: Deal) -> None:
    cross = Trigger(id="cross", test="triggered(short)", before_clause="last")
    assert with_cross(full, cross) == ()
    (failure,) = with_cross(full, cross, before_clause=None, tested=measures.TestPoint.AFTER_PAYMENTS)
    assert failure.place.key == "triggers[1] (cross).test"


@pytest.mark.parametrize(
    ("cross", "first"),
    [
        (Trigger(id="cross", test="triggered(cover)"), False),
        (Trigger(id="cross", test="triggered(ltv)"), True),
        (Trigger(id="cross", test="triggered(cross) or final()"), True),
        (Trigger(id="cross", test="triggered(short)", tested=measures.TestPoint.AFTER_PAYMENTS), True),
        (Trigger(id="cross", test="triggered(short)", before_clause="fill"), False),
    ],
    ids=["listed above", "it waits for the next period", "itself", "an earlier point", "above at the same clause"],
)
def test_a_trigger_may_read_what_is_tested_before_it_or_meant_to_lag(full: Deal, cross: Trigger, first: bool) -> None:
    assert with_cross(full, cross, first=first) == ()


def test_nothing_is_said_of_the_order_of_a_trigger_whose_clause_is_not_there(full: Deal) -> None:
    (failure,) = with_cross(full, Trigger(id="cross", test="triggered(cover)", before_clause="nowhere"))
    assert failure.place.key == "triggers[1] (cross).before_clause"


def test_nothing_is_said_of_the_order_of_a_test_that_cannot_be_read(full: Deal) -> None:
    (failure,) = with_cross(full, Trigger(id="cross", test="triggered(cover) or"))
    assert failure.place.key == "triggers[1] (cross).test"
    assert "a number is missing" in failure.what
