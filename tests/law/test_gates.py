"""An act is refused while its rules fail; two named persons can decide otherwise, and that stays on the record."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from chizai.app.gates import ask_gate
from chizai.documents.gate_record import gate_json, gate_lines
from chizai.law.gate import Gate
from chizai.law.gates import GateState, refusals
from chizai.law.overrides import digest_of
from chizai.units.result import Failed, Ok, Place

TWO = '[{ name = "A. Lawyer", role = "counsel" }, { name = "B. Director", role = "director" }]'


@pytest.fixture
def faulty(project_root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project_root / "docs" / "legal-review", tmp_path / "deal"))


@pytest.fixture
def foreign(deals_folder: Path, tmp_path: Path) -> Path:
    """Give a deal of Japanese patents as if Germany had given them, without the fees that Japan's office asks."""
    folder = Path(shutil.copytree(deals_folder / "electronics-patents", tmp_path / "foreign"))
    rights = (folder / "rights.csv").read_text(encoding="utf-8")
    (folder / "rights.csv").write_text(rights.replace(",JP,", ",DE,"), encoding="utf-8")
    law = (folder / "law.toml").read_text(encoding="utf-8")
    blocks = [block for block in law.split("\n[[") if 'id = "official-fee-' not in block]
    (folder / "law.toml").write_text("\n[[".join(blocks), encoding="utf-8")
    return folder


def held(folder: Path) -> str:
    """Give the digest of what shuts the gate to distribute."""
    asked = ask_gate(folder, Gate.DISTRIBUTE)
    assert isinstance(asked, Ok)
    return digest_of(asked.value.record.refusing[0])


def override(folder: Path, **changed: str) -> None:
    says = {"gate": '"distribute"', "rule": '"ASA-041"', "subject": '"2026"', "approvers": TWO}
    says |= {"finding": f'"{held(folder)}"', "reason": '"the second payment was a redemption"'}
    says |= {"decided_on": "2026-04-30", "until_on": "2026-05-31"} | changed
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


@pytest.mark.parametrize("gate", [Gate.ISSUE, Gate.ACQUIRE])
def test_a_title_that_only_counsel_abroad_can_judge_is_unknown_at_the_gate(foreign: Path, gate: Gate) -> None:
    asked = ask_gate(foreign, gate)
    assert isinstance(asked, Ok)
    unknown = [finding for finding in asked.value.record.unknown if finding.rule.id == "PIL-001"]
    assert [finding.subject for finding in unknown] == [f"EP-{number:02d}" for number in range(1, 13)]
    assert unknown[0].missing == ("rights (EP-01).effective_abroad", "rights (EP-01).opposable_abroad")
    assert asked.value.record.state is GateState.NOT_SHUT
    assert "counsel of that country" in unknown[0].rule.states.en


def test_the_gate_shuts_where_counsel_abroad_says_that_the_sale_has_no_effect(foreign: Path) -> None:
    law = (foreign / "law.toml").read_text(encoding="utf-8")
    row = '[[rights]]\nid = "EP-01"\n'
    (foreign / "law.toml").write_text(law.replace(row, f"{row}effective_abroad = false\n"), encoding="utf-8")
    asked = ask_gate(foreign, Gate.ACQUIRE)
    assert isinstance(asked, Ok)
    assert [(each.rule.id, each.subject) for each in asked.value.record.refusing] == [("PIL-001", "EP-01")]


def test_a_rule_that_asks_nothing_of_a_foreign_right_is_not_counted_as_passed(
    foreign: Path, deals_folder: Path
) -> None:
    ours, theirs = (ask_gate(folder, Gate.ACQUIRE) for folder in (deals_folder / "electronics-patents", foreign))
    assert isinstance(ours, Ok)
    assert isinstance(theirs, Ok)
    japanese, german = ours.value.record, theirs.value.record
    assert german.n_passed == japanese.n_passed
    assert german.n_not_applicable > japanese.n_not_applicable
    (first, *_) = gate_lines(theirs.value)
    told = f"{german.n_passed} passed, {german.n_not_applicable} not applicable, 0 refusing"
    assert told in first
    written = json.loads(gate_json(theirs.value, "1"))
    assert (written["passed"], written["not_applicable"]) == (german.n_passed, german.n_not_applicable)


def test_an_override_does_not_cover_what_grows_later(faulty: Path) -> None:
    override(faulty)
    law = faulty / "law.toml"
    law.write_text(law.read_text(encoding="utf-8").replace("interim_count = 2", "interim_count = 3"), encoding="utf-8")
    refused = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(refused, Failed)
    (failure,) = refused.failures
    assert failure.place == Place("overrides.toml", None, "overrides[1].finding")
    assert failure.what == "what ASA-041 finds for 2026 is not what was decided on"
    (faulty / "overrides.toml").unlink()
    assert f'finding = "{held(faulty)}"' in failure.fix


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2026, 4, 29), False),
        (date(2026, 4, 30), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
    ],
)
def test_an_override_counts_from_its_decision_until_its_last_day(faulty: Path, on: date, *, counts: bool) -> None:
    override(faulty)
    asked = ask_gate(faulty, Gate.DISTRIBUTE, on=on)
    assert isinstance(asked, Ok) is counts
    if isinstance(asked, Failed):
        assert "it holds from 2026-04-30 to 2026-05-31" in asked.failures[0].what
        assert asked.failures[0].place.key == "overrides[1].until_on"


def test_an_override_of_another_business_year_is_left_out(faulty: Path) -> None:
    override(faulty)
    law = faulty / "law.toml"
    text = law.read_text(encoding="utf-8").replace(
        "[offering]", '[[years]]\nid = "2027"\ninterim_count = 0\n\n[offering]'
    )
    law.write_text(text, encoding="utf-8")
    later, earlier = ask_gate(faulty, Gate.DISTRIBUTE), ask_gate(faulty, Gate.DISTRIBUTE, year="2026")
    assert isinstance(later, Ok)
    assert isinstance(earlier, Ok)
    assert (later.value.record.year, later.value.record.overridden) == ("2027", ())
    assert [each.finding.rule.id for each in earlier.value.record.overridden] == ["ASA-041"]


def test_an_override_without_the_finding_it_answers_for_is_refused(faulty: Path) -> None:
    override(faulty, finding="")
    refused = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(refused, Failed)
    assert refused.failures[0].place.key == "overrides[1].finding"


def test_a_refusal_names_the_article_that_failed_and_the_file_of_the_facts_that_decided(
    faulty: Path,
) -> None:
    asked = ask_gate(faulty, Gate.DISTRIBUTE)
    assert isinstance(asked, Ok)
    (finding,) = asked.value.record.refusing
    assert [citation.said.en for citation in finding.articles] == ["Asset Securitization Act, art. 115(1)"]
    (failure,) = refusals(asked.value.record, "overrides.toml")
    assert "(Asset Securitization Act, art. 115(1))" in failure.why
    assert failure.place == Place("law.toml")


def test_an_override_of_one_gate_opens_no_other(faulty: Path) -> None:
    override(faulty)
    asked = ask_gate(faulty, Gate.ISSUE)
    assert isinstance(asked, Ok)
    assert asked.value.record.state is GateState.SHUT
