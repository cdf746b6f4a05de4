"""The read side: a person's view of a service's own store, with a record of every confidential text that is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from kernel.audit import Act
from kernel.auth.principal import Principal
from kernel.dispatch import Dispatcher
from kernel.errors import NotFound
from kernel.kind import Kind, Sealed
from kernel.recording import Recorded
from kernel.store.ahead import ReadAhead
from kernel.store.port import Document, Page, Sort, Wanted, Where

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """One person asking one question. Queries receive it as their first argument."""

    dispatcher: Dispatcher
    principal: Principal

    @property
    def now(self) -> datetime:
        """The moment of the question."""
        return self.dispatcher.clock.now()

    def load(self, kind: Kind[T], id: str) -> T:
        """The aggregate; NotFound names the kind, never the id."""
        found = self.known(kind, id)
        if found is None:
            raise NotFound(f"no-such-{kind.cls.__name__.lower()}")
        return found

    def known(self, kind: Kind[T], id: str) -> T | None:
        """The aggregate or None."""
        document = self.dispatcher.store.get(kind.collection, id)
        return None if document is None else kind.from_document(document)

    def many(self, kind: Kind[T], ids: list[str]) -> dict[str, T]:
        """Those that exist, in one round trip."""
        found = self.dispatcher.store.get_many(kind.collection, ids)
        return {id: kind.from_document(document) for id, document in found.items()}

    def find(self, kind: Kind[T], where: Where, sort: Sort = (), limit: int = 100) -> list[T]:
        """Matching aggregates."""
        found: list[Document] = self.dispatcher.store.find(kind.collection, where, sort, limit)
        return [kind.from_document(document) for document in found]

    def page(self, kind: Kind[Any], where: Where, sort: Sort, limit: int, cursor: str | None) -> Page:
        """One page of documents, with the cursor to the next."""
        return self.dispatcher.store.page(kind.collection, where, sort, limit, cursor)

    def open(self, subject: str, sealed: Sealed) -> str:
        """Decrypt; Gone when the subject's key was destroyed. Call `shown` before the text leaves the service."""
        return self.dispatcher.vault.open(subject, sealed)

    def digest(self, **parts: str) -> str:
        """Keyed hash of named parts under a secret of this service: 64 hexadecimal characters."""
        return self.dispatcher.vault.digest(**parts)

    def shown(self, stream: str, action: str, /, **facts: str) -> None:
        """Record durably that this person is about to see confidential text."""
        self.dispatcher.record(stream, self.principal, action, "read", **facts)

    def refused(self, stream: str, action: str, code: str, /, **facts: str) -> None:
        """Record durably that this person was not shown it."""
        self.dispatcher.record(stream, self.principal, action, "refused", code, **facts)

    def ahead(self, wanted: Iterable[Wanted]) -> "Reader":
        """The same reader, with these documents read in one round trip. For one question: they grow old."""
        store = ReadAhead(self.dispatcher.store)
        store.look(wanted)
        return replace(self, dispatcher=replace(self.dispatcher, store=store))

    def ask(self, service: str, path: str, params: Any = None) -> Any:
        """A question to another service in this person's name."""
        return self.dispatcher.call.get(service, path, self.principal, params)


@dataclass(frozen=True, slots=True)
class Gathering(Reader):
    """A reader of many things: what it shows is recorded in one commit. Call `record` before anything leaves."""

    acts: list[Recorded] = field(default_factory=list)

    def shown(self, stream: str, action: str, /, **facts: str) -> None:
        """Remember for the record."""
        self.acts.append((stream, self._act(action, "read", "", facts)))

    def refused(self, stream: str, action: str, code: str, /, **facts: str) -> None:
        """Remember for the record."""
        self.acts.append((stream, self._act(action, "refused", code, facts)))

    def record(self) -> None:
        """Everything remembered, durably."""
        if self.acts:
            self.dispatcher.record_all(self.acts)

    def _act(self, action: str, outcome: str, code: str, facts: Mapping[str, str]) -> Act:
        asker = self.principal
        return Act(actor=asker.person, actor_kind=asker.kind, action=action, outcome=outcome, code=code, facts=facts)
