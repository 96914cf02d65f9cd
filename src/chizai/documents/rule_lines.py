"""The rules of law and the facts that they ask for, as lines of text."""

from collections.abc import Iterator, Sequence

from chizai.law.catalogue import RULES
from chizai.law.facts import Fact, Table
from chizai.law.rule import Rule
from chizai.law.said import Said

HEADS = {
    "law": Said("law", "根拠"),
    "follows": Said("follows", "効果"),
    "reading": Said("reading", "解釈"),
    "facts": Said("facts", "事実"),
    "gates": Said("stops", "止める行為"),
}


def rule_lines(rules: Sequence[Rule], language: str) -> Iterator[str]:
    """Print rules: what each asks, its articles, what follows, which facts it needs.

    Args:
        rules: the rules; one alone is printed in full.
        language: `en` or `ja`.
    """
    for rule in rules:
        yield f"{rule.id}  {rule.states.text(language)}"
        if len(rules) == 1:
            yield from _whole(rule, language)


def fact_lines(tables: Sequence[Table], language: str) -> Iterator[str]:
    """Print the tables of `law.toml` with their keys, the kind of each, who supplies it, and what it means."""
    asked = {need for rule in RULES for need in rule.needs}
    for table in tables:
        name = f"[[{table.name}]]" if table.many else f"[{table.name}]"
        yield f"{name}  {table.meaning.text(language)}"
        for fact in table.facts:
            mark = " *" if f"{table.name}.{fact.key}" in asked else ""
            yield f"  {fact.key}  ({fact.kind.value}, {fact.by.value}){mark}  {fact.meaning.text(language)}"
            yield from _choices(fact)


def _whole(rule: Rule, language: str) -> Iterator[str]:
    for citation in rule.cites:
        words = f"「{citation.words}」" if citation.words else ""
        yield f"  {HEADS['law'].text(language)}: {citation.said.text(language)} {words}".rstrip()
    yield f"  {HEADS['follows'].text(language)}: {rule.consequence.text(language)}"
    if rule.reading is not None:
        yield f"  {HEADS['reading'].text(language)}: {rule.reading.text(language)}"
    if rule.gates:
        yield f"  {HEADS['gates'].text(language)}: {', '.join(gate.value for gate in rule.gates)}"
    yield f"  {HEADS['facts'].text(language)}: {', '.join(rule.needs)}"


def _choices(fact: Fact) -> Iterator[str]:
    if fact.choices:
        yield f"    {' | '.join(fact.choices)}"
