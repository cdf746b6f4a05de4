"""R4: `provision` is the root rule, `provision.provision` its exceptions, each with a type of its own.

R4's text has no type on the root; in practice some read an untyped root as a yes and some as a no. We ask for it.
"""

from typing import Any

from services.consent.fhir.elements import Around, Element, code_of, coding_of, only, person_of, span
from services.consent.fhir.faults import Unclear
from services.consent.fhir.labels import classes_of
from services.consent.fhir.regions import Rule
from services.consent.fhir.terms import ACTIONS, NEGATED, POLICIES, POLICY, RECIPIENTS, SCOPE

SUBJECT, GRANTOR, LISTED = "patient", "performer", False
USED = (
    "resourceType", "identifier", "status", "scope", "category", "patient", "performer", "policyRule", "verification",
    "provision",
)  # fmt: skip
PEOPLE_MAX = 40  # recipients of one rule: as many as there may be adults around a child
UNKEPT = ("meta", "language", "text", "dateTime", "organization", "sourceAttachment", "sourceReference")
"""Says nothing about who may know what; the document itself stays where it was kept."""
IN_RULE = ("type", "period", "actor", "action", "securityLabel", "class", "provision")


def root(resource: Element, around: Around) -> Rule:
    """The tree; its root has a type, and scope and policy do not speak against it."""
    code_of(resource["scope"], "Consent.scope", {SCOPE: frozenset({"patient-privacy"})})
    provision = resource.get("provision")
    if provision is None:
        raise Unclear("Consent.provision", "required")
    found = _rule(provision, "Consent.provision", around)
    policy = resource.get("policyRule")
    if policy is not None:
        code = code_of(policy, "Consent.policyRule", {POLICY: frozenset(POLICIES)})
        if POLICIES[code] != found.type:
            raise Unclear("Consent.policyRule", "contradicts")
    return found


def _rule(provision: Element, path: str, around: Around) -> Rule:
    only(provision, path, IN_RULE)
    if provision.get("type") not in NEGATED:
        raise Unclear(f"{path}.type", "not-a-choice" if "type" in provision else "required")
    codings, labels = provision.get("class") or [], provision.get("securityLabel") or []
    check_actions(provision, path)
    return Rule(
        path=path,
        type=provision["type"],
        people=people_of(provision, path, around),
        classes=classes_of(codings, f"{path}.class", labels, f"{path}.securityLabel"),
        span=span(provision.get("period"), f"{path}.period"),
        exceptions=tuple(
            _rule(inner, f"{path}.provision[{place}]", around)
            for place, inner in enumerate(provision.get("provision") or [])
        ),
    )


def people_of(provision: Element, path: str, around: Around) -> tuple[str, ...] | None:
    """The recipients; None when the rule names none."""
    found: list[str] = []
    actors = provision.get("actor") or []
    if len(actors) > PEOPLE_MAX:
        raise Unclear(f"{path}.actor", "too-many")
    for place, actor in enumerate(actors):
        at = f"{path}.actor[{place}]"
        only(actor, at, ("role", "reference"))
        if "role" in actor:
            code_of(actor["role"], f"{at}.role", RECIPIENTS)
        person = person_of(actor.get("reference"), f"{at}.reference", around)
        check_recipient(person, f"{at}.reference", found)
        found.append(person)
    return tuple(found) or None


def check_recipient(person: str, path: str, others: list[str]) -> None:
    """An adult, and each once."""
    if person == "child":
        raise Unclear(path, "not-an-adult")
    if person in others:
        raise Unclear(path, "twice")


def check_actions(provision: Element, path: str) -> None:
    """Telling is the only action there is; without one, the rule is about it too."""
    for place, action in enumerate(provision.get("action") or []):
        at = f"{path}.action[{place}]"
        only(action, at, ("coding",), ("text",))
        codings: list[Any] = action.get("coding") or []
        if not codings:
            raise Unclear(f"{at}.coding", "required")
        for number, coding in enumerate(codings):
            coding_of(coding, f"{at}.coding[{number}]", ACTIONS)
