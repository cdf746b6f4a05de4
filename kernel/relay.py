"""Outbox -> log: a polling publisher is the truth; a change in the store merely wakes it.

One relay per service publishes at a time (a lease in the store). Should two overlap for a moment, events are sent
twice, never lost and never out of order within one relay; the consumers' inbox makes the second arrival harmless.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kernel import outbox
from kernel.bus.port import Bus, Outgoing, Producer
from kernel.chance import Chance
from kernel.clock import Clock, from_text, to_text
from kernel.envelope import to_record
from kernel.errors import BusUnavailable, Conflict, DuplicateKey
from kernel.outbox import OUTBOX
from kernel.store.port import Collection, Document, Insert, Replace, Store, Write
from kernel.telemetry import metrics

LEASES = Collection("leases")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LEASE_SECONDS = 10.0  # how long nothing is published when a relay dies holding it
BATCH_MAX = 200  # acknowledgements waited for at once


@dataclass
class Lease:
    """The right to do what only one process may do at a time. Lost when it is not renewed in time."""

    store: Store
    clock: Clock
    chance: Chance
    name: str
    holder: str = ""
    until: datetime = NEVER  # as we wrote it last

    def held(self) -> bool:
        """Take it, or renew it once half of it has passed; False while another holder's has not run out."""
        self.holder = self.holder or self.chance.new_id()
        now = self.clock.now()
        if self.until - now > timedelta(seconds=LEASE_SECONDS / 2):
            return True  # nobody takes it from us before it has run out, so the store need not be asked
        current = self.store.get(LEASES, self.name)
        if current is None:
            return self._taken(Insert(LEASES, self._document()))
        until = from_text(current["until"])
        if current["holder"] != self.holder and until > now:
            return False
        return self._taken(Replace(LEASES, self._document(), current["_v"]))

    def release(self) -> None:
        """Let the next holder start at once."""
        self.until = NEVER
        current = self.store.get(LEASES, self.name)
        if current is not None and current["holder"] == self.holder:
            self._write(Replace(LEASES, {**current, "until": to_text(self.clock.now())}, current["_v"]))

    def _taken(self, write: Insert | Replace) -> bool:
        if not self._write(write):
            return False
        self.until = from_text(write.document["until"])
        return True

    def _document(self) -> Document:
        until = self.clock.now() + timedelta(seconds=LEASE_SECONDS)
        return {"_id": self.name, "holder": self.holder, "until": to_text(until)}

    def _write(self, write: Write) -> bool:
        try:
            self.store.commit([write], self.chance.new_id())
        except (Conflict, DuplicateKey):
            return False
        return True


@dataclass
class Relay:
    """Publishes one service's pending events."""

    source: str
    topic: str
    store: Store
    bus: Bus
    clock: Clock
    chance: Chance
    _producer: Producer | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._lease = Lease(self.store, self.clock, self.chance, "relay")

    def run_once(self) -> int:
        """Publish one batch and mark what was acknowledged. How many; 0 also while another relay holds the lease."""
        if not self._lease.held():
            return 0
        rows = self.store.find(OUTBOX, {"state": "pending"}, ("at", "stream", "sequence"), BATCH_MAX)
        if not rows:
            return 0
        sent = self._sent(rows)
        if sent:
            self._mark(sent)
            metrics.relay_published(self.topic, len(sent))
        if len(sent) < len(rows):
            raise BusUnavailable("some events were not acknowledged")
        return len(sent)

    def close(self) -> None:
        """Stop holding the lease and the connection."""
        if self._producer is not None:
            self._producer.close()
            self._producer = None
        self._lease.release()

    def _sent(self, rows: list[Document]) -> list[Document]:
        if self._producer is None:
            self._producer = self.bus.producer()
        results = self._producer.send([self._record(row) for row in rows])
        return [row for row, result in zip(rows, results, strict=True) if result is not None]

    def _record(self, row: Document) -> Outgoing:
        return to_record(self.topic, outbox.envelope(row, self.source), row["event"])

    def _mark(self, rows: list[Document]) -> None:
        """Whoever else marked them meanwhile: they are published either way."""
        published = {"state": "published", "published_at": to_text(self.clock.now())}
        self.store.mark(OUTBOX, [row["_id"] for row in rows], published)
