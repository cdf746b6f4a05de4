"""The bus without a broker: topics, groups and offsets in one SQLite file, or in memory for tests and trials.

It keeps what Kafka keeps and is never kinder: records are delivered only after the send that wrote them is on disk,
delivery is at least once, and a member that is too slow loses its partitions.
"""

from collections.abc import Iterable, Sequence

from kernel.bus import embedded_log as log
from kernel.bus.embedded_consumer import EmbeddedConsumer
from kernel.bus.embedded_file import BusFile
from kernel.bus.port import Consumer, Lag, Outgoing, Producer, Sent, Topic
from kernel.bus.wire import check_topic
from kernel.clock import Clock
from kernel.errors import BusUnavailable

# Kafka's own default for the longest pause between two polls.
_PATIENCE_SECONDS = 300.0
# Retention is counted in hours; a look every ten minutes is close enough.
_PURGE_EVERY_MS = 600_000


class EmbeddedProducer:
    """One transaction per call: all of it is on disk when `send` returns, or none of it."""

    def __init__(self, bus: "EmbeddedBus") -> None:
        self._bus = bus
        self._closed = False

    def send(self, records: Sequence[Outgoing]) -> list[Sent | None]:
        """None for a topic that does not exist or a record too large, and for what follows under the same key."""
        if self._closed:
            raise BusUnavailable("the producer is closed")
        raws = [log.Raw(record.topic, record.key.encode(), record.value, record.headers) for record in records]
        return self._bus.append(raws)

    def close(self) -> None:
        """Nothing is pending between two calls."""
        self._closed = True


class EmbeddedBus:
    """`path` None keeps everything in the memory of this process. Several processes may share a file."""

    def __init__(self, path: str | None, clock: Clock, *, max_poll_interval_seconds: float = _PATIENCE_SECONDS) -> None:
        self._file = BusFile(path, clock)
        self._patience_seconds = max_poll_interval_seconds
        self._purged_ms = 0

    def ensure_topics(self, topics: Iterable[Topic]) -> list[str]:
        """All or none are created."""
        wanted = list(topics)
        for topic in wanted:
            check_topic(topic)
        with self._file.write() as connection:
            created = [topic.name for topic in wanted if log.create(connection, topic)]
            log.purge(connection, self._file.now_ms())
        return created

    def append(self, records: Sequence[log.Raw]) -> list[Sent | None]:
        """What every producer here ends in; a foreign producer's record may lack a key or have one that is no text."""
        if not records:
            return []
        now_ms = self._file.now_ms()
        with self._file.write() as connection:
            sent = log.append(connection, records, now_ms)
            if now_ms - self._purged_ms > _PURGE_EVERY_MS:
                log.purge(connection, now_ms)
                self._purged_ms = now_ms
        return sent

    def existing(self, names: Sequence[str]) -> dict[str, Topic]:
        """As they were created."""
        with self._file.read() as connection:
            return log.existing(connection, names)

    def producer(self) -> Producer:
        """Any number, from any thread."""
        return EmbeddedProducer(self)

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """It joins at its first poll."""
        return EmbeddedConsumer(self._file, group, topics, self._patience_seconds)

    def lag(self, group: str, topics: Sequence[str]) -> list[Lag]:
        """One entry per partition of each existing topic, in order."""
        with self._file.read() as connection:
            counts = log.partition_counts(connection, topics)
            return [
                log.lag(connection, group, (topic, partition))
                for topic in dict.fromkeys(topics)
                for partition in range(counts.get(topic, 0))
            ]

    def ping(self) -> None:
        """Reads one row."""
        with self._file.read() as connection:
            connection.execute("SELECT 1 FROM topics LIMIT 1").fetchone()

    def close(self) -> None:
        """Its members leave: their partitions go to others at the next poll there."""
        self._file.close()
