"""What the Kafka bus promises beyond the contract: foreign clients, settings, addresses where nobody is."""

import logging
import socket
import threading
import time
import uuid
from collections.abc import Iterator

import confluent_kafka
import pytest
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType  # type: ignore[attr-defined]

from kernel.bus.kafka import KafkaBus
from kernel.bus.port import Bus, Outgoing, Topic
from kernel.errors import BusUnavailable
from tests.contract.buses import kafka_bus, take, texts, wait

pytestmark = pytest.mark.real


@pytest.fixture(name="bus")
def a_bus(kafka_bootstrap: str) -> Iterator[KafkaBus]:
    """On the broker all tests share."""
    bus = kafka_bus(kafka_bootstrap)
    yield bus
    bus.close()


def _topic(bus: Bus, partitions: int = 3, hours: int = 24) -> str:
    name = f"t-{uuid.uuid4().hex[:12]}"
    bus.ensure_topics([Topic(name, partitions, hours)])
    return name


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
    admin = AdminClient({"bootstrap.servers": kafka_bootstrap})
    resource = ConfigResource(ResourceType.TOPIC, topic)
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
