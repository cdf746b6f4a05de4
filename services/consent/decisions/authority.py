"""Edges between adults and the child: on which document, checked by whom, and how a wrong one makes way."""

from dataclasses import replace

from contracts.codes import BasisChange
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.consent.commands import (
    CorrectAuthority,
    EndAuthority,
    GrantAuthority,
    LiftRestriction,
    PlaceRestriction,
    VerifyAuthority,
)
from services.consent.decisions import evidence
from services.consent.decisions.delegations import narrowed
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.facts import found, in_order, joined, one_more, replaced, with_adult
from services.consent.decisions.trails import Act, Subject, begun, grown, with_trails
from services.consent.model import FactSort, Family, StepKind, Trail
from services.consent.rules.case import Adult, Authority


def grant(family: Family, command: GrantAuthority, id: str, act: Act) -> Decision:
    """One more edge, with the paper it came on."""
    made = evidence.grant_authority(family, command, id)
    trail = begun(family, _subject(id, command.person), act.step(StepKind.RECORDED, document=command.document))
    return with_trails(made, trail)


def end(family: Family, trail: Trail | None, command: EndAuthority, act: Act) -> Decision:
    """The edge ends; what the trail says of it stays."""
    edge = found(family.authorities, command.authority, "authority")
    _not_superseded(edge)
    made = evidence.end_authority(family, command)
    trail = grown(trail, family, _of(edge), act.step(StepKind.ENDED, until=edge.until))
    return with_trails(narrowed(made, act.at), trail)


def restrict(family: Family, command: PlaceRestriction, id: str, act: Act) -> Decision:
    """An order, with the paper it came on."""
    made = evidence.place_restriction(family, command, id)
    subject = Subject(id=id, sort=FactSort.RESTRICTION, person=command.person)
    return with_trails(made, begun(family, subject, act.step(StepKind.RECORDED, document=command.document)))


def lift(family: Family, trail: Trail | None, command: LiftRestriction, act: Act) -> Decision:
    """The order ends; on which paper and by whom stays on record."""
    made, order = evidence.lift_restriction(family, command), found(family.restrictions, command.restriction, "order")
    step = act.step(StepKind.ENDED, document=command.document, until=order.until)
    subject = Subject(id=order.id, sort=FactSort.RESTRICTION, person=order.person)
    return with_trails(made, grown(trail, family, subject, step))


def verify(family: Family, trail: Trail | None, command: VerifyAuthority, act: Act) -> Decision:
    """A second pair of eyes on the document; who recorded the edge cannot be it."""
    edge = found(family.authorities, command.authority, "authority")
    _not_superseded(edge)
    if edge.verifier is not None:
        raise Invalid("already-verified", {"authority": ["already-verified"]})
    if trail is not None and trail.recorded_by == act.by:
        raise Forbidden("second-person-needed")
    after = replace(family, authorities=replaced(family.authorities, replace(edge, verifier=act.by)))
    change = moved(after, BasisChange.AUTHORITY, "verified", edge.person, act.at)
    step = act.step(StepKind.VERIFIED, document=command.document)
    return with_trails(recorded(change, {"authority": edge.id}), grown(trail, family, _of(edge), step))


def correct(family: Family, trail: Trail | None, command: CorrectAuthority, id: str, act: Act) -> Decision:
    """The wrong edge never held; it stays on record with its old end in the trail, and names its successor."""
    in_order(command.since, command.until)
    wrong = found(family.authorities, command.authority, "authority")
    _not_superseded(wrong)
    right = Authority(
        id=id,
        person=command.person,
        kind=command.kind,
        since=command.since,
        until=command.until,
        source=command.source,
    )
    void = replace(wrong, until=wrong.since)
    after = replace(family, authorities=one_more(replaced(family.authorities, void), right))
    if command.person not in family.people:
        after = with_adult(after, Adult(person=command.person))
    person = right.person if right.person == wrong.person else None
    change = moved(after, BasisChange.AUTHORITY, "superseded", person, min(wrong.since, right.since))
    gone = act.step(StepKind.SUPERSEDED, command.reason, refers=id, until=wrong.until)
    came = act.step(StepKind.RECORDED, command.reason, document=command.document, refers=wrong.id)
    made = recorded(change, {"authority": id, "superseded": wrong.id}, joined(family, after))
    return with_trails(
        narrowed(made, act.at),
        grown(trail, family, _of(wrong), gone),
        begun(family, _subject(id, right.person), came),
    )


def void(edge: Authority) -> bool:
    """Never held: superseded by a correction, or ended with its beginning."""
    return edge.until is not None and edge.until <= edge.since


def _not_superseded(edge: Authority) -> None:
    if void(edge):
        raise Invalid("superseded", {"authority": ["superseded"]})


def _of(edge: Authority) -> Subject:
    return _subject(edge.id, edge.person)


def _subject(id: str, person: str) -> Subject:
    return Subject(id=id, sort=FactSort.AUTHORITY, person=person)
