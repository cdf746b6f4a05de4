"""One child, two guardians who share custody, a clinic with its desk: the platform whole, for what is said in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from kernel.auth.principal import Principal, Role
from kernel.kind import Kind as Stored
from kernel.outbox import OUTBOX
from services.notifications.model import Task
from services.notifications.repository import TASKS
from tests.builders import HILL, LAKE, NORTH, InMemory, guardian, platform, staff

THERAPIST, COLLEAGUE = staff("tess", Role.THERAPIST), staff("toni", Role.THERAPIST)
SUPERVISOR, ADMIN = staff("sue", Role.SUPERVISOR), staff("ada", Role.CLINIC_ADMIN)
DESK, OUTSIDER = staff("dora", Role.FRONT_DESK), staff("olaf", Role.THERAPIST, clinic=LAKE)
MOTHER, FATHER = guardian("mother"), guardian("father")
SINCE = "2016-01-01T00:00:00.000000Z"
CHILD = "c1"
UNDO = timedelta(seconds=61)


class Talk:
    """The platform, and short ways to say something in it."""

    def __init__(self, made: InMemory) -> None:
        self.made = made
        self.node = made.platform.nodes["notifications"]

    def post(self, path: str, who: Principal, key: str | None = None, **body: Any) -> httpx.Response:
        return self.made.post("notifications", f"/children/{CHILD}{path}", who, body, key)

    def get(self, path: str, who: Principal) -> httpx.Response:
        return self.made.get("notifications", f"/children/{CHILD}{path}", who)

    def ask(self, who: Principal, words: str, category: str = "feedback", **more: Any) -> dict[str, Any]:
        """A conversation begun by a guardian, and left alone until its first message has left."""
        answer = self.post("/threads", who, clinic=more.pop("clinic", HILL), category=category, words=words, **more)
        assert answer.status_code == 201, answer.text
        self.later(UNDO)
        found: dict[str, Any] = answer.json()
        return found

    def thread(self, id: str, who: Principal) -> dict[str, Any]:
        answer = self.get(f"/threads/{id}", who)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def reply(self, id: str, words: str, who: Principal = THERAPIST, **more: Any) -> httpx.Response:
        """To the revision as it is now."""
        revision = more.pop("revision", None) or self.thread(id, who)["revision"]
        return self.post(f"/threads/{id}/replies", who, revision=revision, words=words, **more)

    def later(self, step: timedelta) -> None:
        self.made.clock.advance(step)
        self.made.settle()

    def tasks(self, *codes: str) -> list[Task]:
        """Open and done, oldest first."""
        kind: Stored[Task] = TASKS
        found = [kind.from_document(item) for item in self.node.store.find(kind.collection, {}, ("opened_at",), 500)]
        return [task for task in found if not codes or task.code in codes]

    def said(self, name: str) -> list[dict[str, Any]]:
        """Events of this type, oldest first."""
        rows = self.node.store.find(OUTBOX, {}, ("stream", "sequence"), 1000)
        return [row["event"] for row in rows if row["type"].startswith(f"notifications.{name}.")]

    def done(self, service: str, path: str, who: Principal, body: Mapping[str, object]) -> dict[str, Any]:
        answer = self.made.post(service, path, who, body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def intake(self) -> None:
        """Both parents are joint legal guardians; a second clinic knows nothing of the child."""
        for clinic in (HILL, LAKE):
            self.done("consent", "/clinics", staff("root", Role.CLINIC_ADMIN, clinic=clinic), {
                "clinic": clinic, "network": NORTH, "jurisdiction": "US-CO", "zone": "America/Denver",
                "name": f"{clinic} house", "languages": ["en", "es"], "on_call": ["sue"],
                "agency_name": "County child protection",
            })  # fmt: skip
        for person in ("mother", "father", "tess", "toni", "sue", "dora", "ada"):
            known = {"person": person, "network": NORTH, "name": person, "language": "en", "zone": "America/Denver"}
            self.done("consent", "/people", ADMIN, known)
        adults = [
            {"person": person, "authority": "joint-legal", "since": SINCE, "until": None, "source": "birth-certificate",
             "verifier": "dora", "lives_with_child": person == "mother"}
            for person in ("mother", "father")
        ]  # fmt: skip
        self.done("consent", "/children", ADMIN, {
            "child": CHILD, "network": NORTH, "clinic": HILL, "jurisdiction": "US-CO", "name": "Ada Quokka",
            "birth_day": "2018-11-20", "basis": "guardian", "confidentiality_agreement": False,
            "care_team": ["tess", "toni"], "adults": adults, "agency": None,
        })  # fmt: skip
        self.made.settle()

    def restrict(self, person: str) -> None:
        """A court order against this adult, in every class."""
        order = {"person": person, "kind": "court-order", "classes": [], "source": "court-order", "since": SINCE,
                 "until": None}  # fmt: skip
        self.done("consent", f"/children/{CHILD}/restrictions", ADMIN, order)
        self.made.settle()


@contextmanager
def talking(folder: Path) -> Iterator[Talk]:
    """With the family taken in."""
    with platform(folder) as made:
        talk = Talk(made)
        talk.intake()
        yield talk
