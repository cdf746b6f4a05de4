"""Who of the staff may touch a child, and through which of its clinics. A guardian's rights are never decided here."""

from collections.abc import Collection
from dataclasses import replace

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Invalid, NotFound
from services.notes.model.child import Child, staff_of

CLINICAL = (Role.SUPERVISOR,)  # besides the care team: may read and write the record of every child of the clinic
BOOKING = (Role.SUPERVISOR, Role.FRONT_DESK, Role.CLINIC_ADMIN)  # besides the care team: may see and plan sessions


def reach(child: Child, asker: Principal, roles: Collection[Role]) -> frozenset[str]:
    """The child's clinics in which this person is on the team or holds one of the roles; none in another network.

    None either for an adult of the child who works here: they know the child as an adult, through the family's door.
    """
    if asker.kind is not Kind.STAFF or asker.network != child.network or asker.person in child.adults:
        return frozenset()
    return frozenset(
        team.clinic
        for team in child.teams
        if asker.person in team.members or any(asker.has(role, team.clinic) for role in roles)
    )


def reached(child: Child | None, asker: Principal, roles: Collection[Role]) -> tuple[Child, frozenset[str]]:
    """The child and the asker's clinics of it; NotFound when there are none or no such child: the two look the same."""
    clinics = reach(child, asker, roles) if child else frozenset()
    if child is None or not clinics:
        raise NotFound("no-such-child")
    return child, clinics


def reach_through_glass(child: Child, asker: Principal) -> frozenset[str]:
    """The child's clinics through which this person may read once they have broken the glass: where they treat.

    Only consent knows whether they have. None for an adult of the child, whatever they have done.
    """
    if asker.kind is not Kind.STAFF or asker.network != child.network or asker.person in child.adults:
        return frozenset()
    return frozenset(team.clinic for team in child.teams if asker.has(Role.THERAPIST, team.clinic))


def require_clinic(clinic: str, clinics: frozenset[str]) -> None:
    """What is written is written in a clinic of the child through which the writer acts."""
    if clinic not in clinics:
        raise Invalid("unknown-clinic", {"clinic": ["unknown"]})


def supervises(asker: Principal, clinic: str) -> bool:
    """Reads and voids what others wrote in this clinic."""
    return asker.kind is Kind.STAFF and asker.has(Role.SUPERVISOR, clinic)


def registered(known: Child | None, event: ChildRegistered) -> Child:
    """A child may come into the care of a second clinic: teams are kept apart per clinic, adults add up."""
    child = known or Child(id=event.child, network=event.network, teams=(), adults=())
    adults = tuple(sorted({*child.adults, *event.adults}))
    teams = child.with_team(event.clinic, event.care_team)
    return Child(id=child.id, network=event.network, teams=teams, adults=adults, staff=staff_of(teams))


def team_changed(child: Child, event: CareTeamChanged) -> Child:
    """The event names the whole team of the clinic; those who left lose their reach with this change."""
    teams = child.with_team(event.clinic, event.care_team)
    return replace(child, teams=teams, staff=staff_of(teams))
