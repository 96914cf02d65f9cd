"""Each way in which a deal cannot be kept is found once, with its key and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chizai.deal.check import check
from chizai.deal.model import Account, Clause, Deal, Guarantee, Pay, When
from chizai.units.result import Place, Reason

Change = Callable[[Deal], Deal]


def with_table(deal: Deal, table: str, items: Sequence[Any]) -> Deal:
    terms: dict[str, Any] = {table: tuple(items)}
    return replace(deal, **terms)


def edit(table: str, number: int, **terms: Any) -> Change:
    """Change an entry of a table; numbers count from 1, as in the places of failures."""

    def change(deal: Deal) -> Deal:
        items = list(getattr(deal, table))
        items[number - 1] = replace(items[number - 1], **terms)
        return with_table(deal, table, items)

    return change


def add(table: str, *more: object) -> Change:
    """Put entries at the front of a table."""
    return lambda deal: with_table(deal, table, (*more, *getattr(deal, table)))


def remove(table: str, number: int) -> Change:
    def change(deal: Deal) -> Deal:
        items = getattr(deal, table)
        return with_table(deal, table, items[: number - 1] + items[number:])

    return change


def top(**terms: Any) -> Change:
    return lambda deal: replace(deal, **terms)


def schedule(**terms: Any) -> Change:
    return lambda deal: replace(deal, schedule=replace(deal.schedule, **terms))


def both(*changes: Change) -> Change:
    def change(deal: Deal) -> Deal:
        for each in changes:
            deal = each(deal)
        return deal

    return change


def clause(name: str, pay: Pay, to: str, source: str, **terms: Any) -> Clause:
    return Clause(id=name, pay=pay, to=(to,), source=source, **terms)


PAST_63_BITS = 2**63
SIDE = Account(id="side", opening_minor=1)
SPARE = Guarantee(id="spare", provider="bank", limit_minor=1)
TO_RESERVE = clause("keep", Pay.TRANSFER, "reserve", "cash")
FROM_RESERVE = clause("back", Pay.TRANSFER, "cash", "reserve")

WRONG: list[tuple[Change, Reason, str, str]] = [
    (top(id="Sound Deal"), Reason.OUT_OF_RANGE, "id", "'Sound Deal' cannot be the name of a deal"),
    (top(currency="XYZ"), Reason.UNKNOWN, "currency", "'XYZ' is not a currency"),
    (edit("clauses", 1, id="the fee"), Reason.OUT_OF_RANGE, "clauses[1] (the fee).id", "'the fee' cannot be a name"),
    (edit("clauses", 2, id="cash"), Reason.DUPLICATE, "clauses[2] (cash).id", "already the name of accounts[1]"),
    (schedule(months=5), Reason.OUT_OF_RANGE, "schedule", "5 months is not a period"),
    (schedule(final_payment_on=date(2025, 1, 1)), Reason.OUT_OF_RANGE, "schedule", "not after its start"),
    (schedule(final_payment_on=date(2126, 1, 15)), Reason.OUT_OF_RANGE, "schedule", "runs from 2025-01-15"),
    (top(closing_costs_minor=-1), Reason.OUT_OF_RANGE, "closing_costs_minor", "-1 is negative"),
    (top(closing_costs_minor=2_000_000), Reason.INCONSISTENT, "closing_costs_minor", "raise 1_500_000"),
    (edit("accounts", 2, opening_minor=-5), Reason.OUT_OF_RANGE, "accounts[2] (reserve).opening_minor", "negative"),
    (edit("accounts", 2, target_minor=-5), Reason.OUT_OF_RANGE, "accounts[2] (reserve).target_minor", "negative"),
    (edit("classes", 1, balance_minor=0), Reason.OUT_OF_RANGE, "classes[1] (A).balance_minor", "0 is not above 0"),
    (edit("classes", 1, unit_minor=0), Reason.OUT_OF_RANGE, "classes[1] (A).unit_minor", "0 is not above 0"),
    (edit("classes", 1, unit_minor=3), Reason.INCONSISTENT, "classes[1] (A).unit_minor", "whole number of units of 3"),
    (edit("classes", 1, balance_minor=PAST_63_BITS * 1000), Reason.OVERFLOW, "classes[1] (A).balance_minor", "is past"),
    (edit("fees", 1, amount_minor=-1), Reason.OUT_OF_RANGE, "fees[1] (servicing).amount_minor", "negative"),
    (edit("guarantees", 1, limit_minor=0), Reason.OUT_OF_RANGE, "guarantees[1] (cover).limit_minor", "not above 0"),
    (edit("clauses", 2, limit_minor=-1), Reason.OUT_OF_RANGE, "clauses[2] (interest).limit_minor", "negative"),
    (edit("clauses", 2, limit_minor=0), Reason.OUT_OF_RANGE, "clauses[2] (interest).limit_minor", "the limit is 0"),
    (edit("clauses", 2, limit_minor=PAST_63_BITS), Reason.OVERFLOW, "clauses[2] (interest).limit_minor", "is past"),
    (edit("classes", 1, coupon_ppm_annual=-1), Reason.OUT_OF_RANGE, "classes[1] (A).coupon_ppm_annual", "-0.0001%"),
    (edit("classes", 1, issue_price_ppm=2_000_001), Reason.OUT_OF_RANGE, "classes[1] (A).issue_price_ppm", "200.0001%"),
    (edit("fees", 1, collections_ppm=1_000_001), Reason.OUT_OF_RANGE, "fees[1] (servicing).collections_ppm", "100."),
    (
        edit("fees", 1, amount_minor=0, collections_ppm=0, balance_ppm_annual=0, classes=()),
        Reason.MISSING,
        "fees[1] (servicing).amount_minor",
        "'servicing' has no basis",
    ),
    (edit("fees", 1, classes=()), Reason.INCONSISTENT, "fees[1] (servicing).classes", "belong together"),
    (edit("fees", 1, balance_ppm_annual=0), Reason.INCONSISTENT, "fees[1] (servicing).classes", "belong together"),
    (edit("fees", 1, classes=("A", "A")), Reason.DUPLICATE, "fees[1] (servicing).classes", "['A', 'A']"),
    (edit("fees", 1, classes=("A", "Z")), Reason.UNKNOWN, "fees[1] (servicing).classes", "'Z' is not a class"),
    (edit("fees", 1, first_period=0), Reason.OUT_OF_RANGE, "fees[1] (servicing).first_period", "0 is no period"),
    (edit("fees", 1, first_period=5), Reason.OUT_OF_RANGE, "fees[1] (servicing).first_period", "5 is no period"),
    (edit("fees", 1, payee="server"), Reason.UNKNOWN, "fees[1] (servicing).payee", "'server' is not a party"),
    (edit("guarantees", 1, provider="B"), Reason.UNKNOWN, "guarantees[1] (cover).provider", "'B' is not a party"),
    (top(collection_account="till"), Reason.UNKNOWN, "collection_account", "'till' is not an account"),
    (edit("clauses", 2, to=("A", "B")), Reason.UNKNOWN, "clauses[2] (interest).to", "not a class that bears interest"),
    (edit("clauses", 5, to=("B",)), Reason.UNKNOWN, "clauses[5] (schedule).to", "not a class with scheduled principal"),
    (edit("clauses", 6, to=("cash",)), Reason.UNKNOWN, "clauses[6] (fill-reserve).to", "not an account with a target"),
    (edit("clauses", 7, to=("A",)), Reason.UNKNOWN, "clauses[7] (release-reserve).to", "'A' is not an account"),
    (edit("clauses", 4, to=("bank",)), Reason.UNKNOWN, "clauses[4] (repay-bank).to", "'bank' is not a guarantee"),
    (edit("clauses", 9, to=("cover",)), Reason.UNKNOWN, "clauses[9] (rest).to", "'cover' is not a class or party"),
    (edit("clauses", 1, to=("B",)), Reason.UNKNOWN, "clauses[1] (servicing-fee).to", "'B' is not a fee"),
    (edit("clauses", 2, source="till"), Reason.UNKNOWN, "clauses[2] (interest).source", "not an account or guarantee"),
    (edit("clauses", 1, source="cover"), Reason.INCONSISTENT, "clauses[1] (servicing-fee).source", "is to pay fee"),
    (
        edit("clauses", 3, pay=Pay.PRINCIPAL),
        Reason.INCONSISTENT,
        "clauses[3] (covered-interest).when",
        "to pay principal in every period",
    ),
    (edit("clauses", 8, to=("A", "B", "A")), Reason.DUPLICATE, "clauses[8] (principal).to", "['A', 'B', 'A']"),
    (edit("clauses", 4, to=()), Reason.MISSING, "clauses[4] (repay-bank).to", "to = []"),
    (edit("clauses", 9, to=("B", "bank")), Reason.INCONSISTENT, "clauses[9] (rest).to", "residual goes to 2"),
    (
        add("clauses", clause("churn", Pay.TOP_UP, "reserve", "reserve")),
        Reason.INCONSISTENT,
        "clauses[1] (churn).to",
        "top-up from 'reserve' to itself",
    ),
    (
        add("clauses", clause("stay", Pay.TRANSFER, "cash", "cash")),
        Reason.INCONSISTENT,
        "clauses[1] (stay).to",
        "transfer from 'cash' to itself",
    ),
    (
        add("clauses", TO_RESERVE, FROM_RESERVE),
        Reason.CYCLE,
        "clauses[2] (back).to",
        "round in a circle: cash -> reserve -> cash",
    ),
    (
        both(edit("clauses", 8, pay=Pay.RESIDUAL, to=("B",)), edit("classes", 1, scheduled_principal_ppm=250_000)),
        Reason.INCONSISTENT,
        "clauses[9] (rest).source",
        "'cash' is always empty here: the clause 'principal' above takes all",
    ),
    (remove("clauses", 1), Reason.INCONSISTENT, "fees[1] (servicing).id", "no clause pays the fee of 'servicing'"),
    (remove("clauses", 5), Reason.INCONSISTENT, "classes[1] (A).scheduled_principal_ppm", "the scheduled principal"),
    (remove("clauses", 6), Reason.INCONSISTENT, "accounts[2] (reserve).target_minor", "no clause pays the target"),
    (
        both(edit("clauses", 3, pay=Pay.SCHEDULED_PRINCIPAL), remove("clauses", 2)),
        Reason.INCONSISTENT,
        "classes[1] (A).coupon_ppm_annual",
        "no clause pays the interest of 'A'",
    ),
    (
        both(edit("clauses", 8, to=("A",)), edit("clauses", 9, to=("bank",))),
        Reason.INCONSISTENT,
        "classes[2] (B).balance_minor",
        "no clause pays the principal of 'B'",
    ),
    (remove("clauses", 7), Reason.INCONSISTENT, "accounts[2] (reserve).id", "no clause pays out of 'reserve'"),
    (add("guarantees", SPARE), Reason.INCONSISTENT, "guarantees[1] (spare).id", "no clause draws on 'spare'"),
    (
        both(
            add("accounts", replace(SIDE, opening_minor=0)),
            add("clauses", clause("aside", Pay.INTEREST, "A", "side")),
        ),
        Reason.INCONSISTENT,
        "accounts[1] (side).id",
        "no money ever enters 'side'",
    ),
    (remove("clauses", 9), Reason.INCONSISTENT, "clauses", "nothing takes what is left in 'cash'"),
    (edit("clauses", 9, limit_minor=5), Reason.INCONSISTENT, "clauses", "nothing takes what is left in 'cash'"),
]


@pytest.mark.parametrize(
    ("change", "reason", "key", "says"), WRONG, ids=[f"{n}-{row[2]}" for n, row in enumerate(WRONG)]
)
def test_what_is_wrong_is_said_once_with_its_key(
    sound: Deal, change: Change, reason: Reason, key: str, says: str
) -> None:
    failures = check(change(sound), "deal.toml")
    assert [(each.reason, each.place) for each in failures] == [(reason, Place("deal.toml", None, key))], failures
    assert says in failures[0].what
    assert failures[0].why
    assert failures[0].fix


def test_a_sound_deal_has_nothing_wrong(sound: Deal) -> None:
    assert check(sound) == ()


def test_all_that_is_wrong_comes_at_once(sound: Deal) -> None:
    spoilt = both(top(currency="XYZ"), edit("classes", 2, balance_minor=-1), edit("fees", 1, payee="nobody"))(sound)
    assert [str(failure.place) for failure in check(spoilt, "a.toml")] == [
        "a.toml: currency",
        "a.toml: classes[2] (B).balance_minor",
        "a.toml: fees[1] (servicing).payee",
    ]


def test_a_deal_without_classes_promises_nothing(sound: Deal) -> None:
    empty = replace(sound, classes=(), fees=(), clauses=(clause("rest", Pay.RESIDUAL, "bank", "cash"),))
    assert "classes" in [failure.place.key for failure in check(empty)]


def test_a_close_name_is_suggested_and_else_the_known_ones_are_listed(sound: Deal) -> None:
    (misspelt,) = check(edit("clauses", 7, source="reserv")(sound))
    assert misspelt.fix == "did you mean 'reserve'?"
    (other,) = check(edit("clauses", 2, to=("A", "B"))(sound))
    assert other.fix == "define it as a class that bears interest, or use one of: A"
    alone = replace(sound, guarantees=(), clauses=(replace(sound.clauses[3], to=("x",)), sound.clauses[-1]))
    assert "define it as a guarantee, or use one of: none" in [failure.fix for failure in check(alone)]


@pytest.mark.parametrize("terms", [{"limit_minor": 10}, {"when": When.FINAL_PERIOD}])
def test_a_circle_that_lets_cash_out_is_no_cycle(sound: Deal, terms: dict[str, Any]) -> None:
    assert check(add("clauses", TO_RESERVE, replace(FROM_RESERVE, **terms))(sound)) == ()


def test_a_cycle_through_several_accounts_is_named_in_full(sound: Deal) -> None:
    first, second = Account(id="first"), Account(id="second")
    ways = (("cash", "first"), ("first", "second"), ("first", "reserve"), ("second", "cash"))
    clauses = [clause(f"{source}-{to}", Pay.TRANSFER, to, source) for source, to in ways]
    failures = check(both(add("accounts", first, second), add("clauses", *clauses))(sound))
    (cycle,) = [each for each in failures if each.reason is Reason.CYCLE]
    assert "cash -> first -> second -> cash" in cycle.what


def test_a_date_past_the_end_of_the_calendar_is_a_failure_and_no_crash(sound: Deal) -> None:
    far = replace(sound, closing_on=date(9998, 12, 31))
    far = schedule(final_payment_on=date(9999, 12, 31), months=12, business_days="jp-bank")(far)
    (failure,) = check(far)
    assert failure.place.key == "schedule"
    assert "past the end of the calendar" in failure.what
