"""The goals service with one child, its two parents and its care team, for tests through HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, guardian, staff
from tests.component.one_service import PERMIT, OneService, one_service

THERAPIST, SUPERVISOR = staff("t1", Role.THERAPIST), staff("s1", Role.SUPERVISOR)
ELSEWHERE = staff("t9", Role.THERAPIST, clinic=LAKE)
MOTHER, FATHER, STRANGER = guardian("mother"), guardian("father"), guardian("stranger")
CHILD = "/children/c1"
GOALS = f"{CHILD}/goals"
LADDER = ["Wakes all", "Calls twice", "Calls once", "Settles alone", "Sleeps through"]
WORDING = {"statement": "Sleeps alone", "levels": LADDER, "baseline": -2, "weight": None}
CLASSES = ("goals-progress", "home-practice", "attendance-billing")


@contextmanager
def goals_world(folder: Path) -> Iterator[OneService]:
    """Both parents may know of goals and home practice."""
    with one_service("goals", folder) as service:
        service.register()
        for person in ("t1", "t2", "s1", "mother", "father"):
            for disclosure_class in CLASSES:
                service.consent.says(disclosure_class, person, PERMIT)
        yield service


def done(response: Any, status: int = 200) -> dict[str, Any]:
    """The answer, which has this status."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    return body


def refused(response: Any) -> tuple[int, str, dict[str, Any]]:
    """Status, code, fields."""
    body = response.json()
    return response.status_code, body["code"], body.get("errors") or {}


def same_refusal(first: Any, second: Any) -> bool:
    """Nobody can tell them apart."""
    return first.status_code == second.status_code and {**first.json(), "trace": ""} == {**second.json(), "trace": ""}


def proposed(goals: OneService, who: Any, **changes: Any) -> str:
    """A goal put up by this voice."""
    body = {"clinic": HILL, "statement": "Sleeps alone", **changes}
    return str(done(goals.post(GOALS, who, body), 201)["goal"])


def an_agreed_goal(goals: OneService, **changes: Any) -> str:
    """By the therapist alone."""
    goal = proposed(goals, THERAPIST, **{**WORDING, **changes})
    done(goals.post(f"{GOALS}/{goal}/agreement", THERAPIST, {}))
    return goal


def goal_seen(goals: OneService, who: Any, goal: str) -> dict[str, Any] | None:
    """As this reader's list shows it, None when it does not."""
    found = done(goals.get(GOALS, who))["goals"]
    return next((item for item in found if item["goal"] == goal), None)
