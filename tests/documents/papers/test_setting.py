"""How papers are set: days of eras, glyphs, widths."""

from dataclasses import replace
from datetime import date

import pytest

from chizai.documents.language import Language
from chizai.documents.papers.dossier import Dossier
from chizai.documents.papers.era import era_day, formal_day
from chizai.documents.papers.kinds import KINDS, TERM_SHEET
from chizai.documents.papers.parts import make_paper
from chizai.documents.papers.plain import plain_paper
from chizai.documents.papers.widths import PADDING_PT, PAGE_PT, SIZE_LEAST_PT
from chizai.documents.typst.render import pdf_bytes, png_pages
from chizai.documents.words import words_of
from chizai.units.result import Failed, Ok

DIGEST = "0" * 64


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 9, 30), "令和8年9月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_a_day_is_written_by_its_era(day: date, written: str) -> None:
    assert era_day(day) == written


def test_no_day_before_the_common_calendar_is_written_by_an_era() -> None:
    with pytest.raises(ValueError, match="before"):
        era_day(date(1872, 12, 31))
    assert formal_day(date(1860, 1, 1), words_of(Language.JAPANESE, "JPY")) == "1860年1月1日"


def test_names_of_people_and_companies_are_set_whole(dossier: Dossier) -> None:
    named = replace(dossier.book.deal, title_ja="髙橋﨑工業㈱ ①号 鷗 ‖ 漢字・カナ", title='"#eval" \\ $x$ <b>')
    for language in Language:
        words = words_of(language, "JPY")
        paper = make_paper(TERM_SHEET, replace(dossier, book=replace(dossier.book, deal=named)), words)
        assert isinstance(paper, Ok)
        assert isinstance(pdf_bytes("x.pdf", plain_paper(paper.value, DIGEST, words)), Ok)


@pytest.mark.parametrize(("title", "named_as"), [("Songs \N{ROCKET}", "\N{ROCKET}"), ("Songs \uf6c5", "f6c5")])
def test_a_character_that_no_font_has_is_named(dossier: Dossier, title: str, named_as: str) -> None:
    words = words_of(Language.ENGLISH, "JPY")
    named = replace(dossier.book.deal, title=title)
    paper = make_paper(TERM_SHEET, replace(dossier, book=replace(dossier.book, deal=named)), words)
    assert isinstance(paper, Ok)
    made = pdf_bytes("term-sheet.en.pdf", plain_paper(paper.value, DIGEST, words))
    assert isinstance(made, Failed)
    assert named_as in made.failures[0].what
    assert str(made.failures[0].place) == "term-sheet.en.pdf"


@pytest.mark.parametrize("language", list(Language))
def test_the_columns_of_every_table_fit_the_page(dossier: Dossier, language: Language) -> None:
    words = words_of(language, "JPY")
    for kind in KINDS:
        paper = make_paper(kind, dossier, words)
        assert isinstance(paper, Ok), kind.id
        for section in plain_paper(paper.value, DIGEST, words)["sections"]:
            for table in (block for block in section["blocks"] if block["kind"] == "table"):
                taken = sum(column["width_pt"] for column in table["columns"]) + table["key_pt"]
                assert taken <= PAGE_PT + 0.1, (kind.id, table["id"])
                assert table["size_pt"] > SIZE_LEAST_PT, (kind.id, table["id"])
                assert all(column["width_pt"] > PADDING_PT for column in table["columns"])


def test_a_paper_is_turned_into_pictures_of_its_pages(dossier: Dossier) -> None:
    words = words_of(Language.JAPANESE, "JPY")
    paper = make_paper(TERM_SHEET, dossier, words)
    assert isinstance(paper, Ok)
    pages = png_pages("term-sheet", plain_paper(paper.value, DIGEST, words))
    assert isinstance(pages, Ok)
    assert len(pages.value) >= 2
    assert all(page.startswith(b"\x89PNG") for page in pages.value)
