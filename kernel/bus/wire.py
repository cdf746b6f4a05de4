"""What both adapters must do alike: where a key goes, how large a record may be, what a topic may be called."""

import re
from collections.abc import Iterable

from kernel.bus.port import Outgoing, Topic

# Kafka's default `message.max.bytes` is 1,048,588 with its own overhead; the same bound holds without Kafka.
MAX_RECORD_BYTES = 1_000_000
_TOPIC_NAME = re.compile(r"[a-zA-Z0-9._-]{1,249}")
_MASK = 0xFFFFFFFF
_MULTIPLIER = 0x5BD1E995
_SEED = 0x9747B28C


def _mix(word: int) -> int:
    word = word * _MULTIPLIER & _MASK
    return (word ^ word >> 24) * _MULTIPLIER & _MASK


def murmur2(data: bytes) -> int:
    """32-bit MurmurHash2 with the seed of Kafka's Java client, unsigned."""
    whole = len(data) & ~3
    value = _SEED ^ len(data)
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little")
        value = (value * _MULTIPLIER & _MASK) ^ _mix(word)
    if len(data) > whole:
        value = (value ^ int.from_bytes(data[whole:], "little")) * _MULTIPLIER & _MASK
    value = (value ^ value >> 13) * _MULTIPLIER & _MASK
    return value ^ value >> 15


def partition_of(key: bytes, partitions: int) -> int:
    """The partition Kafka's default partitioner picks for a key."""
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def size_of(key: bytes | None, value: bytes, headers: Iterable[tuple[str, bytes]]) -> int:
    """Bytes of a record as far as the caller decides them."""
    return len(key or b"") + len(value) + sum(len(name.encode()) + len(content) for name, content in headers)


def fits(record: Outgoing) -> bool:
    """Whether a record is within `MAX_RECORD_BYTES`; a larger one is never acknowledged."""
    return size_of(record.key.encode(), record.value, record.headers) <= MAX_RECORD_BYTES


def check_topic(topic: Topic) -> None:
    """ValueError for a name Kafka refuses, or a count that makes no sense."""
    if not _TOPIC_NAME.fullmatch(topic.name) or topic.name in (".", ".."):
        raise ValueError("illegal topic name")
    if topic.partitions < 1 or topic.retention_hours < 1:
        raise ValueError(f"topic {topic.name} needs at least one partition and one hour of retention")
