"""The small elements of a resource: instants and periods, codes, references. Each is understood wholly or refused."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.fhir import CHILD_SYSTEM, PERSON_SYSTEM, fhir_id, parts_of
from kernel.clock import to_text
from kernel.contract import ID_PATTERN
from services.consent.fhir.faults import Unclear
from services.consent.rules.case import CHILD

Element = Mapping[str, Any]
# A whole instant with its zone. A bare day begins at another moment in each zone: whose is meant, it does not say.
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})")
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True, slots=True)
class Around:
    """Whose consent it is: the child, and everybody on record around it."""

    child: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to, not including, `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None


def only(element: Element, path: str, used: Collection[str], unkept: Collection[str] = ()) -> None:
    """Refuses what would change the meaning and is not understood here: any element that is neither used nor `unkept`.

    `unkept` are those that say nothing about who may know what. Extensions that are no modifiers may be ignored.
    """
    for name in element:
        if name.lstrip("_") in ("id", "extension") or name in used or name in unkept:
            continue
        if name.startswith("_") and name[1:] in (*used, *unkept):
            continue  # extensions of a primitive; its value stands, or is missing, in its own place
        raise Unclear(f"{path}.{name}", "not-understood")


def span(period: Element | None, path: str) -> Span:
    """A Period. Its end is inclusive to its last digit; ours is the first moment after it."""
    if period is None:
        return Span()
    only(period, path, ("start", "end"))
    found = Span(_instant(period, "start", path)[0], _after(period, path))
    if found == Span():
        raise Unclear(path, "required")
    if found.since is not None and found.until is not None and found.until <= found.since:
        raise Unclear(f"{path}.end", "before-start")
    return found


def period_of(since: datetime, until: datetime | None) -> dict[str, str]:
    """The Period of a span."""
    found = {"start": to_text(since)}
    return found if until is None else {**found, "end": to_text(until - timedelta(microseconds=1))}


def _after(period: Element, path: str) -> datetime | None:
    end, unit = _instant(period, "end", path)
    try:
        return None if end is None else end + unit
    except OverflowError:
        raise Unclear(f"{path}.end", "not-an-instant") from None


def _instant(period: Element, name: str, path: str) -> tuple[datetime | None, timedelta]:
    text = period.get(name)
    if text is None:
        return None, timedelta()
    match = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise Unclear(f"{path}.{name}", "not-an-instant")
    seconds, fraction, zone = match[1], match[2] or "", match[3]
    try:
        moment = datetime.fromisoformat(seconds + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unclear(f"{path}.{name}", "not-an-instant") from None
    unit = timedelta(seconds=1) if not fraction else timedelta(microseconds=10 ** (6 - len(fraction)))
    return moment + timedelta(microseconds=int(fraction.ljust(6, "0"))), unit


def code_of(concept: Element, path: str, allowed: Mapping[str, Collection[str]]) -> str:
    """The one code of a CodeableConcept; every coding must be among the allowed, and all must be the same."""
    only(concept, path, ("coding",), ("text",))
    codings = concept.get("coding") or []
    if not codings:
        raise Unclear(f"{path}.coding", "required")
    found = {coding_of(coding, f"{path}.coding[{place}]", allowed) for place, coding in enumerate(codings)}
    if len(found) > 1:
        raise Unclear(f"{path}.coding", "contradicts")
    return found.pop()


def coding_of(coding: Element, path: str, allowed: Mapping[str, Collection[str]]) -> str:
    """The code of a Coding that is among the allowed."""
    only(coding, path, ("system", "code"), ("version", "display", "userSelected"))
    if coding.get("system") not in allowed:
        raise Unclear(f"{path}.system", "unknown")
    if coding.get("code") not in allowed[coding["system"]]:
        raise Unclear(f"{path}.code", "unknown")
    return str(coding["code"])


def person_of(reference: Element | None, path: str, around: Around) -> str:
    """Whom a reference means: an adult's identifier, or CHILD. By resource, by identifier, or both alike."""
    if not reference or not (reference.get("reference") or reference.get("identifier")):
        raise Unclear(path, "without-reference")
    only(reference, path, ("reference", "type", "identifier"), ("display",))
    found = set()
    if reference.get("reference"):
        found.add(_by_resource(str(reference["reference"]), f"{path}.reference", around))
    if reference.get("identifier"):
        found.add(_by_identifier(reference["identifier"], f"{path}.identifier", around))
    if len(found) > 1:
        raise Unclear(path, "contradicts")
    person = found.pop()
    if reference.get("type") not in (None, "Patient" if person == CHILD else "RelatedPerson"):
        raise Unclear(f"{path}.type", "contradicts")
    return person


def reference_to(person: str, child: str) -> dict[str, Any]:
    """A reference that `person_of` reads back, also where ids are too long to be unpacked."""
    if person == CHILD:
        return {"reference": f"Patient/{fhir_id(child)}", "type": "Patient"}
    identifier = {"system": PERSON_SYSTEM, "value": person}
    place = f"RelatedPerson/{fhir_id(child, person)}"
    return {"reference": place, "type": "RelatedPerson", "identifier": identifier}


def _by_resource(text: str, path: str, around: Around) -> str:
    kind, _, id = text.partition("/")
    if kind == "Patient" and id == fhir_id(around.child):
        return CHILD
    if kind != "RelatedPerson":
        raise Unclear(path, "unknown")
    known = {fhir_id(around.child, person): person for person in around.people}
    if id in known:
        return known[id]
    parts = parts_of(id)
    if parts is None or len(parts) != 2 or parts[0] != around.child or not _ID.fullmatch(parts[1]):
        raise Unclear(path, "unknown")
    return parts[1]


def _by_identifier(identifier: Element, path: str, around: Around) -> str:
    only(identifier, path, ("system", "value"), ("use", "type", "assigner"))
    system, value = identifier.get("system"), identifier.get("value")
    if system == CHILD_SYSTEM and value == around.child:
        return CHILD
    if system != PERSON_SYSTEM:
        raise Unclear(f"{path}.system", "unknown")
    # `child` stands for the child itself among the facts: nobody else can be called so.
    if not isinstance(value, str) or not _ID.fullmatch(value) or value == CHILD:
        raise Unclear(f"{path}.value", "unknown")
    return value
