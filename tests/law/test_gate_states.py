"""A gate is open where all is known, shut where a rule fails, and neither where something is unknown."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chizai.app.gates import ask_gate
from chizai.app.law import read_law_folder
from chizai.cli.main import app
from chizai.documents.gate_record import gate_json
from chizai.law.catalogue import RULES
from chizai.law.facts import LAW_FILE
from chizai.law.gate import Gate
from chizai.law.gates import GateRecord, GateState, unanswered
from chizai.law.overrides import digest_of
from chizai.units.result import Ok

LAWFUL = """
[[years]]
id = "2026"
assets_minor = 900_000_000
liabilities_minor = 100_000_000
capital_minor = 500_000_000
deductions_minor = 0
dividend_minor = 300_000_000
interim_count = 0
preferred_terms_first = true
rest_by_units = true
"""
ABOVE = LAWFUL.replace("300_000_000", "300_000_001")
NEXT = '\n[[years]]\nid = "2027"\n' + LAWFUL.partition('"2026"\n')[2]
BOTH = '[{ name = "A. Lawyer", role = "counsel" }, { name = "B. Director", role = "director" }]'


@pytest.fixture
def deal(deals_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "deal"))


def add(folder: Path, text: str) -> None:
    (folder / LAW_FILE).write_text((folder / LAW_FILE).read_text(encoding="utf-8") + text, encoding="utf-8")


def asked(folder: Path, gate: Gate = Gate.DISTRIBUTE, year: str = "") -> GateRecord:
    found = ask_gate(folder, gate, year=year)
    assert isinstance(found, Ok)
    return found.value.record


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        (LAWFUL, GateState.OPEN, 0),
        (LAWFUL.replace("assets_minor = 900_000_000\n", ""), GateState.NOT_SHUT, 0),
        ("", GateState.NOT_SHUT, 0),
        (ABOVE, GateState.SHUT, 1),
    ],
)
def test_a_gate_is_open_only_where_nothing_fails_and_nothing_is_unknown(
    deal: Path, text: str, state: GateState, code: int
) -> None:
    add(deal, text)
    assert asked(deal).state is state
    done = CliRunner().invoke(app, ["law", "gate", str(deal), "distribute"])
    assert f": {state} (" in done.stdout
    assert done.exit_code == code


def test_no_business_year_leaves_a_distribution_unknown(deal: Path) -> None:
    text = (deal / LAW_FILE).read_text(encoding="utf-8")
    (deal / LAW_FILE).write_text(f"years = []\n{text}", encoding="utf-8")
    record = asked(deal)
    assert [(each.rule.id, each.missing) for each in record.unknown] == [
        ("ASA-041", ("years",)),
        ("ASA-042", ("years",)),
    ]
    assert record.state is GateState.NOT_SHUT


def test_a_distribution_is_asked_for_the_year_that_it_pays_alone(deal: Path) -> None:
    add(deal, ABOVE + NEXT)
    assert asked(deal).state is GateState.OPEN
    assert asked(deal, year="2026").state is GateState.SHUT
    beyond = asked(deal, year="2028")
    assert (beyond.state, beyond.year) == (GateState.NOT_SHUT, "2028")
    assert beyond.unknown[0].missing == ("years (2028)",)
    done = CliRunner().invoke(app, ["law", "gate", str(deal), "distribute", "--year", "2026"])
    assert done.stdout.startswith("distribute (2026): shut")
    assert done.exit_code == 1


def test_dividends_alone_are_held_by_the_gate_to_distribute() -> None:
    gates = {rule.id: rule.gates for rule in RULES}
    assert [name for name, held in gates.items() if Gate.DISTRIBUTE in held] == ["ASA-041", "ASA-042"]
    assert gates["FIEA-011"] == gates["SVC-001"] == ()
    assert gates["PSA-001"] == (Gate.ISSUE, Gate.ACQUIRE)


def test_two_named_persons_answer_for_what_is_unknown(deal: Path) -> None:
    add(deal, LAWFUL.replace("rest_by_units = true\n", ""))
    (held,) = asked(deal).unknown
    lines = f'finding = "{digest_of(held)}"\ndecided_on = 2026-06-30\nuntil_on = 2026-12-31\n'
    lines += (
        f'gate = "distribute"\nrule = "ASA-042"\nsubject = "2026"\napprovers = {BOTH}\nreason = "one class alone"\n'
    )
    (deal / "overrides.toml").write_text(f"[[overrides]]\n{lines}", encoding="utf-8")
    found = ask_gate(deal, Gate.DISTRIBUTE)
    assert isinstance(found, Ok)
    assert found.value.record.state is GateState.OPEN
    written = json.loads(gate_json(found.value, "1"))
    assert (written["state"], written["year"], written["unknown"]) == ("open", "2026", [])
    assert [(each["rule"], each["outcome"]) for each in written["overridden"]] == [("ASA-042", "unknown")]


def test_what_is_unknown_is_told_with_what_is_missing_and_its_article(deal: Path) -> None:
    add(deal, LAWFUL.replace("assets_minor = 900_000_000\n", ""))
    (failure,) = unanswered(asked(deal), "overrides.toml")
    assert failure.what == "ASA-041 (2026) is unknown at the gate distribute: nobody says years (2026).assets_minor"
    assert "Asset Securitization Act, art. 114(1)" in failure.why
    assert "or have two named persons answer for it in overrides.toml" in failure.fix


def test_the_law_is_asked_as_of_a_day_that_is_given(deal: Path) -> None:
    found = ask_gate(deal, Gate.ISSUE, on=date(2026, 7, 31))
    assert isinstance(found, Ok)
    assert found.value.as_of_on == date(2026, 7, 31)
    closing = read_law_folder(deal)
    assert isinstance(closing, Ok)
    assert closing.value.known.as_of_on == closing.value.deal.closing_on
