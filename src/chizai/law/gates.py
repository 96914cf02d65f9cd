"""Gates: an act is refused while a rule of its gate fails, unless two named persons answer for it.

A gate is open only where all is known: what nobody could say leaves it not shut, and whoever acts decides whether that
is enough. The same two persons can answer for what is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.law.checks import Outcome
from chizai.law.facts import LAW_FILE
from chizai.law.gate import Gate
from chizai.law.overrides import IdleOverride, Override, lapse_of, unfit
from chizai.law.rule import Answer, Finding, Rule
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result


class GateState(StrEnum):
    """What a gate says of its act."""

    OPEN = "open"
    """Nothing fails and nothing is unknown, or two persons answer for each that does or is."""
    NOT_SHUT = "not shut"
    """Nothing fails, but something is unknown."""
    SHUT = "shut"
    """Something fails."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """A finding that failed or is unknown, and the decision to go on."""

    finding: Finding
    override: Override


@dataclass(frozen=True, slots=True)
class GateRecord:
    """What stood when an act was asked for: it stays on the record, whether the gate opened or not."""

    gate: Gate
    year: str
    """The business year that is distributed; empty for other acts, and where no year is known."""
    refusing: tuple[Finding, ...]
    """What failed and was not overridden."""
    overridden: tuple[Overridden, ...]
    idle: tuple[IdleOverride, ...]
    """Overrides of this act that count for nothing."""
    unknown: tuple[Finding, ...]
    """What nobody could say, and nobody answers for."""
    n_passed: int
    n_not_applicable: int
    """How many of its rules ask nothing, such as those of patents of a copyright."""

    @property
    def state(self) -> GateState:
        """Whether the act may be done."""
        if self.refusing:
            return GateState.SHUT
        return GateState.NOT_SHUT if self.unknown else GateState.OPEN


@dataclass(frozen=True, slots=True)
class Act:
    """An act that is asked for."""

    gate: Gate
    on: date
    """Its day: whether an override holds is asked of it."""
    year: str = ""
    """The row of `years` that a distribution pays; empty for the last one, and for other acts."""


def pass_gate(
    act: Act, findings: Sequence[Finding], rules: Sequence[Rule], overrides: Sequence[Override], file: str
) -> Result[GateRecord]:
    """Ask for an act. A distribution is asked for the business year that it pays, and unknown if that is not told.

    Args:
        act: what is asked for.
        findings: of all rules; those of other gates and of other business years are left out.
        rules: those in force.
        overrides: decisions to go on; those for other gates and other business years are left out.
        file: name of the file of overrides, for failures.

    Returns:
        the record; or what overrides lack: two different persons, a reason, or that nobody decided the same twice.
    """
    told = [finding for finding in findings if act.gate in finding.rule.gates]
    asked = _of_year(act, told, rules) if act.gate is Gate.DISTRIBUTE else told
    ours = [(number, each) for number, each in enumerate(overrides, 1) if each.gate is act.gate]
    failures = [failure for number, each in ours for failure in unfit(number, each, file)]
    failures += _twice(ours, file)
    if failures:
        return Failed(tuple(failures))
    held = {(each.rule.id, each.subject): each for each in asked if each.outcome is not Outcome.PASSED}
    elsewhere = {each.subject for each in told} - {each.subject for each in asked}
    counting, idle = {}, []
    for number, each in ours:
        if each.subject in elsewhere:
            continue
        finding = held.get((each.rule, each.subject))
        lapse = lapse_of(each, finding, act.on)
        if lapse is None and finding is not None:
            counting[each.rule, each.subject] = Overridden(finding, each)
        elif lapse is not None:
            idle.append(IdleOverride(number, each, lapse, finding))
    left = [finding for key, finding in held.items() if key not in counting]
    return Ok(
        GateRecord(
            gate=act.gate,
            year=asked[-1].subject if act.gate is Gate.DISTRIBUTE and asked else "",
            refusing=tuple(finding for finding in left if finding.outcome is Outcome.FAILED),
            overridden=tuple(counting.values()),
            idle=tuple(idle),
            unknown=tuple(finding for finding in left if finding.outcome is Outcome.UNKNOWN),
            n_passed=sum(each.answer is Answer.PASSED for each in asked),
            n_not_applicable=sum(each.answer is Answer.NOT_APPLICABLE for each in asked),
        )
    )


def _of_year(act: Act, told: Sequence[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """Give the findings of the year that is paid; where nothing is told of it, each rule is unknown."""
    paid = act.year or (told[-1].subject if told else "")
    missing = f"years ({paid})" if paid else "years"
    return [finding for finding in told if finding.subject == paid] or [
        Finding(rule, paid, Outcome.UNKNOWN, (), (missing,), ()) for rule in rules if act.gate in rule.gates
    ]


def _twice(ours: Sequence[tuple[int, Override]], file: str) -> list[Failure]:
    decided = [(each.rule, each.subject) for _, each in ours]
    return [
        Failure(
            Reason.DUPLICATE,
            Place(file, None, f"overrides[{number}].rule"),
            f"{each.rule} is overridden twice at this gate",
            "the record would say one decision alone",
            "keep one, with all who decided",
        )
        for place, (number, each) in enumerate(ours)
        if (each.rule, each.subject) in decided[:place]
    ]


def refusals(record: GateRecord, file: str) -> tuple[Failure, ...]:
    """Say of each finding that shuts a gate what failed, by which article, and what opens the gate again.

    Args:
        record: of the act that was asked for.
        file: name of the file of overrides.
    """
    return tuple(_refusal(record.gate, finding, file) for finding in record.refusing)


def unanswered(record: GateRecord, file: str) -> tuple[Failure, ...]:
    """Say of each finding that is unknown at a gate which facts are missing, for who acts only where all is known.

    Args:
        record: of the act that was asked for.
        file: name of the file of overrides.
    """
    return tuple(_gap(record.gate, finding, file) for finding in record.unknown)


def _gap(gate: Gate, finding: Finding, file: str) -> Failure:
    what = f"{_named(finding)} is unknown at the gate {gate}: nobody says {', '.join(finding.missing)}"
    fix = f"say it in {LAW_FILE} or the deal's files, or have two named persons answer for it in {file}"
    return Failure(Reason.MISSING, Place(LAW_FILE), what, _law_of(finding), fix)


def _refusal(gate: Gate, finding: Finding, file: str) -> Failure:
    what = f"{_named(finding)} shuts the gate {gate}: {'; '.join(said.en for said in finding.because)}"
    rests_on = "; ".join(map(str, dict.fromkeys(finding.sources)))
    fix = f"mend what it rests on ({rests_on}), or have two named persons answer for it in {file}"
    place = Place(finding.decided[-1].file if finding.decided else file)
    return Failure(Reason.INCONSISTENT, place, what, _law_of(finding), fix)


def _named(finding: Finding) -> str:
    return f"{finding.rule.id} ({finding.subject})" if finding.subject else finding.rule.id


def _law_of(finding: Finding) -> str:
    articles = "; ".join(citation.said.en for citation in finding.articles)
    return f"{finding.rule.states.en} ({articles}) Else: {finding.rule.consequence.en}"
