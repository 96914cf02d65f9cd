"""A page says in one line what the gates of the law say, and remarks on acts that are past though they are refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chizai.app.gates import ask_gates
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
from chizai.units.result import Failed, Ok

MakeBook = Callable[..., DealBook]
ENGLISH, JAPANESE = (words_of(language, "JPY") for language in Language)


@pytest.fixture(name="gates", scope="module")
def _gates(project_root: Path) -> tuple[GateRecord, ...]:
    """Give the gates of a deal that has faults at each of them."""
    asked = ask_gates(project_root / "docs" / "legal-review", tuple(Gate))
    assert isinstance(asked, Ok)
    return tuple(each.record for each in asked.value)


def test_shut_gates_are_told_with_their_articles(gates: tuple[GateRecord, ...]) -> None:
    said = gate_words(gates, ENGLISH)
    assert said.startswith("0 of 3 gates open; shut for issuing a class: ASA-005 (Asset Securitization Act, art. 5(2))")
    assert "; shut for paying a dividend: ASA-041 (Asset Securitization Act, art. 114(1)); findings unknown: " in said
    japanese = gate_words(gates, JAPANESE)
    assert japanese.startswith("関門3件のうち0件が開; ")
    assert "利益の配当の関門は閉: ASA-041 (資産の流動化に関する法律 第114条第1項" in japanese


def test_an_act_that_is_past_while_its_gate_is_shut_is_a_remark(
    gates: tuple[GateRecord, ...], new_book: MakeBook
) -> None:
    paid = gate_remarks(replace(new_book(), gates=gates), ENGLISH)
    assert len(paid) == len(Gate)
    assert paid[0].startswith("Closing is past, and the gate of the law for issuing a class is shut: ASA-005")
    assert paid[-1].startswith("Periods paid so far: 2, and the gate of the law for paying a dividend is shut: ASA-041")
    closed = gate_remarks(replace(new_book(as_of_on=date(2024, 6, 1)), gates=gates), ENGLISH)
    assert closed == paid[:2]
    assert not gate_remarks(new_book(), ENGLISH)


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
