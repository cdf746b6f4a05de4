"""A FHIR bundle gives the same roster; what the law turns on is read or refused, never guessed."""

import json
from typing import Any

import pytest

from contracts.codes import AuthorityKind, ConsentBasis
from deploy.roster import fhir
from deploy.roster.faults import Faults, RosterUnreadable
from deploy.roster.people import Roster

Resource = dict[str, Any]


def said(name: str, **value: object) -> Resource:
    return {"url": f"urn:alliance:{name}", **value}


def patient(**more: object) -> Resource:
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"value": "c-1"}],
        "name": [
            {"use": "nickname", "text": "Annie"},
            {"use": "official", "given": ["Ana", "Lu"], "family": "Quiroga"},
        ],
        "birthDate": "2015-03-04",
        "managingOrganization": {"reference": "Organization/o"},
        "generalPractitioner": [{"reference": "Practitioner/t"}],
        "extension": [
            said("consent-basis", valueCode="guardian"),
            said("confidentiality-agreement", valueBoolean=True),
        ],
        **more,
    }


def related(**more: object) -> Resource:
    return {
        "resourceType": "RelatedPerson",
        "id": "r",
        "identifier": [{"value": "a-1"}],
        "patient": {"reference": "urn:uuid:patient-1"},
        "name": [{"text": "Rita Quiroga"}],
        "telecom": [
            {"system": "email", "value": "rita.q@example.org"},
            {"system": "phone", "value": "+1 303 555 0160"},
        ],
        "period": {"start": "2015-03-04T00:00:00Z"},
        "extension": [said("authority", valueCode="sole-legal"), said("lives-with-child", valueBoolean=True)],
        "communication": [{"language": {"coding": [{"code": "es"}]}}],
        **more,
    }


def bundle(*people: Resource, role: str = "therapist") -> bytes:
    resources: list[Resource] = [
        {"resourceType": "Organization", "id": "o", "name": "Harbour Denver"},
        {
            "resourceType": "Practitioner",
            "id": "t",
            "identifier": [{"value": "t-1"}],
            "name": [{"text": "Sofia Reyes"}],
        },
        {
            "resourceType": "PractitionerRole",
            "practitioner": {"reference": "Practitioner/t"},
            "organization": {"reference": "Organization/o"},
            "code": [{"coding": [{"code": role}]}],
        },
        *people,
    ]
    entries = [{"fullUrl": f"urn:uuid:patient-{item.get('id')}", "resource": item} for item in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def read(content: bytes) -> tuple[Roster, set[tuple[int, str, str]]]:
    faults = Faults()
    roster = fhir.read(content, faults)
    return roster, {(fault.row, fault.column, fault.code) for fault in faults}


def test_a_bundle_becomes_children_adults_and_practitioners() -> None:
    roster, faults = read(bundle(related(), patient()))  # order does not matter
    assert faults == set()
    child, adult = roster.children["c-1"], roster.adults["a-1"]
    assert (child.name, child.basis, child.agreement) == ("Ana Lu Quiroga", ConsentBasis.GUARDIAN, True)
    assert (child.clinic, child.care_team) == ("Harbour Denver", ("t-1",))
    assert (child.edges[0].authority, child.edges[0].lives_with_child) == (AuthorityKind.SOLE_LEGAL, True)
    assert (adult.language, [one.channel for one in adult.contacts]) == ("es", ["email", "sms"])
    assert not any(one.verified for one in adult.contacts)
    assert (list(roster.staff), roster.roles) == (["t-1"], 1)


def relation(code: str) -> Resource:
    return {"extension": [], "relationship": [{"coding": [{"code": code}]}]}


@pytest.mark.parametrize(
    ("code", "authority"),
    [("PRNFOST", AuthorityKind.FOSTER), ("ADOPTP", AuthorityKind.ADOPTIVE), ("STPMTH", AuthorityKind.STEP_PARENT)],
)
def test_a_relationship_that_names_a_standing_is_read(code: str, authority: AuthorityKind) -> None:
    roster, faults = read(bundle(patient(), related(**relation(code))))
    assert faults == set()
    assert roster.children["c-1"].edges[0].authority is authority


@pytest.mark.parametrize("code", ["MTH", "FTH", "GUARD", "GRMTH", ""])
def test_a_relationship_that_names_none_is_refused(code: str) -> None:
    _, faults = read(bundle(patient(), related(**relation(code))))
    assert (5, "RelatedPerson.extension(authority)", "authority-not-stated") in faults


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"birthDate": "2015-03"}, "Patient.birthDate", "date-form"),
        ({"birthDate": 2015}, "Patient.birthDate", "missing"),
        ({"name": []}, "Patient.name", "missing"),
        ({"identifier": [], "id": None}, "Patient.identifier", "missing"),
        ({"extension": []}, "Patient.extension(consent-basis)", "missing"),
        (
            {"extension": [said("consent-basis", valueCode="mother")]},
            "Patient.extension(consent-basis)",
            "unknown-basis",
        ),
        ({"managingOrganization": None}, "Patient.managingOrganization", "missing"),
        (
            {"generalPractitioner": [{"reference": "Practitioner/x"}]},
            "Patient.generalPractitioner",
            "unknown-practitioner",
        ),
    ],
)
def test_a_patient_that_does_not_fit_is_named(change: Resource, column: str, code: str) -> None:
    _, faults = read(bundle(patient(**change)))
    assert (4, column, code) in faults


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"patient": {"reference": "Patient/9"}}, "RelatedPerson.patient", "unknown-child"),
        ({"period": {"start": "2015"}}, "RelatedPerson.period.start", "date-form"),
        ({"period": None}, "RelatedPerson.period.start", "missing"),
        ({"telecom": [{"system": "email", "value": "nobody"}]}, "RelatedPerson.telecom(email)", "not-an-address"),
    ],
)
def test_an_adult_that_does_not_fit_is_named(change: Resource, column: str, code: str) -> None:
    _, faults = read(bundle(patient(), related(**change)))
    assert (5, column, code) in faults


def test_unknown_roles_and_other_resources_are_named() -> None:
    _, faults = read(bundle({"resourceType": "Observation", "id": "x"}, role="magician"))
    assert faults == {(3, "PractitionerRole.code", "unknown-role"), (4, "resourceType", "not-of-a-roster")}


def test_one_adult_of_two_children_is_one_person() -> None:
    second = patient(id="2", identifier=[{"value": "c-2"}])
    both = related(patient={"reference": "urn:uuid:patient-2"})
    roster, faults = read(bundle(patient(), second, related(), both))
    assert faults == set()
    assert len(roster.adults) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "json"),
        (b'{"resourceType": "Patient"}', "bundle"),
        (b'{"resourceType": "Bundle", "entry": {}}', "bundle"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "json"),
        (b'{"resourceType": "Bundle", "total": NaN}', "json"),
        (b"[" * 100_000, "json"),
        ('{"resourceType": "Bündel"}'.encode("latin-1"), "encoding"),
    ],
)
def test_what_is_no_bundle_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RosterUnreadable) as refused:
        fhir.read(content, Faults())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "junk", [None, 5, "text", [], {"resource": []}, {"resource": {"resourceType": "Patient", "name": 7}}]
)
def test_junk_in_a_bundle_is_a_fault_and_no_crash(junk: object) -> None:
    content = json.dumps({"resourceType": "Bundle", "entry": [junk]}).encode()
    _, faults = read(content)
    assert faults
