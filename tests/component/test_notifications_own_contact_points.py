"""A guardian looks after their own addresses: shown to be theirs by a code, relied on when they have cooled off."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import DeliveryState
from services.notifications.repository import ALERTS, CONTACT_POINTS
from tests.component.notifications_family import DESK, THERAPIST, disclosed, guardian, notices, settled_family
from tests.component.notifications_world import CODE, World, image, notifications

MOTHER, FATHER = guardian("mother"), guardian("father")
NEW = "+15550177"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        yield made


def own(world: World, who: Any = MOTHER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.get("/me/contact-points", who).json()["contact_points"]
    return found


def claim(world: World, address: str = NEW, who: Any = MOTHER, channel: str = "sms", **more: Any) -> str:
    answer = world.post_as(who, "/me/contact-points", {"channel": channel, "address": address, **more})
    assert answer.status_code == 201, answer.text
    point: str = answer.json()["contact_point"]
    return point


def code_to(world: World, point: str, who: Any = MOTHER) -> str:
    assert world.post_as(who, f"/me/contact-points/{point}/codes").status_code == 201
    world.settle("herald")
    found = CODE.search(world.phones.messages[-1]["text"])
    assert found is not None
    return found[0]


def prove(world: World, point: str, code: str, who: Any = MOTHER) -> Any:
    return world.post_as(who, f"/me/contact-points/{point}/verifications", {"code": code})


def changed(world: World) -> str:
    """Mother has a new number in place of her old one."""
    old = next(item["contact_point"] for item in own(world) if item["channel"] == "sms")
    point = claim(world, replaces=old)
    assert prove(world, point, code_to(world, point)).status_code == 201
    return point


def test_a_code_to_the_point_typed_on_the_page_shows_that_it_is_theirs(world: World) -> None:
    point = claim(world)
    assert [item["state"] for item in own(world) if item["contact_point"] == point] == ["unverified"]
    code = code_to(world, point)
    assert world.phones.messages[-1]["to"] == NEW
    assert code not in image(world)
    answer = prove(world, point, code)
    assert (answer.status_code, answer.json()["state"]) == (201, "cooling-off")


def test_a_wrong_code_counts_five_end_it_and_a_late_one_is_none(world: World) -> None:
    point = claim(world)
    code = code_to(world, point)
    wrong = "000000" if code != "000000" else "111111"
    answers = [prove(world, point, wrong) for _ in range(5)]
    assert [answer.json()["errors"] for answer in answers] == [{"code": ["wrong"]}] * 5
    assert prove(world, point, code).status_code == 429
    world.clock.advance(timedelta(minutes=2))
    again = code_to(world, point)
    world.clock.advance(timedelta(minutes=11))
    assert prove(world, point, again).json()["errors"] == {"code": ["expired"]}


def test_codes_are_few_and_none_within_a_minute_of_another(world: World) -> None:
    point = claim(world)
    code_to(world, point)
    before = len(world.phones.messages)
    assert world.post_as(MOTHER, f"/me/contact-points/{point}/codes").status_code == 201
    world.settle("herald")
    assert len(world.phones.messages) == before
    answers = []
    for _ in range(5):
        world.clock.advance(timedelta(minutes=2))
        answers.append(world.post_as(MOTHER, f"/me/contact-points/{point}/codes").status_code)
    assert answers == [201, 201, 201, 201, 429]


def test_a_change_is_told_over_every_other_address_and_safety_goes_the_old_way_as_well_until_it_has_cooled_off(
    world: World,
) -> None:
    changed(world)
    world.settle("herald")
    words = [item for item in world.phones.messages if "change was made" in item["text"]]
    assert {item["to"] for item in words} == {"+15550100"}
    assert [letter[1] for letter in world.post.letters] == ["mother@family.example"]
    disclosed(world)
    world.settle()
    world.later(minutes=16)
    assert {item["to"] for item in world.phones.messages if "/m/" in item["text"]} == {"+15550100", NEW}
    world.later(hours=72)
    shown = {item["address"]: item["state"] for item in own(world) if item["channel"] == "sms"}
    assert shown == {"•••77": "verified"}


def test_nobody_learns_by_typing_an_address_that_it_is_somebody_elses(world: World) -> None:
    free, taken = claim(world, "+15550188", FATHER), claim(world, "+15550100", FATHER)
    answers = [world.post_as(FATHER, f"/me/contact-points/{point}/codes") for point in (free, taken)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [sorted(answer.json()) for answer in answers] == [["contact_point", "expires_at"]] * 2
    shown = {item["contact_point"]: {**item, "contact_point": "", "address": ""} for item in own(world, FATHER)}
    assert shown[free] == shown[taken]
    world.settle("herald")
    assert {item["to"] for item in world.phones.messages} == {"+15550188"}  # she is not even disturbed
    wrong = [prove(world, point, "123456", FATHER).json() for point in (free, taken)]
    assert wrong[0]["errors"] == wrong[1]["errors"]
    assert own(world, MOTHER)[0]["state"] == "verified"


def test_an_address_typed_by_somebody_else_first_is_still_its_owners(world: World) -> None:
    squatted = claim(world, NEW, FATHER)
    mine = claim(world, NEW)
    assert prove(world, mine, code_to(world, mine)).status_code == 201
    code = world.post_as(FATHER, f"/me/contact-points/{squatted}/codes")
    assert code.status_code == 201
    assert len([alert for alert in world.all(ALERTS) if alert.person == "father"]) == 0


def test_one_that_is_never_verified_goes_after_a_day(world: World) -> None:
    point = claim(world)
    world.later(hours=25)
    assert point not in [item["contact_point"] for item in own(world)]
    kept = next(item for item in world.all(CONTACT_POINTS) if item.id == point)
    assert [step.reason for step in kept.history] == ["claimed", "never-verified"]


def test_nobody_touches_anybody_elses(world: World) -> None:
    hers = next(item["contact_point"] for item in own(world) if item["channel"] == "sms")
    assert hers not in [item["contact_point"] for item in own(world, FATHER)]
    for what, body in (("codes", {}), ("verifications", {"code": "123456"}), ("removal", {})):
        assert world.post_as(FATHER, f"/me/contact-points/{hers}/{what}", body).status_code == 404
    assert world.post_as(DESK, "/me/contact-points", {"channel": "sms", "address": NEW}).status_code == 403
    assert world.get("/me/contact-points", THERAPIST).status_code == 403


def test_a_way_is_removed_after_the_time_in_which_its_owner_may_object_and_never_the_last(world: World) -> None:
    mail, phone = (item["contact_point"] for item in sorted(own(world), key=lambda item: str(item["channel"])))
    assert world.post_as(MOTHER, f"/me/contact-points/{phone}/removal").status_code == 201
    assert [item["leaving"] for item in own(world) if item["contact_point"] == phone] == [True]
    assert world.post_as(MOTHER, f"/me/contact-points/{mail}/removal").status_code == 409
    world.later(hours=73)
    assert [item["contact_point"] for item in own(world)] == [mail]


def test_staff_restrict_a_point_at_once_and_everything_that_waits_for_it_is_stopped(world: World) -> None:
    disclosed(world)
    mail = next(item["contact_point"] for item in own(world) if item["channel"] == "email")
    path = f"/people/mother/contact-points/{mail}"
    assert world.post_as(DESK, f"{path}/restrict").json()["state"] == "restricted"
    world.settle()
    assert world.post.letters == []
    assert notices(world)[0].state is DeliveryState.SUPPRESSED
    assert [item.channel.value for item in notices(world)] == ["email", "sms"]  # the ladder climbed at once
    changed(world)
    world.settle("herald")
    assert world.post.letters == []  # not even the word of a change goes there
    assert world.post_as(DESK, f"{path}/lift").json()["state"] == "verified"
    shown = world.get("/people/mother/contact-points", DESK).json()["contact_points"]
    history = next(item["history"] for item in shown if item["contact_point"] == mail)
    assert [(step["reason"], step["by"]) for step in history] == [
        ("entered", "desk-1"), ("restricted", "desk-1"), ("restriction-lifted", "desk-1"),
    ]  # fmt: skip


def test_what_staff_take_back_leaves_the_old_way_as_it_was(world: World) -> None:
    point = changed(world)
    assert world.post_as(DESK, f"/people/mother/contact-points/{point}/retire").json()["state"] == "retired"
    world.later(hours=73)
    assert [item["address"] for item in own(world) if item["channel"] == "sms"] == ["•••00"]


@pytest.mark.parametrize("what", ["forget", "restrict%0a", "verify"])
def test_acts_that_there_are_not_change_nothing(world: World, what: str) -> None:
    before = world.all(CONTACT_POINTS)
    point = own(world)[0]["contact_point"]
    assert world.post_as(DESK, f"/people/mother/contact-points/{point}/{what}").status_code in (404, 409)
    assert world.post_as(THERAPIST, f"/people/mother/contact-points/{point}/restrict").status_code == 403
    assert world.all(CONTACT_POINTS) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "voice", "address": NEW}, "channel"),
        ({"channel": "sms", "address": "5550100"}, "address"),
        ({"channel": "sms", "address": "+1555\r\n0100"}, "address"),
        ({"channel": "email", "address": "a@b.example", "replaces": "nobody"}, "replaces"),
        ({"channel": "email", "address": "a@b.example", "person": "father"}, "person"),
        ({"channel": "email", "address": "a@b.example", "verified": True}, "verified"),
        ({"channel": "sms", "address": "+15550100"}, "address"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(world: World, body: dict[str, Any], field: str) -> None:
    before = world.all(CONTACT_POINTS)
    answer = world.post_as(MOTHER, "/me/contact-points", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert world.all(CONTACT_POINTS) == before


def test_the_words_of_a_change_name_nobody_and_carry_no_link(world: World) -> None:
    changed(world)
    world.settle("herald")
    text = next(item["text"] for item in world.phones.messages if "change was made" in item["text"])
    assert not re.search(r"http|/m/|child|clinic|mother|\d", text)
