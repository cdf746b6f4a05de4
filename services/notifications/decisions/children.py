"""The projection of the children: whose staff may see what, and how far the facts behind decisions have moved."""

from dataclasses import replace

from contracts.consent import BasisChanged, CareTeamChanged, ChildRegistered
from kernel.decision import Decision
from services.notifications.model import Child, Team


def registered(event: ChildRegistered, known: Child | None) -> Decision:
    """A new child, or one in the care of a further clinic."""
    team = Team(clinic=event.clinic, persons=event.care_team)
    others = () if known is None else tuple(item for item in known.teams if item.clinic != event.clinic)
    child = Child(
        id=event.child,
        network=event.network,
        teams=(*others, team),
        adults=event.adults,
        basis=0 if known is None else known.basis,
        frozen=() if known is None else known.frozen,
    )
    return Decision(changes=(child,))


def team_changed(event: CareTeamChanged, child: Child) -> Decision:
    """All practitioners of one clinic, as they are now."""
    others = tuple(item for item in child.teams if item.clinic != event.clinic)
    return Decision(changes=(replace(child, teams=(*others, Team(clinic=event.clinic, persons=event.care_team))),))


def fenced(event: BasisChanged, child: Child | None) -> tuple[Child, ...]:
    """The newest position the facts are known to have; a person newly around the child joins its adults."""
    if child is None or (event.position <= child.basis and event.person in (None, *child.adults)):
        return ()
    adults = child.adults if event.person is None else tuple(dict.fromkeys((*child.adults, event.person)))
    return (replace(child, basis=max(child.basis, event.position), adults=adults),)
