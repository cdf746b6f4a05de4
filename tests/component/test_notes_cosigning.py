"""From draft to record: the second signature, versions that are kept, notes that are late."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from services.notes.repository import NOTES as KIND
from services.notes.repository import VERSIONS
from tests.builders import HILL, LAKE, staff
from tests.component.one_service import CANARY, PERMIT, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    CONCERN,
    DESK,
    MOTHER,
    NOTES,
    SECTIONS,
    SUPERVISOR,
    drafted,
    opened,
    section,
    signed,
)

BOTH = staff("t1", Role.THERAPIST, Role.SUPERVISOR)
SUPERVISION = f"/clinics/{HILL}/supervision/t1"
HOUR = 3600


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def supervised(notes: OneService) -> None:
    assert notes.put(SUPERVISION, SUPERVISOR, {"supervised": True}).status_code == 200


def handed_in(notes: OneService) -> str:
    note = drafted(notes)
    answer = notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1})
    assert answer.json() == {"note": note, "concern": None, "state": "awaiting-cosignature"}
    return note


def session_yesterday(notes: OneService) -> str:
    planned = {"clinic": HILL, "practitioner": "t1", "starts_at": "2026-03-01T10:00:00.000000Z", "minutes": 50}
    return str(notes.post("/children/c1/sessions", DESK, planned).json()["session"])


def test_a_supervised_authors_note_is_no_record_before_the_second_signature(notes: OneService) -> None:
    supervised(notes)
    notes.consent.says("session-detail", "mother", PERMIT)
    path = f"{NOTES}/{handed_in(notes)}"
    assert notes.events() == []
    assert (notes.get(path, MOTHER).status_code, notes.get(path, COLLEAGUE).status_code) == (404, 404)
    assert notes.put(path, AUTHOR, {"revision": 2, "sections": SECTIONS}).json()["code"] == "note-locked"
    assert [item["note"] for item in notes.get("/notes/awaiting", SUPERVISOR).json()["notes"]] == [path.split("/")[-1]]
    assert notes.post(f"{path}/cosignature", SUPERVISOR, {"revision": 2}).status_code == 200
    found = notes.get(path, AUTHOR).json()
    assert (found["state"], found["author"], found["cosigned_by"]) == ("signed", "t1", "s1")
    assert notes.events() == ["notes.note-signed.v1"]
    assert notes.get(path, MOTHER).status_code == 200
    assert notes.get("/notes/awaiting", SUPERVISOR).json() == {"notes": []}


def test_a_note_goes_back_with_words_and_comes_again_as_often_as_it_takes(notes: OneService) -> None:
    supervised(notes)
    path = f"{NOTES}/{handed_in(notes)}"
    back = notes.post(f"{path}/return", SUPERVISOR, {"revision": 2, "words": f"Say who was there {CANARY}"})
    assert back.json()["revision"] == 3
    found = notes.get(path, AUTHOR).json()
    assert (found["state"], found["returns"][0]["words"]) == ("draft", f"Say who was there {CANARY}")
    assert CANARY not in str(notes.rows(KIND.collection))
    assert notes.put(path, AUTHOR, {"revision": 3, "sections": SECTIONS}).json()["revision"] == 4
    assert notes.post(f"{path}/cosignature", SUPERVISOR, {"revision": 4}).json()["code"] == "not-handed-in"
    assert notes.post(f"{path}/signature", AUTHOR, {"revision": 4}).status_code == 200
    stale = notes.post(f"{path}/cosignature", SUPERVISOR, {"revision": 2})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-revision")
    assert notes.post(f"{path}/cosignature", SUPERVISOR, {"revision": 5}).status_code == 200


def test_a_concern_does_not_wait_for_the_second_signature(notes: OneService) -> None:
    supervised(notes)
    note = drafted(notes)
    answer = notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": CONCERN})
    assert answer.json()["concern"]
    assert notes.events() == ["notes.concern-raised.v1"]


def test_nobody_cosigns_their_own_note_or_frees_themselves(notes: OneService) -> None:
    supervised(notes)
    note = handed_in(notes)
    for who in (BOTH, COLLEAGUE):
        assert notes.post(f"{NOTES}/{note}/cosignature", who, {"revision": 2}).status_code in (403, 404)
    assert notes.put(SUPERVISION, BOTH, {"supervised": False}).json()["code"] == "own-supervision"
    assert notes.put(SUPERVISION, AUTHOR, {"supervised": False}).status_code == 403
    assert notes.put(f"/clinics/{LAKE}/supervision/t1", SUPERVISOR, {"supervised": True}).status_code == 404
    assert notes.put(SUPERVISION, SUPERVISOR, {"supervised": False}).json()["supervised"] is False
    assert signed(notes)


def test_what_a_draft_said_before_a_pause_is_kept_for_its_author_and_supervisors(notes: OneService) -> None:
    note = drafted(notes, sections=[section("First", "assessment"), section("x", "plan")])
    path = f"{NOTES}/{note}"
    for revision, (seconds, text) in enumerate([(10, "Second"), (600, "Third"), (10, "Fourth")], start=1):
        notes.clock.sleep(seconds)
        body = {"revision": revision, "sections": [section(text, "assessment"), section("x", "plan")]}
        assert notes.put(path, AUTHOR, body).status_code == 200
    assert notes.post(f"{path}/signature", AUTHOR, {"revision": 4}).status_code == 200
    for who in (AUTHOR, SUPERVISOR):
        kept = notes.get(f"{path}/versions", who).json()["versions"]
        assert [item["revision"] for item in kept] == [2]
        assert notes.get(f"{path}/versions/2", who).json()["sections"][0]["text"] == "Second"
    assert notes.get(f"{path}/versions", COLLEAGUE).status_code == 404
    assert notes.get(f"{path}/versions/9", AUTHOR).status_code == 404
    assert "Second" not in str(notes.rows(VERSIONS.collection))


def test_a_session_without_a_note_is_late_for_its_practitioner_and_the_supervisor(notes: OneService) -> None:
    session = session_yesterday(notes)
    assert notes.get("/notes/late", AUTHOR).json() == {"sessions": []}
    notes.clock.sleep(26 * HOUR)
    for who in (AUTHOR, SUPERVISOR):
        (row,) = notes.get("/notes/late", who).json()["sessions"]
        assert (row["session"], row["child"], row["draft"]) == (session, "c1", None)
        assert row["due_at"] == "2026-03-03T10:50:00.000000Z"
    assert notes.get("/notes/late", COLLEAGUE).json() == {"sessions": []}
    note = drafted(notes, session=session)
    assert notes.get("/notes/late", AUTHOR).json()["sessions"][0]["draft"] == note
    notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1})
    assert notes.get("/notes/late", AUTHOR).json() == {"sessions": []}
    notes.post(f"{NOTES}/{note}/voiding", AUTHOR, {"reason": "duplicate", "words": "Twice"})
    assert notes.get("/notes/late", AUTHOR).json()["sessions"][0]["session"] == session
