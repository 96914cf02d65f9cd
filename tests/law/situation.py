"""Situations that a lawyer can read and add to: what is given, and what a rule must find."""

from dataclasses import dataclass, field, make_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chizai.feeds.files import TextFile
from chizai.feeds.law_facts import law_file, law_file_type
from chizai.law.catalogue import RULES, TABLES
from chizai.law.checks import Outcome
from chizai.law.facts import Known
from chizai.law.rule import Finding, findings_of
from chizai.units.result import Ok, Result
from chizai.units.toml import STRICT, read_toml

FOLDER = Path(__file__).parent / "situations"
TODAY = date(2026, 4, 1)
WORST_FIRST = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)


@dataclass(frozen=True, slots=True)
class Situation:
    rule_id: str
    title: str
    expect: Outcome
    missing: tuple[str, ...]
    known: Known


@cache
def situations() -> tuple[Situation, ...]:
    return tuple(each for path in sorted(FOLDER.glob("*.toml")) for each in _read(path))


def _read(path: Path) -> list[Situation]:
    given = law_file_type(with_deal=True)
    fields: list[Any] = [
        ("rule", str),
        ("title", str),
        ("expect", Outcome),
        ("missing", tuple[str, ...], field(default=())),
        ("given", given, field(default=given())),
    ]
    row: Any = make_dataclass("Situation", fields, frozen=True, kw_only=True, namespace={"__pydantic_config__": STRICT})
    whole: type[Any] = make_dataclass(
        "Situations", [("situations", tuple[row, ...])], frozen=True, namespace={"__pydantic_config__": STRICT}
    )
    file = TextFile(path.name, path.read_text(encoding="utf-8"), "")
    read: Result[Any] = read_toml(file.text, file.name, whole)
    assert isinstance(read, Ok), "\n".join(map(str, read.failures))
    return [
        Situation(each.rule, each.title, each.expect, each.missing, _known(each, file, place))
        for place, each in enumerate(read.value.situations)
    ]


def _known(each: Any, file: TextFile, place: int) -> Known:
    facts = law_file(each.given, file, ("situations", place, "given"))
    return Known(facts.as_of_on or TODAY, facts.one, facts.many)


def found(rule_id: str, known: Known) -> list[Finding]:
    rule = next(rule for rule in RULES if rule.id == rule_id)
    return list(findings_of([rule], known, {name for name, table in TABLES.items() if table.many}))


def worst(findings: list[Finding]) -> Outcome:
    """Of the findings for the rows of a table, the one that counts."""
    return next(outcome for outcome in WORST_FIRST if any(finding.outcome is outcome for finding in findings))
