"""The rules are those of the list, each with what a finding needs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.law.situation import Situation, found, situations

from chizai.law.catalogue import RULES, TABLES
from chizai.law.checks import Outcome
from chizai.law.citation import quoted
from chizai.law.facts import Known
from chizai.law.rule import Rule

BESIDE_THE_LIST = ("PIL-001",)
"""A title that another country's law rules: the list knows rights of Japan alone."""


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[tuple[str, str], Any]:
    listed = json.loads((shared / "law" / "law_articles.json").read_text(encoding="utf-8"))
    return {(each["law_id"], each["article"]): each for each in listed}


def test_each_rule_of_the_list_is_there_once_and_one_beside_them(shared: Path) -> None:
    listed = [rule["id"] for rule in json.loads((shared / "law" / "rules.json").read_text(encoding="utf-8"))]
    assert sorted([*listed, *BESIDE_THE_LIST]) == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_asks_only_for_facts_that_are_declared(rule: Rule) -> None:
    assert rule.about in TABLES
    for need in rule.needs:
        table, _, key = need.partition(".")
        assert TABLES[table].fact(key) is not None, need


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_cites_stands_in_the_article(rule: Rule, articles: dict[tuple[str, str], Any]) -> None:
    for citation in rule.cites:
        text = articles.get((citation.law.id, citation.article))
        if text is None:
            assert not citation.words, f"{citation.said.en} is not in the file of articles"
        else:
            assert quoted(citation, text["text"], text["source"]) is not None, citation.said.en


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_text_is_in_its_language(rule: Rule) -> None:
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    for said in (rule.states, rule.consequence, *((rule.reading,) if rule.reading else ())):
        assert said.en
        assert japanese.search(said.ja)


@pytest.mark.parametrize("situation", situations(), ids=lambda each: f"{each.rule_id}: {each.title}")
def test_taking_a_fact_away_never_makes_an_answer_another(situation: Situation) -> None:
    whole = {finding.subject: finding.outcome for finding in found(situation.rule_id, situation.known)}
    for known in _with_one_fact_less(situation.known):
        for finding in found(situation.rule_id, known):
            if finding.outcome is not Outcome.UNKNOWN:
                assert finding.outcome is whole[finding.subject]


def _with_one_fact_less(known: Known) -> list[Known]:
    less = []
    for table, row in known.one.items():
        for key in row:
            kept = {name: given for name, given in row.items() if name != key}
            less.append(Known(known.as_of_on, {**known.one, table: kept}, known.many))
    for table, rows in known.many.items():
        for row_id, row in rows.items():
            for key in row:
                kept_rows = {**rows, row_id: {name: given for name, given in row.items() if name != key}}
                less.append(Known(known.as_of_on, known.one, {**known.many, table: kept_rows}))
    return less
