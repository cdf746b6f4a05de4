"""The account of disclosures: who learned what, and hard case 10, the accused parent who asks for it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kernel.auth.principal import Role
from services.consent.repository import DISCLOSURES
from tests.builders import guardian, staff
from tests.component.consent_world import ADMIN, THERAPIST
from tests.component.glass_world import (
    BROKEN,
    CONCERN,
    FATHER,
    FATHER_NURSE,
    MOTHER,
    NURSE,
    OFFICER,
    SUPERVISOR,
    Clinic,
    clinic,
)

ACCOUNT = "/children/c1/accounting"
GOAL = {
    "clinic": "clinic-hill",
    "statement": "To sleep alone.",
    "levels": ["never", "rarely", "sometimes", "often", "always"],
    "baseline": -1,
    "weight": None,
}
STEP = {"level": 1, "words": "Four nights of seven.", "rater": "therapist", "share": True}


@pytest.fixture
def hill(tmp_path: Path) -> Iterator[Clinic]:
    with clinic(tmp_path) as made:
        yield made


def shared_progress(hill: Clinic) -> str:
    goal = hill.done("goals", "/children/c1/goals", THERAPIST, GOAL)["goal"]
    hill.done("goals", f"/children/c1/goals/{goal}/agreement", THERAPIST, {})
    return str(hill.done("goals", f"/children/c1/goals/{goal}/updates", THERAPIST, STEP)["update"])


def secret_concern(hill: Clinic) -> None:
    """Raised about the father, read by the mother, reported to the agency."""
    concern = hill.done("notes", "/children/c1/concerns", THERAPIST, CONCERN)["concern"]
    [made] = hill.made.platform.nodes["consent"].store.find(DISCLOSURES.collection, {"item": concern})
    words = hill.get("notes", f"/children/c1/concerns/{concern}/wording", MOTHER, disclosure=made["_id"])
    assert words.status_code == 200, words.text
    tasks = hill.asked("notifications", "/tasks", SUPERVISOR)["tasks"]
    [report] = [task["task"] for task in tasks if task["code"] == "report-agency"]
    body = {"outcome": "reported", "words": "By telephone."}
    hill.done("notifications", f"/children/c1/tasks/{report}/done", SUPERVISOR, body)


def entries(hill: Clinic, who: Any) -> list[dict[str, Any]]:
    return list(hill.asked("consent", ACCOUNT, who)["entries"])


def lines(hill: Clinic, who: Any) -> set[tuple[str, str, str]]:
    return {(item["kind"], item["recipient"], item["disclosure_class"]) for item in entries(hill, who)}


def test_staff_see_what_was_offered_read_reported_and_opened_in_an_emergency(hill: Clinic) -> None:
    note = hill.note()
    update = shared_progress(hill)
    assert hill.get("goals", f"/children/c1/updates/{update}", FATHER).status_code == 200
    secret_concern(hill)
    access = hill.broken()
    hill.asked("notes", f"/children/c1/notes/{note}", NURSE)
    seen = lines(hill, THERAPIST)
    assert seen == {
        ("offered", "mother", "goals-progress"),
        ("offered", "father", "goals-progress"),
        ("read", "father", "goals-progress"),
        ("offered", "mother", "safety-concern"),
        ("read", "mother", "safety-concern"),
        ("reported", "agency-north", "report-existence"),
        ("emergency", "nora", "session-detail"),
        ("emergency", "nora", "goals-progress"),
        ("emergency-read", "nora", "session-detail"),
    }
    assert seen == lines(hill, OFFICER)
    [told] = [item for item in entries(hill, OFFICER) if item["kind"] == "reported"]
    assert (told["by"], told["purpose"]) == ("sue", "child-protection")
    [read] = [item for item in entries(hill, OFFICER) if item["kind"] == "emergency-read"]
    assert (read["basis"], read["through"], read["access"]) == (["break-glass"], "notes", access)
    assert [row["actor"] for row in hill.audit("consent") if row["action"] == "read-accounting"] == [
        "tess",
        *["pia"] * 3,
    ]


def fathers_view(folder: Path, secret: bool) -> list[tuple[int, bytes]]:
    """The same days in two worlds, but for the concern; the bytes of everything the father may ask for."""
    folder.mkdir()
    with clinic(folder) as hill:
        update = shared_progress(hill)
        for who in (FATHER, MOTHER, FATHER):
            hill.get("goals", f"/children/c1/updates/{update}", who)
        if secret:
            secret_concern(hill)
            hill.broken()
            hill.post("consent", "/children/c1/glass", FATHER_NURSE, BROKEN)
        hill.made.clock.advance(timedelta(days=1))
        later = shared_progress(hill)
        hill.get("goals", f"/children/c1/updates/{later}", FATHER)
        asked = (
            (ACCOUNT, FATHER),
            (ACCOUNT, FATHER),
            (f"{ACCOUNT}?since=2026-03-03T00:00:00.000000Z", FATHER),
            ("/children/nobody/accounting", FATHER),
            (ACCOUNT, staff("father", Role.SUPERVISOR, Role.PRIVACY_OFFICER)),
        )
        return [_bytes(hill.get("consent", path, who)) for path, who in asked]


def _bytes(answer: httpx.Response) -> tuple[int, bytes]:
    body = answer.json()
    return answer.status_code, answer.content.replace(str(body.get("trace", "none")).encode(), b"")


def test_the_accused_parent_gets_the_same_bytes_as_if_the_secret_had_never_happened(tmp_path: Path) -> None:
    quiet, secret = fathers_view(tmp_path / "quiet", False), fathers_view(tmp_path / "secret", True)
    assert quiet == secret
    status, first = quiet[0]
    assert status == 200
    assert first.count(b'"read"') == 2  # two days
    assert b'"times":2' in first.replace(b" ", b"")


def test_a_guardian_sees_no_rule_no_item_no_reading_of_others_and_no_report(hill: Clinic) -> None:
    update = shared_progress(hill)
    secret_concern(hill)
    hill.broken()
    for who in (MOTHER, FATHER):
        hill.get("goals", f"/children/c1/updates/{update}", who)
    mine = lines(hill, MOTHER)
    assert mine == {
        ("offered", "mother", "goals-progress"),
        ("offered", "father", "goals-progress"),
        ("read", "mother", "goals-progress"),
        ("read", "mother", "safety-concern"),
    }
    names = {"kind", "recipient", "disclosure_class", "purpose", "first", "last", "times"}
    assert {frozenset(item) for item in entries(hill, MOTHER)} == {frozenset(names)}


def test_who_is_kept_from_everything_finds_no_account_and_no_child(hill: Clinic) -> None:
    shared_progress(hill)
    order = {"person": "father", "kind": "protective-order", "since": "2026-01-01T00:00:00.000000Z", "source": "court"}
    hill.done("consent", "/children/c1/restrictions", ADMIN, order)
    answers = [hill.get("consent", ACCOUNT, who).json() for who in (FATHER, guardian("stranger"), NURSE, FATHER_NURSE)]
    answers.append(hill.get("consent", "/children/nobody/accounting", FATHER).json())
    assert len({str({**answer, "trace": ""}) for answer in answers}) == 1
    assert answers[0]["code"] == "no-such-child"
    assert ("offered", "father", "goals-progress") in lines(hill, OFFICER)


def test_a_colleague_whom_a_concern_names_does_not_find_it_in_the_account(hill: Clinic) -> None:
    hill.done("consent", "/children/c1/care-team", ADMIN, {"clinic": "clinic-hill", "care_team": ["tess", "nora"]})
    hill.done("notes", "/children/c1/concerns", THERAPIST, {**CONCERN, "kind": "other-risk", "about": ["nora"]})
    assert ("offered", "mother", "safety-concern") in lines(hill, THERAPIST)
    assert lines(hill, NURSE) == set()


def test_a_period_that_ends_before_it_begins_is_refused(hill: Clinic) -> None:
    moment = "2026-03-03T00:00:00.000000Z"
    answer = hill.get("consent", ACCOUNT, MOTHER, since=moment, until=moment)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["until"])
