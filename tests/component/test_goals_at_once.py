"""Two who answer in the same moment, events that come again, a child in two clinics: nothing lost, nothing doubled."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from services.goals.repository import CHILDREN
from tests.builders import HILL, LAKE
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    MOTHER,
    THERAPIST,
    an_agreed_goal,
    done,
    goals_world,
)
from tests.component.one_service import PERMIT, OneService

PLAN, SAY = f"{CHILD}/strategies", f"{CHILD}/feedback"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def a_step(goals: OneService) -> str:
    """Celebrated with the child's permission."""
    goal = an_agreed_goal(goals)
    done(goals.post(f"{GOALS}/{goal}/updates", THERAPIST, {"level": 1, "words": "", "share": False}), 201)
    step = str(done(goals.get(f"{CHILD}/milestones", THERAPIST))["milestones"][0]["milestone"])
    done(goals.post(f"{CHILD}/milestones/{step}/permission", THERAPIST, {"permitted": True}))
    return step


def test_two_guardians_who_answer_in_the_same_moment_are_both_heard(goals: OneService) -> None:
    step, ready = a_step(goals), Barrier(2)

    def glad(who: Any) -> int:
        ready.wait()
        return int(goals.post(f"{CHILD}/milestones/{step}/cheer", who, key=f"glad-{who.person}").status_code)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(glad, (MOTHER, FATHER))) == [200, 200]
    (told,) = done(goals.get(f"{CHILD}/milestones", THERAPIST))["milestones"]
    assert sorted(told["cheers"]) == ["father", "mother"]
    assert goals.events().count("goals.milestone-cheered.v1") == 2


def test_a_registration_that_is_told_again_changes_nothing(goals: OneService) -> None:
    before = goals.rows(CHILDREN.collection)
    goals.register()
    after = goals.rows(CHILDREN.collection)
    assert [_facts(row) for row in after] == [_facts(row) for row in before]


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the store keeps of its own."""
    return {name: value for name, value in row.items() if name in ("_id", "network", "teams", "adults")}


def test_a_child_in_two_clinics_has_a_plan_in_each_and_neither_team_reads_the_others(goals: OneService) -> None:
    goals.register("c1", LAKE, "t9")
    goals.consent.says("goals-progress", "t9", PERMIT)
    new = {"kind": "strength", "text": "Reads to her brother", "review_on": "2026-04-01"}
    word = {"subject": "therapist", "verdict": "worked"}
    for clinic, who in ((HILL, THERAPIST), (LAKE, ELSEWHERE)):
        done(goals.post(PLAN, who, {**new, "clinic": clinic}), 201)
        done(goals.post(SAY, MOTHER, {**word, "clinic": clinic}), 201)
    for clinic, who in ((HILL, THERAPIST), (LAKE, ELSEWHERE)):
        told = done(goals.get(PLAN, who))
        assert [one["clinic"] for one in told["strategies"]] == [clinic]
        assert [one["clinic"] for one in told["therapist"]] == [clinic]
        assert {one["clinic"] for one in done(goals.get(f"{CHILD}/involvement", who))["guardians"]} == {clinic}
    assert len(done(goals.get(PLAN, MOTHER))["strategies"]) == 2
