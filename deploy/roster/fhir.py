"""A roster as a FHIR R4 Bundle of Patient, RelatedPerson, Practitioner, PractitionerRole and Organization.

FHIR has no place for a custody edge or for who consented to the treatment. Both come as extensions, and what the law
turns on is never guessed:

    Patient.extension      urn:alliance:consent-basis (valueCode: guardian, minor, both, court)
                           urn:alliance:confidentiality-agreement (valueBoolean; absent: no)
                           urn:alliance:jurisdiction (valueCode; absent: the clinic's)
    RelatedPerson.extension  urn:alliance:authority (valueCode), urn:alliance:authority-source (valueCode),
                           urn:alliance:lives-with-child (valueBoolean; absent: no),
                           urn:alliance:verifier (valueReference to a Practitioner)

A RelatedPerson for the same human of another child has the same first identifier. Without the authority extension,
relationship codes that name a legal standing are read (foster, adoptive and step-parents); "mother" names none.
Addresses in `telecom` count as not verified. Faults name the entry's place in the bundle, from 1.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from deploy.roster.faults import Faults, RosterUnreadable
from deploy.roster.fhir_people import check_role, child_of, clinic_of, edge_of, person_of
from deploy.roster.fhir_values import Entry
from deploy.roster.people import Roster, RosterPerson

BYTES_MAX = 128 * 1024 * 1024  # a RelatedPerson has about 1 KB: 100,000 entries
KINDS = ("Organization", "Practitioner", "PractitionerRole", "Patient", "RelatedPerson")


def read(content: bytes, faults: Faults) -> Roster:
    """The whole bundle; RosterUnreadable when it is none."""
    reading = _Reading(Roster(), faults)
    entries = list(_entries(content, faults))
    for kind in KINDS:
        for entry in entries:
            if entry.kind == kind:
                reading.take(entry)
    for entry in entries:
        if entry.kind not in KINDS:
            faults.add(entry.place, "resourceType", "not-of-a-roster", f"one of: {', '.join(KINDS)}")
    return reading.roster


@dataclass
class _Reading:
    """References met so far, by what they lead to."""

    roster: Roster
    faults: Faults
    clinics: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    children: dict[str, str] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """One entry, after those that it may refer to."""
        takers = {
            "Organization": self._organisation,
            "Practitioner": self._practitioner,
            "PractitionerRole": self._role,
            "Patient": self._patient,
            "RelatedPerson": self._related,
        }
        takers[entry.kind](entry)

    def _organisation(self, entry: Entry) -> None:
        clinic = clinic_of(entry)
        if clinic is not None:
            self.clinics |= dict.fromkeys(entry.names, clinic)

    def _practitioner(self, entry: Entry) -> None:
        person = person_of(entry)
        if person is not None:
            self.roster.staff.setdefault(person.external, person)
            self.staff |= dict.fromkeys(entry.names, person.external)

    def _role(self, entry: Entry) -> None:
        self.roster.roles += check_role(entry, self.staff, self.clinics)

    def _patient(self, entry: Entry) -> None:
        references = entry.references("generalPractitioner")
        if any(reference not in self.staff for reference in references):
            says = "must refer to Practitioners of this bundle"
            entry.wrong("generalPractitioner", "unknown-practitioner", says)
        team = tuple(self.staff[reference] for reference in references if reference in self.staff)
        child = child_of(entry, self.clinics.get(entry.reference("managingOrganization") or ""), team)
        if child is None:
            return
        if child.external in self.roster.children:
            entry.wrong("identifier", "duplicate", "an earlier Patient has the same identifier")
            return
        self.roster.children[child.external] = child
        self.children |= dict.fromkeys(entry.names, child.external)

    def _related(self, entry: Entry) -> None:
        child = self.children.get(entry.reference("patient") or "")
        if child is None:
            entry.wrong("patient", "unknown-child", "must refer to a Patient of this bundle that has no faults")
        person = person_of(entry)
        edge = edge_of(entry, person.external, self.staff) if person is not None else None
        if child is None or person is None or edge is None:
            return
        self._adult(entry, person)
        before = self.roster.children[child]
        if any((one.adult, one.authority) == (edge.adult, edge.authority) for one in before.edges):
            entry.wrong("extension(authority)", "duplicate", "an earlier RelatedPerson says the same")
            return
        self.roster.children[child] = replace(before, edges=(*before.edges, edge))

    def _adult(self, entry: Entry, person: RosterPerson) -> None:
        known = self.roster.adults.setdefault(person.external, person)
        if known.name != person.name:
            entry.wrong("name", "contradiction", f"entry {known.row} has another one of the same adult")
        joined = {contact.channel: contact for contact in known.contacts}
        for contact in person.contacts:
            if joined.setdefault(contact.channel, contact).address != contact.address:
                entry.wrong("telecom", "contradiction", f"entry {known.row} has another one of the same adult")
        self.roster.adults[known.external] = replace(known, contacts=tuple(joined.values()))


def _entries(content: bytes, faults: Faults) -> Iterator[Entry]:
    bundle = _bundle(content)
    listed = bundle.get("entry", [])
    if not isinstance(listed, list):
        raise RosterUnreadable("bundle", "Bundle.entry must be a list")
    for place, item in enumerate(listed, start=1):
        resource = item.get("resource") if isinstance(item, dict) else None
        if not isinstance(resource, dict):
            faults.add(place, "resource", "missing", "an entry holds a resource")
            continue
        url = item.get("fullUrl")
        yield Entry(place, url if isinstance(url, str) else "", resource, faults)


def _bundle(content: bytes) -> dict[str, Any]:
    if len(content) > BYTES_MAX:
        raise RosterUnreadable("too-large", f"more than {BYTES_MAX // (1024 * 1024)} MB: split it by clinic")
    try:
        bundle = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise RosterUnreadable("encoding", "JSON is UTF-8; this is not") from None
    except json.JSONDecodeError as error:
        raise RosterUnreadable("json", f"no JSON from line {error.lineno}, column {error.colno} on") from None
    except (ValueError, RecursionError):
        raise RosterUnreadable("json", "a name stands twice in an object, or the nesting is endless") from None
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise RosterUnreadable("bundle", "the document must be a FHIR R4 Bundle")
    return bundle


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(_: str) -> Any:
    raise ValueError("not a number")
