"""A document read without a record: whoever it names is taken to be on record, so that its words are tried."""

from collections.abc import Iterator
from typing import Any

from contracts.fhir import CHILD_SYSTEM, PERSON_SYSTEM, parts_of
from services.consent.fhir.elements import Around
from services.consent.fhir.reading import Read, read
from services.consent.fhir.terms import Release


def read_alone(resource: Any, release: Release) -> tuple[Around, Read]:
    """Whom the document is about, and what it says; Unclear as `read` has it."""
    around = Around(_child(resource), tuple(sorted(set(_people(resource)))))
    return around, read(resource, release, around)


def _child(resource: Any) -> str:
    """The first reference that names a child; none: a child of no name, about whom no reference can be."""
    for reference in _references(resource):
        kind, _, id = str(reference.get("reference", "")).partition("/")
        parts = parts_of(id) if kind == "Patient" else None
        if parts is not None and len(parts) == 1:
            return parts[0]
        if _identified(reference, CHILD_SYSTEM):
            return str(reference["identifier"]["value"])
    return "nobody"


def _people(resource: Any) -> Iterator[str]:
    for reference in _references(resource):
        kind, _, id = str(reference.get("reference", "")).partition("/")
        parts = parts_of(id) if kind == "RelatedPerson" else None
        if parts is not None and len(parts) == 2:
            yield parts[1]
        if _identified(reference, PERSON_SYSTEM):
            yield str(reference["identifier"]["value"])


def _identified(reference: dict[str, Any], system: str) -> bool:
    identifier = reference.get("identifier")
    return isinstance(identifier, dict) and identifier.get("system") == system and "value" in identifier


def _references(value: Any) -> Iterator[dict[str, Any]]:
    """Every element that has the form of a reference, wherever it stands."""
    if isinstance(value, dict):
        if "reference" in value or isinstance(value.get("identifier"), dict):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)
