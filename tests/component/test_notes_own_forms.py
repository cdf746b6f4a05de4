"""A clinic's own forms: versions that never change, retired when no note is to begin with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, staff
from tests.component.one_service import OneService, one_service
from tests.component.writing_notes import AUTHOR, NOTES, STRANGER, body, drafted, opened, section

ADMIN = staff("a1", Role.CLINIC_ADMIN)
OWN = {
    "code": "sand-room",
    "title": "Sand room",
    "forms": [
        {"kind": "picture", "title": "The picture", "required": True},
        {"kind": "mood", "title": "Mood", "sort": "scale", "level_max": 5, "visibility": "care-team"},
    ],
}


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def test_a_clinic_has_forms_of_its_own_in_versions_that_never_change(notes: OneService) -> None:
    assert notes.post(f"/clinics/{HILL}/templates", ADMIN, OWN).json() == {"code": "sand-room", "version": 1}
    parts = [section("A wall", "picture"), {**section("", "mood"), "entries": {"level": 4}}]
    note = drafted(notes, template="sand-room", sections=parts)
    second = {**OWN, "forms": [{"kind": "story", "title": "The story"}]}
    assert notes.post(f"/clinics/{HILL}/templates", ADMIN, second).json()["version"] == 2
    assert notes.put(f"{NOTES}/{note}", AUTHOR, {"revision": 1, "sections": parts}).status_code == 200
    found = notes.get(f"{NOTES}/{note}", AUTHOR).json()["sections"]
    assert [part["visibility"] for part in found] == ["private", "care-team"]
    assert notes.post(NOTES, AUTHOR, body(template="sand-room", sections=parts)).status_code == 422
    listed = notes.get("/templates", AUTHOR).json()["templates"]
    own = [(item["code"], item["version"], item["clinic"]) for item in listed[-2:]]
    assert own == [("sand-room", 1, HILL), ("sand-room", 2, HILL)]
    assert "sand-room" not in notes.get("/templates", STRANGER).text


def test_a_retired_form_begins_no_note_and_keeps_those_begun_with_it(notes: OneService) -> None:
    notes.post(f"/clinics/{HILL}/templates", ADMIN, OWN)
    parts = [section("A wall", "picture")]
    note = drafted(notes, template="sand-room", sections=parts)
    assert notes.post(f"/clinics/{HILL}/templates/sand-room/retirement", ADMIN).status_code == 200
    assert notes.post(NOTES, AUTHOR, body(template="sand-room", sections=parts)).status_code == 422
    assert notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1}).status_code == 200
    assert notes.post(f"/clinics/{HILL}/templates/nothing/retirement", ADMIN).status_code == 404


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"code": "soap"}, {"code": ["taken"]}),
        ({"title": " "}, {"title": ["empty"]}),
        ({"forms": []}, {"forms": ["empty"]}),
        ({"forms": OWN["forms"] * 2}, {"forms.2.kind": ["repeated"], "forms.3.kind": ["repeated"]}),
        ({"forms": [{"kind": "a", "title": "A", "sort": "scale"}]}, {"forms.0.level_max": ["out-of-range"]}),
        ({"forms": [{"kind": "a", "title": "A", "sort": "choices"}]}, {"forms.0.options": ["required"]}),
        ({"forms": [{"kind": "a", "title": "A", "custom": True}]}, {"forms.0.custom": ["unexpected"]}),
    ],
)
def test_a_form_that_does_not_fit_is_refused_with_its_place(
    notes: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    refused = notes.post(f"/clinics/{HILL}/templates", ADMIN, {**OWN, **change})
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)


def test_forms_are_published_by_whoever_administers_that_very_clinic(notes: OneService) -> None:
    assert notes.post(f"/clinics/{LAKE}/templates", ADMIN, OWN).status_code == 404
    assert notes.post(f"/clinics/{HILL}/templates", AUTHOR, OWN).status_code == 403
