"""The consent service alone, over HTTP, with one family: a girl of ten, her parents, and the people of her clinic."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from contracts.codes import ChildTold, ConcernKind, Severity
from contracts.consent import BasisChanged
from contracts.goals import UpdateShared
from contracts.notes import ConcernRaised
from kernel.audit import AUDIT
from kernel.auth.principal import SYSTEM, Role
from kernel.contract import Event, load
from kernel.envelope import Envelope
from kernel.outbox import OUTBOX
from kernel.store.port import Document
from tests.builders import HILL, LAKE, MORNING, NORTH, InMemory, guardian, platform, staff

ADMIN = staff("admin", Role.CLINIC_ADMIN, Role.FRONT_DESK)
THERAPIST = staff("tess", Role.THERAPIST)
OTHER_THERAPIST = staff("olaf", Role.THERAPIST)
SUPERVISOR = staff("sue", Role.SUPERVISOR)
ELSEWHERE = staff("eve", Role.CLINIC_ADMIN, Role.SUPERVISOR, clinic=LAKE)
FOREIGN = staff("fred", Role.CLINIC_ADMIN, Role.SUPERVISOR, network="network-south")
NOTES = SYSTEM("notes")
MOTHER, FATHER = guardian("mother"), guardian("father")
SINCE = "2016-01-01T00:00:00.000000Z"
NAMES = {"mother": "Mara Quokka", "father": "Finn Wombat", "tess": "Tess Numbat"}
CHILD_NAME = "Ada Quokka"


def adult(person: str, authority: str = "joint-legal", **more: Any) -> dict[str, Any]:
    """One adult as the intake form gives it."""
    return {
        "person": person,
        "authority": authority,
        "since": SINCE,
        "until": None,
        "source": "custody-order",
        "verifier": "admin",
        "lives_with_child": False,
        **more,
    }


def child_body(**more: Any) -> dict[str, Any]:
    """The child as the intake form gives it."""
    return {
        "child": "c1",
        "network": NORTH,
        "clinic": HILL,
        "jurisdiction": "US-CO",
        "name": CHILD_NAME,
        "birth_day": "2015-11-20",
        "basis": "guardian",
        "confidentiality_agreement": False,
        "care_team": ["tess"],
        "adults": [adult("mother"), adult("father")],
        "agency": "agency-north",
        **more,
    }


def clinic_body(**more: Any) -> dict[str, Any]:
    """A clinic with somebody on call."""
    return {
        "clinic": HILL,
        "network": NORTH,
        "jurisdiction": "US-CO",
        "zone": "America/Denver",
        "name": "Hill",
        "languages": ["en"],
        "on_call": ["sue"],
        "agency_name": "County child protection",
        **more,
    }


class World:
    """The service and short ways to talk to it."""

    def __init__(self, made: InMemory) -> None:
        self.made, self.node, self._heard = made, made.platform.nodes["consent"], 0

    def settled(self) -> "World":
        """The clinic, three names and the child are registered."""
        self.done("/clinics", ADMIN, clinic_body())
        for person, name in NAMES.items():
            body = {"person": person, "network": NORTH, "name": name, "language": "en", "zone": "America/Denver"}
            self.done("/people", ADMIN, body)
        self.done("/children", ADMIN, child_body())
        return self

    def get(self, path: str, who: Any, **params: str) -> httpx.Response:
        """A question."""
        return self.made.get("consent", path, who, **params)

    def post(self, path: str, who: Any, body: Mapping[str, Any], key: str | None = None) -> httpx.Response:
        """A command."""
        return self.made.post("consent", path, who, body, key)

    def done(self, path: str, who: Any, body: Mapping[str, Any]) -> Any:
        """A command that must succeed, and its reply."""
        answer = self.post(path, who, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def asked(self, path: str, who: Any, **params: str) -> Any:
        """A question that must be answered."""
        answer = self.get(path, who, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def outcome(self, disclosure_class: str, person: str, who: Any = THERAPIST) -> str:
        """What the rules say now."""
        found = self.asked("/children/c1/decision", who, disclosure_class=disclosure_class, person=person)
        return str(found["outcome"])

    def hear(self, event: Event, id: str | None = None) -> None:
        """An event arrives; the same id is the same arrival."""
        self._heard += 1
        self.node.dispatcher.hear(
            Envelope(
                id=id or f"event-{self._heard}",
                source=event.wire_type.partition(".")[0],
                type=event.wire_type,
                time=self.made.clock.now(),
                key=event.child,
                sequence=self._heard,
                correlation="c",
                causation="c",
                traceparent=None,
                event=event,
            )
        )

    def events(self) -> list[Any]:
        """What is said to the others, in order, typed."""
        rows = self.node.store.find(OUTBOX, {"stream": "c1"}, ("sequence",), 1000)
        classes = self.node.channels.published
        return [load(classes[row["type"]], row["event"]) for row in rows]

    def changes(self) -> list[str]:
        """Which facts are said to have changed, in order, as codes."""
        return [event.code for event in self.events() if isinstance(event, BasisChanged)]

    def audit(self, stream: str = "c1") -> list[Document]:
        """The chain."""
        return self.node.store.find(AUDIT, {"stream": stream}, ("position",), 1000)


def concern(**more: Any) -> ConcernRaised:
    """A serious concern about abuse by the father."""
    return ConcernRaised(
        **{
            "child": "c1",
            "concern": "concern-1",
            "note": None,
            "clinic": HILL,
            "kind": ConcernKind.ABUSE_PHYSICAL,
            "severity": Severity.SERIOUS,
            "about": ("father",),
            "child_told": ChildTold.NOT_YET,
            "raised_by": "tess",
            "raised_at": MORNING,
            **more,
        }
    )


def update(**more: Any) -> UpdateShared:
    """Progress that is meant for those who may know."""
    return UpdateShared(
        **{
            "child": "c1",
            "goal": "goal-1",
            "update": "update-1",
            "clinic": HILL,
            "level": 1,
            "shared_by": "tess",
            "shared_at": MORNING,
            **more,
        }
    )


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Closed at the end."""
    with platform(folder, names=("consent",)) as made:
        yield World(made)


