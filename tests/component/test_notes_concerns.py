"""Safety concerns over HTTP: raised, read by those entitled now, closed; and the words found nowhere else."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from kernel.crypto import KEYS
from kernel.outbox import OUTBOX
from kernel.work import INBOX
from services.notes.repository import CHILDREN, CONCERNS, NOTES
from tests.builders import HILL, guardian, staff
from tests.component.one_service import CANARY, ESCALATE, PERMIT, SUMMARY, WITHHOLD, OneService, one_service

THERAPIST, SUPERVISOR = staff("t1", Role.THERAPIST), staff("s1", Role.SUPERVISOR)
MOTHER, FATHER = guardian("mother"), guardian("father")
PATH = "/children/c1/concerns"
WORDS = f"She spoke of hurting herself. {CANARY}"
RAISED = {
    "clinic": HILL,
    "kind": "self-harm",
    "severity": "serious",
    "about": [],
    "child_told": "told",
    "wording": WORDS,
}


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        service.register()
        for person in ("t1", "t2", "s1"):
            service.consent.says("session-detail", person, PERMIT)
        yield service


def raised(notes: OneService, **changes: Any) -> str:
    response = notes.post(PATH, THERAPIST, {**RAISED, **changes})
    assert response.status_code == 201, response.text
    return str(response.json()["concern"])


def disclosed(concern: str, answer: Any = PERMIT, service: str = "notes") -> dict[str, Any]:
    return {**answer, "item_service": service, "item": concern}


def wording(notes: OneService, concern: str, who: Any, disclosure: str = "d1") -> Any:
    return notes.get(f"{PATH}/{concern}/wording", who, disclosure=disclosure)


def test_a_concern_needs_no_note_and_its_event_has_no_words(notes: OneService) -> None:
    concern = raised(notes, about=["father"], kind="abuse-physical")
    (row,) = notes.rows(OUTBOX)
    assert row["type"] == "notes.concern-raised.v1"
    assert (row["event"]["concern"], row["event"]["about"], row["event"]["note"]) == (concern, ["father"], None)


def test_a_permitted_guardian_reads_the_words_and_the_read_is_recorded(notes: OneService) -> None:
    concern = raised(notes)
    notes.consent.says("d1", "mother", disclosed(concern))
    seen = wording(notes, concern, MOTHER)
    assert seen.json() == {
        "wording": WORDS,
        "kind": "self-harm",
        "severity": "serious",
        "raised_at": "2026-03-02T09:00:00.000000Z",
    }
    assert notes.audit()[-1] == ("c1", "read-wording", "read", "")


def test_a_summary_keeps_the_words_back(notes: OneService) -> None:
    concern = raised(notes)
    notes.consent.says("d1", "mother", disclosed(concern, SUMMARY))
    seen = wording(notes, concern, MOTHER).json()
    assert (seen["wording"], seen["kind"]) == (None, "self-harm")


@pytest.mark.parametrize("answer", [WITHHOLD, ESCALATE])
def test_the_words_are_asked_for_anew_at_each_read(notes: OneService, answer: Any) -> None:
    concern = raised(notes)
    notes.consent.says("d1", "mother", disclosed(concern))
    assert wording(notes, concern, MOTHER).status_code == 200
    notes.consent.says("d1", "mother", disclosed(concern, answer))
    refused, unknown = wording(notes, concern, MOTHER), wording(notes, "nothing", MOTHER)
    assert refused.status_code == 404
    assert {**refused.json(), "trace": ""} == {**unknown.json(), "trace": ""}
    assert ("c1", "read-wording", "refused", "withheld") in notes.audit()


def test_a_disclosure_opens_no_other_concern(notes: OneService) -> None:
    concern, other = raised(notes), raised(notes)
    notes.consent.says("d1", "mother", disclosed(concern))
    notes.consent.says("d2", "mother", disclosed(concern, service="goals"))
    assert wording(notes, other, MOTHER).status_code == 404
    assert wording(notes, concern, MOTHER, "d2").status_code == 404
    assert wording(notes, concern, FATHER).status_code == 404


def test_the_accused_never_reads_it_whatever_the_rules_say(notes: OneService) -> None:
    concern = raised(notes, about=["father"])
    notes.consent.says("d1", "father", disclosed(concern))
    assert wording(notes, concern, FATHER).status_code == 404


def test_a_guardian_without_disclosure_is_told_which_field_is_missing(notes: OneService) -> None:
    concern = raised(notes)
    refused = notes.get(f"{PATH}/{concern}/wording", MOTHER)
    assert (refused.status_code, refused.json()["errors"]) == (422, {"disclosure": ["required"]})


def test_a_disclosure_is_an_identifier_and_nothing_else(notes: OneService) -> None:
    concern = raised(notes)
    assert wording(notes, concern, MOTHER, "../../decision?person=mother").status_code == 422


def test_staff_list_without_words_and_read_with_them(notes: OneService) -> None:
    concern = raised(notes)
    listed = notes.get(PATH, SUPERVISOR)
    assert [item["concern"] for item in listed.json()["concerns"]] == [concern]
    assert CANARY not in listed.text
    assert notes.get(f"{PATH}/{concern}", SUPERVISOR).json()["wording"] == WORDS
    assert notes.get(f"{PATH}/{concern}/wording", SUPERVISOR).json()["wording"] == WORDS


def test_staff_whom_a_concern_is_about_do_not_find_it(notes: OneService) -> None:
    colleague = staff("t2", Role.THERAPIST)
    concern = raised(notes, about=["t2"])
    assert notes.get(PATH, colleague).json() == {"concerns": []}
    closure = {"reason": "unfounded", "words": "No"}
    for answer in (
        notes.get(f"{PATH}/{concern}", colleague),
        notes.get(f"{PATH}/{concern}/wording", colleague),
        notes.post(f"{PATH}/{concern}/closure", colleague, closure),
    ):
        assert answer.status_code == 404


def test_a_concern_is_closed_once_with_a_reason(notes: OneService) -> None:
    concern = raised(notes)
    closure = {"reason": "safety-plan", "words": f"Plan agreed {CANARY}"}
    assert notes.post(f"{PATH}/{concern}/closure", THERAPIST, closure).json() == {"concern": concern}
    seen = notes.get(f"{PATH}/{concern}", THERAPIST).json()
    assert (seen["state"], seen["closure"]["reason"]) == ("closed", "safety-plan")
    assert notes.post(f"{PATH}/{concern}/closure", THERAPIST, closure).status_code == 403
    assert notes.events()[-1] == "notes.concern-closed.v1"


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"kind": "bad-mood"}, {"kind": ["not-a-choice"]}),
        ({"severity": "enormous"}, {"severity": ["not-a-choice"]}),
        ({"about": ["stranger"]}, {"about": ["unknown"]}),
        ({"wording": "  "}, {"wording": ["empty"]}),
        ({"wording": "x" * 4_001}, {"wording": ["too-long"]}),
        ({"clinic": "clinic-elsewhere"}, {"clinic": ["unknown"]}),
    ],
)
def test_bad_input_names_its_field_and_raises_nothing(
    notes: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    refused = notes.post(PATH, THERAPIST, {**RAISED, **change})
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    assert notes.events() == []


def test_a_canary_is_found_nowhere_but_in_the_answers_to_those_entitled(
    notes: OneService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sections = [{"kind": kind, "text": CANARY, "visibility": "persons", "persons": ["mother"]} for kind in
                ("assessment", "plan")]  # fmt: skip
    draft = {"clinic": HILL, "template": "soap", "session": None, "sections": sections}
    note = notes.post("/children/c1/notes", THERAPIST, draft).json()["note"]
    path = f"/children/c1/notes/{note}"
    concern = {name: value for name, value in RAISED.items() if name != "clinic"}
    notes.post(f"{path}/signature", THERAPIST, {"revision": 1, "concern": concern})
    notes.post(f"{path}/addenda", THERAPIST, {"text": CANARY})
    notes.post(f"{path}/voiding", THERAPIST, {"reason": "duplicate", "words": CANARY})
    notes.post("/children/c1/notes", THERAPIST, {**draft, "template": "astrology"})
    notes.put(path, THERAPIST, {"revision": 9, "sections": sections})
    assert CANARY in notes.get(path, THERAPIST).text
    kinds = (CHILDREN, CONCERNS, NOTES)
    for collection in (OUTBOX, AUDIT, INBOX, KEYS, *(kind.collection for kind in kinds)):
        assert notes.rows(collection)
        assert CANARY not in json.dumps(notes.rows(collection)), collection.name
    assert CANARY not in caplog.text
    files = [item for item in tmp_path.iterdir() if item.is_file()]
    assert files
    assert not [item.name for item in files if CANARY.encode() in item.read_bytes()]


def test_a_destroyed_key_makes_the_words_unreadable_and_leaves_the_rest(notes: OneService) -> None:
    concern = raised(notes)
    store, vault = notes.node.store, notes.node.dispatcher.vault
    store.commit(vault.shred("c1"), "shred-c1")
    gone = notes.get(f"{PATH}/{concern}", THERAPIST)
    assert (gone.status_code, gone.json()["code"]) == (410, "shredded")
    assert notes.get(PATH, THERAPIST).json()["concerns"][0]["concern"] == concern
