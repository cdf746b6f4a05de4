"""Topics and records of the embedded bus, as statements on an open connection."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kernel.bus.port import Lag, Record, Sent, Topic, TopicPartition
from kernel.bus.wire import MAX_RECORD_BYTES, partition_of, size_of

_HOUR_MS = 3_600_000
Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A record before it has a place. A foreign producer may have given no key, or one that is no text."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers = ()


def create(connection: sqlite3.Connection, topic: Topic) -> bool:
    """True when the topic is new; ValueError when it exists with another partition count."""
    counts = partition_counts(connection, [topic.name])
    if topic.name in counts:
        if counts[topic.name] != topic.partitions:
            raise ValueError(f"topic {topic.name} has {counts[topic.name]} partitions, not {topic.partitions}")
        return False
    row = (topic.name, topic.partitions, topic.retention_hours * _HOUR_MS)
    connection.execute("INSERT INTO topics VALUES (?, ?, ?)", row)
    ends = [(topic.name, partition, 0) for partition in range(topic.partitions)]
    connection.executemany("INSERT INTO ends VALUES (?, ?, ?)", ends)
    return True


def existing(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, Topic]:
    """Topics as they are, by name."""
    rows = connection.execute("SELECT name, partitions, retention_ms FROM topics")
    return {name: Topic(name, count, retention // _HOUR_MS) for name, count, retention in rows if name in set(names)}


def partition_counts(connection: sqlite3.Connection, topics: Sequence[str]) -> dict[str, int]:
    """How many partitions each existing topic has."""
    wanted = set(topics)
    rows = connection.execute("SELECT name, partitions FROM topics")
    return {name: count for name, count in rows if name in wanted}


def append(connection: sqlite3.Connection, records: Sequence[Raw], now_ms: int) -> list[Sent | None]:
    """Place every record. None for an unknown topic or one too large, and for what follows it under the same key."""
    counts = partition_counts(connection, [record.topic for record in records])
    refused: set[bytes | None] = set()
    ends: dict[TopicPartition, int] = {}
    results: list[Sent | None] = []
    rows = []
    for record in records:
        if record.key in refused or record.topic not in counts or _too_large(record):
            refused.add(record.key)
            results.append(None)
            continue
        partition = 0 if record.key is None else partition_of(record.key, counts[record.topic])
        place = (record.topic, partition)
        offset = ends[place] if place in ends else _end(connection, place)
        ends[place] = offset + 1
        rows.append((*place, offset, record.key, record.value, _pack(record.headers), now_ms))
        results.append(Sent(partition, offset))
    connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    places = [(end, *place) for place, end in ends.items()]
    connection.executemany("UPDATE ends SET next = ? WHERE topic = ? AND partition = ?", places)
    return results


def _too_large(record: Raw) -> bool:
    return size_of(record.key, record.value, record.headers) > MAX_RECORD_BYTES


def _end(connection: sqlite3.Connection, place: TopicPartition) -> int:
    row = connection.execute("SELECT next FROM ends WHERE topic = ? AND partition = ?", place).fetchone()
    return int(row[0])


def read(connection: sqlite3.Connection, place: TopicPartition, start: int, limit: int) -> list[Record]:
    """Records of one partition from `start` on, in order; what retention took away is passed over."""
    rows = connection.execute(
        "SELECT offset, key, value, headers, timestamp_ms FROM records"
        " WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
        (*place, start, limit),
    )
    return [
        Record(*place, offset, _text(key), value, _unpack(headers), timestamp)
        for offset, key, value, headers, timestamp in rows
    ]


def purge(connection: sqlite3.Connection, now_ms: int) -> None:
    """Delete what is older than its topic's retention, committed or not, from the old end only."""
    places = connection.execute(
        "SELECT topic, partition, retention_ms, next FROM ends JOIN topics ON topics.name = ends.topic"
    ).fetchall()
    for topic, partition, retention_ms, end in places:
        kept = connection.execute(
            "SELECT offset FROM records WHERE topic = ? AND partition = ? AND timestamp_ms >= ?"
            " ORDER BY offset LIMIT 1",
            (topic, partition, now_ms - retention_ms),
        ).fetchone()
        connection.execute(
            "DELETE FROM records WHERE topic = ? AND partition = ? AND offset < ?",
            (topic, partition, kept[0] if kept else end),
        )


def lag(connection: sqlite3.Connection, team: str, place: TopicPartition) -> Lag:
    """What a group has not committed in one partition; without a commit it waits from the first record kept."""
    end = _end(connection, place)
    done = committed(connection, team, place)
    oldest = connection.execute(
        "SELECT offset, timestamp_ms FROM records WHERE topic = ? AND partition = ? AND offset >= ?"
        " ORDER BY offset LIMIT 1",
        (*place, done or 0),
    ).fetchone()
    start = oldest[0] if oldest else end
    return Lag(*place, start if done is None else done, end, oldest[1] if oldest else None)


def committed(connection: sqlite3.Connection, team: str, place: TopicPartition) -> int | None:
    """The next offset a group reads in one partition, if it ever committed there."""
    row = connection.execute(
        "SELECT next FROM committed WHERE team = ? AND topic = ? AND partition = ?", (team, *place)
    ).fetchone()
    return None if row is None else int(row[0])


def _pack(headers: Headers) -> str:
    return json.dumps([[name, content.hex()] for name, content in headers]) if headers else ""


def _unpack(text: str) -> Headers:
    return tuple((name, bytes.fromhex(content)) for name, content in json.loads(text)) if text else ()


def _text(key: bytes | None) -> str | None:
    """None for a key that is no text: the consumer treats both as poison."""
    if key is None:
        return None
    try:
        return key.decode()
    except UnicodeDecodeError:
        return None
