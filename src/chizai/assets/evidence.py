"""What a fact rests on."""

import re
from dataclasses import dataclass
from datetime import date

from chizai.units.toml import STRICT

DIGEST = re.compile(r"[0-9a-f]{64}")
"""A SHA-256 digest in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page of a document that shows a fact."""

    __pydantic_config__ = STRICT

    document: str
    """The document as a reader would ask for it: a register extract, a licence, a receipt."""
    sha256: str
    """Digest of the document's bytes, 64 hexadecimal digits."""
    page: int | None = None
    dated_on: date | None = None
