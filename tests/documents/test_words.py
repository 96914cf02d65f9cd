from datetime import date

import pytest

from chizai.documents.language import Language
from chizai.documents.words import Words, words_of

ENGLISH, JAPANESE = words_of(Language.ENGLISH, "JPY"), words_of(Language.JAPANESE, "JPY")
DOLLARS, DOLLARS_JA = words_of(Language.ENGLISH, "USD"), words_of(Language.JAPANESE, "USD")


@pytest.mark.parametrize(
    ("words", "amount_minor", "whole", "short"),
    [
        (ENGLISH, 12_345_678, "¥12,345,678", "¥12.34m"),
        (JAPANESE, 12_345_678, "12,345,678円", "12.34百万円"),
        (JAPANESE, 2_053_999_999, "2,053,999,999円", "20.53億円"),
        (JAPANESE, 100_000_000, "100,000,000円", "1億円"),
        (ENGLISH, -1_500_000_000, "-¥1,500,000,000", "-¥1.5bn"),
        (ENGLISH, 999_999, "¥999,999", "¥999,999"),
        (DOLLARS, 51_542_500_000, "$515,425,000.00", "$515.42m"),
        (DOLLARS_JA, 51_542_500_000, "515,425,000.00米ドル", "5.15億米ドル"),
        (DOLLARS, -5, "-$0.05", "-$0.05"),
        (words_of(Language.ENGLISH, "CHF"), 150, "CHF 1.50", "CHF 1.50"),
        (words_of(Language.JAPANESE, "CHF"), 150, "1.50 CHF", "1.50 CHF"),
    ],
)
def test_amounts_are_written_whole_or_cut_to_a_large_unit(
    words: Words, amount_minor: int, whole: str, short: str
) -> None:
    assert (words.money(amount_minor), words.money_short(amount_minor)) == (whole, short)


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert (ENGLISH.percent_of(-0.000004), ENGLISH.percent_of(-0.0)) == ("0.000%", "0.000%")
    assert (ENGLISH.percent_of(-0.00001), ENGLISH.years(-0.004)) == ("-0.001%", "0.00")


def test_a_day_is_iso_in_english_and_of_year_month_day_in_japanese() -> None:
    assert ENGLISH.day(date(2026, 9, 30)) == "2026-09-30"
    assert JAPANESE.day(date(2026, 9, 3)) == "2026年9月3日"


def test_ratios_and_factors_are_rounded_down() -> None:
    assert ENGLISH.times(1_259_999) == "1.25x"
    assert JAPANESE.times(999_999) == "0.99倍"
    assert ENGLISH.times(-146_892) == "-0.15x"
    assert ENGLISH.factor(2, 3) == "0.666666"
    assert ENGLISH.factor(3, 3) == "1.000000"


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    absent = [
        ENGLISH.figure(None),
        ENGLISH.percent(None),
        ENGLISH.percent_of(None),
        ENGLISH.years(None),
        ENGLISH.times(None),
        ENGLISH.day(None),
        ENGLISH.factor(0, 0),
    ]
    assert set(absent) == {"—"}


def test_a_missing_title_gives_way_to_the_other_language() -> None:
    assert ENGLISH.pick("", "題") == "題"
    assert JAPANESE.pick("title", "") == "title"
    assert JAPANESE.pick("title", "題") == "題"


def test_facts_with_braces_are_text_and_not_messages() -> None:
    assert ENGLISH.say("Class {id}", id="{x}") == "Class {x}"


@pytest.mark.parametrize(
    ("words", "largest_minor", "label", "divisor_minor"),
    [
        (ENGLISH, 2_000_000_000, "JPY bn", 10**9),
        (JAPANESE, 2_000_000_000, "億円", 10**8),
        (JAPANESE, 5_000_000, "百万円", 10**6),
        (DOLLARS, 5_000, "USD", 100),
    ],
)
def test_a_chart_is_drawn_in_the_unit_that_reads_best(
    words: Words, largest_minor: int, label: str, divisor_minor: int
) -> None:
    unit = words.chart_unit(largest_minor)
    assert (unit.label, unit.divisor_minor) == (label, divisor_minor)
