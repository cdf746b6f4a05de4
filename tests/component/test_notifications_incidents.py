""""Not my child": everything of the child is closed to the asker at once, and staff end it in one of three ways."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.notifications.repository import CHILDREN, CONTACT_POINTS, POINTERS, TASKS
from tests.component.notifications_family import (
    CHILD,
    PATH,
    WEB,
    add_point,
    disclosed,
    guardian,
    mailed_link,
    notices,
    proved,
    settled_family,
    staff,
)
from tests.component.notifications_world import World, notifications

MOTHER = guardian("mother")
SECOND = f"/children/{CHILD}/disclosures/disclosure-2"


@pytest.fixture
def disowned(tmp_path: Path) -> Iterator[World]:
    """The mother opened one of two matters and said that it is not her child."""
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made, disclosure="disclosure-2", item="concern-2")
        made.settle()
        disclosed(made)
        assert proved(made).status_code == 201
        assert made.post_as(MOTHER, f"{PATH}/not-my-child").json() == {"engagement": "not-my-child"}
        yield made


def finish(told: World, code: str, outcome: str) -> Any:
    task = next(task for task in told.all(TASKS) if task.code == code and task.state.value == "open")
    body = {"outcome": outcome, "words": "I called the family."}
    on_call = staff("oncall-1", "supervisor")  # type: ignore[arg-type]
    return told.post_as(on_call, f"/children/{CHILD}/tasks/{task.id}/done", body)


def test_every_link_and_every_matter_of_the_child_is_closed_at_once(disowned: World) -> None:
    assert {pointer.state.value for pointer in disowned.all(POINTERS)} == {"used", "withdrawn"}
    for path in (PATH, SECOND):
        assert disowned.get(f"{path}/mine", MOTHER).json()["code"] == "withdrawn"
        assert disowned.post_as(MOTHER, f"{path}/views").status_code == 410
    assert disowned.get(f"/children/{CHILD}/inbox", MOTHER).json() == {"items": []}
    assert disowned.get("/me/children", MOTHER).json() == {"children": []}
    assert [task.code for task in disowned.all(TASKS)].count("not-my-child") == 1


def test_nothing_of_the_child_is_sent_to_them_meanwhile(disowned: World) -> None:
    before = len(disowned.post.letters)
    disclosed(disowned, disclosure="disclosure-3", item="concern-3")
    disowned.later(minutes=20)
    assert len(disowned.post.letters) == before
    assert disowned.phones.messages[1:] == []
    held = [notice for notice in notices(disowned) if notice.disclosure == "disclosure-3"]
    assert {notice.state.value for notice in held} == {"suppressed"}


def test_links_of_another_child_stay_as_they_are(disowned: World) -> None:
    assert [child.frozen for child in disowned.all(CHILDREN)] == [("mother",)]
    assert disowned.get("/me/factors", MOTHER).status_code == 200


def test_the_right_person_after_all_is_where_they_were(disowned: World) -> None:
    assert finish(disowned, "not-my-child", "right-person").status_code == 201
    assert disowned.get(f"{PATH}/mine", MOTHER).json()["engagement"] == "opened"
    assert disowned.get(f"{SECOND}/mine", MOTHER).status_code == 200
    assert [event["engagement"] for event in disowned.said("engagement-changed")][-1] == "opened"
    disclosed(disowned, disclosure="disclosure-3", item="concern-3")
    pointer, mac = mailed_link(disowned)
    assert disowned.get(f"/pointers/{pointer}", WEB, mac=mac).json()["state"] == "valid"


def test_a_wrong_contact_point_is_never_used_again_and_the_adult_counts_as_not_reached(disowned: World) -> None:
    assert finish(disowned, "not-my-child", "wrong-contact-point").status_code == 201
    hers = [point for point in disowned.all(CONTACT_POINTS) if point.person == "mother"]
    assert {(point.usable, point.reason) for point in hers} == {(False, "not-theirs")}
    assert disowned.get(f"{PATH}/mine", MOTHER).json()["engagement"] == "none"
    assert "call-adults" in [task.code for task in disowned.all(TASKS)], "a safety matter still has to reach her"
    assert add_point(disowned, "mother", "email", "mother@new.example").status_code == 201
    disclosed(disowned, disclosure="disclosure-3", item="concern-3")
    mailed_link(disowned)
    assert disowned.post.letters[-1][1] == "mother@new.example"


def test_a_wrong_adult_stays_frozen_until_the_record_is_corrected_through_consent(disowned: World) -> None:
    assert finish(disowned, "not-my-child", "wrong-adult").status_code == 201
    assert disowned.get(f"{PATH}/mine", MOTHER).status_code == 410
    early = finish(disowned, "correct-record", "corrected")
    assert (early.status_code, early.json()["code"]) == (409, "record-not-corrected")
    disowned.consent.withheld.add("mother")
    assert finish(disowned, "correct-record", "corrected").status_code == 201
    assert disowned.all(CHILDREN)[0].frozen == ()
    assert disowned.get(f"{PATH}/mine", MOTHER).status_code == 410


@pytest.mark.parametrize("outcome", ["reached", "not-needed", "corrected", "identified"])
def test_an_end_that_does_not_say_what_was_found_is_refused(disowned: World, outcome: str) -> None:
    answer = finish(disowned, "not-my-child", outcome)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"outcome": ["not-a-choice"]})
    assert disowned.get(f"{PATH}/mine", MOTHER).status_code == 410
