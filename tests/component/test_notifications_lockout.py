"""Too many tries: a pause, then a lock that a human opens; whoever holds the link learns nothing of which."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.notifications.repository import TALLIES, TASKS
from tests.component.notifications_family import CHILD, WEB, code_for, disclosed, mailed_link, settled_family, staff
from tests.component.notifications_world import World, image, notifications
from tests.component.test_notifications_links import wrong

Link = tuple[str, str]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        yield made


def tried(told: World, link: Link, code: str, way: str = "proofs") -> Any:
    return told.post_as(WEB, f"/pointers/{link[0]}/{way}", {"mac": link[1], "code": code})


def pause(told: World, link: Link) -> str:
    """Five wrong codes; the right one."""
    code = code_for(told, *link)
    assert [tried(told, link, wrong(code)).status_code for _ in range(5)] == [422] * 4 + [429]
    return code


def locked(told: World, pauses: int = 3) -> Link:
    link = mailed_link(told)
    for _ in range(pauses):
        pause(told, link)
        told.later(minutes=11)
    return link


def task_of(told: World) -> Any:
    return next(task for task in told.all(TASKS) if task.code == "locked-out")


def finish(told: World, outcome: str) -> Any:
    body = {"outcome": outcome, "words": "I know her; she showed her passport."}
    on_call = staff("oncall-1", "supervisor")  # type: ignore[arg-type]
    return told.post_as(on_call, f"/children/{CHILD}/tasks/{task_of(told).id}/done", body)


def test_five_wrong_tries_make_a_pause_over_all_ways_and_links(told: World) -> None:
    link = mailed_link(told)
    code = pause(told, link)
    asked = told.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]})
    answers = [asked, tried(told, link, code), tried(told, link, code, "authenticator-proofs"),
               tried(told, link, "ABCDE-FGHJK", "recovery-proofs")]  # fmt: skip
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(429, "600")}
    told.later(minutes=11)
    assert tried(told, link, code_for(told, *link)).status_code == 201
    assert told.all(TALLIES)[0].failed_at == ()


def test_fifteen_wrong_tries_in_a_day_lock_and_one_human_is_asked(told: World) -> None:
    link = locked(told)
    assert [task.code for task in told.all(TASKS) if task.person == "mother"].count("locked-out") == 1
    refused = told.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]})
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-tries")
    told.later(hours=20)
    assert told.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]}).status_code == 429


def test_paused_and_locked_are_the_same_answer_and_the_link_looks_as_ever(told: World) -> None:
    link = mailed_link(told)
    before = told.get(f"/pointers/{link[0]}", WEB, mac=link[1]).json()
    pause(told, link)
    path = f"/pointers/{link[0]}/codes"
    paused = told.post_as(WEB, path, {"mac": link[1]}).json()
    told.later(minutes=11)
    locked(told, pauses=2)
    shut = told.post_as(WEB, path, {"mac": link[1]}).json()
    assert {**paused, "trace": ""} == {**shut, "trace": ""}
    assert told.get(f"/pointers/{link[0]}", WEB, mac=link[1]).json() == before


def test_staff_who_know_the_person_get_a_code_good_once_and_the_door_is_open_again(told: World) -> None:
    link = locked(told)
    answer = finish(told, "identified")
    assert answer.status_code == 201, answer.text
    code = answer.json()["recovery"]
    assert code not in image(told)
    assert tried(told, link, "AAAAA-BBBBB", "recovery-proofs").status_code == 429
    opened = tried(told, link, code, "recovery-proofs")
    assert (opened.status_code, opened.json()["way"]) == (201, "identified")
    disclosed(told, disclosure="disclosure-2", item="concern-2")
    second = mailed_link(told)
    assert tried(told, second, code, "recovery-proofs").status_code == 422
    assert tried(told, second, code_for(told, *second)).status_code == 201


def test_a_code_from_staff_is_good_for_a_day_and_for_its_person_alone(told: World) -> None:
    link = locked(told)
    code = finish(told, "identified").json()["recovery"]
    told.consent.withheld.discard("father")
    told.consent.withheld.add("mother")
    disclosed(told, disclosure="disclosure-2", item="concern-2")
    told.consent.withheld.discard("mother")
    told.later(hours=25)
    assert tried(told, link, code, "recovery-proofs").status_code == 429


def test_where_staff_could_not_identify_anybody_the_door_opens_after_a_day(told: World) -> None:
    link = locked(told)
    assert "recovery" not in finish(told, "not-needed").json()
    assert told.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]}).status_code == 429
    told.later(hours=25)
    assert told.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]}).status_code == 201


def test_without_a_second_channel_staff_who_know_the_person_give_the_code(tmp_path: Path) -> None:
    with notifications(tmp_path, texting=False) as quiet:
        settled_family(quiet)
        disclosed(quiet)
        link = mailed_link(quiet)
        quiet.post_as(WEB, f"/pointers/{link[0]}/codes", {"mac": link[1]})
        task = next(task for task in quiet.all(TASKS) if task.code == "identify-in-person")
        on_call = staff("oncall-1", "supervisor")  # type: ignore[arg-type]
        body = {"outcome": "identified", "words": "She came to the desk."}
        code = quiet.post_as(on_call, f"/children/{CHILD}/tasks/{task.id}/done", body).json()["recovery"]
        assert tried(quiet, link, code, "recovery-proofs").json()["person"] == "mother"
