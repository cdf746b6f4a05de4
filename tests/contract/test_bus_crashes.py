"""Processes that die or fork in the middle of their work, on the adapters that outlive a process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.bus.embedded import EmbeddedBus
from kernel.bus.port import Outgoing, Topic
from kernel.clock import SystemClock
from kernel.errors import BusUnavailable
from tests.contract.buses import Rig, embedded_rig, kafka_rig, nexts, take, texts, wait

_OPEN = """
import sys
from tests.contract.buses import kafka_bus
from kernel.bus.embedded import EmbeddedBus
from kernel.bus.port import Outgoing
from kernel.clock import SystemClock
where, topic, group = sys.argv[1:]
bus = EmbeddedBus(where[5:], SystemClock()) if where.startswith("file:") else kafka_bus(where)
"""
_CONSUME = (
    _OPEN
    + """
consumer = bus.consumer(group, [topic])
while True:
    for record in consumer.poll(1.0):
        print(record.value.decode(), flush=True)
"""
)
_PRODUCE = (
    _OPEN
    + """
producer = bus.producer()
for turn in range(10**6):
    batch = [Outgoing(topic, f"k{number % 5}", f"{turn}-{number}".encode()) for number in range(20)]
    for record, sent in zip(batch, producer.send(batch)):
        if sent is not None:
            print(record.value.decode(), flush=True)
"""
)


@pytest.fixture(params=["file", pytest.param("kafka", marks=pytest.mark.real)], name="shared")
def each_shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Rig, str]]:
    """A rig, and how another process names the same log."""
    if request.param == "file":
        where = f"file:{tmp_path / 'bus.db'}"
        rig = embedded_rig(str(tmp_path / "bus.db"))
    else:
        where = request.getfixturevalue("kafka_bootstrap")
        rig = kafka_rig(where)
    yield rig, where
    for bus in (*rig.opened, rig.bus):
        bus.close()


def _process(program: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True)


def _lines(process: "subprocess.Popen[str]", count: int) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline().strip() for _ in range(count)]


def _kill(process: "subprocess.Popen[str]") -> list[str]:
    """SIGKILL; what it had still printed."""
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    return [line for line in rest.splitlines() if line]


def test_a_killed_consumer_is_missed_and_its_records_come_again(shared: tuple[Rig, str]) -> None:
    rig, where = shared
    topic, group = rig.topic(), rig.group()
    rig.send(topic, *[(f"k{number}", str(number)) for number in range(20)])
    victim = _process(_CONSUME, where, topic, group)
    first = _lines(victim, 20)
    _kill(victim)
    assert sorted(first) == sorted(texts(take(rig.bus.consumer(group, [topic]), 20)))


def test_a_killed_producer_loses_no_acknowledged_record_and_keeps_the_order(shared: tuple[Rig, str]) -> None:
    rig, where = shared
    topic = rig.topic()
    victim = _process(_PRODUCE, where, topic, "none")
    acknowledged = set(_lines(victim, 200))
    acknowledged |= set(_kill(victim))
    consumer = rig.bus.consumer(rig.group(), [topic])
    seen: list[tuple[str | None, str]] = []

    def step() -> None:
        seen.extend((record.key, record.value.decode()) for record in consumer.poll(0.5))

    wait(lambda: acknowledged <= {text for _, text in seen}, step)
    for key in {key for key, _ in seen}:
        turns = [tuple(map(int, text.split("-"))) for other, text in seen if other == key]
        assert turns == sorted(turns)


def test_a_forked_child_uses_clients_of_its_own(shared: tuple[Rig, str]) -> None:
    rig, _ = shared
    topic, group = rig.topic(), rig.group()
    producer, consumer = rig.bus.producer(), rig.bus.consumer(group, [topic])
    assert None not in producer.send([Outgoing(topic, "parent", b"1")])
    assert texts(take(consumer, 1)) == ["1"]
    owned = consumer.assignment()
    child = os.fork()
    if child == 0:  # only os._exit leaves here: pytest must not go on twice
        done = 1
        try:
            consumer.commit(dict.fromkeys(owned, 1))  # the parent's membership is not the child's
            consumer.close()
            sent = producer.send([Outgoing(topic, "child", b"2")])
            done = 0 if None not in sent and rig.bus.lag(group, [topic]) else 2
        finally:
            os._exit(done)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert consumer.assignment() == owned
    assert {lag.committed for lag in rig.bus.lag(group, [topic])} == {0}
    assert None not in producer.send([Outgoing(topic, "parent", b"3")])
    records = take(consumer, 2)
    assert sorted(texts(records)) == ["2", "3"]
    consumer.commit(nexts(records))


def test_a_memory_bus_refuses_to_work_in_a_forked_child() -> None:
    bus = EmbeddedBus(None, SystemClock())
    bus.ensure_topics([Topic("t", 1, 1)])
    child = os.fork()
    if child == 0:
        done = 1
        try:
            bus.producer().send([Outgoing("t", "a", b"1")])
        except BusUnavailable:
            done = 0
        finally:
            os._exit(done)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert None not in bus.producer().send([Outgoing("t", "a", b"1")])
    bus.close()
