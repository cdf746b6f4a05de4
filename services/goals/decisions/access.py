"""Who of the staff may touch a child, and through which of its clinics. A guardian's rights are never decided here."""

from dataclasses import replace

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Invalid, NotFound
from services.goals.model.child import Child


def reach(child: Child, asker: Principal) -> frozenset[str]:
    """The child's clinics in which this person is on the team or supervises; none in another network.

    None either for an adult of the child who works here: they know the child as an adult, through the family's door.
    """
    if asker.kind is not Kind.STAFF or asker.network != child.network or asker.person in child.adults:
        return frozenset()
    return frozenset(
        team.clinic
        for team in child.teams
        if asker.person in team.members or asker.has(Role.SUPERVISOR, team.clinic)
    )


def reached(child: Child | None, asker: Principal) -> tuple[Child, frozenset[str]]:
    """The child and the asker's clinics of it; NotFound when there are none or no such child: the two look the same."""
    clinics = reach(child, asker) if child else frozenset()
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
    """A goal is set in a clinic of the child through which the writer acts."""
    if clinic not in clinics:
        raise Invalid("unknown-clinic", {"clinic": ["unknown"]})


def registered(known: Child | None, event: ChildRegistered) -> Child:
    """A child may come into the care of a second clinic: teams are kept apart per clinic."""
    child = known or Child(id=event.child, network=event.network, teams=())
    adults = tuple(sorted({*child.adults, *event.adults}))
    teams = child.with_team(event.clinic, event.care_team)
    return Child(id=child.id, network=event.network, teams=teams, adults=adults)


def team_changed(child: Child, event: CareTeamChanged) -> Child:
    """The event names the whole team of the clinic; those who left lose their reach with this change."""
    return replace(child, teams=child.with_team(event.clinic, event.care_team))
