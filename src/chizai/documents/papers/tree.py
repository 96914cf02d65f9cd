"""A paper as data, for any renderer: sections of blocks of text and figures, and the key by which each explains itself.

A figure that cannot say where it comes from has no place in a paper, so numbers of a deal stand in `Figure`s; plain
text holds names and sentences alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from chizai.documents.page import Column


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is read, and the key by which it is explained."""

    text: str
    key: str
    """Made by `papers.keys`; its last part, behind the last stroke, names the item."""


Cell: TypeAlias = str | Figure
"""What stands in a place of a table or beside a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns."""

    kind: ClassVar[str] = "table"
    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    """A last row that sums the others."""
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing with its name."""

    name: str
    value: Cell
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts below each other."""

    kind: ClassVar[str] = "facts"
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of our own making."""

    kind: ClassVar[str] = "drawing"
    svg: str
    alt: str
    """What it shows, for who cannot see it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences, and the figures that stand in them."""

    kind: ClassVar[str] = "paragraph"
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """Paragraphs as a list; numbered where their order counts."""

    kind: ClassVar[str] = "points"
    items: tuple[Paragraph, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to be filled in by hand or by an electronic signature."""

    kind: ClassVar[str] = "signatures"
    lines: tuple[str, ...]


Block: TypeAlias = Table | Facts | Drawing | Paragraph | Points | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    """1, or 2 for a part of the section before it."""
    reference: str = ""
    """The item of the form that it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole document in one language."""

    id: str
    """Its name in files and on the ledger, such as `prospectus`."""
    language: str
    name: str
    """What kind of document it is."""
    title: str
    """The deal."""
    banner: str
    """What a reader must know before all else."""
    is_warning: bool
    """Whether the banner says that nothing here is real."""
    facts: tuple[Fact, ...]
    """What identifies it: the deal, the day, the program's digest."""
    sections: tuple[Section, ...]
    notice: str
    dated_on: date
    """The day that the paper bears: the as-of date, whenever it is made."""
    has_contents: bool = True
    """Whether a table of contents leads it: not where it fits a page or two."""


def cell_text(cell: Cell) -> str:
    """Give what is read of a cell."""
    return cell.text if isinstance(cell, Figure) else cell


def figures_of(paper: Paper) -> Iterator[tuple[str, Figure]]:
    """Yield every figure of a paper with the id of its section, in the order in which they are read."""
    for section in paper.sections:
        for block in section.blocks:
            yield from ((section.id, figure) for figure in _figures(block))


def _figures(block: Block) -> Iterator[Figure]:
    match block:
        case Table():
            cells: tuple[Cell, ...] = tuple(cell for row in (*block.rows, block.total) for cell in row)
        case Facts():
            cells = tuple(fact.value for fact in block.items)
        case Paragraph():
            cells = block.figures
        case Points():
            cells = tuple(figure for item in block.items for figure in item.figures)
        case Drawing() | Signatures():
            cells = ()
    yield from (cell for cell in cells if isinstance(cell, Figure))
