"""Links and codes under attack: replay, brute force, forgery, scanners."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import Channel, MessageClass
from services.notifications.model import NoticeKind
from services.notifications.providers.live import live_channels
from services.notifications.repository import POINTERS, PROOFS, TASKS
from tests.component.notifications_family import (
    CHILD,
    PATH,
    THERAPIST,
    WEB,
    add_point,
    code_for,
    disclosed,
    guardian,
    mailed_link,
    notices,
    proved,
    settled_family,
)
from tests.component.notifications_world import CODE, World, image, notifications

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


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_link_code_and_page_lead_to_the_acknowledgement_that_ends_the_ladder(told: World) -> None:
    identity = proved(told)
    assert identity.status_code == 201
    assert identity.json() == {
        "person": "mother", "network": "network-north", "child": CHILD, "disclosure": "disclosure-1",
        "item_service": "notes", "item": "concern-1", "disclosure_class": "safety-concern", "way": "message",
    }  # fmt: skip
    assert told.post_as(MOTHER, f"{PATH}/views").json() == {"engagement": "opened"}
    assert told.post_as(MOTHER, f"{PATH}/acknowledgements").json() == {"engagement": "acknowledged"}
    assert [event["engagement"] for event in told.said("engagement-changed")] == ["opened", "acknowledged"]
    moved = told.said("ladder-moved")
    assert [(event["state"], event["person"]) for event in moved] == [("acknowledged", "mother")]
    told.later(hours=2)
    assert told.said("task-opened") == []
    assert len(notices(told)) == 1


def test_opening_a_link_twenty_times_changes_nothing_at_all(told: World) -> None:
    pointer, mac = mailed_link(told)
    before = image(told)
    for _ in range(20):
        answer = told.get(f"/pointers/{pointer}", WEB, mac=mac)
        assert answer.json()["state"] == "valid"
    with told._client(WEB) as client:
        client.head(f"/pointers/{pointer}", params={"mac": mac})
    assert image(told) == before


def test_a_link_says_only_masked_ways_and_never_the_channel_it_came_by(told: World) -> None:
    pointer, mac = mailed_link(told)
    answer = told.get(f"/pointers/{pointer}", WEB, mac=mac).json()
    assert answer["channels"] == [{"channel": "sms", "address": "•••00"}]


def test_a_wrong_mac_is_the_answer_of_an_unknown_link(told: World) -> None:
    pointer, mac = mailed_link(told)
    forged = "0" * 32 if mac[0] != "0" else "1" * 32
    answers = [told.get(f"/pointers/{name}", WEB, mac=forged) for name in (pointer, "f" * 32)]
    answers += [told.post_as(WEB, f"/pointers/{name}/codes", {"mac": forged}) for name in (pointer, "f" * 32)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'"trace": "\w+"', "", answer.text) for answer in answers}) == 1
    assert notices(told, NoticeKind.CODE) == []


@pytest.mark.parametrize("who", [guardian("mother"), guardian("stranger"), THERAPIST])
def test_only_the_page_service_may_use_links(told: World, who: object) -> None:
    pointer, mac = mailed_link(told)
    assert told.get(f"/pointers/{pointer}", who, mac=mac).status_code == 403  # type: ignore[arg-type]


def test_the_code_is_sent_as_digits_alone_and_is_nowhere_in_the_store(told: World) -> None:
    pointer, mac = mailed_link(told)
    code = code_for(told, pointer, mac)
    assert told.phones.messages[-1]["text"] == f"Your code is {code}"
    assert told.phones.messages[-1]["to"] == "+15550100"
    assert code not in re.sub(r"[0-9a-f]{32,}|\d{4}-\d\d-\d\dT[\d:.]+Z", "", image(told))
    assert notices(told, NoticeKind.CODE)[0].code is None


def test_a_brute_force_ends_after_five_tries_even_with_the_right_code(told: World) -> None:
    pointer, mac = mailed_link(told)
    code = code_for(told, pointer, mac)
    path = f"/pointers/{pointer}/proofs"
    answers = [told.post_as(WEB, path, {"mac": mac, "code": wrong(code)}) for _ in range(5)]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        *[(422, "wrong-code")] * 4, (429, "too-many-tries"),
    ]  # fmt: skip
    last = told.post_as(WEB, path, {"mac": mac, "code": code})
    assert (last.status_code, last.headers["Retry-After"]) == (429, "600")
    assert told.said("engagement-changed") == []


def test_a_code_is_good_once_for_ten_minutes_for_its_own_link(told: World) -> None:
    pointer, mac = mailed_link(told)
    code = code_for(told, pointer, mac)
    disclosed(told, disclosure="disclosure-2", message_class=MessageClass.UPDATE)
    second, second_mac = mailed_link(told)
    assert second != pointer
    other = code_for(told, second, second_mac)
    crossed = told.post_as(WEB, f"/pointers/{second}/proofs", {"mac": second_mac, "code": code})
    assert crossed.status_code == 422 or code == other
    assert told.post_as(WEB, f"/pointers/{pointer}/proofs", {"mac": mac, "code": code}).status_code == 201
    replayed = told.post_as(WEB, f"/pointers/{pointer}/proofs", {"mac": mac, "code": code})
    assert (replayed.status_code, replayed.json()["code"]) == (410, "pointer-used")
    told.later(minutes=11)
    late = told.post_as(WEB, f"/pointers/{second}/proofs", {"mac": second_mac, "code": other})
    assert (late.status_code, late.json()["code"]) == (422, "code-expired")


def test_a_new_code_replaces_the_one_before(told: World) -> None:
    pointer, mac = mailed_link(told)
    first = code_for(told, pointer, mac)
    told.later(seconds=61)
    second = code_for(told, pointer, mac)
    assert first != second
    path = f"/pointers/{pointer}/proofs"
    assert told.post_as(WEB, path, {"mac": mac, "code": first}).status_code == 422
    assert told.post_as(WEB, path, {"mac": mac, "code": second}).status_code == 201


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "１２３４５６", "123456\n", "", " 12345"])
def test_what_is_no_code_is_refused_before_it_counts(told: World, code: str) -> None:
    pointer, mac = mailed_link(told)
    code_for(told, pointer, mac)
    answer = told.post_as(WEB, f"/pointers/{pointer}/proofs", {"mac": mac, "code": code})
    assert answer.status_code == 422
    assert told.all(PROOFS)[0].tries == 0


def test_an_expired_link_offers_a_fresh_one_decided_anew(told: World) -> None:
    pointer, mac = mailed_link(told)
    told.clock.advance(told.all(POINTERS)[0].expires - told.clock.now())
    assert told.get(f"/pointers/{pointer}", WEB, mac=mac).json()["state"] == "expired"
    refused = told.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac})
    assert (refused.status_code, refused.json()["code"]) == (410, "pointer-expired")
    before = len(told.post.letters)
    renewed = told.post_as(WEB, f"/pointers/{pointer}/renewals", {"mac": mac})
    assert renewed.status_code == 202
    fresh, fresh_mac = mailed_link(told)
    assert len(told.post.letters) == before + 1
    assert fresh != pointer
    assert told.get(f"/pointers/{fresh}", WEB, mac=fresh_mac).json()["state"] == "valid"


def test_after_a_revocation_the_link_is_withdrawn_before_any_event_has_arrived(told: World) -> None:
    pointer, mac = mailed_link(told)
    code = code_for(told, pointer, mac)
    told.consent.withheld.add("mother")
    assert told.get(f"/pointers/{pointer}", WEB, mac=mac).json() == {
        "state": "withdrawn", "channels": [], "ways": [], "passkey": None,
    }  # fmt: skip
    for path, body in (("codes", {"mac": mac}), ("proofs", {"mac": mac, "code": code}), ("renewals", {"mac": mac})):
        answer = told.post_as(WEB, f"/pointers/{pointer}/{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn")


def test_without_a_second_channel_staff_are_asked_once_to_identify_the_person(world: World) -> None:
    settled_family(world, "email")
    disclosed(world)
    pointer, mac = mailed_link(world)
    for _ in range(3):
        answer = world.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac})
        assert answer.json() == {"code_sent_to": None, "expires_at": None}
    assert [task.code for task in world.all(TASKS)].count("identify-in-person") == 1


def test_where_no_text_messages_are_sent_a_telephone_is_no_second_way_and_staff_identify_the_person(
    tmp_path: Path,
) -> None:
    with notifications(tmp_path, texting=False) as quiet:
        assert set(quiet.sender.providers) == set(live_channels(quiet.settings)) == {Channel.EMAIL}
        settled_family(quiet)
        disclosed(quiet)
        pointer, mac = mailed_link(quiet)
        assert quiet.get(f"/pointers/{pointer}", WEB, mac=mac).json() == {
            "state": "valid", "channels": [], "ways": [], "passkey": None,
        }  # fmt: skip
        answer = quiet.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac})
        assert answer.json() == {"code_sent_to": None, "expires_at": None}
        assert notices(quiet, NoticeKind.CODE) == []
        assert [task.code for task in quiet.all(TASKS)] == ["identify-in-person"]


def test_an_unverified_telephone_is_no_second_factor(world: World) -> None:
    settled_family(world, "email")
    add_point(world, "mother", "sms", "+15550100", verified=False)
    disclosed(world)
    pointer, mac = mailed_link(world)
    assert world.get(f"/pointers/{pointer}", WEB, mac=mac).json()["channels"] == []


def test_a_code_that_waited_too_long_is_not_sent(told: World) -> None:
    pointer, mac = mailed_link(told)
    told.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac})
    told.later(minutes=11)
    assert [item for item in told.phones.messages if CODE.search(item["text"])] == []
    assert notices(told, NoticeKind.CODE)[0].state.value == "expired"
