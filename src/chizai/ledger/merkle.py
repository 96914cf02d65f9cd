"""A salted sum-Merkle tree: every node carries how many rows lie below it and what they sum to.

Why a row that is proved is in the total as it stands, and why there is one total only:

- A node's digest covers the digest, the number of rows and the sums of *each* of its children. Covering only their sum
  would let a prover show different parts to different people (Hu, Zhang and Guo, Computers & Security 2019).
- Leaves, nodes, tops and roots are hashed under different tags and every part is preceded by its length, so that none
  can pass for another (second preimages).
- A node that stands alone moves up as it is and is never doubled, so that no row counts twice (CVE-2012-2459).
- Amounts are never negative: royalties and corrections are summed apart, so that a hidden correction cannot cancel a
  hidden row unseen; what all corrections come to stands at the top. Sums stay below 2^63 at every node, and a path
  whose sums do not is refused, so that none wraps around.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

SUM_END = 2**63
"""No count and no sum reaches this."""
WORD_BYTES = 8
LEAF = b"CHIZAI LEAF 1"
NODE = b"CHIZAI NODE 1"
EMPTY = b"CHIZAI EMPTY 1"

HEX = {"extra": "forbid", "val_json_bytes": "hex", "ser_json_bytes": "hex"}
"""How nouns with bytes are read from files: in hexadecimal."""


class SumError(ValueError):
    """Counts or sums that no tree has: negative, or 2^63 and more."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows below a node come to."""

    __pydantic_config__ = HEX

    n_rows: int
    royalties_minor: int
    """Sum of the rows that bring cash."""
    corrections_minor: int
    """Sum of the rows that take cash back, as a positive number."""

    @property
    def total_minor(self) -> int:
        """Royalties less corrections."""
        return self.royalties_minor - self.corrections_minor


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree."""

    __pydantic_config__ = HEX

    digest: bytes
    """32 bytes."""
    sums: Sums


@dataclass(frozen=True, slots=True)
class Sibling:
    """What a path meets on its way up."""

    __pydantic_config__ = HEX

    node: Node
    is_left: bool
    """Whether it stands to the left of the path."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All nodes, for making proofs."""

    levels: tuple[tuple[Node, ...], ...]
    """Leaves first; the last level is the top alone. At least one leaf."""

    @property
    def top(self) -> Node:
        """The node above all."""
        return self.levels[-1][0]


def hashed(tag: bytes, *parts: bytes) -> bytes:
    """Give the SHA-256 of a tag and parts, each preceded by its length in 8 bytes: no two lists of parts look alike."""
    return hashlib.sha256(b"".join(len(part).to_bytes(WORD_BYTES, "big") + part for part in (tag, *parts))).digest()


def leaf(salt: bytes, content: bytes, amount_minor: int) -> Node:
    """Make the leaf of one row.

    Args:
        salt: 32 bytes that nobody can guess, different for every leaf.
        content: digest of what the row says.
        amount_minor: what it brings; negative for a correction.

    Raises:
        SumError: the amount has 2^63 or more.
    """
    sums = Sums(1, max(0, amount_minor), max(0, -amount_minor))
    return Node(hashed(LEAF, salt, content, _encoded(sums)), sums)


def joined(left: Node, right: Node) -> Node:
    """Put a node above two others.

    Raises:
        SumError: no row lies below one of them, or a sum is negative or reaches 2^63.
    """
    ours, theirs = left.sums, right.sums
    if not (ours.n_rows and theirs.n_rows):
        raise SumError("a node stands above rows, never above none")
    digest = hashed(NODE, left.digest, _encoded(ours), right.digest, _encoded(theirs))
    sums = Sums(
        ours.n_rows + theirs.n_rows,
        ours.royalties_minor + theirs.royalties_minor,
        ours.corrections_minor + theirs.corrections_minor,
    )
    _encoded(sums)
    return Node(digest, sums)


def empty_top() -> Node:
    """Give what stands at the top where there are no rows."""
    return Node(hashed(EMPTY), Sums(0, 0, 0))


def tree_of(leaves: Sequence[Node]) -> Tree:
    """Build the tree: pairs from the left on every level, a node that is left over moves up. Its shape is RFC 6962's.

    Raises:
        SumError: a sum reaches 2^63.
        ValueError: there are no leaves.
    """
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    levels = [tuple(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [joined(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        levels.append((*pairs, *below[2 * len(pairs) :]))
    return Tree(tuple(levels))


def path_of(tree: Tree, number: int) -> tuple[Sibling, ...]:
    """Give what a leaf meets on its way to the top, lowest first.

    Args:
        tree: the whole of it.
        number: of the leaf, from 0.
    """
    path = []
    for level in tree.levels[:-1]:
        beside = number ^ 1
        if beside < len(level):
            path.append(Sibling(level[beside], is_left=beside < number))
        number //= 2
    return tuple(path)


def climb(start: Node, path: Sequence[Sibling]) -> Node:
    """Follow a path from a leaf up, and give the node that it leads to.

    Raises:
        SumError: a count or sum on the way is negative or reaches 2^63.
    """
    here = start
    for sibling in path:
        here = joined(sibling.node, here) if sibling.is_left else joined(here, sibling.node)
    return here


def number_of(path: Sequence[Sibling]) -> int:
    """Give the number of the leaf that a path starts from: how many rows stand to its left."""
    return sum(sibling.node.sums.n_rows for sibling in path if sibling.is_left)


def _encoded(sums: Sums) -> bytes:
    numbers = (sums.n_rows, sums.royalties_minor, sums.corrections_minor)
    if not all(0 <= number < SUM_END for number in numbers):
        raise SumError(f"counts and sums are at least 0 and below 2^63: {numbers}")
    return b"".join(number.to_bytes(WORD_BYTES, "big") for number in numbers)
