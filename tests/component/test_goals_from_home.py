"""What adults see at home and say in words: whose it is, who may see it, and what waits for the clinician."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.outbox import OUTBOX
from services.goals.repository.observations import CONTRIBUTIONS, OBSERVATIONS
from tests.builders import HILL, LAKE
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    WORDING,
    an_agreed_goal,
    done,
    goals_world,
    refused,
    same_refusal,
)
from tests.component.one_service import CANARY, WITHHOLD, OneService

SEEN, SAID = f"{CHILD}/observations", f"{CHILD}/contributions"
REVIEW, PATTERNS = f"{CHILD}/plan-review", f"{CHILD}/patterns"
SUNDAY = "2026-03-01T19:00:00.000000Z"
TIRED: dict[str, Any] = {"clinic": HILL, "kind": "sleep", "observed_at": SUNDAY, "minutes": 480, "wakings": 2}
OUTBURST = {**TIRED, "kind": "behaviour", "minutes": None, "wakings": None, "behaviour": "outburst", "intensity": 3}
PLAN = {
    "behaviour": "Sleeps", "contexts": ["home"], "measure": "count", "baseline": 1, "target": 5,
    "review_on": "2026-03-02",
}  # fmt: skip


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def seen(goals: OneService, who: Any, body: dict[str, Any] = TIRED, **changes: Any) -> str:
    return str(done(goals.post(SEEN, who, {**body, **changes}), 201)["observation"])


def said(goals: OneService, who: Any, topic: str, text: str, **more: Any) -> str:
    body = {"clinic": HILL, "topic": topic, "text": text, **more}
    return str(done(goals.post(SAID, who, body), 201)["contribution"])


def shown(goals: OneService, who: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(goals.get(SEEN, who))["observations"]
    return found


def words(goals: OneService, who: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(goals.get(SAID, who))["contributions"]
    return found


def test_a06_an_observation_is_told_to_the_clinicians_at_once_without_a_word_of_it(goals: OneService) -> None:
    seen(goals, MOTHER, words=f"Awake at two {CANARY}")
    (row,) = goals.rows(OUTBOX)
    assert row["type"] == "goals.observation-submitted.v1"
    assert (row["event"]["kind"], row["event"]["observed_by"]) == ("sleep", "mother")
    (told,) = shown(goals, THERAPIST)
    assert (told["minutes"], told["words"]) == (480, f"Awake at two {CANARY}")
    assert CANARY not in json.dumps([*goals.rows(OUTBOX), *goals.rows(OBSERVATIONS.collection)])


def test_b06_behaviour_sleep_and_mood_are_checked_and_late_entry_keeps_both_moments(goals: OneService) -> None:
    seen(goals, MOTHER)
    seen(goals, MOTHER, OUTBURST)
    seen(goals, MOTHER, {"clinic": HILL, "kind": "mood", "observed_at": SUNDAY, "mood": "good"})
    told = shown(goals, THERAPIST)
    assert {one["kind"] for one in told} == {"sleep", "behaviour", "mood"}
    assert {(one["observed_at"], one["recorded_at"]) for one in told} == {(SUNDAY, "2026-03-02T09:00:00.000000Z")}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**TIRED, "minutes": 1441}, "minutes"),
        ({**TIRED, "wakings": -1}, "wakings"),
        ({**TIRED, "wakings": None}, "wakings"),
        ({**TIRED, "mood": "good"}, "mood"),
        ({**OUTBURST, "intensity": 5}, "intensity"),
        ({**OUTBURST, "behaviour": "naughty"}, "behaviour"),
        ({**TIRED, "observed_at": "2026-03-02T09:00:01.000000Z"}, "observed_at"),
        ({**TIRED, "observed_at": "2025-12-01T09:00:00.000000Z"}, "observed_at"),
        ({**TIRED, "words": "x" * 2001}, "words"),
        ({**TIRED, "kind": "story", "minutes": None, "wakings": None, "story": {"happened": " "}}, "story.happened"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused_by_field(goals: OneService, body: dict[str, Any], field: str) -> None:
    status, _, fields = refused(goals.post(SEEN, MOTHER, body))
    assert (status, set(fields)) == (422, {field})
    assert goals.rows(OBSERVATIONS.collection) == []


def test_neither_guardian_sees_what_the_other_saw_unless_it_is_released(goals: OneService) -> None:
    hers = seen(goals, MOTHER, words="He cried after the weekend")
    seen(goals, FATHER)
    assert [one["mine"] for one in shown(goals, FATHER)] == [True]
    assert same_refusal(goals.post(f"{SEEN}/{hers}/release", FATHER), goals.post(f"{SEEN}/none/release", FATHER))
    done(goals.post(f"{SEEN}/{hers}/release", MOTHER))
    assert {one["observation"]: one["mine"] for one in shown(goals, FATHER)}[hers] is False
    assert "mother" not in json.dumps(shown(goals, FATHER))


def test_a31_a_story_has_four_fields_and_free_words(goals: OneService) -> None:
    story = {"before": "We were late", "happened": "He hid", "after": "We read", "feeling": "Worn out"}
    body = {"clinic": HILL, "kind": "story", "observed_at": SUNDAY, "story": story, "words": "And then it was fine"}
    seen(goals, MOTHER, body)
    (told,) = shown(goals, THERAPIST)
    assert (told["story"], told["words"]) == (story, "And then it was fine")


def test_a29_patterns_count_exactly_what_the_reader_may_see(goals: OneService) -> None:
    seen(goals, MOTHER, OUTBURST)
    seen(goals, FATHER, OUTBURST)
    for who, count in ((THERAPIST, 2), (MOTHER, 1), (FATHER, 1)):
        found = done(goals.get(PATTERNS, who))
        assert found["behaviours"] == [{"of": "outburst", "count": count}]
        assert found["days"] == [{"of": "2026-03-01", "count": count}]
    assert done(goals.get(PATTERNS, MOTHER))["observers"] == []
    assert len(done(goals.get(PATTERNS, THERAPIST))["observers"]) == 2


def test_b04_the_plan_review_lists_what_no_clinician_has_looked_at(goals: OneService) -> None:
    first, second = seen(goals, MOTHER), seen(goals, FATHER)
    due = an_agreed_goal(goals, **WORDING, plan=PLAN)
    done(goals.post(f"{SEEN}/{first}/review", THERAPIST))
    found = done(goals.get(REVIEW, SUPERVISOR))
    assert [one["observation"] for one in found["observations"]] == [second]
    assert found["goals"] == [due]
    assert goals.get(REVIEW, MOTHER).status_code == 403


def test_a07_an_observation_is_linked_to_the_goal_session_and_note_that_go_with_it(goals: OneService) -> None:
    one, goal = seen(goals, MOTHER), an_agreed_goal(goals)
    for link in ({"kind": "goal", "id": goal}, {"kind": "session", "id": "s1"}, {"kind": "note", "id": "n1"}):
        for _ in range(2):
            done(goals.post(f"{SEEN}/{one}/links", THERAPIST, link))
    (told,) = shown(goals, THERAPIST)
    assert [link["kind"] for link in told["links"]] == ["goal", "session", "note"]
    assert "links" not in shown(goals, MOTHER)[0]
    assert goals.post(f"{SEEN}/{one}/links", THERAPIST, {"kind": "goal", "id": "none"}).status_code == 404


def test_a04_each_guardians_background_is_their_own_until_they_release_it(goals: OneService) -> None:
    hers = said(goals, MOTHER, "history", f"Born early {CANARY}")
    said(goals, FATHER, "history", "Nothing special")
    assert [one["text"] for one in words(goals, FATHER)] == ["Nothing special"]
    assert {one["by"] for one in words(goals, THERAPIST)} == {"mother", "father"}
    done(goals.post(f"{SAID}/{hers}/release", MOTHER))
    assert len(words(goals, FATHER)) == 2
    assert CANARY not in json.dumps(goals.rows(CONTRIBUTIONS.collection))


def test_a20_each_part_of_the_background_has_its_own_author_and_visibility(goals: OneService) -> None:
    parts = {topic: said(goals, MOTHER, topic, topic) for topic in ("history", "family", "recent-events", "challenges")}
    done(goals.post(f"{SAID}/{parts['family']}/release", MOTHER))
    assert [one["topic"] for one in words(goals, FATHER)] == ["family"]
    assert {one["topic"]: one["by"] for one in words(goals, THERAPIST)} == dict.fromkeys(parts, "mother")


def test_a24_a_concern_is_kept_verbatim_and_waits_until_it_is_answered(goals: OneService) -> None:
    concern = said(goals, MOTHER, "concern", "Will  this   hurt\nhim?")
    assert [one["text"] for one in done(goals.get(REVIEW, THERAPIST))["concerns"]] == ["Will  this   hurt\nhim?"]
    done(goals.post(f"{SAID}/{concern}/answer", THERAPIST, {"answer": "We go at his pace"}))
    assert done(goals.get(REVIEW, THERAPIST))["concerns"] == []
    (told,) = words(goals, MOTHER)
    assert (told["answer"], told["mine"]) == ("We go at his pace", True)
    again = goals.post(f"{SAID}/{concern}/answer", THERAPIST, {"answer": "Again"})
    assert refused(again)[:2] == (403, "nothing-to-answer")


def test_a38_what_the_child_likes_is_written_by_child_or_guardian_and_read_by_all(goals: OneService) -> None:
    said(goals, THERAPIST, "about-me", "Trains", voice="child")
    said(goals, FATHER, "about-me", "Dinosaurs")
    for who in (THERAPIST, MOTHER, FATHER):
        assert sorted(one["text"] for one in words(goals, who)) == ["Dinosaurs", "Trains"]
    assert refused(goals.post(SAID, THERAPIST, {"clinic": HILL, "topic": "about-me", "text": "x"}))[1] == (
        "not-your-voice"
    )


def test_what_a_child_says_through_the_clinician_is_for_no_guardian(goals: OneService) -> None:
    said(goals, THERAPIST, "challenges", "They shout at night", voice="child")
    assert words(goals, MOTHER) == words(goals, FATHER) == []
    assert [one["voice"] for one in words(goals, SUPERVISOR)] == ["child"]


def test_whom_the_rules_exclude_neither_tells_nor_reads(goals: OneService) -> None:
    one = seen(goals, MOTHER)
    goals.consent.says("goals-progress", "father", WITHHOLD)
    for path in (SEEN, SAID, PATTERNS):
        assert same_refusal(goals.get(path, FATHER), goals.get(path.replace("c1", "nobody"), FATHER))
    assert goals.post(SEEN, FATHER, TIRED).status_code == 404
    for path in (SEEN, SAID, PATTERNS, REVIEW):
        assert goals.get(path, ELSEWHERE).status_code == 404
    assert goals.post(f"{SEEN}/{one}/review", ELSEWHERE).status_code == 404
    assert refused(goals.post(SEEN, MOTHER, {**TIRED, "clinic": LAKE}))[2] == {"clinic": ["unknown"]}
