"""A page in Japanese is in Japanese, but for what the deal's own files say; what is wrong with them is English."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.documents.english import data_of, english, texts_of

from chizai.app.book import make_book
from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.words import words_of
from chizai.units.result import Ok


def found_in(book: DealBook, language: Language = Language.JAPANESE) -> list[str]:
    """Find English on the pages of a run and in their drawings."""
    tables, words = deal_tables(book), words_of(language, book.deal.currency)
    drawings = drawings_of(tables, words)
    pages = (write(tables, drawings, words) for write in (deal_summary, investor_report))
    return english((text for page in pages for text in texts_of(page)), given(book))


def given(book: DealBook) -> Iterable[str]:
    wrong = [(row.what, row.why, row.fix) for row in book.unusable]
    return data_of((book.deal, book.pool.rights, book.pool.licences, book.provenance.inputs, wrong))


@pytest.mark.parametrize("name", ["electronics-patents", "drug-patents", "anime-copyrights"])
def test_no_page_of_a_demonstration_in_japanese_holds_english(deals_folder: Path, name: str) -> None:
    made = make_book(deals_folder / name)
    assert isinstance(made, Ok)
    assert found_in(made.value) == []


def test_no_page_of_nearly_the_whole_language_in_japanese_holds_english(full: DealBook) -> None:
    assert found_in(full) == []


def test_english_on_a_page_is_found(bare: DealBook) -> None:
    assert "Payment order" in found_in(bare, Language.ENGLISH)
    assert english(["EP-01: registered"], ["EP-01"]) == ["EP-01: registered"]
    assert english(["期待損失: 0.5% (standard error 0.01%)"], []) == ["期待損失: 0.5% (standard error 0.01%)"]


def test_names_commands_and_keys_are_no_english() -> None:
    texts = ["回収金から、Bank of Aobaへ支払う。", "chizai explain deals/x A 2026-03-31", "statements/2024.csv"]
    assert english(texts, ["Bank of Aoba"]) == []
    assert texts_of("<code>run/A/paid</code><data title='rating/A the lower'>1</data>") == ["1"]
