"""A number that can explain itself: its value, the rule that made it, and the numbers it was made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from chizai.units.result import Place


@dataclass(frozen=True, slots=True)
class Explained:
    """One node of an explanation tree."""

    label: str
    """What the number is."""
    value: str
    """The number as the reader sees it, with its unit."""
    because: str = ""
    """The rule that made it from its parts, in words or as a formula."""
    parts: tuple["Explained", ...] = ()
    """The numbers it was made of, in the order the rule names them."""
    source: Place | None = None
    """For a leaf: the row or key that it was read from."""

    def walk(self) -> Iterator["Explained"]:
        """Yield this node and all below it, parents first, each node once however many numbers were made of it."""
        return _walk(self, set())

    def lines(self, depth: int | None = None) -> Iterator[str]:
        """Yield the tree as indented lines of text; what was already shown with its parts is not taken apart again.

        Args:
            depth: how many levels below this node to show; none for all.
        """
        return _lines(self, 0, depth, set())


# Nodes are shared: this period's balance stands under all that follows from it. So both know a node by its identity:
# its hash, like a walk of all paths, would take twice as long for each period.


def _walk(node: Explained, seen: set[int]) -> Iterator[Explained]:
    seen.add(id(node))
    yield node
    for part in node.parts:
        if id(part) not in seen:
            yield from _walk(part, seen)


def _lines(node: Explained, level: int, depth: int | None, shown: set[int]) -> Iterator[str]:
    again = bool(node.parts) and id(node) in shown
    shown.add(id(node))
    reason = "; ".join(filter(None, (node.because, "see above" if again else "")))
    because = f"  ({reason})" if reason else ""
    origin = f"  <{node.source}>" if node.source else ""
    yield f"{'  ' * level}{node.label}: {node.value}{because}{origin}"
    for part in () if again or level == depth else node.parts:
        yield from _lines(part, level + 1, depth, shown)
