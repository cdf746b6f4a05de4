"""R5: `decision` is the ground, and each level of provisions is the opposite of the one around it.

A ground of `permit` opens everything that no exception closes; half of those who write it mean the opposite. Refused.
"""

from contracts.codes import DisclosureClass
from services.consent.fhir.elements import Around, Element, code_of, coding_of, only, person_of, span
from services.consent.fhir.faults import Unclear
from services.consent.fhir.labels import OWN, classes_of
from services.consent.fhir.reading_r4 import check_actions, check_recipient, people_of
from services.consent.fhir.regions import Rule
from services.consent.fhir.terms import DENY, LIMITED_TO, PERMIT, POLICIES, POLICY

SUBJECT, GRANTOR, LISTED = "subject", "grantor", True
USED = (
    "resourceType", "modifierExtension", "identifier", "status", "category", "subject", "period", "grantor", "grantee",
    "regulatoryBasis", "verification", "decision", "provision",
)  # fmt: skip
UNKEPT = (
    "meta", "language", "text", "date", "manager", "controller", "sourceAttachment", "sourceReference", "policyText",
)  # fmt: skip
IN_RULE = ("period", "actor", "action", "securityLabel", "code", "provision")


def root(resource: Element, around: Around) -> Rule:
    """The tree under a decision that denies: nobody, or the grantees, but for the exceptions."""
    decision = resource.get("decision")
    if decision not in (PERMIT, DENY):
        raise Unclear("Consent.decision", "not-a-choice" if decision is not None else "required")
    if decision == PERMIT:
        raise Unclear("Consent.decision", "permits-without-limits")
    for place, basis in enumerate(resource.get("regulatoryBasis") or []):
        if POLICIES[code_of(basis, f"Consent.regulatoryBasis[{place}]", {POLICY: frozenset(POLICIES)})] != decision:
            raise Unclear(f"Consent.regulatoryBasis[{place}]", "contradicts")
    whole = span(resource.get("period"), "Consent.period")
    people = _grantees(resource, around)
    limits = _limits(resource)
    if limits is not None and people is None:
        raise Unclear("Consent.grantee", "required")
    rules = tuple(
        _rule(inner, f"Consent.provision[{place}]", around)
        for place, inner in enumerate(resource.get("provision") or [])
    )
    return Rule("Consent", decision, people, limits, whole, rules)


def _rule(provision: Element, path: str, around: Around) -> Rule:
    only(provision, path, IN_RULE)
    check_actions(provision, path)
    codings = [_coding(concept, f"{path}.code[{place}]") for place, concept in enumerate(provision.get("code") or [])]
    return Rule(
        path=path,
        type=None,
        people=people_of(provision, path, around),
        classes=classes_of(codings, f"{path}.code", provision.get("securityLabel") or [], f"{path}.securityLabel"),
        span=span(provision.get("period"), f"{path}.period"),
        exceptions=tuple(
            _rule(inner, f"{path}.provision[{place}]", around)
            for place, inner in enumerate(provision.get("provision") or [])
        ),
    )


def _coding(concept: Element, path: str) -> Element:
    code = code_of(concept, path, OWN)
    return {"system": next(iter(OWN)), "code": code}


def _grantees(resource: Element, around: Around) -> tuple[str, ...] | None:
    found: list[str] = []
    for place, reference in enumerate(resource.get("grantee") or []):
        path = f"Consent.grantee[{place}]"
        person = person_of(reference, path, around)
        check_recipient(person, path, found)
        found.append(person)
    return tuple(found) or None


def _limits(resource: Element) -> tuple[DisclosureClass, ...] | None:
    """Our own modifier; any other changes the meaning in a way that we do not know."""
    found = set()
    for place, extension in enumerate(resource.get("modifierExtension") or []):
        path = f"Consent.modifierExtension[{place}]"
        if extension.get("url") != LIMITED_TO:
            raise Unclear(path, "not-understood")
        only(extension, path, ("url", "valueCoding"))
        if "valueCoding" not in extension:
            raise Unclear(f"{path}.valueCoding", "required")
        found.add(DisclosureClass(coding_of(extension["valueCoding"], f"{path}.valueCoding", OWN)))
    return tuple(sorted(found)) or None
