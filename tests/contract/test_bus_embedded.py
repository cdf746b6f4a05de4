"""What the embedded bus promises beyond the contract: durable commits, retention, membership by the clock."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kernel.bus.embedded import EmbeddedBus
from kernel.bus.embedded_groups import plan
from kernel.bus.port import Consumer, Outgoing, Topic
from kernel.clock import SteppedClock, SystemClock
from kernel.errors import BusUnavailable
from tests.contract.buses import nexts, take, texts


def _clock() -> SteppedClock:
    return SteppedClock(datetime(2026, 11, 22, 8, tzinfo=UTC))


def _bus(clock: SteppedClock, partitions: int = 1) -> EmbeddedBus:
    bus = EmbeddedBus(None, clock)
    bus.ensure_topics([Topic("t", partitions, 24)])
    return bus


def _send(bus: EmbeddedBus, *values: str) -> None:
    assert None not in bus.producer().send([Outgoing("t", "a", value.encode()) for value in values])


def test_a_file_keeps_records_and_offsets_over_a_restart(tmp_path: Path) -> None:
    first = EmbeddedBus(str(tmp_path / "bus.db"), SystemClock())
    first.ensure_topics([Topic("t", 2, 24)])
    _send(first, "1", "2", "3")
    consumer = first.consumer("g", ["t"])
    consumer.commit(nexts(take(consumer, 3)[:1]))
    first.close()
    second = EmbeddedBus(str(tmp_path / "bus.db"), SystemClock())
    assert texts(second.consumer("g", ["t"]).poll(0.0)) == ["2", "3"]  # at once: the old member is known to be gone
    second.close()


def test_a_closed_bus_answers_nothing() -> None:
    bus = _bus(_clock())
    consumer, producer = bus.consumer("g", ["t"]), bus.producer()
    bus.close()
    for question in (bus.ping, lambda: consumer.poll(0.0), lambda: producer.send([Outgoing("t", "a", b"1")])):
        with pytest.raises(BusUnavailable):
            question()


def test_a_file_that_is_no_bus_is_unavailable_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bus.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(BusUnavailable):
        EmbeddedBus(str(path), SystemClock()).ping()
    assert path.read_bytes() == b"this is no database" * 100


def test_retention_takes_old_records_and_a_late_group_starts_at_the_first_one_kept() -> None:
    clock = _clock()
    bus = _bus(clock)
    _send(bus, "old-1", "old-2")
    clock.advance(timedelta(hours=23))
    _send(bus, "kept")
    clock.advance(timedelta(hours=2))
    bus.ensure_topics([])
    (lag,) = bus.lag("g", ["t"])
    assert (lag.committed, lag.end) == (2, 3)
    assert [(record.offset, record.value) for record in bus.consumer("g", ["t"]).poll(0.0)] == [(2, b"kept")]


def test_retention_is_applied_by_sending_too_and_offsets_never_start_again() -> None:
    clock = _clock()
    bus = _bus(clock)
    _send(bus, "old")
    clock.advance(timedelta(hours=25))
    _send(bus, "new")
    assert [record.offset for record in bus.consumer("g", ["t"]).poll(0.0)] == [1]


def test_a_member_that_stays_away_for_the_whole_interval_is_expelled_even_when_it_is_alone() -> None:
    clock = _clock()
    bus = _bus(clock)
    _send(bus, "1")
    consumer = bus.consumer("g", ["t"])
    records = consumer.poll(0.0)
    clock.advance(timedelta(seconds=301))
    consumer.commit(nexts(records))
    assert bus.lag("g", ["t"])[0].committed == 0
    assert texts(consumer.poll(0.0)) == ["1"]
    consumer.commit(nexts(records))
    assert bus.lag("g", ["t"])[0].committed == 1


def test_a_member_that_polls_in_time_stays_for_ever() -> None:
    clock = _clock()
    bus = _bus(clock)
    consumer = bus.consumer("g", ["t"])
    consumer.poll(0.0)
    for _ in range(20):
        clock.advance(timedelta(seconds=280))
        _send(bus, "x")
        records = consumer.poll(0.0)
        consumer.commit(nexts(records))
        assert (len(records), bus.lag("g", ["t"])[0].oldest_timestamp_ms) == (1, None)


def test_a_partition_is_not_taken_from_a_member_that_is_still_working() -> None:
    bus = _bus(_clock(), partitions=2)
    first, second = bus.consumer("g", ["t"]), bus.consumer("g", ["t"])
    first.poll(0.0)
    second.poll(0.0)
    assert (len(first.assignment()), len(second.assignment())) == (2, 0)
    first.poll(0.0)
    second.poll(0.0)
    assert (len(first.assignment()), len(second.assignment())) == (1, 1)
    assert not first.assignment() & second.assignment()


def test_a_partition_that_was_lost_and_came_back_is_read_from_the_commit() -> None:
    clock = _clock()
    bus = _bus(clock)
    _send(bus, "1", "2")
    first, second = bus.consumer("g", ["t"]), bus.consumer("g", ["t"])
    old = first.poll(0.0)
    clock.advance(timedelta(seconds=301))
    second.commit(nexts(second.poll(0.0)[:1]))
    second.close()
    first.commit(nexts(old))
    assert texts(first.poll(0.0)) == ["2"]


def test_a_topic_created_after_the_subscription_is_found() -> None:
    bus = _bus(_clock())
    consumer = bus.consumer("g", ["t", "later"])
    assert consumer.poll(0.0) == []
    bus.ensure_topics([Topic("later", 1, 1)])
    bus.producer().send([Outgoing("later", "a", b"1")])
    assert texts(consumer.poll(0.0)) == ["1"]


def test_a_full_poll_does_not_starve_the_other_partitions() -> None:
    bus = _bus(_clock(), partitions=4)
    bus.producer().send([Outgoing("t", f"k{number}", b"x") for number in range(400)])
    consumer = bus.consumer("g", ["t"])
    assert len({consumer.poll(0.0, 10)[0].partition for _ in range(4)}) == 4


def test_a_plan_is_even_and_moves_as_little_as_that_allows() -> None:
    places = [("t", number) for number in range(7)]
    members = {1: frozenset("t"), 2: frozenset("t"), 3: frozenset("t")}
    before = plan(places, {}, members)
    assert sorted(list(before.values()).count(member) for member in members) == [2, 2, 3]
    after = plan(places, before, {1: frozenset("t"), 3: frozenset("t")})
    assert all(after[place] == owner for place, owner in before.items() if owner != 2)
    assert plan(places, before, members) == before


def test_threads_that_send_and_poll_at_once_lose_and_repeat_nothing() -> None:
    bus = EmbeddedBus(None, SystemClock())
    bus.ensure_topics([Topic("t", 8, 24)])
    seen: list[str] = []

    def consume(consumer: Consumer) -> None:
        while len(seen) < 1500:
            records = consumer.poll(0.2)
            seen.extend(texts(records))
            consumer.commit(nexts(records))

    def produce(name: int) -> None:
        producer = bus.producer()
        for number in range(500):
            producer.send([Outgoing("t", f"{name}-{number % 9}", f"{name}-{number}".encode())])

    members = [bus.consumer("g", ["t"]) for _ in range(3)]
    threads = [threading.Thread(target=consume, args=[member]) for member in members]
    threads += [threading.Thread(target=produce, args=[name]) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(seen) == sorted(f"{name}-{number}" for name in range(3) for number in range(500))
    bus.close()


def test_consumers_that_poll_for_the_first_time_at_once_leave_no_ghost_behind(tmp_path: Path) -> None:
    """A ghost would own partitions until its patience ends, and nobody would read them."""
    for attempt in range(15):
        bus = EmbeddedBus(str(tmp_path / f"bus-{attempt}.db"), SystemClock())
        bus.ensure_topics([Topic("t", 4, 1)])
        consumers = [bus.consumer(f"group-{number}", ["t"]) for number in range(5)]
        together = threading.Barrier(len(consumers))

        def first_poll(consumer: Consumer, together: threading.Barrier = together) -> None:
            together.wait(5)
            consumer.poll(0.0)

        threads = [threading.Thread(target=first_poll, args=(consumer,)) for consumer in consumers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for consumer in consumers:
            consumer.poll(0.0)
        assert [len(consumer.assignment()) for consumer in consumers] == [4] * len(consumers)
        bus.close()
