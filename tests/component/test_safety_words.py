"""Words that may speak of danger, in any category: humans are called at once, nothing is blocked, nothing leaks."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.errors import Gone
from kernel.node import KERNEL_COLLECTIONS
from kernel.telemetry import logs
from services.notifications.repository import THREAD_MESSAGES
from tests.builders import HILL
from tests.component.talk_world import CHILD, DESK, FATHER, MOTHER, OUTSIDER, SUPERVISOR, THERAPIST, UNDO, Talk, talking

WORDS = "He says he wants to die. Canary-55e0"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with talking(tmp_path) as made:
        yield made


@pytest.mark.parametrize("category", ["feedback", "billing", "logistics", "concern", "home-practice"])
def test_safety_words_in_any_category_call_humans_at_once_and_block_nothing(talk: Talk, category: str) -> None:
    made = talk.post("/threads", MOTHER, clinic=HILL, category=category, words=WORDS).json()
    assert (made["state"], made["raised"]) == ("sent", True)
    task = talk.tasks("safety-review")[0]
    assert task.assignees == ("sue", "tess", "toni")
    assert task.due - task.opened_at == timedelta(minutes=15)
    for reviewer in (THERAPIST, SUPERVISOR):
        assert talk.thread(made["thread"], reviewer)["messages"][0]["words"] == WORDS
    back = f"/threads/{made['thread']}/messages/{made['message']}/take-back"
    assert talk.post(back, MOTHER).status_code == 409


def test_a_review_of_a_billing_message_opens_it_to_clinicians_until_it_is_done(talk: Talk) -> None:
    id = talk.post("/threads", MOTHER, clinic=HILL, category="billing", words=WORDS).json()["thread"]
    revision = talk.thread(id, DESK)["revision"]
    closing = talk.post(f"/threads/{id}/closure", DESK, revision=revision, reason="settled")
    assert (closing.status_code, closing.json()["code"]) == (409, "safety-review-open")
    task = talk.tasks("safety-review")[0].id
    assert talk.post(f"/tasks/{task}/done", OUTSIDER, outcome="decided", words="Looked at.").status_code == 404
    assert talk.post(f"/tasks/{task}/done", THERAPIST, outcome="decided", words="Concern raised.").status_code == 201
    assert talk.get(f"/threads/{id}", THERAPIST).status_code == 404
    assert talk.thread(id, DESK)["reviews"] == []
    assert [event["change"] for event in talk.said("thread-changed")] == ["written", "reviewed"]


def test_a_negated_word_is_looked_at_too_with_less_hurry(talk: Talk) -> None:
    talk.ask(MOTHER, "He did not hurt himself this week.")
    task = talk.tasks("safety-review")[0]
    assert task.due - task.opened_at == timedelta(hours=1)


def test_each_message_with_such_words_has_its_own_review(talk: Talk) -> None:
    id = talk.post("/threads", MOTHER, clinic=HILL, category="feedback", words=WORDS).json()["thread"]
    talk.post(f"/threads/{id}/messages", MOTHER, words="Ahora dice que no quiere vivir.")
    reviews = talk.thread(id, THERAPIST)["reviews"]
    assert reviews == [task.id for task in talk.tasks("safety-review")]
    assert len(reviews) == 2


def test_an_answer_to_what_was_told_is_looked_at_as_well(talk: Talk) -> None:
    concern = talk.done("notes", f"/children/{CHILD}/concerns", THERAPIST, {
        "clinic": HILL, "kind": "self-harm", "severity": "serious", "child_told": "told", "about": [],
        "wording": "Please call us.",
    })["concern"]  # fmt: skip
    talk.made.settle()
    told = next(item for item in talk.get("/inbox", MOTHER).json()["items"] if item["item"] == concern)
    place = f"/disclosures/{told['disclosure']}"
    talk.post(f"{place}/views", MOTHER)
    answer = talk.post(f"{place}/answers", MOTHER, words="She took many pills. Canary-aa01").json()
    assert (answer["engagement"], answer["raised"]) == ("answered", True)
    assert len(talk.tasks("safety-review")) == 1
    assert talk.tasks("safety-review")[0].disclosure == told["disclosure"]
    ledger = talk.get(f"{place}/ledger", THERAPIST).json()
    mother = next(adult for adult in ledger["adults"] if adult["person"] == "mother")
    assert [item["words"] for item in mother["answers"]] == ["She took many pills. Canary-aa01"]
    assert talk.thread(answer["thread"], MOTHER)["disclosure"] == told["disclosure"]
    talk.reply(answer["thread"], "We call you now.")
    talk.later(UNDO)
    assert talk.get(f"/threads/{answer['thread']}", FATHER).status_code == 404
    assert [event["person"] for event in talk.said("message-sent")] == ["mother"]


def test_the_words_are_nowhere_but_sealed(talk: Talk) -> None:
    written = io.StringIO()
    logs.configure("talk", stream=written, level="debug")
    id = talk.post("/threads", MOTHER, clinic=HILL, category="billing", words=WORDS).json()["thread"]
    talk.made.put("notifications", f"/children/{CHILD}/drafts", MOTHER, {"words": "Canary-0dd1 wants to die"})
    talk.reply(id, "Canary-77aa we call now.", who=THERAPIST)
    talk.later(UNDO)
    stored = ""
    for node in talk.made.platform.nodes.values():
        own = [kind.collection for kind in node.service.kinds]
        stored += repr([node.store.find(item, {}, ("_id",), 1000) for item in (*own, *KERNEL_COLLECTIONS)])
    for text in (stored, written.getvalue()):
        assert "Canary" not in text
        assert "wants to die" not in text


def test_with_a_childs_key_destroyed_conversations_stay_and_cannot_be_read(talk: Talk) -> None:
    id = talk.ask(MOTHER, "How is she?")["thread"]
    vault, store = talk.node.dispatcher.vault, talk.node.store
    store.commit(vault.shred(CHILD), "shred-1")
    for reader in (MOTHER, THERAPIST):
        assert [item["words"] for item in talk.thread(id, reader)["messages"]] == [None]
    assert talk.post(f"/threads/{id}/acknowledgement", THERAPIST).status_code == 200
    revision = talk.thread(id, THERAPIST)["revision"]
    assert talk.post(f"/threads/{id}/closure", THERAPIST, revision=revision, reason="settled").status_code == 200
    with pytest.raises(Gone):
        vault.open(CHILD, store.find(THREAD_MESSAGES.collection, {}, (), 1)[0]["words"])

