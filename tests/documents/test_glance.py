import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from chizai.documents.book import DealBook
from chizai.documents.glance import glance_lines
from chizai.documents.language import Language
from chizai.units.rate import format_ppm


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


@pytest.mark.parametrize("language", list(Language))
def test_no_line_is_wider_than_100_columns(
    book: DealBook, bare: DealBook, new_book: Callable[..., DealBook], language: Language
) -> None:
    long = new_book(title="A very long title " * 12, title_ja="とても長い題名" * 12)
    for shown in (book, bare, long):
        assert max(columns(line) for line in glance_lines(shown, language)) <= 100


def test_a_table_that_is_too_wide_loses_columns_and_no_figure_is_cut(book: DealBook) -> None:
    lines = glance_lines(replace(book, metrics=(replace(book.metrics[0], yield_annual=1e22),)))
    (row,) = [line for line in lines if line.startswith("A ")]
    assert row.split()[-1] in {"100%", "45,430,000", "3.09"}
    assert len(row) <= 100


def test_the_page_tells_what_matters_first(book: DealBook) -> None:
    text = "\n".join(glance_lines(book))
    for said in (
        "names and figures are made up",
        "2 of 5 periods paid",
        book.provenance.program_digest,
        "¥60m",
        "45,430,000",
        *(format_ppm(found.multiple_ppm) for found in book.break_evens if found.multiple_ppm is not None),
        "¥23m received, ¥72m forecast",
        "Eligible rights: 1 of 2",
        "0.27x on 2026-03-31 (paid)",
        "Class A is short of interest, at most ¥505,994; dates so far: 1, forecast: 0.",
        "Guarantee letter: ¥501,206 drawn so far, ¥0 forecast to be drawn.",
        "Stated totals that do not agree with their rows: 1.",
    ):
        assert said in text


def test_a_deal_without_trouble_says_so(new_book: Callable[..., DealBook], bare_text: str) -> None:
    book = new_book(bare_text, with_opinions=False)
    text = "\n".join(glance_lines(book))
    assert "No shortfall, no loss, no draw and no break, so far or forecast." in text
    assert "no debt service ever falls due" in text
