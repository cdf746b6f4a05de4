"""What a guardian and a clinic say to each other: to nobody else, in time, and taken back while there is time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import HILL
from tests.component.talk_world import (
    ADMIN,
    CHILD,
    COLLEAGUE,
    DESK,
    FATHER,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    UNDO,
    Talk,
    talking,
)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path) as made:
        yield made


def test_a08_an_unanswered_question_becomes_a_task_and_the_parent_sees_the_promised_date(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she doing with the other children?")["thread"]
    seen = talk.thread(id, MOTHER)
    # Written on a Monday before the clinic opens at nine in Denver: feedback has three working days.
    assert seen["promised_at"] == "2026-03-05T00:00:00.000000Z"
    talk.later(timedelta(days=2, hours=14))
    assert talk.tasks("message-overdue") == []
    talk.later(timedelta(hours=2))
    overdue = talk.tasks("message-overdue")
    assert [(task.assignees, task.person, task.disclosure) for task in overdue] == [(("tess", "toni"), "mother", id)]
    talk.later(timedelta(hours=25))
    assert [task.assignees for task in talk.tasks("message-overdue-supervisor")] == [(HILL,)]
    assert talk.reply(id, "She plays with them every time now.").status_code == 201
    talk.later(UNDO)
    assert {task.outcome for task in talk.tasks()} == {"replied"}
    assert talk.thread(id, MOTHER)["promised_at"] is None
    talk.later(timedelta(days=10))
    assert len(talk.tasks()) == 2


def test_a12_billing_goes_to_the_front_desk_and_never_to_a_clinician(talk: Talk) -> None:
    id = talk.ask(MOTHER, "The invoice names the wrong day.", "billing")["thread"]
    assert [item["thread"] for item in talk.get("/threads", DESK).json()["threads"]] == [id]
    for clinician in (THERAPIST, COLLEAGUE, SUPERVISOR):
        assert talk.get("/threads", clinician).json()["threads"] == []
        assert talk.get(f"/threads/{id}", clinician).status_code == 404
    care = talk.ask(MOTHER, "She slept badly.", "feedback")["thread"]
    assert [item["thread"] for item in talk.get("/threads", DESK).json()["threads"]] == [id]
    assert talk.get(f"/threads/{care}", DESK).status_code == 404
    talk.later(timedelta(days=9))
    overdue = {task.disclosure: task.assignees for task in talk.tasks("message-overdue")}
    assert overdue == {id: (f"desk:{HILL}",), care: ("tess", "toni")}
    mine = talk.made.get("notifications", "/tasks", DESK).json()["tasks"]
    assert [(task["code"], task["disclosure"]) for task in mine] == [("message-overdue", id)]


def test_a12_the_logistics_page_shows_reply_times_and_the_billing_contact_of_each_clinic(talk: Talk) -> None:
    line = {"name": "Hill line", "call": "303-555-0199", "text": "", "source": "the clinic", "checked_on": "2026-03-01"}
    body = {"billing_contact": "billing@hill.example", "reply_hours": {"billing": 4}, "crisis": line}
    answer = talk.made.post("notifications", f"/clinics/{HILL}/promises", ADMIN, body)
    assert answer.status_code == 201, answer.text
    page = talk.get("/asking", MOTHER).json()
    clinic = page["clinics"][0]
    assert (clinic["clinic"], clinic["billing_contact"]) == (HILL, "billing@hill.example")
    assert clinic["promised"]["billing"] == "2026-03-02T20:00:00.000000Z"
    assert clinic["crisis"] == line
    assert not clinic["is_open"]
    assert clinic["opens_at"] == "2026-03-02T16:00:00.000000Z"
    assert page["categories"] == [
        "goal", "observation", "home-practice", "logistics", "billing", "feedback", "concern",
    ]  # fmt: skip


def test_the_public_crisis_line_of_the_country_stands_where_a_clinic_names_none(talk: Talk) -> None:
    crisis = talk.get("/asking", MOTHER).json()["clinics"][0]["crisis"]
    assert (crisis["call"], crisis["text"]) == ("988", "988")
    assert crisis["source"]
    assert crisis["checked_on"]


def test_a_reply_is_threaded_and_both_sides_see_what_was_read(talk: Talk) -> None:
    id = talk.ask(MOTHER, "She asked to play outside.")["thread"]
    assert [message["read"] for message in talk.thread(id, MOTHER)["messages"]] == [False]
    assert talk.post(f"/threads/{id}/reads", THERAPIST).status_code == 200
    assert [message["read"] for message in talk.thread(id, MOTHER)["messages"]] == [True]
    talk.reply(id, "Thank you, that is new.")
    talk.later(UNDO)
    seen = talk.thread(id, THERAPIST)["messages"]
    assert [(item["side"], item["read"]) for item in seen] == [("family", True), ("staff", False)]
    talk.post(f"/threads/{id}/reads", MOTHER)
    assert [item["read"] for item in talk.thread(id, THERAPIST)["messages"]] == [True, True]


def test_a52_no_category_is_refused_and_a_question_about_a_goal_names_a_goal_that_the_guardian_sees(
    talk: Talk,
) -> None:
    refused = talk.post("/threads", MOTHER, clinic=HILL, words="Hello")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["category"])
    for body in ({"category": "goal"}, {"category": "observation"}, {"category": "billing", "reference": "goal-1"}):
        refused = talk.post("/threads", MOTHER, clinic=HILL, words="Hello", **body)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reference"]), body
    goal = talk.done("goals", f"/children/{CHILD}/goals", THERAPIST, {
        "clinic": HILL, "statement": "Play with others", "levels": ["a", "b", "c", "d", "e"], "baseline": -1,
    })["goal"]  # fmt: skip
    hidden = talk.post("/threads", MOTHER, clinic=HILL, words="Hello", category="goal", reference=goal)
    absent = talk.post("/threads", MOTHER, clinic=HILL, words="Hello", category="goal", reference="never-was")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.json()["code"] == absent.json()["code"]
    talk.done("goals", f"/children/{CHILD}/goals/{goal}/agreement", THERAPIST, {})
    talk.made.settle()
    made = talk.ask(MOTHER, "Is the goal still right?", "goal", reference=goal)
    assert talk.thread(made["thread"], THERAPIST)["reference"] == goal


def test_a52_off_topic_words_are_redirected_and_purged_with_a_marker(talk: Talk) -> None:
    made = talk.ask(MOTHER, "My sister is getting divorced. Canary-7a1b")
    id, message = made["thread"], made["message"]
    path, revision = f"/threads/{id}/messages/{message}/redirect", talk.thread(id, THERAPIST)["revision"]
    assert talk.post(path, THERAPIST, revision=revision, template="angry").status_code == 422
    assert talk.post(path, THERAPIST, revision=revision, template="personal").status_code == 200
    talk.made.settle()
    for reader in (MOTHER, THERAPIST):
        first, second = talk.thread(id, reader)["messages"]
        assert (first["state"], first["words"], first["template"]) == ("redirected", None, "personal")
        assert (second["kind"], second["words"], second["template"]) == ("redirect", None, "personal")
    assert talk.thread(id, MOTHER)["promised_at"] is None
    assert [event["change"] for event in talk.said("thread-changed")] == ["written", "redirected"]


def test_a54_staff_acknowledge_or_the_system_says_received_within_a_working_day(talk: Talk) -> None:
    first = talk.ask(MOTHER, "The star chart works.")["thread"]
    assert talk.post(f"/threads/{first}/acknowledgement", THERAPIST).status_code == 200
    seen = talk.thread(first, MOTHER)
    assert (seen["acknowledged_by"], seen["acknowledged_at"] is not None) == ("tess", True)
    assert seen["promised_at"] is not None
    second = talk.ask(FATHER, "Here too.")["thread"]
    assert talk.thread(second, FATHER)["acknowledged_at"] is None
    talk.later(timedelta(hours=32))
    seen = talk.thread(second, FATHER)
    assert (seen["acknowledged_by"], seen["acknowledged_at"] is not None) == (None, True)
    changes = [(event["thread"], event["change"]) for event in talk.said("thread-changed")]
    assert (first, "acknowledged") in changes
    assert (second, "received") in changes
    assert (first, "received") not in changes


def test_a59_a_guardians_concern_becomes_a_task_of_the_care_team_and_ends_with_the_answer(talk: Talk) -> None:
    id = talk.ask(MOTHER, "I worry that she is being left out at school.", "concern")["thread"]
    task = talk.tasks("family-concern")[0]
    assert (task.assignees, task.person) == (("tess", "toni"), "mother")
    talk.reply(id, "Let us talk on Thursday.")
    talk.later(UNDO)
    assert talk.tasks("family-concern")[0].outcome == "replied"


def test_b13_a_draft_is_kept_sealed_and_a_message_is_taken_back_within_a_minute(talk: Talk) -> None:
    kept = talk.made.put(
        "notifications", f"/children/{CHILD}/drafts", MOTHER, {"category": "feedback", "words": "I feel Canary-d1"}
    )
    assert kept.json() == {"state": "kept"}
    assert talk.get("/asking", MOTHER).json()["draft"]["words"] == "I feel Canary-d1"
    assert talk.get("/asking", FATHER).json()["draft"] is None
    made = talk.post("/threads", MOTHER, clinic=HILL, category="feedback", words="I feel Canary-d2").json()
    assert made["state"] == "held"
    assert talk.get("/asking", MOTHER).json()["draft"] is None
    assert talk.get(f"/threads/{made['thread']}", THERAPIST).status_code == 404
    back = f"/threads/{made['thread']}/messages/{made['message']}/take-back"
    assert talk.post(back, FATHER).status_code == 404
    assert talk.post(back, MOTHER).status_code == 200
    talk.later(UNDO)
    assert talk.get("/threads", MOTHER).json()["threads"] == []
    assert talk.get("/asking", MOTHER).json()["draft"]["words"] == "I feel Canary-d2"
    assert talk.said("thread-changed") == []
    late = talk.ask(MOTHER, "Sent.")
    assert talk.post(f"/threads/{late['thread']}/messages/{late['message']}/take-back", MOTHER).status_code == 409


def test_b13_a_reply_is_taken_back_before_it_reaches_anybody(talk: Talk) -> None:
    id = talk.ask(MOTHER, "May I sit in?")["thread"]
    made = talk.reply(id, "No.").json()
    assert len(talk.thread(id, MOTHER)["messages"]) == 1
    assert talk.post(f"/threads/{id}/messages/{made['message']}/take-back", THERAPIST).status_code == 200
    talk.later(UNDO)
    assert talk.said("message-sent") == []
    assert talk.thread(id, MOTHER)["promised_at"] is not None
    assert talk.thread(id, THERAPIST)["draft"]["words"] == "No."


def test_b14_a_coach_note_is_seen_by_that_guardian_only_and_answers_nothing(talk: Talk) -> None:
    id = talk.ask(MOTHER, "He shouts at bedtime.")["thread"]
    assert talk.reply(id, "Try naming the feeling first.", coach=True).status_code == 201
    talk.later(UNDO)
    seen = talk.thread(id, MOTHER)
    assert [item["kind"] for item in seen["messages"]] == ["words", "coach"]
    assert seen["promised_at"] is not None
    assert talk.get(f"/threads/{id}", FATHER).status_code == 404
    assert talk.get("/threads", FATHER).json()["threads"] == []
    assert [event["person"] for event in talk.said("message-sent")] == ["mother"]


def test_a_reply_reaches_one_guardian_on_the_one_road(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    message = talk.reply(id, "Well.").json()["message"]
    talk.later(UNDO)
    inbox = talk.get("/inbox", MOTHER).json()["items"]
    assert [(item["item_service"], item["item"], item["message_class"]) for item in inbox] == [
        ("notifications", message, "message")
    ]
    assert talk.get("/inbox", FATHER).json()["items"] == []
    assert talk.get(f"/thread-messages/{message}", MOTHER).json()["thread"] == id
    assert talk.get(f"/thread-messages/{message}", FATHER).status_code == 404


def test_a_guardian_who_may_no_longer_know_finds_nothing_and_staff_still_do(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    talk.restrict("mother")
    for path in (f"/threads/{id}", "/threads/never-was"):
        answer = talk.get(path, MOTHER)
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-conversation")
    assert talk.get("/threads", MOTHER).json() == {"threads": []}
    assert talk.get("/asking", MOTHER).status_code == 404
    assert talk.post(f"/threads/{id}/messages", MOTHER, words="Hello?").status_code == 404
    assert talk.thread(id, THERAPIST)["messages"][0]["words"] == "How is she?"
    talk.reply(id, "We may not say.")
    talk.later(UNDO)
    assert talk.get("/inbox", MOTHER).json() == {"items": []}


def test_what_tells_of_a_session_is_filtered_without_a_gap_for_who_may_not_know_detail(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    talk.reply(id, "She is well.")
    talk.later(UNDO)
    talk.reply(id, "In the session she drew a house.", detail=True)
    talk.later(UNDO)
    assert len(talk.thread(id, MOTHER)["messages"]) == 3
    order = {"person": "mother", "kind": "court-order", "classes": ["session-detail"], "source": "court-order",
             "since": "2016-01-01T00:00:00.000000Z", "until": None}  # fmt: skip
    talk.done("consent", f"/children/{CHILD}/restrictions", ADMIN, order)
    talk.made.settle()
    assert [item["words"] for item in talk.thread(id, MOTHER)["messages"]] == ["How is she?", "She is well."]
