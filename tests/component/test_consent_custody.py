"""Custody as dated evidence: documents, who has checked them, and how a wrong record makes way."""

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
    adult,
    child_body,
    world,
)

NOW = "2026-03-02T09:00:00.000000Z"
FATHER_AT_WORK = staff("father", Role.CLINIC_ADMIN, Role.SUPERVISOR)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def granted(there: World, who: Any = ADMIN, **more: Any) -> str:
    edge = {"person": "aunt", "kind": "kinship", "since": SINCE, "source": "placement", "document": "scan-7", **more}
    return str(there.done("/children/c1/authorities", who, edge)["authority"])


def trail(there: World, fact: str, who: Any = ADMIN) -> Any:
    return next(row for row in there.asked("/children/c1/trails", who)["trails"] if row["fact"] == fact)


def correction(**more: Any) -> dict[str, Any]:
    return {
        "person": "aunt",
        "kind": "access-only",
        "since": SINCE,
        "source": "court-order",
        "reason": "misread",
        **more,
    }


def test_a_guardian_added_after_registration_counts_for_certain_once_a_second_person_has_seen_the_document(
    there: World,
) -> None:
    edge = granted(there)
    assert there.outcome("home-practice", "aunt") == "escalate"
    path = f"/children/c1/authorities/{edge}/verification"
    own = there.post(path, ADMIN, {"document": "scan-7"})
    assert (own.status_code, own.json()["code"]) == (403, "second-person-needed")
    assert there.outcome("home-practice", "aunt") == "escalate"
    there.done(path, SUPERVISOR, {"document": "scan-7"})
    assert there.outcome("home-practice", "aunt") == "permit"
    steps = [(step["kind"], step["by"], step["at"], step["document"]) for step in trail(there, edge)["steps"]]
    assert steps == [("recorded", "admin", NOW, "scan-7"), ("verified", "sue", NOW, "scan-7")]
    assert there.changes() == ["granted", "verified"]


def test_an_edge_is_verified_once_and_names_the_document(there: World) -> None:
    edge = granted(there)
    path = f"/children/c1/authorities/{edge}/verification"
    assert list(there.post(path, SUPERVISOR, {}).json()["errors"]) == ["document"]
    there.done(path, SUPERVISOR, {"document": "scan-7"})
    again = there.post(path, THERAPIST, {"document": "scan-8"})
    assert (again.status_code, again.json()["errors"]) == (422, {"authority": ["already-verified"]})
    assert there.post("/children/c1/authorities/none/verification", SUPERVISOR, {"document": "d"}).status_code == 404


def test_a_wrong_edge_never_held_but_stays_on_record_with_its_successor(there: World) -> None:
    edge = granted(there, verifier="sue", until="2030-01-01T00:00:00.000000Z")
    assert there.outcome("home-practice", "aunt") == "permit"
    fixed = there.done(f"/children/c1/authorities/{edge}/correction", ADMIN, correction())
    assert there.outcome("home-practice", "aunt") != "permit"
    aunt = there.asked("/children/c1", ADMIN)["adults"][0]
    assert [(row["id"], row["kind"]) for row in aunt["authorities"]] == [
        (edge, "kinship"),
        (fixed["authority"], "access-only"),
    ]
    last = trail(there, edge)["steps"][-1]
    assert (last["kind"], last["reason"], last["refers"]) == ("superseded", "misread", fixed["authority"])
    assert last["until"] == "2030-01-01T00:00:00.000000Z"
    assert trail(there, fixed["authority"])["steps"][0]["refers"] == edge
    assert there.changes() == ["granted", "superseded"]


def test_what_was_superseded_is_not_corrected_verified_or_ended_again(there: World) -> None:
    edge = granted(there)
    path = f"/children/c1/authorities/{edge}"
    there.done(f"{path}/correction", ADMIN, correction())
    for act, body in (("correction", correction()), ("verification", {"document": "d"}), ("end", {"until": NOW})):
        answer = there.post(f"{path}/{act}", SUPERVISOR, body)
        assert (answer.status_code, answer.json()["errors"]) == (422, {"authority": ["superseded"]})
    assert there.changes() == ["granted", "superseded"]


def test_a_correction_may_name_another_person_who_then_comes_onto_the_record(there: World) -> None:
    edge = granted(there)
    there.done(f"/children/c1/authorities/{edge}/correction", ADMIN, correction(person="uncle"))
    assert "uncle" in [row["person"] for row in there.asked("/children/c1", ADMIN)["adults"]]
    assert there.events()[-1].adults == ("aunt", "father", "mother", "uncle")


def test_sending_the_intake_form_again_revives_no_ended_edge_and_forgets_no_verification(there: World) -> None:
    form = child_body(adults=[adult("mother"), adult("father"), adult("gran", "kinship", verifier=None)])
    there.done("/children", ADMIN, form)
    rows = {row["person"]: row["authorities"][0]["id"] for row in there.asked("/children/c1", ADMIN)["adults"]}
    there.done(f"/children/c1/authorities/{rows['gran']}/verification", SUPERVISOR, {"document": "scan-1"})
    there.done(f"/children/c1/authorities/{rows['father']}/end", ADMIN, {"until": NOW})
    before = [there.outcome("home-practice", person) for person in ("father", "gran")]
    there.done("/children", ADMIN, form)
    assert [there.outcome("home-practice", person) for person in ("father", "gran")] == before == ["withhold", "permit"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("until", "2015-01-01T00:00:00.000000Z"), ("kind", "whim"), ("reason", "A whole sentence."), ("person", "")],
)
def test_a_correction_with_a_wrong_field_is_refused_whole(there: World, field: str, value: str) -> None:
    edge = granted(there, verifier="sue")
    answer = there.post(f"/children/c1/authorities/{edge}/correction", ADMIN, correction(**{field: value}))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (there.outcome("home-practice", "aunt"), there.changes()) == ("permit", ["granted"])


def test_papers_are_for_staff_of_the_child_who_are_not_of_the_family(there: World) -> None:
    edge = granted(there)
    for who, status in ((ELSEWHERE, 404), (FATHER_AT_WORK, 404), (MOTHER, 403)):
        assert there.get("/children/c1/trails", who).status_code == status
        answer = there.post(f"/children/c1/authorities/{edge}/verification", who, {"document": "scan-7"})
        assert answer.status_code == status
    assert there.outcome("home-practice", "aunt") == "escalate"


def test_an_order_and_its_end_keep_their_papers(there: World) -> None:
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order", "document": "scan-1"}
    placed = there.done("/children/c1/restrictions", ADMIN, order)["restriction"]
    over = {"until": NOW, "document": "scan-2"}
    there.done(f"/children/c1/restrictions/{placed}/end", SUPERVISOR, over)
    found = trail(there, placed)
    assert (found["sort"], found["person"]) == ("restriction", "father")
    steps = [(step["kind"], step["by"], step["document"]) for step in found["steps"]]
    assert steps == [("recorded", "admin", "scan-1"), ("ended", "sue", "scan-2")]
