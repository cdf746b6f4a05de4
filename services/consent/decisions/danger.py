"""Adults as a source of harm: a flag is set by one and taken away only by two. Nobody acts on a flag of their own."""

from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import BasisChange, DangerState
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound
from services.consent.commands import FlagDanger, ResolveDanger, ReviewDanger, WithdrawResolution
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.trails import Act, Subject, begun, grown, with_trails
from services.consent.model import FACTS_MAX, FactSort, Family, StepKind, Trail
from services.consent.rules.case import Danger

ACTIVE = frozenset({DangerState.ALLEGED, DangerState.SUBSTANTIATED})
REVIEW = timedelta(days=30)  # a flag is looked at again within a month, or an allegation would stay by default


def flagged(family: Family, person: str, now: datetime) -> bool:
    """Whether the adult is under suspicion now."""
    return any(item.person == person and item.state in ACTIVE and item.holds(now) for item in family.dangers)


def flag_danger(family: Family, command: FlagDanger, id: str, act: Act) -> Decision:
    """A new flag; a finding ends the allegation it confirms. Back from finding to allegation is a removal."""
    now, own = act.at, _of(family, command.person)
    found = any(item.state is DangerState.SUBSTANTIATED and item.holds(now) for item in own)
    if command.state not in ACTIVE or (found and command.state is DangerState.ALLEGED):
        raise Invalid("removal-needs-two", {"state": ["not-a-choice"]})
    if command.person not in family.people and not own:  # a colleague comes in by a concern only
        raise Invalid("not-on-record", {"person": ["not-on-record"]})
    if len(family.dangers) >= FACTS_MAX:
        raise Invalid("too-many-facts")
    flag = Danger(id=id, person=command.person, state=command.state, since=now)
    earlier = tuple(
        replace(item, until=now) if item.person == flag.person and item.holds(now) else item for item in family.dangers
    )
    after = replace(family, dangers=(*earlier, flag))
    made = recorded(moved(after, BasisChange.DANGER, flag.state.value, flag.person, now), {"danger": id})
    return with_trails(made, _begun(family, flag, act, command.review or now + REVIEW))


def resolve_danger(family: Family, trail: Trail | None, command: ResolveDanger, act: Act) -> Decision:
    """Proposed by the first, effective when a second person confirms; until then the flag holds."""
    flag = _open(family, command.danger, act)
    if flag.unfounded_by is None:
        return _proposed(family, flag, trail, command.reason, act)
    if flag.unfounded_by == act.by:
        raise Forbidden("second-person-needed")
    ended = _with(family, replace(flag, until=act.at))
    unfounded = Danger(
        id=f"{flag.id}-unfounded", person=flag.person, state=DangerState.UNFOUNDED, since=act.at, unfounded_by=act.by
    )
    after = replace(ended, dangers=(*ended.dangers, unfounded))
    change = moved(after, BasisChange.DANGER, "unfounded", flag.person, act.at)
    step = act.step(StepKind.REMOVAL_CONFIRMED, command.reason, refers=unfounded.id)
    return with_trails(
        recorded(change, {"danger": flag.id, "state": "unfounded"}), grown(trail, family, _subject(flag), step)
    )


def withdraw_resolution(family: Family, trail: Trail | None, command: WithdrawResolution, act: Act) -> Decision:
    """Anybody who may propose may also stop a removal: the flag holds on, and the next asker is a first one again."""
    flag = _open(family, command.danger, act)
    if flag.unfounded_by is None:
        raise Invalid("nothing-proposed", {"danger": ["nothing-proposed"]})
    step = act.step(StepKind.REMOVAL_WITHDRAWN, command.reason)
    kept = _with(family, replace(flag, unfounded_by=None))
    return _unmoved(kept, flag, "withdrawn", grown(trail, family, _subject(flag), step, _review(trail, act)))


def review_danger(family: Family, trail: Trail | None, command: ReviewDanger, act: Act) -> Decision:
    """Looked at again and it stands. What decisions rest on is as it was."""
    flag = _open(family, command.danger, act)
    if command.review <= act.at:
        raise Invalid("not-in-future", {"review": ["not-in-future"]})
    step = act.step(StepKind.REVIEWED, command.reason)
    found = grown(trail, family, _subject(flag), step, command.review)
    reply = {"danger": flag.id, "state": flag.state.value}
    return Decision(changes=(found,), reply={**reply, "position": family.position}, facts=reply)


def alleged(before: Family, made: Decision, concern: str, by: str, at: datetime) -> Decision:
    """The flags that a concern has set get their trails: on which concern, and when to look again."""
    act, known = Act(by, at), {flag.id for flag in before.dangers}
    families = (item for item in made.changes if isinstance(item, Family))
    flags = [flag for family in families for flag in family.dangers if flag.id not in known]
    return with_trails(made, *(_begun(before, flag, act, at + REVIEW, concern) for flag in flags))


def suspected_again(family: Family, person: str) -> Family:
    """A removal that waits for its second person was asked for before this concern: it must be asked for anew."""
    dangers = (replace(item, unfounded_by=None) if item.state in ACTIVE else item for item in _of(family, person))
    renewed = {item.id: item for item in dangers}
    return replace(family, dangers=tuple(renewed.get(item.id, item) for item in family.dangers))


def _proposed(family: Family, flag: Danger, trail: Trail | None, reason: str | None, act: Act) -> Decision:
    if reason is None:
        raise Invalid("reason-needed", {"reason": ["required"]})
    asked = _with(family, replace(flag, unfounded_by=act.by))
    step = act.step(StepKind.REMOVAL_PROPOSED, reason)
    return _unmoved(asked, flag, "pending", grown(trail, family, _subject(flag), step, _review(trail, act)))


def _unmoved(after: Family, flag: Danger, state: str, trail: Trail) -> Decision:
    """The flag holds as before: no decision rests on who has asked for its end."""
    reply = {"danger": flag.id, "state": state}
    return Decision(changes=(after, trail), reply={**reply, "position": after.position}, facts=reply)


def _open(family: Family, id: str, act: Act) -> Danger:
    """A flag that holds and may be acted on; whoever is under suspicion finds none, neither their own nor another's."""
    flag = next((item for item in family.dangers if item.id == id), None)
    if flag is None or flagged(family, act.by, act.at):
        raise NotFound("no-such-danger")
    if flag.state not in ACTIVE or not flag.holds(act.at):
        raise Invalid("not-active", {"danger": ["not-active"]})
    return flag


def _begun(family: Family, flag: Danger, act: Act, review: datetime, concern: str | None = None) -> Trail:
    if review <= act.at:
        raise Invalid("not-in-future", {"review": ["not-in-future"]})
    return begun(family, _subject(flag), act.step(StepKind.RECORDED, refers=concern), review)


def _review(trail: Trail | None, act: Act) -> datetime:
    """As it was; a flag from before there were trails gets a date now."""
    return trail.review if trail is not None and trail.review is not None else act.at + REVIEW


def _subject(flag: Danger) -> Subject:
    return Subject(id=flag.id, sort=FactSort.DANGER, person=flag.person)


def _of(family: Family, person: str) -> list[Danger]:
    return [item for item in family.dangers if item.person == person]


def _with(family: Family, flag: Danger) -> Family:
    return replace(family, dangers=tuple(flag if item.id == flag.id else item for item in family.dangers))
