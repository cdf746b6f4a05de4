"""Wakes those who wait for a change, also when it happened between their look and their wait.

A topic is a collection's name, for any change of it, or the name with a plus sign, for new documents.
"""

import threading
from collections.abc import Iterable

INSERTS = "+"


def inserts_of(collection: str) -> str:
    """The topic of a collection's new documents."""
    return collection + INSERTS


def is_about_inserts(topic: str) -> bool:
    """Whether only new documents count."""
    return topic.endswith(INSERTS)


def collection_of(topic: str) -> str:
    """Whose topic it is."""
    return topic.removesuffix(INSERTS)


def topics_of(collection: str, *, inserted: bool) -> set[str]:
    """The topics to which a change belongs."""
    return {collection, inserts_of(collection)} if inserted else {collection}


class Wakeups:
    """A count of changes per topic. Each thread remembers the count at which its last wait returned.

    The first wait of a thread returns as soon as changes are heard at all: whatever the thread looked at before may
    already be old. `hearing` says whether that is so from the start, or only from the first call of `changed`.
    """

    def __init__(self, hearing: bool) -> None:
        self._start = 1 if hearing else 0
        self._changed = threading.Condition()
        self._counts: dict[str, int] = {}
        self._seen = threading.local()

    def changed(self, topics: Iterable[str]) -> None:
        """Something happened to these topics."""
        with self._changed:
            for topic in topics:
                self._counts[topic] = self._count(topic) + 1
            self._changed.notify_all()

    def wait(self, topic: str, timeout_seconds: float) -> None:
        """Until the count differs from the one seen last by this thread, or the timeout."""
        seen: dict[str, int] = self._seen.__dict__
        with self._changed:
            self._changed.wait_for(lambda: self._count(topic) != seen.get(topic, 0), timeout_seconds)
            seen[topic] = self._count(topic)

    def _count(self, topic: str) -> int:
        return self._counts.get(topic, self._start)
