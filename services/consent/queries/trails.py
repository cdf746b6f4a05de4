"""What is on paper about the facts of a child, and what is to be looked at again. For staff who look after the child.

Whoever a trail speaks of does not read it, in whatever role: an accused colleague would learn of the flag.
"""

from datetime import datetime, timedelta
from typing import Any

from kernel.clock import to_text
from kernel.command import person_stream
from kernel.reader import Reader
from kernel.store.port import Span, Where
from services.consent.decisions import access
from services.consent.model import FactSort, Family, Step, Trail
from services.consent.repository import FAMILIES, TRAILS

TRAILS_MAX = 2_000  # of one child: five sorts of facts with four hundred each
REVIEWS_MAX = 500  # shown at once; who has more due sees the oldest first


def trails(reader: Reader, child: str) -> dict[str, Any]:
    """All of a child, by fact."""
    access.required(reader.principal, reader.known(FAMILIES, child))
    found = reader.find(TRAILS, {"child": child}, ("_id",), TRAILS_MAX)
    reader.shown(child, "trails")
    return {"trails": [_trail(trail) for trail in found if trail.person != reader.principal.person]}


def reviews(reader: Reader, clinic: str, days: int) -> dict[str, Any]:
    """Due by then among the children of the clinic whom the asker looks after."""
    asker, until = reader.principal, to_text(reader.now + timedelta(days=days))
    where: Where = {"network": asker.network or "", "review": Span(below=until)}
    found = reader.find(TRAILS, where, ("review",), REVIEWS_MAX)
    families = reader.many(FAMILIES, sorted({trail.child for trail in found}))
    rows = [
        _review(reader, families[trail.child], trail)
        for trail in found
        if trail.person != asker.person
        and _theirs(reader, families.get(trail.child), clinic)
        and _open(families[trail.child], trail)
    ]
    reader.shown(person_stream(asker.person), "reviews", count=str(len(rows)))
    return {"reviews": rows}


def _theirs(reader: Reader, family: Family | None, clinic: str) -> bool:
    return family is not None and clinic in family.clinics and access.looks_after(reader.principal, family)


def _open(family: Family, trail: Trail) -> bool:
    """What stands: an agreement, a flag, or a line that was not ended before its day.

    A line that has expired waits for a word.
    """
    if trail.sort is FactSort.SHARING:
        return family.sharing is not None and family.sharing.agreement == trail.id
    if trail.sort is FactSort.DANGER:
        return any(flag.id == trail.id and flag.until is None for flag in family.dangers)
    end = _end(family, trail)
    return end is None or trail.review is None or end >= trail.review


def _end(family: Family, trail: Trail) -> datetime | None:
    return next((line.until for line in family.boundaries if line.id == trail.id), None)


def _review(reader: Reader, family: Family, trail: Trail) -> dict[str, Any]:
    end = _end(family, trail)
    expired = end is not None and end <= reader.now
    due = trail.review is not None and trail.review <= reader.now
    return {
        "child": trail.child,
        "fact": trail.id,
        "sort": trail.sort.value,
        "person": trail.person,
        "review": _moment(trail.review),
        "state": "expired" if expired else "due" if due else "upcoming",
    }


def _trail(trail: Trail) -> dict[str, Any]:
    return {
        "fact": trail.id,
        "sort": trail.sort.value,
        "person": trail.person,
        "review": _moment(trail.review),
        "steps": [_step(step) for step in trail.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind.value,
        "by": step.by,
        "at": to_text(step.at),
        "reason": step.reason,
        "document": step.document,
        "refers": step.refers,
        "until": _moment(step.until),
        "session": step.session,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)
