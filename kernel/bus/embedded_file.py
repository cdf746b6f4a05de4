"""The SQLite file under the embedded bus: one connection per process, one writer at a time, durable commits.

A connection never crosses a fork: it is closed just before and opened again at the next use, in parent and child.
"""

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.bus import embedded_liveness as liveness
from kernel.clock import Clock, SystemClock
from kernel.errors import BusUnavailable

# Another process may hold the write lock for one batch; this is far longer than any batch.
_BUSY_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS topics (name TEXT PRIMARY KEY, partitions INTEGER NOT NULL, retention_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ends (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, key BLOB, value BLOB NOT NULL,
    headers TEXT NOT NULL, timestamp_ms INTEGER NOT NULL, PRIMARY KEY (topic, partition, offset)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS committed (
    team TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (team, topic, partition)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS members (
    id INTEGER PRIMARY KEY AUTOINCREMENT, team TEXT NOT NULL, session INTEGER NOT NULL, topics TEXT NOT NULL,
    polled_ms INTEGER NOT NULL, patience_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS owners (
    team TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, owner INTEGER, heir INTEGER,
    epoch INTEGER NOT NULL, PRIMARY KEY (team, topic, partition)
) WITHOUT ROWID;
"""


class BusFile:
    """Serialises the threads of this process; `version` grows with every commit made here."""

    def __init__(self, path: str | None, clock: Clock) -> None:
        self.path = None if path is None else os.path.realpath(path)
        self.clock = clock
        self.version = 0
        self._simulated = not isinstance(clock, SystemClock)
        self._closed = False
        self._fresh()
        _FILES.add(self)

    def _fresh(self) -> None:
        self._connection: sqlite3.Connection | None = None
        self._session: int | None = None
        self._pid = os.getpid()
        self.lock = threading.RLock()
        self._news = threading.Condition(self.lock)

    def now_ms(self) -> int:
        """Milliseconds since the epoch: it is compared between processes and survives a restart."""
        return int(self.clock.now().timestamp() * 1000)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; BusUnavailable on any trouble of the engine."""
        with self.lock:
            try:
                yield self._open()
            except sqlite3.Error as error:
                raise BusUnavailable("the bus file cannot be read") from error

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when it ends well and undone when it does not; waiting polls are woken."""
        with self.lock:
            try:
                connection = self._open()
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    yield connection
            except sqlite3.Error as error:
                raise BusUnavailable("the bus file cannot be written") from error
            self.version += 1
            self._news.notify_all()

    def await_news(self, version: int, seconds: float) -> None:
        """Return at the first commit of this process after `version`, or after `seconds`."""
        if self._simulated:
            self.clock.sleep(seconds)
            return
        with self._news:
            self._news.wait_for(lambda: self.version != version, seconds)

    def session(self) -> int:
        """The number of this bus instance in this process, held for as long as it lives."""
        if self.path is None:
            return 0
        with self.lock:  # consumers on several threads ask for the first time at once: one session for all of them
            if self._session is None:
                with self.write() as connection:
                    session = int(connection.execute("INSERT INTO sessions DEFAULT VALUES").lastrowid or 0)
                liveness.hold(self.path, session)
                self._session = session
            return self._session

    def session_lives(self, session: int) -> bool:
        """False once the process of a session has died or its bus was closed."""
        return self.path is None or liveness.alive(self.path, session)

    def close(self) -> None:
        """End the session; a poll or send that comes later raises BusUnavailable."""
        with self.lock:
            self._closed = True
            if self.path is not None and self._session is not None:
                liveness.release(self.path, self._session)
            self._drop()
            self.version += 1
            self._news.notify_all()

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise BusUnavailable("the bus is closed")
        if self.path is None and self._pid != os.getpid():
            raise BusUnavailable("a bus in memory does not cross a fork")
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_SCHEMA)
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def before_fork(self) -> None:
        """Let no other thread be inside, and leave no connection open on a file."""
        self.lock.acquire()
        if self.path is not None:
            self._drop()

    def after_fork_in_parent(self) -> None:
        """Go on; the connection opens at the next use."""
        self.lock.release()

    def after_fork_in_child(self) -> None:
        """Start anew: own lock, own connection, own session. What is in memory stays with the parent."""
        parent = self._pid
        kept = self._connection
        self._fresh()
        if self.path is None:
            self._pid, self._connection = parent, kept


_FILES: "weakref.WeakSet[BusFile]" = weakref.WeakSet()


def _each(step: str) -> None:
    for file in list(_FILES):
        getattr(file, step)()


os.register_at_fork(
    before=lambda: _each("before_fork"),
    after_in_parent=lambda: _each("after_fork_in_parent"),
    after_in_child=lambda: _each("after_fork_in_child"),
)
