"""Wakes those who wait for a change, also when it happened between their look and their wait."""

import threading


class Wakeups:
    """A count of changes per collection. Each thread remembers the count at which its last wait returned.

    The first wait of a thread returns as soon as changes are heard at all: whatever the thread looked at before may
    already be old. `hearing` says whether that is so from the start, or only from the first call of `changed`.
    """

    def __init__(self, hearing: bool) -> None:
        self._start = 1 if hearing else 0
        self._changed = threading.Condition()
        self._counts: dict[str, int] = {}
        self._seen = threading.local()

    def changed(self, names: set[str]) -> None:
        """Something happened to these collections."""
        with self._changed:
            for name in names:
                self._counts[name] = self._count(name) + 1
            self._changed.notify_all()

    def wait(self, name: str, timeout_seconds: float) -> None:
        """Until the count differs from the one seen last by this thread, or the timeout."""
        seen: dict[str, int] = self._seen.__dict__
        with self._changed:
            self._changed.wait_for(lambda: self._count(name) != seen.get(name, 0), timeout_seconds)
            seen[name] = self._count(name)

    def _count(self, name: str) -> int:
        return self._counts.get(name, self._start)
