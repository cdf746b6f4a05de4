"""The goals service over HTTP: proposed, agreed, rated, and read by those who may."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from kernel.outbox import OUTBOX
from kernel.work import INBOX
from services.goals.repository import CHILDREN, GOALS, UPDATES
from tests.builders import HILL, LAKE, guardian, staff
from tests.component.one_service import CANARY, ESCALATE, PERMIT, SUMMARY, WITHHOLD, OneService, one_service

THERAPIST, SUPERVISOR = staff("t1", Role.THERAPIST), staff("s1", Role.SUPERVISOR)
MOTHER, FATHER = guardian("mother"), guardian("father")
PATH = "/children/c1/goals"
LADDER = ["Wakes all", "Calls twice", "Calls once", "Settles alone", "Sleeps through"]
GOAL = {"clinic": HILL, "statement": f"Sleeps alone {CANARY}", "levels": LADDER, "baseline": -2, "weight": None}
PROGRESS = {"level": 1, "words": "A good week", "rater": "guardian", "share": True}


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with one_service("goals", tmp_path) as service:
        service.register()
        for person in ("t1", "s1", "mother"):
            service.consent.says("goals-progress", person, PERMIT)
        yield service


def agreed(goals: OneService, **changes: Any) -> str:
    proposed = goals.post(PATH, THERAPIST, {**GOAL, **changes})
    assert proposed.status_code == 201, proposed.text
    goal = str(proposed.json()["goal"])
    assert goals.post(f"{PATH}/{goal}/agreement", THERAPIST).status_code == 200
    return goal


def rated(goals: OneService, goal: str, **changes: Any) -> str:
    response = goals.post(f"{PATH}/{goal}/updates", THERAPIST, {**PROGRESS, **changes})
    assert response.status_code == 201, response.text
    return str(response.json()["update"])


def update(goals: OneService, id: str, who: Any) -> Any:
    return goals.get(f"/children/c1/updates/{id}", who)


def test_a_shared_rating_reaches_the_permitted_guardian_in_words_and_nobody_else(goals: OneService) -> None:
    shared = rated(goals, agreed(goals))
    assert goals.events() == ["goals.goal-proposed.v1", "goals.goal-agreed.v1", "goals.update-shared.v1"]
    assert update(goals, shared, MOTHER).json() == {
        "statement": GOAL["statement"],
        "level_words": "Settles alone",
        "words": "A good week",
        "at": "2026-03-02T09:00:00.000000Z",
    }
    assert goals.audit()[-1] == ("c1", "read-update", "read", "")
    refused, unknown = update(goals, shared, FATHER), update(goals, "nothing", FATHER)
    assert refused.status_code == 404
    assert {**refused.json(), "trace": ""} == {**unknown.json(), "trace": ""}
    assert goals.get(PATH, FATHER).status_code == 404


@pytest.mark.parametrize("answer", [WITHHOLD, ESCALATE])
def test_the_rules_are_asked_again_at_each_read(goals: OneService, answer: Any) -> None:
    shared = rated(goals, agreed(goals))
    assert update(goals, shared, MOTHER).status_code == 200
    goals.consent.says("goals-progress", "mother", answer)
    assert update(goals, shared, MOTHER).status_code == 404
    assert goals.get(PATH, MOTHER).status_code == 404
    assert ("c1", "read-update", "refused", "withheld") in goals.audit()


def test_a_summary_tells_how_far_without_what_was_said(goals: OneService) -> None:
    shared = rated(goals, agreed(goals))
    goals.consent.says("goals-progress", "mother", SUMMARY)
    assert update(goals, shared, MOTHER).json()["words"] is None
    (seen,) = goals.get(PATH, MOTHER).json()["goals"]
    assert (seen["latest"]["level"], seen["latest"]["words"]) == (1, None)


def test_what_is_not_shared_does_not_exist_for_a_guardian(goals: OneService) -> None:
    goal = agreed(goals)
    kept = rated(goals, goal, share=False, level=2)
    goals.post(PATH, THERAPIST, GOAL)
    assert update(goals, kept, MOTHER).status_code == 404
    (seen,) = goals.get(PATH, MOTHER).json()["goals"]
    assert (seen["goal"], seen["latest"]) == (goal, None)
    assert not {"weight", "updates", "plan", "proposed_by", "agreements"} & set(seen)


def test_clinicians_see_three_series_and_scores_families_see_the_ladder(goals: OneService) -> None:
    first, second = agreed(goals), agreed(goals)
    rated(goals, first, rater="child", level=2)
    rated(goals, first, rater="therapist", level=-1)
    rated(goals, second, rater="therapist", level=-1, share=False)
    seen = goals.get(PATH, SUPERVISOR).json()
    assert {item["rater"]: (item["t"], item["scored"], item["total"]) for item in seen["scores"][0]["series"]} == {
        "child": (70.0, 1, 2),
        "guardian": (None, 0, 2),
        "therapist": (37.6, 2, 2),
    }
    family = goals.get(PATH, MOTHER).json()
    assert "scores" not in family
    assert [step["words"] for step in family["goals"][0]["levels"]] == LADDER


def test_without_an_answer_of_the_rules_nothing_is_shown(goals: OneService) -> None:
    shared = rated(goals, agreed(goals))
    goals.consent.down = True
    for asker in (THERAPIST, MOTHER):
        assert update(goals, shared, asker).status_code == 503


def test_a_member_of_staff_whom_the_rules_exclude_finds_nothing(goals: OneService) -> None:
    shared = rated(goals, agreed(goals))
    goals.consent.says("goals-progress", "s1", WITHHOLD)
    assert goals.get(PATH, SUPERVISOR).status_code == update(goals, shared, SUPERVISOR).status_code == 404


def test_another_clinic_and_another_network_find_no_child(goals: OneService) -> None:
    goal = agreed(goals)
    for asker in (staff("t9", Role.THERAPIST, clinic=LAKE), staff("t1", Role.THERAPIST, network="network-south")):
        assert goals.get(PATH, asker).status_code == 404
        assert goals.post(PATH, asker, GOAL).status_code == 404
        assert goals.post(f"{PATH}/{goal}/updates", asker, PROGRESS).status_code == 404


def test_a_goal_is_not_reached_through_another_child(goals: OneService) -> None:
    goal = agreed(goals)
    goals.register("c2")
    assert goals.post(f"/children/c2/goals/{goal}/updates", THERAPIST, PROGRESS).status_code == 404


def test_a_goal_is_agreed_once_and_not_rated_before(goals: OneService) -> None:
    goal = goals.post(PATH, THERAPIST, GOAL).json()["goal"]
    early = goals.post(f"{PATH}/{goal}/updates", THERAPIST, PROGRESS)
    assert (early.status_code, early.json()["code"]) == (403, "goal-not-agreed")
    statuses = [goals.post(f"{PATH}/{goal}/agreement", THERAPIST).status_code for _ in range(2)]
    assert statuses == [200, 403]


def test_weights_partly_given_are_refused(goals: OneService) -> None:
    agreed(goals, weight=3)
    refused = goals.post(PATH, THERAPIST, GOAL)
    assert (refused.status_code, refused.json()["errors"]) == (422, {"weight": ["partly-given"]})


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"statement": CANARY + "x" * 500}, {"statement": ["too-long"]}),
        ({"levels": LADDER[:4]}, {"levels": ["five-needed"]}),
        ({"levels": [*LADDER[:4], CANARY + "\x00"]}, {"levels.4": ["control-character"]}),
        ({"baseline": 3}, {"baseline": ["out-of-range"]}),
        ({"baseline": "-2"}, {"baseline": ["not-valid"]}),
        ({"weight": 99}, {"weight": ["out-of-range"]}),
        ({"clinic": LAKE}, {"clinic": ["unknown"]}),
        ({"colour": CANARY}, {"colour": ["unknown"]}),
    ],
)
def test_bad_input_names_its_field_echoes_nothing_and_changes_nothing(
    goals: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    refused = goals.post(PATH, THERAPIST, {**GOAL, **change})
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    assert CANARY not in refused.text
    assert goals.get(PATH, THERAPIST).json()["goals"] == []


def test_a_level_off_the_ladder_is_refused(goals: OneService) -> None:
    refused = goals.post(f"{PATH}/{agreed(goals)}/updates", THERAPIST, {**PROGRESS, "level": -3})
    assert (refused.status_code, refused.json()["errors"]) == (422, {"level": ["out-of-range"]})


def test_a_canary_is_found_nowhere_but_in_the_answers_to_those_entitled(
    goals: OneService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    goal = agreed(goals, levels=[f"{text} {CANARY}" for text in LADDER])
    rated(goals, goal, words=CANARY)
    goals.post(PATH, THERAPIST, {**GOAL, "baseline": 9})
    assert CANARY in goals.get(PATH, MOTHER).text
    for collection in (OUTBOX, AUDIT, INBOX, *(kind.collection for kind in (CHILDREN, GOALS, UPDATES))):
        assert goals.rows(collection)
        assert CANARY not in json.dumps(goals.rows(collection)), collection.name
    assert CANARY not in caplog.text
    files = [item for item in tmp_path.iterdir() if item.is_file()]
    assert files
    assert not [item.name for item in files if CANARY.encode() in item.read_bytes()]
