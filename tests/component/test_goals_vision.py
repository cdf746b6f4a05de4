"""The shared vision, the plan of a goal, the homes of a child, and a child in two clinics."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.goals.repository import GOALS as GOALS_KEPT
from services.goals.repository.households import HOUSEHOLDS
from services.goals.repository.vision import VISIONS
from tests.builders import HILL, LAKE
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    MOTHER,
    THERAPIST,
    WORDING,
    an_agreed_goal,
    done,
    goal_seen,
    goals_world,
    refused,
)
from tests.component.one_service import CANARY, OneService

VISION, HOMES = f"{CHILD}/vision", f"{CHILD}/households"
PLAN = {
    "behaviour": "Stays in bed after the story",
    "contexts": ["home"],
    "measure": "count",
    "unit": "nights a week",
    "baseline": 1,
    "target": 5,
    "review_on": "2026-04-20",
}


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def test_a25_the_vision_is_agreed_when_all_voices_agree_and_an_edit_asks_them_again(goals: OneService) -> None:
    first = done(goals.post(VISION, MOTHER, {"clinic": HILL, "text": "Calm evenings", "revision": 0}), 201)
    assert first["revision"] == 1
    yes = {"clinic": HILL, "revision": 1}
    assert not done(goals.post(f"{VISION}/agreement", MOTHER, yes))["agreed"]
    assert not done(goals.post(f"{VISION}/agreement", THERAPIST, yes))["agreed"]
    assert done(goals.post(f"{VISION}/agreement", THERAPIST, {**yes, "voice": "child"}))["agreed"]
    assert goals.events() == ["goals.vision-agreed.v1"]
    done(goals.post(VISION, THERAPIST, {"clinic": HILL, "text": "Calm mornings too", "revision": 1}), 201)
    (seen,) = done(goals.get(VISION, FATHER))["visions"]
    assert (seen["agreed"], seen["agreed_voices"], seen["text"]) == (False, [], "Calm mornings too")
    assert refused(goals.post(f"{VISION}/agreement", MOTHER, yes))[:2] == (409, "worded-anew")
    assert len(goals.rows(VISIONS.collection)) == 2


def test_of_two_who_edit_the_same_vision_one_is_told_that_it_was_worded_anew(goals: OneService) -> None:
    done(goals.post(VISION, MOTHER, {"clinic": HILL, "text": "Calm evenings", "revision": 0}), 201)
    late = goals.post(VISION, FATHER, {"clinic": HILL, "text": "Peace", "revision": 0})
    assert refused(late)[:2] == (409, "worded-anew")
    (seen,) = done(goals.get(VISION, MOTHER))["visions"]
    assert seen["text"] == "Calm evenings"


def test_a62_a_goal_has_its_context_and_one_household_that_the_other_home_never_hears_of(goals: OneService) -> None:
    home = {"clinic": HILL, "label": f"By the lake {CANARY}", "guardians": ["mother"]}
    house = done(goals.post(HOMES, THERAPIST, home), 201)["household"]
    goal = an_agreed_goal(goals, plan={**PLAN, "household": house})
    seen = goal_seen(goals, THERAPIST, goal)
    assert seen is not None
    assert seen["plan"] == {**PLAN, "household": house}
    theirs = goal_seen(goals, FATHER, goal)
    assert theirs is not None
    assert theirs["contexts"] == ["home"]
    assert house not in json.dumps(theirs)
    assert goals.get(HOMES, FATHER).status_code == 403
    assert CANARY not in json.dumps(goals.rows(HOUSEHOLDS.collection))


def test_an_adult_lives_in_one_home_of_the_child_and_is_one_of_its_adults(goals: OneService) -> None:
    home = {"clinic": HILL, "label": "First", "guardians": ["mother"]}
    house = done(goals.post(HOMES, THERAPIST, home), 201)["household"]
    for guardians, code in ((["mother"], "elsewhere"), (["stranger"], "unknown"), ([], "empty")):
        found = refused(goals.post(HOMES, THERAPIST, {**home, "guardians": guardians}))
        assert found == (422, "household-refused", {"guardians": [code]})
    done(goals.put(f"{HOMES}/{house}", THERAPIST, {**home, "guardians": ["mother", "father"]}))
    (seen,) = done(goals.get(HOMES, THERAPIST))["households"]
    assert seen["guardians"] == ["father", "mother"]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"review_on": "soon"}, {"plan.review_on": ["not-a-day"]}),
        ({"contexts": []}, {"plan.contexts": ["empty"]}),
        ({"household": "nowhere"}, {"plan.household": ["unknown"]}),
        ({"target": -1}, {"plan.target": ["out-of-range"]}),
        ({"unit": "x" * 41}, {"plan.unit": ["too-long"]}),
        ({"behaviour": " "}, {"plan.behaviour": ["empty"]}),
    ],
)
def test_a_plan_that_does_not_fit_names_its_field(
    goals: OneService, change: dict[str, object], errors: dict[str, list[str]]
) -> None:
    body = {**WORDING, "clinic": HILL, "plan": {**PLAN, **change}}
    assert refused(goals.post(GOALS, THERAPIST, body))[2] == errors
    assert goals.rows(GOALS_KEPT.collection) == []


def test_a_child_in_two_clinics_has_goals_weights_and_a_vision_in_each(goals: OneService) -> None:
    goals.register("c1", LAKE, "t9")
    goals.consent.says("goals-progress", "t9", {"outcome": "permit", "obligations": []})
    hill = an_agreed_goal(goals, weight=3)
    lake = done(goals.post(GOALS, ELSEWHERE, {**WORDING, "clinic": LAKE}), 201)["goal"]
    done(goals.post(f"{GOALS}/{lake}/agreement", ELSEWHERE, {}))
    assert [goal["goal"] for goal in done(goals.get(GOALS, THERAPIST))["goals"]] == [hill]
    assert [goal["goal"] for goal in done(goals.get(GOALS, ELSEWHERE))["goals"]] == [lake]
    assert {goal["goal"] for goal in done(goals.get(GOALS, MOTHER))["goals"]} == {hill, lake}
    for clinic, text in ((HILL, "At school"), (LAKE, "At home")):
        done(goals.post(VISION, MOTHER, {"clinic": clinic, "text": text, "revision": 0}), 201)
    assert len(done(goals.get(VISION, MOTHER))["visions"]) == 2
    assert len(done(goals.get(VISION, THERAPIST))["visions"]) == 1
