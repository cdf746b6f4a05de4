"""What child, guardians and therapist agree to share: three voices, one matrix, and real consents behind it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    MOTHER,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    child_body,
    world,
)

NOW = "2026-03-02T09:00:00.000000Z"
DAY = 86_400
MATRIX = [
    {"topic": "session-detail", "recipient": "mother", "share": True},
    {"topic": "goals-progress", "recipient": "gran", "share": True},
    {"topic": "goals-progress", "recipient": "father", "share": False},
]
BOTH = ["mother", "father"]
CHILD = {"voice": "child", "session": "session-4", "agrees": True}
TEAM = {"voice": "therapist", "agrees": True}


def of(person: str, **more: Any) -> dict[str, Any]:
    return {"voice": "guardian", "person": person, "document": f"scan-{person}", "agrees": True, **more}


WORDS = [(THERAPIST, CHILD), (ADMIN, of("mother")), (ADMIN, of("father")), (THERAPIST, TEAM)]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.settled().done("/children", ADMIN, child_body(confidentiality_agreement=True))
        yield made


def proposed(there: World, cells: Any = MATRIX, **more: Any) -> str:
    body = {"cells": cells, "guardians": BOTH, **more}
    return f"/children/c1/sharing/{there.done('/children/c1/sharing', THERAPIST, body)['agreement']}"


def agreed(there: World, cells: Any = MATRIX, **more: Any) -> str:
    path = proposed(there, cells, **more)
    for who, word in WORDS:
        there.done(f"{path}/words", who, word)
    return path


def outcomes(there: World) -> tuple[str, str, str]:
    return (
        there.outcome("session-detail", "mother"),
        there.outcome("goals-progress", "gran"),
        there.outcome("goals-progress", "father"),
    )


BEFORE = ("withhold", "withhold", "permit")
AFTER = ("permit", "permit", "withhold")


def test_a_proposal_counts_for_nothing_until_the_last_voice_has_said_yes(there: World) -> None:
    said, path = there.changes(), proposed(there)
    for who, word in WORDS[:-1]:
        assert there.done(f"{path}/words", who, word)["state"] == "proposed"
        assert (outcomes(there), there.changes()) == (BEFORE, said)
    missing = there.asked("/children/c1/sharing", THERAPIST)["agreements"][0]["missing"]
    assert missing == ["therapist"]
    assert there.done(f"{path}/words", *WORDS[-1])["state"] == "agreed"
    assert outcomes(there) == AFTER
    assert there.changes()[len(said) :] == ["sharing-agreement"] * 3


def test_the_agreement_becomes_real_assents_consents_and_boundaries_with_their_paper(there: World) -> None:
    agreed(there)
    found = there.asked("/children/c1", THERAPIST)
    assert [(row["person"], row["agrees"]) for row in found["assents"]] == [
        ("father", False),
        ("gran", True),
        ("mother", True),
    ]
    rows = {row["person"]: row for row in found["adults"]}
    assert [row["reason"] for row in rows["father"]["boundaries"]] == ["sharing-agreement"]
    assert {row["grantor"] for row in rows["gran"]["consents"]} == {"mother", "father"}
    assert {row["grantor"] for row in rows["mother"]["consents"]} == {"father"}
    papers = [row["document"] for row in there.asked("/children/c1/signatures", ADMIN)["signatures"]]
    assert sorted(papers) == ["scan-father", "scan-father", "scan-mother"]
    steps = [row["steps"][0] for row in there.asked("/children/c1/trails", SUPERVISOR)["trails"]]
    assert {step["session"] for step in steps} == {"session-4", None}


def test_the_matrix_shows_what_was_agreed_beside_what_the_rules_make_of_it_now(there: World) -> None:
    agreed(there)
    order = {"person": "gran", "kind": "court-order", "since": SINCE, "source": "court-order"}
    there.done("/children/c1/restrictions", ADMIN, order)
    shown = there.asked("/children/c1/sharing", THERAPIST)
    cells = {
        (row["recipient"], cell["topic"]): (cell["agreed"], cell["outcome"])
        for row in shown["matrix"]
        for cell in row["cells"]
    }
    assert cells[("mother", "session-detail")] == (True, "permit")
    assert cells[("father", "goals-progress")] == (False, "withhold")
    assert cells[("gran", "goals-progress")] == (True, "withhold")
    assert cells[("mother", "home-practice")] == (None, "permit")
    assert [row["name"] for row in shown["matrix"]] == ["Finn Wombat", "", "Mara Quokka"]


def test_a46_a_new_agreement_takes_the_place_of_the_old_one_in_one_commit_and_both_stay_on_record(there: World) -> None:
    agreed(there)
    agreed(there, [{"topic": "goals-progress", "recipient": "father", "share": True}])
    assert outcomes(there) == ("withhold", "withhold", "permit")
    new, old = there.asked("/children/c1/sharing", THERAPIST)["agreements"]
    assert [(row["number"], row["state"]) for row in (new, old)] == [(2, "agreed"), (1, "superseded")]
    assert (old["superseded_by"], old["ended_at"]) == (new["agreement"], NOW)


def test_one_no_ends_the_proposal_and_changes_nothing(there: World) -> None:
    said, path = there.changes(), proposed(there)
    there.done(f"{path}/words", THERAPIST, CHILD)
    assert there.done(f"{path}/words", ADMIN, of("father", agrees=False))["state"] == "declined"
    late = there.post(f"{path}/words", ADMIN, of("mother"))
    assert (late.status_code, late.json()["errors"]) == (422, {"agreement": ["not-proposed"]})
    assert (outcomes(there), there.changes()) == (BEFORE, said)
    agreed(there)


@pytest.mark.parametrize(
    ("who", "party"),
    [
        (THERAPIST, {"voice": "child", "session": "session-9"}),
        (ADMIN, {"voice": "guardian", "person": "mother", "document": "scan-5"}),
        (THERAPIST, {"voice": "therapist"}),
    ],
)
def test_whoever_leaves_takes_away_what_was_opened_and_opens_nothing(
    there: World, who: Any, party: dict[str, Any]
) -> None:
    path = agreed(there)
    assert there.done(f"{path}/withdrawal", who, {**party, "reason": "changed-mind"})["state"] == "withdrawn"
    assert outcomes(there) == ("withhold", "withhold", "withhold")
    again = there.post(f"{path}/withdrawal", who, {**party, "reason": "changed-mind"})
    assert (again.status_code, again.json()["errors"]) == (422, {"agreement": ["not-standing"]})


def test_an_agreement_that_ends_is_over_by_itself(there: World) -> None:
    agreed(there, until="2026-03-12T09:00:00.000000Z")
    there.made.clock.sleep(10 * DAY)
    assert outcomes(there) == BEFORE
    shown = there.asked("/children/c1/sharing", THERAPIST)
    assert {cell["agreed"] for row in shown["matrix"] for cell in row["cells"]} == {None}


def test_what_the_child_said_before_of_other_things_stays_said(there: World) -> None:
    words = {"person": "mother", "classes": ["session-detail", "home-practice"], "agrees": False}
    there.done("/children/c1/assents", THERAPIST, words)
    agreed(there)
    assert outcomes(there) == AFTER
    assert there.outcome("home-practice", "mother") == "withhold"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"cells": []}, "cells"),
        ({"cells": [MATRIX[0], {**MATRIX[0], "share": False}]}, "cells"),
        ({"cells": [{**MATRIX[0], "topic": "psychotherapy-note"}]}, "cells"),
        ({"cells": [{**MATRIX[0], "topic": "safety-concern"}]}, "cells"),
        ({"guardians": ["mother"]}, "cells"),
        ({"guardians": []}, "guardians"),
        ({"guardians": ["gran"]}, "guardians"),
        ({"until": SINCE}, "until"),
    ],
)
def test_what_cannot_be_agreed_is_not_even_proposed(there: World, more: dict[str, Any], field: str) -> None:
    answer = there.post("/children/c1/sharing", THERAPIST, {"cells": MATRIX, "guardians": BOTH, **more})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert there.asked("/children/c1/sharing", THERAPIST)["agreements"] == []


@pytest.mark.parametrize(
    ("who", "word", "field"),
    [
        (THERAPIST, {"voice": "child", "agrees": True}, "session"),
        (ADMIN, of("mother", document=None), "document"),
        (ADMIN, of("gran"), "person"),
        (ADMIN, {"voice": "therapist", "agrees": True}, "voice"),
    ],
)
def test_a_word_without_its_proof_is_not_taken(there: World, who: Any, word: dict[str, Any], field: str) -> None:
    answer = there.post(f"{proposed(there)}/words", who, word)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert there.asked("/children/c1/sharing", THERAPIST)["agreements"][0]["words"] == []


def test_a_minor_who_consented_alone_agrees_without_a_guardian_being_asked(there: World) -> None:
    there.done("/children", ADMIN, child_body(basis="minor", jurisdiction="US-IL", birth_day="2011-11-20"))
    cells = [{"topic": "goals-progress", "recipient": "mother", "share": True}]
    asked = there.post("/children/c1/sharing", THERAPIST, {"cells": cells, "guardians": ["mother"]})
    assert (asked.status_code, list(asked.json()["errors"])) == (422, ["guardians"])
    before = there.outcome("goals-progress", "mother")
    path = proposed(there, cells, guardians=[])
    there.done(f"{path}/words", THERAPIST, CHILD)
    there.done(f"{path}/words", THERAPIST, TEAM)
    assert (before, there.outcome("goals-progress", "mother")) == ("withhold", "permit")


def test_a_guardian_who_lost_authority_before_the_last_word_stops_the_agreement(there: World) -> None:
    path = proposed(there)
    for who, word in WORDS[:-1]:
        there.done(f"{path}/words", who, word)
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order"}
    there.done("/children/c1/restrictions", ADMIN, order)
    answer = there.post(f"{path}/words", *WORDS[-1])
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["agreement"])
    assert there.outcome("session-detail", "mother") == "withhold"


def test_agreements_are_for_staff_of_the_child_who_are_not_of_the_family(there: World) -> None:
    path = agreed(there)
    father = staff("father", Role.THERAPIST, Role.SUPERVISOR)
    for who, status in ((ELSEWHERE, 404), (father, 404), (MOTHER, 403)):
        assert there.get("/children/c1/sharing", who).status_code == status
        assert there.post(f"{path}/withdrawal", who, {"voice": "therapist", "reason": "r"}).status_code == status
        assert there.post(f"{path}/words", who, TEAM).status_code == status
    assert there.post("/children/c1/sharing/none/words", THERAPIST, TEAM).status_code == 404
    assert outcomes(there) == AFTER
