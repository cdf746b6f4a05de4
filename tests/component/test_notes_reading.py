"""The notes service over HTTP: what each reader is shown, and that the rest leaves no trace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, staff
from tests.component.one_service import CANARY, PERMIT, SUMMARY, WITHHOLD, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    CONCERN,
    FATHER,
    MOTHER,
    NOTES,
    SECTIONS,
    STRANGER,
    SUPERVISOR,
    body,
    drafted,
    opened,
    same,
    section,
    signed,
)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def test_each_reader_of_the_staff_gets_the_own_parts(notes: OneService) -> None:
    note, _ = signed(notes)
    seen = {
        asker.person: [part["text"] for part in notes.get(f"{NOTES}/{note}", asker).json()["sections"]]
        for asker in (AUTHOR, COLLEAGUE, SUPERVISOR)
    }
    assert len(seen["t1"]) == len(seen["s1"]) == 3
    assert seen["t2"] == ["For the team", "For her mother"]


def test_every_read_of_words_is_recorded_before_it_leaves(notes: OneService) -> None:
    note, _ = signed(notes)
    notes.get(f"{NOTES}/{note}", COLLEAGUE)
    assert notes.audit()[-1] == ("c1", "read-note", "read", "")


def test_a_member_of_staff_whom_the_rules_exclude_finds_nothing_and_that_is_recorded(notes: OneService) -> None:
    note, _ = signed(notes)
    notes.consent.says("session-detail", "t2", WITHHOLD)
    for path in (f"{NOTES}/{note}", NOTES, "/children/c1/concerns"):
        assert notes.get(path, COLLEAGUE).status_code == 404
    assert notes.audit()[-1] == ("c1", "list-concerns", "refused", "withheld")


def test_without_an_answer_of_the_rules_nothing_is_shown(notes: OneService) -> None:
    note, _ = signed(notes)
    notes.consent.down = True
    for asker in (COLLEAGUE, MOTHER):
        answer = notes.get(f"{NOTES}/{note}", asker)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize("answer", [{}, {"outcome": "perhaps", "obligations": []}, {"outcome": "permit"}])
def test_an_answer_that_cannot_be_read_shows_nothing(notes: OneService, answer: dict[str, Any]) -> None:
    note, _ = signed(notes)
    notes.consent.says("session-detail", "mother", answer)
    assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 503


def test_a_guardian_gets_the_shared_part_and_nothing_that_betrays_the_rest(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    note, _ = signed(notes)
    seen = notes.get(f"{NOTES}/{note}", MOTHER).json()
    assert sorted(seen) == ["addenda", "note", "sections", "signed_at"]
    assert seen["sections"] == [{"title": "Plan", "text": "For her mother"}]


@pytest.mark.parametrize("answer", [WITHHOLD, SUMMARY, {"outcome": "escalate", "obligations": []}])
def test_without_a_full_permit_a_note_does_not_exist_for_a_guardian(notes: OneService, answer: Any) -> None:
    notes.consent.says("session-detail", "mother", answer)
    note, _ = signed(notes)
    absent, unknown = notes.get(f"{NOTES}/{note}", MOTHER), notes.get(f"{NOTES}/nothing", MOTHER)
    assert absent.status_code == 404
    assert same(absent, unknown)
    assert notes.get(NOTES, MOTHER).status_code == 404


def test_a_permitted_guardian_to_whom_no_part_is_shared_finds_nothing(notes: OneService) -> None:
    notes.consent.says("session-detail", "father", PERMIT)
    note, _ = signed(notes)
    assert same(notes.get(f"{NOTES}/{note}", FATHER), notes.get(f"{NOTES}/nothing", FATHER))
    assert notes.get(NOTES, FATHER).json() == {"notes": [], "next_cursor": None}


def test_a_guardian_sees_no_draft_and_no_voided_note(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    draft, (note, _) = drafted(notes), signed(notes)
    assert notes.get(f"{NOTES}/{draft}", MOTHER).status_code == 404
    assert [item["note"] for item in notes.get(NOTES, MOTHER).json()["notes"]] == [note]
    voiding = {"reason": "wrong-child", "words": "Typed into the wrong record"}
    assert notes.post(f"{NOTES}/{note}/voiding", AUTHOR, voiding).status_code == 200
    assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 404
    assert notes.get(NOTES, MOTHER).json()["notes"] == []
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["voiding"]["words"] == "Typed into the wrong record"


def test_the_preview_is_what_the_guardian_will_read(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    notes.consent.says("session-detail", "father", PERMIT)
    note = drafted(notes)
    before = notes.get(f"{NOTES}/{note}/as/mother", AUTHOR).json()
    assert notes.get(f"{NOTES}/{note}/as/father", AUTHOR).json() == {
        "person": "father",
        "visible": False,
        "note": None,
    }
    notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1, "concern": None})
    real = notes.get(f"{NOTES}/{note}", MOTHER).json()
    assert before["note"]["sections"] == real["sections"]
    assert notes.get(f"{NOTES}/{note}/as/mother", AUTHOR).json()["note"] == real


def test_an_accused_guardian_sees_the_same_with_and_without_the_note_that_accuses(notes: OneService) -> None:
    notes.consent.says("session-detail", "father", PERMIT)
    shared = [*SECTIONS, section("For both", "plan", "persons", "mother", "father")]
    older, _ = signed(notes, sections=shared)
    before = (notes.get(NOTES, FATHER).json(), notes.get(f"{NOTES}/{older}", FATHER).json())
    notes.clock.sleep(1)
    newer, concern = signed(notes, {**CONCERN, "kind": "abuse-physical", "about": ["father"]}, sections=shared)
    assert (notes.get(NOTES, FATHER).json(), notes.get(f"{NOTES}/{older}", FATHER).json()) == before
    assert notes.get(f"{NOTES}/{newer}", FATHER).status_code == 404
    assert not notes.get(f"{NOTES}/{newer}/as/father", AUTHOR).json()["visible"]
    closure = {"reason": "unfounded", "words": "Clarified with the agency"}
    assert notes.post(f"/children/c1/concerns/{concern}/closure", AUTHOR, closure).status_code == 200
    assert notes.get(f"{NOTES}/{newer}", FATHER).status_code == 200


def test_another_clinic_and_another_network_find_no_child(notes: OneService) -> None:
    note, _ = signed(notes)
    elsewhere = staff("t1", Role.THERAPIST, network="network-south")
    for asker in (STRANGER, elsewhere):
        unknown = notes.get("/children/nobody/notes", asker)
        assert same(notes.get(NOTES, asker), unknown)
        assert notes.get(f"{NOTES}/{note}", asker).status_code == 404
        assert notes.post(NOTES, asker, body()).status_code == 404


def test_a_note_is_not_found_through_another_child(notes: OneService) -> None:
    note, _ = signed(notes)
    notes.register("c2")
    assert notes.get(f"/children/c2/notes/{note}", AUTHOR).status_code == 404


def test_those_who_left_the_team_lose_the_child(notes: OneService) -> None:
    signed(notes)
    notes.register("c1", HILL, "t2")
    assert notes.get(NOTES, AUTHOR).status_code == 404
    assert notes.get(NOTES, COLLEAGUE).status_code == 200


def test_drafts_are_listed_apart_for_those_who_may_see_them(notes: OneService) -> None:
    draft, (note, _) = drafted(notes), signed(notes)
    for asker, drafts in ((AUTHOR, [draft]), (SUPERVISOR, [draft]), (COLLEAGUE, [])):
        seen = notes.get(NOTES, asker).json()
        assert [item["note"] for item in seen["notes"]] == [note]
        assert [item["note"] for item in seen["drafts"]] == drafts
    own = notes.get("/notes", AUTHOR, unsigned="1").json()["notes"]
    assert [(item["note"], item["child"]) for item in own] == [(draft, "c1")]
    assert CANARY not in str(own)


def test_a_long_record_comes_in_pages_without_gaps(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    written = []
    for number in range(53):
        shared = number % 2 == 0
        sections = [section("a", "assessment"), section("b", "plan", *(("persons", "mother") if shared else (None,)))]
        written.append((signed(notes, sections=sections)[0], shared))
        notes.clock.sleep(60)
    first = notes.get(NOTES, AUTHOR).json()
    rest = notes.get(NOTES, AUTHOR, cursor=first["next_cursor"]).json()
    assert [item["note"] for item in first["notes"] + rest["notes"]] == [note for note, _ in reversed(written)]
    hers = notes.get(NOTES, MOTHER).json()
    assert [item["note"] for item in hers["notes"]] == [note for note, shared in reversed(written) if shared]
    assert hers["next_cursor"] is None
