"""What a family becomes: commands of consent, and the addresses that notifications should know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from contracts.codes import Channel
from deploy.roster.ids import Ids
from deploy.roster.people import RosterChild, RosterContact, RosterEdge, RosterFamily, RosterPerson
from services.consent.commands import RegisterChild, RegisteredAdult, RegisterPerson
from services.consent.model import Clinic
from services.notifications.commands import AddContactPoint

Registration = RegisterPerson | RegisterChild


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedContact:
    """One address with where it stood in the file."""

    command: AddContactPoint
    source: RosterContact


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFamily:
    """`commands` go in one commit."""

    row: int
    commands: tuple[Registration, ...]
    contacts: tuple[PlannedContact, ...]

    @property
    def children(self) -> int:
        """How many children it has."""
        return sum(isinstance(command, RegisterChild) for command in self.commands)


def planned(family: RosterFamily, clinics: Mapping[str, Clinic], ids: Ids) -> PlannedFamily:
    """`clinics` by what the file calls them."""
    zone = clinics[family.children[0].clinic].zone
    people = [_person(adult, ids.adult(adult.external), zone, ids.network) for adult in family.adults]
    children = [_child(child, clinics[child.clinic], ids) for child in family.children]
    contacts = [contact for adult in family.adults for contact in _contacts(adult, ids.adult(adult.external))]
    return PlannedFamily(row=family.first_row, commands=(*people, *children), contacts=tuple(contacts))


def planned_staff(person: RosterPerson, zone: str, ids: Ids) -> PlannedFamily:
    """A practitioner, imported like a family of one."""
    id = ids.staff(person.external)
    contacts = tuple(_contacts(person, id))
    return PlannedFamily(row=person.row, commands=(_person(person, id, zone, ids.network),), contacts=contacts)


def _person(person: RosterPerson, id: str, zone: str, network: str) -> RegisterPerson:
    return RegisterPerson(
        person=id, network=network, name=person.name, language=person.language, zone=person.zone or zone
    )


def _child(child: RosterChild, clinic: Clinic, ids: Ids) -> RegisterChild:
    return RegisterChild(
        child=ids.child(child.external),
        network=ids.network,
        clinic=clinic.id,
        jurisdiction=child.jurisdiction or clinic.jurisdiction,
        name=child.name,
        birth_day=child.birth_day.isoformat(),
        basis=child.basis,
        confidentiality_agreement=child.agreement,
        child_incapable=False,
        care_team=tuple(ids.staff(external) for external in child.care_team),
        adults=tuple(_edge(edge, ids) for edge in child.edges),
        agency=ids.adult(child.agency) if child.agency else None,
    )


def _edge(edge: RosterEdge, ids: Ids) -> RegisteredAdult:
    return RegisteredAdult(
        person=ids.adult(edge.adult),
        authority=edge.authority,
        since=_moment(edge.since),
        until=_moment(edge.until) if edge.until else None,
        source=edge.source,
        verifier=ids.staff(edge.verifier) if edge.verifier else None,
        lives_with_child=edge.lives_with_child,
        household=None,
    )


def _contacts(person: RosterPerson, id: str) -> list[PlannedContact]:
    return [
        PlannedContact(
            source=contact,
            command=AddContactPoint(
                person=id,
                channel=Channel(contact.channel),
                address=contact.address,
                verified=contact.verified,
                safe_hours=None,
                no_voicemail=False,
            ),
        )
        for contact in person.contacts
    ]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
