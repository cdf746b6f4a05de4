"""Who opened what, when, how they proved who they are and on what: staff see it in the ledger, adults their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.notifications_family import PATH, THERAPIST, disclosed, guardian, proved, settled_family
from tests.component.notifications_world import World, notifications

MOTHER, FATHER = guardian("mother"), guardian("father")


@pytest.fixture
def read(tmp_path: Path) -> Iterator[World]:
    """Opened twice by the mother, and once by the father."""
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        assert proved(made).status_code == 201
        for client, way in (("phone", "message"), ("computer", "passkey")):
            body = {"client": client, "way": way}
            assert made.post_as(MOTHER, f"{PATH}/views", body).status_code == 201
            made.later(minutes=1)
        made.consent.withheld.discard("father")
        assert made.post_as(FATHER, f"{PATH}/views", {"client": "tablet"}).status_code == 201
        yield made


def test_staff_see_every_opening_in_the_ledger(read: World) -> None:
    ledger = read.get(f"{PATH}/ledger", THERAPIST).json()
    seen = {adult["person"]: [(view["way"], view["client"]) for view in adult["views"]] for adult in ledger["adults"]}
    assert seen == {"mother": [("passkey", "computer"), ("message", "phone")], "father": [("message", "tablet")]}


def test_an_adult_sees_their_own_openings_and_nobody_elses(read: World) -> None:
    mine = read.get(f"{PATH}/mine", MOTHER).json()
    assert [view["client"] for view in mine["views"]] == ["computer", "phone"]
    assert [view["client"] for view in read.get(f"{PATH}/mine", FATHER).json()["views"]] == ["tablet"]


@pytest.mark.parametrize("body", [{"client": "Mozilla/5.0"}, {"way": "guessed"}, {"client": ""}, {"browser": "x"}])
def test_what_is_no_kind_of_device_or_way_is_refused(read: World, body: dict[str, str]) -> None:
    assert read.post_as(MOTHER, f"{PATH}/views", body).status_code == 422
