"""What every bus does with records: order, places, acknowledgements, offsets."""

import pytest

from kernel.bus.port import Outgoing, Topic
from kernel.bus.wire import MAX_RECORD_BYTES, murmur2, partition_of
from tests.contract.buses import Rig, each_rig, nexts, take, texts  # noqa: F401


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_hash_is_the_one_of_the_java_client(text: bytes, signed: int) -> None:
    assert murmur2(text) == signed & 0xFFFFFFFF


def test_records_of_one_key_come_in_the_order_they_were_sent(rig: Rig) -> None:
    topic = rig.topic()
    for round_ in range(5):
        rig.send(topic, *[(f"k{key}", f"{round_}-{turn}") for turn in range(20) for key in range(7)])
    records = take(rig.bus.consumer(rig.group(), [topic]), 5 * 20 * 7, limit=64)
    for key in range(7):
        assert texts([record for record in records if record.key == f"k{key}"]) == [
            f"{round_}-{turn}" for round_ in range(5) for turn in range(20)
        ]


def test_a_key_goes_to_the_partition_kafka_would_choose(rig: Rig) -> None:
    topic = rig.topic(partitions=12)
    keys = [f"child-{number}" for number in range(200)] + ["", "ä", "日本"]
    sent = rig.bus.producer().send([Outgoing(topic, key, b"x") for key in keys])
    assert [place.partition if place else None for place in sent] == [partition_of(key.encode(), 12) for key in keys]
    records = take(rig.bus.consumer(rig.group(), [topic]), len(keys))
    assert {(record.key, record.partition) for record in records} == {
        (key, partition_of(key.encode(), 12)) for key in keys
    }


def test_a_send_says_where_each_record_went(rig: Rig) -> None:
    topic = rig.topic(partitions=1)
    producer = rig.bus.producer()
    first = producer.send([Outgoing(topic, "a", b"1"), Outgoing(topic, "b", b"2")])
    second = producer.send([Outgoing(topic, "a", b"3")])
    assert [(place.partition, place.offset) for place in (*first, *second) if place] == [(0, 0), (0, 1), (0, 2)]
    assert producer.send([]) == []


def test_value_headers_and_time_arrive_as_they_were_sent(rig: Rig) -> None:
    topic = rig.topic()
    headers = (("trace", b"\x00\xff"), ("trace", b""), ("größe", b"1"))
    rig.bus.producer().send([Outgoing(topic, "k", b"\x00\xff{", headers)])
    (record,) = take(rig.bus.consumer(rig.group(), [topic]), 1)
    assert (record.topic, record.key, record.value, record.headers) == (topic, "k", b"\x00\xff{", headers)
    assert record.timestamp_ms > 1_700_000_000_000


def test_after_a_refused_record_the_rest_of_its_key_is_refused_and_others_pass(rig: Rig) -> None:
    topic = rig.topic()
    sent = rig.bus.producer().send(
        [
            Outgoing(topic, "a", b"1"),
            Outgoing(topic, "a", b"x" * (MAX_RECORD_BYTES + 1)),
            Outgoing(topic, "a", b"2"),
            Outgoing(topic, "b", b"3"),
        ]
    )
    assert [place is not None for place in sent] == [True, False, False, True]
    rig.send(topic, ("c", "last"))
    assert sorted(texts(take(rig.bus.consumer(rig.group(), [topic]), 3))) == ["1", "3", "last"]


def test_the_largest_record_passes(rig: Rig) -> None:
    topic = rig.topic()
    value = bytes(range(256)) * (MAX_RECORD_BYTES // 256)
    sent = rig.bus.producer().send([Outgoing(topic, "a", content) for content in (b"1", value, b"2")])
    assert None not in sent
    assert [record.value for record in take(rig.bus.consumer(rig.group(), [topic]), 3)] == [b"1", value, b"2"]


def test_a_record_for_an_unknown_topic_is_not_acknowledged_and_creates_nothing(rig: Rig) -> None:
    topic = rig.topic()
    sent = rig.bus.producer().send([Outgoing(f"{topic}-unknown", "a", b"1"), Outgoing(topic, "b", b"2")])
    assert [place is not None for place in sent] == [False, True]
    assert rig.bus.ensure_topics([Topic(f"{topic}-unknown", 1, 24)]) == [f"{topic}-unknown"]


def test_a_group_goes_on_after_what_it_committed(rig: Rig) -> None:
    topic, group = rig.topic(), rig.group()
    rig.send(topic, *[("a", str(number)) for number in range(10)])
    first = rig.open().consumer(group, [topic])
    records = take(first, 10)
    first.commit(nexts(records[:4]))
    first.close()
    second = rig.open().consumer(group, [topic])
    assert texts(take(second, 6)) == [str(number) for number in range(4, 10)]


def test_what_was_not_committed_comes_again_and_closing_commits_nothing(rig: Rig) -> None:
    topic, group = rig.topic(), rig.group()
    rig.send(topic, ("a", "1"), ("a", "2"))
    first = rig.bus.consumer(group, [topic])
    assert texts(take(first, 2)) == ["1", "2"]
    first.close()
    assert texts(take(rig.bus.consumer(group, [topic]), 2)) == ["1", "2"]


def test_a_closed_consumer_that_polls_joins_again(rig: Rig) -> None:
    topic = rig.topic()
    rig.send(topic, ("a", "1"))
    consumer = rig.bus.consumer(rig.group(), [topic])
    assert texts(take(consumer, 1)) == ["1"]
    consumer.close()
    assert consumer.assignment() == frozenset()
    assert texts(take(consumer, 1)) == ["1"]


def test_groups_do_not_disturb_each_other(rig: Rig) -> None:
    topic, group = rig.topic(), rig.group()
    rig.send(topic, ("a", "1"))
    consumer = rig.bus.consumer(group, [topic])
    consumer.commit(nexts(take(consumer, 1)))
    assert texts(take(rig.bus.consumer(rig.group(), [topic]), 1)) == ["1"]


def test_a_rewind_reads_again_from_there(rig: Rig) -> None:
    topic = rig.topic(partitions=1)
    rig.send(topic, *[("a", str(number)) for number in range(6)])
    consumer = rig.bus.consumer(rig.group(), [topic])
    take(consumer, 6)
    consumer.rewind({(topic, 0): 2, (topic, 9): 0})
    assert texts(take(consumer, 4)) == ["2", "3", "4", "5"]


def test_a_rewind_in_the_middle_of_a_batch_is_not_overtaken_by_what_was_fetched(rig: Rig) -> None:
    topic = rig.topic(partitions=1)
    rig.send(topic, *[("a", str(number)) for number in range(9)])
    consumer = rig.bus.consumer(rig.group(), [topic])
    assert texts(take(consumer, 3, limit=3)) == ["0", "1", "2"]
    consumer.rewind({(topic, 0): 1})
    assert texts(take(consumer, 8, limit=3)) == [str(number) for number in range(1, 9)]


def test_poison_passes_through_poll_and_can_be_committed_past(rig: Rig) -> None:
    topic, group = rig.topic(partitions=1), rig.group()
    wide = tuple((f"header-{number}", bytes(1000)) for number in range(300))
    rig.foreign(topic, b"k", b"\xff\xfe{not json", ())
    rig.foreign(topic, None, b"no key", ())
    rig.foreign(topic, b"\xff\xfe", b"key is no text", ())
    rig.foreign(topic, b"k", b"", wide)
    rig.send(topic, ("k", "good"))
    consumer = rig.bus.consumer(group, [topic])
    records = take(consumer, 5)
    assert [record.key for record in records] == ["k", None, None, "k", "k"]
    assert [record.value for record in records[:2]] == [b"\xff\xfe{not json", b"no key"]
    assert records[3].headers == wide
    consumer.commit({(topic, 0): 4})
    consumer.close()
    assert texts(take(rig.bus.consumer(group, [topic]), 1)) == ["good"]


def test_lag_counts_from_outside_what_is_not_committed(rig: Rig) -> None:
    topic, group = rig.topic(partitions=2), rig.group()
    nothing = [(lag.committed, lag.end, lag.oldest_timestamp_ms) for lag in rig.bus.lag(group, [topic])]
    assert nothing == [(0, 0, None), (0, 0, None)]
    key = next(str(number) for number in range(100) if partition_of(str(number).encode(), 2) == 0)
    rig.send(topic, (key, "1"), (key, "2"))
    rig.send(topic, (key, "3"))
    consumer = rig.bus.consumer(group, [topic])
    records = take(consumer, 3)
    waiting, idle = rig.bus.lag(group, [topic])
    assert (waiting.topic, waiting.partition, waiting.committed, waiting.end) == (topic, 0, 0, 3)
    assert waiting.oldest_timestamp_ms == records[0].timestamp_ms
    assert (idle.end, idle.oldest_timestamp_ms) == (0, None)
    consumer.commit({(topic, 0): 2})
    assert [(lag.committed, lag.end, lag.oldest_timestamp_ms) for lag in rig.open().lag(group, [topic])] == [
        (2, 3, records[2].timestamp_ms),
        (0, 0, None),
    ]
    consumer.commit({(topic, 0): 3})
    assert rig.bus.lag(group, [topic])[0].oldest_timestamp_ms is None
    assert rig.bus.lag(group, [f"{topic}-unknown"]) == []


def test_topics_are_made_once_and_never_with_another_partition_count(rig: Rig) -> None:
    topic = rig.topic(partitions=3)
    assert rig.bus.ensure_topics([Topic(topic, 3, 24), Topic(f"{topic}-b", 1, 24)]) == [f"{topic}-b"]
    assert rig.open().ensure_topics([Topic(topic, 3, 24), Topic(f"{topic}-b", 1, 24)]) == []
    with pytest.raises(ValueError, match="3 partitions"):
        rig.bus.ensure_topics([Topic(f"{topic}-c", 1, 24), Topic(topic, 4, 24)])
    assert rig.bus.ensure_topics([Topic(f"{topic}-c", 2, 24)]) == [f"{topic}-c"]


@pytest.mark.parametrize("topic", [Topic("a b", 1, 1), Topic("..", 1, 1), Topic("a", 0, 1), Topic("a", 1, 0)])
def test_a_topic_kafka_would_refuse_is_refused(rig: Rig, topic: Topic) -> None:
    with pytest.raises(ValueError, match=r"topic"):
        rig.bus.ensure_topics([topic])


def test_a_living_bus_answers(rig: Rig) -> None:
    rig.bus.ping()
