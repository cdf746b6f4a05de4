"""Which children whom one sees, and what stands beside their names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import HILL, guardian
from tests.component.consent_world import (
    ADMIN,
    CHILD_NAME,
    FATHER,
    FOREIGN,
    MOTHER,
    OTHER_THERAPIST,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    adult,
    child_body,
    world,
)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def test_the_caseload_holds_whom_one_looks_after(there: World) -> None:
    def ids(who: object) -> list[str]:
        return [row["id"] for row in there.asked("/caseload", who, clinic=HILL)["children"]]

    assert (ids(THERAPIST), ids(SUPERVISOR), ids(OTHER_THERAPIST), ids(FOREIGN)) == (["c1"], ["c1"], [], [])


def test_a_guardian_lists_exactly_the_children_they_may_know_of(there: World) -> None:
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order"}
    assert [row["name"] for row in there.asked("/children", FATHER)["children"]] == [CHILD_NAME]
    there.done("/children/c1/restrictions", ADMIN, order)
    assert there.asked("/children", FATHER) == there.asked("/children", guardian("nobody"))
    [row] = there.asked("/children", MOTHER, ids="c1")["children"]
    assert (row["chips"], row["care_team"]) == ([], [])
    [row] = there.asked("/children", THERAPIST, ids="c1")["children"]
    assert row["chips"] == ["restricted-adult"]


@pytest.mark.parametrize("kind", ["protective-order", "rights-terminated"])
def test_the_caseload_shows_an_order_that_intake_noted_as_an_authority(there: World, kind: str) -> None:
    there.done("/children", ADMIN, child_body(adults=[adult("mother"), adult("father", kind)]))
    [row] = there.asked("/caseload", THERAPIST, clinic=HILL)["children"]
    assert row["chips"] == ["restricted-adult"]
