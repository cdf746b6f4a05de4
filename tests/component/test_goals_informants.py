"""What one guardian says is on no page of another's: every address that the published interface lists."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import HILL
from tests.component.goals_world import CHILD, FATHER, GOALS, MOTHER, THERAPIST, an_agreed_goal, done, goals_world
from tests.component.one_service import CANARY, OneService

API = Path(__file__).parents[2] / "docs" / "api" / "goals.json"
OF_A_CHILD = "/children/{child}"
SUNDAY = "2026-03-01T19:00:00.000000Z"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def everything_the_mother_says(goals: OneService, goal: str) -> str:
    """One of everything that is hers alone; her rating."""
    at = {"clinic": HILL}
    seen = {**at, "kind": "mood", "observed_at": SUNDAY, "mood": "good", "words": CANARY}
    posts = {
        "observations": seen,
        "contributions": {**at, "topic": "family", "text": CANARY},
        "parallel-goals": {**at, "statement": CANARY},
        "measures": {**at, "instrument": "alliance", "version": 1, "values": [7, 3, 9]},
        "goals": {**at, "statement": CANARY},
        "feedback": {**at, "subject": "therapist", "verdict": "not", "words": CANARY},
    }
    for path, body in posts.items():
        done(goals.post(f"{CHILD}/{path}", MOTHER, body), 201)
    rating = {"level": -1, "words": CANARY, "share": False}
    return str(done(goals.post(f"{GOALS}/{goal}/updates", MOTHER, rating), 201)["update"])


def addresses(**ids: str) -> list[str]:
    """Every question about a child."""
    paths = json.loads(API.read_text("utf-8"))["paths"]
    return [path.format(child="c1", **ids) for path, ways in paths.items() if OF_A_CHILD in path and "get" in ways]


def test_no_address_shows_a_guardian_what_another_informant_said(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    update = everything_the_mother_says(goals, goal)
    asked = addresses(goal=goal, update=update, item=update)
    assert len(asked) > 10
    for path in asked:
        told = goals.get(path, FATHER).text
        assert CANARY not in told, path
        assert "mother" not in told, path
    assert done(goals.get(f"{CHILD}/measures", FATHER))["series"] == []
    heard = "".join(goals.get(path, MOTHER).text for path in asked)
    assert heard.count(CANARY) >= 5
    assert CANARY in goals.get(f"{CHILD}/observations", THERAPIST).text
