"""Gates: an act is refused while a rule of its gate fails, unless two named persons answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chizai.law.checks import Outcome
from chizai.law.gate import Gate
from chizai.law.rule import Finding
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.units.toml import STRICT

APPROVERS_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Who answers for an override."""

    __pydantic_config__ = STRICT
    name: str
    role: str
    """In which capacity, such as `counsel` or `director`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A decision to go on although a rule fails."""

    __pydantic_config__ = STRICT
    gate: Gate
    rule: str
    subject: str = ""
    """The row that the rule fails for, such as a right; empty where it is about the deal as a whole."""
    approvers: tuple[Approver, ...]
    reason: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Overridden:
    """A failed finding, and the decision to go on."""

    finding: Finding
    override: Override


@dataclass(frozen=True, slots=True)
class GateRecord:
    """What stood when an act was asked for: it stays on the record, whether the gate opened or not."""

    gate: Gate
    refusing: tuple[Finding, ...]
    """What failed and was not overridden."""
    overridden: tuple[Overridden, ...]
    unknown: tuple[Finding, ...]
    """What nobody could say; it does not close the gate, and whoever acts should know it."""
    n_passed: int

    @property
    def is_open(self) -> bool:
        """Whether the act may be done."""
        return not self.refusing


def pass_gate(gate: Gate, findings: Sequence[Finding], overrides: Sequence[Override], file: str) -> Result[GateRecord]:
    """Ask for an act.

    Args:
        gate: the act.
        findings: of all rules; those of other gates are left out.
        overrides: decisions to go on; those for other gates are left out.
        file: name of the file of overrides, for failures.

    Returns:
        the record; or the overrides that do not count: fewer than two different persons, no reason, or nothing that
        fails to override.
    """
    asked = [finding for finding in findings if gate in finding.rule.gates]
    failed = {(each.rule.id, each.subject): each for each in asked if each.outcome is Outcome.FAILED}
    ours = [(number, each) for number, each in enumerate(overrides, 1) if each.gate is gate]
    failures = [failure for number, each in ours for failure in _unfit(number, each, failed, file)]
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
    return Ok(
        GateRecord(
            gate=gate,
            refusing=tuple(finding for key, finding in failed.items() if key not in overridden),
            overridden=tuple(Overridden(failed[key], override) for key, override in overridden.items()),
            unknown=tuple(each for each in asked if each.outcome is Outcome.UNKNOWN),
            n_passed=sum(each.outcome is Outcome.PASSED for each in asked),
        )
    )


def refusals(record: GateRecord, file: str) -> tuple[Failure, ...]:
    """Say of each finding that shuts a gate what failed, by which article, and what opens the gate again.

    Args:
        record: of the act that was asked for.
        file: name of the file of overrides.
    """
    return tuple(_refusal(record.gate, finding, file) for finding in record.refusing)


def _refusal(gate: Gate, finding: Finding, file: str) -> Failure:
    rule = finding.rule
    named = f"{rule.id} ({finding.subject})" if finding.subject else rule.id
    what = f"{named} shuts the gate {gate}: {'; '.join(said.en for said in finding.because)}"
    why = f"{rule.states.en} ({'; '.join(citation.said.en for citation in rule.cites)}) Else: {rule.consequence.en}"
    rests_on = "; ".join(map(str, dict.fromkeys(finding.sources)))
    fix = f"mend what it rests on ({rests_on}), or have two named persons answer for it in {file}"
    place = Place(finding.sources[-1].file if finding.sources else file)
    return Failure(Reason.INCONSISTENT, place, what, why, fix)


def _unfit(number: int, override: Override, failed: dict[tuple[str, str], Finding], file: str) -> list[Failure]:
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
    if (override.rule, override.subject) not in failed:
        of = f" for {override.subject}" if override.subject else ""
        place = Place(file, None, f"{at}.rule")
        known = ", ".join(f"{rule} ({subject})" if subject else rule for rule, subject in failed) or "none"
        what = f"{override.rule} does not fail{of} at this gate"
        why = "an override that overrides nothing would stand ready for what nobody looked at"
        found.append(Failure(Reason.UNKNOWN, place, what, why, f"remove it; what fails: {known}"))
    return found
