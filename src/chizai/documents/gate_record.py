"""The record of an act that was asked for: what stood against it, who decided otherwise, what nobody knew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from chizai.law.gates import GateRecord
from chizai.law.overrides import digest_of
from chizai.law.rule import Finding


@dataclass(frozen=True, slots=True)
class AskedGate:
    """A gate's record, and what it was made of."""

    record: GateRecord
    deal_id: str
    as_of_on: date
    """The day whose law was asked."""
    inputs: tuple[tuple[str, str], ...]
    """Name and SHA-256 digest of each file that was read."""


def gate_lines(asked: AskedGate) -> Iterator[str]:
    """Say whether the gate is open, shut or neither, and why."""
    record = asked.record
    rules = f"{record.n_passed} passed, {record.n_not_applicable} not applicable"
    counts = f"{len(record.refusing)} refusing, {len(record.overridden)} overridden, {len(record.unknown)} unknown"
    act = f"{record.gate} ({record.year})" if record.year else record.gate.value
    yield f"{act}: {record.state} ({rules}, {counts})"
    for finding in record.refusing:
        yield f"  refused by {_named(finding)}: {'; '.join(said.en for said in finding.because)}"
        yield f"    {', '.join(citation.said.en for citation in finding.articles)}"
        yield f"    finding {digest_of(finding)}"
    for each in record.overridden:
        names = " and ".join(f"{approver.name} ({approver.role})" for approver in each.override.approvers)
        days = f"on {each.override.decided_on}, until {each.override.until_on}"
        yield f"  {_named(each.finding)} overridden by {names} {days}: {each.override.reason}"
    if record.unknown:
        yield f"  unknown: {', '.join(dict.fromkeys(finding.rule.id for finding in record.unknown))}"


def gate_json(asked: AskedGate, version: str) -> bytes:
    """Write the record: the same bytes for the same facts and overrides."""
    record = asked.record
    written = {
        "deal": asked.deal_id,
        "gate": record.gate.value,
        "year": record.year,
        "state": record.state.value,
        "as_of_on": asked.as_of_on.isoformat(),
        "version": version,
        "inputs": dict(asked.inputs),
        "refusing": [_finding(finding) for finding in record.refusing],
        "overridden": [
            _finding(each.finding)
            | {
                "approvers": [{"name": by.name, "role": by.role} for by in each.override.approvers],
                "reason": each.override.reason,
                "decided_on": each.override.decided_on.isoformat(),
                "until_on": each.override.until_on.isoformat(),
            }
            for each in record.overridden
        ],
        "unknown": [_finding(finding) for finding in record.unknown],
        "passed": record.n_passed,
        "not_applicable": record.n_not_applicable,
    }
    return (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode()


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "subject": finding.subject,
        "outcome": finding.outcome.value,
        "because": [said.en for said in finding.because],
        "articles": [citation.said.en for citation in finding.articles],
        "missing": list(finding.missing),
        "finding": digest_of(finding),
    }


def _named(finding: Finding) -> str:
    return f"{finding.rule.id} ({finding.subject})" if finding.subject else finding.rule.id
