"""What the other services say has happened: one item, decided for every adult in one commit."""

from collections.abc import Callable, Sequence
from typing import Any

from contracts.goals import UpdateShared
from contracts.notes import ConcernClosed, ConcernRaised
from kernel.contract import Event
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.service import EventHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.consent.decisions import danger, disclosures
from services.consent.handlers.standing import registered
from services.consent.model import Disclosure
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, ground


def on_concern_raised(event: ConcernRaised, envelope: Envelope, work: Work) -> Decision:
    """Flag the accused and decide for every adult in one commit."""
    family = registered(event.child, work)
    if _decided("notes", event.concern, work):
        return NOTHING
    made = disclosures.decide_concern(family, ground(work, family, event.clinic), event, work.now)
    return danger.alleged(family, made, event.concern, event.raised_by, work.now)


def on_update_shared(event: UpdateShared, envelope: Envelope, work: Work) -> Decision:
    """Decide who may know of the progress."""
    family = registered(event.child, work)
    if _decided("goals", event.update, work):
        return NOTHING
    return disclosures.decide_update(family, ground(work, family, event.clinic), event, work.now)


def on_concern_closed(event: ConcernClosed, envelope: Envelope, work: Work) -> Decision:
    """Dealt with: nobody is on call for it any more."""
    made = _decided("notes", event.concern, work)
    return NOTHING if made is None else disclosures.closed(made, event.closed_at)


def _decided(service: str, item: str, work: Work) -> Disclosure | None:
    return work.known(DISCLOSURES, disclosures.disclosure_id(service, item))


EVENTS: dict[type[Event], EventHandler] = {
    ConcernRaised: on_concern_raised,
    ConcernClosed: on_concern_closed,
    UpdateShared: on_update_shared,
}


def _ahead(event: ConcernRaised | UpdateShared) -> list[Wanted]:
    service, item = ("notes", event.concern) if isinstance(event, ConcernRaised) else ("goals", event.update)
    return [
        Wanted(FAMILIES.collection, (event.child,)),
        Wanted(DISCLOSURES.collection, (disclosures.disclosure_id(service, item),)),
        Wanted(CLINICS.collection, (event.clinic,)),
    ]


FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {ConcernRaised: _ahead, UpdateShared: _ahead}
