"""What is published to a guardian after signing, and what must be said of the child before any adult is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import HILL
from tests.component.one_service import PERMIT, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    CONCERN,
    FATHER,
    MOTHER,
    NOTES,
    SUPERVISOR,
    drafted,
    opened,
    section,
    signed,
)

SECTIONS = [section("What we found", "assessment"), section("What comes next", "plan")]
NO_ASSENT = {"outcome": "withhold", "obligations": [], "rules": ["no-assent"]}
TOLD = ("told", "not-yet", "unsafe-to-tell", "not-able")


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def test_a42_a_section_is_not_published_without_the_childs_assent_and_with_it_is_and_is_recorded(
    notes: OneService,
) -> None:
    note, _ = signed(notes, sections=SECTIONS)
    path = f"{NOTES}/{note}/sections/1/sharing"
    notes.consent.says("session-detail", "mother", NO_ASSENT)
    refused = notes.post(path, AUTHOR, {"persons": ["mother"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing-withheld")
    assert refused.json()["errors"]["rules"] == ["no-assent"]
    notes.consent.says("session-detail", "mother", PERMIT)
    assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 404
    assert notes.post(path, AUTHOR, {"persons": ["mother"]}).status_code == 200
    seen = notes.get(f"{NOTES}/{note}", MOTHER).json()["sections"]
    assert [part["text"] for part in seen] == ["What comes next"]
    acts = [row[1:] for row in notes.audit() if row[1] == "ShareSection"]
    assert acts == [("ShareSection", "refused", "sharing-withheld"), ("ShareSection", "done", "")]


def test_one_guardian_who_may_not_know_keeps_it_from_being_shared_with_anybody(notes: OneService) -> None:
    note, _ = signed(notes, sections=SECTIONS)
    notes.consent.says("session-detail", "mother", PERMIT)
    both = notes.post(f"{NOTES}/{note}/sections/0/sharing", AUTHOR, {"persons": ["mother", "father"]})
    assert both.status_code == 403
    assert [notes.get(f"{NOTES}/{note}", who).status_code for who in (MOTHER, FATHER)] == [404, 404]


def test_only_the_author_shares_and_only_what_is_signed_and_there(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    body = {"persons": ["mother"]}
    draft = drafted(notes, sections=SECTIONS)
    assert notes.post(f"{NOTES}/{draft}/sections/0/sharing", AUTHOR, body).json()["code"] == "note-not-signed"
    note, _ = signed(notes, sections=SECTIONS)
    for who in (COLLEAGUE, SUPERVISOR):
        assert notes.post(f"{NOTES}/{note}/sections/0/sharing", who, body).json()["code"] == "not-the-author"
    for place in ("2", "-1", "one", "99999"):
        refused = notes.post(f"{NOTES}/{note}/sections/{place}/sharing", AUTHOR, body)
        assert refused.json()["errors"] == {"section": ["unknown"]}
    for persons, code in ((["nobody"], "unknown"), ([], "required")):
        refused = notes.post(f"{NOTES}/{note}/sections/0/sharing", AUTHOR, {"persons": persons})
        assert refused.json()["errors"] == {"persons": [code]}


def test_a_section_of_a_part_of_the_session_is_shared_only_with_whoever_was_in_it(notes: OneService) -> None:
    for person in ("mother", "father"):
        notes.consent.says("session-detail", person, PERMIT)
    joint = {"code": "joint", "from_minute": 0, "to_minute": 20, "attendees": ["mother"]}
    parts = [SECTIONS[0], {**SECTIONS[1], "segment": "joint"}]
    note, _ = signed(notes, sections=parts, segments=[joint])
    path = f"{NOTES}/{note}/sections/1/sharing"
    assert notes.post(path, AUTHOR, {"persons": ["father"]}).json()["errors"] == {"persons": ["unknown"]}
    assert notes.post(path, AUTHOR, {"persons": ["mother"]}).status_code == 200


def test_a48_no_concern_goes_out_without_saying_that_the_child_was_told_or_why_not(notes: OneService) -> None:
    unsaid = {name: value for name, value in CONCERN.items() if name != "child_told"}
    refused = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **unsaid})
    assert (refused.status_code, refused.json()["errors"]) == (422, {"child_told": ["required"]})
    assert notes.events() == []
    for said in TOLD:
        raised = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **CONCERN, "child_told": said})
        path = f"/children/c1/concerns/{raised.json()['concern']}"
        assert notes.get(path, AUTHOR).json()["child_told"] == said
