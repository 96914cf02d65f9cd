import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from chizai.app.book import make_book
from chizai.app.explain import explain_cell
from chizai.documents.language import Language
from chizai.documents.papers.cost_parts import cost_steps
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.folder import KEYS_HEAD, papers_of
from chizai.documents.papers.keys import BESIDE
from chizai.documents.papers.kinds import KINDS
from chizai.documents.papers.parts import make_paper
from chizai.documents.papers.prospectus import PROSPECTUS
from chizai.documents.papers.risk_factors import risk_factors
from chizai.documents.papers.tree import Drawing, Figure, Paper, Paragraph, Points, Table
from chizai.documents.words import Words, words_of
from chizai.units.result import Ok

ENGLISH, JAPANESE = (words_of(language, "JPY") for language in Language)


def whole(dossier: Dossier, kind_id: str = "prospectus") -> Paper:
    kind = next(kind for kind in KINDS if kind.id == kind_id)
    made = make_paper(kind, dossier, ENGLISH)
    assert isinstance(made, Ok), made
    return made.value


def keys(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["keys.csv"].decode())))


def test_every_kind_of_paper_is_written_as_pdf_and_html_in_both_languages(files: dict[str, bytes]) -> None:
    expected = {f"{kind.id}.{language}.{form}" for kind in KINDS for language in Language for form in ("pdf", "html")}
    tables = {f"{kind.id}.{language}.xlsx" for kind in KINDS if kind.has_workbook for language in Language}
    assert files.keys() == expected | tables | {"keys.csv", "manifest.json"}
    assert {kind.id for kind in KINDS} >= {
        "liquidation-plan",
        "prospectus",
        "risk-warning",
        "term-sheet",
        "investor-report",
        "extraordinary-report",
        "rating-pack",
        "valuation-report",
        "balance-sheet",
        "funding-cost",
    }


def test_each_pdf_says_that_it_is_archived_and_accessible(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".pdf"):
            assert b"<pdfaid:part>2</pdfaid:part>" in content, name
            assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content, name
            assert b"<pdfuaid:part>1</pdfuaid:part>" in content, name


def test_identical_inputs_give_identical_bytes(files: dict[str, bytes], dossier: Dossier) -> None:
    again = papers_of(replace(dossier), ("risk-warning", "funding-cost"))
    assert isinstance(again, Ok)
    papers = again.value.keys() - {"keys.csv", "manifest.json"}
    assert len(papers) == 10
    assert {name: files[name] for name in papers} == {name: again.value[name] for name in papers}


def test_the_manifest_holds_the_digest_of_every_paper_and_input(files: dict[str, bytes], folder: Path) -> None:
    manifest = json.loads(files["manifest.json"])
    others = {name: content for name, content in files.items() if name != "manifest.json"}
    assert manifest["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in others.items()}
    for name, digest in manifest["inputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "law.toml" in manifest["inputs"]


def test_every_figure_of_the_run_is_what_explain_says_of_its_key(files: dict[str, bytes], folder: Path) -> None:
    book = make_book(folder)
    assert isinstance(book, Ok)
    asked = {
        row["key"]: row["text"] for row in keys(files) if row["key"].startswith("run/") and row["language"] == "en"
    }
    assert len(asked) > 30
    for key, text in asked.items():
        _, of, day, item = key.split("/")
        if item in BESIDE:
            continue
        explained = explain_cell(book.value, of, date.fromisoformat(day), None if item == "paid" else item)
        assert isinstance(explained, Ok), key
        assert explained.value.value == f"{text} JPY", key


def test_every_figure_has_a_key_that_says_how_it_is_explained(files: dict[str, bytes]) -> None:
    rows = keys(files)
    assert tuple(rows[0]) == KEYS_HEAD
    assert all(row["explained_by"] and row["text"] for row in rows)
    texts: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        texts.setdefault((row["language"], row["key"]), set()).add(re.sub(r"[^\d.%x倍-]", "", row["text"]))
    assert {key: found for key, found in texts.items() if len(found) > 1} == {}


def test_changing_one_clause_changes_its_sentence_and_the_digest_alone(
    dossier: Dossier, other_dossier: Dossier
) -> None:
    before, after = whole(dossier), whole(other_dossier)
    old, new = (each.book.provenance.program_digest for each in (dossier, other_dossier))
    assert old != new
    changed = [
        (one, two)
        for section, other in zip(before.sections, after.sections, strict=True)
        if section.id != "inputs"
        for one, two in zip(section.blocks, other.blocks, strict=True)
        if repr(one).replace(old, new) != repr(two)
    ]
    (before_points, after_points), (before_picture, after_picture) = changed
    assert isinstance(before_points, Points)
    assert isinstance(after_points, Points)
    assert isinstance(before_picture, Drawing)
    assert isinstance(after_picture, Drawing)
    sentences = [
        (one.text, two.text) for one, two in zip(before_points.items, after_points.items, strict=True) if one != two
    ]
    assert len(sentences) == 1
    assert sentences[0][1].endswith(", at most ¥999,000,000,000 a period.")
    changed_files = dict(dossier.digests).keys() - {
        name for name, digest in dossier.digests if dict(other_dossier.digests)[name] == digest
    }
    assert changed_files == {"deal.toml"}


def test_a_prospectus_without_mandatory_items_names_them_all(dossier: Dossier) -> None:
    bare = Dossier(
        book=dossier.book,
        simulation=None,
        known=replace(dossier.known, one={"deal": dossier.known.one["deal"]}),
        findings=(),
        digests=dossier.digests,
    )
    made = make_paper(PROSPECTUS, bare, ENGLISH)
    assert not isinstance(made, Ok)
    places = {str(failure.place) for failure in made.failures}
    assert {
        "law.toml: company.head_office",
        "law.toml: company.directors",
        "law.toml: offering.payment_place",
        "law.toml: servicing.manager",
        "inputs.toml: futures",
        "inputs.toml: rating",
    } <= places
    assert all(failure.what and failure.why and failure.fix for failure in made.failures)
    assert not isinstance(papers_of(bare), Ok)


@pytest.mark.parametrize("kind_id", ["risk-warning", "prospectus"])
def test_each_risk_factor_stands_beside_a_figure(dossier: Dossier, kind_id: str) -> None:
    section = next(section for section in whole(dossier, kind_id).sections if section.id == "risks")
    factors = section.blocks[1]
    assert isinstance(factors, Points)
    assert len(factors.items) >= 8
    assert all(factor.figures for factor in factors.items)


@pytest.mark.parametrize(
    ("kind", "english", "japanese"),
    [
        ("licence", "A licence may end early or bring nothing. Without licence ", "ライセンスは期間の途中で終了し"),
        ("right", "A right may be held invalid, expire or be worked around. Without right ", "権利は無効とされ"),
    ],
)
def test_what_is_missed_most_is_spoken_of_as_what_it_is(
    dossier: Dossier, kind: str, english: str, japanese: str
) -> None:
    assert dossier.simulation is not None
    of_kind = tuple(each for each in dossier.simulation.contributions if each.name.startswith(f"{kind} "))
    assert of_kind
    alone = replace(dossier, simulation=replace(dossier.simulation, contributions=of_kind))
    for words, text in ((ENGLISH, english), (JAPANESE, japanese)):
        made = risk_factors(alone, words)
        assert isinstance(made, tuple)
        factors = made[1]
        assert isinstance(factors, Points)
        assert sum(factor.text.startswith(text) for factor in factors.items) == 1


def test_no_number_of_any_paper_is_a_negative_zero(files: dict[str, bytes]) -> None:
    texts = [row["text"] for row in keys(files)]
    assert any(text.startswith("-") for text in texts)
    assert [text for text in texts if re.match(r"-0(\.0+)?(?![.\d])", text)] == []


def test_html_needs_no_script_and_closes_what_it_opens(files: dict[str, bytes]) -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []
            self.ids: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag != "script"
            self.ids += [value or "" for name, value in attrs if name == "id"]
            if tag not in {"meta", "br"}:
                self.open.append(tag)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    for name, content in files.items():
        if name.endswith(".html"):
            reader = Reader()
            reader.feed(content.decode())
            assert reader.open == [], name
            assert len(set(reader.ids)) == len(reader.ids), name


def test_a_workbook_holds_the_amounts_as_numbers_beside_their_keys(files: dict[str, bytes]) -> None:
    content = files["investor-report.ja.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["class-balances"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "キー"
    assert isinstance(rows[1][2], int)
    assert str(rows[1][-1]).startswith("run/A/")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {info.date_time[:3] for info in parts.infolist()} == {(1980, 1, 1)}


def test_japanese_papers_bear_the_era_and_no_english_sentence_of_the_frame(files: dict[str, bytes]) -> None:
    text = files["term-sheet.ja.html"].decode()
    assert "令和8年9月30日（2026年9月30日）" in text  # noqa: RUF001 - as papers write it
    assert "Payment order" not in text


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_the_all_in_cost_is_given_beside_all_rates_that_fit_where_money_comes_in_late(
    dossier: Dossier, deals_folder: Path, words: Words
) -> None:
    book = make_book(deals_folder / "drug-royalty-iii-2017-1")
    assert isinstance(book, Ok)
    table, rates, _ = cost_steps(replace(dossier, book=book.value), words)
    assert isinstance(table, Table)
    all_in = table.rows[-1][3]
    assert isinstance(all_in, Figure)
    assert (all_in.text, all_in.key) == ("4.232%", "cost/all-in/rate")
    assert isinstance(rates, Paragraph)
    assert [each.text for each in rates.figures] == ["-99.899%", "4.232%"]
    assert words.listing(["-99.899%", "4.232%"]) in rates.text
