"""Every word of a child in this service lies under the child's key: found nowhere in the clear, gone with the key."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.audit import AUDIT
from kernel.outbox import OUTBOX
from kernel.work import INBOX, TIMERS
from services.goals.repository import KINDS
from tests.builders import HILL
from tests.component.goals_world import MOTHER, SUPERVISOR, THERAPIST, done, goals_world
from tests.component.one_service import CANARY, OneService

LEVELS = [f"{CANARY} {level}" for level in range(5)]
SCHEDULE = {"days": ["mon"], "time": "17:30", "zone": "America/Denver"}
SUNDAY = "2026-03-01T19:00:00.000000Z"
READ = (
    "goals",
    "parallel-goals",
    "vision",
    "households",
    "observations",
    "contributions",
    "practices",
    "milestones",
    "involvement",
    "strategies",
)


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def posted(goals: OneService, child: str, path: str, who: Any, body: Any) -> dict[str, Any]:
    response = goals.post(f"/children/{child}/{path}", who, body)
    assert response.is_success, response.text
    answer: dict[str, Any] = response.json()
    return answer


def a_full_record(goals: OneService, child: str) -> str:
    """One of everything that holds words; the goal."""
    at = {"clinic": HILL}
    plan = {
        "behaviour": CANARY, "contexts": ["home"], "measure": "count", "unit": CANARY, "baseline": 1, "target": 5,
        "review_on": "2026-04-20",
    }  # fmt: skip
    body = {**at, "statement": CANARY, "levels": LEVELS, "baseline": -2, "wish": CANARY, "plan": plan}
    goal = str(posted(goals, child, "goals", THERAPIST, body)["goal"])
    posted(goals, child, f"goals/{goal}/agreement", THERAPIST, {})
    posted(goals, child, f"goals/{goal}/updates", THERAPIST, {"level": 1, "words": CANARY, "share": True})
    declined = posted(goals, child, "goals", MOTHER, {**at, "statement": CANARY})["goal"]
    posted(goals, child, f"goals/{declined}/refusal", THERAPIST, {"reason": CANARY})
    posted(goals, child, "parallel-goals", MOTHER, {**at, "statement": CANARY})
    posted(goals, child, "vision", MOTHER, {**at, "text": CANARY, "revision": 0})
    posted(goals, child, "households", THERAPIST, {**at, "label": CANARY, "guardians": ["mother"]})
    story = {"before": CANARY, "happened": CANARY, "after": CANARY, "feeling": CANARY}
    seen = {**at, "kind": "story", "observed_at": SUNDAY, "story": story, "words": CANARY}
    posted(goals, child, "observations", MOTHER, seen)
    concern = posted(goals, child, "contributions", MOTHER, {**at, "topic": "concern", "text": CANARY})
    posted(goals, child, f"contributions/{concern['contribution']}/answer", THERAPIST, {"answer": CANARY})
    practice = posted(goals, child, "practices", THERAPIST, {**at, "card": a_card(goals), "schedule": SCHEDULE})
    result = {"day": "2026-03-02", "outcome": "tried", "words": CANARY}
    posted(goals, child, f"practices/{practice['practice']}/results", MOTHER, result)
    change = {**at, "level": 4, "reason": CANARY, "review_on": "2026-04-20", "revision": 0}
    done(goals.put(f"/children/{child}/involvement/mother", THERAPIST, change))
    plan = {**at, "kind": "strength", "text": CANARY, "review_on": "2026-04-20"}
    posted(goals, child, "strategies", THERAPIST, plan)
    word = {**at, "subject": "therapist", "verdict": "worked", "words": CANARY}
    posted(goals, child, "feedback", MOTHER, word)
    return goal


def a_card(goals: OneService) -> str:
    card = {
        "code": "breath", "kind": "skill", "category": "coping", "title": "Breathe", "text": "Slowly.", "age_from": 4,
        "age_to": 9,
    }  # fmt: skip
    return str(done(goals.post(f"/clinics/{HILL}/cards", THERAPIST, card), 201)["card"])


def test_no_word_lies_in_the_clear_anywhere(
    goals: OneService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    a_full_record(goals, "c1")
    assert CANARY in goals.get("/children/c1/goals", MOTHER).text
    for collection in (OUTBOX, AUDIT, INBOX, TIMERS, *(kind.collection for kind in KINDS)):
        assert CANARY not in json.dumps(goals.rows(collection)), collection.name
    assert CANARY not in caplog.text
    files = [item for item in tmp_path.iterdir() if item.is_file()]
    assert files
    assert not [item.name for item in files if CANARY.encode() in item.read_bytes()]


def test_without_its_key_a_childs_words_are_gone_and_everything_else_goes_on(goals: OneService) -> None:
    goals.register("c2")
    goal, other = a_full_record(goals, "c1"), a_full_record(goals, "c2")
    vault, store = goals.node.dispatcher.vault, goals.node.store
    store.commit(vault.shred("c1"), "shred-c1")
    for path in READ:
        assert goals.get(f"/children/c1/{path}", THERAPIST).status_code == 410, path
        assert done(goals.get(f"/children/c2/{path}", THERAPIST)), path
    assert goals.get(f"/children/c1/goals/{goal}/chart", SUPERVISOR).status_code == 410
    assert goals.post(f"/children/c1/goals/{goal}/parking", THERAPIST, {"reason": "x"}).status_code == 410
    posted(goals, "c2", f"goals/{other}/updates", THERAPIST, {"level": 2, "words": CANARY, "share": True})
    assert CANARY in goals.get("/children/c2/goals", MOTHER).text


def test_a_request_sent_again_counts_once_and_another_persons_with_the_same_key_is_their_own(
    goals: OneService,
) -> None:
    body = {"clinic": HILL, "instrument": "alliance", "version": 1, "values": [5, 5, 5]}
    for _ in range(2):
        done(goals.post("/children/c1/measures", MOTHER, body, key="the-mothers-key"), 201)
    done(goals.post("/children/c1/measures", THERAPIST, body, key="the-mothers-key"), 201)
    series = done(goals.get("/children/c1/measures", THERAPIST))["series"]
    assert [(one["informant"], len(one["answers"])) for one in series] == [("mother", 1), ("t1", 1)]
