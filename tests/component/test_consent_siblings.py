"""A family session: what two children said together is told only to somebody who may know it of both."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import SYSTEM, Role
from tests.builders import staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
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

ASKED = "/children/c1/shared-sessions/session-7/decision"
FATHER_AT_WORK = staff("father", Role.THERAPIST, Role.SUPERVISOR)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    """c1 has mother and father; her half-brother c2 has the mother alone."""
    with world(tmp_path) as made:
        made.settled().done("/children", ADMIN, child_body(child="c2", adults=[adult("mother", "sole-legal")]))
        yield made


@pytest.fixture
def shared(there: World) -> World:
    there.done("/children/c1/shared-sessions", THERAPIST, {"session": "session-7", "siblings": ["c2"]})
    return there


def answered(there: World, person: str, who: Any = THERAPIST, path: str = ASKED) -> Any:
    return there.asked(path, who, disclosure_class="session-detail", person=person)


def test_a_father_of_one_child_learns_nothing_of_a_session_with_her_half_brother(shared: World) -> None:
    assert shared.outcome("session-detail", "father") == "permit"
    found = answered(shared, "father")
    assert (found["outcome"], found["rules"]) == ("withhold", ["third-party-information"])
    assert [(row["child"], row["outcome"]) for row in found["children"]] == [("c1", "permit"), ("c2", "withhold")]


def test_a_mother_of_both_may_know_it_as_long_as_she_may_of_both(shared: World) -> None:
    assert answered(shared, "mother")["outcome"] == "permit"
    words = {"person": "mother", "classes": ["session-detail"], "agrees": False}
    shared.done("/children/c2/assents", THERAPIST, words)
    assert shared.outcome("session-detail", "mother") == "permit"
    assert answered(shared, "mother")["outcome"] == "withhold"


def test_it_is_the_same_from_either_childs_record(shared: World) -> None:
    other = answered(shared, "father", path=ASKED.replace("c1", "c2"))
    assert (other["outcome"], other["children"]) == ("withhold", answered(shared, "father")["children"])


def test_the_answer_is_in_the_chain_of_every_child(shared: World) -> None:
    answered(shared, "father")
    for child in ("c1", "c2"):
        last = shared.audit(child)[-1]
        assert (last["action"], last["outcome"], last["facts"]["person"]) == ("shared-decision", "refused", "father")


def test_an_order_in_one_family_counts_for_the_session(shared: World) -> None:
    order = {"person": "mother", "kind": "court-order", "since": SINCE, "source": "court-order"}
    shared.done("/children/c2/restrictions", ADMIN, order)
    assert answered(shared, "mother")["rules"] == ["court-restriction"]


def test_a_session_is_shared_once_and_moves_the_position(there: World) -> None:
    body = {"session": "session-7", "siblings": ["c2"]}
    assert there.done("/children/c1/shared-sessions", THERAPIST, body)["position"] == 2
    assert there.changes() == ["shared-session"]
    again = there.post("/children/c2/shared-sessions", THERAPIST, {"session": "session-7", "siblings": ["c1"]})
    assert (again.status_code, again.json()["errors"]) == (422, {"session": ["already-shared"]})


@pytest.mark.parametrize("siblings", [[], ["c1"], "c2"])
def test_siblings_are_others_and_at_least_one(there: World, siblings: Any) -> None:
    answer = there.post("/children/c1/shared-sessions", THERAPIST, {"session": "s", "siblings": siblings})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["siblings"])


def test_whoever_looks_after_one_child_only_neither_records_nor_asks(there: World) -> None:
    there.done("/children", ADMIN, child_body(child="c3", care_team=["olaf"]))
    body = {"session": "session-8", "siblings": ["c1"]}
    assert there.post("/children/c3/shared-sessions", OTHER_THERAPIST, body).status_code == 404
    there.done("/children/c3/shared-sessions", SUPERVISOR, body)
    path = "/children/c3/shared-sessions/session-8/decision"
    for who in (OTHER_THERAPIST, ELSEWHERE, FATHER_AT_WORK):
        assert there.get(path, who, disclosure_class="session-detail", person="father").status_code == 404
    assert there.get(path, MOTHER, disclosure_class="session-detail", person="mother").status_code == 403
    asked = answered(there, "mother", SYSTEM("notes"), path)
    assert asked["outcome"] == "permit"
    unknown = there.get(ASKED, THERAPIST, disclosure_class="session-detail", person="mother")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no-such-session")
