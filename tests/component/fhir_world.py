"""A family whose FHIR view is looked at: the pages' world with both parents, a goal, and a server on the loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from contracts.fhir import fhir_id
from kernel.auth.principal import Principal
from kernel.web.serve import serve_in_thread
from tests.builders import HILL, guardian
from tests.component.web_world import DESK, THERAPIST, WebWorld, web_world

MOTHER, FATHER, AUNT = guardian("mother"), guardian("father"), guardian("aunt")
CHILD, OTHER = "c2", "c3"
STATEMENT = "Ada asks for a break before it is too much. Canary-5d1f."
WORDS = "Twice this week. Canary-77aa."
SINCE = "2016-01-01T00:00:00.000000Z"


class FhirWorld:
    """Ways to ask the endpoint."""

    def __init__(self, pages: WebWorld) -> None:
        self.pages, self.made = pages, pages.made

    def token(self, who: Principal) -> str:
        """As the platform gives it to somebody who has signed in."""
        with self.made.client("web", who) as client:
            return str(client.headers["Authorization"])

    def get(self, path: str, who: Principal, **headers: str) -> httpx.Response:
        """Any answer."""
        with self.made.client("web", who) as client:
            return client.get(f"/fhir/{path}", headers=headers)

    def asked(self, path: str, who: Principal) -> Any:
        """An answer that must be one."""
        answer = self.get(path, who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def found(self, path: str, who: Principal) -> list[dict[str, Any]]:
        """The resources of a search."""
        return [entry["resource"] for entry in self.asked(path, who).get("entry", [])]

    def done(self, service: str, path: str, body: Any, who: Principal = DESK) -> Any:
        """A command that must succeed."""
        answer = self.made.post(service, path, who, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def child(self, child: str = CHILD, **more: Any) -> None:
        """A girl of ten with her parents, both with custody, and an aunt without."""
        adults = [_adult("mother", "joint-legal"), _adult("father", "joint-legal"), _adult("aunt", "step-parent")]
        body = {
            "child": child, "network": "network-north", "clinic": HILL, "jurisdiction": "US-CO",
            "name": "Bea Quokka", "birth_day": "2015-11-20", "basis": "guardian",
            "confidentiality_agreement": True, "care_team": ["tess"], "adults": adults, "agency": "agency-north",
        }  # fmt: skip
        self.done("consent", "/children", {**body, **more})
        self.made.settle()

    def goal(self, child: str = CHILD) -> str:
        """An agreed goal with one rating that was shared."""
        levels = [f"Level {level}" for level in range(-2, 3)]
        body = {"clinic": HILL, "statement": STATEMENT, "levels": levels, "baseline": -1, "weight": None}
        goal = self.done("goals", f"/children/{child}/goals", body, THERAPIST)["goal"]
        self.done("goals", f"/children/{child}/goals/{goal}/agreement", {}, THERAPIST)
        rating = {"level": 0, "words": WORDS, "rater": "therapist", "share": True}
        self.done("goals", f"/children/{child}/goals/{goal}/updates", rating, THERAPIST)
        self.made.settle()
        return fhir_id(child, goal)

    def consent(self, grantor: str, child: str = CHILD, **more: Any) -> str:
        """Somebody permits that the aunt hears of goals."""
        body = {"grantor": grantor, "grantee": "aunt", "classes": ["goals-progress"], "verified": True, "since": SINCE}
        return fhir_id(child, self.done("consent", f"/children/{child}/consents", {**body, **more})["consent"])

    def secret(self, child: str = CHILD) -> None:
        """The child has said what the father did."""
        body = {
            "clinic": HILL, "kind": "abuse-physical", "severity": "serious", "about": ["father"],
            "child_told": "told", "wording": "Canary-0f3e.",
        }  # fmt: skip
        self.done("notes", f"/children/{child}/concerns", body, THERAPIST)
        self.made.settle()


def _adult(person: str, authority: str) -> dict[str, Any]:
    return {
        "person": person, "authority": authority, "since": SINCE, "until": None, "source": "custody-order",
        "verifier": "dora", "lives_with_child": False, "household": f"home-{person}",
    }  # fmt: skip


@contextmanager
def fhir_world(folder: Path) -> Iterator[FhirWorld]:
    """Bea's family, with a goal and a consent."""
    with web_world(folder) as pages:
        made = FhirWorld(pages)
        made.child()
        yield made


@contextmanager
def served(world: FhirWorld) -> Iterator[str]:
    """The address of the endpoint on a real socket; links lead there too."""
    app = world.made.platform.apps["web"]
    server = serve_in_thread(app, "127.0.0.1", 0)
    here = f"http://127.0.0.1:{server.port}"
    app.extensions["alliance.settings"] = replace(app.extensions["alliance.settings"], public_url=here)
    try:
        yield f"{here}/fhir/"
    finally:
        server.stop()
