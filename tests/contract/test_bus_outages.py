"""Kafka brokers that die, stop or hang under a producer and a consumer."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from deploy.engines.kafka import KafkaServer
from kernel.bus.kafka import KafkaBus
from kernel.bus.port import Bus, Consumer, Outgoing, Producer, Topic
from kernel.errors import BusUnavailable
from tests.contract.buses import kafka_bus, nexts, take, texts, wait

pytestmark = pytest.mark.real
# The delivery bound of `kafka_bus`, a third of it for metadata, and what a crowded machine adds.
BOUND_SECONDS = 9.0 + 3.0 + 8.0
AFTER_AN_OUTAGE_SECONDS = 150.0  # old sessions run out and reconnects back off; what counts is that nothing is lost


@pytest.fixture(name="own")
def a_bus_on_its_own_server(kafka_server: KafkaServer) -> Iterator[KafkaBus]:
    """On a broker this test may kill."""
    bus = kafka_bus(kafka_server.bootstrap)
    yield bus
    bus.close()


def _topic(bus: Bus, partitions: int = 3, hours: int = 24) -> str:
    name = f"t-{uuid.uuid4().hex[:12]}"
    bus.ensure_topics([Topic(name, partitions, hours)])
    return name


def _send_all(producer: Producer, batch: list[Outgoing]) -> None:
    """As a relay does: from the first record without acknowledgement on, until all have one."""
    deadline = time.monotonic() + 60
    while batch:
        assert time.monotonic() < deadline
        try:
            sent = producer.send(batch)
        except BusUnavailable:
            continue
        batch = [record for record, place in zip(batch, sent, strict=True) if place is None]


def _poll(consumer: Consumer) -> list[str]:
    """As a worker process does after BusUnavailable: it comes back and goes on."""
    try:
        records = consumer.poll(0.5)
        consumer.commit(nexts(records))
    except BusUnavailable:
        return []
    return texts(records)


def _caught_up(bus: KafkaBus, topic: str) -> bool:
    """Who asks right after an outage may be told that the cluster does not answer, and asks again."""
    try:
        return all(lag.committed == lag.end for lag in bus.lag("g", [topic]))
    except BusUnavailable:
        return False


def test_a_send_to_a_killed_broker_fails_within_the_bound_and_works_again_after_the_start(
    kafka_server: KafkaServer, own: KafkaBus
) -> None:
    topic, producer = _topic(own), own.producer()
    assert None not in producer.send([Outgoing(topic, "a", b"before")])
    kafka_server.kill()
    started = time.monotonic()
    try:
        sent = producer.send([Outgoing(topic, key, b"lost") for key in "abca"])
    except BusUnavailable:
        sent = [None] * 4
    assert sent == [None] * 4
    assert time.monotonic() - started < BOUND_SECONDS
    with pytest.raises(BusUnavailable):
        own.ping()
    kafka_server.start()
    _send_all(producer, [Outgoing(topic, "a", b"after")])
    own.ping()
    came = texts(take(own.consumer("g", [topic]), 2))
    assert (came[0], came[-1]) == ("before", "after")


def test_a_broker_killed_in_mid_stream_loses_nothing_acknowledged_and_breaks_no_order(
    kafka_server: KafkaServer, own: KafkaBus
) -> None:
    topic, producer = _topic(own), own.producer()
    expected: set[str] = set()
    running, over = threading.Event(), threading.Event()

    def produce() -> None:
        for turn in range(100_000):
            names = [f"{turn}-{number}" for number in range(40)]
            _send_all(producer, [Outgoing(topic, f"k{place % 4}", name.encode()) for place, name in enumerate(names)])
            expected.update(names)
            if over.is_set():
                return
            if turn == 10:
                running.set()

    thread = threading.Thread(target=produce)
    thread.start()
    assert running.wait(60)
    kafka_server.kill()
    kafka_server.start()
    over.set()
    thread.join(120)
    assert not thread.is_alive()
    seen: dict[str, list[tuple[int, ...]]] = {}
    consumer = own.consumer("g", [topic])

    def step() -> None:
        for record in consumer.poll(0.5):
            turn = tuple(map(int, record.value.decode().split("-")))
            if turn not in seen.setdefault(str(record.key), []):  # the inbox drops what comes twice
                seen[str(record.key)].append(turn)

    wait(lambda: sum(map(len, seen.values())) >= len(expected), step, AFTER_AN_OUTAGE_SECONDS)
    assert all(turns == sorted(turns) for turns in seen.values())


@pytest.mark.parametrize("end", [KafkaServer.stop, KafkaServer.kill])
def test_a_consumer_lives_through_an_outage_and_loses_nothing(
    kafka_server: KafkaServer, own: KafkaBus, end: Callable[[KafkaServer], None]
) -> None:
    topic, producer = _topic(own), own.producer()
    consumer = own.consumer("g", [topic])
    _send_all(producer, [Outgoing(topic, f"k{number}", f"before-{number}".encode()) for number in range(30)])
    seen: set[str] = set()
    wait(lambda: len(seen) >= 10, lambda: seen.update(_poll(consumer)))
    end(kafka_server)
    for _ in range(3):
        seen.update(_poll(consumer))
    kafka_server.start()
    _send_all(producer, [Outgoing(topic, f"k{number}", f"after-{number}".encode()) for number in range(30)])
    wait(lambda: len(seen) == 60, lambda: seen.update(_poll(consumer)), AFTER_AN_OUTAGE_SECONDS)
    wait(partial(_caught_up, own, topic), lambda: _poll(consumer), AFTER_AN_OUTAGE_SECONDS)


def test_a_broker_that_hangs_keeps_no_caller_beyond_the_bound(kafka_server: KafkaServer, own: KafkaBus) -> None:
    topic, producer, consumer = _topic(own), own.producer(), own.consumer("g", [_topic(own)])
    _send_all(producer, [Outgoing(topic, "a", b"before")])
    wait(lambda: bool(consumer.assignment()), lambda: consumer.poll(0.5))
    place = next(iter(consumer.assignment()))
    os.kill(kafka_server.pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert producer.send([Outgoing(topic, "a", b"1"), Outgoing(topic, "b", b"2")]) == [None, None]
        assert time.monotonic() - started < BOUND_SECONDS
        started = time.monotonic()
        with pytest.raises(BusUnavailable):
            consumer.commit({place: 0})
        with pytest.raises(BusUnavailable):
            own.ping()
        consumer.close()
        assert time.monotonic() - started < 2 * BOUND_SECONDS
    finally:
        os.kill(kafka_server.pid, signal.SIGCONT)
    _send_all(producer, [Outgoing(topic, "a", b"after")])
