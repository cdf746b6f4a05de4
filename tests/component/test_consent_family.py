"""Registering and changing what decisions rest on, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import BasisChange
from kernel.auth.principal import SYSTEM, Role
from tests.builders import HILL, NORTH, staff
from tests.component.consent_world import (
    ADMIN,
    CHILD_NAME,
    ELSEWHERE,
    FOREIGN,
    MOTHER,
    NOTES,
    OTHER_THERAPIST,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    adult,
    child_body,
    clinic_body,
    world,
)

NOW = "2026-03-02T09:00:00.000000Z"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def test_a_registered_child_is_announced_without_name_or_birthday(there: World) -> None:
    [event] = there.events()
    assert (event.wire_type, event.adults, event.care_team) == (
        "consent.child-registered.v1",
        ("father", "mother"),
        ("tess",),
    )
    assert CHILD_NAME not in str(event)


def test_registering_the_same_again_changes_and_says_nothing(there: World) -> None:
    assert there.done("/children", ADMIN, child_body()) == {"child": "c1", "position": 1}
    assert len(there.events()) == 1


def test_registering_differently_brings_the_record_up_to_date_and_says_what_differs(there: World) -> None:
    adults = [adult("mother"), adult("aunt", "kinship")]
    moved = child_body(jurisdiction="US-MD", care_team=["tess", "olaf"], adults=adults)
    assert there.done("/children", ADMIN, moved)["position"] == 4
    said = there.events()[1:]
    assert [(event.change, event.code, event.position) for event in said[:3]] == [
        (BasisChange.AUTHORITY, "adults", 2),
        (BasisChange.AUTHORITY, "authorities", 3),
        (BasisChange.EPISODE, "jurisdiction", 4),
    ]
    assert [event.wire_type for event in said[3:]] == ["consent.child-registered.v1", "consent.care-team-changed.v1"]
    assert said[3].adults == ("aunt", "father", "mother")


def test_another_network_cannot_touch_the_child_and_cannot_tell_that_it_is_there(there: World) -> None:
    theirs = there.post("/children", FOREIGN, child_body(network="network-south", clinic=HILL))
    absent = there.get("/children/nobody", FOREIGN)
    known = there.get("/children/c1", FOREIGN)
    assert (theirs.status_code, theirs.json()["code"]) == (404, "no-such-child")
    assert [answer.json()["code"] for answer in (absent, known)] == ["no-such-child"] * 2
    assert [answer.status_code for answer in (absent, known)] == [404, 404]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_day", "2015-02-30"),
        ("basis", "whim"),
        ("child", "a child"),
        ("name", " "),
        ("name", "n" * 201),
        ("care_team", "tess"),
        ("surprise", 1),
        ("confidentiality_agreement", "yes"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(there: World, field: str, value: object) -> None:
    answer = there.post("/children", ADMIN, child_body(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert len(there.events()) == 1


def test_a_clinic_without_anybody_on_call_is_refused(there: World) -> None:
    answer = there.post("/clinics", ADMIN, clinic_body(on_call=[]))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["on_call"])


def test_staff_of_the_clinic_see_the_family_with_names(there: World) -> None:
    for who in (THERAPIST, SUPERVISOR, ADMIN):
        found = there.asked("/children/c1", who)
        assert [row["name"] for row in found["adults"]] == ["Finn Wombat", "Mara Quokka"]
        assert (found["name"], found["initials"], found["age"]) == (CHILD_NAME, "AQ", 10)
    for who in (OTHER_THERAPIST, ELSEWHERE):
        assert there.get("/children/c1", who).status_code == 404


def test_people_are_named_to_their_network_and_to_the_services_that_address_them(there: World) -> None:
    assert [row["name"] for row in there.asked("/people", THERAPIST, ids="mother,tess")["people"]] == [
        "Mara Quokka",
        "Tess Numbat",
    ]
    assert there.asked("/people", FOREIGN, ids="mother")["people"] == []
    assert there.get("/people", NOTES, ids="mother").status_code == 404
    [row] = there.asked("/people", SYSTEM("notifications"), ids="mother")["people"]
    assert (row["name"], row["language"]) == ("", "en")
    assert there.get("/people", MOTHER, ids="father").status_code == 403


def test_a_backdated_order_takes_effect_and_says_since_when(there: World) -> None:
    order = {"person": "father", "kind": "protective-order", "since": SINCE, "source": "court-order"}
    placed = there.done("/children/c1/restrictions", ADMIN, order)
    event = there.events()[-1]
    assert (event.change, event.person, event.position) == (BasisChange.RESTRICTION, "father", placed["position"])
    assert event.effective_at.year == 2016
    assert there.outcome("goals-progress", "father") == "withhold"
    there.done(f"/children/c1/restrictions/{placed['restriction']}/end", ADMIN, {"until": NOW})
    assert there.outcome("goals-progress", "father") == "permit"


def test_an_authority_is_granted_and_ends(there: World) -> None:
    granted = there.done(
        "/children/c1/authorities",
        ADMIN,
        {"person": "foster", "kind": "foster", "since": SINCE, "source": "placement", "verifier": "admin"},
    )
    assert there.outcome("home-practice", "foster") == "permit"
    there.done(f"/children/c1/authorities/{granted['authority']}/end", ADMIN, {"until": NOW})
    assert there.outcome("home-practice", "foster") == "withhold"
    assert there.changes() == ["granted", "ended"]


def test_a_consent_opens_and_its_revocation_closes_once(there: World) -> None:
    form = {
        "grantor": "mother",
        "grantee": "gran",
        "classes": ["home-practice"],
        "verified": True,
        "since": SINCE,
    }
    given = there.done("/children/c1/consents", ADMIN, form)
    assert (there.outcome("home-practice", "gran"), there.outcome("goals-progress", "gran")) == ("permit", "withhold")
    path = f"/children/c1/consents/{given['consent']}/revocation"
    assert there.done(path, ADMIN, {})["position"] == there.done(path, ADMIN, {})["position"] == 3
    assert there.outcome("home-practice", "gran") == "withhold"
    assert there.changes() == ["given", "revoked"]


def test_a_consent_names_what_it_is_about(there: World) -> None:
    form = {"grantor": "mother", "grantee": "gran", "classes": [], "verified": True, "since": SINCE}
    answer = there.post("/children/c1/consents", ADMIN, form)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["classes"])


def test_the_childs_newest_word_counts(there: World) -> None:
    for agrees, outcome in ((False, "withhold"), (True, "permit"), (False, "withhold")):
        there.done("/children/c1/assents", THERAPIST, {"person": None, "classes": ["goals-progress"], "agrees": agrees})
        assert there.outcome("goals-progress", "mother") == outcome


def test_a_boundary_is_the_therapists_to_set_and_ends_by_itself(there: World) -> None:
    line = {"person": "father", "classes": ["goals-progress"], "reason": "repair", "since": SINCE}
    line["until"] = "2026-03-02T09:30:00.000000Z"
    assert there.post("/children/c1/boundaries", ADMIN, line).status_code == 403
    there.done("/children/c1/boundaries", THERAPIST, line)
    assert there.outcome("goals-progress", "father") == "withhold"
    there.made.clock.sleep(1800)
    assert there.outcome("goals-progress", "father") == "permit"


def test_a_danger_flag_goes_only_when_a_second_person_confirms(there: World) -> None:
    flag = there.done("/children/c1/dangers", THERAPIST, {"person": "father", "state": "alleged"})["danger"]
    path = f"/children/c1/dangers/{flag}/resolution"
    assert there.done(path, THERAPIST, {"reason": "retracted"})["state"] == "pending"
    again = there.post(path, THERAPIST, {"reason": "retracted"})
    assert (again.status_code, again.json()["code"]) == (403, "second-person-needed")
    assert there.outcome("session-detail", "father") == "withhold"
    assert there.done(path, SUPERVISOR, {"reason": "retracted"})["state"] == "unfounded"
    assert there.outcome("session-detail", "father") == "permit"
    assert [event.code for event in there.events()[1:]] == ["alleged", "unfounded"]


def test_a_nurse_who_is_the_restricted_parent_gets_nowhere(there: World) -> None:
    nurse = staff("father", Role.FRONT_DESK, Role.SUPERVISOR)
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order"}
    placed = there.done("/children/c1/restrictions", ADMIN, order)
    lift = there.post(f"/children/c1/restrictions/{placed['restriction']}/end", nurse, {"until": NOW})
    assert lift.status_code == 404
    assert there.get("/children/c1", nurse).status_code == 404
    assert there.asked("/caseload", nurse, clinic=HILL)["children"] == []
    assert there.outcome("goals-progress", "father", nurse) == "withhold"
    assert there.post("/children", nurse, child_body()).status_code == 404


def test_the_same_key_gets_the_same_reply_and_another_body_is_refused(there: World) -> None:
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order"}
    first = there.post("/children/c1/restrictions", ADMIN, order, key="key-00001")
    again = there.post("/children/c1/restrictions", ADMIN, order, key="key-00001")
    other = there.post("/children/c1/restrictions", ADMIN, {**order, "person": "mother"}, key="key-00001")
    assert first.json() == again.json()
    assert other.status_code == 422
    assert len(there.events()) == 2


def test_clinics_and_who_is_on_call_are_told_within_the_network(there: World) -> None:
    assert [item["clinic"] for item in there.asked("/clinics", THERAPIST)["clinics"]] == [HILL]
    assert there.asked("/clinics", FOREIGN)["clinics"] == []
    assert there.asked("/on-call", THERAPIST, clinic=HILL) == {"persons": ["sue"]}
    assert there.get("/on-call", FOREIGN, clinic=HILL).status_code == 404
    assert there.asked("/clinics", NOTES)["clinics"][0]["network"] == NORTH
