"""The bus on Apache Kafka, through kafka-python."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    KafkaError,
    LeaderNotAvailableError,
    NotCoordinatorError,
    NotLeaderForPartitionError,
    UnknownTopicOrPartitionError,
)

from kernel.bus import kafka_admin
from kernel.bus.kafka_consumer import KafkaRecordConsumer, Patience
from kernel.bus.kafka_link import Lazy, Link
from kernel.bus.kafka_producer import KafkaRecordProducer
from kernel.bus.port import Consumer, Lag, Producer, Topic
from kernel.bus.wire import check_topic
from kernel.clock import Clock, SystemClock
from kernel.errors import BusUnavailable

Answer = TypeVar("Answer")
# A cluster answers so while it elects, or while what was just created is not yet known to every broker.
_SETTLING = (
    CoordinatorLoadInProgressError, CoordinatorNotAvailableError, LeaderNotAvailableError, NotCoordinatorError,
    NotLeaderForPartitionError, UnknownTopicOrPartitionError,
)  # fmt: skip
_SETTLING_PAUSE_SECONDS = 0.1


class KafkaBus:
    """Clients are made at first use in each process. `delivery_seconds` bounds a send, `request_seconds` the rest."""

    def __init__(
        self, bootstrap: str, client_id: str, security: Mapping[str, Any] | None = None, replication: int = 1, *,
        delivery_seconds: float = 30.0, request_seconds: float = 10.0, compression: str | None = "gzip",
        patience: Patience | None = None, clock: Clock | None = None,
    ) -> None:  # fmt: skip
        self._link = Link(bootstrap, client_id, dict(security or {}), request_seconds)
        self._replication = replication
        self._delivery_seconds = delivery_seconds
        self._compression = compression
        self._patience = patience or Patience()
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._admin = Lazy(lambda: kafka_admin.make(self._link), lambda admin: admin.close())
        self._made: list[Producer | Consumer] = []

    def ensure_topics(self, topics: Iterable[Topic]) -> list[str]:
        """The counts are compared before anything is created, and again afterwards."""
        wanted = list(topics)
        for topic in wanted:
            check_topic(topic)
        return self._ask(lambda admin: self._ensure(admin, wanted))

    def _ensure(self, admin: Any, wanted: list[Topic]) -> list[str]:
        names = [topic.name for topic in wanted]
        before = kafka_admin.partition_counts(admin, names)
        _compare(wanted, before)
        missing = [topic for topic in wanted if topic.name not in before]
        kafka_admin.create(admin, missing, self._replication, self._compression)
        _compare(wanted, kafka_admin.partition_counts(admin, names))
        return [topic.name for topic in missing]

    def existing(self, names: Sequence[str]) -> dict[str, Topic]:
        """With the retention that the brokers apply."""
        return self._ask(lambda admin: kafka_admin.existing(admin, names))

    def producer(self) -> Producer:
        """It connects at its first send."""
        made = KafkaRecordProducer(self._link, self._clock, self._delivery_seconds, self._compression)
        self._made.append(made)
        return made

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """It joins at its first poll."""
        made = KafkaRecordConsumer(self._link, group, topics, self._patience)
        self._made.append(made)
        return made

    def lag(self, group: str, topics: Sequence[str]) -> list[Lag]:
        """Reads the first waiting record of each partition, so it costs a connection: ask every few seconds at most."""
        return self._ask(lambda admin: kafka_admin.lag(admin, self._link, self._clock, group, topics))

    def ping(self) -> None:
        """Asks the cluster for its controller."""
        self._ask(lambda admin: admin.describe_cluster())

    def close(self) -> None:
        """Every producer and consumer made here, then the admin client."""
        for made in self._made:
            made.close()
        self._made.clear()
        with self._lock:
            self._admin.drop()

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        with self._lock:
            try:
                return self._ask_until_settled(question)
            except KafkaError as error:
                self._admin.drop()
                raise BusUnavailable("the cluster did not answer") from error

    def _ask_until_settled(self, question: Callable[[Any], Answer]) -> Answer:
        deadline = self._clock.monotonic() + self._link.request_seconds
        while True:
            try:
                return question(self._admin.get())
            except _SETTLING:
                if self._clock.monotonic() > deadline:
                    raise
                self._clock.sleep(_SETTLING_PAUSE_SECONDS)


def _compare(wanted: Iterable[Topic], counts: Mapping[str, int]) -> None:
    for topic in wanted:
        if counts.get(topic.name, topic.partitions) != topic.partitions:
            raise ValueError(f"topic {topic.name} has {counts[topic.name]} partitions, not {topic.partitions}")
