"""Days in the Japanese calendar of eras (和暦), as official papers bear them."""

from datetime import date

from chizai.documents.words import NOTHING, Words

ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1873, 1, 1), "明治"),
)
"""The first day of each era, the latest first: Era Name Act (1979) and its orders; before it, the imperial rescripts.

Meiji began in 1868 by another calendar; the Gregorian one holds from 1873 on.
"""
MEIJI_BEFORE = 1867
"""The year before the first of Meiji, from which its years count."""


def era_day(day: date) -> str:
    """Write a day by its era: `令和8年9月30日`; the first year of an era is 元年.

    Raises:
        ValueError: the day is before 1873.
    """
    for begins_on, name in ERAS:
        if day >= begins_on:
            before = MEIJI_BEFORE if name == "明治" else begins_on.year - 1
            year = day.year - before
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError(f"{day} is before the calendar of eras that is used here")


def formal_day(day: date | None, words: Words) -> str:
    """Write a day as a paper bears it: `2026-09-30`, or by its era with the common year behind it."""
    if day is None:
        return NOTHING
    if not words.is_japanese:
        return words.day(day)
    if day < ERAS[-1][0]:
        return words.day(day)
    return f"{era_day(day)}（{words.day(day)}）"  # noqa: RUF001 - official papers write full-width brackets
