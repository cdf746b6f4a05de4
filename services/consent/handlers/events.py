"""What the other services say has happened: one item, decided for every adult in one commit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.codes import DisclosureClass, MessageClass
from contracts.goals import MilestoneReached, PracticeDue, UpdateShared
from contracts.notes import ConcernClosed, ConcernRaised, GuardianInvited
from contracts.notifications import MessageSent
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


def _update(event: UpdateShared) -> Shared:
    return Shared(
        subject=Subject(
            service="goals",
            item=event.update,
            clinic=event.clinic,
            message_class=MessageClass.UPDATE,
            raised_by=event.shared_by,
        ),
        disclosure_class=DisclosureClass.GOALS_PROGRESS,
    )


def _invitation(event: GuardianInvited) -> Shared:
    return Shared(
        subject=Subject(
            service="notes",
            item=event.invitation,
            clinic=event.clinic,
            message_class=MessageClass.MESSAGE,
            raised_by=event.invited_by,
            addressed=(event.person,),
        ),
        disclosure_class=DisclosureClass.ATTENDANCE_BILLING,
    )


def _message(event: MessageSent) -> Shared:
    return Shared(
        subject=Subject(
            service="notifications",
            item=event.message,
            clinic=event.clinic,
            message_class=MessageClass.MESSAGE,
            raised_by=event.sent_by,
            addressed=(event.person,),
        ),
        disclosure_class=event.disclosure_class,
        about=event.about,
    )


def _milestone(event: MilestoneReached) -> Shared:
    return Shared(
        subject=Subject(
            service="goals",
            item=event.milestone,
            clinic=event.clinic,
            message_class=MessageClass.CELEBRATION,
            raised_by=event.permitted_by,
        ),
        disclosure_class=DisclosureClass.GOALS_PROGRESS,
    )


def _practice(event: PracticeDue) -> Shared:
    return Shared(
        subject=Subject(
            service="goals",
            item=event.item,
            clinic=event.clinic,
            message_class=MessageClass.REMINDER,
            raised_by=event.assigned_by,
            addressed=event.addressed,
        ),
        disclosure_class=DisclosureClass.HOME_PRACTICE,
    )


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
