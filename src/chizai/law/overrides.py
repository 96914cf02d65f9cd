"""Overrides: two named persons answer for one finding as it stood when they decided, until a day that they name."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from chizai.law.gate import Gate
from chizai.law.rule import Finding
from chizai.units.result import Failure, Place, Reason
from chizai.units.toml import STRICT

APPROVERS_LEAST = 2
DIGITS = 16
"""Hexadecimal digits of a finding's digest: enough to tell findings apart, and short enough to be written down."""


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
    finding: str
    """Digest of what was decided on, as `digest_of` gives it: other facts are another finding."""
    approvers: tuple[Approver, ...]
    reason: str
    decided_on: date
    until_on: date
    """The last day on which an act may rely on it."""


class Lapse(StrEnum):
    """Why an override counts for nothing."""

    NOTHING_HELD = "nothing held"
    """The rule neither fails nor is unknown."""
    OTHER_FINDING = "other finding"
    """The facts are others than those that were decided on."""
    OTHER_DAY = "other day"
    """The act is before the decision, or after its last day."""


@dataclass(frozen=True, slots=True)
class IdleOverride:
    """An override that counts for nothing."""

    number: int
    """Its place in the file, from 1."""
    override: Override
    lapse: Lapse
    finding: Finding | None
    """What the rule finds now; none where it holds nothing."""


def digest_of(finding: Finding) -> str:
    """Give the digest of a finding: of its rule, its row, its outcome, and the facts that decided or are missing."""
    said = [said.en for said in finding.because]
    parts = [finding.rule.id, finding.subject, finding.outcome.value, said, list(finding.missing)]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:DIGITS]


def lapse_of(override: Override, finding: Finding | None, day: date) -> Lapse | None:
    """Say why an override counts for nothing; none if it counts.

    Args:
        override: the decision.
        finding: what its rule finds of its row, if that holds the act; none if it does not.
        day: of the act.
    """
    if finding is None:
        return Lapse.NOTHING_HELD
    if override.finding != digest_of(finding):
        return Lapse.OTHER_FINDING
    return None if override.decided_on <= day <= override.until_on else Lapse.OTHER_DAY


def unfit(number: int, override: Override, file: str) -> list[Failure]:
    """Report what an override lacks: two different persons, each with a role, or a reason."""
    found = []
    names = {approver.name.strip().casefold() for approver in override.approvers if approver.role.strip()} - {""}
    if len(names) < APPROVERS_LEAST:
        what = f"{len(names)} named person{'s' if len(names) != 1 else ''} approve{'' if len(names) != 1 else 's'} it"
        why = "an override needs two different persons who answer for it"
        place = Place(file, None, f"overrides[{number}].approvers")
        found.append(Failure(Reason.OUT_OF_RANGE, place, what, why, "name two persons, each with a role"))
    if not override.reason.strip():
        place = Place(file, None, f"overrides[{number}].reason")
        why = "the record must say why the act was done all the same"
        found.append(Failure(Reason.MISSING, place, "no reason is given", why, "write the reason"))
    return found


def idle_failure(idle: IdleOverride, file: str) -> Failure:
    """Say what is wrong with an override that counts for nothing, for who asks for an act."""
    override, at = idle.override, f"overrides[{idle.number}]"
    of = f" for {override.subject}" if override.subject else ""
    if idle.lapse is Lapse.OTHER_DAY:
        what = f"it holds from {override.decided_on} to {override.until_on}, and the act is on another day"
        why = "nobody answers for the act on that day"
        place = Place(file, None, f"{at}.until_on")
        return Failure(Reason.OUT_OF_RANGE, place, what, why, "have it decided anew, or remove it")
    if idle.finding is not None:
        what = f"what {override.rule} finds{of} is not what was decided on"
        why = "two persons answered for other facts"
        fix = f'have it decided anew, with finding = "{digest_of(idle.finding)}", or remove it'
        return Failure(Reason.INCONSISTENT, Place(file, None, f"{at}.finding"), what, why, fix)
    what = f"{override.rule} neither fails nor is unknown{of} at this gate"
    why = "an override that overrides nothing would stand ready for what nobody looked at"
    fix = "remove it; `chizai law gate` names what fails or is unknown"
    return Failure(Reason.UNKNOWN, Place(file, None, f"{at}.rule"), what, why, fix)
