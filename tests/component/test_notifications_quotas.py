"""How often codes and fresh links may be asked for: by whoever holds one link, and by all links of a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.notifications_family import WEB, code_for, disclosed, mailed_link, settled_family
from tests.component.notifications_world import World, notifications


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        yield made


def after_a_minute(told: World, pointer: str, mac: str, way: str) -> int:
    """Asked for when the code before has had its time to arrive."""
    told.later(seconds=61)
    answer = told.post_as(WEB, f"/pointers/{pointer}/{way}", {"mac": mac})
    assert answer.status_code != 429 or answer.json()["code"] == "too-many-codes"
    return answer.status_code


def test_a_code_asked_for_again_within_a_minute_is_the_one_on_its_way(told: World) -> None:
    pointer, mac = mailed_link(told)
    answers = [told.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac}) for _ in range(20)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
    told.settle()
    assert len(told.phones.messages) == 1


def test_codes_are_limited_per_link_and_hour(told: World) -> None:
    pointer, mac = mailed_link(told)
    answers = [after_a_minute(told, pointer, mac, "codes") for _ in range(6)]
    assert answers == [201] * 5 + [429]
    told.settle()
    assert len(told.phones.messages) == 5
    told.later(minutes=61)
    assert told.post_as(WEB, f"/pointers/{pointer}/codes", {"mac": mac}).status_code == 201


def test_whoever_holds_one_link_cannot_use_up_what_the_person_needs(told: World) -> None:
    pointer, mac = mailed_link(told)
    told.post_as(WEB, f"/pointers/{pointer}/renewals", {"mac": mac})
    fresh, fresh_mac = mailed_link(told)
    ways = ["codes"] * 6 + ["renewals"] * 2
    assert [after_a_minute(told, pointer, mac, way) for way in ways] == [201] * 5 + [429, 202, 429]
    told.settle()
    code = code_for(told, fresh, fresh_mac)
    assert told.post_as(WEB, f"/pointers/{fresh}/proofs", {"mac": fresh_mac, "code": code}).status_code == 201


def test_a_person_is_sent_no_more_than_ten_messages_an_hour_however_many_links_there_are(told: World) -> None:
    links = [mailed_link(told)]
    for number in (2, 3):
        disclosed(told, disclosure=f"disclosure-{number}", item=f"concern-{number}")
        links.append(mailed_link(told))
    answers = [after_a_minute(told, pointer, mac, "codes") for pointer, mac in links for _ in range(4)]
    assert answers == [201] * 10 + [429] * 2
