"""Children and the adults around them as Patient and RelatedPerson; both are written alike in R4 and R5."""

from collections.abc import Mapping
from typing import Any

from contracts.codes import AuthorityKind, DisclosureClass
from contracts.fhir import CHILD_SYSTEM, CLINIC_SYSTEM, PERSON_SYSTEM, fhir_id, labels_of
from services.consent.fhir.elements import period_of
from services.consent.fhir.terms import ROLE_CODE
from services.consent.model import Family
from services.consent.rules.case import Authority

AUTHORITY = "urn:alliance:authority-edge"
# HL7 names kinship, not law: only where the law itself names the kin is there a code.
ROLES = {
    AuthorityKind.SOLE_LEGAL: "GUARD",
    AuthorityKind.JOINT_LEGAL: "GUARD",
    AuthorityKind.JOINT_CONSENT_REQUIRED: "GUARD",
    AuthorityKind.STATE_GUARDIAN: "GUARD",
    AuthorityKind.MINOR_PARENT: "PRN",
    AuthorityKind.ADOPTIVE: "ADOPTP",
    AuthorityKind.FOSTER: "PRNFOST",
    AuthorityKind.STEP_PARENT: "STPPRN",
}


def patient(row: Mapping[str, Any]) -> dict[str, Any]:
    """A child as a list shows it to the asker."""
    return {
        "resourceType": "Patient",
        "id": fhir_id(row["id"]),
        "meta": {"security": labels_of(DisclosureClass.FACT_OF_TREATMENT)},
        "identifier": [
            {"system": CHILD_SYSTEM, "value": row["id"]},
            *({"system": CLINIC_SYSTEM, "value": clinic} for clinic in row["clinics"]),
        ],
        "active": True,
        "name": [{"use": "usual", "text": row["name"]}],
        "birthDate": row["birth_day"],
    }


def related_person(family: Family, person: str, name: str | None, with_authority: bool) -> dict[str, Any]:
    """An adult of the child. With authority: every edge with its document and verifier, as staff see it."""
    known: dict[str, Any] = {
        "resourceType": "RelatedPerson",
        "id": fhir_id(family.id, person),
        "meta": {"security": labels_of(DisclosureClass.FACT_OF_TREATMENT)},
        "identifier": [{"system": PERSON_SYSTEM, "value": person}],
        "active": True,
        "patient": {"reference": f"Patient/{fhir_id(family.id)}", "type": "Patient"},
    }
    if name:
        known["name"] = [{"use": "usual", "text": name}]
    edges = [edge for edge in family.authorities if edge.person == person] if with_authority else []
    roles = sorted({ROLES[edge.kind] for edge in edges if edge.kind in ROLES})
    if roles:
        known["relationship"] = [{"coding": [{"system": ROLE_CODE, "code": code}]} for code in roles]
    if edges:
        known["extension"] = [_edge(edge) for edge in edges]
    return known


def _edge(edge: Authority) -> dict[str, Any]:
    verified = [] if edge.verifier is None else [{"url": "verifier", "valueString": edge.verifier}]
    return {
        "url": AUTHORITY,
        "extension": [
            {"url": "kind", "valueCode": edge.kind.value},
            {"url": "source", "valueCode": edge.source},
            {"url": "period", "valuePeriod": period_of(edge.since, edge.until)},
            *verified,
        ],
    }
