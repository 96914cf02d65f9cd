"""English that stands on a page: runs of words that are neither a deal's own data nor code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from html.parser import HTMLParser

READ = {"alt", "aria-description", "aria-label", "aria-roledescription", "title"}
"""Attributes that are read to who cannot see."""
UNREAD, KEYED = {"code", "script", "style"}, {"data"}
"""Elements whose text is no language, and those whose title is the key of a figure."""
COMMANDS = re.compile(r"chizai (explain|verify) [!-~ ]+|chizai (explain|verify)")
CODE = re.compile(r"[!-~]*[A-Za-z0-9][_./\\-][A-Za-z0-9][!-~]*|https?://[!-~]+|\([ivx]+\)")
"""Names of files, keys, ids and addresses, which have marks within; and numbers of a list."""
SENTENCE = re.compile(r"[A-Za-z][a-z']+(?:[ ,;:.()]+[A-Za-z][a-z']*)+")
WORD = re.compile(r"[\W\d]*[a-z]{3,}[\W\d]*")
"""A text that is one word, whatever marks and numbers stand beside it."""


class _Texts(HTMLParser):
    """All that is read of a page, piece by piece."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread |= tag in UNREAD
        if tag not in KEYED:
            self.texts += [value for name, value in attrs if name in READ and value]

    def handle_endtag(self, tag: str) -> None:
        self._unread &= tag not in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def texts_of(page: str) -> list[str]:
    """Give what is read of an HTML page, attributes that are read aloud included."""
    return _Texts(page).texts


def data_of(of: object) -> Iterator[str]:
    """Yield every text within a deal's data; words of closed lists are the program's own, and no data."""
    match of:
        case Enum():
            return
        case str():
            yield of
        case dict():
            yield from data_of(tuple(of.items()))
        case tuple() | list() | frozenset():
            for each in of:
                yield from data_of(each)
        case _ if is_dataclass(of):
            for field in fields(of):
                yield from data_of(getattr(of, field.name))
        case _:
            return


def english(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """Find English: two words in a row, or a single one that stands alone.

    Args:
        texts: what is read, piece by piece.
        data: names and texts that the deal brings along, which stand as they are given.
    """
    known = sorted({each.strip() for each in data if each.strip()}, key=len, reverse=True)
    given = re.compile("|".join(rf"(?<![A-Za-z0-9_-]){re.escape(each)}(?![A-Za-z0-9_])" for each in known) or "(?!)")
    found = []
    for text in texts:
        left = CODE.sub("\n", given.sub("\n", COMMANDS.sub("\n", text)))
        if SENTENCE.search(left) or WORD.fullmatch(left):
            found.append(text.strip())
    return sorted(set(found))
