"""What a check says of one key of the deal, before it is known which file the deal stands in."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from chizai.units.result import Reason

MOVES = "money moves only between what the deal defines"
"""Why a name in a clause must be known."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A failure that still lacks its file."""

    reason: Reason
    key: str
    what: str
    why: str
    fix: str

    @classmethod
    def unknown(cls, key: str, name: str, kind: str, known: Sequence[str], why: str = MOVES) -> "Complaint":
        """Say that a name is not one of a kind, and which ones are."""
        close = difflib.get_close_matches(name, known, n=1)
        listed = ", ".join(known) or "none"
        return cls(
            Reason.UNKNOWN,
            key,
            f"{name!r} is not {kind} of this deal",
            why,
            f"did you mean {close[0]!r}?" if close else f"define it as {kind}, or use one of: {listed}",
        )

    @classmethod
    def inconsistent(cls, key: str, what: str, why: str, fix: str) -> "Complaint":
        """Say that two things, each possible alone, contradict each other."""
        return cls(Reason.INCONSISTENT, key, what, why, fix)

    @classmethod
    def out_of_range(cls, key: str, what: str, why: str, fix: str) -> "Complaint":
        """Say that a value is outside what is possible."""
        return cls(Reason.OUT_OF_RANGE, key, what, why, fix)


def key_of(table: str, number: int, item_id: str, field: str) -> str:
    """Write the place of a field as `clauses[3] (senior-interest).to`, counting from 1."""
    return f"{table}[{number + 1}] ({item_id}).{field}"
