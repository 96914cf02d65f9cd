"""Text in LLVM's language about a program: instructions, and the numbers of each period that they read."""

from dataclasses import dataclass, field

from chizai.native import text as native
from chizai.native.text import Kind

__all__ = ["Kind", "Row", "Text"]

Row = tuple[int, ...] | tuple[float, ...]
"""One number for each period, all whole or all floats."""


@dataclass(slots=True)
class Text(native.Text):
    """Instructions, and the numbers that they read anew in each period."""

    terms: dict[tuple[Kind, Row], int] = field(default_factory=dict)
    """The place of each row in the period's numbers. They stand beside the code, so that deals that differ in nothing
    but numbers share it."""
    at_hand: dict[int, str] = field(default_factory=dict)
    """Vectors of the period's numbers that stand in this block or above, by place."""

    def term(self, row: Row) -> str:
        """Give the period's number in a row, the same for all paths."""
        kind = Kind.FLOAT if isinstance(row[0], float) else Kind.WHOLE
        place = self.terms.setdefault((kind, row), len(self.terms))
        if place not in self.at_hand:
            self.at_hand[place] = self.read(kind, "%terms.now", place)
        return self.at_hand[place]
