from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chizai.deal.cash_in import Stream
from chizai.documents.book import DealBook
from chizai.documents.coupon_words import coupon_words
from chizai.documents.deal_summary import deal_summary
from chizai.documents.deal_tables import deal_tables
from chizai.documents.drawings import drawings_of
from chizai.documents.further_terms import further_sections
from chizai.documents.language import Language
from chizai.documents.measure_sections import measure_sections
from chizai.documents.page import Section, Table
from chizai.documents.words import words_of

ENGLISH = words_of(Language.ENGLISH, "JPY")
AGENT = "Agent & <i>Co</i>"


def rows_of(sections: tuple[Section, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {block.id: block.rows for section in sections for block in section.blocks if isinstance(block, Table)}


def test_every_term_beyond_the_plain_ones_is_a_row(full: DealBook) -> None:
    assert rows_of(further_sections(full.deal, ENGLISH))["further-table"] == (
        ("Class A", "Floating rate", "tibor + 1%, at least 1.2%, at most 6%"),
        ("Class A", "Planned balance", "¥20,000,000 from 2027-01-01 on"),
        ("Class A", "Planned balance", "¥0 from 2028-01-01 on"),
        ("Class A", "Commitment, drawn after closing", "¥5,000,000"),
        ("Class A", "Premium on a call", "2% of the outstanding principal from 2026-01-01 on"),
        ("Class B", "Coupon step", "8% from 2027-09-30 on"),
        ("Class B", "Make-whole on a call", "coupons lost up to 2028-09-30, discounted at 1.5%"),
        ("Class B", "Kept by the originator", f"5% of the class, {AGENT}"),
        ("Group senior", "Members", "class A and class B in proportion to what is due"),
        ("Account cash", "Bank interest", "0.1% (ACT/365F)"),
        (
            "Account reserve",
            "Target",
            (
                "the greater of (i) ¥500,000 and (ii) (the lesser of (i) 50% of a year's interest on classes A and B"
                " and (ii) ¥3,000,000)"
            ),
        ),
        ("Account trap", "Sub-account", "of account cash"),
        ("Fee f", "Due once", "¥5,000, on the first payment date from 2026-01-01 on"),
        ("Fee f", "Due each period", "1% of the cash in account reserve"),
        (
            "Fee f",
            "Due each period",
            (
                "0.3% a year (ACT/365F) on the undrawn commitment of class A plus the amount available under guarantee"
                " line"
            ),
        ),
        ("Guarantee line", "Liquidity line", "repayment restores the limit of ¥2,000,000"),
        ("Guarantee line", "Interest on what it paid", "3% (ACT/365F)"),
    )


def test_what_is_measured_and_what_comes_in_stand_in_tables(full: DealBook) -> None:
    tables = rows_of(measure_sections(full.deal, ENGLISH))
    assert tables["observations-table"] == (
        ("tibor", "a rate", AGENT, "20%"),
        ("ip-value", "an amount", AGENT, "—"),
        ("milestone", "an event", AGENT, "—"),
        ("usdjpy", "a rate", AGENT, "—"),
    )
    exchange = (
        f"swap with {AGENT} at 1.50 minor units for one, for at most 1,000,000 minor units a period, the rest at the"
        " observed usdjpy"
    )
    assert tables["streams-table"] == (("usd", "L2", "cash", "USD", exchange),)
    principal = "the outstanding principal of classes A and B"
    assert tables["inflows-table"] == (
        (
            "clean-up",
            AGENT,
            "cash",
            f"{principal} plus the interest owed on classes A and B",
            (
                "the outstanding principal of classes A, B and C is less than 10% of the principal of classes A, B and"
                " C at closing"
            ),
            "call, once only",
        ),
    )
    growth = f"the excess of {principal} over 65% of the observed ip-value"
    assert tables["ledgers-table"] == (("pdl", growth, "before the first clause"),)
    assert [row[2:] for row in tables["trigger-terms-table"]] == [
        ("before the first clause", "same period", "2", "2"),
        ("after the last clause", "next period", "1", "1"),
    ]


def test_other_ways_to_write_them_read_as_plainly(full: DealBook) -> None:
    deal = full.deal
    (ledger,), (call,), (stream,) = deal.ledgers, deal.inflows, deal.streams
    first, second = deal.triggers
    changed = replace(
        deal,
        observations=(replace(deal.observations[1], most=7_000_000), *deal.observations[2:], deal.observations[0]),
        ledgers=(replace(ledger, after_clause="fee"),),
        inflows=(replace(call, with_premium=False), replace(call, id="sale", is_call=False, condition=None)),
        streams=(
            replace(stream, swap=None),
            Stream(id="home", account="trap", licences=("L1", "L3")),
        ),
        triggers=(replace(first, before_clause="prin", cure_periods=None), second),
    )
    tables = rows_of(measure_sections(changed, ENGLISH))
    assert tables["observations-table"][0][3] == "7,000,000"
    assert tables["ledgers-table"][0][2] == "after clause fee"
    assert [row[4:] for row in tables["inflows-table"]] == [
        (tables["inflows-table"][0][4], "call, once only, without premium"),
        ("—", "every period"),
    ]
    assert [row[1:] for row in tables["streams-table"]] == [
        ("L2", "cash", "USD", "at the observed usdjpy"),
        ("L1, L3", "trap", "JPY", "—"),
    ]
    assert tables["trigger-terms-table"][0][2:] == ("ahead of clause prin", "same period", "2", "—")


def test_a_coupon_over_an_index_names_it(full: DealBook) -> None:
    floating, fixed, none = full.deal.classes
    assert [coupon_words(each, ENGLISH) for each in (floating, fixed, none)] == ["tibor + 1%", "3%", "0%"]
    assert coupon_words(replace(floating, coupon_ppm_annual=0), ENGLISH) == "tibor"


def test_an_unlimited_floating_rate_is_index_and_margin_alone(full: DealBook) -> None:
    first = full.deal.classes[0]
    assert first.floating is not None
    free = replace(first, floating=replace(first.floating, floor_ppm_annual=0, cap_ppm_annual=None))
    deal = replace(full.deal, classes=(free, *full.deal.classes[1:]))
    assert rows_of(further_sections(deal, ENGLISH))["further-table"][0] == ("Class A", "Floating rate", "tibor + 1%")


def test_a_deal_that_has_none_of_it_shows_none_of_it(book: DealBook) -> None:
    assert further_sections(book.deal, ENGLISH) == ()
    assert measure_sections(book.deal, ENGLISH) == ()


@pytest.mark.parametrize("language", list(Language))
def test_the_summary_shows_all_of_it(full: DealBook, read_html: Callable[[str], Any], language: Language) -> None:
    tables, words = deal_tables(full), words_of(language, "JPY")
    page = read_html(deal_summary(tables, drawings_of(tables, words), words))
    expected = rows_of((*further_sections(full.deal, words), *measure_sections(full.deal, words)))
    shown = {name: tuple(map(tuple, page.tables[name][1:])) for name in expected}
    assert shown == expected
    assert "triggers" in page.sections
