"""Sending to Kafka so that a record is either acknowledged by every in-sync replica or reported.

All records of one chunk that go to one partition travel in one batch, which succeeds or fails as a whole, and the
next chunk waits for this one: a later record is never written when an earlier one of its key was not. That is why
the client lingers until it is flushed and why its batches are larger than a chunk.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError
from kafka.producer.future import RecordMetadata

from kernel.bus.kafka_link import Lazy, Link
from kernel.bus.port import Outgoing, Sent
from kernel.bus.wire import fits, size_of
from kernel.clock import Clock
from kernel.errors import BusUnavailable

_CHUNK_BYTES = 256 * 1024
_CHUNK_RECORDS = 1_000
# Room for a chunk with its overhead, so that no batch is full before it is flushed.
_BATCH_BYTES = 2 * _CHUNK_BYTES
# After the delivery timeout the library itself fails what is left; this is for its thread to get round to it.
_GRACE_SECONDS = 2.0
_CLOSE_SECONDS = 1.0
# The library applies the timeout of a flush to each batch anew, so the whole is bounded by many short ones.
_FLUSH_SECONDS = 0.25


class KafkaRecordProducer:
    """acks=all, idempotent, one request in flight. A send never takes much longer than `delivery_seconds`."""

    def __init__(self, link: Link, clock: Clock, delivery_seconds: float, compression: str | None) -> None:
        self._clock = clock
        self._bound = delivery_seconds
        self._closed = False
        self._client = Lazy(lambda: _make(link, delivery_seconds, compression), _close)

    def send(self, records: Sequence[Outgoing]) -> list[Sent | None]:
        """After a failure the client is replaced: nothing of it can be written behind the next call's records."""
        if self._closed:
            raise BusUnavailable("the producer is closed")
        results: list[Sent | None] = [None] * len(records)
        if not records:
            return results
        topics = self._reachable({record.topic for record in records})
        failed = {record.key for record in records if record.topic not in topics}
        for chunk in _chunks(records):
            sent = self._send_chunk([(place, records[place]) for place in chunk], failed)
            for place in chunk:
                results[place] = sent.get(place)
        return results

    def close(self) -> None:
        """Nothing is pending between two calls."""
        self._closed = True
        self._client.drop()

    def _reachable(self, topics: set[str]) -> set[str]:
        client = self._client.get()
        known = set()
        for topic in topics:
            try:
                client.partitions_for(topic)
            except KafkaError:
                continue
            known.add(topic)
        return known

    def _send_chunk(self, chunk: list[tuple[int, Outgoing]], failed: set[str]) -> dict[int, Sent]:
        client = self._client.get()
        pending: list[tuple[int, Outgoing, Any]] = []
        for place, record in chunk:
            future = None if record.key in failed else _start(client, record)
            if future is None:
                failed.add(record.key)
            else:
                pending.append((place, record, future))
        sent = self._collect(client, pending)
        failed.update(record.key for place, record, _ in pending if place not in sent)
        if len(sent) < len(pending):
            self._client.drop()
        return _without_gaps(pending, sent)

    def _collect(self, client: Any, pending: list[tuple[int, Outgoing, Any]]) -> dict[int, Sent]:
        deadline = self._clock.monotonic() + self._bound + _GRACE_SECONDS
        while not all(future.is_done for _, _, future in pending):
            left = deadline - self._clock.monotonic()
            if left <= 0:
                break
            with suppress(KafkaError):  # the futures below tell record by record
                client.flush(min(left, _FLUSH_SECONDS))
        acknowledged = ((place, _acknowledged(future)) for place, _, future in pending)
        return {place: sent for place, sent in acknowledged if sent is not None}


def _acknowledged(future: Any) -> Sent | None:
    """A success without metadata, or with offset -1, is none: nobody promised to keep that record."""
    if not future.succeeded() or not isinstance(future.value, RecordMetadata) or future.value.offset < 0:
        return None
    return Sent(future.value.partition, future.value.offset)


def _make(link: Link, delivery_seconds: float, compression: str | None) -> Any:
    third = int(delivery_seconds * 1000 / 3)
    link = Link(link.bootstrap, link.client_id, link.security, third / 1000)
    return link.open(
        KafkaProducer,
        acks="all",
        enable_idempotence=True,
        max_in_flight_requests_per_connection=1,
        compression_type=compression,
        batch_size=_BATCH_BYTES,
        linger_ms=third,
        delivery_timeout_ms=int(delivery_seconds * 1000),
        max_block_ms=third,
        allow_auto_create_topics=False,
    )


def _close(client: Any) -> None:
    try:
        client.close(timeout=_CLOSE_SECONDS)
    except KafkaError:
        # `close` gave up waiting before it stopped the thread; without this the thread could still send.
        client._sender.force_close()


def _start(client: Any, record: Outgoing) -> Any:
    """A future, or None when the record cannot even be queued."""
    if not fits(record):
        return None
    try:
        return client.send(record.topic, key=record.key.encode(), value=record.value, headers=list(record.headers))
    except KafkaError:
        return None


def _without_gaps(pending: list[tuple[int, Outgoing, Any]], sent: dict[int, Sent]) -> dict[int, Sent]:
    """What came after a failure of its key counts as failed, whatever the broker did with it."""
    gaps: set[str] = set()
    for place, record, _ in pending:
        if place not in sent:
            gaps.add(record.key)
        elif record.key in gaps:
            del sent[place]
    return sent


def _chunks(records: Sequence[Outgoing]) -> Iterator[list[int]]:
    chunk: list[int] = []
    filled = 0
    for place, record in enumerate(records):
        size = size_of(record.key.encode(), record.value, record.headers)
        if chunk and (filled + size > _CHUNK_BYTES or len(chunk) == _CHUNK_RECORDS):
            yield chunk
            chunk, filled = [], 0
        chunk.append(place)
        filled += size
    if chunk:
        yield chunk
