"""What makes the numbers of a document reproducible."""

from dataclasses import dataclass
from datetime import date

from chizai.documents.futures_words import DrawnFutures


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """All that the same numbers need."""

    version: str
    """Version of Chizai."""
    as_of_on: date
    """What was received later is not in the numbers."""
    program_digest: str
    """SHA-256 of the compiled deal: its identity."""
    future: DrawnFutures | None = None
    """Which futures the numbers are of, and how they were drawn; none: what is forecast itself."""
    inputs: tuple[tuple[str, str], ...]
    """Each input file, as named from the deal's folder, and the SHA-256 of its bytes."""
