import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chizai.documents.book import DealBook
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import DealTables, deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.investor_report import investor_report
from chizai.documents.language import Language
from chizai.documents.words import words_of
from chizai.units.money import CURRENCIES, parse_minor
from chizai.units.rate import format_ppm
from chizai.waterfall.tables import account_table, class_table, fee_table, guarantee_table

REPORT_SECTIONS = [
    "key-figures",
    "remarks",
    "classes",
    "waterfall",
    "collections",
    "accounts",
    "guarantees",
    "fees",
    "coverage",
    "screening",
    "valuation",
    "quality",
    "provenance",
]
SUMMARY_SECTIONS = [
    "remarks",
    "terms",
    "classes",
    "waterfall",
    "pricing",
    "paydown",
    "closing",
    "rights",
    "collections",
    "coverage",
    "screening",
    "valuation",
    "quality",
    "provenance",
]

Page = Any
"""What `read_html` makes of a page."""


def report_of(book: DealBook, language: Language = Language.ENGLISH) -> str:
    return written(investor_report, book, language)


def written(write: Callable[..., str], book: DealBook, language: Language) -> str:
    words = words_of(language, book.deal.currency)
    tables: DealTables = deal_tables(book)
    return write(tables, drawings_of(tables, words), words)


def amounts(cells: list[str], currency: str = "JPY") -> list[int | None]:
    return [None if cell == "—" else parse_minor(cell, CURRENCIES[currency]) for cell in cells]


@pytest.mark.parametrize("language", list(Language))
def test_every_number_of_the_class_table_is_the_runs(
    book: DealBook, read_html: Callable[[str], Page], language: Language
) -> None:
    shown = read_html(report_of(book, language)).tables["classes-table"][1:]
    for security, (name, *cells) in zip(book.deal.classes, shown, strict=True):
        row = class_table(book.run, security.id)[1]
        assert name == security.id
        assert amounts(cells[:7]) == [
            security.balance_minor,
            row.opening_minor,
            row.interest_due_minor,
            row.interest_paid_minor,
            row.principal_paid_minor,
            row.residual_paid_minor,
            row.closing_minor,
        ]
        assert int(cells[7].replace(".", "")) == row.closing_minor * 10**6 // security.balance_minor
        assert amounts(cells[8:]) == [row.interest_unpaid_minor]


@pytest.mark.parametrize("language", list(Language))
def test_every_number_of_accounts_guarantees_and_fees_is_the_runs(
    book: DealBook, read_html: Callable[[str], Page], language: Language
) -> None:
    tables = read_html(report_of(book, language)).tables
    for account, (_, *cells) in zip(book.deal.accounts, tables["accounts-table"][1:], strict=True):
        row = account_table(book.run, account.id)[1]
        lacking = None if account.target_minor is None else max(0, account.target_minor - row.closing_minor)
        held = [row.opening_minor, row.received_minor, row.paid_out_minor, row.closing_minor]
        assert amounts(cells) == [*held, account.target_minor, lacking]
    drawn = guarantee_table(book.run, "letter")[1]
    assert amounts(tables["guarantees-table"][1][2:]) == [
        5_000_000,
        drawn.drawn_minor,
        drawn.reimbursed_minor,
        drawn.left_minor,
        drawn.claim_minor,
    ]
    for fee, (_, _, *cells) in zip(book.deal.fees, tables["fees-table"][1:], strict=True):
        owed = fee_table(book.run, fee.id)[1]
        assert amounts(cells) == [owed.due_minor, owed.paid_minor, owed.unpaid_minor]


def test_the_waterfall_shows_due_paid_and_unpaid_of_the_last_paid_date(
    book: DealBook, read_html: Callable[[str], Page]
) -> None:
    page = read_html(report_of(book))
    numbered = {row[0]: amounts(row[2:]) for row in page.tables["waterfall-table"][1:] if row[0]}
    assert list(numbered) == [str(number) for number in range(1, 10)]
    assert numbered["2"] == [3_617_200, 2_610_000, 1_007_200]
    assert numbered["3"] == [501_206, 501_206, 0]
    assert numbered["7"] == [None, None, None]
    assert "Paid on 2026-03-31, period 2." in page.text


def test_collections_sum_to_what_the_waterfall_paid_out(book: DealBook, read_html: Callable[[str], Page]) -> None:
    tables = read_html(report_of(book)).tables
    all_licences, all_kinds = tables["licences-table"][-1], tables["kinds-table"][-1]
    sums = [3_000_000, 0, sum(book.run.inflows_minor[:2]), sum(book.run.inflows_minor[2:])]
    assert amounts(all_licences[2:]) == amounts(all_kinds[1:]) == sums
    assert [row[0] for row in tables["kinds-table"][1:-1]] == ["Patent", "Patent + Trademark"]


def test_key_figures_are_of_the_period_and_since_closing(book: DealBook, read_html: Callable[[str], Page]) -> None:
    text = read_html(report_of(book)).text
    rows = {security.id: class_table(book.run, security.id) for security in book.deal.classes}
    for amount in (3_000_000, sum(its[1].paid_minor for its in rows.values()), 390_000, 505_994):
        assert f"¥{amount:,}" in text
    assert "¥23,000,000 since closing" in text
    assert f"¥{sum(row.paid_minor for its in rows.values() for row in its[:2]):,} since closing" in text


@pytest.mark.parametrize("language", list(Language))
def test_both_languages_have_all_sections(book: DealBook, read_html: Callable[[str], Page], language: Language) -> None:
    assert read_html(report_of(book, language)).sections == REPORT_SECTIONS
    assert read_html(written(deal_summary, book, language)).sections == SUMMARY_SECTIONS


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("write", [investor_report, deal_summary])
def test_a_page_needs_nothing_beside_it(
    book: DealBook, read_html: Callable[[str], Page], language: Language, write: Callable[..., str]
) -> None:
    html = written(write, book, language)
    page = read_html(html)
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & set(page.tags)
    assert not re.search(r"https?:|@import|url\(", html)
    assert not [name for name, _ in page.attributes if name in {"src", "href", "xlink:href", "onclick", "onload"}]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("write", [investor_report, deal_summary])
def test_text_of_the_user_never_becomes_markup(
    book: DealBook, read_html: Callable[[str], Page], language: Language, write: Callable[..., str]
) -> None:
    html = written(write, book, language)
    page = read_html(html)
    assert not {"script", "b", "i", "u", "total", "l9"} & set(page.tags)
    for text in ("<u>Maker</u>", "royalty <total>", "no licence '<L9>'"):
        assert text in page.text
    assert book.deal.title in page.text or book.deal.title_ja in page.text


def test_ids_stand_once_in_a_page(book: DealBook, read_html: Callable[[str], Page]) -> None:
    for write in (investor_report, deal_summary):
        page = read_html(written(write, book, Language.ENGLISH))
        ids = [value for name, value in page.attributes if name == "id"]
        assert len(ids) == len(set(ids))


def test_a_demonstration_says_so_and_a_published_deal_says_what_is_assumed(
    book: DealBook, bare: DealBook, read_html: Callable[[str], Page]
) -> None:
    assert "names and figures are made up" in read_html(report_of(book)).text
    assert "架空" in read_html(report_of(book, Language.JAPANESE)).text
    assert "from public sources; what they do not tell is inferred or assumed" in read_html(report_of(bare)).text


def test_before_the_first_payment_the_report_says_so_and_shows_the_forecast(
    new_book: Callable[..., DealBook], read_html: Callable[[str], Page]
) -> None:
    book = new_book(as_of_on=date(2025, 1, 31))
    page = read_html(report_of(book))
    assert "No period is paid yet." in page.text
    assert "2025-03-31" in page.text
    assert amounts(page.tables["licences-table"][-1][2:]) == [12_000_000, 8_000_000, 12_000_000, 83_000_000]


def test_breaks_show_both_figures_and_rows_left_out_say_what_to_do(
    book: DealBook, read_html: Callable[[str], Page]
) -> None:
    tables = read_html(report_of(book)).tables
    assert tables["breaks-table"][1] == ["2025.csv: total", "royalty <total>", "100 JPY", "90 JPY"]
    assert tables["unusable-table"][1] == ["2025.csv:7: licence", "no licence '<L9>'", "it is lost", "mend it"]


def test_a_report_names_its_inputs_and_how_to_have_a_number_explained(
    book: DealBook, read_html: Callable[[str], Page]
) -> None:
    page = read_html(report_of(book))
    assert page.tables["inputs-table"][1] == ["deal.toml", "ab" * 32]
    assert book.provenance.program_digest in page.text
    assert "chizai explain deals/everything B 2026-03-31" in page.text


def test_what_a_deal_lacks_is_said_and_not_left_blank(bare: DealBook, read_html: Callable[[str], Page]) -> None:
    page = read_html(report_of(bare))
    for said in (
        "The deal has no guarantee.",
        "The deal has no fees.",
        "The rights were not screened.",
        "The inputs ask for no valuation.",
        "No debt service ever falls due.",
        "All rows were used",
    ):
        assert said in page.text
    assert "The inputs price no class." in read_html(written(deal_summary, bare, Language.ENGLISH)).text


def test_the_summary_shows_sources_and_uses_that_balance(book: DealBook, read_html: Callable[[str], Page]) -> None:
    tables = read_html(written(deal_summary, book, Language.ENGLISH)).tables
    sources = [amounts(row[1:])[0] or 0 for row in tables["sources-table"][1:]]
    uses = [amounts(row[1:])[0] or 0 for row in tables["uses-table"][1:]]
    assert sum(sources[:-1]) == sources[-1] == uses[-1] == sum(uses[:-1]) == 100_000_000


def test_the_summary_shows_the_metrics_screening_and_valuation_of_the_book(
    book: DealBook, read_html: Callable[[str], Page]
) -> None:
    tables = read_html(written(deal_summary, book, Language.ENGLISH)).tables
    (metrics,) = book.metrics
    assert tables["pricing-table"][1][3:6] == ["100%", f"{(metrics.yield_annual or 0) * 100:.3f}%", "3.09"]
    found = [item.multiple_ppm for item in book.break_evens]
    assert None not in found[:1]
    assert [row[1] for row in tables["break-even-table"][1:]] == [
        "—" if multiple is None else format_ppm(multiple) for multiple in found
    ]
    assert [row[4:] for row in tables["returns-table"][1:]][2] == ["-100.00%", "-100.00%"]
    assert book.screening is not None
    shown = {row[0]: row[-2] for row in tables["screening-table"][1:]}
    assert shown == {right.right_id: str(right.score) for right in book.screening.rights}
    reasons = [row[-1] for row in tables["screening-reasons"][1:]]
    assert [finding.because() for right in book.screening.rights for finding in right.findings] == reasons[:-1]
    assert book.valuation is not None
    assert amounts(tables["valuation-table"][-1][1:]) == [
        book.valuation.receipts_minor,
        book.valuation.after_tax_minor,
        book.valuation.present_value_minor,
        book.valuation.tax_benefit_minor,
        book.valuation.value_minor,
    ]
