"""Safety from the flag to the mailbox, through all services: who is told, who is kept out, and what happens in time."""

import quopri
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel.clock import to_text
from tests.stories.family import Family
from tests.stories.household import ON_CALL, Answer
from tests.stories.stage import Stage, in_memory
from tests.stories.visitor import opens

SECRET = ("maya", "quokka", "father", "abuse", "harm", "therap", "trauma", "tess", "read this today")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("safety")
    with in_memory(folder) as made:
        yield made


def taken_in(stage: Stage, mark: str) -> Family:
    family = Family(stage, mark)
    family.opens_clinic()
    family.takes_in()
    return family


def task(family: Family, code: str) -> Answer:
    found = family.stage.read("notifications", "/tasks", family.who(ON_CALL))["tasks"]
    return next(row for row in found if row["clinic"] == family.clinic and row["code"] == code)


def test_a15_under_a_flag_the_accused_has_neither_view_nor_message_and_what_is_sent_is_neutral(stage: Stage) -> None:
    family = taken_in(stage, "a15")
    shut = ("safety-concern", "session-detail", "contact-data", "report-existence")
    family.reached_by("mother", "email", safe=(family.wall(2), family.wall(6)))
    family.reached_by("mother", "sms", safe=(family.wall(2), family.wall(6)))
    family.records("dangers", {"person": family.id("father"), "state": "alleged"})
    assert {family.ruling("father", name)["outcome"] for name in shut} == {"withhold"}
    family.raises("hides", "self-harm")
    stage.settle()
    assert (family.inbox("father"), family.mails("father"), family.texts("father")) == ([], [], [])
    assert family.ledger("hides", "father")["rules"] == ["abuse-alleged"]
    assert family.mails("mother") == []  # it waits for the hours in which nobody else reads her post
    stage.later(hours=2, minutes=5)
    mails = [
        quopri.decodestring(content).decode().replace(family.mail("mother"), "") for content in family.mails("mother")
    ]
    written = " ".join((*mails, *family.texts("mother"))).lower()
    assert written
    assert [word for word in SECRET if word in written] == []
    page = opens(family, "mother", link=0)
    assert "Please read this today: hides." in page.text
    assert 'action="/exit"' in page.text
    page.send("/exit")
    assert "Please read this today" not in page.follow().text
    assert page.get("/item").status_code != 200
    page.close()
    assert (family.inbox("father"), family.mails("father"), family.texts("father")) == ([], [], [])


def test_a45_danger_is_told_though_the_child_said_no_and_never_to_whom_an_order_shuts_out(stage: Stage) -> None:
    family = taken_in(stage, "a45")
    family.refuses("safety-concern")
    family.order_against("father", since=stage.now - timedelta(days=1))
    family.raises("cuts", "self-harm")
    stage.settle()
    assert family.inbox("mother") == [family.ids["concern"]["cuts"]]
    assert len(family.mails("mother")) == 1
    assert (family.inbox("father"), family.mails("father"), family.texts("father")) == ([], [], [])
    assert family.ledger("cuts", "mother")["rules"] == ["harm-inform-guardian"]
    assert family.ledger("cuts", "father")["rules"] == ["protective-order"]
    path = f"/children/{family.id('maya')}/disclosures/{family.ids['disclosure']['cuts']}/explanation"
    traced = {row["person"]: row for row in stage.read("consent", path, family.who("tess"))["persons"]}
    ranks = {rank["rank"]: rank["says"] for rank in traced[family.id("mother")]["ranks"]}
    assert (ranks["harm"], ranks["wishes"]) == ("decides", "unheard")  # the child's no was heard and outweighed
    assert traced[family.id("father")]["ranks"][0]["rules"][0]["rule"] == "protective-order"


def test_a47_in_danger_from_herself_both_guardians_are_told_and_in_time_a_supervisor_if_nobody_reads(
    stage: Stage,
) -> None:
    family = taken_in(stage, "a47s")
    raised = stage.now
    family.raises("cuts", "self-harm")
    stage.settle()
    path = f"/children/{family.id('maya')}/disclosures/{family.ids['disclosure']['cuts']}/explanation"
    [duty] = stage.read("consent", path, family.who("tess"))["duties"]
    assert (duty["kind"], sorted(duty["persons"])) == ("inform", [family.id("father"), family.id("mother")])
    due = raised + timedelta(hours=24)
    assert duty["due"] == to_text(due)
    assert (len(family.mails("mother")), len(family.mails("father"))) == (1, 1)
    stage.later(hours=2)
    human = task(family, "ladder-exhausted")
    assert human["opened_at"] < to_text(due)
    stage.later(hours=25)
    assert family.clinic in task(family, "ladder-exhausted")["assignees"]


def test_a47_accused_g1_hears_nothing_g2_is_told_a_report_is_due_and_overdue_it_is_the_supervisors(
    stage: Stage,
) -> None:
    family = taken_in(stage, "a47a")
    raised = stage.now
    family.raises("hits", "abuse-physical", about=["father"])
    stage.settle()
    assert family.inbox("mother") == [family.ids["concern"]["hits"]]
    assert len(family.mails("mother")) == 1
    report = task(family, "report-agency")
    assert report["due"] == to_text(raised + timedelta(hours=24))
    assert family.clinic not in report["assignees"]
    stage.later(hours=23)
    assert family.clinic not in task(family, "report-agency")["assignees"]
    stage.later(hours=1, minutes=5)
    assert family.clinic in task(family, "report-agency")["assignees"]  # whoever supervises it
    assert (family.inbox("father"), family.mails("father"), family.texts("father")) == ([], [], [])
    assert family.ledger("hits", "father")["rules"] == ["abuse-alleged", "named-in-concern"]
