"""Consents, children and adults as FHIR, for whoever may see them. Every bundle is on record before it leaves."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.fhir.people import patient, related_person
from services.consent.fhir.terms import Release
from services.consent.fhir.writing import written
from services.consent.model import Family
from services.consent.queries.children import caseload, children, may_see
from services.consent.queries.names import names_of
from services.consent.repository import FAMILIES


def patients(reader: Reader, ids: list[str] | None, clinic: str | None) -> dict[str, Any]:
    """The children whom the asker may see: the given ones, those of a clinic, or the asker's own."""
    listed = children(reader, ids) if clinic is None else caseload(reader, clinic)
    return _bundle(patient(row) for row in listed["children"])


def related_persons(reader: Reader, child: str) -> dict[str, Any]:
    """All adults for staff; a guardian sees no adult but themselves, and no custody paper."""
    family = _open_to(reader, child, "fhir-related-persons")
    own = reader.principal.kind is Kind.GUARDIAN
    persons = [reader.principal.person] if own else list(family.people)
    names = names_of(reader, family.network, persons)
    reader.shown(child, "fhir-related-persons", count=str(len(persons)))
    return _bundle(related_person(family, person, names.get(person), not own) for person in persons)


def consents(reader: Reader, child: str, release: Release) -> dict[str, Any]:
    """All for staff; a guardian sees what they gave themselves: what others said of them is not theirs to read."""
    family = _open_to(reader, child, "fhir-consents")
    own = reader.principal.kind is Kind.GUARDIAN
    given = [item for item in family.consents if not own or item.grantor == reader.principal.person]
    reader.shown(child, "fhir-consents", release=release.value, count=str(len(given)))
    return _bundle(written(item, child, release) for item in given)


def consent(reader: Reader, child: str, id: str, release: Release) -> dict[str, Any]:
    """One of them; what is hidden is not there."""
    family = _open_to(reader, child, "fhir-consent")
    own = reader.principal.kind is Kind.GUARDIAN
    found = next((item for item in family.consents if item.id == id), None)
    if found is None or (own and found.grantor != reader.principal.person):
        raise NotFound("no-such-consent")
    reader.shown(child, "fhir-consent", release=release.value, consent=id)
    return written(found, child, release)


def _open_to(reader: Reader, child: str, action: str) -> Family:
    """Staff who look after the child; an adult to whom the fact of treatment is permitted."""
    family = reader.known(FAMILIES, child)
    if reader.principal.kind is not Kind.GUARDIAN:
        return access.required(reader.principal, family)
    if family is None or reader.principal.person not in family.people:
        raise NotFound(access.NO_SUCH_CHILD)
    if not may_see(reader, family):
        reader.refused(child, action, "withheld")
        raise NotFound(access.NO_SUCH_CHILD)
    return family


def _bundle(resources: Any) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource} for resource in sorted(resources, key=lambda item: str(item["id"]))],
    }
