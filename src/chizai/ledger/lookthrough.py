"""Look-through: a period's statement rows as one root, and the proof of each row that it is in the reported total.

The servicer keeps a secret and the rows. From both come the salts, and from the salts the order of the leaves, so that
neither tells anything to who does not know the secret. The root binds the deal's program, the vault, the chain and the
period, and of every stream of collections how many rows it has and what they come to. A proof shows one row, and of the
others what a path cannot hide: sums of groups of rows, the least of them a single unknown row's amount.
"""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from chizai.deal.program import Program
from chizai.ledger.lookthrough_rows import CountedRow
from chizai.ledger.merkle import (
    HEX,
    Node,
    Sibling,
    SumError,
    Tree,
    climb,
    empty_top,
    hashed,
    leaf,
    number_of,
    path_of,
    tree_of,
)
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

ROOT = b"CHIZAI ROOT 1"
STREAM = b"CHIZAI STREAM 1"
SALT = b"CHIZAI SALT 1"
SECRET_BYTES = 32
ADDRESS = re.compile(r"0x[0-9a-f]{40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Which report it is."""

    __pydantic_config__ = HEX

    program: bytes
    """Digest of the program, 32 bytes: the deal's identity."""
    currency: str
    """The deal's, in which the vault counts."""
    chain_id: int
    vault: str
    """The vault's address, in lower case."""
    anchor: str = ""
    """Address of the anchor where the root is published as a statement, too; empty where it is reported alone."""
    period: int
    """The payment period, from 1."""

    def __post_init__(self) -> None:
        """Refuse an address that is none, or is written in another way.

        Raises:
            ValueError: it is not `0x` and 40 digits in lower case, or the anchor neither that nor empty.
        """
        check_address(self.vault)
        if self.anchor:
            check_address(self.anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTotal:
    """What one stream of collections comes to in the period."""

    __pydantic_config__ = HEX

    input: int
    """Number of the program's input that the total is reported as."""
    currency: str
    """Empty where the stream has no rows."""
    top: Node

    def digest(self) -> bytes:
        """Give the digest that the root covers, 32 bytes."""
        sums = self.top.sums
        numbers = (self.input, sums.n_rows, sums.royalties_minor, sums.corrections_minor)
        return hashed(STREAM, self.top.digest, self.currency.encode(), *(str(number).encode() for number in numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProof:
    """That a row is in the reported total: what is handed to whoever may see the row."""

    __pydantic_config__ = HEX

    reporting: Reporting
    streams: tuple[StreamTotal, ...]
    """All of the period's, by number of input."""
    input: int
    """Of the stream that the row belongs to."""
    row: CountedRow
    salt: bytes
    """32 bytes."""
    path: tuple[Sibling, ...]
    """What stands beside the way from the leaf to the top of its stream, lowest first."""
    root: bytes
    """What the servicer reported, 32 bytes."""

    @property
    def stream(self) -> StreamTotal:
        """The stream that the row belongs to.

        Raises:
            KeyError: the proof lists none of this number.
        """
        for each in self.streams:
            if each.input == self.input:
                return each
        raise KeyError(self.input)


@dataclass(frozen=True, slots=True)
class SaltedStream:
    """A stream's rows in the order of their leaves."""

    total: StreamTotal
    rows: tuple[CountedRow, ...]
    salts: tuple[bytes, ...] = field(repr=False)
    tree: Tree | None = field(repr=False)
    """None where there are no rows."""


@dataclass(frozen=True, slots=True)
class PeriodStatement:
    """All rows of a period under one root: the servicer's, and never shown whole."""

    reporting: Reporting
    streams: tuple[SaltedStream, ...]
    """By number of input."""
    root: bytes
    """What the servicer reports and anchors, 32 bytes."""


def reporting_of(program: Program, chain_id: int, vault: str, anchor: str, period: int) -> Reporting:
    """Say which report it is: of a program, on a chain, to a vault, for a payment period from 1.

    Raises:
        ValueError: the vault's address is none, or the anchor's neither one nor empty.
    """
    return Reporting(
        program=bytes.fromhex(program.digest()),
        currency=program.currency,
        chain_id=chain_id,
        vault=vault.lower(),
        anchor=anchor.lower(),
        period=period,
    )


def check_address(address: str) -> None:
    """Refuse what is no address, so that each is written in one way and every letter of it counts.

    Raises:
        ValueError: it is not `0x` and 40 digits in lower case.
    """
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"{address!r} is no address: it is 0x and 40 hexadecimal digits in lower case")


def root_of(reporting: Reporting, streams: Sequence[StreamTotal]) -> bytes:
    """Give the root of a period, 32 bytes: a digest of which report it is and of every stream's total."""
    return hashed(ROOT, *_bound(reporting), *(each.digest() for each in streams))


def period_statement(
    reporting: Reporting, rows: Mapping[int, Sequence[CountedRow]], secret: bytes
) -> Result[PeriodStatement]:
    """Put a period's rows under one root.

    Args:
        reporting: which report it is.
        rows: of each stream of collections, by number of the program's input, as `counted_rows` gives them.
        secret: 32 bytes that the servicer alone knows, the same for all periods. Without it no proof can be made again.

    Returns:
        the statement, which is the same for the same rows and secret; or why there is none: a row stands twice, the
        rows of a stream are not of one currency, or its sums reach 2^63.

    Raises:
        ValueError: the secret is shorter than 32 bytes.
    """
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"a secret of {len(secret)} bytes can be guessed")
    results = [_stream(reporting, number, rows[number], secret) for number in sorted(rows)]
    failures = tuple(failure for each in results if isinstance(each, Failed) for failure in each.failures)
    if failures:
        return Failed(failures)
    streams = tuple(each.value for each in results if isinstance(each, Ok))
    return Ok(PeriodStatement(reporting, streams, root_of(reporting, [each.total for each in streams])))


def proofs_of(statement: PeriodStatement, shown: Callable[[CountedRow], bool] = lambda _: True) -> tuple[RowProof, ...]:
    """Give the proofs of a period's rows, by stream and file.

    Args:
        statement: the whole period.
        shown: picks the rows that whoever receives the proofs may see, such as those of one licence; all if not given.
    """
    totals = tuple(each.total for each in statement.streams)
    proofs = [
        RowProof(
            reporting=statement.reporting,
            streams=totals,
            input=stream.total.input,
            row=row,
            salt=stream.salts[number],
            path=path_of(stream.tree, number),
            root=statement.root,
        )
        for stream in statement.streams
        if stream.tree is not None
        for number, row in enumerate(stream.rows)
        if shown(row)
    ]
    return tuple(sorted(proofs, key=lambda proof: (proof.input, proof.row.file, proof.row.row)))


def break_in(proof: RowProof) -> str | None:
    """Say what in a proof does not hold by itself, whatever the chain says; none if it holds.

    It holds if the row's leaf and path lead to the stream's top and totals, and all streams' totals to the root.
    """
    numbers = [each.input for each in proof.streams]
    if proof.input not in numbers or numbers != sorted(set(numbers)) or numbers[0] < 0:
        return "its streams are not each listed once, with the row's own"
    top = proof.stream.top
    try:
        start = leaf(proof.salt, proof.row.digest(), proof.row.cash_minor)
        reached = climb(start, proof.path)
    except SumError as error:
        return f"its path is none: {error}"
    if reached != top or number_of(proof.path) >= top.sums.n_rows:
        return "the row, its salt and its path do not lead to the total"
    if proof.row.currency != proof.stream.currency:
        return f"the row is in {proof.row.currency}, the total in {proof.stream.currency}"
    if root_of(proof.reporting, proof.streams) != proof.root:
        return "the totals do not lead to the root"
    return None


def _stream(reporting: Reporting, number: int, rows: Sequence[CountedRow], secret: bytes) -> Result[SaltedStream]:
    currencies = sorted({row.currency for row in rows})
    if len(currencies) > 1:
        what, why = f"its rows are in {', '.join(currencies)}", "amounts of different currencies have no sum"
        return _failed(Reason.CURRENCY, number, what, why, "give each currency a stream of its own")
    bound = (*_bound(reporting), str(number).encode())
    digested = [(row, row.digest()) for row in rows]
    salted = sorted((_salt(bound, digest, secret), row.file, row.row, digest, row) for row, digest in digested)
    twice = next((after[-1] for before, after in pairwise(salted) if before == after), None)
    if twice is not None:
        what, why = f"row {twice.row} of {twice.file} stands twice", "it would be counted twice"
        return _failed(Reason.DUPLICATE, number, what, why, "read each statement once")
    try:
        leaves = [leaf(salt, digest, row.cash_minor) for salt, _, _, digest, row in salted]
        tree = tree_of(leaves) if leaves else None
    except SumError:
        what, why = "its rows sum to 2^63 or more", "a sum of more could wrap around and hide a row"
        return _failed(Reason.OVERFLOW, number, what, why, "check the amounts and the currency")
    salts, in_order = tuple(each[0] for each in salted), tuple(each[-1] for each in salted)
    total = StreamTotal(input=number, currency="".join(currencies), top=tree.top if tree else empty_top())
    return Ok(SaltedStream(total, in_order, salts, tree))


def _salt(bound: Sequence[bytes], digest: bytes, secret: bytes) -> bytes:
    """Derive a row's salt: who knows some salts and all rows learns none of the others (HMAC-SHA256, RFC 2104)."""
    return hmac.digest(secret, hashed(SALT, *bound, digest), "sha256")


def _bound(reporting: Reporting) -> tuple[bytes, ...]:
    """Give which report it is, as every root and salt is bound to it."""
    where = (reporting.currency, str(reporting.chain_id), reporting.vault, reporting.anchor, str(reporting.period))
    return reporting.program, *(text.encode() for text in where)


def _failed(reason: Reason, number: int, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, Place("statements", None, f"input {number}"), what, why, fix),))
