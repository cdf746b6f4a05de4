"""Breaking the glass: who reads through it, for how long, and who looks at it afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from services.consent.settings import GLASS_MINUTES_MAX, GLASS_PER_DAY_MAX, GLASS_REVIEW
from tests.builders import LAKE, staff
from tests.component.consent_world import ADMIN, THERAPIST
from tests.component.glass_world import (
    BROKEN,
    CONCERN,
    FOUND,
    NURSE,
    OFFICER,
    OTHER_OFFICER,
    SECRET,
    SUPERVISOR,
    Clinic,
    clinic,
)

GLASS = "/children/c1/glass"


@pytest.fixture
def hill(tmp_path: Path) -> Iterator[Clinic]:
    with clinic(tmp_path) as made:
        yield made


def test_a_note_opens_through_the_glass_and_closes_when_its_time_is_over(hill: Clinic) -> None:
    path = f"/children/c1/notes/{hill.note()}"
    assert hill.get("notes", path, NURSE).status_code == 404
    access = hill.broken()
    seen = hill.asked("notes", path, NURSE)
    assert [section["text"] for section in seen["sections"]] == [SECRET]  # the private part stays the author's
    hill.made.clock.advance(timedelta(minutes=30))
    assert hill.get("notes", path, NURSE).status_code == 404
    assert hill.get("notes", "/children/c1/notes", NURSE).status_code == 404
    assert [row["action"] for row in hill.audit("notes", basis="break-glass", access=access)] == ["read-note"]


def test_goals_open_through_the_glass_and_close_when_it_is_given_back(hill: Clinic) -> None:
    assert hill.get("goals", "/children/c1/goals", NURSE).status_code == 404
    access = hill.broken()
    assert hill.asked("goals", "/children/c1/goals", NURSE)["goals"] == []
    hill.done("consent", f"{GLASS}/{access}/end", NURSE, {})
    assert hill.get("goals", "/children/c1/goals", NURSE).status_code == 404
    assert [row["action"] for row in hill.audit("goals", access=access)] == ["read-goals"]


def test_only_the_named_classes_open_and_nothing_can_be_written(hill: Clinic) -> None:
    hill.broken(classes=["goals-progress"])
    assert hill.get("notes", "/children/c1/notes", NURSE).status_code == 404
    assert hill.get("goals", "/children/c1/goals", NURSE).status_code == 200
    assert hill.get("consent", "/children/c1", NURSE).status_code == 404
    assert hill.post("notes", "/children/c1/concerns", NURSE, CONCERN).status_code == 404


@pytest.mark.parametrize("shut", ["psychotherapy-note", "third-party", "report-existence"])
def test_what_protection_denies_is_never_opened(hill: Clinic, shut: str) -> None:
    answer = hill.post("consent", GLASS, NURSE, {**BROKEN, "classes": ["session-detail", shut]})
    assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (
        422,
        "never-opens",
        ["classes"],
    )
    hill.broken()
    found = hill.asked("consent", "/children/c1/decision", NURSE, disclosure_class=shut)
    assert found["outcome"] == "withhold"


@pytest.mark.parametrize(
    ("field", "value"),
    [("classes", []), ("minutes", 0), ("minutes", GLASS_MINUTES_MAX + 1), ("minutes", "30"), ("reason", "curious"),
     ("words", "  ")],
)  # fmt: skip
def test_a_break_without_scope_time_or_reason_is_refused(hill: Clinic, field: str, value: Any) -> None:
    answer = hill.post("consent", GLASS, NURSE, {**BROKEN, field: value})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert hill.asked("consent", "/glass", OFFICER, state="all")["accesses"] == []


def test_the_answer_names_the_rule_and_the_access(hill: Clinic) -> None:
    access = hill.broken()
    found = hill.asked("consent", "/children/c1/decision", NURSE, disclosure_class="session-detail")
    assert (found["rules"], found["access"]) == (["break-glass"], access)
    assert found["staff"][0].startswith("Opened in an emergency")
    own = hill.asked("consent", "/children/c1/decision", THERAPIST, disclosure_class="session-detail")
    assert (own["rules"], own["access"]) == (["care-team"], None)


@pytest.mark.parametrize(
    "who",
    [
        staff("eve", Role.THERAPIST, clinic=LAKE),
        staff("fred", Role.THERAPIST, network="network-south"),
    ],
)
def test_only_clinicians_of_the_childs_own_clinics_may_break_it(hill: Clinic, who: Any) -> None:
    absent = hill.post("consent", "/children/nobody/glass", who, BROKEN)
    there = hill.post("consent", GLASS, who, BROKEN)
    assert there.status_code == absent.status_code == 404
    assert {**there.json(), "trace": ""} == {**absent.json(), "trace": ""}
    assert hill.post("consent", GLASS, ADMIN, BROKEN).status_code == 403


@pytest.mark.parametrize("who", [THERAPIST, staff("sue", Role.SUPERVISOR, Role.THERAPIST)])
def test_whoever_looks_after_the_child_needs_no_broken_glass(hill: Clinic, who: Any) -> None:
    assert hill.post("consent", GLASS, who, BROKEN).json()["code"] == "not-needed"


def test_breaking_it_again_and_again_stops(hill: Clinic) -> None:
    for _ in range(GLASS_PER_DAY_MAX):
        hill.broken()
    refused = hill.post("consent", GLASS, NURSE, BROKEN)
    assert (refused.status_code, refused.json()["code"]) == (429, "broken-too-often")
    hill.made.clock.advance(timedelta(days=1, seconds=1))
    hill.broken()


def test_the_privacy_officer_sees_it_at_once_and_reviews_it_when_it_is_over(hill: Clinic) -> None:
    hill.note()
    access = hill.broken()
    assert hill.tasks(OFFICER) == ["review-access"]
    [row] = hill.asked("consent", "/glass", OFFICER)["accesses"]
    assert (row["access"], row["person"], row["open"], row["reason"]) == (access, "nora", True, "crisis")
    hill.asked("notes", "/children/c1/notes", NURSE)
    review = f"{GLASS}/{access}/review"
    assert hill.post("consent", review, OFFICER, FOUND).json()["code"] == "still-open"
    hill.done("consent", f"{GLASS}/{access}/end", OFFICER, {})
    assert hill.get("notes", "/children/c1/notes", NURSE).status_code == 404
    full = hill.asked("consent", f"{GLASS}/{access}", OFFICER)
    assert (full["words"], full["ended_by"]) == (BROKEN["words"], "pia")
    assert [(read["disclosure_class"], read["through"]) for read in full["reads"]] == [("session-detail", "notes")]
    hill.done("consent", review, OFFICER, FOUND)
    assert hill.post("consent", review, OTHER_OFFICER, FOUND).status_code == 409
    assert (hill.tasks(OFFICER), hill.asked("consent", "/glass", OFFICER)["accesses"]) == ([], [])
    assert hill.asked("consent", f"{GLASS}/{access}", OTHER_OFFICER)["review_words"] == FOUND["words"]


def test_nobody_reviews_what_they_broke_themselves_nor_ticks_the_task_off(hill: Clinic) -> None:
    both = staff("nora", Role.THERAPIST, Role.PRIVACY_OFFICER)
    access = hill.broken(both)
    hill.made.clock.advance(timedelta(hours=1))
    answer = hill.post("consent", f"{GLASS}/{access}/review", both, FOUND)
    assert (answer.status_code, answer.json()["code"]) == (403, "second-person-needed")
    assert hill.tasks(both) == []
    [task] = hill.asked("notifications", "/tasks", OFFICER)["tasks"]
    body = {"outcome": "decided", "words": ""}
    for who in (OFFICER, SUPERVISOR):
        done = hill.post("notifications", f"/children/c1/tasks/{task['task']}/done", who, body)
        assert (done.status_code, done.json()["code"]) == (403, "done-by-review")


def test_a_review_that_nobody_makes_is_listed_as_overdue(hill: Clinic) -> None:
    access = hill.broken()
    assert hill.asked("consent", "/glass", OFFICER, state="overdue") == {"accesses": [], "overdue": 0}
    hill.made.clock.advance(GLASS_REVIEW)
    late = hill.asked("consent", "/glass", OFFICER, state="overdue")
    assert ([row["access"] for row in late["accesses"]], late["overdue"]) == ([access], 1)
    foreign = staff("fay", Role.PRIVACY_OFFICER, network="network-south")
    assert hill.asked("consent", "/glass", foreign, state="all") == {"accesses": [], "overdue": 0}
    assert hill.get("consent", f"{GLASS}/{access}", foreign).status_code == 404


def test_an_access_ends_with_the_role_it_was_opened_by(hill: Clinic) -> None:
    hill.broken()
    moved = staff("nora", Role.THERAPIST, clinic=LAKE)
    found = hill.asked("consent", "/children/c1/decision", moved, disclosure_class="session-detail")
    assert found["outcome"] == "withhold"


def test_who_comes_under_suspicion_loses_what_they_had_opened(hill: Clinic) -> None:
    path = f"/children/c1/notes/{hill.note()}"
    hill.broken()
    assert hill.get("notes", path, NURSE).status_code == 200
    joined = {"person": "nora", "kind": "step-parent", "since": "2026-01-01T00:00:00.000000Z", "source": "intake"}
    hill.done("consent", "/children/c1/authorities", ADMIN, joined)
    assert hill.get("notes", path, NURSE).status_code == 404
