"""The outbox: each signed transaction is written before it is sent, under the key of what it is for.

Whoever comes back after a crash finds the same bytes under the same key and sends those: a chain takes them once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from chizai.ledger.safe_file import SafeFile

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

TABLES = (
    """CREATE TABLE IF NOT EXISTS entry (
        chain TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, nonce INTEGER NOT NULL,
        target TEXT NOT NULL, content BLOB NOT NULL, value_wei TEXT NOT NULL, gas INTEGER NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (chain, key), UNIQUE (chain, account, nonce)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS signed (
        chain TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, raw BLOB NOT NULL,
        price_wei TEXT NOT NULL, PRIMARY KEY (chain, key, version)) WITHOUT ROWID""",
)


class State(StrEnum):
    """How far a transaction has come, as far as this outbox was told. The chain alone knows better."""

    SIGNED = "signed"
    """It may or may not have been sent, and may or may not stand in a block."""
    FINAL = "final"
    """It stands in a block that is final, and did what it says."""
    REFUSED = "refused"
    """It stands in a block that is final; the contract refused it, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be done on the chain, once."""

    key: str
    """What it is for, such as `period 7 report`: the same key is the same transaction, for ever."""
    to: "ChecksumAddress | None"
    """The contract; None to create one."""
    content: bytes
    """The call with its arguments, or the code of the new contract with its constructor's."""
    value_wei: int = 0
    """How much ether goes with it."""
    gas: int | None = None
    """How much gas it may use; None has it estimated."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature under a transaction."""

    hash: str
    """What the chain knows it by, with `0x`."""
    raw: bytes
    """What is sent."""
    price_wei: int
    """What it offers for a unit of gas."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction of the outbox."""

    order: Order
    """What it does; its gas is settled."""
    account: "ChecksumAddress"
    """Who signed it."""
    nonce: int
    """Its place among all transactions of the account: a chain takes one for each."""
    state: State
    versions: tuple[Signed, ...]
    """Its signatures, never empty: each after the first offers more for gas. At most one of them can act."""


class Outbox(SafeFile):
    """The outbox of one or more accounts. All that an account signs for a chain must go through one outbox."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            sqlite3.DatabaseError: it is no database, or no file can be made there.
        """
        super().__init__(path, TABLES)

    def find(self, chain: str, key: str) -> Entry | None:
        """Find what stands under a key."""
        with self._lock:
            return next(self._entries("chain = ? AND key = ?", chain, key), None)

    def since(self, chain: str, account: str, nonce: int) -> list[Entry]:
        """Give an account's transactions from a nonce on, in the order of their nonces."""
        with self._lock:
            return list(self._entries("chain = ? AND account = ? AND nonce >= ?", chain, account, nonce))

    def _entries(self, asked: str, *values: object) -> Iterator[Entry]:
        rows = self._connection.execute(f"SELECT * FROM entry WHERE {asked} ORDER BY account, nonce", values)  # noqa: S608 only this module writes it
        for chain, key, account, nonce, target, content, value_wei, gas, state in rows.fetchall():
            order = Order(key, target or None, content, int(value_wei), gas)
            versions = self._connection.execute(
                "SELECT hash, raw, price_wei FROM signed WHERE chain = ? AND key = ? ORDER BY version", (chain, key)
            )
            signed = tuple(Signed(found, raw, int(price_wei)) for found, raw, price_wei in versions)
            yield Entry(order, account, nonce, State(state), signed)

    def add(
        self, chain: str, order: Order, account: "ChecksumAddress", nonce_least: int, sign: Callable[[int], Signed]
    ) -> Entry:
        """Write a transaction under the next nonce of its account, unless its key is there already.

        Args:
            chain: which chain it is for: the hash of its block 0.
            order: what it does, with its gas settled.
            account: who signs.
            nonce_least: how many transactions of the account the chain has.
            sign: signs it with a nonce.

        Returns:
            what then stands under the key.
        """
        with self._writing():
            found = next(self._entries("chain = ? AND key = ?", chain, order.key), None)
            if found is not None:
                return found
            last = "SELECT MAX(nonce) FROM entry WHERE chain = ? AND account = ?"
            (highest,) = self._connection.execute(last, (chain, account)).fetchone()
            nonce = nonce_least if highest is None else max(nonce_least, highest + 1)
            signed = sign(nonce)
            row = (chain, order.key, account, nonce, order.to or "", order.content, str(order.value_wei), order.gas)
            self._connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, State.SIGNED))
            self._sign(chain, order.key, 0, signed)
        return Entry(order, account, nonce, State.SIGNED, (signed,))

    def add_version(self, chain: str, key: str, signed: Signed) -> None:
        """Write a further signature under a transaction."""
        with self._writing():
            count = "SELECT COUNT(*) FROM signed WHERE chain = ? AND key = ?"
            (version,) = self._connection.execute(count, (chain, key)).fetchone()
            self._sign(chain, key, version, signed)

    def _sign(self, chain: str, key: str, version: int, signed: Signed) -> None:
        row = (chain, key, version, signed.hash, signed.raw, str(signed.price_wei))
        self._connection.execute("INSERT INTO signed VALUES (?, ?, ?, ?, ?, ?)", row)

    def set_state(self, chain: str, key: str, state: State) -> None:
        """Write how far a transaction has come."""
        with self._writing():
            self._connection.execute("UPDATE entry SET state = ? WHERE chain = ? AND key = ?", (state, chain, key))
