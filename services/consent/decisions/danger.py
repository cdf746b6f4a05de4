"""Adults as a source of harm: a flag is set by one and taken away only by two."""

from dataclasses import replace
from datetime import datetime

from contracts.codes import BasisChange, DangerState
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound
from services.consent.commands import FlagDanger, ResolveDanger
from services.consent.decisions.evidence import moved, recorded
from services.consent.model import FACTS_MAX, Family
from services.consent.rules.case import Danger

ACTIVE = frozenset({DangerState.ALLEGED, DangerState.SUBSTANTIATED})


def flagged(family: Family, person: str, now: datetime) -> bool:
    """Whether the adult is under suspicion now."""
    return any(item.person == person and item.state in ACTIVE and item.holds(now) for item in family.dangers)


def flag_danger(family: Family, command: FlagDanger, id: str, now: datetime) -> Decision:
    """A new flag; a finding ends the allegation it confirms. Back from finding to allegation is a removal."""
    found = any(item.state is DangerState.SUBSTANTIATED and item.holds(now) for item in _of(family, command.person))
    if command.state not in ACTIVE or (found and command.state is DangerState.ALLEGED):
        raise Invalid("removal-needs-two", {"state": ["not-a-choice"]})
    if command.person not in family.people:
        raise Invalid("not-on-record", {"person": ["not-on-record"]})
    if len(family.dangers) >= FACTS_MAX:
        raise Invalid("too-many-facts")
    flag = Danger(id=id, person=command.person, state=command.state, since=now)
    earlier = tuple(
        replace(item, until=now) if item.person == flag.person and item.holds(now) else item for item in family.dangers
    )
    after = replace(family, dangers=(*earlier, flag))
    return recorded(moved(after, BasisChange.DANGER, flag.state.value, flag.person, now), {"danger": id})


def resolve_danger(family: Family, command: ResolveDanger, asker: str, now: datetime) -> Decision:
    """Proposed by the first, effective when a second person confirms; until then the flag holds."""
    flag = next((item for item in family.dangers if item.id == command.danger), None)
    if flag is None:
        raise NotFound("no-such-danger")
    if flag.state not in ACTIVE or not flag.holds(now):
        raise Invalid("not-active", {"danger": ["not-active"]})
    if flag.unfounded_by is None:
        asked = _with(family, replace(flag, unfounded_by=asker))
        reply = {"danger": flag.id, "state": "pending", "position": family.position}
        return Decision(changes=(asked,), reply=reply, facts={"danger": flag.id, "state": "pending"})
    if flag.unfounded_by == asker:
        raise Forbidden("second-person-needed")
    ended = _with(family, replace(flag, until=now))
    unfounded = Danger(
        id=f"{flag.id}-unfounded", person=flag.person, state=DangerState.UNFOUNDED, since=now, unfounded_by=asker
    )
    after = replace(ended, dangers=(*ended.dangers, unfounded))
    return recorded(
        moved(after, BasisChange.DANGER, "unfounded", flag.person, now), {"danger": flag.id, "state": "unfounded"}
    )


def suspected_again(family: Family, person: str) -> Family:
    """A removal that waits for its second person was asked for before this concern: it must be asked for anew."""
    dangers = (replace(item, unfounded_by=None) if item.state in ACTIVE else item for item in _of(family, person))
    renewed = {item.id: item for item in dangers}
    return replace(family, dangers=tuple(renewed.get(item.id, item) for item in family.dangers))


def _of(family: Family, person: str) -> list[Danger]:
    return [item for item in family.dangers if item.person == person]


def _with(family: Family, flag: Danger) -> Family:
    return replace(family, dangers=tuple(flag if item.id == flag.id else item for item in family.dangers))
