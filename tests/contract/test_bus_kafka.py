"""What the Kafka bus promises beyond the contract: outages, foreign clients, settings."""

import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import confluent_kafka
import confluent_kafka.admin
import pytest
from tests.contract.buses import kafka_bus, nexts, take, texts, wait

from deploy.engines.kafka import KafkaServer
from kernel.bus.kafka import KafkaBus
from kernel.bus.port import Bus, Consumer, Outgoing, Producer, Topic
from kernel.errors import BusUnavailable

pytestmark = pytest.mark.real
# The delivery bound of `kafka_bus`, a third of it for metadata, and what a crowded machine adds.
BOUND_SECONDS = 9.0 + 3.0 + 8.0


@pytest.fixture(name="bus")
def a_bus(kafka_bootstrap: str) -> Iterator[KafkaBus]:
    """On the broker all tests share."""
    bus = kafka_bus(kafka_bootstrap)
    yield bus
    bus.close()


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

    wait(lambda: sum(map(len, seen.values())) >= len(expected), step)
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
    wait(lambda: len(seen) == 60, lambda: seen.update(_poll(consumer)))
    wait(lambda: all(lag.committed == lag.end for lag in own.lag("g", [topic])), lambda: _poll(consumer))


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
        for question in (lambda: consumer.commit({place: 0}), own.ping):
            with pytest.raises(BusUnavailable):
                question()
        consumer.close()
        assert time.monotonic() - started < 2 * BOUND_SECONDS
    finally:
        os.kill(kafka_server.pid, signal.SIGCONT)
    _send_all(producer, [Outgoing(topic, "a", b"after")])


def test_nobody_at_the_address_is_said_soon_and_leaves_no_threads() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        bus = KafkaBus(f"127.0.0.1:{silent.getsockname()[1]}", "contract", delivery_seconds=3.0, request_seconds=1.0)
        before, started = threading.active_count(), time.monotonic()
        consumer, producer = bus.consumer("g", ["t"]), bus.producer()
        for question in (bus.ping, lambda: consumer.poll(0.1), lambda: producer.send([Outgoing("t", "a", b"1")])):
            with pytest.raises(BusUnavailable):
                question()
        bus.close()
        assert time.monotonic() - started < 15
        assert threading.active_count() == before


@pytest.mark.parametrize("codec", ["none", "gzip", "lz4", "zstd", "snappy"])
def test_batches_written_by_librdkafka_in_any_codec_are_read(bus: KafkaBus, kafka_bootstrap: str, codec: str) -> None:
    topic = _topic(bus, partitions=1)
    foreign = confluent_kafka.Producer(
        {"bootstrap.servers": kafka_bootstrap, "compression.type": codec, "linger.ms": 50}
    )
    expected = [f"{number}-{'x' * 500}" for number in range(200)]
    for text in expected:
        foreign.produce(topic, value=text.encode(), key=b"k", headers=[("n", b"\x00\xff")])
    assert foreign.flush(10) == 0
    records = take(bus.consumer(f"g-{topic}", [topic]), 200)
    assert texts(records) == expected
    assert {record.headers for record in records} == {(("n", b"\x00\xff"),)}


@pytest.mark.parametrize("compression", ["gzip", None])
def test_librdkafka_reads_what_we_write(kafka_bootstrap: str, compression: str | None) -> None:
    bus = kafka_bus(kafka_bootstrap, compression=compression)
    topic = _topic(bus, partitions=1)
    values = [f"{number}-{'x' * 500}".encode() for number in range(200)]
    sent = bus.producer().send([Outgoing(topic, "schlüssel", value, (("n", b"\x00\xff"),)) for value in values])
    assert None not in sent
    foreign = confluent_kafka.Consumer(
        {"bootstrap.servers": kafka_bootstrap, "group.id": f"g-{topic}", "auto.offset.reset": "earliest"}
    )
    foreign.subscribe([topic])
    came: list[confluent_kafka.Message] = []
    wait(lambda: len(came) >= 200, lambda: came.extend(foreign.consume(200, 0.5)))
    foreign.close()
    bus.close()
    assert [message.value() for message in came] == values
    assert {message.key() for message in came} == {"schlüssel".encode()}
    assert came[0].headers() == [("n", b"\x00\xff")]


def test_a_value_and_a_header_of_nothing_are_empty_bytes(bus: KafkaBus, kafka_bootstrap: str) -> None:
    topic = _topic(bus, partitions=1)
    foreign = confluent_kafka.Producer({"bootstrap.servers": kafka_bootstrap})
    foreign.produce(topic, value=None, key=b"k", headers=[("n", None)])
    assert foreign.flush(10) == 0
    (record,) = take(bus.consumer(f"g-{topic}", [topic]), 1)
    assert (record.value, record.headers) == (b"", (("n", b""),))


def test_topics_carry_their_retention_and_are_never_made_by_accident(bus: KafkaBus, kafka_bootstrap: str) -> None:
    topic = _topic(bus, hours=36)
    admin = confluent_kafka.admin.AdminClient({"bootstrap.servers": kafka_bootstrap})
    resource = confluent_kafka.admin.ConfigResource("topic", topic)
    settings = next(iter(admin.describe_configs([resource]).values())).result(10)
    assert settings["retention.ms"].value == str(36 * 3_600_000)
    assert settings["min.insync.replicas"].value == "1"
    assert settings["cleanup.policy"].value == "delete"
    bus.consumer("g", [f"{topic}-missing"]).poll(1.0)
    assert f"{topic}-missing" not in admin.list_topics(timeout=10).topics


def test_the_library_never_logs_below_warning(bus: KafkaBus, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("kafka").setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        assert None not in bus.producer().send([Outgoing(_topic(bus), "secret-key", b"secret-value")])
    assert logging.getLogger("kafka").level == logging.WARNING
    assert "secret" not in caplog.text


def test_options_that_are_no_security_options_are_refused() -> None:
    with pytest.raises(ValueError, match="enable_auto_commit"):
        KafkaBus("127.0.0.1:1", "contract", {"enable_auto_commit": True})
