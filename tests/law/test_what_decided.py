"""A finding tells which facts and which articles decided, apart from those of the conditions around them."""

from datetime import date

import pytest

from chizai.law import checks
from chizai.law.checks import Check, Outcome, either, every, where
from chizai.law.facts import Given, Known
from chizai.law.gate import Gate
from chizai.law.gates import Act, pass_gate, refusals
from chizai.law.laws import ASA
from chizai.law.rule import Confidence, Rule, findings_of
from chizai.law.said import Said
from chizai.units.result import Ok, Place

FIRST, SECOND = ASA.article("114", 1), ASA.article("115", 1)
TITLE, LAW = Place("rights.csv", 3, "kind"), Place("law.toml", None, "sale.registered")
KNOWN = Known(date(2026, 3, 31), {"sale": {"registered": Given(0, LAW), "kind": Given(1, TITLE)}}, {})


def asks(key: str, *, under: bool = False) -> Check:
    return checks.Test((key,), bool, Said(f"{key}: {{0}}", f"{key}: {{0}}"), under=(FIRST,) if under else ())


def rule(check: Check) -> Rule:
    return Rule(
        id="ASA-999",
        states=Said("It is registered.", "登録する。"),
        cites=(FIRST, SECOND),
        about="sale",
        check=check,
        consequence=Said("it has no effect", "効力を生じない"),
        confidence=Confidence.STATUTE,
        gates=(Gate.ACQUIRE,),
    )


KNOWS = checks.Test(("registered",), lambda _: True, Said("registered: {0}", "登録: {0}"))


@pytest.mark.parametrize(
    "check",
    [
        where(KNOWS, where(asks("kind"), asks("registered"))),
        every(asks("kind"), where(KNOWS, where(asks("kind"), asks("registered")))),
        where(asks("kind"), every(asks("registered"), asks("kind"))),
    ],
)
def test_a_refusal_stands_in_the_file_of_the_facts_that_decided_not_of_a_condition(check: Check) -> None:
    asked = rule(check)
    (finding,) = findings_of([asked], KNOWN, ())
    assert finding.outcome is Outcome.FAILED
    assert finding.decided == (LAW,)
    passed = pass_gate(Act(Gate.ACQUIRE, KNOWN.as_of_on), [finding], [asked], (), "overrides.toml")
    assert isinstance(passed, Ok)
    assert [failure.place for failure in refusals(passed.value, "overrides.toml")] == [Place("law.toml")]


def test_the_article_that_failed_is_told_and_all_of_them_where_one_part_tells_none() -> None:
    told = every(asks("registered", under=True), asks("kind"))
    untold = either(asks("registered", under=True), asks("registered"))
    (alone,) = findings_of([rule(where(asks("kind"), told))], KNOWN, ())
    (both,) = findings_of([rule(untold)], KNOWN, ())
    assert alone.articles == (FIRST,)
    assert both.articles == (FIRST, SECOND)
