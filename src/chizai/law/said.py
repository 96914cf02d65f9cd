"""What is said in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Sayable: TypeAlias = "bool | int | str | date | Said | tuple[Sayable, ...] | frozenset[str]"
"""What can stand in a text."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text in English and in Japanese."""

    en: str
    ja: str

    def text(self, language: str) -> str:
        """Give the text in a language: `en` or `ja`."""
        return self.ja if language == "ja" else self.en

    def filled(self, values: Iterable[Sayable]) -> "Said":
        """Put values in the places `{0}`, `{1}`, ... of both texts, in each language's way; repeated ones once."""
        values = tuple(values)
        return Said(self.en.format(*map(_english, values)), self.ja.format(*map(_japanese, values)))


def _english(value: Sayable) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case Said():
            return value.en
        case tuple() | frozenset():
            return ", ".join(dict.fromkeys(map(_english, value))) or "none"
        case _:
            return str(value)


def _japanese(value: Sayable) -> str:
    match value:
        case bool():
            return "はい" if value else "いいえ"
        case int():
            return f"{value:,}"
        case Said():
            return value.ja
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case tuple() | frozenset():
            return "、".join(dict.fromkeys(map(_japanese, value))) or "なし"
        case _:
            return str(value)
