"""Proofs as files, and what a chain has to say to them: any source that answers two questions will do."""

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

from chizai.ledger.lookthrough import RowProof, check_address
from chizai.ledger.merkle import HEX
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

if TYPE_CHECKING:
    from collections.abc import Hashable

    from pydantic import TypeAdapter

T = TypeVar("T")

ROW_PROOF: Literal["chizai row proof 1"] = "chizai row proof 1"
DOCUMENT_PROOF: Literal["chizai document proof 1"] = "chizai document proof 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was published: a line of versions in the anchor."""

    __pydantic_config__ = HEX

    kind: str
    """The kind of record, such as `statement` or `valuation`."""
    period: int
    """The payment period, from 1; 0 is before the first."""
    subject: bytes = bytes(32)
    """The right, licence or class, 32 bytes; zero for the whole deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version of a record, as the anchor has it."""

    __pydantic_config__ = HEX

    about: About
    author: str
    """The address that signed the transaction."""
    version: int
    """Of this author, from 1."""
    root: bytes
    """What was committed to, 32 bytes."""
    envelope: bytes
    """Digest of the sealed body, 32 bytes; zero if there is none."""
    block: int
    published_unix_seconds: int
    """Time of the block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPeriod:
    """What the vault was told of a period, and what it took in."""

    __pydantic_config__ = HEX

    program: bytes
    """Digest of the program that pays the period, 32 bytes."""
    inputs: tuple[int, ...]
    """What each input of the program was reported to bring; collections in minor units."""
    root: bytes
    """Root of the statements behind it, 32 bytes."""
    by: str
    """The servicer's address."""
    block: int
    reported_unix_seconds: int
    """Time of the block."""
    is_challenged: bool = False
    """Whether somebody says that it is wrong and nobody has decided yet."""
    received_minor: int | None = None
    """What came into the accounts when the period was paid; none before."""


class ReportedTotals(Protocol):
    """What a proof is held against: a node, or a receipt of what one said."""

    @property
    def says(self) -> str:
        """Who says it, in a few words."""
        ...

    @property
    def chain_id(self) -> int:
        """Which chain it is (EIP-155)."""
        ...

    def reported(self, vault: str, period: int) -> Result[ReportedPeriod]:
        """Give what stands reported for a payment period, from 1, or why nothing does."""
        ...

    def published(self, anchor: str, about: About) -> Result[tuple[Publication, ...]]:
        """Give all versions by all authors, oldest first; none if nothing was published."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProofFile:
    """The proof of a row as it is handed over."""

    __pydantic_config__ = HEX

    format: Literal["chizai row proof 1"] = ROW_PROOF
    proof: RowProof


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProofFile:
    """What proves a document beside its bytes: handed over with it."""

    __pydantic_config__ = HEX

    format: Literal["chizai document proof 1"] = DOCUMENT_PROOF
    chain_id: int
    anchor: str
    """Address of the anchor, in lower case."""
    about: About
    salt: bytes
    """32 bytes: with the document's own digest it makes the commitment."""

    def __post_init__(self) -> None:
        """Refuse an address that is none, or is written in another way.

        Raises:
            ValueError: it is not `0x` and 40 digits in lower case.
        """
        check_address(self.anchor)


def read_strict(content: bytes, file: str, into: type[T]) -> Result[T]:
    """Read a file of JSON that is written in one way only: what `write_strict` gives.

    Args:
        content: its bytes.
        file: its name, for failures.
        into: a frozen dataclass.
    """
    from pydantic import ValidationError

    try:
        value: T = _adapter_of(into).validate_json(content, strict=True)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        what = f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
        return _unreadable(Place(file, None, ".".join(map(str, detail["loc"])) or None), what)
    if write_strict(value) != content:
        return _unreadable(Place(file), "it is not written as such a file is")
    return Ok(value)


def write_strict(value: Any) -> bytes:  # noqa: ANN401 - any frozen dataclass
    """Write a dataclass as JSON: keys in the order of the alphabet, bytes in hexadecimal, two spaces a level."""
    plain = _adapter_of(type(value)).dump_python(value, mode="json")
    return (json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _adapter_of(of: type[Any]) -> "TypeAdapter[Any]":
    return _adapter(cast("Hashable", of))  # every class is, but mypy does not see it of `type[T]`


@cache
def _adapter(of: Any) -> "TypeAdapter[Any]":  # noqa: ANN401 - any frozen dataclass
    from pydantic import TypeAdapter

    return TypeAdapter(of)


def _unreadable(place: Place, what: str) -> Failed:
    why, fix = "one byte that differs could be one that was changed", "fetch the file again from who made it"
    return Failed((Failure(Reason.UNREADABLE, place, what, why, fix),))
