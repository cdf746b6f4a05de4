"""Guardians asked into a session: approved with the child heard, answered by themselves, written down as they came."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.outbox import OUTBOX
from services.notes.repository import INVITATIONS
from tests.builders import HILL
from tests.component.one_service import CANARY, PERMIT, WITHHOLD, OneService, one_service
from tests.component.writing_notes import AUTHOR, DESK, FATHER, MOTHER, NOTES, STRANGER, drafted, opened

SESSIONS = "/children/c1/sessions"
WILLING = {"child_says": "willing", "despite": None}
PURPOSES = ("model", "observe", "co-regulate")


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        opened(service)
        for person in ("mother", "father", "d1", "t1"):
            service.consent.says("attendance-billing", person, PERMIT)
        yield service


def planned(notes: OneService) -> str:
    body = {"clinic": HILL, "practitioner": "t1", "starts_at": "2026-03-04T10:00:00.000000Z", "minutes": 50}
    return str(notes.post(SESSIONS, DESK, body).json()["session"])


def proposed(notes: OneService, session: str, person: str = "mother", purpose: str = "observe") -> str:
    answer = notes.post(f"{SESSIONS}/{session}/invitations", DESK, {"person": person, "purpose": purpose})
    assert answer.status_code == 201, answer.text
    return f"/children/c1/invitations/{answer.json()['invitation']}"


def invited(notes: OneService, session: str, person: str = "mother", purpose: str = "observe") -> str:
    path = proposed(notes, session, person, purpose)
    assert notes.post(f"{path}/approval", AUTHOR, WILLING).status_code == 200
    return path


def told(notes: OneService, type: str) -> list[dict[str, Any]]:
    rows = notes.node.store.find(OUTBOX, {"type": type}, ("stream", "sequence"), 100)
    return [row["event"] for row in rows]


def begun(notes: OneService) -> None:
    notes.clock.sleep(50 * 3600)


def test_a03_whoever_accepts_is_on_the_notes_attendee_list_and_whoever_was_absent_is_not(notes: OneService) -> None:
    session = planned(notes)
    coming, away = invited(notes, session, "mother"), invited(notes, session, "father")
    assert notes.post(f"{coming}/answer", MOTHER, {"coming": True}).status_code == 200
    assert notes.post(f"{away}/answer", FATHER, {"coming": False}).status_code == 200
    note = drafted(notes, session=session)
    (segment,) = notes.get(f"{NOTES}/{note}", AUTHOR).json()["segments"]
    assert (segment["attendees"], segment["to_minute"]) == (["mother"], 50)
    begun(notes)
    joint = {"code": "joint", "from_minute": 5, "to_minute": 20, "attendees": ["father"]}
    assert notes.put(f"{SESSIONS}/{session}/attendance", AUTHOR, {"segments": [joint]}).status_code == 200
    second = drafted(notes, session=session)
    assert notes.get(f"{NOTES}/{second}", AUTHOR).json()["segments"] == [joint]


def test_a49_an_invitation_needs_a_clinicians_approval_and_the_childs_objection_is_on_record(
    notes: OneService,
) -> None:
    path = proposed(notes, planned(notes))
    assert notes.events() == ["notes.session-scheduled.v1"]
    assert notes.get(path, MOTHER).status_code == 404
    assert notes.get("/children/c1/invitations", MOTHER).json() == {"invitations": []}
    assert notes.post(f"{path}/approval", DESK, WILLING).status_code == 403
    objects = {"child_says": "objects", "despite": None}
    refused = notes.post(f"{path}/approval", AUTHOR, objects)
    assert (refused.json()["code"], refused.json()["errors"]) == ("child-objects", {"despite": ["required"]})
    given = {**objects, "despite": f"We agreed on ten minutes {CANARY}"}
    assert notes.post(f"{path}/approval", AUTHOR, given).status_code == 200
    session = told(notes, "notes.guardian-invited.v1")[0]["session"]
    (row,) = notes.get(f"{SESSIONS}/{session}/invitations", AUTHOR).json()["invitations"]
    assert (row["child_says"], row["despite"]) == ("objects", given["despite"])
    assert "child_says" not in notes.get(f"{SESSIONS}/{session}/invitations", DESK).text
    assert CANARY not in str(notes.rows(INVITATIONS.collection)) + notes.get(path, MOTHER).text


def test_b05_a_purpose_is_needed_and_each_has_a_guide_of_its_own(notes: OneService) -> None:
    session = planned(notes)
    refused = notes.post(f"{SESSIONS}/{session}/invitations", DESK, {"person": "mother"})
    assert refused.json()["errors"] == {"purpose": ["required"]}
    guides = []
    for purpose in PURPOSES:
        path = invited(notes, session, "mother", purpose)
        found = notes.get(path, MOTHER).json()
        assert found["purpose"] == purpose
        guides.append(tuple(found["guide"]))
        assert notes.post(f"{path}/withdrawal", DESK).status_code == 200
    assert len(set(guides)) == len(PURPOSES)


def test_an_approved_invitation_is_said_to_others_as_identifiers_codes_and_times(notes: OneService) -> None:
    session = planned(notes)
    path = invited(notes, session)
    (event,) = told(notes, "notes.guardian-invited.v1")
    assert event == {
        "child": "c1", "invitation": path.split("/")[-1], "session": session, "clinic": HILL, "person": "mother",
        "purpose": "observe", "invited_by": "t1", "starts_at": "2026-03-04T10:00:00.000000Z",
    }  # fmt: skip


def test_an_invitation_is_its_guardians_alone_and_only_while_the_rules_let_them_know(notes: OneService) -> None:
    path = invited(notes, planned(notes))
    assert (notes.get(path, FATHER).status_code, notes.get(path, AUTHOR).status_code) == (404, 403)
    assert notes.post(f"{path}/answer", FATHER, {"coming": True}).status_code == 404
    notes.consent.says("attendance-billing", "mother", WITHHOLD)
    assert notes.get(path, MOTHER).status_code == 404
    assert notes.post(f"{path}/answer", MOTHER, {"coming": True}).status_code == 404


def test_an_answer_may_change_until_the_session_begins_and_settles_the_item(notes: OneService) -> None:
    path = invited(notes, planned(notes))
    for coming in (True, False, True):
        assert notes.post(f"{path}/answer", MOTHER, {"coming": coming}).status_code == 200
    assert notes.get(path, MOTHER).json()["state"] == "accepted"
    assert {event["reason"] for event in told(notes, "notes.item-settled.v1")} == {"answered"}
    begun(notes)
    assert notes.post(f"{path}/answer", MOTHER, {"coming": False}).json()["code"] == "session-begun"


def test_a_cancelled_session_takes_its_invitations_with_it_in_one_commit(notes: OneService) -> None:
    session = planned(notes)
    path, silent = invited(notes, session), proposed(notes, session, "father")
    cancelled = notes.post(f"{SESSIONS}/{session}/cancellation", DESK, {"reason": "illness"})
    assert cancelled.status_code == 200
    assert notes.events()[-2:] == ["notes.session-cancelled.v1", "notes.item-settled.v1"]
    settled = [event["item"] for event in told(notes, "notes.item-settled.v1")]
    assert settled == [path.split("/")[-1]]
    assert (notes.get(path, MOTHER).status_code, notes.get(silent, FATHER).status_code) == (404, 404)
    assert notes.get(SESSIONS, MOTHER).json()["sessions"][0]["cancelled"] == "illness"
    again = notes.post(f"{SESSIONS}/{session}/cancellation", DESK, {"reason": "illness"})
    assert again.json()["code"] == "session-cancelled"
    begun(notes)
    notes.clock.sleep(100 * 3600)
    assert notes.get("/notes/late", AUTHOR).json() == {"sessions": []}


@pytest.mark.parametrize(
    ("segments", "errors"),
    [
        ([("a", 0, 20, ["mother"]), ("b", 10, 30, ["mother"])], {"segments.1.attendees": ["overlapping"]}),
        ([("a", 0, 20, ["nobody"])], {"segments.0.attendees": ["unknown"]}),
        ([("a", 20, 20, ["mother"])], {"segments.0.to_minute": ["out-of-range"]}),
    ],
)
def test_attendance_that_does_not_fit_changes_nothing(
    notes: OneService, segments: list[tuple[str, int, int, list[str]]], errors: dict[str, list[str]]
) -> None:
    session = planned(notes)
    early = notes.put(f"{SESSIONS}/{session}/attendance", AUTHOR, {"segments": []})
    assert early.json()["errors"] == {"session": ["future"]}
    begun(notes)
    names = ("code", "from_minute", "to_minute", "attendees")
    body = {"segments": [dict(zip(names, given, strict=True)) for given in segments]}
    refused = notes.put(f"{SESSIONS}/{session}/attendance", AUTHOR, body)
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    note = drafted(notes, session=session)
    assert notes.get(f"{NOTES}/{note}", AUTHOR).json()["segments"] == []


def test_a_session_that_a_note_tells_of_is_neither_cancelled_nor_attended_anew(notes: OneService) -> None:
    session = planned(notes)
    begun(notes)
    note = drafted(notes, session=session)
    assert notes.post(f"{NOTES}/{note}/signature", AUTHOR, {"revision": 1}).status_code == 200
    cancelled = notes.post(f"{SESSIONS}/{session}/cancellation", DESK, {"reason": "by-family"})
    attended = notes.put(f"{SESSIONS}/{session}/attendance", AUTHOR, {"segments": []})
    assert (cancelled.json()["code"], attended.json()["code"]) == ("session-documented",) * 2


def test_who_asks_whom_is_checked_before_anything_is_written(notes: OneService) -> None:
    session = planned(notes)
    path = f"{SESSIONS}/{session}/invitations"
    assert notes.post(path, DESK, {"person": "nobody", "purpose": "model"}).json()["errors"] == {"person": ["unknown"]}
    assert notes.post(path, STRANGER, {"person": "mother", "purpose": "model"}).status_code == 404
    proposed(notes, session)
    twice = notes.post(path, DESK, {"person": "mother", "purpose": "model"})
    assert twice.json()["errors"] == {"person": ["invited"]}
