import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from chizai.documents.book import DealBook
from chizai.documents.charts import PALETTE, collections_spec, cover_spec, paydown_spec, svg_of
from chizai.documents.deal_tables import deal_tables
from chizai.documents.language import Language
from chizai.documents.words import words_of

ENGLISH = words_of(Language.ENGLISH, "JPY")


def values(spec: dict[str, Any], layer: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["layer"][layer]["data"]["values"]
    return found


def day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()


def test_the_paydown_chart_starts_at_closing_and_follows_each_class(book: DealBook) -> None:
    tables = deal_tables(book)
    rows = [value for value in values(paydown_spec(tables, ENGLISH)) if value["series"] == "A"]
    assert [day(row["on"]) for row in rows] == [book.deal.closing_on, *book.run.program.payment_dates]
    assert [round(row["amount"] * 10**6) for row in rows] == [
        60_000_000,
        *(r.closing_minor for r in tables.classes["A"]),
    ]


def test_the_collections_chart_tells_received_from_forecast(book: DealBook) -> None:
    rows = values(collections_spec(deal_tables(book), ENGLISH))
    assert sum(round(row["amount"] * 10**6) for row in rows) == sum(book.run.inflows_minor)
    for row in rows:
        assert row["state"] == ("received" if day(row["on"]) <= book.provenance.as_of_on else "forecast")


def test_the_rule_between_paid_and_forecast_stands_at_the_as_of_date(book: DealBook) -> None:
    rule = values(paydown_spec(deal_tables(book), ENGLISH), layer=1)
    assert [day(value["on"]) for value in rule] == [book.provenance.as_of_on]


def test_no_rule_is_drawn_where_the_as_of_date_lies_outside_the_deal(new_book: Callable[..., DealBook]) -> None:
    before = new_book(as_of_on=date(2023, 1, 1), with_opinions=False)
    assert len(paydown_spec(deal_tables(before), ENGLISH)["layer"]) == 1


def test_cover_is_not_drawn_where_nothing_falls_due(bare: DealBook) -> None:
    assert cover_spec(deal_tables(bare), words_of(Language.ENGLISH, "USD")) is None


def test_charts_are_drawn_as_xml_in_both_languages(book: DealBook) -> None:
    tables = deal_tables(book)
    for language, title in ((Language.ENGLISH, "Debt service coverage"), (Language.JAPANESE, "元利金返済カバー率")):
        spec = cover_spec(tables, words_of(language, "JPY"))
        assert spec is not None
        svg = svg_of(spec)
        assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - ours
        assert title in svg
        assert "<script" not in svg


def test_each_mark_tells_its_day_and_amount_in_the_readers_language(book: DealBook) -> None:
    svg = svg_of(paydown_spec(deal_tables(book), words_of(Language.JAPANESE, "JPY")))
    assert 'aria-label="2026年3月31日 A: 45,430,000円"' in svg
    assert not re.search(r'aria-label="on: ', svg)


def test_no_two_colours_that_meet_are_alike() -> None:
    assert len(set(PALETTE)) == len(PALETTE)
    for one, other in pairwise(PALETTE):
        gap = sum((int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) ** 2 for i in (1, 3, 5)) ** 0.5
        assert gap > 90


def test_the_as_of_date_is_written_away_from_the_edge_that_it_is_near(new_book: Callable[..., DealBook]) -> None:
    for as_of_on, align in ((date(2024, 6, 1), "left"), (date(2029, 1, 31), "right")):
        book = new_book(as_of_on=as_of_on, with_opinions=False)
        assert paydown_spec(deal_tables(book), ENGLISH)["layer"][-1]["mark"]["align"] == align
