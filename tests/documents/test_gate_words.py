"""A page says in one line what the gates of the law say, and remarks on acts that are past though they are refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chizai.app.gates import ask_gate, ask_gates
from chizai.app.run import run_deal
from chizai.cli.main import app
from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.gate_words import gate_remarks, gate_words
from chizai.documents.glance import glance_lines
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.words import words_of
from chizai.law.gate import Gate
from chizai.law.gates import GateRecord
from chizai.law.overrides import digest_of
from chizai.units.result import Failed, Ok
from chizai.waterfall.tables import class_table

MakeBook = Callable[..., DealBook]
YEAR = """
[[years]]
id = "2026"
assets_minor = 900_000_000
liabilities_minor = 0
capital_minor = 500_000_000
deductions_minor = 0
dividend_minor = 1
interim_count = 0
preferred_terms_first = true
"""
ENGLISH, JAPANESE = (words_of(language, "JPY") for language in Language)


@pytest.fixture(name="gates", scope="module")
def _gates(project_root: Path) -> tuple[GateRecord, ...]:
    """Give the gates of a deal that has faults at each of them."""
    asked = ask_gates(project_root / "docs" / "legal-review", tuple(Gate))
    assert isinstance(asked, Ok)
    return tuple(each.record for each in asked.value)


def test_shut_gates_are_told_with_the_articles_that_failed(gates: tuple[GateRecord, ...]) -> None:
    said = gate_words(gates, ENGLISH)
    assert said.startswith(
        "0 of 3 gates open; shut for issuing a class: ASA-005 (Asset Securitization Act, art. 5(2), "
    )
    assert "; shut for paying a dividend of 2026: ASA-041 (Asset Securitization Act, art. 115(1)); findings" in said
    japanese = gate_words(gates, JAPANESE)
    assert japanese.startswith("関門3件のうち0件が開; ")
    assert "利益の配当(2026)の関門は閉: ASA-041 (資産の流動化に関する法律 第115条第1項)" in japanese


def test_an_act_that_is_past_while_its_gate_is_shut_is_a_remark(
    gates: tuple[GateRecord, ...], new_book: MakeBook
) -> None:
    closed = gate_remarks(replace(new_book(), gates=gates), ENGLISH)
    assert len(closed) == 2  # periods are paid, and no dividend
    assert closed[0].startswith("Closing is past, and the gate of the law for issuing a class is shut: ASA-005")
    on_closing = new_book(as_of_on=new_book().deal.closing_on)
    assert not gate_remarks(replace(on_closing, gates=gates), ENGLISH)
    assert not gate_remarks(new_book(), ENGLISH)


def test_dividends_are_counted_where_their_gate_is_shut(
    gates: tuple[GateRecord, ...], new_book: MakeBook, deal_text: str
) -> None:
    sweep = '[[clauses]]\nid = "sweep"\n'
    dividend = (
        '[[clauses]]\nid = "dividend"\npay = "residual"\nto = ["C"]\nsource = "collection"\nlimit_minor = 1_000\n'
    )
    book = replace(new_book(deal_text.replace(sweep, dividend + sweep)), gates=gates)
    assert [row.residual_paid_minor > 0 for row in class_table(book.run, "C")][:2] == [True, False]
    *_, english = gate_remarks(book, ENGLISH)
    assert english.startswith("Dividends paid so far: 1, and the gate of the law for paying a dividend of 2026 is shut")
    *_, japanese = gate_remarks(book, JAPANESE)
    assert japanese.startswith("これまでの利益の配当は1回、利益の配当(2026)についての法令上の関門は閉じている: ASA-041")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rule": "ASA-042"}, "ASA-042 (2026) finds other facts."),
        ({"rule": "ASA-041"}, "ASA-041 (2026) no longer holds it."),
        ({"rule": "ASA-042", "finding": "held"}, "that of ASA-042 (2026) holds from 2026-10-01 to"),
    ],
)
def test_a_run_remarks_on_an_override_that_counts_for_nothing(
    deals_folder: Path, tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    folder = Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "deal"))
    with (folder / "law.toml").open("a", encoding="utf-8") as law:
        law.write(YEAR)
    asked = ask_gate(folder, Gate.DISTRIBUTE)
    assert isinstance(asked, Ok)
    says = {"gate": "distribute", "subject": "2026", "finding": "of old", "reason": "a test"} | changed
    if says["finding"] == "held":
        says["finding"] = digest_of(asked.value.record.unknown[0])
    lines = "\n".join(f'{key} = "{value}"' for key, value in says.items())
    approvers = 'approvers = [{ name = "A", role = "counsel" }, { name = "B", role = "director" }]'
    days = "decided_on = 2026-10-01\nuntil_on = 2026-12-31"
    (folder / "overrides.toml").write_text(f"[[overrides]]\n{lines}\n{approvers}\n{days}\n", encoding="utf-8")
    ran = run_deal(folder)
    assert isinstance(ran, Ok)
    english, japanese = (gate_remarks(ran.value, words)[-1] for words in (ENGLISH, JAPANESE))
    assert english.startswith("An override counts for nothing at the gate for paying a dividend of 2026: ")
    assert told in english
    assert japanese.startswith("利益の配当(2026)の関門に対する承認1件は効力がない: ")
    assert isinstance(ask_gate(folder, Gate.DISTRIBUTE), Failed)


@pytest.mark.parametrize("write", [investor_report, deal_summary])
def test_every_page_says_what_the_gates_say(
    gates: tuple[GateRecord, ...], new_book: MakeBook, read_html: Callable[[str], Any], write: Callable[..., str]
) -> None:
    book = replace(new_book(), gates=gates)
    for words in (ENGLISH, JAPANESE):
        tables = deal_tables(book)
        text = read_html(write(tables, drawings_of(tables, words), words)).text
        assert gate_words(gates, words) in text
        assert all(remark in text for remark in gate_remarks(book, words))


def test_a_run_asks_the_gates_of_a_deal_with_facts_of_law_alone(deals_folder: Path) -> None:
    asked, plain = run_deal(deals_folder / "drug-patents"), run_deal(deals_folder / "mission-split")
    assert isinstance(asked, Ok)
    assert isinstance(plain, Ok)
    assert [record.gate for record in asked.value.gates] == list(Gate)
    assert "law.toml" in dict(asked.value.provenance.inputs)
    glance = "\n".join(glance_lines(asked.value))
    assert "Law                 0 of 3 gates open; not shut, but not all is known: issuing a class, " in glance
    assert not plain.value.gates
    assert "Law " not in "\n".join(glance_lines(plain.value))


def test_facts_of_law_that_are_wrong_stop_the_run(deals_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(deals_folder / "drug-patents", tmp_path / "deal"))
    (folder / "law.toml").write_text("[sale]\nprice = 1\n", encoding="utf-8")
    assert isinstance(run_deal(folder), Failed)
    done = CliRunner().invoke(app, ["run", str(folder), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "law.toml: sale.price" in done.stderr
    assert not (tmp_path / "out").exists()
