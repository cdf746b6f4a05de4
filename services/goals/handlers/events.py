"""What consent says of children and their care teams: the projection that opens this service's doors."""

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.work import Work
from services.goals.decisions import access
from services.goals.repository import CHILDREN


def on_child_registered(event: ChildRegistered, _: Envelope, work: Work) -> Decision:
    """The projection learns of the child, or of another clinic that cares for it."""
    return Decision(changes=(access.registered(work.known(CHILDREN, event.child), event),))


def on_care_team_changed(event: CareTeamChanged, _: Envelope, work: Work) -> Decision:
    """The projection follows; a team of an unknown child is refused, so that the stream is parked and seen."""
    return Decision(changes=(access.team_changed(work.load(CHILDREN, event.child), event),))


EVENTS: dict[type[Event], EventHandler] = {
    ChildRegistered: on_child_registered,
    CareTeamChanged: on_care_team_changed,
}
