"""Registering people, clinics and children; doing it again brings the record up to date and loses nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.codes import BasisChange
from contracts.consent import BasisChanged, CareTeamChanged, ChildRegistered
from kernel.chance import derived_id
from kernel.contract import Event
from kernel.decision import Decision
from kernel.errors import Invalid
from kernel.kind import Sealed
from services.consent.commands import ChangeCareTeam, RegisterChild, RegisterClinic, RegisteredAdult, RegisterPerson
from services.consent.model import ADULTS_MAX, Clinic, Family, Person, Team
from services.consent.rules.case import Adult, Authority


def register_person(known: Person | None, command: RegisterPerson, name: Sealed) -> Decision:
    """The person as the command says."""
    person = Person(
        id=command.person, network=command.network, name=name, language=command.language, zone=command.zone
    )
    reply = {"person": command.person}
    return Decision(reply=reply) if person == known else Decision(changes=(person,), reply=reply)


def register_clinic(known: Clinic | None, command: RegisterClinic) -> Decision:
    """The clinic as the command says."""
    clinic = Clinic(
        id=command.clinic,
        network=command.network,
        jurisdiction=command.jurisdiction,
        zone=command.zone,
        name=command.name,
        languages=command.languages,
        on_call=tuple(sorted(set(command.on_call))),
        agency_name=command.agency_name,
        policy=command.policy,
    )
    reply = {"clinic": command.clinic}
    return Decision(reply=reply) if clinic == known else Decision(changes=(clinic,), reply=reply)


def register_child(known: Family | None, command: RegisterChild, name: Sealed, now: datetime) -> Decision:
    """A new family, or the known one brought up to date with an event for each part that differs."""
    family = _updated(known, command, name) if known else _new(command, name)
    if len(family.adults) > ADULTS_MAX:
        raise Invalid("too-many-adults", {"adults": ["too-many"]})
    if family == known:
        return Decision(reply=_reply(family))
    if known is None:
        return Decision(changes=(family,), events=(registered(family, command.clinic),), reply=_reply(family))
    changed = _basis_changes(known, family)
    family = replace(family, position=known.position + max(1, len(changed)))
    return Decision(changes=(family,), events=_events(known, family, command, changed, now), reply=_reply(family))


def change_care_team(family: Family, command: ChangeCareTeam) -> Decision:
    """The whole team; Invalid when the child is not in the care of that clinic."""
    if command.clinic not in family.clinics or family.left(command.clinic):
        raise Invalid("not-in-clinic", {"clinic": ["not-of-child"]})
    changed = replace(with_team(family, command.clinic, command.care_team), position=family.position + 1)
    if changed.teams == family.teams:
        return Decision(reply=_reply(family))
    event = CareTeamChanged(child=family.id, clinic=command.clinic, care_team=changed.team_in(command.clinic))
    return Decision(changes=(changed,), events=(event,), reply=_reply(changed))


def _new(command: RegisterChild, name: Sealed) -> Family:
    empty = Family(
        id=command.child,
        network=command.network,
        clinics=(),
        jurisdiction=command.jurisdiction,
        name=name,
        birth_day=command.birth_day,
        basis=command.basis,
        agreement=command.confidentiality_agreement,
        care_team=(),
        agency=command.agency,
        position=1,
    )
    return _updated(empty, command, name)


def _updated(family: Family, command: RegisterChild, name: Sealed) -> Family:
    adults = {adult.person: adult for adult in family.adults} | {
        item.person: Adult(person=item.person, lives_with_child=item.lives_with_child, household=item.household)
        for item in command.adults
    }
    edges = {edge.id: edge for edge in family.authorities}
    for item in command.adults:
        edge = authority_of(command.child, item)
        edges[edge.id] = _kept(edges.get(edge.id), edge)
    return replace(
        with_team(family, command.clinic, command.care_team),
        clinics=tuple(sorted({*family.clinics, command.clinic})),
        jurisdiction=command.jurisdiction,
        name=name,
        birth_day=command.birth_day,
        basis=command.basis,
        agreement=family.agreement if family.agreement_paper else command.confidentiality_agreement,
        child_incapable=command.child_incapable,
        agency=command.agency,
        people=tuple(sorted(adults)),
        adults=tuple(adults[person] for person in sorted(adults)),
        authorities=tuple(edges[id] for id in sorted(edges)),
    )


def _kept(known: Authority | None, sent: Authority) -> Authority:
    """An edge that has ended, was corrected or was verified since stays so, however often the form is sent again."""
    if known is None:
        return sent
    ends = [end for end in (known.until, sent.until) if end is not None]
    return replace(sent, until=min(ends, default=None), verifier=known.verifier or sent.verifier)


def authority_of(child: str, item: RegisteredAdult) -> Authority:
    """The edge; the same person, kind and beginning is the same edge however often it is sent."""
    return Authority(
        id=derived_id("authority", child, item.person, item.authority, item.since.isoformat()),
        person=item.person,
        kind=item.authority,
        since=item.since,
        until=item.until,
        source=item.source,
        verifier=item.verifier,
    )


def _basis_changes(before: Family, after: Family) -> list[tuple[BasisChange, str]]:
    """Which facts that decisions rest on differ, each with its code."""
    parts: Mapping[str, tuple[BasisChange, Any, Any]] = {
        "jurisdiction": (BasisChange.EPISODE, before.jurisdiction, after.jurisdiction),
        "birth-day": (BasisChange.EPISODE, before.birth_day, after.birth_day),
        "basis": (BasisChange.EPISODE, before.basis, after.basis),
        "agreement": (BasisChange.EPISODE, before.agreement, after.agreement),
        "capacity": (BasisChange.EPISODE, before.child_incapable, after.child_incapable),
        "adults": (BasisChange.AUTHORITY, before.adults, after.adults),
        "authorities": (BasisChange.AUTHORITY, before.authorities, after.authorities),
    }
    return [(change, code) for code, (change, old, new) in sorted(parts.items()) if old != new]


def _events(
    before: Family, after: Family, command: RegisterChild, changed: list[tuple[BasisChange, str]], now: datetime
) -> tuple[Event, ...]:
    events: list[Event] = [
        BasisChanged(
            child=after.id,
            change=change,
            code=code,
            person=None,
            position=before.position + place,
            effective_at=now,
        )
        for place, (change, code) in enumerate(changed, start=1)
    ]
    if _published(before) != _published(after):
        events.append(registered(after, command.clinic))
    team = after.team_in(command.clinic)
    if command.clinic in before.clinics and before.team_in(command.clinic) != team:
        events.append(CareTeamChanged(child=after.id, clinic=command.clinic, care_team=team))
    return tuple(events)


def _published(family: Family) -> tuple[object, ...]:
    return family.clinics, family.jurisdiction, family.people


def registered(family: Family, clinic: str) -> ChildRegistered:
    """The present as it is published: one clinic with its team, and all the adults. Saying it again adds nothing."""
    return ChildRegistered(
        child=family.id,
        network=family.network,
        clinic=clinic,
        jurisdiction=family.jurisdiction,
        care_team=family.team_in(clinic),
        adults=family.people,
    )


def with_team(family: Family, clinic: str, persons: tuple[str, ...]) -> Family:
    """One clinic's team is replaced; those of the child's other clinics stay."""
    team = Team(clinic=clinic, persons=tuple(sorted(set(persons))))
    teams = (*(item for item in family.teams if item.clinic != clinic), team)
    everybody = sorted({person for item in teams for person in item.persons})
    return replace(
        family, teams=tuple(sorted(teams, key=lambda item: item.clinic)), care_team=tuple(everybody)
    )


def _reply(family: Family) -> dict[str, Any]:
    return {"child": family.id, "position": family.position}
