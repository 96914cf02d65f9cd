"""An act is refused while its rules fail; two named persons can decide otherwise, and that stays on the record."""

import shutil
from pathlib import Path

import pytest

from chizai.app.gates import ask_gate
from chizai.documents.gate_record import gate_lines
from chizai.law.gate import Gate
from chizai.law.gates import GateState
from chizai.units.result import Failed, Ok

TWO = '[{ name = "A. Lawyer", role = "counsel" }, { name = "B. Director", role = "director" }]'


@pytest.fixture
def faulty(project_root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project_root / "docs" / "legal-review", tmp_path / "deal"))


def override(folder: Path, **changed: str) -> None:
    says = {"gate": '"distribute"', "rule": '"ASA-041"', "subject": '"2026"', "approvers": TWO}
    says |= {"reason": '"the second payment was a redemption"', "decided_on": "2026-04-30"} | changed
    lines = "\n".join(f"{key} = {value}" for key, value in says.items() if value)
    (folder / "overrides.toml").write_text(f"[[overrides]]\n{lines}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("gate", "rules"),
    [
        (Gate.ISSUE, {"ASA-005", "ASA-019", "FIEA-003"}),
        (Gate.ACQUIRE, {"ASA-005", "ASA-019", "PAT-005", "PAT-008"}),
        (Gate.DISTRIBUTE, {"ASA-041"}),
    ],
)
def test_an_act_is_refused_by_the_rules_of_its_gate_with_their_articles(
    faulty: Path, gate: Gate, rules: set[str]
) -> None:
    asked = ask_gate(faulty, gate)
    assert isinstance(asked, Ok)
    assert {finding.rule.id for finding in asked.value.record.refusing} == rules
    assert asked.value.record.state is GateState.SHUT
    said = "\n".join(gate_lines(asked.value))
    assert all(f"refused by {rule}" in said for rule in rules)
    assert all(", art. " in finding.rule.cites[0].said.en for finding in asked.value.record.refusing)


def test_two_named_persons_open_the_gate_and_stand_on_the_record(faulty: Path) -> None:
    override(faulty)
    opened = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(opened, Ok)
    assert opened.value.record.state is GateState.NOT_SHUT  # ASA-042 is unknown
    (overridden,) = opened.value.record.overridden
    assert overridden.finding.rule.id == "ASA-041"
    assert [approver.name for approver in overridden.override.approvers] == ["A. Lawyer", "B. Director"]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"approvers": '[{ name = "A. Lawyer", role = "counsel" }]'}, "1 named person approves it"),
        ({"approvers": '[{ name = "A", role = "counsel" }, { name = "A ", role = "director" }]'}, "1 named person"),
        ({"reason": '" "'}, "no reason is given"),
        ({"subject": '"2027"'}, "ASA-041 neither fails nor is unknown for 2027 at this gate"),
        ({"rule": '"ZZZ-001"'}, "there is no rule 'ZZZ-001'"),
        ({"approvers": '[{ name = "A", role = "counsel" }, { name = "B", role = "" }]'}, "1 named person"),
        ({"rule": '"PAT-008"', "subject": '"P1"'}, "PAT-008 neither fails nor is unknown for P1 at this gate"),
    ],
)
def test_an_override_that_does_not_count_is_refused(faulty: Path, changed: dict[str, str], what: str) -> None:
    override(faulty, **changed)
    refused = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(refused, Failed)
    assert any(what in failure.what for failure in refused.failures)


def test_a_finding_is_overridden_once(faulty: Path) -> None:
    override(faulty)
    text = (faulty / "overrides.toml").read_text(encoding="utf-8")
    (faulty / "overrides.toml").write_text(text + text, encoding="utf-8")
    refused = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(refused, Failed)
    assert "overridden twice" in refused.failures[0].what


def test_an_override_of_one_gate_opens_no_other(faulty: Path) -> None:
    override(faulty)
    asked = ask_gate(faulty, Gate.ISSUE)
    assert isinstance(asked, Ok)
    assert asked.value.record.state is GateState.SHUT
