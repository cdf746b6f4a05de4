"""Rows of the audit chains as AuditEvent, for the privacy officer: each service shows what this officer may read.

A search walks service after service, page after page; how many rows there are in all is not counted.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from contracts.fhir import CHILD_SYSTEM, PERSON_SYSTEM, fhir_id, parts_of
from kernel.auth.principal import Role
from kernel.errors import Invalid, NotFound, Refusal
from services.web.fhir.answers import Resource
from services.web.fhir.asking import Ask
from services.web.fhir.dates import stretch
from services.web.fhir.search import BadSearch, Query
from services.web.gateways import audit

LETTERS = {"consent": "c", "notes": "n", "goals": "g", "notifications": "m"}  # an id has room for no more
NAMED = ("person", "clinic")  # streams that are not a child's say so
CHILDS = "child"
PATIENT_RECORD = {
    "system": "http://dicom.nema.org/resources/ontology/DCM",
    "code": "110110",
    "display": "Patient Record",
}
PAGES_MAX = 50  # of 200 rows each, looked through for one row
ACTIONS = {"read": "R", "done": "E", "refused": "E"}
OUTCOMES = {"read": "0", "done": "0", "refused": "4"}
NOTHING: tuple[list[Resource], str | None] = ([], None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a search goes on: in which service, at which of its pages, how many rows of it were already given."""

    service: int = 0
    cursor: str = ""
    skip: int = 0

    def text(self) -> str:
        """For a link."""
        packed = json.dumps([self.service, self.cursor, self.skip]).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def search(ask: Ask, query: Query) -> tuple[list[Resource], str | None]:
    """One page of rows and where the next begins; rows out of a `date` are skipped."""
    stream, actor = _subject(query), _actor(query)
    if not stream and not actor:
        raise BadSearch("required", "patient", "required")
    if not ask.asker.has(Role.PRIVACY_OFFICER) or query.counts_only:
        return NOTHING
    place = _place(query.page)
    service = audit.AUDITED[place.service]
    found = _page(ask, service, stream, actor, place.cursor)
    rows = found["rows"][place.skip : place.skip + query.count]
    shown = [row for row in rows if all(item.takes(stretch(row["at"])) for item in query.dates.get("date", ()))]
    return [_event(service, row) for row in shown], _next(place, found, query.count)


def read(ask: Ask, id: str) -> Resource | None:
    """One row by its place in its chain."""
    parts = parts_of(id)
    service = next((name for name, letter in LETTERS.items() if parts and parts[0] == letter), None)
    if parts is None or len(parts) != 4 or service is None or not ask.asker.has(Role.PRIVACY_OFFICER):
        return None
    stream = parts[2] if parts[1] == CHILDS else f"{parts[1]}:{parts[2]}"
    cursor = ""
    for _ in range(PAGES_MAX):
        page = _page(ask, service, stream, "", cursor)
        for row in page["rows"]:
            if str(row["position"]) == parts[3]:
                return _event(service, row)
        cursor = page["next_cursor"] or ""
        if not cursor:
            return None
    return None


def _page(ask: Ask, service: str, stream: str, actor: str, cursor: str) -> dict[str, Any]:
    try:
        return audit.search(ask.door, service, stream, actor, cursor)
    except Invalid:
        raise BadSearch("not-valid", "_page") from None
    except NotFound:
        return {"rows": [], "next_cursor": None}


def _next(place: Place, found: dict[str, Any], count: int) -> str | None:
    if place.skip + count < len(found["rows"]):
        return Place(place.service, place.cursor, place.skip + count).text()
    if found["next_cursor"]:
        return Place(place.service, found["next_cursor"]).text()
    return Place(place.service + 1).text() if place.service + 1 < len(audit.AUDITED) else None


def _place(page: str) -> Place:
    if not page:
        return Place()
    try:
        service, cursor, skip = json.loads(base64.urlsafe_b64decode(page + "=" * (-len(page) % 4)))
        found = Place(service, cursor, skip)
        fits = type(service) is int and isinstance(cursor, str) and type(skip) is int and skip >= 0
        if not fits or not 0 <= service < len(audit.AUDITED):
            raise ValueError("not a place")
    except (ValueError, TypeError, Refusal):
        raise BadSearch("not-valid", "_page") from None
    return found


def _subject(query: Query) -> str:
    parts = parts_of(query.patient) if query.patient else None
    if query.patient and (parts is None or len(parts) != 1):
        raise BadSearch("not-valid", "patient")
    return parts[0] if parts else ""


def _actor(query: Query) -> str:
    actors = query.tokens.get("altid", frozenset())
    if len(actors) > 1:
        raise BadSearch("more-than-one", "altid")
    return next(iter(actors), "")


def _event(service: str, row: dict[str, Any]) -> Resource:
    stream = str(row["stream"])
    kind, _, id = stream.rpartition(":") if stream.startswith(tuple(f"{name}:" for name in NAMED)) else ("", "", stream)
    facts = [{"type": name, "valueString": value} for name, value in sorted(row["facts"].items()) if value]
    system = CHILD_SYSTEM if not kind else f"urn:alliance:{kind}"
    what: dict[str, Any] = {"identifier": {"system": system, "value": id}}
    if not kind:
        what = {"reference": f"Patient/{fhir_id(id)}", "type": "Patient", **what}
    return {
        "resourceType": "AuditEvent",
        "id": fhir_id(LETTERS[service], kind or CHILDS, id, str(row["position"])),
        "type": PATIENT_RECORD,
        "subtype": [{"system": "urn:alliance:audit-action", "code": row["action"]}],
        "action": ACTIONS.get(row["outcome"], "E"),
        "recorded": row["at"],
        "outcome": OUTCOMES.get(row["outcome"], "0"),
        **({"outcomeDesc": row["code"]} if row["code"] else {}),
        "agent": [
            {
                "type": {"coding": [{"system": "urn:alliance:actor-kind", "code": row["actor_kind"]}]},
                "who": {"identifier": {"system": PERSON_SYSTEM, "value": row["actor"]}},
                "altId": row["actor"],
                "requestor": True,
            }
        ],
        "source": {"observer": {"display": service}},
        "entity": [{"what": what, **({"detail": facts} if facts else {})}],
    }
