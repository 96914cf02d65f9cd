"""Parts on law: what the deal's files and `law.toml` say of the company, the offering and tax, and what rules find."""

from collections.abc import Callable
from datetime import date
from typing import Any

from chizai.documents.language import marked
from chizai.documents.page import named_columns
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import formal_day
from chizai.documents.papers.keys import figure
from chizai.documents.papers.parts import Lacking, Lacks, Made
from chizai.documents.papers.tree import Block, Cell, Fact, Facts, Paragraph, Table
from chizai.documents.words import NOTHING, Words
from chizai.law.catalogue import TABLES
from chizai.law.checks import Outcome
from chizai.law.facts import LAW_FILE
from chizai.law.facts import Fact as LawFact
from chizai.law.rule import Answer, Finding
from chizai.law.spc_plan_parts import fact_said

ANSWERS = {
    Answer.PASSED: marked("passed"),
    Answer.NOT_APPLICABLE: marked("not applicable"),
    Answer.FAILED: marked("failed"),
    Answer.UNKNOWN: marked("unknown"),
}


def facts_of(table: str, *keys: str) -> Callable[[Dossier, Words], Made]:
    """Give a part that sets out facts of a table of the law's facts, none of which may lack.

    Args:
        table: its name, such as `company`.
        keys: which facts, in their order.
    """

    def make(dossier: Dossier, words: Words) -> Made:
        given = dossier.known.one.get(table, {})
        missing = tuple(_lack(table, key) for key in keys if key not in given)
        if missing:
            return Lacks(missing)
        facts = (_fact(table, key) for key in keys)
        return (
            Facts(
                tuple(
                    Fact(fact.meaning.text(words.language), _value(given[fact.key].value, fact, table, words))
                    for fact in facts
                )
            ),
        )

    return make


def _fact(table: str, key: str) -> LawFact:
    return next(fact for fact in TABLES[table].facts if fact.key == key)


def _lack(table: str, key: str) -> Lacking:
    """Say that a fact of a table is not given, and who can say it."""
    fact = _fact(table, key)
    who = fact.by.replace("-", " ")
    return Lacking(
        f"{fact.meaning.en}: not given", LAW_FILE, f"{table}.{key}", f"ask the {who}, and write {key} under [{table}]"
    )


def _value(value: Any, fact: LawFact, of: str, words: Words) -> Cell:  # noqa: ANN401 - a fact may be of any kind
    """Write a fact: days by their era, numbers with their key, all else as text."""
    if isinstance(value, date):
        return formal_day(value, words)
    text = fact_said(value, fact).text(words.language)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return figure(text, "law", of, fact.key) if is_number else text


def findings(dossier: Dossier, words: Words) -> tuple[Block, ...]:
    """Count what the rules of law found, and set out each that failed or cannot be answered yet."""
    if not dossier.findings:
        return ()
    day = formal_day(dossier.known.as_of_on, words)
    lead = words.say("The rules in force on {day}, applied to the facts that are given.", day=day)
    counts = Facts(
        tuple(
            Fact(words.say(name), figure(str(_count(dossier, answer)), "law", "findings", answer.name.lower()))
            for answer, name in ANSWERS.items()
        )
    )
    failed = tuple(each for each in dossier.findings if each.outcome is Outcome.FAILED)
    note = words.say("This is Chizai's reading of the law for counsel to check, and no legal advice.")
    table = (finding_table("findings-failed", failed, words),) if failed else ()
    return (Paragraph(lead), counts, *table, Paragraph(note))


def findings_about(name: str, *wanted: str) -> Callable[[Dossier, Words], tuple[Block, ...]]:
    """Give a part with every finding of some rules.

    Args:
        name: of the table in the paper.
        wanted: tables of facts that the rules are about, such as `sale`; or ids of rules.
    """

    def make(dossier: Dossier, words: Words) -> tuple[Block, ...]:
        found = tuple(each for each in dossier.findings if each.rule.about in wanted or each.rule.id in wanted)
        return (finding_table(name, found, words),) if found else ()

    return make


def finding_table(name: str, found: tuple[Finding, ...], words: Words) -> Table:
    """Set findings out: the rule, what it asks, of what, its outcome and where the law says so."""
    subjects: dict[tuple[str, Answer], list[str]] = {}
    rules = {each.rule.id: each.rule for each in found}
    for each in found:
        subjects.setdefault((each.rule.id, each.answer), []).append(each.subject)
    rows = tuple(
        (
            rule_id,
            rules[rule_id].states.text(words.language),
            words.listing([subject for subject in its if subject]) or NOTHING,
            words.say(ANSWERS[answer]),
            words.listing([citation.said.text(words.language) for citation in rules[rule_id].cites]),
        )
        for (rule_id, answer), its in subjects.items()
    )
    titles = (marked("Rule"), marked("What the law asks"), marked("Of"), marked("Found"), marked("Where"))
    return Table(id=name, columns=named_columns(words, titles, ()), rows=rows)


def _count(dossier: Dossier, answer: Answer) -> int:
    return sum(each.answer is answer for each in dossier.findings)
