"""Between two rungs: whoever was restricted or removed meanwhile is asked no more, and the ledger says why."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.component.notifications_family import PATH, THERAPIST, disclosed, notices, settled_family
from tests.component.notifications_world import World, notifications


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        made.settle()
        assert len(made.post.letters) == 1
        yield made


def ladder(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.get(f"{PATH}/ledger", THERAPIST).json()["ladder"]
    return found


def test_a_restriction_between_two_rungs_silences_the_second_with_its_reason_and_a_human_comes(world: World) -> None:
    world.consent.withheld.add("mother")
    world.consent.position = 2
    world.later(minutes=16)
    assert world.phones.messages == []
    assert [step["reason"] for step in ladder(world)["climbed"]][1] == "nobody-permitted"
    world.later(hours=1)
    assert ladder(world)["state"] == "exhausted"


def test_a_person_consent_no_longer_knows_is_asked_no_more(world: World) -> None:
    world.consent.refuses = 404  # removed from the family: consent answers as about nothing
    world.later(minutes=16)
    assert world.phones.messages == []
    assert ladder(world)["climbed"][1]["reason"] == "nobody-permitted"


def test_whoever_may_know_again_is_asked_at_the_next_rung(world: World) -> None:
    world.consent.withheld.discard("father")
    world.consent.position = 2
    world.later(minutes=16)
    assert {notice.person for notice in notices(world) if notice.rung == 2} == {"mother", "father"}


def test_a_silent_consent_lets_the_rung_be_taken_and_no_message_leave(world: World) -> None:
    world.consent.down = True
    world.later(minutes=16)
    assert ladder(world)["rung"] >= 2
    assert world.phones.messages == []
    world.consent.withheld.add("mother")
    world.consent.position = 3
    world.consent.down = False
    world.later(minutes=1)
    assert world.phones.messages == []
