"""Papers of a deal that has everything, named by text that bites."""

from datetime import date

import pytest

from chizai.documents.book import DealBook
from chizai.documents.language import Language
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.html import html_bytes
from chizai.documents.papers.kinds import (
    BALANCE_SHEET,
    EXTRAORDINARY,
    FUNDING_COST,
    INVESTOR_REPORT,
    TERM_SHEET,
    VALUATION_REPORT,
)
from chizai.documents.papers.parts import make_paper
from chizai.documents.papers.plain import plain_paper
from chizai.documents.papers.tree import figures_of
from chizai.documents.papers.widths import PAGE_PT
from chizai.documents.typst.render import pdf_bytes
from chizai.documents.words import words_of
from chizai.law.facts import Known
from chizai.units.result import Ok

KINDS = (TERM_SHEET, INVESTOR_REPORT, EXTRAORDINARY, VALUATION_REPORT, FUNDING_COST, BALANCE_SHEET)


def of_book(book: DealBook) -> Dossier:
    """Give a deal without futures and without a word of law."""
    known = Known(date(2024, 3, 31), {}, {})
    return Dossier(book=book, simulation=None, known=known, findings=(), digests=book.provenance.inputs)


@pytest.fixture(scope="module")
def everything(book: DealBook) -> Dossier:
    return of_book(book)


@pytest.mark.parametrize("language", list(Language))
def test_what_a_user_writes_stays_text(everything: Dossier, language: Language) -> None:
    words = words_of(language, "JPY")
    for kind in KINDS:
        paper = make_paper(kind, everything, words)
        assert isinstance(paper, Ok), kind.id
        plain = plain_paper(paper.value, "0" * 64, words)
        html = html_bytes(plain).decode()
        assert "<script" not in html
        assert "<b>全部" not in html
        assert "<i>Co" not in html
        for section in plain["sections"]:
            for table in (block for block in section["blocks"] if block["kind"] == "table"):
                assert sum(column["width_pt"] for column in table["columns"]) + table["key_pt"] <= PAGE_PT + 0.1


def test_what_a_user_writes_is_set_as_it_stands(everything: Dossier) -> None:
    words = words_of(Language.JAPANESE, "JPY")
    paper = make_paper(INVESTOR_REPORT, everything, words)
    assert isinstance(paper, Ok)
    assert paper.value.title == "=<b>全部入り</b>"
    assert isinstance(pdf_bytes("x.pdf", plain_paper(paper.value, "0" * 64, words)), Ok)


def test_a_deal_of_nearly_the_whole_language_has_every_term_with_its_key_on_the_page(full: DealBook) -> None:
    words = words_of(Language.ENGLISH, full.deal.currency)
    paper = make_paper(TERM_SHEET, of_book(full), words)
    assert isinstance(paper, Ok)
    keys = {figure.key for section, figure in figures_of(paper.value) if section in {"further", "measures"}}
    assert any(key.startswith("deal/Class ") for key in keys)
    assert any(key.endswith("/test") for key in keys)
    for section in plain_paper(paper.value, "0" * 64, words)["sections"]:
        for table in (block for block in section["blocks"] if block["kind"] == "table"):
            assert sum(column["width_pt"] for column in table["columns"]) + table["key_pt"] <= PAGE_PT + 0.1
