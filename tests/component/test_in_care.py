"""The least that an entitled guardian may know: in care or not, attendance, the next visit; others nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.clock import to_text
from tests.stories.family import Family
from tests.stories.household import CHILD, Answer
from tests.stories.stage import Stage, in_memory
from tests.stories.visitor import Visitor, opens


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("in-care")
    with in_memory(folder) as made:
        yield made


def taken_in(stage: Stage, mark: str) -> Family:
    """One visit yesterday, one that was called off, one in three days."""
    family = Family(stage, mark)
    family.opens_clinic()
    family.takes_in()
    family.plans_session("held", days=-1)
    family.plans_session("off", days=-2)
    off = f"/children/{family.id(CHILD)}/sessions/{family.ids['session']['off']}/cancellation"
    stage.do("notes", off, family.who("dora"), {"reason": "illness"})
    family.plans_session("next", days=3)
    stage.settle()
    return family


def in_care(family: Family, role: str) -> Answer:
    return family.stage.read("notes", f"/children/{family.id(CHILD)}/in-care", family.who(role))


def care_page(family: Family, role: str) -> Visitor:
    page = opens(family, role, link=0)
    page.get("/family/care")
    return page


def test_a44_whoever_may_know_of_the_treatment_sees_these_three_fields_and_a_restricted_guardian_nothing(
    stage: Stage,
) -> None:
    family = taken_in(stage, "a44")
    family.shares_progress("a step")
    stage.settle()
    now = stage.now
    for role in ("mother", "father"):
        assert in_care(family, role) == {
            "in_care": True,
            "attendance": [
                {"starts_at": to_text(now - timedelta(days=1)), "took_place": True},
                {"starts_at": to_text(now - timedelta(days=2)), "took_place": False},
            ],
            "next_visit": to_text(now + timedelta(days=3)),
        }
    page = care_page(family, "father")
    assert [word in page.text for word in ("Maya Quokka", "In care here", "did not take place")] == [True] * 3
    family.order_against("father", since=now - timedelta(days=30))
    assert "Maya" not in page.get("/family/care").text
    ask = [stage.ask("GET", "notes", f"/children/{id}/in-care", family.who("father")) for id in _both(family)]
    assert [answer.status_code for answer in ask] == [404, 404]
    assert ask[0].content == ask[1].content  # as of a child that is not there
    assert in_care(family, "mother")["in_care"]
    page.close()


def _both(family: Family) -> tuple[str, str]:
    return family.id(CHILD), family.id("nobody")


def test_where_the_clinic_keeps_attendance_back_the_fact_of_treatment_is_all_there_is(stage: Stage) -> None:
    family = taken_in(stage, "a44b")
    line = {"person": family.id("mother"), "classes": ["attendance-billing"], "reason": "repair", "until": None}
    family.records("boundaries", {**line, "since": to_text(stage.now)})
    assert in_care(family, "mother") == {"in_care": True, "attendance": [], "next_visit": None}


def test_after_the_goodbye_the_child_is_in_care_no_more_and_its_visits_stay(stage: Stage) -> None:
    family = taken_in(stage, "a44c")
    path = f"/children/{family.id(CHILD)}/episodes/{family.clinic}/ending"
    stage.do("notes", path, family.who("tess"), {"ending": "unplanned", "words": "They have moved away."})
    seen = in_care(family, "mother")
    assert (seen["in_care"], len(seen["attendance"])) == (False, 2)


def test_staff_have_the_sessions_and_not_this_door(stage: Stage) -> None:
    family = taken_in(stage, "a44d")
    answer = stage.ask("GET", "notes", f"/children/{family.id(CHILD)}/in-care", family.who("tess"))
    assert answer.status_code == 403
