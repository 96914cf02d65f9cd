"""A SQLite file that holds what it said it holds whatever kills the process, and lets in one writer at a time."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

WAIT_S = 60
"""How long a process waits for another one that writes, in seconds."""
SAFE = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
"""What is written reaches the disk before it counts as written; readers see the last whole state meanwhile."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open a file, or make it; what is executed counts at once unless a transaction is begun.

    Raises:
        sqlite3.DatabaseError: no file can be made there.
    """
    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)


class SafeFile:
    """A file of tables, for one process or several, and one thread or several."""

    def __init__(self, path: Path, tables: Sequence[str]) -> None:
        """Open the file, or make it.

        Args:
            path: of the file.
            tables: statements that make its tables unless they are there.

        Raises:
            sqlite3.DatabaseError: it is no database, or no file can be made there.
        """
        self._connection = open_file(path)
        self._lock = RLock()
        try:
            for statement in (*SAFE, *tables):
                self._connection.execute(statement)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep all that happens inside, or nothing where an error ends it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
