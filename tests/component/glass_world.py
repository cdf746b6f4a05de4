"""A clinic in which somebody breaks the glass: consent, notes, goals and notifications in one process, over HTTP."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kernel.audit import AUDIT
from kernel.auth.principal import Principal, Role
from kernel.store.port import Document
from tests.builders import NORTH, InMemory, guardian, platform, staff
from tests.component.consent_world import ADMIN, NAMES, THERAPIST, adult, child_body, clinic_body

NURSE = staff("nora", Role.THERAPIST)  # of the clinic, not of the care team
FATHER_NURSE = staff("father", Role.THERAPIST)  # the same person as the guardian `father`
OFFICER, OTHER_OFFICER = staff("pia", Role.PRIVACY_OFFICER), staff("otto", Role.PRIVACY_OFFICER)
SUPERVISOR = staff("sue", Role.SUPERVISOR)
MOTHER, FATHER = guardian("mother"), guardian("father")
SECRET = "She told me what happens at home."
BROKEN = {
    "classes": ["session-detail", "goals-progress"],
    "minutes": 30,
    "reason": "crisis",
    "words": "She stands in the hall and speaks of dying; Tess is away.",
}
FOUND = {"finding": "justified", "words": "The on-call book shows the crisis."}
SOAP = {
    "clinic": "clinic-hill",
    "template": "soap",
    "session": None,
    "sections": [
        {"kind": "assessment", "text": "For me alone.", "visibility": "private", "persons": []},
        {"kind": "plan", "text": SECRET, "visibility": "care-team", "persons": []},
    ],
}
CONCERN = {
    "clinic": "clinic-hill",
    "kind": "abuse-physical",
    "severity": "serious",
    "about": ["father"],
    "child_told": "told",
    "wording": "She is hit at home.",
}


class Clinic:
    """The platform and short ways to talk to it."""

    def __init__(self, made: InMemory) -> None:
        self.made = made

    def post(self, service: str, path: str, who: Principal, body: Mapping[str, Any]) -> httpx.Response:
        """A command."""
        return self.made.post(service, path, who, body)

    def done(self, service: str, path: str, who: Principal, body: Mapping[str, Any]) -> Any:
        """A command that must succeed; everybody hears of it."""
        answer = self.post(service, path, who, body)
        assert answer.status_code in (200, 201), answer.text
        self.made.settle()
        return answer.json()

    def get(self, service: str, path: str, who: Principal, **params: str) -> httpx.Response:
        """A question."""
        return self.made.get(service, path, who, **params)

    def asked(self, service: str, path: str, who: Principal, **params: str) -> Any:
        """A question that must be answered."""
        answer = self.get(service, path, who, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def broken(self, who: Principal = NURSE, **more: Any) -> str:
        """The glass, broken."""
        return str(self.done("consent", "/children/c1/glass", who, {**BROKEN, **more})["access"])

    def tasks(self, who: Principal) -> list[str]:
        """The codes of what waits for this person."""
        return [task["code"] for task in self.asked("notifications", "/tasks", who)["tasks"]]

    def audit(self, service: str, **facts: str) -> list[Document]:
        """The rows of the child's chain that hold these facts."""
        rows = self.made.platform.nodes[service].store.find(AUDIT, {"stream": "c1"}, ("position",), 1000)
        return [row for row in rows if facts.items() <= row["facts"].items()]

    def note(self) -> str:
        """A signed note of the therapist."""
        note = str(self.done("notes", "/children/c1/notes", THERAPIST, SOAP)["note"])
        self.done("notes", f"/children/c1/notes/{note}/signature", THERAPIST, {"revision": 1, "concern": None})
        return note


@contextmanager
def clinic(folder: Path, **child: Any) -> Iterator[Clinic]:
    """Closed at the end."""
    with platform(folder, names=("consent", "notes", "goals", "notifications")) as made:
        found = Clinic(made)
        found.done("consent", "/clinics", ADMIN, clinic_body())
        for person, name in NAMES.items():
            body = {"person": person, "network": NORTH, "name": name, "language": "en", "zone": "America/Denver"}
            found.done("consent", "/people", ADMIN, body)
        adults = [adult("mother", lives_with_child=True), adult("father")]
        found.done("consent", "/children", ADMIN, child_body(adults=adults, **child))
        yield found
