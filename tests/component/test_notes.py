"""The notes service over HTTP: written, revised, signed, added to; what does not fit is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import HILL, LAKE
from tests.component.one_service import CANARY, PERMIT, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    CONCERN,
    DESK,
    FATHER,
    MOTHER,
    NOTES,
    SUPERVISOR,
    body,
    drafted,
    opened,
    section,
    signed,
)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def test_a_signed_note_and_its_concern_become_known_in_one_commit(notes: OneService) -> None:
    note, concern = signed(notes, CONCERN)
    assert concern
    assert notes.events() == ["notes.note-signed.v1", "notes.concern-raised.v1"]
    commits = {row["_c"] for row in notes.rows(notes.node.service.kinds[2].collection)}
    commits |= {row["_c"] for row in notes.rows(notes.node.service.kinds[3].collection)}
    assert len(commits) == 1
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["state"] == "signed"


def test_a_refused_concern_leaves_the_note_unsigned(notes: OneService) -> None:
    note = drafted(notes)
    refused = notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": {**CONCERN, "wording": " "}})
    assert (refused.status_code, refused.json()["errors"]) == (422, {"wording": ["empty"]})
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["state"] == "draft"
    assert notes.events() == []


def test_a_revision_against_an_old_one_is_stale_and_changes_nothing(notes: OneService) -> None:
    note = drafted(notes)
    path, change = f"{NOTES}/{note}", {"revision": 1, "sections": [section("Second thought", "assessment")]}
    assert notes.put(path, AUTHOR, change).json() == {"note": note, "revision": 2}
    late = notes.put(path, AUTHOR, {**change, "sections": [section("Too late", "assessment")]})
    assert (late.status_code, late.json()["code"]) == (409, "stale-revision")
    assert [part["text"] for part in notes.get(path, AUTHOR).json()["sections"]] == ["Second thought"]
    assert notes.post(f"{path}/signature", AUTHOR, {"revision": 1, "concern": None}).status_code == 409


def test_a_signed_note_is_locked_and_takes_only_addenda(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    note, _ = signed(notes)
    path = f"{NOTES}/{note}"
    locked = notes.put(path, AUTHOR, {"revision": 2, "sections": []})
    assert (locked.status_code, locked.json()["code"]) == (403, "note-locked")
    assert notes.post(f"{path}/signature", AUTHOR, {"revision": 2, "concern": None}).status_code == 403
    added = {"text": "She called later", "visibility": "persons", "persons": ["mother"]}
    assert notes.post(f"{path}/addenda", COLLEAGUE, added).status_code == 201
    assert [item["text"] for item in notes.get(path, MOTHER).json()["addenda"]] == ["She called later"]


def test_only_the_author_signs(notes: OneService) -> None:
    note = drafted(notes)
    by_supervisor = notes.post(f"{NOTES}/{note}/signature", SUPERVISOR, {"revision": 1, "concern": None})
    by_colleague = notes.post(f"{NOTES}/{note}/signature", COLLEAGUE, {"revision": 1, "concern": None})
    assert (by_supervisor.status_code, by_colleague.status_code) == (403, 404)


def test_a_future_session_is_scheduled_and_its_note_is_not_signed_before_it(notes: OneService) -> None:
    notes.consent.says("attendance-billing", "mother", PERMIT)
    notes.consent.says("attendance-billing", "d1", PERMIT)
    planned = {"clinic": HILL, "practitioner": "t1", "starts_at": "2026-03-02T10:00:00.000000Z", "minutes": 50}
    session = notes.post("/children/c1/sessions", DESK, planned).json()["session"]
    for asker in (DESK, MOTHER):
        assert notes.get("/children/c1/sessions", asker).json()["sessions"] == [{"session": session, **planned}]
    assert notes.get("/children/c1/sessions", FATHER).status_code == 404
    note = drafted(notes, session=session)
    early = notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": None})
    assert (early.status_code, early.json()["code"]) == (422, "session-in-future")
    notes.clock.sleep(3600)
    assert notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": None}).status_code == 200


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"template": "astrology"}, {"template": ["unknown"]}),
        ({"clinic": LAKE}, {"clinic": ["unknown"]}),
        ({"session": "nothing"}, {"session": ["unknown"]}),
        ({"sections": [section(CANARY, "mood")]}, {"sections.0.kind": ["unknown"]}),
        ({"sections": [section(CANARY + "x" * 20_000)]}, {"sections.0.text": ["too-long"]}),
        ({"sections": [section(CANARY + "\x07")]}, {"sections.0.text": ["control-character"]}),
        ({"sections": [section(CANARY)] * 41}, {"sections": ["too-many"]}),
        ({"sections": [section(CANARY, "plan", "persons", "stranger")]}, {"sections.0.persons": ["unknown"]}),
        ({"sections": [section(CANARY, "plan", "everybody")]}, {"sections.0.visibility": ["not-a-choice"]}),
        ({"colour": CANARY}, {"colour": ["unknown"]}),
        ({"sections": CANARY}, {"sections": ["not-valid"]}),
    ],
)
def test_bad_input_names_its_field_echoes_nothing_and_changes_nothing(
    notes: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    refused = notes.post(NOTES, AUTHOR, body(**change))
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["errors"] == errors
    assert CANARY not in refused.text
    assert notes.get(NOTES, AUTHOR).json() == {"notes": [], "drafts": [], "next_cursor": None}


def test_an_adult_who_joined_later_is_known_through_consent(notes: OneService) -> None:
    late = body(sections=[section("x", "plan", "persons", "aunt")])
    assert notes.post(NOTES, AUTHOR, late).status_code == 422
    notes.consent.adults["c1"] = ["mother", "father", "aunt"]
    assert notes.post(NOTES, AUTHOR, late).status_code == 201


def test_the_same_request_twice_is_one_note(notes: OneService) -> None:
    first, second = (notes.post(NOTES, AUTHOR, body(), key="the-same-key") for _ in range(2))
    assert first.json() == second.json()
    other = notes.post(NOTES, AUTHOR, body(sections=[]), key="the-same-key")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert len(notes.get(NOTES, AUTHOR).json()["drafts"]) == 1


def test_the_templates_are_listed_for_the_editor(notes: OneService) -> None:
    templates = notes.get("/templates", AUTHOR).json()["templates"]
    play = [template for template in templates if template["code"] == "play-therapy"]
    assert [(item["version"], item["sections"][0]["kind"]) for item in play] == [(1, "materials"), (2, "materials")]
    assert {item["visibility"] for template in play for item in template["sections"]} == {"private"}


def test_guardians_and_front_desk_write_nothing(notes: OneService) -> None:
    for asker in (MOTHER, DESK):
        assert notes.post(NOTES, asker, body()).status_code == 403
        assert notes.post("/children/c1/concerns", asker, {"clinic": HILL, **CONCERN}).status_code == 403
