"""What adults do on the secure page: over HTTP, with consent asked at each step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import MessageClass
from kernel.work import INBOX
from services.notifications.repository import TASKS, THREAD_MESSAGES
from tests.component.notifications_family import (
    CHILD,
    PATH,
    WEB,
    basis_changed,
    disclosed,
    guardian,
    mailed_link,
    notices,
    proved,
    settled_family,
)
from tests.component.notifications_world import World, image, notifications

MOTHER = guardian("mother")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        yield made


@pytest.fixture
def told(world: World) -> World:
    settled_family(world)
    disclosed(world)
    return world


def test_a_revocation_between_proof_and_view_is_honoured_at_each_act(told: World) -> None:
    assert proved(told).status_code == 201
    told.consent.withheld.add("mother")
    told.consent.position = 2
    basis_changed(told, position=2)
    told.settle()
    for act in ("views", "acknowledgements", "not-my-child"):
        answer = told.post_as(MOTHER, f"{PATH}/{act}")
        assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn")
    assert told.post_as(MOTHER, f"{PATH}/answers", {"words": "hello"}).status_code == 410
    assert told.get(f"{PATH}/mine", MOTHER).status_code == 410
    assert told.get(f"/children/{CHILD}/inbox", MOTHER).json() == {"items": []}


def test_the_withheld_parent_and_a_stranger_get_the_same_answer_as_for_nothing(told: World) -> None:
    proved(told)
    asks = [(guardian("father"), PATH), (guardian("stranger"), PATH), (guardian("mother", "network-south"), PATH)]
    asks += [(guardian("father"), f"/children/{CHILD}/disclosures/none")]
    answers = [told.get(f"{path}/mine", who) for who, path in asks]
    answers += [told.post_as(who, f"{path}/views") for who, path in asks]
    answers += [told.post_as(who, f"{path}/acknowledgements") for who, path in asks]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"no-such-disclosure"}
    assert told.get(f"/children/{CHILD}/inbox", guardian("father")).json() == {"items": []}
    assert told.said("ladder-moved") == []


def test_while_consent_is_away_nobody_sees_anything(told: World) -> None:
    pointer, mac = mailed_link(told)
    told.consent.down = True
    assert told.get(f"/pointers/{pointer}", WEB, mac=mac).status_code == 503
    assert told.get(f"{PATH}/mine", MOTHER).status_code == 503
    assert told.post_as(MOTHER, f"{PATH}/acknowledgements").status_code == 503


def test_nobody_acknowledges_what_they_have_not_opened(told: World) -> None:
    told.settle()
    answer = told.post_as(MOTHER, f"{PATH}/acknowledgements")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-opened")


def test_a_doubled_acknowledgement_changes_nothing_and_a_replayed_key_gets_the_first_reply(told: World) -> None:
    proved(told)
    first = told.post_as(MOTHER, f"{PATH}/acknowledgements", key="same-key-1")
    again = told.post_as(MOTHER, f"{PATH}/acknowledgements", key="same-key-1")
    third = told.post_as(MOTHER, f"{PATH}/acknowledgements")
    assert first.json() == again.json() == third.json()
    assert len(told.said("ladder-moved")) == 1


def test_an_answer_is_sealed_and_leaves_the_ladder(told: World) -> None:
    proved(told)
    answer = told.post_as(MOTHER, f"{PATH}/answers", {"words": "Canary: she slept well"})
    assert answer.json()["engagement"] == "answered"
    assert "Canary" not in image(told)
    assert told.said("ladder-moved") == []
    sealed = told.all(THREAD_MESSAGES)[0]
    assert sealed.words is not None
    assert told.node.reader(WEB).open(sealed.child, sealed.words) == "Canary: she slept well"
    assert "Canary" not in repr(told.store.find(INBOX, {}, (), 1000))


def test_not_my_child_freezes_access_and_opens_an_incident(told: World) -> None:
    pointer, mac = mailed_link(told)
    told.post_as(MOTHER, f"{PATH}/views")
    assert told.post_as(MOTHER, f"{PATH}/not-my-child").json() == {"engagement": "not-my-child"}
    assert told.get(f"/pointers/{pointer}", WEB, mac=mac).json()["state"] == "withdrawn"
    assert told.get(f"{PATH}/mine", MOTHER).status_code == 410
    incident = told.all(TASKS)[0]
    assert (incident.code, incident.person) == ("not-my-child", "mother")
    told.later(hours=2)
    assert [item.person for item in notices(told)] == ["mother"]
    assert "ladder-exhausted" in {task.code for task in told.all(TASKS)}


def test_the_inbox_shows_what_is_permitted_now(told: World) -> None:
    disclosed(told, disclosure="disclosure-2", message_class=MessageClass.UPDATE)
    told.settle()
    items = told.get(f"/children/{CHILD}/inbox", MOTHER).json()["items"]
    assert {item["disclosure"] for item in items} == {"disclosure-1", "disclosure-2"}
    assert {item["message_class"] for item in items} == {"safety", MessageClass.UPDATE.value}
