"""A page as data: sections of blocks. The templates know how each kind of block looks, and nothing of deals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from chizai.documents.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of text under columns."""

    kind: ClassVar[str] = "table"
    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    """A last row that sums the others."""
    note: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing with its name."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts below each other."""

    kind: ClassVar[str] = "facts"
    id: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The few figures that are read first."""

    kind: ClassVar[str] = "key-figures"
    id: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of our own making, already safe to stand in a page."""

    kind: ClassVar[str] = "picture"
    svg: str

    @property
    def inline(self) -> str:
        """Give the drawing without its namespaces: within HTML they are known."""
        return re.sub(r' xmlns(:\w+)?="[^"]*"', "", self.svg)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences as a list; numbered where their order counts."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]
    is_numbered: bool = False


Block: TypeAlias = Table | Facts | KeyFigures | Picture | Paragraph | Points


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole document."""

    name: str
    """What kind of document it is."""
    title: str
    banner: str
    """What a reader must know before all else."""
    is_warning: bool
    """Whether the banner says that nothing here is real."""
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    footer: str


def named_columns(words: Words, texts: Sequence[str], numbers: Sequence[str]) -> tuple[Column, ...]:
    """Give columns of text followed by columns of numbers, their titles said in the reader's language."""
    return (
        *(Column(words.say(text)) for text in texts),
        *(Column(words.say(title), is_number=True) for title in numbers),
    )


def page_html(page: Page, words: Words) -> str:
    """Write a page as one HTML file that needs nothing beside it; all text is escaped."""
    return _environment().get_template("page.html").render(page=page, words=words)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("chizai.documents", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
