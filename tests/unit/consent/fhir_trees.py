"""Consent resources to begin from, and what a tree says, worked out the slow way: cell by cell, moment by moment."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from contracts.codes import DisclosureClass
from contracts.fhir import CLASS_SYSTEM
from services.consent.fhir.elements import Around

AROUND = Around("c1", ("father", "grandmother", "mother"))
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
Tree = dict[str, Any]


def day(number: int) -> str:
    """A midnight of March 2026, as FHIR writes instants."""
    return f"2026-03-{number:02d}T00:00:00Z"


def moment(number: int) -> datetime:
    """The same, at noon."""
    return datetime(2026, 3, number, 12, tzinfo=UTC)


def related(person: str) -> Tree:
    """A reference by identifier."""
    return {"type": "RelatedPerson", "identifier": {"system": "urn:alliance:person", "value": person}}


def actor(person: str) -> Tree:
    """A recipient."""
    return {"role": {"coding": [{"system": PARTICIPATION, "code": "PRCP"}]}, "reference": related(person)}


def codings(*classes: str) -> list[Tree]:
    """Classes by our code system."""
    return [{"system": CLASS_SYSTEM, "code": item} for item in classes]


def until(first: int, last: int) -> Tree:
    """From the first day up to, not including, the last."""
    return {"start": day(first), "end": f"2026-03-{last - 1:02d}T23:59:59.999999Z"}


def rule(type: str | None = "permit", /, **more: Any) -> Tree:
    """An R4 rule about the grandmother, goals and attendance, for most of March."""
    known = {
        "period": until(2, 20),
        "actor": [actor("grandmother")],
        "class": codings("goals-progress", "attendance-billing"),
    }
    return {**({"type": type} if type else {}), **known, **more}


def r4(provision: Tree | None = None, /, **more: Any) -> Tree:
    """A clear R4 consent of the mother."""
    return deepcopy(
        {
            "resourceType": "Consent",
            "identifier": [{"system": "urn:example:forms", "value": "form-7"}],
            "status": "active",
            "scope": {
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
            },
            "category": [{"coding": [{"system": "http://loinc.org", "code": "64292-6"}]}],
            "patient": {"reference": "Patient/c1"},
            "performer": [related("mother")],
            "verification": [{"verified": True}],
            "provision": rule() if provision is None else provision,
            **more,
        }
    )


def rule_r5(**more: Any) -> Tree:
    """An R5 rule: no type, classes in `code`."""
    found = rule(None, **more)
    found["code"] = [{"coding": [coding]} for coding in found.pop("class")]
    return found


def r5(*provisions: Tree, **more: Any) -> Tree:
    """A clear R5 consent of the mother."""
    base = r4()
    known = {name: base[name] for name in ("resourceType", "identifier", "status", "category", "verification")}
    return deepcopy(
        {
            **known,
            "subject": {"reference": "Patient/c1"},
            "grantor": [related("mother")],
            "decision": "deny",
            "provision": list(provisions) or [rule_r5()],
            **more,
        }
    )


def without(tree: Tree, *names: str) -> Tree:
    """The tree without these elements."""
    return {name: value for name, value in tree.items() if name not in names}


def says(provision: Tree, person: str, item: DisclosureClass, at: datetime, around: Tree | None = None) -> str | None:
    """What an R4 tree says of one cell at one moment: the innermost rule that covers it. None: nothing."""
    merged = {**(around or {}), **provision}
    if not _covers(merged, person, item, at):
        return None
    inner = [
        found
        for exception in provision.get("provision", [])
        if (found := says(exception, person, item, at, without(merged, "provision", "type"))) is not None
    ]
    return inner[0] if inner else merged["type"]


def _covers(merged: Tree, person: str, item: DisclosureClass, at: datetime) -> bool:
    people = {entry["reference"]["identifier"]["value"] for entry in merged.get("actor", [])}
    classes = {entry["code"] for entry in merged.get("class", [])}
    start, end = (merged["period"].get(name) for name in ("start", "end"))
    in_time = (start is None or datetime.fromisoformat(start) <= at) and (
        end is None or at <= datetime.fromisoformat(end)
    )
    return person in people and (not classes or item.value in classes) and in_time
