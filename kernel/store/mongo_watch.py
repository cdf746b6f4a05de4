"""Hears of changes through a change stream, as a hint: polling stays the truth.

One daemon thread per process, started by the first wait, follows all collections that somebody waits for: every open
stream costs the engine a look at each write. It does one thing, to count changes. When its stream breaks it ends, and
a later wait may start another, not before a pause: a broken stream costs latency, never a busy loop. It keeps no
resume token: what was missed is found by the poll.
"""

import os
import threading
from collections.abc import Callable

from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel.clock import Clock
from kernel.store.port import Document
from kernel.store.wakeups import Wakeups, collection_of, is_about_inserts, topics_of

AWAIT_MS = 1_000  # how long the engine holds an empty answer; also how soon the thread notices that it should stop
RESTART_PAUSE_SECONDS = 5.0  # between two streams after one broke

OpenDatabase = Callable[[], Database[Document]]


class Watches:
    """The stream of one process."""

    def __init__(self, open_database: OpenDatabase, clock: Clock) -> None:
        self._open_database = open_database
        self._clock = clock
        self._wakeups = Wakeups(hearing=False)
        self._starting = threading.Lock()
        self._wanted: frozenset[str] = frozenset()
        self._thread: threading.Thread | None = None
        self._started = -RESTART_PAUSE_SECONDS
        self._stopping = threading.Event()

    def wait(self, topic: str, timeout_seconds: float) -> None:
        """Until something happened to the topic (see `wakeups`), or the timeout; without a stream the timeout."""
        self._ensure(topic)
        self._wakeups.wait(topic, timeout_seconds)

    def stop(self) -> None:
        """The thread ends on its own, soon."""
        self._stopping.set()

    def _ensure(self, topic: str) -> None:
        with self._starting:
            self._wanted |= {topic}
            now = self._clock.monotonic()
            alive = self._thread is not None and self._thread.is_alive()
            if alive or now - self._started < RESTART_PAUSE_SECONDS:
                return
            self._started = now
            self._thread = threading.Thread(target=self._follow, name="watch", daemon=True)
            self._thread.start()

    def _follow(self) -> None:
        try:
            while not self._stopping.is_set():
                self._follow_until_more_is_wanted(self._wanted)
        except PyMongoError:
            return  # the hint is gone, the polls go on; a later wait may open another stream

    def _follow_until_more_is_wanted(self, topics: frozenset[str]) -> None:
        with self._open_database().watch(_pipeline(topics), max_await_time_ms=AWAIT_MS) as stream:
            self._wakeups.changed(topics)  # whoever looked before the stream was open looks once more
            while self._wanted == topics and not self._stopping.is_set():
                change = stream.try_next()
                if change is not None:
                    inserted = change["operationType"] == "insert"
                    self._wakeups.changed(topics_of(change["ns"]["coll"], inserted=inserted))


def _pipeline(topics: frozenset[str]) -> list[Document]:
    """Only what concerns somebody, and of the change itself only where and of which kind it was."""
    concerns: list[Document] = [{"ns.coll": topic} for topic in topics if not is_about_inserts(topic)]
    inserts = [{"ns.coll": collection_of(topic)} for topic in topics if is_about_inserts(topic)]
    if inserts:
        concerns.append({"operationType": "insert", "$or": inserts})
    return [{"$match": {"$or": concerns}}, {"$project": {"operationType": 1, "ns": 1}}]


class PerProcess:
    """The watches of the calling process; threads do not survive a fork."""

    def __init__(self, open_database: OpenDatabase, clock: Clock) -> None:
        self._open_database = open_database
        self._clock = clock
        self._by_process: dict[int, Watches] = {}

    def mine(self) -> Watches:
        """Made on first use."""
        process = os.getpid()
        found = self._by_process.get(process)
        return found or self._by_process.setdefault(process, Watches(self._open_database, self._clock))

    def stop(self) -> None:
        """Forget the streams; the next wait opens new ones."""
        watches = self._by_process.pop(os.getpid(), None)
        if watches is not None:
            watches.stop()
