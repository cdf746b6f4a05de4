"""Levels of involvement: for clinicians with reason and history, for a guardian only what is open to them."""

from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.model.child import Child
from services.goals.model.involvement import FULL, LEVELS, Involvement
from services.goals.queries.reach import family, is_family, team
from services.goals.repository.involvement import allowed, involvements_of

ACTION = "read-involvement"


def involvement(reader: Reader, child_id: str) -> dict[str, Any]:
    """For a guardian neither level nor reason, and nothing of anybody else."""
    if is_family(reader):
        child = family(reader, child_id, ACTION)
        told = {"open": [_open(reader, child, clinic) for clinic in sorted(team.clinic for team in child.teams)]}
    else:
        child, clinics = team(reader, child_id, ACTION)
        found = involvements_of(reader, child.id, clinics)
        pairs = [(clinic, person) for clinic in sorted(clinics) for person in child.adults]
        told = {"guardians": [_guardian(reader, clinic, person, found) for clinic, person in pairs]}
    reader.shown(child.id, ACTION)
    return told


def _open(reader: Reader, child: Child, clinic: str) -> dict[str, Any]:
    return {"clinic": clinic, "actions": sorted(allowed(reader, child.id, clinic, reader.principal.person))}


def _guardian(reader: Reader, clinic: str, person: str, found: Sequence[Involvement]) -> dict[str, Any]:
    changes = (one for one in found if (one.clinic, one.person) == (clinic, person))
    mine = sorted(changes, key=lambda one: -one.revision)
    level, today = mine[0].level if mine else FULL, reader.now.date().isoformat()
    return {
        "clinic": clinic,
        "person": person,
        "level": level,
        "actions": sorted(LEVELS[level]),
        "revision": mine[0].revision if mine else 0,
        "review_due": bool(mine) and mine[0].review_on <= today,
        "history": [_change(reader, one) for one in mine],
    }


def _change(reader: Reader, one: Involvement) -> dict[str, Any]:
    return {
        "revision": one.revision,
        "level": one.level,
        "reason": reader.open(one.child, one.reason),
        "review_on": one.review_on,
        "set_by": one.set_by,
        "at": to_text(one.set_at),
    }
