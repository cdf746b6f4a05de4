"""Psychotherapy notes: their author's alone, under keys of their own, in no answer, list or event of anybody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from kernel.outbox import OUTBOX
from services.notes.model.psychotherapy import key_scope
from services.notes.repository import KINDS, NOTES, PSYCHOTHERAPY
from tests.builders import HILL, LAKE, staff
from tests.component.one_service import CANARY, PERMIT, WITHHOLD, OneService, one_service
from tests.component.writing_notes import AUTHOR, COLLEAGUE, DESK, FATHER, MOTHER, SUPERVISOR, opened, signed

OWN = "/children/c1/psychotherapy-notes"
BODY = {"clinic": HILL, "session": None, "text": f"What I make of it {CANARY}"}
BOTH = staff("t1", Role.THERAPIST, Role.SUPERVISOR)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def written(notes: OneService) -> str:
    answer = notes.post(OWN, AUTHOR, BODY)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["note"])


def test_a16_a_psychotherapy_note_is_in_no_answer_but_its_authors_own(notes: OneService) -> None:
    for person in ("mother", "father"):
        for item in ("session-detail", "psychotherapy-note"):
            notes.consent.says(item, person, PERMIT)
    signed(notes)
    note = written(notes)
    assert notes.get(f"{OWN}/{note}", AUTHOR).json()["text"] == BODY["text"]
    assert [item["note"] for item in notes.get(OWN, AUTHOR).json()["notes"]] == [note]
    for who in (COLLEAGUE, SUPERVISOR):
        assert (notes.get(f"{OWN}/{note}", who).status_code, notes.get(OWN, who).json()) == (404, {"notes": []})
    for who in (MOTHER, FATHER, DESK):
        assert {notes.get(path, who).status_code for path in (OWN, f"{OWN}/{note}")} == {403}
    for path in ("/children/c1/notes", "/children/c1/trends", "/notes/late", "/children/c1/sessions"):
        for who in (AUTHOR, SUPERVISOR, MOTHER):
            assert note not in notes.get(path, who).text
    assert notes.get(f"/children/c1/notes/{note}", AUTHOR).status_code == 404
    assert note not in str(notes.rows(OUTBOX))


def test_its_text_lies_in_its_own_collection_and_opens_with_both_keys_only(notes: OneService) -> None:
    note = written(notes)
    stored = {kind.collection.name: str(notes.rows(kind.collection)) for kind in KINDS}
    assert [name for name, text in stored.items() if note in text] == ["psychotherapy_notes"]
    assert CANARY not in "".join(stored.values())
    store, vault = notes.node.store, notes.node.dispatcher.vault
    store.commit(vault.shred(key_scope("c1")), "shred-own")
    assert notes.get(f"{OWN}/{note}", AUTHOR).json()["code"] == "shredded"
    assert notes.get("/children/c1/notes", AUTHOR).status_code == 200


def test_shredding_the_childs_key_takes_its_psychotherapy_notes_too_and_everything_else_still_works(
    notes: OneService,
) -> None:
    note = written(notes)
    first, _ = signed(notes)
    notes.register("c2")
    store, vault = notes.node.store, notes.node.dispatcher.vault
    store.commit(vault.shred("c1"), "shred-c1")
    assert notes.get(f"{OWN}/{note}", AUTHOR).json()["code"] == "shredded"
    assert notes.get(f"/children/c1/notes/{first}", AUTHOR).json()["code"] == "shredded"
    assert notes.post("/children/c2/psychotherapy-notes", AUTHOR, BODY).status_code == 201
    assert len(notes.rows(NOTES.collection)) == len(notes.rows(PSYCHOTHERAPY.collection)) - 1 == 1


def test_it_is_rewritten_against_the_revision_seen_and_withdrawn_for_good(notes: OneService) -> None:
    note = written(notes)
    again = {"revision": 1, "text": "Seen differently now"}
    assert notes.put(f"{OWN}/{note}", AUTHOR, again).json()["revision"] == 2
    assert notes.put(f"{OWN}/{note}", AUTHOR, again).status_code == 409
    assert notes.put(f"{OWN}/{note}", BOTH, {**again, "revision": 2}).status_code == 200
    assert notes.post(f"{OWN}/{note}/withdrawal", SUPERVISOR, {"revision": 3}).status_code == 404
    assert notes.post(f"{OWN}/{note}/withdrawal", AUTHOR, {"revision": 3}).status_code == 200
    assert notes.get(f"{OWN}/{note}", AUTHOR).json()["text"] is None
    assert notes.put(f"{OWN}/{note}", AUTHOR, {**again, "revision": 4}).json()["code"] == "note-withdrawn"


def test_whoever_may_know_nothing_of_the_sessions_any_more_does_not_read_on(notes: OneService) -> None:
    note = written(notes)
    notes.consent.says("session-detail", "t1", WITHHOLD)
    assert notes.get(f"{OWN}/{note}", AUTHOR).status_code == 404
    assert notes.post(OWN, AUTHOR, {**BODY, "clinic": LAKE}).json()["errors"] == {"clinic": ["unknown"]}
    assert notes.post(OWN, AUTHOR, {**BODY, "text": "x" * 20_001}).json()["errors"] == {"text": ["too-long"]}
