"""Hard case 14: the ex-spouse is a nurse in the clinic and breaks the glass."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import staff
from tests.component.consent_world import ADMIN, THERAPIST
from tests.component.glass_world import (
    BROKEN,
    CONCERN,
    FATHER_NURSE,
    FOUND,
    NURSE,
    OFFICER,
    SUPERVISOR,
    Clinic,
    clinic,
)

GLASS = "/children/c1/glass"


@pytest.fixture
def hill(tmp_path: Path) -> Iterator[Clinic]:
    with clinic(tmp_path) as made:
        yield made


def without_trace(answer: Any) -> tuple[int, Any, Any]:
    return answer.status_code, {**answer.json(), "trace": ""}, answer.headers.get("content-type")


def test_the_ex_spouse_who_is_a_nurse_breaks_the_glass_and_is_told_what_an_absent_child_tells(hill: Clinic) -> None:
    note = hill.note()
    hill.done("notes", "/children/c1/concerns", THERAPIST, CONCERN)
    with_secret = without_trace(hill.made.post("consent", GLASS, FATHER_NURSE, BROKEN, "the-same-key"))
    absent = without_trace(hill.made.post("consent", "/children/nobody/glass", FATHER_NURSE, BROKEN, "another-key"))
    assert with_secret == absent
    assert with_secret[0] == 404
    other = without_trace(hill.made.post("consent", GLASS, FATHER_NURSE, {**BROKEN, "minutes": 5}, "the-same-key"))
    assert other == absent  # nor does a reused key tell that the first try was heard
    hill.made.settle()
    for service, path in (("notes", f"/children/c1/notes/{note}"), ("goals", "/children/c1/goals")):
        assert hill.get(service, path, FATHER_NURSE).status_code == 404


def test_the_privacy_officer_is_alerted_and_the_one_who_tried_never_hears_of_the_alert(hill: Clinic) -> None:
    hill.post("consent", GLASS, FATHER_NURSE, BROKEN)
    hill.post("consent", GLASS, FATHER_NURSE, BROKEN)
    hill.made.settle()
    assert hill.tasks(OFFICER) == hill.tasks(SUPERVISOR) == ["access-refused"]
    assert hill.tasks(staff("father", Role.THERAPIST, Role.SUPERVISOR)) == []
    [alert] = hill.asked("consent", "/glass", OFFICER)["accesses"]
    assert (alert["person"], alert["refused"], alert["attempts"], alert["open"]) == ("father", "kept-out", 2, False)
    officer_too = staff("father", Role.PRIVACY_OFFICER)
    assert hill.asked("consent", "/glass", officer_too, state="all")["accesses"] == []
    assert hill.get("consent", f"{GLASS}/{alert['access']}", officer_too).status_code == 404
    hill.done("consent", f"{GLASS}/{alert['access']}/review", OFFICER, {**FOUND, "finding": "not-justified"})
    assert hill.tasks(OFFICER) == []
    hill.post("consent", GLASS, FATHER_NURSE, BROKEN)
    hill.made.settle()
    assert hill.tasks(OFFICER) == ["access-refused"]  # a further try is a further alert


def test_it_makes_no_difference_whether_there_is_an_allegation(tmp_path: Path) -> None:
    answers = []
    for name, accused in (("quiet", False), ("secret", True)):
        (tmp_path / name).mkdir()
        with clinic(tmp_path / name) as hill:
            if accused:
                hill.done("notes", "/children/c1/concerns", THERAPIST, CONCERN)
            answers.append(without_trace(hill.post("consent", GLASS, FATHER_NURSE, BROKEN)))
    assert answers[0] == answers[1]


def test_a_colleague_whom_an_open_concern_names_opens_nothing(hill: Clinic) -> None:
    hill.done("consent", "/children/c1/care-team", ADMIN, {"clinic": "clinic-hill", "care_team": ["tess", "nora"]})
    named = {**CONCERN, "kind": "other-risk", "about": ["nora"]}
    concern = hill.done("notes", "/children/c1/concerns", THERAPIST, named)["concern"]
    hill.done("consent", "/children/c1/care-team", ADMIN, {"clinic": "clinic-hill", "care_team": ["tess"]})
    assert hill.post("consent", GLASS, NURSE, BROKEN).status_code == 404
    [alert] = hill.asked("consent", "/glass", OFFICER)["accesses"]
    assert (alert["person"], alert["refused"]) == ("nora", "kept-out")
    closed = {"reason": "resolved", "words": "Talked over."}
    hill.done("notes", f"/children/c1/concerns/{concern}/closure", THERAPIST, closed)
    assert hill.post("consent", GLASS, NURSE, BROKEN).status_code == 201
