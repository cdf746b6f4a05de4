"""What helps: strategies that are looked at again, and guardians' words on them, which only clinicians read."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.goals.repository.strategies import FEEDBACK, STRATEGIES
from tests.builders import HILL, LAKE, guardian
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    done,
    goals_world,
    refused,
)
from tests.component.one_service import CANARY, PERMIT, WITHHOLD, OneService

PLAN, SAY, FIGURES = f"{CHILD}/strategies", f"{CHILD}/feedback", f"/clinics/{HILL}/feedback"
NEW: dict[str, Any] = {
    "clinic": HILL, "kind": "maintenance", "text": f"Count to ten {CANARY}", "review_on": "2026-04-01",
}  # fmt: skip
WORD: dict[str, Any] = {"clinic": HILL, "subject": "therapist", "verdict": "mixed", "words": f"Hard to reach {CANARY}"}


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def kept(goals: OneService, **changes: Any) -> str:
    return str(done(goals.post(PLAN, THERAPIST, {**NEW, **changes}), 201)["strategy"])


def plan(goals: OneService, who: Any) -> dict[str, Any]:
    return done(goals.get(PLAN, who))


def test_a32_each_strategy_is_asked_whether_it_keeps_working_and_a_look_that_is_due_is_known(
    goals: OneService,
) -> None:
    strategy = kept(goals)
    assert plan(goals, THERAPIST)["strategies"][0]["review_due"] is False
    goals.clock.advance(timedelta(days=30))
    assert plan(goals, SUPERVISOR)["strategies"][0]["review_due"] is True
    assert done(goals.get(f"{CHILD}/plan-review", THERAPIST))["strategies"] == [strategy]
    look = {"working": "partly", "review_on": "2026-05-01"}
    done(goals.post(f"{PLAN}/{strategy}/checks", THERAPIST, look))
    (told,) = plan(goals, THERAPIST)["strategies"]
    assert (told["review_due"], told["review_on"]) == (False, "2026-05-01")
    assert [(check["working"], check["by"]) for check in told["checks"]] == [("partly", "t1")]
    assert done(goals.get(f"{CHILD}/plan-review", THERAPIST))["strategies"] == []
    done(goals.post(f"{PLAN}/{strategy}/checks", THERAPIST, {"working": "no"}))
    assert plan(goals, THERAPIST)["strategies"] == []
    assert refused(goals.post(f"{PLAN}/{strategy}/checks", THERAPIST, look))[:2] == (403, "strategy-put-down")


def test_a60_a_guardians_word_is_read_by_clinicians_and_counted_for_a_supervisor_only_from_five_on(
    goals: OneService,
) -> None:
    strategy = kept(goals)
    done(goals.post(SAY, MOTHER, {**WORD, "subject": "strategy", "strategy": strategy, "verdict": "worked"}), 201)
    done(goals.post(SAY, MOTHER, WORD), 201)
    told = plan(goals, THERAPIST)
    assert [(one["verdict"], one["by"]) for one in told["strategies"][0]["feedback"]] == [("worked", "mother")]
    assert [(one["verdict"], one["words"]) for one in told["therapist"]] == [("mixed", WORD["words"])]
    for place in range(2, 6):
        assert done(goals.get(FIGURES, SUPERVISOR)) == {}
        child, person = f"child-{place}", f"guardian-{place}"
        goals.register(child)
        goals.consent.says("goals-progress", person, PERMIT)
        done(goals.post(f"/children/{child}/feedback", guardian(person), WORD), 201)
    assert done(goals.get(FIGURES, SUPERVISOR)) == {"therapist": {"mixed": 5}}


def test_five_words_of_one_guardian_are_one_guardian(goals: OneService) -> None:
    for place in range(6):
        goals.register(f"child-{place}")
        done(goals.post(f"/children/child-{place}/feedback", MOTHER, WORD), 201)
    assert done(goals.get(FIGURES, SUPERVISOR)) == {}


def test_no_guardian_reads_anothers_word_and_a_later_word_replaces_the_first(goals: OneService) -> None:
    strategy = kept(goals)
    for verdict in ("not", "worked"):
        word = {**WORD, "subject": "strategy", "strategy": strategy, "verdict": verdict}
        done(goals.post(SAY, MOTHER, word), 201)
        done(goals.post(SAY, MOTHER, {**WORD, "verdict": verdict}), 201)
    mine, theirs = plan(goals, MOTHER), plan(goals, FATHER)
    assert [one["verdict"] for one in mine["strategies"][0]["feedback"]] == ["worked"]
    assert [one["verdict"] for one in mine["therapist"]] == ["worked"]
    assert (theirs["strategies"][0]["feedback"], theirs["therapist"]) == ([], [])
    assert "mother" not in json.dumps(theirs)
    assert "checks" not in mine["strategies"][0]


def test_figures_are_for_who_answers_for_the_clinic(goals: OneService) -> None:
    assert goals.get(FIGURES, THERAPIST).status_code == 403
    assert goals.get(f"/clinics/{LAKE}/feedback", SUPERVISOR).status_code == 403


def test_whoever_may_not_know_finds_no_plan(goals: OneService) -> None:
    kept(goals)
    goals.consent.says("goals-progress", "father", WITHHOLD)
    assert goals.get(PLAN, FATHER).status_code == 404
    assert goals.post(SAY, FATHER, WORD).status_code == 404
    assert goals.get(PLAN, ELSEWHERE).status_code == 404


@pytest.mark.parametrize(
    ("path", "who", "body", "field"),
    [
        (PLAN, THERAPIST, {**NEW, "text": " "}, "text"),
        (PLAN, THERAPIST, {**NEW, "text": "x" * 1001}, "text"),
        (PLAN, THERAPIST, {**NEW, "review_on": "2026-03-02"}, "review_on"),
        (PLAN, THERAPIST, {**NEW, "clinic": LAKE}, "clinic"),
        (PLAN, THERAPIST, {**NEW, "kind": "hobby"}, "kind"),
        (SAY, MOTHER, {**WORD, "verdict": "bad"}, "verdict"),
        (SAY, MOTHER, {**WORD, "words": "x" * 2001}, "words"),
        (SAY, MOTHER, {**WORD, "subject": "strategy"}, "strategy"),
        (SAY, MOTHER, {**WORD, "subject": "strategy", "strategy": "none"}, "strategy"),
        (SAY, MOTHER, {**WORD, "strategy": "none"}, "strategy"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(
    goals: OneService, path: str, who: Any, body: dict[str, Any], field: str
) -> None:
    status, _, fields = refused(goals.post(path, who, body))
    assert (status, set(fields)) == (422, {field})
    assert goals.rows(STRATEGIES.collection) == goals.rows(FEEDBACK.collection) == []
