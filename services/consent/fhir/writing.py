"""Our facts as Consent resources, one each. Whoever reads less than all of one is told less, never more."""

from typing import Any

from contracts.codes import DisclosureClass
from contracts.fhir import CHILD_SYSTEM, CONSENT_SYSTEM, fhir_id, labels_of
from services.consent.fhir.elements import period_of, reference_to
from services.consent.fhir.labels import own_codings
from services.consent.fhir.terms import (
    ACTION,
    CATEGORY,
    DENY,
    LIMITED_TO,
    PARTICIPATION,
    PERMIT,
    POLICIES,
    POLICY,
    SCOPE,
    Release,
)
from services.consent.rules.case import Consent

RELEASE_OF_INFORMATION = {"system": CATEGORY, "code": "64292-6", "display": "Release of information consent"}
POLICY_OF = {type: code for code, type in POLICIES.items()}


def written(consent: Consent, child: str, release: Release) -> dict[str, Any]:
    """The resource, labelled restricted itself: that there is a consent says who is near the child."""
    known = {
        "resourceType": "Consent",
        "id": fhir_id(child, consent.id),
        "meta": {"security": labels_of(DisclosureClass.SESSION_DETAIL)},
        "identifier": [{"system": CONSENT_SYSTEM, "value": consent.id}],
        "status": consent.status.value,
        "category": [{"coding": [RELEASE_OF_INFORMATION]}],
    }
    return {**known, **(_r4(consent, child) if release is Release.R4 else _r5(consent, child))}


def _r4(consent: Consent, child: str) -> dict[str, Any]:
    type = consent.provision.value
    rule = {"type": type, "period": period_of(consent.since, consent.until), **_covered(consent, child)}
    return {
        "scope": {"coding": [{"system": SCOPE, "code": "patient-privacy"}]},
        "patient": _patient(child),
        "performer": [reference_to(consent.grantor, child)],
        "policyRule": {"coding": [{"system": POLICY, "code": POLICY_OF[type]}]},
        "verification": [{"verified": consent.verified}],
        "provision": {**rule, "class": own_codings(consent.classes)},
    }


def _r5(consent: Consent, child: str) -> dict[str, Any]:
    """A yes is the exception to a ground that denies; a no is that ground itself, for its grantee."""
    told = {
        "subject": _patient(child),
        "grantor": [reference_to(consent.grantor, child)],
        "verification": [{"verified": consent.verified}],
        "decision": DENY,
    }
    period = period_of(consent.since, consent.until)
    if consent.provision.value == PERMIT:
        codes = [{"coding": [coding]} for coding in own_codings(consent.classes)]
        return {**told, "provision": [{"period": period, **_covered(consent, child), "code": codes}]}
    limits = [{"url": LIMITED_TO, "valueCoding": coding} for coding in own_codings(consent.classes)]
    refused = {**told, "period": period, "grantee": [reference_to(consent.grantee, child)]}
    return refused if len(limits) == len(DisclosureClass) else {**refused, "modifierExtension": limits}


def _covered(consent: Consent, child: str) -> dict[str, Any]:
    role = {"coding": [{"system": PARTICIPATION, "code": "PRCP"}]}
    return {
        "actor": [{"role": role, "reference": reference_to(consent.grantee, child)}],
        "action": [{"coding": [{"system": ACTION, "code": code}]} for code in ("access", "disclose")],
        "securityLabel": labels_of(*consent.classes),
    }


def _patient(child: str) -> dict[str, Any]:
    return {
        "reference": f"Patient/{fhir_id(child)}",
        "type": "Patient",
        "identifier": {"system": CHILD_SYSTEM, "value": child},
    }
