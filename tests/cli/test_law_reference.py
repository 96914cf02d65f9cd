"""The commands that show rules and facts show what the rules hold, and refuse names that nothing has."""

import pytest
from typer.testing import CliRunner

from chizai.cli.main import app
from chizai.law.catalogue import RULES, TABLES


def test_all_rules_are_listed_once() -> None:
    done = CliRunner().invoke(app, ["law", "rules"])
    assert [line.split()[0] for line in done.stdout.splitlines()] == [rule.id for rule in RULES]


def test_a_rule_is_shown_with_its_articles_and_facts_in_japanese() -> None:
    done = CliRunner().invoke(app, ["law", "rules", "ASA-005", "--language", "ja"])
    assert "資産の流動化に関する法律施行令 第3条第2号イ 「特許権、実用新案権、意匠権、商標権」" in done.stdout
    assert "事実: rights.kind, plan.other_assets, plan.starts_on, plan.ends_on" in done.stdout


def test_every_key_of_every_table_is_listed_with_who_supplies_it() -> None:
    shown = CliRunner().invoke(app, ["law", "facts"]).stdout
    for table in TABLES.values():
        for fact in table.facts:
            assert f"  {fact.key}  ({fact.kind.value}, {fact.by.value})" in shown


@pytest.mark.parametrize("command", ["rules", "facts"])
def test_a_name_that_nothing_has_is_refused(command: str) -> None:
    done = CliRunner().invoke(app, ["law", command, "nonsense"])
    assert done.exit_code == 1
    assert "'nonsense'" in done.output
