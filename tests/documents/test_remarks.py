from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chizai.assets.licences import Licence, RoyaltyTerms
from chizai.assets.placed import Placed
from chizai.assets.royalty_audit import LicenceAudit, audit_licence
from chizai.assets.statements import StatementRow
from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.remarks import remarks
from chizai.documents.words import words_of
from chizai.units.result import Place

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


def test_years_that_are_short_or_above_are_counted_with_their_amount_in_the_licences_currency(
    book: DealBook,
) -> None:
    def audited(currency: str, *royalties_minor: int) -> LicenceAudit:
        terms = RoyaltyTerms(minimum_annual_minor=9_000_000, cap_annual_minor=12_000_000)
        licence = Licence(
            id="L1", licensee="x", right_ids=("P1",), currency=currency, starts_on=date(2023, 1, 1), terms=terms
        )
        rows = [
            StatementRow(
                place=Place("a.csv", 2),
                licence_id="L1",
                period_start_on=date(2023 + number, 1, 1),
                period_end_on=date(2023 + number, 12, 31),
                received_on=date(2024 + number, 1, 1),
                royalty_minor=royalty_minor,
                currency=currency,
            )
            for number, royalty_minor in enumerate(royalties_minor)
        ]
        return audit_licence(Placed(licence, Place("licences.toml")), rows, date(2026, 6, 30))

    audits = (
        audited("JPY", 8_000_000, 10_000_000, 8_500_000),
        audited("USD", 12_500_000, 9_000_000, 9_000_000),
        audited("JPY", 9_000_000, 9_000_000),
    )
    found = remarks_of(replace(book, royalty_audits=audits))
    assert [remark for remark in found if remark.startswith("Contract years")] == [
        "Contract years with less reported than the licence makes due: 2, by ¥1,500,000 in all.",
        "Contract years with more reported than the licence makes due: 1, by $5,000.00 in all.",
        "Contract years that are over and of which nothing is reported, after reported ones: 1.",
    ]
    japanese = remarks_of(replace(book, royalty_audits=audits), Language.JAPANESE)
    assert "報告額がライセンスの条件による実施料を下回る契約年度: 2件、合計1,500,000円" in japanese
    assert "終了したのに報告のない契約年度(報告のある年度より後): 1件" in japanese
