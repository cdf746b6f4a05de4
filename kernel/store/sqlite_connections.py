"""Connections to one SQLite database: many readers that nobody blocks, one writer at a time.

A connection belongs to one thread while it is borrowed and to no process but the one that opened it.
"""

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.errors import StoreUnavailable

BUSY_SECONDS = 5.0  # how long another writer may hold the database before we give up
STATEMENTS_CACHED = 512  # prepared statements kept per connection: a service has some dozens of query shapes


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(f"the database file refused: {type(error).__name__}") from None


def _opened(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_CACHED,
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class FileConnections:
    """Write-ahead log: a reader sees the last commit before its query began and never waits."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._writing = threading.Lock()
        self._closings = 0

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries. StoreUnavailable for any failure of the engine."""
        with _translated():
            closings = self._closings
            connection = self._borrowed()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._give_back(connection, closings)

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        """A connection for a commit; one per process. StoreUnavailable when the wait grows too long."""
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("another commit holds the database")
        try:
            with self.reader() as connection:
                yield connection
        finally:
            self._writing.release()

    def close(self) -> None:
        """Idle connections close now, borrowed ones when they come back."""
        self._closings += 1
        while self._idle:
            self._idle.pop().close()

    def _borrowed(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return _opened(self._path)

    def _give_back(self, connection: sqlite3.Connection, closings: int) -> None:
        if closings == self._closings:
            self._idle.append(connection)
        else:
            connection.close()


class MemoryConnections:
    """One connection behind one lock: there is nothing on disk that a second one could open."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_CACHED
        )

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """The connection, alone."""
        with self._lock, _translated():
            yield self._connection

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        """The connection, alone."""
        with self.reader() as connection:
            yield connection

    def close(self) -> None:
        """Keeps the connection: closing it would forget every document."""


Connections = FileConnections | MemoryConnections


class PerProcess:
    """The connections of the calling process.

    Those inherited through a fork are kept unused: closing one would disturb the parent's.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._by_process: dict[int, Connections] = {}

    def mine(self) -> Connections:
        """Made on first use. A memory database is not shared with a forked child."""
        process = os.getpid()
        found = self._by_process.get(process)
        if found is None:
            made = FileConnections(self._path) if self._path is not None else MemoryConnections()
            found = self._by_process.setdefault(process, made)
        return found
