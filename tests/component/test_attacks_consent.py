"""Attempts to learn from the consent service what it must keep, and to leave a child with nobody who acts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import ConcernKind, DutyBearer
from contracts.consent import ChildRegistered, DisclosureDecided
from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from tests.builders import HILL, LAKE, NORTH, staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    THERAPIST,
    World,
    child_body,
    clinic_body,
    concern,
    world,
)

FATHER_AT_WORK = staff("father", Role.THERAPIST, Role.SUPERVISOR)
STRANGER = staff("nell", Role.THERAPIST)
OFFICER = staff("paul", Role.PRIVACY_OFFICER)
FOREIGN_OFFICER = staff("fay", Role.PRIVACY_OFFICER, network="network-south")


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def decided(there: World) -> DisclosureDecided:
    return next(event for event in there.events() if isinstance(event, DisclosureDecided))


def own_answers(there: World, who: Any, disclosure: str) -> list[Any]:
    classes = ("fact-of-treatment", "safety-concern", "session-detail", "report-existence")
    asked = [there.get("/children/c1/decision", who, disclosure_class=code) for code in classes]
    asked.append(there.get(f"/children/c1/disclosures/{disclosure}/decision", who))
    return [(answer.status_code, answer.content) for answer in asked]


def test_an_accused_parent_on_the_staff_asks_about_themselves_and_sees_no_trace_of_the_allegation(
    there: World,
) -> None:
    before = own_answers(there, FATHER_AT_WORK, "none-yet")
    there.hear(concern())
    assert own_answers(there, FATHER_AT_WORK, decided(there).disclosure) == before
    assert b"abuse" not in b"".join(content for _, content in before)


def test_staff_outside_the_care_team_cannot_tell_a_child_from_none_by_asking_about_themselves(there: World) -> None:
    known = there.get("/children/c1/decision", STRANGER, disclosure_class="fact-of-treatment")
    absent = there.get("/children/c9/decision", STRANGER, disclosure_class="fact-of-treatment")
    assert (known.status_code, known.content) == (absent.status_code, absent.content)


def test_nobody_the_concern_is_about_and_no_adult_of_the_child_is_on_call_for_it(there: World) -> None:
    there.done("/clinics", ADMIN, clinic_body(on_call=["father", "tess", "sue"]))
    there.hear(concern(about=("tess",), kind=ConcernKind.ABUSE_EMOTIONAL, raised_by="olaf"))
    made = decided(there)
    assert made.on_call == ("sue",)
    bearers = {person for duty in made.duties if duty.bearer is DutyBearer.ON_CALL for person in duty.persons}
    assert bearers <= {"sue"}


def test_when_all_on_call_are_of_the_family_whoever_raised_it_acts(there: World) -> None:
    there.done("/clinics", ADMIN, clinic_body(on_call=["father"]))
    there.done("/children/c1/care-team", ADMIN, {"clinic": HILL, "care_team": ["father"]})
    there.hear(concern(raised_by="olaf"))
    assert decided(there).on_call == ("olaf",)


def test_an_accused_therapist_reads_neither_the_decision_nor_that_there_is_a_danger(there: World) -> None:
    before = there.asked("/children/c1", THERAPIST)["chips"]
    there.hear(concern(about=("tess",), raised_by="olaf"))
    answer = there.get(f"/children/c1/disclosures/{decided(there).disclosure}", THERAPIST)
    assert answer.status_code == 404
    assert there.asked("/children/c1", THERAPIST)["chips"] == before


def test_a_privacy_officer_reads_no_audit_of_another_network(there: World) -> None:
    for params in ({"stream": "c1"}, {"actor": "tess"}, {"stream": "person:tess"}, {"stream": f"clinic:{HILL}"}, {}):
        answer = there.get("/audit", FOREIGN_OFFICER, **params)
        assert answer.status_code in (404, 422), (params, answer.text)
    assert there.get("/audit/c1/verification", FOREIGN_OFFICER).status_code == 404
    assert there.get("/audit", OFFICER, stream="c1").json()["rows"]
    assert there.get("/audit/c1/verification", OFFICER).json()["holds"]


def test_a_privacy_officer_does_not_read_the_audit_of_their_own_child(there: World) -> None:
    there.hear(concern())
    father = staff("father", Role.PRIVACY_OFFICER)
    assert there.get("/audit", father, stream="c1").status_code == 404
    assert there.get("/audit/c1/verification", father).status_code == 404


def test_a_second_clinic_that_takes_a_child_into_care_does_not_lock_out_the_first_ones_team(there: World) -> None:
    there.done("/clinics", ELSEWHERE, clinic_body(clinic=LAKE, on_call=["eve"]))
    plan = {"sender": HILL, "receiver": LAKE, "classes": ["goals-progress"], "ends_care": False}
    path = f"/children/c1/transfers/{there.done('/children/c1/transfers', ADMIN, plan)['transfer']}"
    there.done(f"{path}/words", ADMIN, {"person": "mother", "agrees": True, "document": "scan-1"})
    there.done(f"{path}/acceptance", ELSEWHERE, {"care_team": ["lars"]})
    assert there.outcome("session-detail", "tess") == "permit"
    lars = staff("lars", Role.THERAPIST, clinic=LAKE)
    assert there.get("/children/c1", lars).status_code == 200
    told = [event for event in there.events() if isinstance(event, ChildRegistered)]
    assert [(event.clinic, event.care_team) for event in told] == [(HILL, ("tess",)), (LAKE, ("lars",))]


def test_no_clinic_takes_a_child_from_another_by_registering_it_as_its_own(there: World) -> None:
    there.done("/clinics", ELSEWHERE, clinic_body(clinic=LAKE, on_call=["eve"]))
    theirs = there.post("/children", ELSEWHERE, child_body(clinic=LAKE, care_team=["eve"]))
    assert (theirs.status_code, theirs.json()["code"]) == (404, "no-such-child")
    assert there.get("/children/c1", ELSEWHERE).status_code == 404
    both = Principal("ada", Kind.STAFF, NORTH, frozenset({(HILL, "front-desk"), (LAKE, "front-desk")}), via="web")
    own = there.post("/children", both, child_body(clinic=LAKE))
    assert (own.status_code, own.json()["errors"]) == (422, {"clinic": ["by-transfer"]})
    assert len(there.events()) == 1


def test_the_administration_of_one_clinic_does_not_rewrite_the_rota_of_another(there: World) -> None:
    answer = there.post("/clinics", ELSEWHERE, clinic_body(on_call=["eve"]))
    assert answer.status_code == 404
    assert there.asked("/on-call", ADMIN, clinic=HILL)["persons"] == ["sue"]


def test_a_new_concern_voids_a_removal_that_waits_for_its_second_person(there: World) -> None:
    there.hear(concern())
    flag = next(a["danger"]["id"] for a in there.asked("/children/c1", THERAPIST)["adults"] if a["person"] == "father")
    path = f"/children/c1/dangers/{flag}/resolution"
    assert there.done(path, THERAPIST, {"reason": "retracted"})["state"] == "pending"
    there.hear(concern(concern="concern-2", kind=ConcernKind.ABUSE_SEXUAL))
    assert there.done(path, ADMIN, {"reason": "retracted"})["state"] == "pending"
    assert there.outcome("session-detail", "father") == "withhold"


def test_one_person_does_not_make_an_allegation_of_what_was_substantiated(there: World) -> None:
    path = "/children/c1/dangers"
    there.done(path, THERAPIST, {"person": "father", "state": "substantiated"})
    answer = there.post(path, THERAPIST, {"person": "father", "state": "alleged"})
    assert (answer.status_code, answer.json()["code"]) == (422, "removal-needs-two")
    assert there.outcome("goals-progress", "father") == "withhold"


@pytest.mark.parametrize("service", ["goals", "notes", "notifications", "web"])
def test_no_service_reads_families_in_its_own_name(there: World, service: str) -> None:
    answers = [there.get(path, SYSTEM(service)) for path in ("/children", "/children?ids=c1", "/children/c1")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "Quokka" not in "".join(answer.text for answer in answers)
