"""Parts on law: what the deal's files and `law.toml` say of the company, the offering and tax, and what rules find."""

from collections.abc import Callable
from datetime import date
from typing import Any

from chizai.documents.language import marked
from chizai.documents.papers.common import heads
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Block, Cell, Fact, Facts, Paragraph, Table
from chizai.documents.words import NOTHING, Words
from chizai.law.catalogue import TABLES
from chizai.law.checks import Outcome
from chizai.law.facts import Fact as LawFact
from chizai.law.facts import Kind
from chizai.law.rule import Finding
from chizai.law.said import Said

LAW_FILE = "law.toml"
OUTCOMES = {
    Outcome.PASSED: marked("passed"),
    Outcome.FAILED: marked("failed"),
    Outcome.UNKNOWN: marked("unknown"),
}
CHOICES = {
    "qualified-only": marked("private placement with qualified institutional investors"),
    "small-number": marked("private placement with a small number of investors"),
    "specified-investors": marked("private placement with specified investors"),
    "public": marked("public offering"),
    "licensed-broker": marked("a licensed securities firm"),
    "transferor": marked("the transferor of the rights"),
    "company": marked("the company itself"),
    "trust": marked("entrusted"),
    "delegation": marked("delegated"),
    "trust-company": marked("a trust company"),
    "capable-person": marked("a person able to do it properly"),
    "originator": marked("the originator"),
    "lawyer": marked("a lawyer"),
    "licensed-servicer": marked("a licensed servicer"),
    "copyright-manager": marked("a copyright manager"),
    "other": marked("another"),
}
"""What facts with few values say in words; others stand as they are written."""


def said(text: Said, words: Words) -> str:
    """Give a text of the law in the reader's language."""
    return words.pick(text.en, text.ja)


def facts_of(table: str, *required: str) -> Callable[[Dossier, Words], Made]:
    """Give a part that sets out all that is known of a table of the law's facts.

    Args:
        table: its name, such as `company`.
        required: the keys without which the part cannot be made.
    """

    def make(dossier: Dossier, words: Words) -> Made:
        given = dossier.known.one.get(table, {})
        missing = tuple(_lack(table, key) for key in required if key not in given)
        if missing:
            return Lacks(missing)
        facts = tuple(
            Fact(said(fact.meaning, words), _value(given[fact.key].value, fact, f"{table}", words))
            for fact in TABLES[table].facts
            if fact.key in given
        )
        return (Facts(facts),) if facts else ()

    return make


def _lack(table: str, key: str) -> Lacking:
    """Say that a fact of a table is not given, and who can say it."""
    fact = next(fact for fact in TABLES[table].facts if fact.key == key)
    who = fact.by.replace("-", " ")
    return Lacking(
        f"{fact.meaning.en}: not given", LAW_FILE, f"{table}.{key}", f"ask the {who}, and write {key} under [{table}]"
    )


def _value(value: Any, fact: LawFact, of: str, words: Words) -> Cell:  # noqa: ANN401 - a fact may be of any kind
    """Write a fact: numbers with their key, all else as text."""
    match value:
        case bool():
            return words.say("yes") if value else words.say("no")
        case int():
            text = f"{value:,}"
            if fact.kind is Kind.MONEY:
                text = words.money(value)
            elif fact.kind is Kind.SHARE:
                text = words.percent(value)
            return figure(text, "law", of, fact.key)
        case date():
            return formal_day(value, words)
        case tuple():
            return words.listing([formal_day(each, words) if isinstance(each, date) else str(each) for each in value])
        case _:
            return words.say(CHOICES[value]) if value in CHOICES and fact.choices else str(value)


def findings(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Count what the rules of law found, and set out each that failed or cannot be answered yet."""
    if not dossier.findings:
        return ()
    day = formal_day(dossier.known.as_of_on, words)
    lead = words.say("The rules in force on {day}, applied to the facts that are given.", day=day)
    counts = Facts(
        tuple(
            Fact(words.say(name), figure(str(_count(dossier, outcome)), "law", "findings", outcome.value))
            for outcome, name in OUTCOMES.items()
        )
    )
    failed = tuple(each for each in dossier.findings if each.outcome is Outcome.FAILED)
    note = words.say("This is Chizai's reading of the law for counsel to check, and no legal advice.")
    table = (finding_table("findings-failed", failed, words),) if failed else ()
    return (Paragraph(lead), counts, *table, Paragraph(note))


def findings_about(tables: frozenset[str], name: str) -> Callable[[Dossier, Words], tuple[Block, ...]]:
    """Give a part with every finding of the rules about some tables of facts.

    Args:
        tables: the tables that the rules are about, such as `sale`.
        name: of the table in the paper.
    """

    def make(dossier: Dossier, words: Words) -> tuple[Block, ...]:
        found = tuple(each for each in dossier.findings if each.rule.about in tables)
        return (finding_table(name, found, words),) if found else ()

    return make


def finding_table(name: str, found: tuple[Finding, ...], words: Words) -> Table:
    """Set findings out: the rule, what it asks, of what, its outcome and where the law says so."""
    subjects: dict[tuple[str, Outcome], list[str]] = {}
    rules = {each.rule.id: each.rule for each in found}
    for each in found:
        subjects.setdefault((each.rule.id, each.outcome), []).append(each.subject)
    rows = tuple(
        (
            rule_id,
            said(rules[rule_id].states, words),
            words.listing([subject for subject in its if subject]) or NOTHING,
            words.say(OUTCOMES[outcome]),
            words.listing([said(citation.said, words) for citation in rules[rule_id].cites]),
        )
        for (rule_id, outcome), its in subjects.items()
    )
    titles = (marked("Rule"), marked("What the law asks"), marked("Of"), marked("Found"), marked("Where"))
    return Table(id=name, columns=heads(words, titles, ()), rows=rows)


def _count(dossier: Dossier, outcome: Outcome) -> int:
    return sum(each.outcome is outcome for each in dossier.findings)
