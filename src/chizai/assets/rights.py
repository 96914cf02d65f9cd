"""The six kinds of intellectual property right."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from chizai.assets.evidence import Evidence
from chizai.assets.owners import OwnerShare


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What every right has."""

    id: str
    """The right's name within the pool."""
    title: str
    jurisdiction: str
    """ISO 3166 code of the country whose law gives the right, such as `JP`."""
    owners: tuple[OwnerShare, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registered(_Named):
    """What a right has that exists by registration."""

    number: str
    """The registration number, or the application number while not registered."""
    filed_on: date
    registered_on: date | None = None
    """The date of registration; none while the application is pending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patent(_Registered):
    """An invention (Patent Act of Japan)."""

    extension_days: int = 0
    """Extension of the term as registered, up to five years (Patent Act, art. 67(2), 67(4))."""
    claims: int = 1
    """Number of claims: the annual fees depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UtilityModel(_Registered):
    """A device (Utility Model Act of Japan); registered without substantive examination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design(_Registered):
    """A design (Design Act of Japan)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trademark(_Registered):
    """A mark (Trademark Act of Japan); renewable every ten years without end."""

    classes: int = 1
    """Number of classes of goods and services: the fees depend on it."""
    renewals: int = 0
    """How often the ten years were renewed so far."""


class Authorship(StrEnum):
    """What the term of a copyright is counted from."""

    PERSON = "person"
    """A named author: from death (Copyright Act, art. 51)."""
    CORPORATE = "corporate"
    """A work in a body's name, or of an unknown author: from publication (art. 52, 53)."""
    FILM = "film"
    """A cinematographic work: from publication (art. 54)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copyright(_Named):
    """A work (Copyright Act of Japan); exists without registration."""

    authorship: Authorship
    published_on: date | None = None
    """First publication; needed for corporate works and films."""
    author_died_on: date | None = None
    """The author's death (the last of several); none while an author lives."""
    number: str = ""
    """Number in the copyright register, empty where the work is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeSecret(_Named):
    """Know-how kept secret (Unfair Competition Prevention Act, art. 2(6)); lasts while it is secret."""

    kept_secret_since: date


Right: TypeAlias = Patent | UtilityModel | Design | Trademark | Copyright | TradeSecret
"""Closed: a seventh kind of right is a design change."""

KINDS: dict[str, type[Right]] = {
    "patent": Patent,
    "utility-model": UtilityModel,
    "design": Design,
    "trademark": Trademark,
    "copyright": Copyright,
    "trade-secret": TradeSecret,
}
"""The name of each kind in registers and documents."""


def kind_of(right: Right) -> str:
    """Give the name of a right's kind, as registers write it."""
    return next(name for name, kind in KINDS.items() if isinstance(right, kind))
