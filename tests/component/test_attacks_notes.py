"""A parent who works in the clinic tries to reach the record of their own child as staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, staff
from tests.component.one_service import PERMIT, OneService, one_service
from tests.component.writing_notes import AUTHOR, CONCERN, NOTES, body, opened, signed

FATHER_AT_WORK = staff("father", Role.THERAPIST, Role.SUPERVISOR)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def test_a_parent_on_the_staff_neither_reads_writes_nor_closes_anything_of_their_child_as_staff(
    notes: OneService,
) -> None:
    note, concern = signed(notes, CONCERN)
    # As an adult of the family the rules let him know session detail; that opens nothing of the staff's record.
    notes.consent.says("session-detail", "father", PERMIT)
    for path in (NOTES, f"{NOTES}/{note}", "/children/c1/concerns", f"/children/c1/concerns/{concern}"):
        assert notes.get(path, FATHER_AT_WORK).status_code == 404, path
    closure = {"reason": "unfounded", "words": "Nothing to it."}
    assert notes.post(f"/children/c1/concerns/{concern}/closure", FATHER_AT_WORK, closure).status_code == 404
    assert notes.post(NOTES, FATHER_AT_WORK, body()).status_code == 404
    assert notes.post("/children/c1/concerns", FATHER_AT_WORK, {**CONCERN, "clinic": HILL}).status_code == 404
    assert notes.get(f"/children/c1/concerns/{concern}", AUTHOR).json()["state"] == "open"


def test_a_parent_on_the_staff_reads_no_goals_of_their_child_as_staff_and_rates_none(tmp_path: Path) -> None:
    with one_service("goals", tmp_path) as goals:
        goals.register()
        goals.consent.says("goals-progress", "father", PERMIT)
        assert goals.get("/children/c1/goals", FATHER_AT_WORK).status_code == 404
        goal = {"clinic": HILL, "statement": "x", "levels": ["a", "b", "c", "d", "e"], "baseline": -1, "weight": 1}
        assert goals.post("/children/c1/goals", FATHER_AT_WORK, goal).status_code == 404
