"""A note and a record on paper and as a bundle: what the reader may see now, and nothing that is never in a record."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.notes.model.safety_plan import STEPS
from services.notes.repository import signed_notes
from tests.builders import HILL
from tests.component.glass_world import NURSE, clinic
from tests.component.one_service import CANARY, PERMIT, SUMMARY, WITHHOLD, OneService, one_service
from tests.component.reading_paper import pages
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    CONCERN,
    DESK,
    FATHER,
    MOTHER,
    NOTES,
    STRANGER,
    SUPERVISOR,
    drafted,
    opened,
    same,
    section,
    signed,
)

RECORD, PLAN = "/children/c1/record", f"/children/c1/safety-plans/{HILL}"


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        service.consent.names = {
            "c1": "Łucja Müller", "t1": "Tess Moreno", "t2": "Theo Adams", "s1": "Sue Óskarsdóttir",
            "mother": "Mona Müller", HILL: "Hill Clinic",
        }  # fmt: skip
        yield opened(service)


def paper(notes: OneService, note: str, who: Any = AUTHOR) -> str:
    answer = notes.get(f"{NOTES}/{note}/print", who)
    assert answer.status_code == 200, answer.text
    return " ".join(pages(answer.json()))


def everything(notes: OneService, who: Any = AUTHOR) -> str:
    """All bytes that leave with the record: the bundle, and the words of the paper."""
    bundle, printed = notes.get(RECORD, who), notes.get(f"{RECORD}/print", who)
    assert (bundle.status_code, printed.status_code) == (200, 200)
    return bundle.text + " ".join(pages(printed.json()))


def session(notes: OneService, hour: str) -> str:
    planned = {"clinic": HILL, "practitioner": "t1", "starts_at": f"2026-03-01T{hour}:00:00.000000Z", "minutes": 50}
    return str(notes.post("/children/c1/sessions", AUTHOR, planned).json()["session"])


def test_a_note_on_paper_has_clinic_child_parts_and_who_signed_which_revision_when(notes: OneService) -> None:
    note, _ = signed(notes)
    found = paper(notes, note)
    for words in ("Child: Łucja Müller", "Clinic: Hill Clinic", "For the team", "Visible to: care team",
                  "Visible to: care team and Mona Müller"):  # fmt: skip
        assert words in found
    assert re.search(r"Signed 2026-03-02 \d\d:\d\d UTC by Tess Moreno, revision 2", found)


def test_a_cosigned_note_names_both_signatures(notes: OneService) -> None:
    notes.put(f"/clinics/{HILL}/supervision/t1", SUPERVISOR, {"supervised": True})
    note = drafted(notes)
    notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1})
    refused = notes.get(f"{NOTES}/{note}/print", AUTHOR)
    assert (refused.status_code, refused.json()["code"]) == (403, "note-not-signed")
    notes.post(f"{NOTES}/{note}/cosignature", SUPERVISOR, {"revision": 2})
    assert "Co-signed 2026-03-02 09:00 UTC by Sue Óskarsdóttir" in paper(notes, note)


def test_addenda_stand_in_their_order_and_a_voided_note_says_so_on_every_page(notes: OneService) -> None:
    long = "\n".join(f"Line {number} of a long session." for number in range(120))
    note, _ = signed(notes, sections=[section("Steady.", "assessment"), section(long)])
    for text in ("First thought", "Second thought"):
        notes.post(f"{NOTES}/{note}/addenda", AUTHOR, {"text": text, "visibility": "care-team", "persons": []})
    notes.post(f"{NOTES}/{note}/voiding", AUTHOR, {"reason": "duplicate", "words": "Written twice."})
    made = pages(notes.get(f"{NOTES}/{note}/print", AUTHOR).json())
    assert len(made) > 2
    assert all(page.startswith("VOID: this note does not count") for page in made)
    whole = " ".join(made)
    assert whole.index("Addendum 1 First thought") < whole.index("Addendum 2 Second thought")
    assert "Written twice. Voided 2026-03-02 09:00 UTC by Tess Moreno: duplicate" in whole


def test_names_and_words_from_right_to_left_are_read_as_they_were_written(notes: OneService) -> None:
    notes.consent.names |= {"c1": "מאיה לוי", "t1": "ليلى حداد"}
    sections = [section("قالت ليلى إنها بخير", "plan", "care-team"), section("Ελένη и Олена", "assessment")]
    note, _ = signed(notes, sections=sections)
    found = paper(notes, note)
    for word in ("מאיה", "לוי", "حداد", "Ελένη", "Олена"):
        assert word in found
    assert "\ufffd" not in found


def test_a_letter_that_cannot_be_printed_leaves_a_sign_of_it_and_no_word_in_a_log(
    notes: OneService, caplog: pytest.LogCaptureFixture
) -> None:
    note, _ = signed(notes, sections=[section("She wrote 漢字 twice", "plan"), section("Steady.", "assessment")])
    assert "She wrote \ufffd\ufffd twice" in paper(notes, note)
    assert "漢" not in caplog.text


def test_paper_shows_each_reader_what_the_page_shows_them(notes: OneService) -> None:
    note, _ = signed(notes)
    assert CANARY in paper(notes, note)
    for person in ("mother", "father"):
        notes.consent.says("session-detail", person, PERMIT)
    theirs = paper(notes, note, MOTHER)
    assert "For her mother" in theirs
    for hidden in (CANARY, "For the team", "Tess", "Visible", "revision", HILL):
        assert hidden not in theirs
    assert CANARY not in paper(notes, note, COLLEAGUE)
    absent = notes.get(f"{NOTES}/no-such-note/print", FATHER)
    kept = notes.get(f"{NOTES}/{note}/print", FATHER)
    assert same(kept, absent)
    assert (kept.status_code, kept.json()["code"]) == (404, "no-such-note")
    notes.consent.says("session-detail", "mother", WITHHOLD)
    assert notes.get(f"{NOTES}/{note}/print", MOTHER).status_code == 404
    assert [notes.get(f"{NOTES}/{note}/print", who).status_code for who in (DESK, STRANGER)] == [403, 404]
    assert [act[1:3] for act in notes.audit() if act[1] == "print-note"].count(("print-note", "read")) == 3


def test_a_record_has_the_notes_the_shared_steps_and_the_way_of_the_episode(notes: OneService) -> None:
    note, _ = signed(notes)
    steps = [
        {"step": step, "text": f"My {step}", "visibility": "care-team" if step == STEPS[0] else "private"}
        for step in STEPS
    ]
    assert notes.put(PLAN, AUTHOR, {"revision": 0, "steps": steps}).status_code == 200
    stage = {"stage": "process", "words": "She knows the way now."}
    assert notes.post(f"/children/c1/episodes/{HILL}/stage", AUTHOR, stage).status_code == 200
    found = notes.get(RECORD, AUTHOR).json()
    assert (found["format"], found["name"], found["made_by"]) == ("alliance.record.1", "Łucja Müller", "t1")
    assert [item["note"] for item in found["notes"]] == [note]
    assert [step["text"] for plan in found["safety_plans"] for step in plan["steps"]] == ["My warning-signs"]
    assert found["episodes"][0]["moves"][0]["words"] == "She knows the way now."
    printed = " ".join(pages(notes.get(f"{RECORD}/print", AUTHOR).json()))
    for words in ("For the team", "My warning-signs", "She knows the way now.", "Not in any record: psycho"):
        assert words in printed
    assert "My people-i-can-ask" not in printed
    assert [act for act in notes.audit() if act[1] == "export-record"] == [("c1", "export-record", "read", "")] * 2


def test_what_is_never_in_a_record_is_in_no_byte_of_it(notes: OneService) -> None:
    for person in ("t1", "s1"):
        notes.consent.says("report-existence", person, PERMIT)
    own = {"clinic": HILL, "session": None, "text": f"{CANARY} psychotherapy"}
    assert notes.post("/children/c1/psychotherapy-notes", AUTHOR, own).status_code == 201
    drafted(notes, sections=[section(f"{CANARY} draft", "plan", "care-team")])
    other = {**section(f"{CANARY} her cousin said", "assessment", "care-team"), "labels": ["third-party"]}
    signed(notes, sections=[other, section("What she said", "plan", "care-team")])
    abuse = {**CONCERN, "kind": "abuse-physical", "about": ["father"], "wording": f"{CANARY} concern"}
    concern = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **abuse}).json()["concern"]
    report = notes.get("/children/c1/reports", AUTHOR).json()["reports"][0]["report"]
    for who in (AUTHOR, SUPERVISOR):
        found = everything(notes, who)
        assert "What she said" in found
        for secret in (CANARY, concern, report, "father", "abuse"):
            assert secret not in found


def test_a_record_holds_what_its_reader_may_see_and_leaves_only_with_whoever_treats_or_supervises(
    notes: OneService,
) -> None:
    signed(notes)
    assert CANARY in everything(notes, AUTHOR)
    assert CANARY in everything(notes, SUPERVISOR)
    assert CANARY not in everything(notes, COLLEAGUE)
    notes.consent.says("session-detail", "mother", PERMIT)
    assert {notes.get(RECORD, who).status_code for who in (MOTHER, DESK)} == {403}
    assert notes.get(RECORD, STRANGER).status_code == 404
    notes.consent.says("session-detail", "t2", SUMMARY)
    assert notes.get(RECORD, COLLEAGUE).status_code == 200
    notes.consent.says("session-detail", "t2", WITHHOLD)
    assert {notes.get(path, COLLEAGUE).status_code for path in (RECORD, f"{RECORD}/print")} == {404}
    notes.consent.down = True
    assert notes.get(RECORD, AUTHOR).status_code == 503


def test_a_record_that_is_long_comes_in_parts_and_each_note_in_one_of_them(
    notes: OneService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_notes, "__defaults__", (2,))
    made = [signed(notes)[0] for _ in range(5)]
    seen, cursor = list[str](), dict[str, str]()
    while True:
        part = notes.get(RECORD, AUTHOR, **cursor).json()
        assert pages(notes.get(f"{RECORD}/print", AUTHOR, **cursor).json())
        seen += [note["note"] for note in part["notes"]]
        if part["next_cursor"] is None:
            break
        cursor = {"cursor": part["next_cursor"]}
    assert sorted(seen) == sorted(made)


def test_nothing_leaves_once_the_childs_key_is_gone_and_other_children_are_not_touched(notes: OneService) -> None:
    note, _ = signed(notes)
    notes.register("c2")
    store, vault = notes.node.store, notes.node.dispatcher.vault
    store.commit(vault.shred("c1"), "shred-c1")
    for path in (f"{NOTES}/{note}/print", RECORD, f"{RECORD}/print"):
        answer = notes.get(path, AUTHOR)
        assert (answer.status_code, answer.json()["code"]) == (410, "shredded")
    assert notes.get("/children/c2/record", AUTHOR).json()["notes"] == []
    assert pages(notes.get("/children/c2/record/print", AUTHOR).json())


def test_a_session_in_which_another_child_sat_is_in_nobodys_record(notes: OneService) -> None:
    of = {name: session(notes, at) for name, at in (("together", "10"), ("alone", "12"))}
    notes.consent.sat_alone.add(of["alone"])
    for name, id in of.items():
        parts = [section(f"Aside of {name}", "assessment", "care-team"), section("Steady.", "plan", "care-team")]
        signed(notes, sections=parts, session=id)
    found = everything(notes, AUTHOR)
    assert "Aside of alone" in found
    assert "Aside of together" not in found


def test_broken_glass_prints_a_note_on_record_and_takes_no_record_away(tmp_path: Path) -> None:
    with clinic(tmp_path) as hill:
        path = f"/children/c1/notes/{hill.note()}/print"
        assert hill.get("notes", path, NURSE).status_code == 404
        access = hill.broken()
        assert "For me alone" not in " ".join(pages(hill.asked("notes", path, NURSE)))
        assert [row["action"] for row in hill.audit("notes", basis="break-glass", access=access)] == ["print-note"]
        assert hill.get("notes", "/children/c1/record", NURSE).status_code == 404


