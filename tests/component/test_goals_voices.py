"""Goals between three voices: who proposes, who agrees, who is told why not, and whose goals nobody else sees."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.outbox import OUTBOX
from services.goals.repository import GOALS as GOALS_KEPT
from tests.builders import HILL
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    LADDER,
    MOTHER,
    STRANGER,
    SUPERVISOR,
    THERAPIST,
    WORDING,
    an_agreed_goal,
    done,
    goal_seen,
    goals_world,
    proposed,
    refused,
    same_refusal,
)
from tests.component.one_service import CANARY, WITHHOLD, OneService

OWN = f"{CHILD}/parallel-goals"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def test_a05_a_guardian_with_the_right_proposes_a_goal_and_the_clinician_sees_it_as_proposed(
    goals: OneService,
) -> None:
    goal = proposed(goals, MOTHER, wish="Not at bedtime, please")
    seen = goal_seen(goals, THERAPIST, goal)
    assert seen is not None
    assert (seen["status"], seen["voice"], seen["proposed_by"]) == ("proposed", "guardian", "mother")
    assert seen["wish"] == "Not at bedtime, please"
    assert goals.events() == ["goals.goal-proposed.v1"]


def test_a_guardian_without_the_right_proposes_nothing_and_cannot_tell_it_from_no_child(goals: OneService) -> None:
    goals.consent.says("goals-progress", "father", WITHHOLD)
    body = {"clinic": HILL, "statement": "Sleeps alone"}
    kept_out = goals.post(GOALS, FATHER, body)
    assert kept_out.status_code == 404
    assert same_refusal(kept_out, goals.post("/children/nobody/goals", FATHER, body))
    assert same_refusal(kept_out, goals.post(GOALS, STRANGER, body))
    assert goals.rows(GOALS_KEPT.collection) == []


def test_a61_why_a_proposal_was_declined_is_shown_to_its_proposer_only(goals: OneService) -> None:
    goal = proposed(goals, MOTHER, wish="Fewer rules")
    assert goal_seen(goals, FATHER, goal) is None
    done(goals.post(f"{GOALS}/{goal}/refusal", THERAPIST, {"reason": "Too soon after the move"}))
    mine = goal_seen(goals, MOTHER, goal)
    assert mine is not None
    assert (mine["status"], mine["reason"], mine["wish"]) == ("declined", "Too soon after the move", "Fewer rules")
    assert goal_seen(goals, FATHER, goal) is None
    assert "Too soon" not in json.dumps(goals.rows(OUTBOX))


def test_an_agreed_goal_shows_another_guardian_neither_the_wish_nor_who_proposed_it(goals: OneService) -> None:
    goal = proposed(goals, MOTHER, wish="Fewer rules")
    done(goals.post(f"{GOALS}/{goal}/discussion", THERAPIST, {**WORDING, "revision": 1}))
    for who in (MOTHER, THERAPIST):
        done(goals.post(f"{GOALS}/{goal}/agreement", who, {"revision": 2}))
    theirs = goal_seen(goals, FATHER, goal)
    assert theirs is not None
    assert (theirs["status"], theirs["mine"], theirs["wish"]) == ("agreed", False, None)
    assert "mother" not in json.dumps(theirs)


def test_a_goal_is_agreed_when_every_voice_that_is_needed_has_said_yes(goals: OneService) -> None:
    goal = proposed(goals, THERAPIST, **WORDING, voices=["child", "guardian"])
    for who, body in ((THERAPIST, {}), (THERAPIST, {"voice": "child"})):
        done(goals.post(f"{GOALS}/{goal}/agreement", who, body))
        seen = goal_seen(goals, THERAPIST, goal)
        assert seen is not None
        assert seen["status"] == "proposed"
    assert refused(goals.post(f"{GOALS}/{goal}/agreement", THERAPIST, {"voice": "guardian"}))[:2] == (
        403,
        "not-your-voice",
    )
    done(goals.post(f"{GOALS}/{goal}/discussion", THERAPIST, {**WORDING, "revision": 1, "voices": ["guardian"]}))
    done(goals.post(f"{GOALS}/{goal}/agreement", THERAPIST, {}))
    done(goals.post(f"{GOALS}/{goal}/agreement", FATHER, {"revision": 2}))
    seen = goal_seen(goals, MOTHER, goal)
    assert seen is not None
    assert (seen["status"], seen["agreed_by_me"]) == ("agreed", False)
    assert goals.events()[-1] == "goals.goal-agreed.v1"


def test_nobody_agrees_to_other_words_than_those_they_read(goals: OneService) -> None:
    goal = proposed(goals, MOTHER)
    early = goals.post(f"{GOALS}/{goal}/agreement", MOTHER, {})
    assert refused(early)[:2] == (403, "goal-without-ladder")
    done(goals.post(f"{GOALS}/{goal}/discussion", THERAPIST, {**WORDING, "revision": 1}))
    stale = goals.post(f"{GOALS}/{goal}/agreement", MOTHER, {"revision": 1})
    assert refused(stale)[:2] == (409, "worded-anew")
    again = goals.post(f"{GOALS}/{goal}/discussion", SUPERVISOR, {**WORDING, "revision": 1})
    assert refused(again)[:2] == (409, "worded-anew")


def test_a57_the_childs_own_goals_come_first_for_everybody(goals: OneService) -> None:
    childs = proposed(goals, THERAPIST, **WORDING, voice="child")
    done(goals.post(f"{GOALS}/{childs}/agreement", THERAPIST, {"voice": "child"}))
    done(goals.post(f"{GOALS}/{childs}/agreement", THERAPIST, {}))
    later = [an_agreed_goal(goals) for _ in range(2)]
    for who in (THERAPIST, MOTHER):
        shown = [goal["goal"] for goal in done(goals.get(GOALS, who))["goals"]]
        assert shown[0] == childs
        assert set(shown[1:]) == set(later)


def test_b08_a_parents_own_goal_is_seen_by_that_parent_and_the_clinicians_alone(goals: OneService) -> None:
    body = {"clinic": HILL, "statement": f"I leave the room before I shout {CANARY}"}
    goal = done(goals.post(OWN, MOTHER, body), 201)["goal"]
    for who in (MOTHER, THERAPIST):
        (seen,) = done(goals.get(OWN, who))["goals"]
        assert (seen["goal"], seen["status"], seen["kind"]) == (goal, "agreed", "parallel")
    assert done(goals.get(OWN, FATHER))["goals"] == []
    # What the child's record is exported from, for staff and for both parents, holds nothing of it.
    for who in (THERAPIST, MOTHER, FATHER):
        assert done(goals.get(GOALS, who))["goals"] == []
    assert goals.events() == []
    assert goals.post(f"{GOALS}/{goal}/agreement", FATHER, {}).status_code == 404
    assert goals.post(f"{OWN}/{goal}/achievement", FATHER).status_code == 404
    done(goals.post(f"{OWN}/{goal}/achievement", MOTHER))
    assert goals.events() == []
    assert goals.get(OWN, ELSEWHERE).status_code == 404


def test_only_a_parent_sets_a_parents_own_goal(goals: OneService) -> None:
    body = {**WORDING, "clinic": HILL, "kind": "parallel"}
    assert refused(goals.post(GOALS, THERAPIST, body))[:2] == (403, "not-your-voice")


def test_b11_a_relationship_goal_is_rated_by_parent_and_child_apart(goals: OneService) -> None:
    goal = an_agreed_goal(goals, kind="relationship")
    path = f"{GOALS}/{goal}/updates"
    done(goals.post(path, MOTHER, {"level": 1, "words": "We laughed", "share": False}), 201)
    done(goals.post(path, FATHER, {"level": -1, "words": "", "share": False}), 201)
    done(goals.post(path, THERAPIST, {"level": 2, "words": "", "rater": "child", "share": False}), 201)
    staff_view = goal_seen(goals, THERAPIST, goal)
    assert staff_view is not None
    assert sorted((item["rater"], item["level"]) for item in staff_view["updates"]) == [
        ("child", 2),
        ("guardian", -1),
        ("guardian", 1),
    ]
    for who, own in ((MOTHER, 1), (FATHER, -1)):
        seen = goal_seen(goals, who, goal)
        assert seen is not None
        assert (seen["kind"], seen["own"]["level"], seen["latest"]) == ("relationship", own, None)
    assert refused(goals.post(path, MOTHER, {"level": 1, "words": "", "rater": "child", "share": False}))[1] == (
        "not-your-voice"
    )
    assert refused(goals.post(path, MOTHER, {"level": 1, "words": "", "share": True}))[1] == "not-yours-to-share"


def test_a_goal_without_a_ladder_has_neither_baseline_nor_weight(goals: OneService) -> None:
    body = {"clinic": HILL, "statement": "Sleeps", "baseline": 0, "weight": 2}
    assert refused(goals.post(GOALS, MOTHER, body))[2] == {
        "baseline": ["without-ladder"],
        "weight": ["without-ladder"],
    }


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        ("refusal", "parking", "goal-not-there"),
        ("refusal", "achievement", "goal-not-there"),
        ("parking", "achievement", "goal-not-there"),
    ],
)
def test_a_goal_moves_only_where_its_life_leads(goals: OneService, first: str, then: str, code: str) -> None:
    goal, reason = proposed(goals, THERAPIST, **WORDING), {"reason": "Not now"}
    done(goals.post(f"{GOALS}/{goal}/{first}", THERAPIST, reason))
    body = None if then == "achievement" else reason
    assert refused(goals.post(f"{GOALS}/{goal}/{then}", THERAPIST, body))[:2] == (403, code)


def test_a_parked_goal_is_taken_up_again_by_talking_about_it(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    done(goals.post(f"{GOALS}/{goal}/parking", THERAPIST, {"reason": "Holidays"}))
    done(goals.post(f"{GOALS}/{goal}/discussion", THERAPIST, {**WORDING, "revision": 1}))
    done(goals.post(f"{GOALS}/{goal}/agreement", THERAPIST, {}))
    done(goals.post(f"{GOALS}/{goal}/achievement", THERAPIST))
    seen = goal_seen(goals, MOTHER, goal)
    assert seen is not None
    assert (seen["status"], seen["levels"][0]["words"]) == ("achieved", LADDER[0])
