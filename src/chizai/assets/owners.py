"""Who owns a right, in which shares, and how it came to them."""

from dataclasses import dataclass
from datetime import date

from chizai.assets.evidence import Evidence


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """One owner's part of a right."""

    owner: str
    share_ppm: int
    """Parts per million of the right; the shares of one right sum to 1_000_000."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One link of the chain of title: a right, or a share of it, passes from one owner to another."""

    right_id: str
    assignor: str
    """Who gave. The first link's assignor is empty: the original owner took from nobody."""
    assignee: str
    assigned_on: date
    registered_on: date | None = None
    """When the register took note; for a patent the transfer has no effect before (Patent Act, art. 98)."""
    receipt_number: str = ""
    """The register's receipt, empty while there is none."""
    share_ppm: int = 1_000_000
    """Which part of the whole right passed."""
    evidence: Evidence | None = None
