"""How far a guardian is drawn into the work: what each level allows, who sets it, and when it is looked at again."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.goals import InvolvementReviewDue, PracticeDue
from kernel.auth.principal import Role
from kernel.outbox import OUTBOX
from services.goals.repository.involvement import INVOLVEMENTS
from services.notifications.repository import TASKS
from tests.builders import HILL, LAKE, MORNING, guardian, staff
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    an_agreed_goal,
    done,
    goals_world,
    proposed,
    refused,
    same_refusal,
)
from tests.component.one_service import CANARY, PERMIT, WITHHOLD, OneService, one_service

INVOLVEMENT = f"{CHILD}/involvement"
CHANGE: dict[str, Any] = {
    "clinic": HILL, "level": 2, "reason": f"They quarrel at the door {CANARY}", "review_on": "2026-04-20",
    "revision": 0,
}  # fmt: skip
SUNDAY = "2026-03-01T19:00:00.000000Z"
CARD = {
    "code": "breath", "kind": "skill", "category": "coping", "title": "Breathe", "text": "Slowly.", "age_from": 4,
    "age_to": 9,
}  # fmt: skip
EVERY_DAY = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "time": "17:30", "zone": "America/Denver"}


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def set_level(goals: OneService, person: str, level: int, **more: Any) -> int:
    revision = next(one["revision"] for one in levels(goals) if one["person"] == person)
    body = {**CHANGE, "level": level, "revision": revision, **more}
    return int(done(goals.put(f"{INVOLVEMENT}/{person}", THERAPIST, body))["revision"])


def levels(goals: OneService, who: Any = THERAPIST) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(goals.get(INVOLVEMENT, who))["guardians"]
    return found


def a_practice(goals: OneService, **more: Any) -> str:
    card = done(goals.post(f"/clinics/{HILL}/cards", THERAPIST, CARD), 201)["card"]
    body = {"clinic": HILL, "card": card, "schedule": EVERY_DAY, **more}
    return str(done(goals.post(f"{CHILD}/practices", THERAPIST, body), 201)["practice"])


def everything_a_guardian_does(goals: OneService) -> dict[str, tuple[str, Any, int]]:
    """Address, body, and the level from which it is open."""
    goal, practice = an_agreed_goal(goals), a_practice(goals)
    done(goals.post(f"{GOALS}/{goal}/updates", THERAPIST, {"level": 1, "words": "", "share": False}), 201)
    step = done(goals.get(f"{CHILD}/milestones", THERAPIST))["milestones"][0]["milestone"]
    done(goals.post(f"{CHILD}/milestones/{step}/permission", THERAPIST, {"permitted": True}))
    open_goal = proposed(goals, MOTHER)
    done(goals.put(f"{INVOLVEMENT}/mother", THERAPIST, {**CHANGE, "level": 4}))
    seen = {"clinic": HILL, "kind": "mood", "observed_at": SUNDAY, "mood": "good"}
    mine = done(goals.post(f"{CHILD}/observations", MOTHER, seen), 201)["observation"]
    said = {"clinic": HILL, "topic": "concern", "text": "How is she?"}
    words = done(goals.post(f"{CHILD}/contributions", MOTHER, said), 201)["contribution"]
    own = done(goals.post(f"{CHILD}/parallel-goals", MOTHER, {"clinic": HILL, "statement": "I breathe"}), 201)["goal"]
    vision = {"clinic": HILL, "text": "Calm evenings", "voices": [], "revision": 0}
    done(goals.post(f"{CHILD}/vision", MOTHER, vision), 201)
    rating, answers = {"level": 0, "words": "", "share": False}, {"instrument": "alliance", "version": 1}
    return {
        "cheer": (f"milestones/{step}/cheer", None, 1),
        "speak": ("contributions", said, 1),
        "release words": (f"contributions/{words}/release", None, 1),
        "own goal": ("parallel-goals", {"clinic": HILL, "statement": "I listen"}, 1),
        "own goal reached": (f"parallel-goals/{own}/achievement", None, 1),
        "observe": ("observations", seen, 2),
        "release": (f"observations/{mine}/release", None, 2),
        "answer": ("measures", {"clinic": HILL, **answers, "values": [5, 5, 5]}, 2),
        "practise": (f"practices/{practice}/results", {"day": "2026-03-02", "outcome": "tried"}, 3),
        "too much": (f"practices/{practice}/too-much", None, 3),
        "rate": (f"goals/{goal}/updates", rating, 3),
        "propose": ("goals", {"clinic": HILL, "statement": "Reads alone"}, 4),
        "agree": (f"goals/{open_goal}/agreement", {}, 4),
        "word the vision": ("vision", {**vision, "text": "Calm mornings", "revision": 1}, 4),
        "agree to the vision": ("vision/agreement", {"clinic": HILL, "revision": 1}, 4),
    }


def test_b12_a_level_sets_what_a_guardian_may_do_and_a_change_needs_a_reason_and_a_review_day(
    goals: OneService,
) -> None:
    acts = everything_a_guardian_does(goals)
    for level in range(4):
        set_level(goals, "mother", level)
        before = [goals.events(), goals.rows(INVOLVEMENTS.collection)]
        for name, (path, body, from_level) in acts.items():
            if level < from_level:
                answer = goals.post(f"{CHILD}/{path}", MOTHER, body)
                assert refused(answer)[:2] == (403, "not-open-to-you"), (name, level)
        assert [goals.events(), goals.rows(INVOLVEMENTS.collection)] == before
    for level in range(1, 5):
        set_level(goals, "mother", level)
        for name, (path, body, from_level) in acts.items():
            if level == from_level and name not in ("agree", "agree to the vision"):
                assert goals.post(f"{CHILD}/{path}", MOTHER, body).is_success, (name, level)
    for left_out in ("reason", "review_on"):
        body = {name: value for name, value in CHANGE.items() if name != left_out}
        assert left_out in refused(goals.put(f"{INVOLVEMENT}/mother", THERAPIST, body))[2]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": 5}, "level"),
        ({"level": -1}, "level"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"review_on": "2026-03-02"}, "review_on"),
        ({"review_on": "2027-03-04"}, "review_on"),
        ({"review_on": "2026-02-30"}, "review_on"),
        ({"clinic": LAKE}, "clinic"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_by_field(goals: OneService, changes: dict[str, Any], field: str) -> None:
    status, _, fields = refused(goals.put(f"{INVOLVEMENT}/mother", THERAPIST, {**CHANGE, **changes}))
    assert (status, set(fields)) == (422, {field})
    assert goals.rows(INVOLVEMENTS.collection) == []


def test_only_an_adult_of_the_child_has_a_level_and_nobody_undoes_a_change_they_have_not_read(
    goals: OneService,
) -> None:
    assert refused(goals.put(f"{INVOLVEMENT}/stranger", THERAPIST, CHANGE))[2] == {"person": ["unknown"]}
    done(goals.put(f"{INVOLVEMENT}/mother", THERAPIST, CHANGE))
    assert goals.put(f"{INVOLVEMENT}/mother", SUPERVISOR, {**CHANGE, "level": 4}).status_code == 409


def test_every_change_stays_on_record_with_who_set_it_and_why(goals: OneService) -> None:
    set_level(goals, "father", 1)
    done(goals.put(f"{INVOLVEMENT}/father", SUPERVISOR, {**CHANGE, "level": 3, "reason": "Repaired", "revision": 1}))
    mine = {one["person"]: one for one in levels(goals)}
    assert (mine["mother"]["level"], mine["mother"]["history"]) == (4, [])
    told = [(one["level"], one["reason"], one["set_by"]) for one in mine["father"]["history"]]
    assert told == [(3, "Repaired", "s1"), (1, CHANGE["reason"], "t1")]
    assert CANARY not in json.dumps([*goals.rows(INVOLVEMENTS.collection), *goals.rows(OUTBOX)])


def test_a_guardian_learns_what_is_open_to_them_and_nothing_of_level_reason_or_the_other(goals: OneService) -> None:
    set_level(goals, "mother", 1)
    told = done(goals.get(INVOLVEMENT, MOTHER))
    assert told == {"open": [{"clinic": HILL, "actions": ["speak"]}]}
    assert done(goals.get(INVOLVEMENT, FATHER))["open"][0]["actions"] == ["observe", "practise", "shape", "speak"]


def test_who_may_not_know_of_the_child_meets_no_child_whatever_their_level(goals: OneService) -> None:
    body = {"clinic": HILL, "topic": "concern", "text": "x"}
    set_level(goals, "father", 0)
    goals.consent.says("goals-progress", "father", WITHHOLD)
    hidden = goals.post(f"{CHILD}/contributions", FATHER, body)
    assert same_refusal(hidden, goals.post("/children/none/contributions", FATHER, body))
    assert same_refusal(goals.get(INVOLVEMENT, FATHER), goals.get("/children/none/involvement", FATHER))


def test_only_the_childs_clinicians_set_a_level_and_never_one_of_its_adults(goals: OneService) -> None:
    goals.consent.says("goals-progress", "mother", PERMIT)
    for who in (ELSEWHERE, staff("mother", Role.THERAPIST)):
        assert goals.put(f"{INVOLVEMENT}/mother", who, CHANGE).status_code == 404
        assert goals.get(INVOLVEMENT, who).status_code == 404
    assert goals.put(f"{INVOLVEMENT}/mother", guardian("mother"), CHANGE).status_code == 403


def test_a_level_holds_in_its_clinic_alone(goals: OneService) -> None:
    goals.register("c1", LAKE, "t9")
    set_level(goals, "mother", 0)
    body = {"topic": "concern", "text": "x"}
    assert goals.post(f"{CHILD}/contributions", MOTHER, {**body, "clinic": HILL}).status_code == 403
    done(goals.post(f"{CHILD}/contributions", MOTHER, {**body, "clinic": LAKE}), 201)


def test_whom_practice_is_not_open_to_is_neither_asked_nor_reminded(goals: OneService) -> None:
    a_practice(goals)
    set_level(goals, "father", 2)
    assert done(goals.get(f"{CHILD}/practices", FATHER))["practices"] == []
    assert len(done(goals.get(f"{CHILD}/practices", MOTHER))["practices"]) == 1
    assert due_of(goals) == [["mother"]]
    set_level(goals, "mother", 0)
    assert due_of(goals) == [["mother"]]


def due_of(goals: OneService) -> list[list[str]]:
    """Whom the reminders so far are addressed to, on the next evening in Denver."""
    now = goals.clock.now()
    goals.clock.advance(now.replace(hour=1) + timedelta(days=1) - now)
    goals.node.timers().run_once()
    rows = [row for row in goals.rows(OUTBOX) if row["type"] == f"{PracticeDue.TYPE}.v1"]
    return [row["event"]["addressed"] for row in rows]


def test_on_its_day_the_review_is_due_once_and_a_change_made_meanwhile_moves_it(goals: OneService) -> None:
    set_level(goals, "mother", 1, review_on="2026-03-04")
    set_level(goals, "mother", 2, review_on="2026-03-06")
    for _ in range(5):
        goals.clock.advance(timedelta(days=1))
        goals.node.timers().run_once()
    rows = [row["event"] for row in goals.rows(OUTBOX) if row["type"] == f"{InvolvementReviewDue.TYPE}.v1"]
    assert [(row["person"], row["set_by"]) for row in rows] == [("mother", "t1")]
    assert {one["person"]: one["review_due"] for one in levels(goals)} == {"mother": True, "father": False}


def test_a_review_that_is_due_is_a_task_of_the_team_and_names_no_adult(tmp_path: Path) -> None:
    due = InvolvementReviewDue(child="c1", involvement="i1", clinic=HILL, person="mother", set_by="s1", due_at=MORNING)
    with one_service("notifications", tmp_path) as notifications:
        notifications.register("c1", HILL, "t1", "father")
        for _ in range(2):
            notifications.hear(due)
        (row,) = notifications.rows(TASKS.collection)
        assert (row["code"], row["assignees"], row["person"]) == ("review-involvement", ["s1", "t1"], None)
