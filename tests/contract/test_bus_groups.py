"""What every bus does with the members of a group."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from kernel.bus.kafka_consumer import KafkaRecordConsumer
from kernel.bus.port import Consumer, Record
from tests.contract.buses import Rig, each_rig, nexts, take, texts, wait  # noqa: F401


def _share(consumers: list[Consumer], partitions: int) -> list[Record]:
    """Poll all of them until they own everything between them; what came meanwhile.

    Members of a Kafka group are polled at the same time, as in processes of their own, and for longer than a round of
    the group takes: of two that take turns each waits, in its turn, for a round of the other, and they may go on
    regrouping for ever.
    """
    came: list[Record] = []
    at_once, seconds = (len(consumers), 1.0) if isinstance(consumers[0], KafkaRecordConsumer) else (1, 0.2)

    def step() -> None:
        with ThreadPoolExecutor(at_once) as members:
            for records in members.map(lambda consumer: consumer.poll(seconds), consumers):
                came.extend(records)

    def settled() -> bool:
        owned = [consumer.assignment() for consumer in consumers]
        return all(owned) and sum(map(len, owned)) == partitions == len(frozenset().union(*owned))

    wait(settled, step)
    return came


def test_two_members_share_the_partitions_and_every_record_is_seen(rig: Rig) -> None:
    topic, group = rig.topic(partitions=6), rig.group()
    first, second = rig.open().consumer(group, [topic]), rig.open().consumer(group, [topic])
    rig.send(topic, *[(f"k{number}", f"before-{number}") for number in range(60)])
    seen = {record.value for record in take(first, 60)}
    came = _share([first, second], 6)
    assert len(first.assignment()) == len(second.assignment()) == 3
    rig.send(topic, *[(f"k{number}", f"after-{number}") for number in range(60)])
    mine: list[Record] = []
    theirs: list[Record] = []

    def step() -> None:
        mine.extend(first.poll(0.2))
        theirs.extend(second.poll(0.2))

    seen |= {record.value for record in came}
    wait(lambda: len(seen | {record.value for record in mine + theirs}) == 120, step)
    after = [record for record in mine if record.value.startswith(b"after")]
    assert {(record.topic, record.partition) for record in after} <= first.assignment()
    assert not {record.partition for record in mine} & {record.partition for record in theirs}


def test_a_member_that_leaves_hands_over_and_the_others_keep_flowing(rig: Rig) -> None:
    topic, group = rig.topic(partitions=4), rig.group()
    first, second = rig.open().consumer(group, [topic]), rig.open().consumer(group, [topic])
    _share([first, second], 4)
    second.close()
    _share([first], 4)
    rig.send(topic, *[(f"k{number}", str(number)) for number in range(40)])
    assert {*texts(take(first, 40))} == {str(number) for number in range(40)}


def test_partitions_kept_over_many_rebalances_keep_flowing(rig: Rig) -> None:
    topic, group = rig.topic(partitions=4), rig.group()
    steady, bus = rig.open().consumer(group, [topic]), rig.open()
    _share([steady], 4)
    expected: set[str] = set()
    seen: set[str] = set()
    for turn in range(3):
        guest = bus.consumer(group, [topic])
        for record in _share([steady, guest], 4):
            seen.add(record.value.decode())
        names = {f"{turn}-{number}" for number in range(20)}
        expected |= names
        rig.send(topic, *[(name, name) for name in sorted(names)])

        def step(guest: Consumer = guest) -> None:
            for consumer in (steady, guest):
                records = consumer.poll(0.2)
                seen.update(texts(records))
                consumer.commit(nexts(records))

        wait(partial(seen.issuperset, expected), step)
        guest.close()
        _share([steady], 4)


def test_a_commit_for_a_lost_partition_is_skipped(rig: Rig) -> None:
    topic, group = rig.topic(partitions=2), rig.group()
    rig.send(topic, *[(f"k{number}", str(number)) for number in range(20)])
    first, second = rig.open().consumer(group, [topic]), rig.open().consumer(group, [topic])
    done = nexts(take(first, 20))
    _share([first, second], 2)
    (kept,) = first.assignment()
    (lost,) = second.assignment()
    first.commit(done)
    committed = {(lag.topic, lag.partition): lag.committed for lag in rig.bus.lag(group, [topic])}
    assert committed == {kept: done[kept], lost: 0}
    second.commit({lost: 1})
    assert next(lag.committed for lag in rig.bus.lag(group, [topic]) if lag.partition == lost[1]) == 1


def test_a_member_slower_than_the_poll_interval_is_expelled_and_nothing_is_lost(rig: Rig) -> None:
    topic, group = rig.topic(partitions=1), rig.group()
    rig.send(topic, *[("a", str(number)) for number in range(5)])
    slow, other = rig.open(2.0).consumer(group, [topic]), rig.open(60.0).consumer(group, [topic])
    records = take(slow, 5)
    again = take(other, 5)  # joins and waits for the slow one, which says nothing for too long
    assert texts(again) == texts(records) == ["0", "1", "2", "3", "4"]
    slow.commit(nexts(records))
    assert rig.bus.lag(group, [topic])[0].committed == 0
    other.commit(nexts(again[:3]))
    assert rig.bus.lag(group, [topic])[0].committed == 3
    other.close()
    assert texts(take(slow, 2)) == ["3", "4"]


def test_a_waiting_poll_wakes_when_a_record_arrives(rig: Rig) -> None:
    topic = rig.topic()
    consumer = rig.bus.consumer(rig.group(), [topic])
    _share([consumer], 4)
    sender = threading.Timer(0.3, rig.send, [topic, ("a", "1")])
    sender.start()
    assert texts(consumer.poll(30.0)) == ["1"]
    sender.join()


def test_the_topics_of_one_group_are_all_read(rig: Rig) -> None:
    first, second = rig.topic(partitions=2), rig.topic(partitions=3)
    rig.send(first, ("a", "1"))
    rig.send(second, ("a", "2"))
    assert sorted(texts(take(rig.bus.consumer(rig.group(), [first, second]), 2))) == ["1", "2"]
