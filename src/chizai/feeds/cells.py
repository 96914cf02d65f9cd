"""Cells into values: dates, whole numbers, shares, digests, choices; a cell that is none of them is a failure."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from chizai.assets.evidence import DIGEST, Evidence
from chizai.assets.owners import OwnerShare
from chizai.feeds.tables import TableRow
from chizai.units.money import Currency, parse_minor
from chizai.units.rate import INT64_MAX, PPM
from chizai.units.result import Failure, Reason

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

PERCENT = Currency("percent", 4)
"""A share in percent has four decimals: its smallest part is one part per million."""
YEARS = (1800, 2200)
"""The years in which a fact of a register or a statement can lie."""
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_OWNER = re.compile(r"(?P<owner>.*\S)\s+(?P<share>[\d.]+)\s*%")


class CellReader:
    """Reads the cells of one row and keeps all that is wrong with them."""

    def __init__(self, row: TableRow) -> None:
        """Start with no failure."""
        self.row = row
        self.failures: list[Failure] = []

    def text(self, column: str) -> str:
        """Give a cell's text, empty where the cell or its column is not there."""
        return self.row.cells.get(column, "")

    def required(self, column: str) -> str:
        """Give a cell's text; an empty one is a failure."""
        text = self.text(column)
        if not text:
            self.fail(Reason.MISSING, column, "the cell is empty", "the row needs it", "write the value")
        return text

    def parsed(self, column: str, parse: Callable[[str], T], why: str, fix: str) -> T | None:
        """Give what `parse` makes of a filled cell; none for an empty one, and, as a failure, where it raises."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.fail(Reason.WRONG_TYPE, column, str(error), why, fix)
            return None

    def day(self, column: str) -> date | None:
        """Give a date."""
        return self.parsed(column, parse_day, "the day decides in which period it counts", "write it as 2027-03-31")

    def whole(self, column: str, least: int = 0, most: int = INT64_MAX) -> int | None:
        """Give a whole number from `least` to `most`."""
        number = self.parsed(column, parse_whole, "it counts whole things", "write a whole number")
        if number is not None and not least <= number <= most:
            what, why = f"{number} is not from {least} to {most}", "no right, share or document has such a number"
            self.fail(Reason.OUT_OF_RANGE, column, what, why, "write the number as the register shows it")
            return None
        return number

    def choice(self, column: str, of: type[Choice]) -> Choice | None:
        """Give one of a closed list of words."""
        words = ", ".join(of)
        text = self.text(column)
        if text and text not in set(of):
            what, why = f"{text!r} is not one of the values of this column", "the language has no other"
            self.fail(Reason.OUT_OF_RANGE, column, what, why, f"write {words}")
            return None
        return of(text) if text else None

    def evidence(self) -> Evidence | None:
        """Give the evidence of the columns `evidence_document`, `evidence_sha256` and `evidence_page`."""
        document, digest = self.text("evidence_document"), self.text("evidence_sha256").lower()
        page = self.whole("evidence_page", least=1)
        if not (document or digest or page is not None):
            return None
        self.required("evidence_document")
        if not DIGEST.fullmatch(digest):
            what, why = f"{digest!r} is not a SHA-256 digest", "a document is known by the digest of its bytes"
            self.fail(Reason.WRONG_TYPE, "evidence_sha256", what, why, "write its 64 hexadecimal digits")
        return Evidence(document, digest, page)

    def fail(self, reason: Reason, column: str, what: str, why: str, fix: str) -> None:
        """Keep a failure of a cell."""
        self.failures.append(Failure(reason, self.row.place(column), what, why, fix))


def parse_day(text: str) -> date:
    """Read `2027-03-31` or `2027/3/31`.

    Raises:
        ValueError: it is no date, or one that does not exist.
    """
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date")
    if not YEARS[0] <= int(match[1]) <= YEARS[1]:
        raise ValueError(f"{text!r} lies outside the years {YEARS[0]} to {YEARS[1]}")
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError(f"{text!r} is a day that does not exist") from None


def parse_whole(text: str) -> int:
    """Read a whole number in plain digits, with a sign if negative.

    Raises:
        ValueError: it is not one.
    """
    if not re.fullmatch(r"-?[0-9]+", text):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def parse_flag(text: str) -> bool:
    """Read `yes` or `no`.

    Raises:
        ValueError: it is neither.
    """
    if text not in {"yes", "no"}:
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def parse_share(text: str) -> int:
    """Read `60%` or `33.3333%` as parts per million.

    Raises:
        ValueError: it is no percentage, or has more than four decimals.
    """
    if not text.endswith("%"):
        raise ValueError(f"{text!r} is not a percentage")
    return parse_minor(text.removesuffix("%"), PERCENT)


def parse_owners(text: str) -> tuple[OwnerShare, ...]:
    """Read `A Co 60%; B Co 40%`; one name without a share owns the whole.

    Raises:
        ValueError: a part has no name, or no share beside others.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) == 1 and "%" not in text:
        return (OwnerShare(parts[0], PPM),)
    shares = []
    for part in parts:
        match = _OWNER.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is not an owner with a share")
        shares.append(OwnerShare(match["owner"], parse_share(f"{match['share']}%")))
    return tuple(shares)
