"""Who is on call at a moment, where nobody is, and what may be entered: pure, in moments and not in wall times.

Shifts of different people may overlap: all of them are on call, whoever began first stands first. In a gap the clinic's
standing list is. A wall time that a spring change skips is refused; one that an autumn change repeats is read so that
the shift is the longer one: nobody falls into the hour between.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.decision import Decision
from kernel.errors import Invalid, NotFound, Stale
from services.consent.model.rota import Rota, Shift

WALL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
SHIFT_MAX = timedelta(hours=72)  # a long weekend; nobody is on call for longer without sleep
SHIFTS_MAX = 500  # kept for one clinic: two people a day for most of a year
KEPT = timedelta(days=60)  # what is over for longer is in the decisions that it led to
AHEAD_MAX = timedelta(days=366)


def on_call_at(shifts: Sequence[Shift], moment: datetime) -> tuple[str, ...]:
    """Whose shift it is, each once; empty in a gap."""
    on = sorted((shift for shift in shifts if shift.covers(moment)), key=lambda shift: (shift.since, shift.id))
    return tuple(dict.fromkeys(shift.person for shift in on))


def gaps(shifts: Sequence[Shift], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """When nobody is on shift, between two moments, in order."""
    found, at = [], since
    for shift in sorted(shifts, key=lambda shift: shift.since):
        if shift.since >= until:
            break
        if shift.since > at:
            found.append((at, shift.since))
        at = max(at, shift.until)
    return [*found, (at, until)] if at < until else found


def moment_of(wall: str, zone: str, *, is_end: bool, field: str) -> datetime:
    """The moment of a wall time `YYYY-MM-DDTHH:MM` in a zone; Invalid names the field."""
    try:
        local = datetime.fromisoformat(wall) if WALL.fullmatch(wall) else None
    except ValueError:
        local = None
    if local is None:
        raise Invalid("shift", {field: ["not-a-time"]})
    found = local.replace(tzinfo=ZoneInfo(zone), fold=1 if is_end else 0).astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) != local:
        raise Invalid("shift", {field: ["no-such-time"]})
    return found


def entered(rota: Rota, shift: Shift, now: datetime) -> Decision:
    """A shift more. Invalid with the fields named."""
    _checked(rota, shift, now)
    kept = tuple(item for item in rota.shifts if item.until > now - KEPT)
    if len(kept) >= SHIFTS_MAX:
        raise Invalid("shift", {"person": ["too-many-shifts"]})
    shifts = tuple(sorted((*kept, shift), key=lambda item: (item.since, item.id)))
    return Decision(
        changes=(replace(rota, shifts=shifts),),
        reply={"shift": shift.id},
        facts={"shift": shift.id, "person": shift.person},
    )


def _checked(rota: Rota, shift: Shift, now: datetime) -> None:
    if shift.until <= shift.since:
        raise Invalid("shift", {"ends": ["before-start"]})
    if shift.until - shift.since > SHIFT_MAX:
        raise Invalid("shift", {"ends": ["too-long"]})
    if shift.until <= now:
        raise Invalid("shift", {"ends": ["over"]})
    if shift.since > now + AHEAD_MAX:
        raise Invalid("shift", {"starts": ["too-far-ahead"]})
    own = (item for item in rota.shifts if item.person == shift.person)
    if any(item.since < shift.until and shift.since < item.until for item in own):
        raise Invalid("shift", {"starts": ["overlaps-their-own"]})


def ended(rota: Rota, id: str, now: datetime) -> Decision:
    """Not theirs any more: one to come goes, one under way ends now. What is over stays as it was."""
    shift = next((item for item in rota.shifts if item.id == id), None)
    if shift is None:
        raise NotFound("no-such-shift")
    if shift.until <= now:
        raise Stale("shift-over")
    others = tuple(item for item in rota.shifts if item.id != id)
    left = (replace(shift, until=now),) if shift.since < now else ()
    shifts = tuple(sorted((*others, *left), key=lambda item: (item.since, item.id)))
    return Decision(
        changes=(replace(rota, shifts=shifts),), reply={"shift": id}, facts={"shift": id, "person": shift.person}
    )
