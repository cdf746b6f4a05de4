"""The child's own word: in which session it was said and who heard it, or through whose account it came."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.component.consent_world import (
    ADMIN,
    THERAPIST,
    World,
    child_body,
    world,
)

PAPER = {"signers": ["mother", "father"], "document": "scan-9"}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def said(there: World, who: Any = THERAPIST, **more: Any) -> Any:
    return there.done("/children/c1/assents", who, {"person": "mother", "classes": ["session-detail"], **more})


def account(address_of: str | None, second_factor_of: str | None) -> dict[str, Any]:
    return {"account": "acc-1", "address_of": address_of, "second_factor_of": second_factor_of}


def test_what_the_child_says_in_session_names_the_session_and_who_heard_it(there: World) -> None:
    there.done("/children/c1/confidentiality", ADMIN, PAPER)
    made = said(there, agrees=True, session="session-4")
    assert (made["verified"], there.outcome("session-detail", "mother")) == (True, "permit")
    trail = next(row for row in there.asked("/children/c1/trails", ADMIN)["trails"] if row["fact"] == made["assent"])
    assert [(step["by"], step["session"]) for step in trail["steps"]] == [("tess", "session-4")]


@pytest.mark.parametrize(
    ("address_of", "second_factor_of"), [("mother", "child"), ("child", "mother"), (None, "child"), ("child", None)]
)
def test_a_childs_yes_from_an_account_on_a_parents_address_is_unproven_and_a_human_decides(
    there: World, address_of: str | None, second_factor_of: str | None
) -> None:
    there.done("/children/c1/confidentiality", ADMIN, PAPER)
    made = said(there, agrees=True, account=account(address_of, second_factor_of))
    assert (made["verified"], there.outcome("session-detail", "mother")) == (False, "escalate")
    said(there, agrees=True, session="session-5")
    assert there.outcome("session-detail", "mother") == "permit"


def test_a_minor_who_consented_alone_is_not_spoken_for_by_a_parents_mailbox(there: World) -> None:
    there.done("/children", ADMIN, child_body(basis="minor", jurisdiction="US-IL", birth_day="2011-11-20"))
    before = there.outcome("goals-progress", "mother")
    there.done(
        "/children/c1/assents",
        THERAPIST,
        {"person": "mother", "classes": ["goals-progress"], "agrees": True, "account": account("mother", "child")},
    )
    assert (before, there.outcome("goals-progress", "mother")) == ("withhold", "escalate")


def test_an_account_that_is_the_childs_alone_speaks_for_the_child(there: World) -> None:
    there.done("/children/c1/confidentiality", ADMIN, PAPER)
    assert said(there, agrees=True, account=account("child", "child"))["verified"] is True
    assert there.outcome("session-detail", "mother") == "permit"


def test_an_unproven_yes_does_not_undo_a_no_that_was_said_in_session(there: World) -> None:
    there.done("/children/c1/confidentiality", ADMIN, PAPER)
    said(there, agrees=False, session="session-4")
    said(there, agrees=True, account=account("mother", "mother"))
    assert there.outcome("session-detail", "mother") == "withhold"


def test_an_unproven_no_counts(there: World) -> None:
    said(there, agrees=False, account=account("father", None))
    assert there.outcome("session-detail", "mother") == "withhold"


def test_an_unproven_account_gives_no_blanket_yes_and_a_session_is_no_account(there: World) -> None:
    both = {"account": account("mother", "child"), "session": "session-4"}
    for more, field in (({"person": None, "account": account("mother", "child")}, "person"), (both, "account")):
        body = {"person": "mother", "classes": ["session-detail"], "agrees": True, **more}
        answer = there.post("/children/c1/assents", THERAPIST, body)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert there.changes() == []
