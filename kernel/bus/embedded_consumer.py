"""One member of a group on the embedded bus."""

from collections.abc import Mapping, Sequence

from kernel.bus import embedded_groups as groups
from kernel.bus import embedded_log as log
from kernel.bus.embedded_file import BusFile
from kernel.bus.port import Record, TopicPartition

# How often a waiting poll looks for what other processes and the passing of time have changed; what happens in this
# process wakes it at once.
_LOOK_SECONDS = 0.25


class EmbeddedConsumer:
    """Positions live here, ownership and committed offsets in the file.

    A member that stays away longer than its patience is expelled: its commit is skipped and its next poll joins anew.
    """

    def __init__(self, file: BusFile, group: str, topics: Sequence[str], patience_seconds: float) -> None:
        self._file = file
        self._group = group
        self._topics = tuple(topics)
        self._patience_ms = int(patience_seconds * 1000)
        self._look = min(_LOOK_SECONDS, patience_seconds / 4)
        self._me: int | None = None
        self._session: int | None = None
        self._epochs: dict[TopicPartition, int] = {}
        self._positions: dict[TopicPartition, int] = {}
        self._turn = 0

    def poll(self, timeout_seconds: float, limit: int = 100) -> list[Record]:
        """Records in order per partition; the partitions take turns at being first."""
        clock = self._file.clock
        deadline = clock.monotonic() + timeout_seconds
        while True:
            version = self._file.version
            records = self._fetch(limit)
            left = deadline - clock.monotonic()
            if records or left <= 0:
                return records
            self._file.await_news(version, min(left, self._look))

    def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Durable when it returns; what is no longer owned since the poll that gave it is skipped."""
        if not offsets or not self._mine():
            return
        with self._file.write() as connection:
            if not groups.fresh(connection, self._me, self._file.now_ms()):
                return
            owned = groups.owned(connection, self._me, self._group)
            connection.executemany(
                "INSERT OR REPLACE INTO committed VALUES (?, ?, ?, ?)",
                [
                    (self._group, *place, offset)
                    for place, offset in offsets.items()
                    if place in owned and owned[place] == self._epochs.get(place)
                ],
            )

    def rewind(self, offsets: Mapping[TopicPartition, int]) -> None:
        """A partition that is not owned is left alone."""
        self._positions.update({place: offset for place, offset in offsets.items() if place in self._epochs})

    def assignment(self) -> frozenset[TopicPartition]:
        """As of now in the file, so that a member that was expelled sees that it owns nothing."""
        with self._file.read() as connection:
            return frozenset(groups.owned(connection, self._me, self._group))

    def close(self) -> None:
        """Leave at once. The next poll, if there is one, joins anew."""
        if self._me is not None and self._mine():
            with self._file.write() as connection:
                groups.leave(connection, self._me, self._group)
        self._forget()

    def _mine(self) -> bool:
        """False in the child of a fork: the membership stays with the parent."""
        return self._file.session() == self._session

    def _forget(self) -> None:
        self._me = None
        self._epochs.clear()
        self._positions.clear()

    def _fetch(self, limit: int) -> list[Record]:
        self._attend()
        with self._file.read() as connection:
            self._reconcile(groups.owned(connection, self._me, self._group))
            records: list[Record] = []
            for place in self._in_turn():
                if place not in self._positions:
                    self._positions[place] = log.committed(connection, self._group, place) or 0
                fetched = log.read(connection, place, self._positions[place], limit - len(records))
                if fetched:
                    self._positions[place] = fetched[-1].offset + 1
                    records += fetched
                if len(records) >= limit:
                    break
        return records

    def _attend(self) -> None:
        file = self._file
        session = file.session()
        if session != self._session:  # the first poll, or the first after a fork
            self._forget()
            self._session = session
        membership = groups.Membership(self._group, self._topics, session, self._patience_ms)
        with file.read() as connection:
            if groups.settled(connection, self._me, membership, file.now_ms(), file.session_lives):
                return
        with file.write() as connection:
            self._me = groups.settle(connection, self._me, membership, file.now_ms(), file.session_lives)

    def _reconcile(self, owned: dict[TopicPartition, int]) -> None:
        for place in [place for place in self._positions if owned.get(place) != self._epochs.get(place)]:
            del self._positions[place]
        self._epochs = owned

    def _in_turn(self) -> list[TopicPartition]:
        places = sorted(self._epochs)
        self._turn += 1
        start = self._turn % len(places) if places else 0
        return places[start:] + places[:start]
