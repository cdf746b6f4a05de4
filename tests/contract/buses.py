"""The buses under contract. A test that asks for `rig` runs in memory, on a file and on a real Kafka."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import confluent_kafka
import pytest

from kernel.bus.embedded import EmbeddedBus
from kernel.bus.embedded_log import Raw
from kernel.bus.kafka import KafkaBus
from kernel.bus.kafka_consumer import Patience
from kernel.bus.port import Bus, Consumer, Outgoing, Record, Topic, TopicPartition
from kernel.clock import SystemClock

# Long enough for a rebalance on a crowded machine; a test that passes never waits so long.
SECONDS = 90.0  # a group may regroup several times on a crowded machine
# The least a broker accepts by default.
SESSION_SECONDS = 6.0

Foreign = Callable[[str, bytes | None, bytes, tuple[tuple[str, bytes], ...]], None]


@dataclass
class Rig:
    """A bus, the same log opened as another process would, and a producer that is not ours."""

    kind: str
    bus: Bus
    again: Callable[[float], Bus]
    foreign: Foreign
    opened: list[Bus] = field(default_factory=list)

    def topic(self, partitions: int = 4) -> str:
        """A fresh topic."""
        name = f"t-{uuid.uuid4().hex[:12]}"
        self.bus.ensure_topics([Topic(name, partitions, 24)])
        return name

    def group(self) -> str:
        """A name no other test uses."""
        return f"g-{uuid.uuid4().hex[:12]}"

    def open(self, max_poll_interval_seconds: float = 300.0) -> Bus:
        """Another instance on the same log; in memory there can only be one."""
        self.opened.append(self.again(max_poll_interval_seconds))
        return self.opened[-1]

    def send(self, topic: str, *pairs: tuple[str, str]) -> None:
        """Send key and text, and insist on every acknowledgement."""
        producer = self.bus.producer()
        assert None not in producer.send([Outgoing(topic, key, text.encode()) for key, text in pairs])
        producer.close()


@pytest.fixture(params=["memory", "file", pytest.param("kafka", marks=pytest.mark.real)], name="rig")
def each_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """The same test on every adapter."""
    if request.param == "kafka":
        rig = kafka_rig(request.getfixturevalue("kafka_bootstrap"))
    else:
        rig = embedded_rig(str(tmp_path / "bus.db") if request.param == "file" else None)
    yield rig
    for bus in (*rig.opened, rig.bus):
        bus.close()


def embedded_rig(path: str | None) -> Rig:
    """In memory another instance would be another log, so the impatient one comes first there."""
    bus = EmbeddedBus(path, SystemClock(), max_poll_interval_seconds=300.0 if path else 2.0)

    def again(patience: float) -> Bus:
        return EmbeddedBus(path, SystemClock(), max_poll_interval_seconds=patience) if path else bus

    def foreign(topic: str, key: bytes | None, value: bytes, headers: tuple[tuple[str, bytes], ...]) -> None:
        assert None not in bus.append([Raw(topic, key, value, headers)])

    return Rig("file" if path else "memory", bus, again, foreign)


def kafka_bus(bootstrap: str, max_poll_interval_seconds: float = 300.0, **options: object) -> KafkaBus:
    """Short periods, so that a rebalance and an outage are short too."""
    patience = Patience(max_poll_interval_seconds, session_seconds=SESSION_SECONDS, heartbeat_seconds=0.3)
    return KafkaBus(
        bootstrap, "contract", delivery_seconds=9.0, request_seconds=6.0, patience=patience, **options,  # type: ignore[arg-type]
    )  # fmt: skip


def kafka_rig(bootstrap: str) -> Rig:
    """The foreign producer is librdkafka."""

    def foreign(topic: str, key: bytes | None, value: bytes, headers: tuple[tuple[str, bytes], ...]) -> None:
        producer = confluent_kafka.Producer({"bootstrap.servers": bootstrap})
        producer.produce(topic, value=value, key=key, headers=list(headers), partition=0)
        assert producer.flush(10) == 0

    return Rig("kafka", kafka_bus(bootstrap), lambda patience: kafka_bus(bootstrap, patience), foreign)


def texts(records: Sequence[Record]) -> list[str]:
    """What was sent, as text."""
    return [record.value.decode() for record in records]


def nexts(records: Sequence[Record]) -> dict[TopicPartition, int]:
    """The offsets to commit when all of these are done."""
    return {(record.topic, record.partition): record.offset + 1 for record in records}


def take(consumer: Consumer, count: int, limit: int = 100) -> list[Record]:
    """Poll until this many records came."""
    records: list[Record] = []
    wait(lambda: len(records) >= count, lambda: records.extend(consumer.poll(0.5, limit)))
    return records


def wait(condition: Callable[[], bool], step: Callable[[], object], seconds: float = SECONDS) -> None:
    """Repeat a step, which waits by itself, until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        step()
