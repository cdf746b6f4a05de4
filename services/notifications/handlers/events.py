"""What other services said: disclosures to carry, facts that changed, concerns that were closed."""

from datetime import datetime

from contracts import goals, notes
from contracts.codes import DeliveryState, Severity
from contracts.consent import BasisChanged, CareTeamChanged, ChildRegistered, DisclosureDecided
from contracts.notes import ConcernClosed, ConcernRaised
from contracts.topics import producer_of
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision, Timer
from kernel.envelope import Envelope
from kernel.store.port import Wanted
from kernel.work import TIMERS, Work
from services.notifications.decisions import children, disclosures, engagement, ladder, resolving
from services.notifications.decisions.ladder import Audience
from services.notifications.decisions.limits import CLOCKS_APART, UNDECIDED, UNDECIDED_IMMINENT, default_policy
from services.notifications.decisions.merging import merged
from services.notifications.decisions.notices import settled
from services.notifications.model import Child, ClosedItem, Watched
from services.notifications.repository import (
    CHILDREN,
    CLOSED_ITEMS,
    CONTACT_POINTS,
    DISCLOSURES,
    PER_CHILD_MAX,
    POLICIES,
    TASKS,
    notices_of,
    points_of,
)

RECHECK = "recheck"
WATCH = "undecided-concern"


def on_child_registered(event: ChildRegistered, envelope: Envelope, work: Work) -> Decision:
    """A child whose affairs may come."""
    return children.registered(event, work.known(CHILDREN, event.child))


def on_care_team_changed(event: CareTeamChanged, envelope: Envelope, work: Work) -> Decision:
    """Who of the staff may see."""
    return children.team_changed(event, work.load(CHILDREN, event.child))


def on_disclosure_decided(event: DisclosureDecided, envelope: Envelope, work: Work) -> Decision:
    """Carry it, once."""
    if work.known(DISCLOSURES, event.disclosure) is not None:
        return NOTHING
    policy = work.known(POLICIES, event.clinic) or default_policy(event.clinic)
    points = points_of(work, tuple(adult.person for adult in event.adults))
    audience = Audience(points=points, staff=staff_of(work.known(CHILDREN, event.child), event.on_call))
    closed = work.known(CLOSED_ITEMS, item_id(event.item_service, event.item)) is not None
    return disclosures.record(event, policy, audience, work.new_id, work.now, closed)


def decided_ahead(event: DisclosureDecided) -> list[Wanted]:
    """What `on_disclosure_decided` asks for; the timers are those of the first rung and of the second."""
    rungs = tuple(ladder.timer_id(event.disclosure, rung) for rung in (1, 2))
    return [
        Wanted(DISCLOSURES.collection, (event.disclosure,)),
        Wanted(POLICIES.collection, (event.clinic,)),
        Wanted(CONTACT_POINTS.collection, tuple(adult.person for adult in event.adults), "person"),
        Wanted(CHILDREN.collection, (event.child,)),
        Wanted(CLOSED_ITEMS.collection, (item_id(event.item_service, event.item),)),
        Wanted(TIMERS, (*rungs, resolving.timer_id(event.disclosure))),
    ]


def on_basis_changed(event: BasisChanged, envelope: Envelope, work: Work) -> Decision:
    """Raise the fence now, take back what was promised as soon as consent answers, and again when it takes effect.

    The question itself waits in a timer: a consent service that is away must not hold up the events of other children.
    """
    fenced = children.fenced(event, work.known(CHILDREN, event.child))
    soon = recheck(event.child, f"{RECHECK}:{event.child}", work.now)
    certain_at = event.effective_at + CLOCKS_APART  # by then it has taken effect by consent's clock as well
    if certain_at <= work.now:
        return Decision(changes=fenced, timers=(soon,))
    later = recheck(event.child, f"{RECHECK}:{event.child}:{event.position}", certain_at)
    return Decision(changes=fenced, timers=(soon, later))


def on_concern_raised(event: ConcernRaised, envelope: Envelope, work: Work) -> Decision:
    """Wait for consent's decision, but not for ever: a concern that nobody decides on becomes a human's task."""
    watched = Watched(
        id=item_id("notes", event.concern),
        child=event.child,
        disclosure=derived_id("disclosure", "notes", event.concern),
        clinic=event.clinic,
        raised_by=event.raised_by,
        about=event.about,
        imminent=event.severity is Severity.IMMINENT,
        due=work.now + (UNDECIDED_IMMINENT if event.severity is Severity.IMMINENT else UNDECIDED),
    )
    due = watched.due or work.now
    timer = Timer(id=watch_timer(watched.id), name=WATCH, due=due, data={"child": event.child, "id": watched.id})
    return Decision(changes=(watched,), timers=(timer,))


def raised_ahead(event: ConcernRaised) -> list[Wanted]:
    """What `on_concern_raised` asks for: its timer as it may stand."""
    return [Wanted(TIMERS, (watch_timer(item_id("notes", event.concern)),))]


def watch_timer(watched: str) -> str:
    """One per concern."""
    return f"{WATCH}:{watched}"


def on_concern_closed(event: ConcernClosed, envelope: Envelope, work: Work) -> Decision:
    """Its ladders end; one that consent has yet to decide on never begins."""
    found = work.find(DISCLOSURES, {"child": event.child, "item": event.concern}, (), PER_CHILD_MAX)
    matters = [item for item in found if item.item_service == "notes"]
    asked = [task for item in matters for task in work.find(TASKS, {"disclosure": item.id}, (), PER_CHILD_MAX)]
    ended = engagement.closed(matters, asked, event.closed_by, work.now)
    known = work.known(CLOSED_ITEMS, item_id("notes", event.concern))
    closing = ClosedItem(id=item_id("notes", event.concern), child=event.child, reason=event.reason)
    return merged(ended, Decision(changes=(closing,) if known is None else ()))


def on_item_settled(event: notes.ItemSettled | goals.ItemSettled, envelope: Envelope, work: Work) -> Decision:
    """Nobody is told of it any more: neither who waits for a message now nor whom consent has yet to decide on."""
    service = producer_of(type(event))
    found = work.find(DISCLOSURES, {"child": event.child, "item": event.item}, (), PER_CHILD_MAX)
    mine = [made.id for made in found if made.item_service == service]
    waiting = [notice for made in mine for notice in notices_of(work, made) if notice.state is DeliveryState.ACCEPTED]
    known = work.known(CLOSED_ITEMS, item_id(service, event.item))
    closing = ClosedItem(id=item_id(service, event.item), child=event.child, reason=event.reason)
    return merged(Decision(changes=(closing,) if known is None else ()), settled(waiting, work.now))


def item_id(service: str, item: str) -> str:
    """An item of another service, by its owner's name for it."""
    return f"{service}:{item}"


def staff_of(child: Child | None, on_call: tuple[str, ...]) -> frozenset[str]:
    """Whom a clinic that is not live may message."""
    return frozenset(on_call) | (child.care_team if child is not None else frozenset())


def recheck(child: str, id: str, due: datetime) -> Timer:
    """Ask consent again about everything of this child that is under way."""
    return Timer(id=id, name=RECHECK, due=due, data={"child": child})
