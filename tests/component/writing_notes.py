"""Notes as the component tests write them."""

from typing import Any

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, guardian, staff
from tests.component.one_service import CANARY, PERMIT, OneService

AUTHOR, COLLEAGUE = staff("t1", Role.THERAPIST), staff("t2", Role.THERAPIST)
SUPERVISOR, DESK = staff("s1", Role.SUPERVISOR), staff("d1", Role.FRONT_DESK)
STRANGER = staff("t9", Role.THERAPIST, clinic=LAKE)
MOTHER, FATHER = guardian("mother"), guardian("father")
NOTES = "/children/c1/notes"
CONCERN = {
    "kind": "self-harm",
    "severity": "serious",
    "about": [],
    "child_told": "told",
    "wording": f"She spoke of hurting herself. {CANARY}",
}



def opened(service: OneService) -> OneService:
    """One child in the care of two therapists; the rules let staff read session detail, and guardians nothing."""
    service.register()
    for person in ("t1", "t2", "s1"):
        service.consent.says("session-detail", person, PERMIT)
    return service


def section(text: str, kind: str = "plan", visibility: str | None = None, *persons: str) -> dict[str, Any]:
    return {"kind": kind, "text": text, "visibility": visibility, "persons": list(persons)}


SECTIONS = [
    section(f"Only for me {CANARY}", "assessment"),
    section("For the team", "plan", "care-team"),
    section("For her mother", "plan", "persons", "mother"),
]


def body(**changes: Any) -> dict[str, Any]:
    return {"clinic": HILL, "template": "soap", "session": None, "sections": SECTIONS, **changes}


def drafted(notes: OneService, **changes: Any) -> str:
    response = notes.post(NOTES, AUTHOR, body(**changes))
    assert response.status_code == 201, response.text
    assert response.json()["revision"] == 1
    return str(response.json()["note"])


def signed(notes: OneService, concern: dict[str, Any] | None = None, **changes: Any) -> tuple[str, str | None]:
    note = drafted(notes, **changes)
    response = notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": concern})
    assert response.status_code == 200, response.text
    return note, response.json()["concern"]


def same(one: Any, other: Any) -> bool:
    """Equal but for the trace, which is drawn for each request."""
    first, second = one.json(), other.json()
    return bool({**first, "trace": ""} == {**second, "trace": ""} and one.status_code == other.status_code)
