"""A rule that asks nothing of a right passes, and is told apart from one that was asked and passed."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chizai.app.law import review
from chizai.cli.main import app
from chizai.law import checks
from chizai.law.checks import Check, Each, Outcome, apply, either, every, where
from chizai.law.facts import Given, Known
from chizai.law.rule import Answer
from chizai.law.said import Said
from chizai.units.result import Ok, Place

NOTHING_ASKED, ASKED = (Outcome.PASSED, False), (Outcome.PASSED, True)


def is_so(key: str) -> Check:
    return checks.Test((key,), bool, Said(f"{key}: {{0}}", f"{key}: {{0}}"))


def ruled(check: Check, **facts: bool) -> tuple[Outcome, bool]:
    given = {key: Given(value, Place("law.toml")) for key, value in facts.items()}
    known = Known(date(2026, 4, 1), {"sale": given}, {"loans": {}})
    ruling = apply(check, known, "sale", None)
    return ruling.outcome, ruling.applies


OURS = where(is_so("ours"), is_so("good"))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"ours": False}, NOTHING_ASKED),
        ({"ours": False, "good": True}, NOTHING_ASKED),
        ({"ours": False, "good": False}, NOTHING_ASKED),
        ({"ours": True, "good": True}, ASKED),
        ({"good": True}, ASKED),
        ({"ours": True, "good": False}, (Outcome.FAILED, True)),
        ({"ours": True}, (Outcome.UNKNOWN, True)),
        ({"good": False}, (Outcome.UNKNOWN, True)),
        ({}, (Outcome.UNKNOWN, True)),
    ],
)
def test_a_check_whose_condition_fails_passes_without_asking(facts: dict[str, bool], found: object) -> None:
    assert ruled(OURS, **facts) == found


@pytest.mark.parametrize(
    ("check", "found"),
    [
        (every(OURS, OURS), NOTHING_ASKED),
        (every(OURS, is_so("sold")), ASKED),
        (either(OURS, is_so("bought")), NOTHING_ASKED),
        (either(OURS, is_so("sold")), ASKED),
        (where(is_so("sold"), OURS), NOTHING_ASKED),
        (where(OURS, is_so("sold")), ASKED),
        (Each("loans", is_so("sold")), NOTHING_ASKED),
    ],
)
def test_what_is_made_of_checks_asks_something_where_a_part_that_decides_does(check: Check, found: object) -> None:
    assert ruled(check, ours=False, sold=True, bought=False) == found


def test_a_review_counts_each_finding_once_and_shows_what_asks_nothing_as_such(deals_folder: Path) -> None:
    found = review(deals_folder / "drug-patents")
    assert isinstance(found, Ok)
    answers = [finding.answer for finding in found.value.findings]
    printed = CliRunner().invoke(app, ["law", "check", str(deals_folder / "drug-patents"), "--all"]).stdout
    first, *lines = printed.splitlines()
    assert first == ", ".join(
        f"{answers.count(answer)} {answer.value}"
        for answer in (Answer.FAILED, Answer.UNKNOWN, Answer.PASSED, Answer.NOT_APPLICABLE)
    )
    assert sum(line.startswith("NOT APPLICABLE  ") for line in lines) == answers.count(Answer.NOT_APPLICABLE)
    assert any(line.startswith("NOT APPLICABLE  PAT-008 (DP-04): ") for line in lines)
    assert not any(line.startswith("PASSED  PAT-008 (DP-04): ") for line in lines)
