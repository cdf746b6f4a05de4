"""What the other services say has happened: one item, decided for every adult in one commit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.codes import DisclosureClass, MessageClass
from contracts.goals import MilestoneReached, PracticeDue, UpdateShared
from contracts.notes import ConcernClosed, ConcernRaised, GuardianInvited
from contracts.notifications import MessageSent
from contracts.topics import producer_of
from kernel.contract import Event
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.consent.decisions import danger, disclosures
from services.consent.decisions.disclosures import Shared, Subject
from services.consent.handlers.standing import registered
from services.consent.model import Disclosure
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, ROTAS, ground, on_duty


def _shared(
    event: Any, item: str, disclosure_class: DisclosureClass, message_class: MessageClass, raised_by: str,
    *, addressed: tuple[str, ...] = (), about: tuple[str, ...] = (),
) -> Shared:  # fmt: skip
    """Its owner is whoever publishes the event, its clinic the one that the event names."""
    subject = Subject(
        service=producer_of(type(event)),
        item=item,
        clinic=event.clinic,
        message_class=message_class,
        raised_by=raised_by,
        addressed=addressed,
    )
    return Shared(subject=subject, disclosure_class=disclosure_class, about=about)


def _update(event: UpdateShared) -> Shared:
    return _shared(event, event.update, DisclosureClass.GOALS_PROGRESS, MessageClass.UPDATE, event.shared_by)


def _invitation(event: GuardianInvited) -> Shared:
    kind, to = DisclosureClass.ATTENDANCE_BILLING, (event.person,)
    return _shared(event, event.invitation, kind, MessageClass.MESSAGE, event.invited_by, addressed=to)


def _message(event: MessageSent) -> Shared:
    kind, to, about = event.disclosure_class, (event.person,), event.about
    return _shared(event, event.message, kind, MessageClass.MESSAGE, event.sent_by, addressed=to, about=about)


def _milestone(event: MilestoneReached) -> Shared:
    kind = DisclosureClass.GOALS_PROGRESS
    return _shared(event, event.milestone, kind, MessageClass.CELEBRATION, event.permitted_by)


def _practice(event: PracticeDue) -> Shared:
    kind, to = DisclosureClass.HOME_PRACTICE, event.addressed
    return _shared(event, event.item, kind, MessageClass.REMINDER, event.assigned_by, addressed=to)


SHARED: Mapping[type[Event], Callable[[Any], Shared]] = {
    UpdateShared: _update,
    PracticeDue: _practice,
    MilestoneReached: _milestone,
    MessageSent: _message,
    GuardianInvited: _invitation,
}
"""What is routine, and as what it is shared with whom."""


def on_concern_raised(event: ConcernRaised, envelope: Envelope, work: Work) -> Decision:
    """Flag the accused and decide for every adult in one commit."""
    family = registered(event.child, work)
    if _decided("notes", event.concern, work):
        return NOTHING
    base = on_duty(work, ground(work, family, event.clinic), event.clinic)
    made = disclosures.decide_concern(family, base, event, work.now)
    return danger.alleged(family, made, event.concern, event.raised_by, work.now)


def on_shared(event: Event, envelope: Envelope, work: Work) -> Decision:
    """Decide who may know of something routine."""
    family, shared = registered(event.child, work), SHARED[type(event)](event)
    subject = shared.subject
    if _decided(subject.service, subject.item, work):
        return NOTHING
    return disclosures.decide_shared(family, ground(work, family, subject.clinic), shared, work.now)


def on_concern_closed(event: ConcernClosed, envelope: Envelope, work: Work) -> Decision:
    """Dealt with: nobody is on call for it any more."""
    made = _decided("notes", event.concern, work)
    return NOTHING if made is None else disclosures.closed(made, event.closed_at)


def _decided(service: str, item: str, work: Work) -> Disclosure | None:
    return work.known(DISCLOSURES, disclosures.disclosure_id(service, item))


EVENTS: dict[type[Event], EventHandler] = {
    ConcernRaised: on_concern_raised,
    ConcernClosed: on_concern_closed,
    **dict.fromkeys(SHARED, on_shared),
}


def _concern_ahead(event: ConcernRaised) -> list[Wanted]:
    return [*_ahead(event.child, "notes", event.concern, event.clinic), Wanted(ROTAS.collection, (event.clinic,))]


def _shared_ahead(event: Event) -> list[Wanted]:
    subject = SHARED[type(event)](event).subject
    return _ahead(event.child, subject.service, subject.item, subject.clinic)


def _ahead(child: str, service: str, item: str, clinic: str) -> list[Wanted]:
    return [
        Wanted(FAMILIES.collection, (child,)),
        Wanted(DISCLOSURES.collection, (disclosures.disclosure_id(service, item),)),
        Wanted(CLINICS.collection, (clinic,)),
    ]


FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    ConcernRaised: _concern_ahead,
    **dict.fromkeys(SHARED, _shared_ahead),
}
