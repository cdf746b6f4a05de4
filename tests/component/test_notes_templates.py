"""What a note holds besides words: choices, levels, observations, parts of a session; and a clinic's own forms."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.notes.repository import NOTES as KIND
from tests.component.one_service import CANARY, PERMIT, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    FATHER,
    MOTHER,
    NOTES,
    STRANGER,
    SUPERVISOR,
    body,
    drafted,
    opened,
    section,
    signed,
)

JOINT = {"code": "joint", "from_minute": 0, "to_minute": 20, "attendees": ["mother"]}
ALONE = {"code": "alone", "from_minute": 20, "to_minute": 50, "attendees": []}


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def holding(kind: str, text: str = "", **entries: Any) -> dict[str, Any]:
    return {**section(text, kind), "entries": entries}


def play(*sections: dict[str, Any]) -> dict[str, Any]:
    return body(template="play-therapy", sections=list(sections))


def read(notes: OneService, note: str) -> dict[str, dict[str, Any]]:
    found = notes.get(f"{NOTES}/{note}", AUTHOR).json()
    return {part["kind"]: part for part in found["sections"]}


def played(notes: OneService, *sections: dict[str, Any]) -> str:
    note, _ = signed(notes, template="play-therapy", sections=list(sections))
    notes.clock.sleep(60)
    return note


def form_of(notes: OneService, template: str, kind: str) -> dict[str, Any]:
    found = [item for item in notes.get("/templates", AUTHOR).json()["templates"] if item["code"] == template]
    return next(dict(form) for form in found[-1]["sections"] if form["kind"] == kind)


@pytest.mark.parametrize("template", ["play-therapy", "dap"])
def test_a17_affect_and_response_have_their_fields_and_start_out_for_clinicians_only(
    notes: OneService, template: str
) -> None:
    needed = "data" if template == "dap" else "plan"
    for kind in ("affect", "response"):
        assert form_of(notes, template, kind)["visibility"] == "private"
    note, _ = signed(notes, template=template, sections=[section("x", needed), section("Sad, then lighter", "affect")])
    assert read(notes, note)["affect"]["visibility"] == "private"
    assert "affect" not in str(notes.get(f"{NOTES}/{note}", COLLEAGUE).json()["sections"])


def test_a30_participation_is_optional_from_0_to_4_and_its_trend_is_seen_by_staff(notes: OneService) -> None:
    played(notes, section("Quiet", "plan"))
    for level in (1, 3):
        played(notes, holding("participation", level=level))
    assert [point["level"] for point in notes.get("/children/c1/trends", AUTHOR).json()["participation"]] == [1, 3]
    assert notes.get("/children/c1/trends", MOTHER).status_code == 403
    refused = notes.post(NOTES, AUTHOR, play(holding("participation", level=5)))
    assert refused.json()["errors"] == {"sections.0.entries.level": ["out-of-range"]}


def test_a39_the_childs_own_words_are_marked_as_said_and_private(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    note = played(notes, section("I am a volcano", "own-words"), section("x", "plan"))
    own = read(notes, note)["own-words"]
    assert (own["verbatim"], own["visibility"], own["text"]) == (True, "private", "I am a volcano")
    assert read(notes, note)["plan"]["verbatim"] is False
    assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 404


def test_a40_materials_are_chosen_or_named_and_can_be_reported(notes: OneService) -> None:
    played(notes, holding("materials", codes=["sand-tray", "puppets"], custom=["Grandpa's clock"]))
    played(notes, holding("materials", codes=["sand-tray"]))
    counted = notes.get("/children/c1/trends", AUTHOR).json()["materials"]
    assert [(item["code"], item["notes"]) for item in counted] == [
        ("sand-tray", 2),
        ("Grandpa's clock", 1),
        ("puppets", 1),
    ]


def test_a41_themes_are_checked_against_their_codes_and_their_trend_is_kept_for_the_child(notes: OneService) -> None:
    refused = notes.post(NOTES, AUTHOR, play(holding("themes", codes=["volcanoes"])))
    assert (refused.status_code, refused.json()["errors"]) == (422, {"sections.0.entries.codes": ["unknown"]})
    for codes in (["loss"], ["loss", "repair"]):
        played(notes, holding("themes", codes=codes))
    themes = notes.get("/children/c1/trends", AUTHOR).json()["themes"]
    assert [(item["code"], len(item["at"])) for item in themes] == [("loss", 2), ("repair", 1)]


def test_a55_what_is_seen_without_words_has_its_field_and_starts_out_private(notes: OneService) -> None:
    for template in ("soap", "dap", "play-therapy"):
        assert form_of(notes, template, "non-verbal")["visibility"] == "private"
    note = played(notes, section("Turns away at the door", "non-verbal"))
    assert read(notes, note)["non-verbal"]["visibility"] == "private"


def test_a56_what_is_observed_in_play_keeps_code_activity_and_intensity(notes: OneService) -> None:
    seen = {"code": "takes-turns", "activity": "Card game", "intensity": 3}
    note = played(notes, holding("observed", observed=[seen]))
    assert read(notes, note)["observed"]["entries"]["observed"] == [seen]
    assert notes.get("/children/c1/trends", AUTHOR).json()["observed"][0]["activity"] == "Card game"
    for change, code in (({"code": "x"}, "unknown"), ({"intensity": 5}, "out-of-range"), ({"activity": " "}, "empty")):
        refused = notes.post(NOTES, AUTHOR, play(holding("observed", observed=[{**seen, **change}])))
        assert refused.json()["errors"] == {"sections.0.entries.observed": [code]}


def test_a20_each_intake_section_has_a_visibility_and_an_author_of_its_own(notes: OneService) -> None:
    sections = [section("Moved twice", "history", "care-team"), section("Parents apart", "family", "private")]
    note = drafted(notes, template="intake", sections=sections, contributors=["t2"])
    given = {"revision": 1, "sections": [section("New school", "recent-events", "private")]}
    assert notes.put(f"{NOTES}/{note}/contribution", COLLEAGUE, given).json()["revision"] == 2
    assert {kind: part["author"] for kind, part in read(notes, note).items()} == {
        "history": "t1", "family": "t1", "recent-events": "t2",
    }  # fmt: skip
    assert notes.post(f"{NOTES}/{note}/signature", COLLEAGUE, {"revision": 2}).status_code == 403
    assert notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 2}).status_code == 200
    seen = {part["kind"] for part in notes.get(f"{NOTES}/{note}", COLLEAGUE).json()["sections"]}
    assert seen == {"history", "recent-events"}


def test_two_people_on_one_draft_write_their_own_parts_and_the_slower_one_is_told(notes: OneService) -> None:
    note = drafted(notes, template="intake", sections=[section("x", "history")], contributors=["t2"])
    part = {"revision": 1, "sections": [section("Mine", "strengths")]}
    assert notes.put(f"{NOTES}/{note}/contribution", COLLEAGUE, part).status_code == 200
    late = notes.put(f"{NOTES}/{note}", AUTHOR, {"revision": 1, "sections": [section("y", "history")]})
    assert (late.status_code, late.json()["code"]) == (409, "stale-revision")
    kept = [section("y", "history"), section("Mine", "strengths")]
    assert notes.put(f"{NOTES}/{note}", AUTHOR, {"revision": 2, "sections": kept}).status_code == 200
    assert {kind: part["author"] for kind, part in read(notes, note).items()} == {"history": "t1", "strengths": "t2"}
    assert notes.put(f"{NOTES}/{note}/contribution", SUPERVISOR, {**part, "revision": 3}).status_code == 403
    assert notes.put(f"{NOTES}/{note}/contribution", STRANGER, {**part, "revision": 3}).status_code == 404


def test_a19_a_guardian_sees_only_the_part_of_the_session_they_were_in_and_only_if_it_is_shared(
    notes: OneService,
) -> None:
    for person in ("mother", "father"):
        notes.consent.says("session-detail", person, PERMIT)
    told = {**section("We built a bridge", "plan", "persons", "mother"), "segment": "joint"}
    hidden = {**section("Alone she spoke of school", "assessment"), "segment": "alone"}
    note, _ = signed(notes, sections=[told, hidden], segments=[JOINT, ALONE])
    seen = notes.get(f"{NOTES}/{note}", MOTHER).json()["sections"]
    assert [part["text"] for part in seen] == ["We built a bridge"]
    assert notes.get(f"{NOTES}/{note}", FATHER).status_code == 404
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["segments"] == [JOINT, ALONE]
    absent = {**section("x", "plan", "persons", "mother"), "segment": "alone"}
    refused = notes.post(NOTES, AUTHOR, body(sections=[absent], segments=[JOINT, ALONE]))
    assert refused.json()["errors"] == {"sections.0.persons": ["not-there"]}


@pytest.mark.parametrize(
    ("segments", "errors"),
    [
        ([JOINT, {**JOINT, "code": "more", "from_minute": 19, "to_minute": 30}],
         {"segments.1.attendees": ["overlapping"]}),
        ([JOINT, JOINT], {"segments.1.code": ["repeated"]}),
        ([{**JOINT, "to_minute": 0}], {"segments.0.to_minute": ["out-of-range"]}),
        ([{**JOINT, "attendees": ["nobody"]}], {"segments.0.attendees": ["unknown"]}),
        ([{**JOINT, "attendees": ["mother", "mother"]}], {"segments.0.attendees": ["repeated"]}),
    ],
)  # fmt: skip
def test_parts_of_a_session_that_do_not_fit_change_nothing(
    notes: OneService, segments: list[dict[str, Any]], errors: dict[str, list[str]]
) -> None:
    refused = notes.post(NOTES, AUTHOR, body(segments=segments))
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    assert notes.get(NOTES, AUTHOR).json()["drafts"] == []


def test_an_editor_that_knows_only_words_leaves_everything_else_as_it_was(notes: OneService) -> None:
    note = drafted(notes, template="play-therapy", sections=[holding("themes", "Again", codes=["loss"])])
    typed = {"revision": 1, "sections": [section("Again and again", "themes")]}
    assert notes.put(f"{NOTES}/{note}", AUTHOR, typed).status_code == 200
    kept = read(notes, note)["themes"]
    assert (kept["entries"]["codes"], kept["in_words"]) == (["loss"], "Loss and grief\nAgain and again")
    cleared = {"revision": 2, "sections": [{**section("Again", "themes"), "entries": None}]}
    assert notes.put(f"{NOTES}/{note}", AUTHOR, cleared).status_code == 200
    assert read(notes, note)["themes"]["entries"] is None


def test_what_is_chosen_and_rated_lies_in_the_store_as_sealed_as_the_words(notes: OneService) -> None:
    played(notes, holding("materials", codes=["sand-tray"], custom=[CANARY]), holding("themes", codes=["danger"]))
    stored = str(notes.rows(KIND.collection))
    assert CANARY not in stored
    assert "sand-tray" not in stored
    assert "danger" not in stored


def test_a07_a_note_names_the_observations_it_rests_on_and_is_found_by_them(notes: OneService) -> None:
    note, _ = signed(notes, cites=["observation-7", "observation-3"])
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["cites"] == ["observation-3", "observation-7"]
    found = notes.get("/children/c1/observations/observation-7/notes", AUTHOR).json()["notes"]
    assert [item["note"] for item in found] == [note]
    assert notes.get("/children/c1/observations/observation-9/notes", AUTHOR).json() == {"notes": []}
    assert notes.get("/children/c1/observations/observation-7/notes", MOTHER).status_code == 403


def test_a_labelled_text_needs_its_label_permitted_and_what_is_made_from_it_keeps_the_label(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    labelled = {**section("Her aunt is ill", "plan", "persons", "mother"), "labels": ["third-party"]}
    first, _ = signed(notes, sections=[labelled, section("x", "assessment")])
    derived = {**section("Family illness weighs on her", "plan", "persons", "mother"), "derived_from": [first]}
    second, _ = signed(notes, sections=[derived, section("x", "assessment")])
    assert read(notes, second)["plan"]["labels"] == ["third-party"]
    for note in (first, second):
        assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 404
    notes.consent.says("third-party", "mother", PERMIT)
    for note in (first, second):
        assert notes.get(f"{NOTES}/{note}", MOTHER).status_code == 200
    unread = {**section("x", "plan"), "derived_from": ["nothing"]}
    assert notes.post(NOTES, AUTHOR, body(sections=[unread])).status_code == 422
