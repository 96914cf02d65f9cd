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
from chizai.law.rule import Answer, Finding, Rule
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.toml import STRICT

APPROVERS_LEAST = 2


class GateState(StrEnum):
    """What a gate says of its act."""

    OPEN = "open"
    """Nothing fails and nothing is unknown, or two persons answer for each that does or is."""
    NOT_SHUT = "not shut"
    """Nothing fails, but something is unknown."""
    SHUT = "shut"
    """Something fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Who answers for an override."""

    __pydantic_config__ = STRICT
    name: str
    role: str
    """In which capacity, such as `counsel` or `director`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A decision to go on although a rule fails, or nobody knows whether it does."""

    __pydantic_config__ = STRICT
    gate: Gate
    rule: str
    subject: str = ""
    """The row that the rule is about, such as a right; empty where it is about the deal as a whole."""
    approvers: tuple[Approver, ...]
    reason: str
    decided_on: date


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


def findings_at(gate: Gate, findings: Sequence[Finding], rules: Sequence[Rule], year: str = "") -> tuple[Finding, ...]:
    """Give what the rules of a gate find; of a distribution, for the business year that it pays alone.

    Args:
        gate: the act.
        findings: of all rules.
        rules: those in force.
        year: the row of `years` that a distribution pays; empty for the last one. Where there is no such row, each
            rule of distributions is unknown.
    """
    found = [finding for finding in findings if gate in finding.rule.gates]
    if gate is not Gate.DISTRIBUTE:
        return tuple(found)
    paid = year or (found[-1].subject if found else "")
    missing = f"years ({paid})" if paid else "years"
    return tuple(finding for finding in found if finding.subject == paid) or tuple(
        Finding(rule, paid, Outcome.UNKNOWN, (), (missing,), ()) for rule in rules if gate in rule.gates
    )


def pass_gate(gate: Gate, asked: Sequence[Finding], overrides: Sequence[Override], file: str) -> Result[GateRecord]:
    """Ask for an act.

    Args:
        gate: the act.
        asked: what its rules find, as `findings_at` gives it.
        overrides: decisions to go on; those for other gates are left out.
        file: name of the file of overrides, for failures.

    Returns:
        the record; or the overrides that do not count: fewer than two different persons, no reason, or nothing that
        fails or is unknown to override.
    """
    held = {(each.rule.id, each.subject): each for each in asked if each.outcome is not Outcome.PASSED}
    ours = [(number, each) for number, each in enumerate(overrides, 1) if each.gate is gate]
    failures = [failure for number, each in ours for failure in _unfit(number, each, held, file)]
    decided = [(each.rule, each.subject) for _, each in ours]
    failures += [
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
    if failures:
        return Failed(tuple(failures))
    overridden = {(each.rule, each.subject): each for _, each in ours}
    left = [finding for key, finding in held.items() if key not in overridden]
    return Ok(
        GateRecord(
            gate=gate,
            year=asked[-1].subject if gate is Gate.DISTRIBUTE and asked else "",
            refusing=tuple(finding for finding in left if finding.outcome is Outcome.FAILED),
            overridden=tuple(Overridden(held[key], override) for key, override in overridden.items()),
            unknown=tuple(finding for finding in left if finding.outcome is Outcome.UNKNOWN),
            n_passed=sum(each.answer is Answer.PASSED for each in asked),
            n_not_applicable=sum(each.answer is Answer.NOT_APPLICABLE for each in asked),
        )
    )


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
    place = Place(finding.sources[-1].file if finding.sources else file)
    return Failure(Reason.INCONSISTENT, place, what, _law_of(finding), fix)


def _named(finding: Finding) -> str:
    return f"{finding.rule.id} ({finding.subject})" if finding.subject else finding.rule.id


def _law_of(finding: Finding) -> str:
    rule = finding.rule
    return f"{rule.states.en} ({'; '.join(citation.said.en for citation in rule.cites)}) Else: {rule.consequence.en}"


def _unfit(number: int, override: Override, held: dict[tuple[str, str], Finding], file: str) -> list[Failure]:
    at = f"overrides[{number}]"
    found = []
    names = {approver.name.strip().casefold() for approver in override.approvers if approver.role.strip()} - {""}
    if len(names) < APPROVERS_LEAST:
        what = f"{len(names)} named person{'s' if len(names) != 1 else ''} approve{'' if len(names) != 1 else 's'} it"
        why = "an override needs two different persons who answer for it"
        place = Place(file, None, f"{at}.approvers")
        found.append(Failure(Reason.OUT_OF_RANGE, place, what, why, "name two persons, each with a role"))
    if not override.reason.strip():
        place = Place(file, None, f"{at}.reason")
        why = "the record must say why the act was done all the same"
        found.append(Failure(Reason.MISSING, place, "no reason is given", why, "write the reason"))
    if (override.rule, override.subject) not in held:
        of = f" for {override.subject}" if override.subject else ""
        place = Place(file, None, f"{at}.rule")
        known = ", ".join(map(_named, held.values())) or "none"
        what = f"{override.rule} neither fails nor is unknown{of} at this gate"
        why = "an override that overrides nothing would stand ready for what nobody looked at"
        found.append(Failure(Reason.UNKNOWN, place, what, why, f"remove it; what fails or is unknown: {known}"))
    return found
