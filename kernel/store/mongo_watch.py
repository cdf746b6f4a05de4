"""Hears of changes through change streams, as a hint: polling stays the truth.

One daemon thread per process and collection, started by the first wait. It does one thing, to count a change. When
its stream breaks it ends, and a later wait may start another, not before a pause: a broken stream costs latency,
never a busy loop. It keeps no resume token: what was missed is found by the poll.
"""

import os
import threading
from collections.abc import Callable

from pymongo.database import Database
from pymongo.errors import PyMongoError

from kernel.clock import Clock
from kernel.store.port import Document
from kernel.store.wakeups import Wakeups

AWAIT_MS = 1_000  # how long the engine holds an empty answer; also how soon a thread notices that it should stop
RESTART_PAUSE_SECONDS = 5.0  # between two streams of one collection
TOKENS_ONLY = [{"$project": {"_id": 1}}]  # the change itself is of no interest

OpenDatabase = Callable[[], Database[Document]]


class Watches:
    """The streams of one process."""

    def __init__(self, open_database: OpenDatabase, clock: Clock) -> None:
        self._open_database = open_database
        self._clock = clock
        self._wakeups = Wakeups(hearing=False)
        self._starting = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}
        self._started: dict[str, float] = {}
        self._stopping = threading.Event()

    def wait(self, name: str, timeout_seconds: float) -> None:
        """Until something changed, or the timeout; without a stream always the timeout."""
        self._ensure(name)
        self._wakeups.wait(name, timeout_seconds)

    def stop(self) -> None:
        """Threads end on their own, soon."""
        self._stopping.set()

    def _ensure(self, name: str) -> None:
        with self._starting:
            thread = self._threads.get(name)
            if thread is not None and thread.is_alive():
                return
            now = self._clock.monotonic()
            if now - self._started.get(name, -RESTART_PAUSE_SECONDS) < RESTART_PAUSE_SECONDS:
                return
            self._started[name] = now
            self._threads[name] = threading.Thread(target=self._follow, args=(name,), name=f"watch {name}", daemon=True)
            self._threads[name].start()

    def _follow(self, name: str) -> None:
        try:
            with self._open_database()[name].watch(TOKENS_ONLY, max_await_time_ms=AWAIT_MS) as stream:
                self._wakeups.changed({name})  # whoever looked before the stream was open looks once more
                while not self._stopping.is_set():
                    if stream.try_next() is not None:
                        self._wakeups.changed({name})
        except PyMongoError:
            return  # the hint is gone, the polls go on; the next wait may open another stream


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
