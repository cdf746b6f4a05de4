"""Consents that are not clear: what is wrong, the element that must be named, the code."""

from typing import Any

from contracts.fhir import ACT_CODE, CONFIDENTIALITY
from services.consent.fhir.terms import LIMITED_TO
from tests.unit.consent.fhir_trees import actor, codings, day, r4, r5, related, rule, rule_r5, until, without

SECRET = "Mara said a secret"
TYPED = {"type": "deny"}
GOALS = codings("goals-progress")


def label(code: str, system: str = CONFIDENTIALITY) -> dict[str, str]:
    return {"system": system, "code": code}


def nested(*inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return r4(rule(provision=list(inner), **more))


P = "Consent.provision"
UNCLEAR_R4 = {
    "no type at the root": (r4(rule(None)), f"{P}.type", "required"),
    "an unknown type": (r4(rule("maybe")), f"{P}.type", "not-a-choice"),
    "no type in an exception": (nested({"class": GOALS}), f"{P}.provision[0].type", "required"),
    "an exception that repeats its rule": (
        nested({"type": "permit", "class": GOALS}), f"{P}.provision[0].type", "repeats-its-rule",
    ),
    "an exception that leaves nothing": (nested(TYPED), P, "wholly-excepted"),
    "exceptions that overlap": (
        nested({**TYPED, "class": GOALS}, {**TYPED, "class": GOALS, "period": until(4, 6)}),
        f"{P}.provision[1]", "overlaps-sibling",
    ),
    "an exception about somebody else": (
        nested({**TYPED, "actor": [actor("father")]}), f"{P}.provision[0]", "outside-its-rule",
    ),
    "an exception about something else": (
        nested({**TYPED, "class": codings("session-detail")}), f"{P}.provision[0]", "outside-its-rule",
    ),
    "an exception at another time": (
        nested({**TYPED, "period": until(20, 22)}), f"{P}.provision[0]", "outside-its-rule",
    ),
    "a period that turns around when it is inherited": (
        nested({**TYPED, "period": {"start": day(25)}}), f"{P}.provision[0].period", "outside-its-rule",
    ),
    "no provision": (without(r4(), "provision"), P, "required"),
    "no recipient": (r4(without(rule(), "actor")), f"{P}.actor", "required"),
    "a refusal of some classes to nobody": (r4(without(rule("deny"), "actor")), f"{P}.actor", "required"),
    "a refusal of everything to everybody, without exception": (
        r4(without(rule("deny"), "actor", "class")), P, "names-nobody",
    ),
    "a permission without limits": (r4(without(rule(), "class")), P, "permits-without-limits"),
    "an actor without reference": (
        r4(rule(actor=[{**actor("grandmother"), "reference": {"display": SECRET}}])),
        f"{P}.actor[0].reference", "without-reference",
    ),
    "an actor without role": (r4(rule(actor=[{"reference": related("father")}])), f"{P}.actor[0].role", "required"),
    "an actor in another role": (
        r4(rule(actor=[{**actor("father"), "role": {"coding": [{"system": "urn:x", "code": SECRET}]}}])),
        f"{P}.actor[0].role.coding[0].system", "unknown",
    ),
    "more rules than anybody can follow": (
        nested(*({**TYPED, "period": until(2, 3)} for _ in range(100))), P, "too-many-rules",
    ),
    "more recipients than a family has": (
        r4(rule(actor=[actor(f"aunt-{number}") for number in range(41)])), f"{P}.actor", "too-many",
    ),
    "an empty list of actors": (r4(rule("deny", actor=[])), f"{P}.actor", "empty"),
    "a null": (r4(rule(securityLabel=[{"system": None, "code": "N"}])), f"{P}.securityLabel[0].system", "empty"),
    "an actor twice": (r4(rule(actor=[actor("father"), actor("father")])), f"{P}.actor[1].reference", "twice"),
    "the child as recipient": (
        r4(rule(actor=[{**actor("x"), "reference": {"reference": "Patient/c1"}}])),
        f"{P}.actor[0].reference", "not-an-adult",
    ),
    "a practitioner as recipient": (
        r4(rule(actor=[{**actor("x"), "reference": {"reference": "Practitioner/tess"}}])),
        f"{P}.actor[0].reference.reference", "unknown",
    ),
    "a reference with two meanings": (
        r4(rule(actor=[{**actor("x"), "reference": {**related("father"), "reference": "Patient/c1"}}])),
        f"{P}.actor[0].reference", "contradicts",
    ),
    "a type that does not fit the reference": (
        r4(rule(actor=[{**actor("x"), "reference": {**related("father"), "type": "Patient"}}])),
        f"{P}.actor[0].reference.type", "contradicts",
    ),
    "an unknown class": (
        r4(rule(**{"class": [{"system": "urn:alliance:disclosure-class", "code": SECRET}]})),
        f"{P}.class[0].code", "unknown",
    ),
    "a class of another system": (
        r4(rule(**{"class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Goal"}]})),
        f"{P}.class[0].system", "unknown",
    ),
    "an unknown confidentiality": (
        r4(rule(securityLabel=[label("X")])), f"{P}.securityLabel[0].code", "unknown",
    ),
    "two confidentialities": (
        r4(without(rule(securityLabel=[label("N"), label("R")]), "class")), f"{P}.securityLabel",
        "two-confidentialities",
    ),
    "two sensitivities that may mean both or either": (
        r4(without(rule(securityLabel=[label("BH", ACT_CODE), label("SDV", ACT_CODE)]), "class")),
        f"{P}.securityLabel", "both-or-either",
    ),
    "labels that fit no class": (
        r4(without(rule(securityLabel=[label("N"), label("BH", ACT_CODE)]), "class")),
        f"{P}.securityLabel", "covers-nothing",
    ),
    "labels of other data than the classes": (
        r4(rule(securityLabel=[label("V")])), f"{P}.securityLabel", "contradicts",
    ),
    "the wrong way round": (
        r4(rule(period={"start": day(9), "end": day(2)})), f"{P}.period.end", "before-start",
    ),
    "a bare day": (r4(rule(period={"start": "2026-03-02"})), f"{P}.period.start", "not-an-instant"),
    "no beginning": (r4(rule(period={"end": day(9)})), f"{P}.period.start", "required"),
    "an end beyond time": (
        r4(rule(period={"start": day(1), "end": "9999-12-31T23:59:59Z"})), f"{P}.period.end", "not-an-instant",
    ),
    "a purpose": (
        r4(rule(purpose=[{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}])),
        f"{P}.purpose", "not-understood",
    ),
    "a period of the data": (r4(rule(dataPeriod=until(1, 3))), f"{P}.dataPeriod", "not-understood"),
    "single data": (
        r4(rule(data=[{"meaning": "instance", "reference": {"reference": "Goal/1"}}])), f"{P}.data", "not-understood",
    ),
    "an action that is not telling": (
        r4(rule(action=[{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentaction",
                                     "code": "correct"}]}])),
        f"{P}.action[0].coding[0].code", "unknown",
    ),
    "an unknown modifier in a rule": (
        r4(rule(modifierExtension=[{"url": "urn:x", "valueBoolean": True}])), f"{P}.modifierExtension",
        "not-understood",
    ),
    "an unknown modifier": (
        r4(modifierExtension=[{"url": "urn:x", "valueBoolean": True}]), "Consent.modifierExtension", "not-understood",
    ),
    "implicit rules": (r4(implicitRules="urn:x"), "Consent.implicitRules", "not-understood"),
    "contained resources": (
        r4(contained=[{"resourceType": "Patient", "id": "p"}]), "Consent.contained", "not-understood",
    ),
    "a policy elsewhere": (r4(policy=[{"uri": "urn:x"}]), "Consent.policy", "not-understood"),
    "a policy against the root": (
        r4(policyRule={"coding": [label("OPTOUT", ACT_CODE)]}), "Consent.policyRule", "contradicts",
    ),
    "an unknown policy": (
        r4(policyRule={"coding": [label("HIPAAConsentCD", ACT_CODE)]}), "Consent.policyRule.coding[0].code", "unknown",
    ),
    "another scope": (
        r4(scope={"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]}),
        "Consent.scope.coding[0].code", "unknown",
    ),
    "an unknown category": (
        r4(category=[{"coding": [{"system": "http://loinc.org", "code": "1-8"}]}]),
        "Consent.category[0].coding[0].code", "unknown",
    ),
    "another child": (r4(patient={"reference": "Patient/c2"}), "Consent.patient.reference", "unknown"),
    "an adult as patient": (r4(patient=related("mother")), "Consent.patient", "not-this-child"),
    "nobody who speaks": (without(r4(), "performer"), "Consent.performer", "required"),
    "two who speak": (r4(performer=[related("mother"), related("father")]), "Consent.performer", "more-than-one"),
    "somebody for herself": (r4(performer=[related("grandmother")]), P, "grantor-is-grantee"),
    "a draft": (r4(status="draft"), "Consent.status", "not-a-choice"),
    "no identifier": (without(r4(), "identifier"), "Consent.identifier", "required"),
    "two identifiers": (
        r4(identifier=[{"system": "urn:x", "value": "1"}, {"system": "urn:x", "value": "2"}]),
        "Consent.identifier", "more-than-one",
    ),
    "an identifier without system": (r4(identifier=[{"value": "1"}]), "Consent.identifier[0].system", "required"),
    "verified and not": (
        r4(verification=[{"verified": True}, {"verified": False}]), "Consent.verification", "contradicts",
    ),
    "verified with somebody else": (
        r4(verification=[{"verified": True, "verifiedWith": related("father")}]),
        "Consent.verification[0].verifiedWith", "not-the-grantor",
    ),
    "another resource": ({"resourceType": "Patient"}, "Consent.resourceType", "not-a-consent"),
    "no object": ([], "Consent.resourceType", "not-a-consent"),
    "an element that FHIR does not know": (r4(**{SECRET: 1}), "Consent.[unnamed]", "unknown"),
    "an element of another type": (r4(status={"a": SECRET}), "Consent.status", "not-valid"),
    "an alias of the library": (
        r4(without(rule(class_fhir=GOALS), "class")), f"{P}.class_fhir", "not-understood",
    ),
}  # fmt: skip
UNCLEAR_R5 = {
    "no decision": (without(r5(), "decision"), "Consent.decision", "required"),
    "a decision that permits all": (r5(decision="permit"), "Consent.decision", "permits-without-limits"),
    "an unknown decision": (r5(decision="maybe"), "Consent.decision", "not-a-choice"),
    "a ground that names nobody": (without(r5(), "provision"), "Consent", "names-nobody"),
    "a permission without limits": (
        r5(without(rule_r5(), "code")), "Consent.provision[0]", "permits-without-limits",
    ),
    "an R4 type": (r5({**rule_r5(), "type": "permit"}), "Consent.provision[0].type", "unknown"),
    "an expression": (
        r5(rule_r5(expression={"language": "text/fhirpath", "expression": "true"})),
        "Consent.provision[0].expression", "not-understood",
    ),
    "an unknown modifier": (
        r5(modifierExtension=[{"url": "urn:x", "valueBoolean": True}]), "Consent.modifierExtension[0]",
        "not-understood",
    ),
    "limits for nobody": (
        r5(modifierExtension=[{"url": LIMITED_TO, "valueCoding": GOALS[0]}]), "Consent.grantee", "required",
    ),
    "a basis against the decision": (
        r5(regulatoryBasis=[{"coding": [label("OPTIN", ACT_CODE)]}]), "Consent.regulatoryBasis[0]", "contradicts",
    ),
    "a policy elsewhere": (r5(policyBasis={"url": "urn:x"}), "Consent.policyBasis", "not-understood"),
    "a code without coding": (
        r5({**rule_r5(), "code": [{"text": SECRET}]}), "Consent.provision[0].code[0].coding", "required",
    ),
    "two who speak": (r5(grantor=[related("mother"), related("father")]), "Consent.grantor", "more-than-one"),
}  # fmt: skip
