"""The edges of conversations: two at once, twice, too long, somebody else's, closed, staff who begin."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import HILL, LAKE
from tests.component.talk_world import COLLEAGUE, DESK, FATHER, MOTHER, OUTSIDER, THERAPIST, UNDO, Talk, talking


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path) as made:
        yield made


def test_two_who_answer_at_once_hear_of_each_other(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    revision = talk.thread(id, THERAPIST)["revision"]
    assert talk.reply(id, "Well.", revision=revision).status_code == 201
    late = talk.reply(id, "Very well.", who=COLLEAGUE, revision=revision)
    assert (late.status_code, late.json()["code"]) == (409, "conversation-moved")


def test_a_message_sent_twice_under_one_key_counts_once(talk: Talk) -> None:
    body = {"clinic": HILL, "category": "feedback", "words": "Once."}
    first, second = (talk.post("/threads", MOTHER, key="same-key-1", **body) for _ in range(2))
    assert first.json() == second.json()
    assert len(talk.get("/threads", MOTHER).json()["threads"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": " \n\t "}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"words": "bell \x07"}, "words"),
        ({"category": "answer"}, "category"),
        ({"category": "gossip"}, "category"),
    ],
)
def test_what_is_no_message_is_refused_by_its_field(talk: Talk, body: dict[str, str], field: str) -> None:
    answer = talk.post("/threads", MOTHER, **{"clinic": HILL, "category": "feedback", "words": "Hello", **body})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert talk.get("/threads", MOTHER).json()["threads"] == []


def test_a_foreign_clinic_a_foreign_child_and_a_stranger_are_no_more_there_than_nothing(talk: Talk) -> None:
    elsewhere = talk.post("/threads", MOTHER, clinic=LAKE, category="feedback", words="Hello")
    assert elsewhere.status_code == 404
    id = talk.ask(MOTHER, "How is she?")["thread"]
    for path, who in ((f"/threads/{id}", OUTSIDER), (f"/threads/{id}", FATHER)):
        assert talk.get(path, who).json()["code"] == "no-such-conversation"
    for path in ("/threads/never-was/replies", f"/threads/{id}/replies"):
        answer = talk.post(path, OUTSIDER, revision=1, words="Hello")
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-conversation")
    assert talk.post(f"/threads/{id}/messages", FATHER, words="Hello").status_code == 404


def test_a_draft_is_kept_only_where_its_writer_may_write(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    for who, thread, status in (
        (THERAPIST, id, 200), (MOTHER, id, 200), (FATHER, id, 404), (DESK, id, 404), (OUTSIDER, id, 404),
        (OUTSIDER, None, 404), (MOTHER, "never-was", 404),
    ):  # fmt: skip
        answer = talk.made.put("notifications", "/children/c1/drafts", who, {"thread": thread, "words": "So far"})
        assert answer.status_code == status, (who.person, thread)


def test_a_closed_conversation_owes_nothing_and_a_new_message_opens_it_again(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    revision = talk.thread(id, THERAPIST)["revision"]
    assert talk.post(f"/threads/{id}/closure", THERAPIST, revision=revision, reason="talked").status_code == 200
    assert talk.thread(id, MOTHER)["state"] == "closed"
    talk.later(timedelta(days=9))
    assert talk.tasks() == []
    talk.post(f"/threads/{id}/messages", MOTHER, words="One more thing.")
    talk.later(UNDO)
    seen = talk.thread(id, THERAPIST)
    assert (seen["state"], seen["promised_at"] is not None) == ("open", True)


def test_staff_write_first_to_one_guardian(talk: Talk) -> None:
    body = {"clinic": HILL, "person": "father", "category": "feedback", "words": "She made a friend."}
    assert talk.post("/staff-threads", DESK, **body).status_code == 404
    assert talk.post("/staff-threads", THERAPIST, **{**body, "person": "tess"}).status_code == 422
    made = talk.post("/staff-threads", THERAPIST, **body).json()
    assert talk.get(f"/threads/{made['thread']}", FATHER).json()["messages"] == []
    talk.later(UNDO)
    assert [item["words"] for item in talk.thread(made["thread"], FATHER)["messages"]] == ["She made a friend."]
    assert talk.get(f"/threads/{made['thread']}", MOTHER).status_code == 404


def test_one_guardians_conversation_leaves_the_other_guardians_view_as_it_was(talk: Talk) -> None:
    def view() -> list[tuple[int, str]]:
        paths = ("/threads", "/inbox", "/asking", "/threads/never-was")
        return [(answer.status_code, answer.text) for answer in (talk.get(path, FATHER) for path in paths)]

    def without_trace(seen: list[tuple[int, str]]) -> list[tuple[int, str]]:
        return [(status, text.partition('"trace')[0]) for status, text in seen]

    before = view()
    made = talk.post("/threads", MOTHER, clinic=HILL, category="concern", words="He wants to die.").json()
    talk.made.settle()
    talk.reply(made["thread"], "We call you.")
    assert without_trace(view()) == without_trace(before)
    talk.later(UNDO)
    assert talk.get("/threads", FATHER).json() == {"threads": []}
    assert talk.get("/inbox", FATHER).json() == {"items": []}
