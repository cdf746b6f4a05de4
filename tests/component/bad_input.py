"""A platform in memory with one family, whoever may ask, and a way to see that a refused request changed nothing."""

import hashlib
import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from kernel.auth.principal import Kind, Principal, Role
from kernel.outbox import OUTBOX
from kernel.telemetry import logs
from kernel.work import TIMERS
from tests.builders import HILL, LAKE, NORTH, InMemory, guardian, platform, staff
from tests.component.openapi import Operation, operations

CANARY = "Kanarie-7f3a-bad-input"
SERVICES = ("consent", "notes", "goals", "notifications")
SOUTH = "network-south"
MORE = 100_000
WHO: Mapping[str, Principal] = {
    "therapist": staff("ted", Role.THERAPIST),
    "supervisor": staff("sue", Role.SUPERVISOR),
    "clinic-admin": staff("ada", Role.CLINIC_ADMIN),
    "front-desk": staff("fred", Role.FRONT_DESK),
    "privacy-officer": staff("pia", Role.PRIVACY_OFFICER),
    "guardian": guardian("mother"),
    "service": Principal("web", Kind.SERVICE, None, via="web"),
}
ADMIN, THERAPIST = WHO["clinic-admin"], WHO["therapist"]
CHILD, CONTENT = "child-of-hill", {"kind": "data", "text": "A short text.", "visibility": "care-team", "persons": []}
FOREIGN = {  # somebody with the same role elsewhere: in another clinic of the network, and in another network
    "another clinic": lambda role: staff(f"{role}-lake", Role(role), clinic=LAKE),
    "another network": lambda role: staff(f"{role}-south", Role(role), clinic=HILL, network=SOUTH),
}


class Town:
    """The family, and everything the services write to their logs."""

    def __init__(self, inside: InMemory, written: io.StringIO) -> None:
        self.inside, self.written = inside, written
        self.note = ""

    def settle(self) -> "Town":
        """One clinic, one child with two parents, one draft."""
        for person in ("sue", "ted", "ada", "fred", "mother", "father"):
            body = {"person": person, "network": NORTH, "name": "A Name", "language": "en", "zone": "America/Denver"}
            self._must("consent", "/people", ADMIN, body)
        clinic = {
            "clinic": HILL, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver", "name": "Hill",
            "languages": ["en"], "on_call": ["sue"], "agency_name": "The agency",
        }  # fmt: skip
        self._must("consent", "/clinics", ADMIN, clinic)
        self._must("consent", "/children", ADMIN, self.child())
        self.inside.settle()
        draft = {"clinic": HILL, "template": "dap", "session": None, "sections": [CONTENT], "contributors": ["ted"]}
        self.note = self._must("notes", f"/children/{CHILD}/notes", THERAPIST, draft)["note"]
        self.inside.settle()
        return self

    def child(self) -> dict[str, Any]:
        """As the front desk registers it."""
        edge = {"authority": "joint-legal", "since": "2015-01-01T00:00:00.000000Z", "source": "birth-certificate"}
        adults = [{**edge, "person": "mother", "lives_with_child": True}, {**edge, "person": "father"}]
        return {
            "child": CHILD, "network": NORTH, "clinic": HILL, "jurisdiction": "US-CO", "name": "A Child",
            "birth_day": "2015-05-05", "basis": "guardian", "confidentiality_agreement": False, "care_team": ["ted"],
            "adults": adults, "agency": None,
        }  # fmt: skip

    def path(self, operation: Operation, **given: str) -> str:
        """The address with what exists; `given` replaces."""
        there = {"child": CHILD, "note": self.note, "person": "mother", "clinic": HILL, "stream": CHILD}
        names = {name: given.get(name, there.get(name, "none-such")) for name in operation.parameters}
        return operation.path.format(**names)

    def send(
        self, operation: Operation, path: str, who: Principal, content: bytes | None, **headers: str
    ) -> httpx.Response:
        """The request as bytes, under a fresh Idempotency-Key unless headers say otherwise."""
        keyed = {"Idempotency-Key": hashlib.sha256(f"{path}{content!r}".encode()).hexdigest()}
        given = {
            **keyed,
            "Content-Type": "application/json",
            **{key.replace("_", "-"): headers[key] for key in headers},
        }
        with self.inside.client(operation.service, who) as client:
            kept = {name: value for name, value in given.items() if value}
            return client.request(operation.method, path, content=content, headers=kept)

    def state(self) -> str:
        """A fingerprint of everything that decisions write: aggregates, timers, events. Audit rows may be added."""
        told = []
        for node in self.inside.platform.nodes.values():
            own = (*(kind.collection for kind in node.service.kinds), *node.service.collections, OUTBOX, TIMERS)
            told += [node.store.find(collection, {}, ("_id",), MORE) for collection in own]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def _must(self, service: str, path: str, who: Principal, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.inside.post(service, path, who, body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """Closed at the end; logging is given back."""
    written = io.StringIO()
    with platform(folder) as inside:
        logs.configure("town", stream=written, level="debug")
        yield Town(inside, written).settle()


@cache
def every_operation() -> tuple[Operation, ...]:
    """Of all services, from the documents they publish."""
    with tempfile.TemporaryDirectory() as folder, platform(Path(folder)) as inside:
        documents = {name: inside.platform.apps[name].test_client().get("/openapi.json").json for name in SERVICES}
    return tuple(found for name in SERVICES for found in operations(name, documents[name] or {}))


def is_behind_a_token(operation: Operation) -> bool:
    """All but the doors at which providers knock with a signature of their own (`test_notifications_reports.py`)."""
    return any(name in operation.allowed for name in WHO)


def somebody(operation: Operation) -> Principal:
    """Whoever may knock at this door."""
    return next(WHO[name] for name in WHO if name in operation.allowed)
