"""The facts that rules ask for: what each means, of which kind it is, and who supplies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chizai.law.said import Said
from chizai.units.result import Place

LAW_FILE = "law.toml"
"""What the other files of a deal do not say stands in this one."""


class Kind(StrEnum):
    """What kind of value a fact has. Money is whole yen, a share parts per million; only a profit may be negative."""

    DAY = "day"
    YES_NO = "yes or no"
    COUNT = "count"
    MONEY = "yen"
    PROFIT = "yen, a loss below zero"
    SHARE = "ppm"
    TEXT = "text"
    NAMES = "names"
    """A list of texts; it is the whole list that is known."""
    DAYS = "days"
    """A list of days, whole."""


class Supplier(StrEnum):
    """Who can say a fact that is missing."""

    ORIGINATOR = "originator"
    SPC = "spc"
    ADMINISTRATOR = "administrator"
    """Who runs the company's affairs and books."""
    SERVICER = "servicer"
    TRUSTEE = "trustee"
    COUNSEL = "counsel"
    PATENT_ATTORNEY = "patent-attorney"
    TAX_ADVISER = "tax-adviser"
    AUDITOR = "auditor"
    APPRAISER = "appraiser"
    UNDERWRITER = "underwriter"
    RATING_AGENCY = "rating-agency"
    VENUE = "venue"
    """Who operates the ledger or the market."""
    DEAL = "deal"
    """The deal's own files: never typed a second time."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A key of a table of `law.toml`, or something that the deal's files say."""

    key: str
    kind: Kind
    meaning: Said
    by: Supplier
    choices: tuple[str, ...] = ()
    """The only values of a text, or of each in a list of names; empty for any."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts: of one thing, or with a row for each of many."""

    name: str
    meaning: Said
    facts: tuple[Fact, ...]
    many: bool = False
    """Whether it has rows, each with an `id`; a table without rows says that there is none such."""

    def fact(self, key: str) -> Fact | None:
        """Give the fact of a key; none where the table has no such key."""
        return next((fact for fact in self.facts if fact.key == key), None)


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that is known, and where it was read."""

    value: Any
    place: Place


Row = Mapping[str, Given]
"""What is known of one thing."""


@dataclass(frozen=True, slots=True)
class Known:
    """All facts that are known of a deal."""

    as_of_on: date
    """The day whose law is asked for."""
    one: Mapping[str, Row]
    """By table."""
    many: Mapping[str, Mapping[str, Row]]
    """By table, then by the row's `id`; a table that is not here is not known."""
