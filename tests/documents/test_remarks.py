from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.remarks import remarks
from chizai.documents.words import words_of

MakeBook = Callable[..., DealBook]


def remarks_of(book: DealBook, language: Language = Language.ENGLISH) -> tuple[str, ...]:
    return remarks(deal_tables(book), words_of(language, book.deal.currency))


def test_what_is_past_stands_apart_from_what_is_forecast(book: DealBook) -> None:
    assert remarks_of(book) == (
        "Class A is short of interest, at most ¥505,994; dates so far: 1, forecast: 0.",
        "Class A is short of scheduled principal, at most ¥6,000,000; dates so far: 1, forecast: 0.",
        "Class B is forecast to have ¥13,991,874 outstanding after the last date; no cash of the deal repays it.",
        "Class C is forecast to have ¥10,000,000 outstanding after the last date; no cash of the deal repays it.",
        "Guarantee letter: ¥501,206 drawn so far, ¥0 forecast to be drawn.",
        "Stated totals that do not agree with their rows: 1.",
        "Rows of statements that were left out: 1.",
    )


def test_before_the_first_payment_all_is_forecast(new_book: MakeBook) -> None:
    found = remarks_of(new_book(as_of_on=date(2024, 6, 1)))
    assert found[0].endswith("dates so far: 0, forecast: 1.")
    assert "Guarantee letter: ¥0 drawn so far, ¥501,206 forecast to be drawn." in found


def test_after_the_last_payment_nothing_is_forecast(new_book: MakeBook) -> None:
    found = remarks_of(new_book(as_of_on=date(2029, 3, 31), with_opinions=False))
    assert "Class B has ¥13,991,874 outstanding after the last date; no cash of the deal repays it." in found
    assert not [remark for remark in found if "is forecast" in remark]


def test_a_fee_that_is_not_paid_in_full_is_named(new_book: MakeBook, deal_text: str) -> None:
    book = new_book(deal_text.replace("amount_minor = 300_000", "amount_minor = 3_000_000"))
    assert [remark for remark in remarks_of(book) if remark.startswith("Fee")] == [
        "Fee agency is not paid in full, at most ¥300,000 short; dates so far: 1, forecast: 0.",
        "Fee collecting is not paid in full, at most ¥60,000 short; dates so far: 1, forecast: 0.",
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("write", [investor_report, deal_summary])
def test_every_page_shows_all_remarks(
    book: DealBook, read_html: Callable[[str], Any], language: Language, write: Callable[..., str]
) -> None:
    tables, words = deal_tables(book), words_of(language, book.deal.currency)
    text = read_html(write(tables, drawings_of(tables, words), words)).text
    assert [remark for remark in remarks_of(book, language) if remark not in text] == []


def test_what_a_liquidity_line_paid_counts_though_it_is_paid_back(new_book: MakeBook, deal_text: str) -> None:
    text = deal_text.replace("limit_minor = 5_000_000", "limit_minor = 5_000_000\nrevolving = true")
    found = remarks_of(new_book(text))
    assert "Guarantee letter: ¥501,206 drawn so far, ¥0 forecast to be drawn." in found
