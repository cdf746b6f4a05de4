"""Wakes those who wait for a change, also when it happened between their look and their wait."""

import threading


class Wakeups:
    """A count of changes per collection. Each thread remembers the count at which its last wait returned.

    The first wait of a thread returns at once: whatever it looked at before may already be old.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._counts: dict[str, int] = {}
        self._seen = threading.local()

    def changed(self, names: set[str]) -> None:
        """Something happened to these collections."""
        with self._changed:
            for name in names:
                self._counts[name] = self._counts.get(name, 0) + 1
            self._changed.notify_all()

    def wait(self, name: str, timeout_seconds: float) -> None:
        """Until the count differs from the one seen last by this thread, or the timeout."""
        seen: dict[str, int] = self._seen.__dict__
        with self._changed:
            self._changed.wait_for(lambda: self._counts.get(name, 0) != seen.get(name), timeout_seconds)
            seen[name] = self._counts.get(name, 0)
