"""The file of an embedded node: one SQLite database, in which one block is one transaction.

A process that is killed at any moment leaves the last whole block: SQLite's log is flushed to the disk before a block
is answered, and what was not yet flushed is not there when the file is next opened. SQLite's own lock on the file is
the only one: whoever writes a block holds it, other processes wait, readers see the last whole block meanwhile.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from eth.db.backends.base import BaseDB  # this module is loaded when an embedded node is opened, not before

from chizai.ledger.safe_file import SAFE, open_file

FORM = "chizai-node-1"
"""What the file says of its own form; a file that says something else is not opened."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS term (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS item (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS log (
        block_number INTEGER NOT NULL, position INTEGER NOT NULL, address BLOB NOT NULL, topics BLOB NOT NULL,
        content BLOB NOT NULL, transaction_hash BLOB NOT NULL, block_hash BLOB NOT NULL,
        PRIMARY KEY (block_number, position)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS log_of_address ON log (address, block_number)",
)


@dataclass(frozen=True, slots=True)
class Log:
    """What a contract announced in a block."""

    block_number: int
    position: int
    """Its place among the block's logs, counted from 0."""
    address: bytes
    """The contract, 20 bytes."""
    topics: tuple[bytes, ...]
    """At most 4, each 32 bytes; the first says which event it is."""
    content: bytes
    transaction_hash: bytes
    block_hash: bytes


class NodeStore(BaseDB):
    """The keys and values of the chain, as py-evm reads and writes them.

    What is written stays in memory until the block is whole; then all of it reaches the file at once, or nothing does.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            sqlite3.DatabaseError: it is no database, or that of something else, or no file can be made there.
        """
        self._connection = open_file(path)
        self._lock = RLock()
        self._unwritten: dict[bytes, bytes | None] = {}
        try:
            self._refuse_other_tables()
            for statement in SAFE:
                self._connection.execute(statement)
            with self.block():
                for statement in TABLES:
                    self._connection.execute(statement)
        except BaseException:
            self._connection.close()
            raise

    def _refuse_other_tables(self) -> None:
        """Refuse a database that is no chain, before anything is written into it."""
        names = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if names and "term" not in names:
            raise sqlite3.DatabaseError(f"it holds other tables: {', '.join(sorted(names))}")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def __getitem__(self, key: bytes) -> bytes:
        """Read a value, of the block that is being made first.

        Raises:
            KeyError: there is none.
        """
        if key in self._unwritten:
            value = self._unwritten[key]
        else:
            row = self._connection.execute("SELECT value FROM item WHERE key = ?", (key,)).fetchone()
            value = None if row is None else row[0]
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: bytes, value: bytes) -> None:
        """Keep a value for when the block is whole."""
        self._unwritten[key] = value

    def __delitem__(self, key: bytes) -> None:
        """Forget a value when the block is whole.

        Raises:
            KeyError: there is none.
        """
        self[key]
        self._unwritten[key] = None

    def _exists(self, key: bytes) -> bool:
        try:
            self[key]
        except KeyError:
            return False
        return True

    @contextmanager
    def block(self) -> Iterator[None]:
        """Write a block: what happens inside is kept whole at the end, or left out whole at an error."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._flush()
                self._connection.execute("COMMIT")
            finally:
                self._end()

    @contextmanager
    def view(self) -> Iterator[None]:
        """Read what is one state of the chain, whatever others write meanwhile; what is written inside is dropped."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._end()

    def _flush(self) -> None:
        kept = [(key, value) for key, value in self._unwritten.items() if value is not None]
        gone = [(key,) for key, value in self._unwritten.items() if value is None]
        self._connection.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", kept)
        self._connection.executemany("DELETE FROM item WHERE key = ?", gone)

    def _end(self) -> None:
        self._unwritten.clear()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def terms(self) -> dict[str, str]:
        """Read the terms of the chain."""
        return dict(self._connection.execute("SELECT name, value FROM term"))

    def set_terms(self, terms: Mapping[str, str]) -> None:
        """Write terms of the chain; inside of `block`."""
        self._connection.executemany("INSERT OR REPLACE INTO term VALUES (?, ?)", terms.items())

    def add_logs(self, logs: Iterable[Log]) -> None:
        """Write the logs of a block; inside of `block`."""
        rows = (
            (
                log.block_number,
                log.position,
                log.address,
                b"".join(log.topics),
                log.content,
                log.transaction_hash,
                log.block_hash,
            )
            for log in logs
        )
        self._connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def logs(self, first: int, last: int, addresses: tuple[bytes, ...]) -> Iterator[Log]:
        """Read the logs of blocks `first` to `last`, both included, in order.

        Args:
            first: number of a block.
            last: number of a block; before the first, there are none.
            addresses: the contracts whose logs are asked for; empty for those of all.
        """
        asked = "block_number BETWEEN ? AND ?"
        if addresses:
            asked += f" AND address IN ({', '.join('?' * len(addresses))})"
        rows = self._connection.execute(
            f"SELECT * FROM log WHERE {asked} ORDER BY block_number, position",  # noqa: S608 only question marks vary
            (first, last, *addresses),
        )
        for number, position, address, topics, content, transaction_hash, block_hash in rows:
            split = tuple(topics[start : start + 32] for start in range(0, len(topics), 32))
            yield Log(number, position, address, split, content, transaction_hash, block_hash)
