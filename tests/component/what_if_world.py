"""A consent service with some recorded history, and ways to try other rules on it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from contracts.codes import ConcernKind
from kernel.auth.principal import Role
from kernel.outbox import OUTBOX
from kernel.work import INBOX, TIMERS
from services.consent.packs.kept import packs
from services.consent.queries.whatif import candidate, tried
from services.consent.rules.packs import Pack
from services.consent.whatif.changes import Change
from services.consent.whatif.history import Part
from tests.builders import NORTH, staff
from tests.component.consent_world import ADMIN, World, child_body, clinic_body, concern, update, world

OFFICER = staff("olga", Role.PRIVACY_OFFICER)
COLORADO = packs()["US-CO"]
MORE = 100_000


def colorado(**changed: Any) -> tuple[Pack, ...]:
    """The network's own Colorado."""
    return (replace(COLORADO, **changed),)


def as_file(*given: Pack) -> list[dict[str, Any]]:
    """As a request has them."""
    return [asdict(pack) for pack in given]


class History(World):
    """One child of fourteen who consented alone, one of ten; an update of each, and a concern about the elder."""

    def recorded(self) -> "History":
        """The history."""
        self.done("/clinics", ADMIN, clinic_body())
        self.register("elder", basis="minor", birth_day="2012-01-20")
        self.register("younger")
        self.update("elder")
        self.update("younger")
        self.concern("elder")
        return self

    def register(self, child: str, **more: Any) -> None:
        """In the clinic on the hill."""
        self.done("/children", ADMIN, child_body(child=child, **more))

    def update(self, child: str, name: str = "") -> None:
        """Progress is shared."""
        self.hear(update(child=child, update=f"update-{child}{name}", goal=f"goal-{child}"))

    def concern(self, child: str, **more: Any) -> None:
        """The child wants to harm itself."""
        told = {"kind": ConcernKind.SELF_HARM, "about": (), **more}
        self.hear(concern(child=child, concern=f"concern-{child}", **told))

    def tried(self, children: int = 100, cursor: str | None = None, **what: Any) -> Part:
        """One page of what would be different."""
        reader = self.node.reader(OFFICER)
        return tried(reader, NORTH, candidate(reader, NORTH, **what), cursor, children)

    def told(self, **what: Any) -> list[tuple[str, str | None, str, str]]:
        """Child, person, class, direction."""
        return [brief(change) for change in self.tried(**what).changes]

    def state(self) -> str:
        """A fingerprint of everything but the audit."""
        service = self.node.service
        own = (*(kind.collection for kind in service.kinds), *service.collections, OUTBOX, TIMERS, INBOX)
        rows = [self.node.store.find(collection, {}, ("_id",), MORE) for collection in own]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()

    def trial(self, body: Mapping[str, Any]) -> Any:
        """Over HTTP."""
        return self.done("/what-if", OFFICER, body)


def brief(change: Change) -> tuple[str, str | None, str, str]:
    return change.child, change.person, change.disclosure_class.value, change.direction.value


def day(text: str) -> date:
    return date.fromisoformat(text)


@contextmanager
def history(folder: Path) -> Iterator[History]:
    """Closed at the end."""
    with world(folder) as made:
        yield History(made.made).recorded()
