"""One attempt at one message: what a handler may read, and what its decision becomes.

Everything an attempt needs that is not in the message is fixed before the first attempt (the moment, the seed of the
identifiers), so that a retry after a conflict computes the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from kernel import outbox, recording, stream
from kernel.audit import Act
from kernel.auth.principal import Principal
from kernel.chance import Chance, derived_id
from kernel.clock import to_text
from kernel.crypto import Vault
from kernel.decision import Decision
from kernel.errors import Conflict, NotFound
from kernel.kind import Kind, Sealed
from kernel.store.port import (
    Collection,
    Document,
    Guard,
    Index,
    Insert,
    Remove,
    Replace,
    Sort,
    Store,
    Wanted,
    Where,
    Write,
)

INBOX = Collection("inbox", (Index(("at",)),))
TIMERS = Collection("timers", (Index(("state", "due")), Index(("stream",))))

T = TypeVar("T")


class Call(Protocol):
    """Questions to other services: the one door out of a handler."""

    def get(self, service: str, path: str, principal: Principal, params: Any = None) -> Any:
        """JSON answer; a Refusal or GatewayUnavailable."""
        ...

    def post(self, service: str, path: str, principal: Principal, body: Any, idempotency_key: str) -> Any:
        """JSON answer; a Refusal or GatewayUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What asks for work: a command of somebody, an event of another service, a timer of our own."""

    id: str
    stream: str
    name: str
    actor: Principal
    at: datetime
    correlation: str
    trace: str | None
    once: bool  # recorded in the inbox: a second arrival changes nothing and gets the first one's reply
    fingerprint: str = ""  # of the body, to tell a replay from another request under the same key

    @property
    def wanted(self) -> list[Wanted]:
        """What every attempt at it reads."""
        return [Wanted(stream.STREAMS, (self.stream,)), *([Wanted(INBOX, (self.id,))] if self.once else [])]


class Work:
    """The handler's view of the store. Reads only; writing happens when the decision is committed."""

    def __init__(self, message: Message, store: Store, vault: Vault, call: Call, chance: Chance) -> None:
        self.message, self.call, self._store, self._vault, self._chance = message, call, store, vault, chance
        self.now, self.actor = message.at, message.actor
        self.stream = stream.load(store, message.stream)
        self._versions: dict[tuple[str, str], int] = {}
        self._writes: list[Write] = []
        self._given = 0
        self._fired: Document | None = None
        self.reply: dict[str, Any] = {}

    @property
    def pending(self) -> list[Write]:
        """What the attempt itself must write, whatever is decided: new keys and guards."""
        return list(self._writes)

    @property
    def position(self) -> int:
        """How many events this service had decided on this stream when the attempt began."""
        return self.stream.sequence

    def load(self, kind: Kind[T], id: str) -> T:
        """The aggregate; NotFound names the kind, never the id."""
        found = self.known(kind, id)
        if found is None:
            raise NotFound(f"no-such-{kind.cls.__name__.lower()}")
        return found

    def known(self, kind: Kind[T], id: str) -> T | None:
        """The aggregate or None."""
        return self._seen(kind, self._store.get(kind.collection, id))

    def find(self, kind: Kind[T], where: Where, sort: Sort = (), limit: int = 100) -> list[T]:
        """Matching aggregates; changing one of them is version-checked like a loaded one."""
        found = self._store.find(kind.collection, where, sort, limit)
        return [aggregate for document in found if (aggregate := self._seen(kind, document)) is not None]

    def guard(self, kind: Kind[T], aggregate: T) -> None:
        """The commit fails if this aggregate, of another stream, has changed since it was read."""
        id = aggregate.id  # type: ignore[attr-defined]
        self._writes.append(Guard(kind.collection, id, self._versions[(kind.collection.name, id)]))

    def new_id(self) -> str:
        """The same sequence of identifiers at every attempt and every replay of the message."""
        self._given += 1
        return derived_id(self.message.id, str(self._given))

    def digits(self, count: int) -> str:
        """A code to be typed by a person; it differs between attempts, and only the committed one is ever sent."""
        return self._chance.digits(count)

    def seal(self, subject: str, text: str) -> Sealed:
        """Encrypt under the subject's key, made in this commit if it is the first."""
        return self._vault.seal(subject, text, self._writes)

    def open(self, subject: str, sealed: Sealed) -> str:
        """Decrypt; Gone when the subject's key was destroyed."""
        return self._vault.open(subject, sealed)

    def digest(self, **parts: str) -> str:
        """Keyed hash of named parts under a secret of this service: 64 hexadecimal characters."""
        return self._vault.digest(**parts)

    def _seen(self, kind: Kind[T], document: Document | None) -> T | None:
        if document is None:
            return None
        self._versions[(kind.collection.name, document["_id"])] = document["_v"]
        return kind.from_document(document)

    def writes(self, decision: Decision, kinds: dict[type, Kind[Any]]) -> list[Write]:
        """The whole commit: aggregates, timers, outbox, inbox, audit, head of the stream."""
        writes = self.pending
        writes += [self._changed(kinds[type(item)], item) for item in decision.changes]
        writes += [self._removed(kinds[type(item)], item) for item in decision.removals]
        writes += self.timed(decision)
        writes += self._events(decision)
        writes += self.receipt(decision)
        act = Act(
            actor=self.actor.person,
            actor_kind=self.actor.kind,
            action=self.message.name,
            outcome="done",
            facts=decision.facts,
        )
        writes += recording.lines(self.stream, (act,), self.now, self.stream.sequence + len(decision.events))
        return writes

    def receipt(self, decision: Decision) -> list[Write]:
        """The inbox row, for messages that must count once."""
        if not self.message.once:
            return []
        body = {"fingerprint": self.message.fingerprint, "reply": dict(decision.reply), "at": to_text(self.now)}
        return [Insert(INBOX, {"_id": self.message.id, **body})]

    def _changed(self, kind: Kind[Any], aggregate: Any) -> Write:
        document = kind.to_document(aggregate)
        version = self._versions.get((kind.collection.name, aggregate.id))
        return Insert(kind.collection, document) if version is None else Replace(kind.collection, document, version)

    def _removed(self, kind: Kind[Any], aggregate: Any) -> Write:
        return Remove(kind.collection, aggregate.id, self._versions[(kind.collection.name, aggregate.id)])

    def _events(self, decision: Decision) -> list[Write]:
        at = max(self.now, self.stream.at)
        rows: list[Write] = []
        for offset, event in enumerate(decision.events, start=1):
            if event.child != self.stream.id:
                raise ValueError(f"{event.wire_type} belongs to another stream than the decision")
            row = outbox.row(
                event,
                id=derived_id(self.message.id, "event", str(offset)),
                sequence=self.stream.sequence + offset,
                at=at,
                correlation=self.message.correlation,
                causation=self.message.id,
                trace=self.message.trace,
            )
            rows.append(Insert(outbox.OUTBOX, row))
        return rows

    def timed(self, decision: Decision) -> list[Write]:
        """Timers set, moved and cancelled, and the one that fired, which goes unless its effect sets it anew."""
        named = [timer.id for timer in decision.timers]
        existing = self._store.get_many(TIMERS, [*named, *decision.cancelled]) if named or decision.cancelled else {}
        writes: list[Write] = []
        for timer in decision.timers:
            document: Document = {
                "_id": timer.id,
                "state": "waiting",
                "stream": self.stream.id,
                "name": timer.name,
                "due": to_text(timer.due),
                "data": dict(timer.data),
                "correlation": self.message.correlation,
                "set_by": self.message.id,
                "failures": 0,
            }
            version = existing[timer.id]["_v"] if timer.id in existing else None
            writes.append(Insert(TIMERS, document) if version is None else Replace(TIMERS, document, version))
        gone = [existing[id] for id in decision.cancelled if id in existing and id not in named]
        if self._fired is not None and self._fired["_id"] not in (*named, *decision.cancelled):
            gone.append(self._fired)
        return writes + [Remove(TIMERS, document["_id"], document["_v"]) for document in gone]

    def timer(self, id: str) -> Document | None:
        """The timer as it is set now."""
        return self._store.get(TIMERS, id)

    def consume(self, timer: Document) -> None:
        """This message is a timer that fired: it goes in the same commit as its effect."""
        self._fired = timer


def checked_versions(writes: Sequence[Write]) -> None:
    """A document may be written once per commit; twice is a programming error that the store would hide."""
    seen: set[tuple[str, str]] = set()
    for write in writes:
        id = write.id if isinstance(write, Remove | Guard) else write.document["_id"]
        if (write.collection.name, id) in seen:
            raise Conflict(f"{write.collection.name} is written twice in one commit")
        seen.add((write.collection.name, id))
