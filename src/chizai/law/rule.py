"""Rules and findings."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.law.checks import Check, Outcome, Ruling, apply, needs_of
from chizai.law.citation import Citation
from chizai.law.facts import Known
from chizai.law.gate import Gate
from chizai.law.said import Said
from chizai.units.result import Place


class Answer(StrEnum):
    """What a finding is counted and told as: its outcome, and of what passed, what asked nothing told apart."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


class Confidence(StrEnum):
    """How sure a rule is."""

    STATUTE = "statute"
    """Read in the text of the law."""
    PRACTICE = "practice"
    """What counsel, agencies or the trade hold; no statute says so."""
    MEMORY = "memory"
    """Written from memory: to be looked up before it is relied on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, beside its citation."""

    id: str
    """As in the list of rules, such as `ASA-001`."""
    states: Said
    """What the law asks."""
    cites: tuple[Citation, ...]
    about: str
    """The table whose facts it is applied to: once, or once for each row."""
    check: Check
    consequence: Said
    """What follows where it fails."""
    confidence: Confidence
    reading: Said | None = None
    """What in it is our own reading, or from memory; none: nothing."""
    gates: tuple[Gate, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    """The last day on which it was the law."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that it asks for, as `table.key`."""
        return tuple(dict.fromkeys(needs_of(self.check, self.about)))

    def in_force_on(self, day: date) -> bool:
        """Whether it was the law on a day."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule came to for a deal, or for one of its rights, classes, persons, ..."""

    rule: Rule
    subject: str
    """The row's id; empty where the rule is about the deal as a whole."""
    outcome: Outcome
    because: tuple[Said, ...]
    missing: tuple[str, ...]
    """Facts that nobody has said, as `table (row).key`."""
    sources: tuple[Place, ...]
    decided: tuple[Place, ...] = ()
    """Of these, where the facts of the test that decided were read: those of a condition are left out."""
    under: tuple[Citation, ...] = ()
    """The articles that ask what decided; none where the rule does not tell them apart."""
    applies: bool = True
    """Whether the rule asks anything of it; where not, it passed."""

    @property
    def answer(self) -> Answer:
        """Give what it is counted and told as."""
        return Answer(self.outcome.value) if self.applies else Answer.NOT_APPLICABLE

    @property
    def articles(self) -> tuple[Citation, ...]:
        """Give the articles that decided, or all that the rule cites."""
        return self.under or self.rule.cites


def findings_of(rules: Iterable[Rule], known: Known, many: Container[str]) -> Iterator[Finding]:
    """Apply the rules that are in force; a rule about rows gives a finding for each, or one if the rows are unknown.

    Args:
        rules: the rules to apply.
        known: what is known of the deal.
        many: the names of the tables that have rows.
    """
    for rule in rules:
        if not rule.in_force_on(known.as_of_on):
            continue
        rows = known.many.get(rule.about)
        if rule.about in many and rows is None:
            yield _finding(rule, "", Ruling(Outcome.UNKNOWN, missing=(rule.about,)))
        elif rows is None:
            yield _finding(rule, "", apply(rule.check, known, rule.about, None))
        else:
            for row_id in rows:
                yield _finding(rule, row_id, apply(rule.check, known, rule.about, row_id))


def _finding(rule: Rule, subject: str, ruling: Ruling) -> Finding:
    return Finding(
        rule,
        subject,
        ruling.outcome,
        ruling.because,
        ruling.missing,
        ruling.sources,
        decided=ruling.decided,
        under=ruling.under,
        applies=ruling.applies,
    )
