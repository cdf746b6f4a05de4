"""A fall of the alliance and an answer that cannot wait reach clinicians as tasks, and no adult of the family."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.goals import AllianceRuptured, AnswerFlagged
from kernel.auth.principal import Role
from services.notifications.repository import TASKS
from tests.builders import HILL, LAKE, MORNING, staff
from tests.component.one_service import OneService, one_service

THERAPIST, SUPERVISOR = staff("t1", Role.THERAPIST), staff("s1", Role.SUPERVISOR)
RUPTURED = AllianceRuptured(child="c1", measurement="m1", clinic=HILL, voice="child", ruptured_at=MORNING)
FLAGGED = AnswerFlagged(
    child="c1", measurement="m2", clinic=HILL, instrument="phq-9m", recorded_by="t1", flagged_at=MORNING
)


@pytest.fixture
def notifications(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notifications", tmp_path) as service:
        service.register("c1", HILL, "t1", "father")
        yield service


def test_a18_a_rupture_is_a_task_of_the_team_and_its_supervisor_and_of_no_parent(notifications: OneService) -> None:
    notifications.hear(RUPTURED)
    notifications.hear(RUPTURED)
    for who in (THERAPIST, SUPERVISOR):
        (task,) = notifications.get("/tasks", who).json()["tasks"]
        assert (task["task"], task["code"]) == ("m1", "alliance-ruptured")
    # The father works in the clinic and is on the team: he is not named, and sees nothing.
    (row,) = notifications.rows(TASKS.collection)
    assert row["assignees"] == ["t1"]
    father = staff("father", Role.THERAPIST)
    assert notifications.get("/tasks", father).json()["tasks"] == []
    assert notifications.get("/tasks", staff("s9", Role.SUPERVISOR, clinic=LAKE)).json()["tasks"] == []
    assert notifications.events() == ["notifications.task-opened.v1"]


def test_an_answer_that_cannot_wait_is_due_within_the_day(notifications: OneService) -> None:
    notifications.hear(FLAGGED)
    (task,) = notifications.get("/tasks", THERAPIST).json()["tasks"]
    assert task["code"] == "answer-flagged"
    assert task["due"] < "2026-03-03"
