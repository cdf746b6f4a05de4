"""What messages may refer to, as it becomes known: goals when they are agreed, practice when it is assigned."""

from contracts.goals import GoalAgreed, PracticeAssigned
from kernel.contract import Event
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.errors import NotFound
from kernel.service import EventHandler
from kernel.work import Work
from services.notifications.model import Reference
from services.notifications.repository import REFERENCES


def on_goal_agreed(event: GoalAgreed, envelope: Envelope, work: Work) -> Decision:
    """From now on guardians see it, and may ask about it."""
    return _known("goal", event.goal, event.child, work)


def on_practice_assigned(event: PracticeAssigned, envelope: Envelope, work: Work) -> Decision:
    """Whoever may know of home practice may ask about it."""
    return _known("practice", event.practice, event.child, work)


def check(kind: str | None, child: str, reference: str | None, guardian: str, work: Work) -> None:
    """NotFound for what is not there, is another child's or another guardian's alone: they look the same."""
    if kind is None:
        return
    known = work.known(REFERENCES, f"{kind}:{reference}")
    if known is None or known.child != child or known.person not in (None, guardian):
        raise NotFound("no-such-reference")


def _known(kind: str, id: str, child: str, work: Work, person: str | None = None) -> Decision:
    if work.known(REFERENCES, f"{kind}:{id}") is not None:
        return NOTHING
    return Decision(changes=(Reference(id=f"{kind}:{id}", child=child, kind=kind, person=person),))


EVENTS: dict[type[Event], EventHandler] = {GoalAgreed: on_goal_agreed, PracticeAssigned: on_practice_assigned}
