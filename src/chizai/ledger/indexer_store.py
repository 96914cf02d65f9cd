"""The tables of the indexer: what the chain announced, in a file that can be made anew from the chain at any time.

Amounts stand as whole numbers in JSON text: SQLite's own integers end at 2^63, and its JSON functions round beyond.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chizai.ledger.indexer_decode import Json
from chizai.ledger.safe_file import SafeFile

TABLES = (
    "CREATE TABLE IF NOT EXISTS origin (digest TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS reached (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, final INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS block (
        number INTEGER PRIMARY KEY, hash TEXT NOT NULL, made_unix_seconds INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS event (
        block_number INTEGER NOT NULL, position INTEGER NOT NULL, transaction_hash TEXT NOT NULL, sender TEXT NOT NULL,
        address TEXT NOT NULL, contract TEXT NOT NULL, name TEXT NOT NULL, arguments TEXT NOT NULL,
        PRIMARY KEY (block_number, position)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS party (
        address TEXT NOT NULL, block_number INTEGER NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (address, block_number, position)) WITHOUT ROWID""",
)
EVENTS = (
    "SELECT block_number, position, hash, made_unix_seconds, transaction_hash, sender, address, contract, name,"
    " arguments FROM event JOIN block ON number = block_number"
)
KEPT = {"block": "number", "event": "block_number", "party": "block_number"}
"""The tables that the chain alone decides, with the column that says the block."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A block up to which the tables are complete."""

    number: int
    hash: str
    final: bool
    """Whether it can no longer be undone."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a contract announced."""

    block_number: int
    position: int
    """Its place among the block's logs, from 0."""
    block_hash: str
    made_unix_seconds: int
    """The time of its block."""
    transaction_hash: str
    sender: str
    """Who signed the transaction."""
    address: str
    """The contract."""
    contract: str
    """The contract's name."""
    name: str
    """Such as `Transfer`; empty for one that the contract does not declare."""
    arguments: dict[str, Json]
    parties: frozenset[str] = frozenset()
    """All addresses that it names, and the sender. Set when it is written; what is read leaves it empty."""


class IndexStore(SafeFile):
    """The indexer's file."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            sqlite3.DatabaseError: it is no database, or no file can be made there.
        """
        super().__init__(path, TABLES)

    def begin(self, origin: str) -> None:
        """Empty the tables unless they are of this origin: another chain or other contracts are other tables."""
        with self._writing():
            rows = self._connection.execute("SELECT digest FROM origin").fetchall()
            if rows != [(origin,)]:
                for table in ("origin", "reached", *KEPT):
                    self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 names of this module
                self._connection.execute("INSERT INTO origin VALUES (?)", (origin,))

    def reached(self) -> list[Reached]:
        """Give the last final block and all after it up to which the tables were made complete, the newest first."""
        with self._lock:
            rows = self._connection.execute("SELECT number, hash, final FROM reached ORDER BY number DESC").fetchall()
        return [Reached(number, found, bool(final)) for number, found, final in rows]

    def add(self, before: Reached | None, events: Iterable[Event], now: Reached) -> bool:
        """Write the events after one block up to another one, all or none.

        Args:
            before: up to which block the tables have to be complete.
            events: all of the blocks after it, up to and with `now`.
            now: up to which block they are complete then.

        Returns:
            whether it was written: not if another process went on meanwhile.
        """
        with self._writing():
            if next(iter(self.reached()), None) != before:
                return False
            for event in events:
                self._add(event)
            if now.final:
                self._connection.execute("DELETE FROM reached WHERE number < ?", (now.number,))
            self._connection.execute("INSERT INTO reached VALUES (?, ?, ?)", (now.number, now.hash, now.final))
        return True

    def _add(self, event: Event) -> None:
        block = (event.block_number, event.block_hash, event.made_unix_seconds)
        place = (event.block_number, event.position)
        said = json.dumps(event.arguments, ensure_ascii=False, separators=(",", ":"))
        row = (event.transaction_hash, event.sender, event.address, event.contract, event.name, said)
        execute = self._connection.execute
        execute("INSERT OR IGNORE INTO block VALUES (?, ?, ?)", block)
        execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", place + row)
        parties = [(party, *place) for party in event.parties]
        self._connection.executemany("INSERT INTO party VALUES (?, ?, ?)", parties)

    def settle(self, number: int) -> None:
        """Note that blocks up to this one are final; the newest of them is kept to know the chain by."""
        with self._writing():
            self._connection.execute("UPDATE reached SET final = 1 WHERE number <= ?", (number,))
            last = "SELECT MAX(number) FROM reached WHERE final"
            self._connection.execute(f"DELETE FROM reached WHERE number < ({last})")  # noqa: S608 text of this module

    def drop(self, number: int) -> None:
        """Take back a block and all after it."""
        with self._writing():
            for table, column in {"reached": "number", **KEPT}.items():
                self._connection.execute(f"DELETE FROM {table} WHERE {column} >= ?", (number,))  # noqa: S608 as above

    def events(self, asked: str, values: Sequence[object]) -> Iterator[Event]:
        """Read events in the order of the chain, where a condition of SQL on `event` holds."""
        whole = f"{EVENTS} WHERE {asked} ORDER BY block_number, position"
        with self._lock:
            rows = self._connection.execute(whole, values).fetchall()
        for number, position, found, made, transaction, sender, address, contract, name, arguments in rows:
            said = json.loads(arguments)
            yield Event(number, position, found, made, transaction, sender, address, contract, name, said)

    def digest(self) -> str:
        """Digest the tables that the chain decides: equal chains, equal digests, however they were read."""
        digest = hashlib.sha256()
        with self._lock:
            for table in KEPT:
                count = len(self._connection.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608 as above
                order = ", ".join(map(str, range(1, count + 1)))
                for row in self._connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):  # noqa: S608 as above
                    digest.update(json.dumps([table, *row]).encode())
        return digest.hexdigest()
