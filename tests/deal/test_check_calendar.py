"""What the calendar decides ahead is found: clauses that never stand, tests that never hold, cash that stays behind."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chizai.deal.check import check
from chizai.deal.check_calendar import known
from chizai.deal.check_facts import facts_of
from chizai.deal.formula import read_formula
from chizai.deal.measures import Observation, Trigger, Unit
from chizai.deal.model import Account, Clause, Deal, Pay
from chizai.deal.quantities import Kind

LAST = 3
"""The final period of the sound deal, counted from 0; its first payment date is 15 April 2025."""


def with_reserve(sound: Deal, **fill: object) -> Deal:
    """Give the deal with a second reserve that is filled when a clause says, and emptied by nothing in the end."""
    filling: Clause = replace(
        Clause(id="fill", pay=Pay.TOP_UP, to=("second",), source="cash", until_on=None),
        **fill,  # type: ignore[arg-type]
    )
    back = Clause(id="back", pay=Pay.TRANSFER, to=("cash",), source="second")
    accounts = (*sound.accounts, Account(id="second", target_minor=500))
    return replace(sound, accounts=accounts, clauses=(back, *sound.clauses[:-1], filling, sound.clauses[-1]))


def complaints(deal: Deal) -> list[tuple[str | None, str]]:
    return [(failure.place.key, failure.what) for failure in check(deal)]


@pytest.mark.parametrize(
    "fill",
    [
        {"condition": "not final()"},
        {"condition": "period() < 4"},
        {"condition": "period() <= 3"},
        {"condition": "4 > period() and cash(cash) > 0"},
        {"condition": "payment-date() < 2026-01-15"},
        {"condition": "not (payment-date() >= 2026-01-15)"},
        {"condition": "period() != 4"},
        {"condition": "if(final(), principal(A) < 0, principal(A) > 0)"},
        {"limit": "if(final(), 0, cash(cash))"},
        {"limit": "if(period() = 4, 0, 100)"},
    ],
)
def test_what_the_calendar_keeps_from_filling_an_account_in_the_end_leaves_nothing_behind(
    sound: Deal, fill: dict[str, object]
) -> None:
    assert complaints(with_reserve(sound, **fill)) == []


@pytest.mark.parametrize(
    "fill",
    [{}, {"condition": "period() < 5"}, {"condition": "cash(cash) > 0"}, {"limit": "if(final(), 1, 0)"}],
)
def test_what_may_be_filled_in_the_end_leaves_cash_behind(sound: Deal, fill: dict[str, object]) -> None:
    ((key, what),) = complaints(with_reserve(sound, **fill))
    assert key == "accounts[3] (second).id"
    assert what.startswith("nothing takes what is left in 'second'")


@pytest.mark.parametrize(
    ("target", "is_emptied"),
    [
        ("if(final(), 0, 500)", True),
        ("if(payment-date() < 2026-01-15, 500, 0)", True),
        ("max(0, if(period() = 4, 0, principal(A)))", True),
        ("if(final(), 1, 500)", False),
        ("if(period() = 3, 0, 500)", False),
        ("principal(A)", False),
    ],
)
def test_a_target_of_nothing_in_the_end_lets_a_release_take_all(sound: Deal, target: str, *, is_emptied: bool) -> None:
    deal = with_reserve(sound)
    release = replace(deal.clauses[0], pay=Pay.RELEASE)
    accounts = (*deal.accounts[:-1], replace(deal.accounts[-1], target_minor=None, target=target))
    found = complaints(replace(deal, accounts=accounts, clauses=(release, *deal.clauses[1:])))
    assert [key for key, _ in found] == ([] if is_emptied else ["accounts[3] (second).id"])


def test_a_fixed_target_of_nothing_lets_a_release_take_all(sound: Deal) -> None:
    deal = with_reserve(sound)
    release = replace(deal.clauses[0], pay=Pay.RELEASE)
    accounts = (*deal.accounts[:-1], replace(deal.accounts[-1], target_minor=0, opening_minor=400))
    assert complaints(replace(deal, accounts=accounts, clauses=(release, *deal.clauses[1:]))) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("condition", "final() and not final()", "holds in none of the 4 periods"),
        ("condition", "period() > 4", "holds in none of the 4 periods"),
        ("condition", "payment-date() < 2025-04-15", "holds in none"),
        ("condition", "principal(A) < 0", "holds in none"),
        ("condition", "0 > cash(cash)", "holds in none"),
        ("condition", "not (principal(A) >= 0)", "holds in none"),
        ("condition", "original(A) > original(A, B)", "holds in none"),
        ("condition", "ratio(original(A), original(B), 1.0) < 2.0", "holds in none"),
        ("condition", "max(period(), 5) = 4", "holds in none"),
        ("condition", "period() + 1 > 5", "holds in none"),
        ("limit", "0", "'0' is 0 in all of the 4 periods"),
        ("limit", "3 - 5", "is 0 in all"),
        ("limit", "0% * original(A)", "is 0 in all"),
        ("limit", "original(B) - original(A)", "is 0 in all"),
    ],
)
def test_a_clause_that_can_never_pay_is_refused(sound: Deal, name: str, text: str, says: str) -> None:
    changed: Clause = replace(sound.clauses[1], **{name: text})  # type: ignore[arg-type]
    deal = replace(sound, clauses=(sound.clauses[0], changed, *sound.clauses[2:]))
    ((key, what),) = complaints(deal)
    assert key == f"clauses[2] (interest).{name}"
    assert says in what


@pytest.mark.parametrize("text", ["period() >= 1", "principal(A) >= 0", "final()", "period() = 2", "cash(cash) > 0"])
def test_a_clause_that_may_pay_is_fine(sound: Deal, text: str) -> None:
    changed = replace(sound.clauses[1], condition=text)
    assert complaints(replace(sound, clauses=(sound.clauses[0], changed, *sound.clauses[2:]))) == []


def test_only_the_periods_count_in_which_a_clause_stands(sound: Deal) -> None:
    changed = replace(sound.clauses[1], condition="final()", until_on=date(2025, 12, 31))
    ((key, what),) = complaints(replace(sound, clauses=(sound.clauses[0], changed, *sound.clauses[2:])))
    assert key == "clauses[2] (interest).condition"
    assert "holds in none of the 3 periods" in what


def test_a_trigger_that_can_never_be_breached_is_refused(sound: Deal) -> None:
    trigger = Trigger(id="never", test="ratio(cash(cash), principal(A), 9.99) < 0.0")
    changed = replace(sound.clauses[1], condition="not triggered(never)")
    deal = replace(sound, triggers=(trigger,), clauses=(sound.clauses[0], changed, *sound.clauses[2:]))
    ((key, what),) = complaints(deal)
    assert key == "triggers[1] (never).test"
    assert "holds in none of the 4 periods" in what


def test_without_a_schedule_only_the_final_period_is_known(sound: Deal) -> None:
    facts = facts_of(replace(sound, schedule=replace(sound.schedule, months=5)))
    texts = ("final()", "period() > 0", "payment-date() > 2000-01-01", "original(A) > 0")
    given_then = [known(facts, read_formula(text, sound, Kind.FLAG), 1) for text in texts]
    assert given_then == [1, None, None, 1]


def test_a_condition_that_cannot_be_read_is_all_that_is_complained_of(sound: Deal) -> None:
    found = complaints(with_reserve(sound, condition="not (final()"))
    assert [key for key, _ in found] == ["clauses[10] (fill).condition"]


@settings(max_examples=200)
@given(data=st.data())
def test_what_is_known_ahead_is_what_a_formula_gives(sound: Deal, data: st.DataObject) -> None:
    observed = Observation(id="x", unit=Unit.MONEY, reporter="servicer", most=9)
    deal = replace(sound, observations=(observed,))
    text = data.draw(flags())
    tree = read_formula(text, deal, Kind.FLAG)
    facts = facts_of(deal)
    for period in range(LAST + 1):
        answers = {evaluated(text, period, number) for number in range(10)}
        ahead = known(facts, tree, period)
        assert ahead is None or answers == {bool(ahead)}


def flags(depth: int = 3) -> st.SearchStrategy[str]:
    """Give flags of the final period, the period's number and one that is observed, as formulas that Python reads."""
    numbers = st.sampled_from(("0", "1", "2", "4", "period()", "observed(x)"))
    comparisons = st.builds("{} {} {}".format, numbers, st.sampled_from(("<", "<=", ">", ">=", "=", "!=")), numbers)
    if depth == 0:
        return st.just("final()") | comparisons
    inner = flags(depth - 1)
    joined = st.builds("({}) {} ({})".format, inner, st.sampled_from(("and", "or")), inner)
    return comparisons | joined | st.builds("not ({})".format, inner)


def evaluated(text: str, period: int, observed: int) -> bool:
    """Work a formula out in Python."""
    plain = text.replace("observed(x)", str(observed)).replace("period()", str(period + 1))
    plain = plain.replace("final()", str(period == LAST)).replace(" = ", " == ")
    return bool(eval(plain))  # noqa: S307 - made of numbers and signs above
