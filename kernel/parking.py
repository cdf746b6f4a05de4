"""A record that cannot be handled stops its child's stream, and only that.

The culprit is kept as *dead*, everything that follows on the same key as *waiting*, in the consumer's own store and in
order, while the offset moves on and other children flow. An operator redrives the stream (same event ids) or, with a
reason, discards the culprit first.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from kernel.bus.port import Record
from kernel.clock import Clock, to_text
from kernel.errors import Conflict, DuplicateKey, NotFound
from kernel.store.port import Collection, Document, Guard, Index, Insert, Remove, Replace, Store, Write

PARKED = Collection("parked")
HELD = Collection("held", (Index(("stream", "order")), Index(("state", "at"))))
NO_STREAM = "unreadable"  # records without a usable key park nothing but are kept
HELD_BYTES_MAX = 128 * 1024  # a larger value is kept cut: it is no event, and its start is enough to tell what it was


@dataclass(frozen=True, slots=True)
class Parking:
    """The parked streams of one consuming service."""

    store: Store
    clock: Clock

    def is_parked(self, stream: str | None) -> bool:
        """True while anything of the stream is held."""
        return stream is not None and self.store.get(PARKED, stream) is not None

    def park(self, record: Record, code: str) -> None:
        """Hold a culprit and stop its stream. Repeatable for the same record."""
        writes: list[Write] = [Insert(HELD, self._held(record, "dead", code))]
        if record.key is not None and not self.is_parked(record.key):
            writes.append(Insert(PARKED, {"_id": record.key, "since": to_text(self.clock.now()), "code": code}))
        self._commit(writes, record)

    def hold(self, record: Record) -> None:
        """Keep a record behind the culprit; Conflict if the stream was set free meanwhile."""
        parked = self.store.get(PARKED, record.key or "")
        if parked is None:
            raise Conflict("the stream was freed meanwhile")
        guard = Guard(PARKED, parked["_id"], parked["_v"])
        self._commit([Insert(HELD, self._held(record, "waiting", "")), guard], record)

    def streams(self) -> list[Document]:
        """Parked streams: since when, why, how many records are held."""
        return [
            {**parked, "held": self.store.count(HELD, {"stream": parked["_id"]})}
            for parked in self.store.find(PARKED, {}, ("_id",), 1000)
        ]

    def dead(self) -> list[Document]:
        """The culprits, oldest first."""
        return self.store.find(HELD, {"state": "dead"}, ("at",), 1000)

    def redrive(self, stream: str, handle: Callable[[Record], None]) -> int:
        """Handle the held records in order, then free the stream; stops at the first that raises. How many passed."""
        done = 0
        while True:
            parked = self.store.get(PARKED, stream)
            held = self.store.find(HELD, {"stream": stream}, ("order",), 50)
            if not held:
                if parked is not None:
                    self.store.commit([Remove(PARKED, stream, parked["_v"])], f"free:{stream}:{parked['_v']}")
                return done
            for document in held:
                handle(as_record(document))
                self.store.commit([Remove(HELD, document["_id"], document["_v"])], f"redriven:{document['_id']}")
                done += 1

    def discard(self, held_id: str) -> Document:
        """Let a culprit go; the caller audits who and why. The rest of the stream waits for a redrive."""
        document = self.store.get(HELD, held_id)
        if document is None:
            raise NotFound("no-such-dead-letter")
        self.store.commit([Remove(HELD, held_id, document["_v"])], f"discard:{held_id}")
        return document

    def retried(self, document: Document, code: str) -> None:
        """A redrive met this culprit again: remember the newest reason."""
        again = {**document, "state": "dead", "code": code}
        self.store.commit([Replace(HELD, again, document["_v"])], f"again:{document['_id']}:{document['_v']}")

    def _commit(self, writes: list[Write], record: Record) -> None:
        try:
            self.store.commit(writes, f"held:{record.topic}:{record.partition}:{record.offset}")
        except DuplicateKey as duplicate:
            if duplicate.collection != HELD.name:
                raise  # two culprits of one stream at once: the caller tries again and finds it parked

    def _held(self, record: Record, state: str, code: str) -> Document:
        return {
            "_id": f"{record.topic}:{record.partition}:{record.offset}",
            "stream": record.key or NO_STREAM,
            "order": f"{record.topic}:{record.partition:05d}:{record.offset:015d}",
            "state": state,
            "code": code,
            "at": to_text(self.clock.now()),
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "timestamp_ms": record.timestamp_ms,
            "size": len(record.value),
            "value": base64.b64encode(record.value[:HELD_BYTES_MAX]).decode(),
            "headers": [[name, base64.b64encode(value or b"").decode()] for name, value in record.headers],
        }


def as_record(document: Document) -> Record:
    """The record as it came."""
    return Record(
        topic=document["topic"],
        partition=document["partition"],
        offset=document["offset"],
        key=None if document["stream"] == NO_STREAM else document["stream"],
        value=base64.b64decode(document["value"]),
        headers=tuple((name, base64.b64decode(value)) for name, value in document["headers"]),
        timestamp_ms=document["timestamp_ms"],
    )
