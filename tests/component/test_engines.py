"""The engines this repository starts by itself are real, keep what they took, and leave nothing behind."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from deploy.engines import standing
from deploy.engines.cache import differences, manifest, sha256
from deploy.engines.errors import EngineFailed, EngineMissing
from deploy.engines.fetch import fetch
from deploy.engines.kafka import KafkaServer
from deploy.engines.mongo import MongoServer
from deploy.engines.ports import claim, require_free

TOPIC = "engines.test"
SECONDS = 20.0  # for one answer of a server that has just come back

real = pytest.mark.real


@contextmanager
def connected(url: str) -> Iterator[MongoClient[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=int(SECONDS * 1000)) as client:
        yield client


def create_topic(bootstrap: str) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})  # must outlive the future
    admin.create_topics([NewTopic(TOPIC, 1, 1)])[TOPIC].result(SECONDS)


def produce(bootstrap: str, *values: bytes) -> None:
    refused: list[KafkaError] = []
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all", "message.timeout.ms": 20_000})
    for value in values:
        producer.produce(TOPIC, value, on_delivery=lambda error, _: refused.append(error) if error else None)
    assert producer.flush(SECONDS) == 0
    assert refused == []


def consume(bootstrap: str, count: int) -> list[bytes | None]:
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "engines",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([TOPIC])
    try:
        messages = consumer.consume(count, SECONDS)
        assert [message.error() for message in messages] == [None] * count
        consumer.commit(message=messages[-1], asynchronous=False)
        return [message.value() for message in messages]
    finally:
        consumer.close()


@real
def test_mongodb_commits_a_transaction_and_tells_a_change_stream(mongo_url: str) -> None:
    with connected(mongo_url) as client:
        client.drop_database("engines_test")
        notes = client.engines_test.create_collection("notes")
        with notes.watch() as changes, client.start_session() as session:
            with session.start_transaction(write_concern=WriteConcern("majority", j=True)):
                notes.insert_one({"_id": 1}, session=session)
                notes.insert_one({"_id": 2}, session=session)
            assert [next(changes)["documentKey"]["_id"] for _ in range(2)] == [1, 2]
        client.drop_database("engines_test")


@real
def test_mongodb_keeps_acknowledged_documents_through_a_crash_and_a_stop(mongo_server: MongoServer) -> None:
    url, first = mongo_server.url, mongo_server.pid
    with connected(url) as client:
        notes = client.engines_test.get_collection("notes", write_concern=WriteConcern("majority", j=True))
        notes.insert_one({"_id": "before the crash"})
    mongo_server.kill()
    mongo_server.start()
    assert (mongo_server.url, mongo_server.pid != first) == (url, True)
    mongo_server.stop()
    mongo_server.start()
    with connected(url) as client:
        assert client.engines_test.notes.find_one() == {"_id": "before the crash"}


@real
def test_kafka_creates_no_topic_by_itself(kafka_bootstrap: str) -> None:
    producer = Producer({"bootstrap.servers": kafka_bootstrap, "message.timeout.ms": 2000})
    refused: list[KafkaError] = []
    producer.produce("engines.absent", b"lost", on_delivery=lambda error, _: refused.append(error) if error else None)
    producer.flush(SECONDS)
    assert len(refused) == 1
    assert "engines.absent" not in AdminClient({"bootstrap.servers": kafka_bootstrap}).list_topics().topics


@real
def test_kafka_keeps_records_and_committed_offsets_through_a_crash_and_a_stop(kafka_server: KafkaServer) -> None:
    bootstrap = kafka_server.bootstrap
    create_topic(bootstrap)
    produce(bootstrap, b"one", b"two", b"three")
    assert consume(bootstrap, 1) == [b"one"]
    kafka_server.kill()
    kafka_server.start()
    assert kafka_server.bootstrap == bootstrap
    assert consume(bootstrap, 1) == [b"two"]
    kafka_server.stop()
    kafka_server.start()
    produce(bootstrap, b"four")
    assert consume(bootstrap, 2) == [b"three", b"four"]


@real
def test_a_stopped_broker_answers_nobody(kafka_server: KafkaServer) -> None:
    kafka_server.stop()
    with pytest.raises(KafkaException):
        AdminClient({"bootstrap.servers": kafka_server.bootstrap}).list_topics(timeout=1)
    with pytest.raises(EngineFailed, match="not running"):
        _ = kafka_server.pid


@real
def test_a_server_ends_with_the_killed_process_that_started_it(mongo_server: MongoServer, tmp_path: Path) -> None:
    mongo_server.stop()  # asked for only so that a machine without engines skips this test
    program = (
        "import pathlib, sys\n"
        "from deploy.engines.mongo import MongoServer\n"
        "server = MongoServer(pathlib.Path(sys.argv[1]))\n"
        "server.start()\n"
        "print(server.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        server = os.pidfd_open(int(starter.stdout.readline()))
        starter.send_signal(signal.SIGKILL)
    assert wait_for_end(server), "the server outlived the process that started it"


def wait_for_end(process: int) -> bool:
    """A process descriptor becomes readable when its process ends."""
    readable, _, _ = select.select([process], [], [], SECONDS)
    return readable == [process]


@real
def test_standing_engines_are_found_again_and_stopped_by_their_ids(mongo_server: MongoServer, tmp_path: Path) -> None:
    mongo_server.stop()  # asked for only so that a machine without engines skips this test
    said: list[str] = []
    try:
        started = standing.start(tmp_path, said.append)
        assert standing.status(tmp_path) == started
        assert standing.start(tmp_path, said.append) == started
    finally:
        standing.stop(tmp_path, said.append)
    assert standing.status(tmp_path) == {}
    for name in started:
        require_free(claim(tmp_path / name, ()).values())


def test_an_altered_or_unknown_file_is_not_an_engine(tmp_path: Path) -> None:
    good, altered, extra = (tmp_path / name for name in ("good.jar", "altered.jar", "extra.jar"))
    for path in (good, altered, extra):
        path.write_bytes(path.name.encode())
    expected = {"good.jar": sha256(good), "altered.jar": "0" * 64, "absent.jar": "0" * 64}
    named = [sentence.split()[0] for sentence in differences(tmp_path, expected)]
    assert named == ["absent.jar", "extra.jar", "altered.jar"]


def test_the_manifest_names_the_server_and_every_jar_of_the_broker() -> None:
    assert list(manifest("mongod-6.0.5")) == ["mongod"]
    assert "kafka_2.13-4.3.1.jar" in manifest("kafka-4.3.1")
    assert all(len(digest) == 64 for digest in manifest("kafka-4.3.1").values())


def test_without_an_engine_the_message_says_how_to_fetch_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_ENGINES_DIR", str(tmp_path / "empty"))
    for kind in (MongoServer, KafkaServer):
        with pytest.raises(EngineMissing, match=r"python -m deploy\.engines fetch"):
            kind(tmp_path / kind.__name__).start()


@pytest.mark.parametrize(("present", "wanted"), [((), "java"), (("java",), "mvn")])
def test_a_fetch_without_java_or_maven_says_what_to_install_before_it_downloads(
    present: tuple[str, ...], wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, programs = tmp_path / "cache", tmp_path / "programs"
    programs.mkdir()
    for name in present:
        (programs / name).touch(mode=0o755)
    monkeypatch.setenv("ALLIANCE_ENGINES_DIR", str(cache))
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(EngineMissing, match=f"{wanted} is missing; install"):
        fetch(lambda _: None)
    assert not cache.exists()


def test_ports_stay_with_their_data_and_a_taken_one_is_refused(tmp_path: Path) -> None:
    first = claim(tmp_path, ("broker", "controller"))
    assert claim(tmp_path, ("broker", "controller")) == first
    assert json.loads((tmp_path / "ports.json").read_text("ascii")) == first
    taken = socket.create_server(("127.0.0.1", first["broker"]))
    with taken, pytest.raises(EngineFailed, match=str(first["broker"])):
        require_free(first.values())
    require_free(first.values())
