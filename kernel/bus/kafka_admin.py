"""Topics and lag of a Kafka cluster, seen from outside every group."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, OffsetSpec
from kafka import TopicPartition as KafkaPlace
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from kernel.bus.kafka_link import Link
from kernel.bus.port import Lag, Topic
from kernel.clock import Clock
from kernel.errors import BusUnavailable

_HOUR_MS = 3_600_000
_RETENTION = "retention.ms"
# Three copies with two acknowledged survive the loss of any one broker; fewer copies can promise only themselves.
_COPIES_FOR_QUORUM = 3


def make(link: Link) -> KafkaAdminClient:
    """An admin client that has reached a broker."""
    return link.open(KafkaAdminClient)


def partition_counts(admin: Any, topics: Sequence[str]) -> dict[str, int]:
    """How many partitions each existing topic has."""
    described = admin.describe_topics(list(topics)) if topics else []
    return {topic["name"]: len(topic["partitions"]) for topic in described if topic["error_code"] == 0}


def existing(admin: Any, names: Sequence[str]) -> dict[str, Topic]:
    """Topics as the cluster has them; retention -1 (kept for ever) is given as -1 hours."""
    counts = partition_counts(admin, names)
    if not counts:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name, {_RETENTION: None}) for name in counts]
    told = admin.describe_configs(asked, config_filter="all")[ConfigResourceType.TOPIC.name.lower()]
    kept = {name: int(told[name][_RETENTION]["value"]) for name in counts}
    return {name: Topic(name, count, kept[name] // _HOUR_MS) for name, count in counts.items()}


def create(admin: Any, topics: Iterable[Topic], replication: int, compression: str | None) -> None:
    """Ready to take records when it returns; a topic that somebody else creates meanwhile is fine.

    The broker keeps everything in our own compression: whatever a foreign producer chose, our consumers can read it
    without a native package for its codec.
    """
    in_sync = 2 if replication >= _COPIES_FOR_QUORUM else 1
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication,
            "configs": {
                "min.insync.replicas": str(in_sync),
                "retention.ms": str(topic.retention_hours * _HOUR_MS),
                "cleanup.policy": "delete",
                "compression.type": compression or "uncompressed",
            },
        }
        for topic in topics
    }
    if not wanted:
        return
    with suppress(TopicAlreadyExistsError):  # the caller compares the counts of all of them afterwards
        admin.create_topics(wanted)
    admin.wait_for_topics(list(wanted))


def lag(admin: Any, link: Link, clock: Clock, group: str, topics: Sequence[str]) -> list[Lag]:
    """One entry per partition of each existing topic, in order."""
    counts = partition_counts(admin, list(dict.fromkeys(topics)))
    places = [KafkaPlace(topic, number) for topic in dict.fromkeys(topics) for number in range(counts.get(topic, 0))]
    if not places:
        return []
    starts = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST))
    ends = admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    committed = admin.list_group_offsets({group: places})[group]
    nexts = {place: _next(committed.get(place), starts[place].offset) for place in places}
    waiting = {place: nexts[place] for place in places if nexts[place] < ends[place].offset}
    oldest = _oldest(link, clock, {place: max(start, starts[place].offset) for place, start in waiting.items()})
    return [Lag(place.topic, place.partition, nexts[place], ends[place].offset, oldest.get(place)) for place in places]


def _next(committed: Any, start: int) -> int:
    return start if committed is None or committed.offset < 0 else int(committed.offset)


def _oldest(link: Link, clock: Clock, starts: Mapping[KafkaPlace, int]) -> dict[KafkaPlace, int]:
    """The timestamp of the record at each offset, by a reader that belongs to no group."""
    if not starts:
        return {}
    reader = link.open(
        KafkaConsumer, group_id=None, enable_auto_commit=False, auto_offset_reset="earliest",
        allow_auto_create_topics=False, max_partition_fetch_bytes=64 * 1024,
    )  # fmt: skip
    try:
        reader.assign(list(starts))
        for place, start in starts.items():
            reader.seek(place, start)
        return _first_timestamps(reader, clock, set(starts), link.request_seconds)
    finally:
        reader.close(autocommit=False)


def _first_timestamps(reader: Any, clock: Clock, missing: set[KafkaPlace], seconds: float) -> dict[KafkaPlace, int]:
    found: dict[KafkaPlace, int] = {}
    deadline = clock.monotonic() + seconds
    while missing:
        left = deadline - clock.monotonic()
        if left <= 0:
            raise BusUnavailable("the oldest records could not be read in time")
        for place, records in reader.poll(timeout_ms=int(left * 1000), max_records=1).items():
            found.setdefault(place, int(records[0].timestamp))
            missing.discard(place)
            reader.pause(place)
    return found
