"""Load, decide, save, publish. Texts are checked in the clear, sealed, and only then decided upon."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.errors import NotFound
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.notes import gateways
from services.notes.commands import (
    AddAddendum,
    CloseConcern,
    ConcernDraft,
    RaiseConcern,
    ReviseNote,
    ScheduleSession,
    SectionDraft,
    SignNote,
    VoidNote,
    WriteNote,
)
from services.notes.decisions import access, concerns, notes, sessions, texts
from services.notes.decisions.views import staff_may_see
from services.notes.model.child import Child
from services.notes.model.concern import CLOSURE_CHARACTERS_MAX, Closure, Concern
from services.notes.model.note import (
    ADDENDUM_CHARACTERS_MAX,
    REASON_CHARACTERS_MAX,
    Addendum,
    Note,
    Section,
    Visibility,
    Voiding,
)
from services.notes.model.templates import Template, latest, version_of
from services.notes.repository import CHILDREN, CONCERNS, NOTES, SESSIONS, accused_since


def schedule_session(command: ScheduleSession, work: Work) -> Decision:
    """Whoever books for the clinic, or looks after the child there."""
    child, clinics = access.reached(work.known(CHILDREN, command.child), work.actor, access.BOOKING)
    access.require_clinic(command.clinic, clinics)
    return sessions.scheduled(child, command, work.new_id(), work.now)


def write_note(command: WriteNote, work: Work) -> Decision:
    """A draft of the one who is signed in."""
    child, clinics = _clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    session = work.known(SESSIONS, command.session) if command.session else None
    if command.session:
        notes.require_session(session, command.child, command.clinic)
    template = latest(command.template)
    beginning = notes.Beginning(
        id=work.new_id(),
        child=child.id,
        clinic=command.clinic,
        author=work.actor.person,
        template=template,
        session=session,
        at=work.now,
    )
    return notes.written(beginning, _sealed_sections(child, template, command.sections, work))


def revise_note(command: ReviseNote, work: Work) -> Decision:
    """The author's next revision."""
    child, note = _note(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    template = version_of(note.template, note.template_version)
    return notes.revised(note, _sealed_sections(child, template, command.sections, work), work.now)


def sign_note(command: SignNote, work: Work) -> Decision:
    """Note and concern become facts together."""
    child, note = _note(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    session = work.load(SESSIONS, note.session) if note.session else None
    locked, event = notes.signed(note, session, work.now)
    raised = _raised(child, command.concern, note.clinic, note.id, work) if command.concern else None
    return notes.signature(locked, event, raised)


def add_addendum(command: AddAddendum, work: Work) -> Decision:
    """Anybody who may read the note as staff may add to it, in their own name."""
    child, note = _note(command.child, command.note, work)
    texts.checked(command.text, "text", ADDENDUM_CHARACTERS_MAX)
    notes.require_persons(command.visibility, command.persons, _adults(child, command.persons, work))
    addendum = Addendum(
        id=work.new_id(),
        text=work.seal(child.id, command.text),
        visibility=command.visibility,
        persons=tuple(sorted(set(command.persons))),
        author=work.actor.person,
        added_at=work.now,
    )
    return notes.added(note, addendum)


def void_note(command: VoidNote, work: Work) -> Decision:
    """The note stays, marked."""
    _, note = _note(command.child, command.note, work)
    texts.checked(command.words, "words", REASON_CHARACTERS_MAX)
    words = work.seal(note.child, command.words)
    voiding = Voiding(reason=command.reason, words=words, voided_by=work.actor.person, voided_at=work.now)
    return notes.voided(note, voiding, work.actor)


def raise_concern(command: RaiseConcern, work: Work) -> Decision:
    """A concern needs no note."""
    child, clinics = _clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    _, decision = _raised(child, command.concern, command.clinic, None, work)
    return decision


def close_concern(command: CloseConcern, work: Work) -> Decision:
    """Dealt with, in the words of the one who says so."""
    concern = _concern(command.child, command.concern, work)
    texts.checked(command.words, "words", CLOSURE_CHARACTERS_MAX)
    words = work.seal(concern.child, command.words)
    closure = Closure(reason=command.reason, words=words, closed_by=work.actor.person, closed_at=work.now)
    return concerns.closed(concern, closure)


def on_child_registered(event: ChildRegistered, _: Envelope, work: Work) -> Decision:
    """The projection learns of the child, or of another clinic that cares for it."""
    return Decision(changes=(access.registered(work.known(CHILDREN, event.child), event),))


def on_care_team_changed(event: CareTeamChanged, _: Envelope, work: Work) -> Decision:
    """The projection follows; a team of an unknown child is refused, so that the stream is parked and seen."""
    return Decision(changes=(access.team_changed(work.load(CHILDREN, event.child), event),))


def _clinical(child_id: str, work: Work) -> tuple[Child, frozenset[str]]:
    return access.reached(work.known(CHILDREN, child_id), work.actor, access.CLINICAL)


def _note(child_id: str, id: str, work: Work) -> tuple[Child, Note]:
    child, clinics = _clinical(child_id, work)
    note = work.load(NOTES, id)
    accused = accused_since(work, child_id, work.actor.person)
    if note.child != child_id or not staff_may_see(note, work.actor, clinics, accused):
        raise NotFound("no-such-note")
    return child, note


def _concern(child_id: str, id: str, work: Work) -> Concern:
    _, clinics = _clinical(child_id, work)
    concern = work.load(CONCERNS, id)
    if concern.child != child_id or concern.clinic not in clinics or concerns.is_about(concern, work.actor):
        raise NotFound("no-such-concern")
    return concern


def _sealed_sections(
    child: Child, template: Template, drafts: tuple[SectionDraft, ...], work: Work
) -> tuple[Section, ...]:
    named = {person for draft in drafts for person in draft.persons}
    fitting = notes.checked_sections(template, drafts, _adults(child, named, work))
    return tuple(
        Section(
            kind=draft.kind,
            text=work.seal(child.id, draft.text),
            visibility=draft.visibility or Visibility.PRIVATE,
            persons=tuple(sorted(set(draft.persons))),
            blank=texts.is_blank(draft.text),
        )
        for draft in fitting
    )


def _raised(
    child: Child, draft: ConcernDraft, clinic: str, note: str | None, work: Work
) -> tuple[Concern, Decision]:
    known = child.persons if set(draft.about) <= child.persons else child.persons | gateways.adults_of(work, child.id)
    concerns.checked_concern(draft, known)
    return concerns.raised(
        draft,
        work.seal(child.id, draft.wording),
        id=work.new_id(),
        child=child.id,
        clinic=clinic,
        note=note,
        by=work.actor.person,
        at=work.now,
    )


def _adults(child: Child, wanted: Collection[str], work: Work) -> frozenset[str]:
    """An adult may have joined after the child was registered: only then is consent asked."""
    known = frozenset(child.adults)
    return known if set(wanted) <= known else known | gateways.adults_of(work, child.id)


COMMANDS: dict[type, CommandHandler] = {
    ScheduleSession: schedule_session,
    WriteNote: write_note,
    ReviseNote: revise_note,
    SignNote: sign_note,
    AddAddendum: add_addendum,
    VoidNote: void_note,
    RaiseConcern: raise_concern,
    CloseConcern: close_concern,
}

EVENTS: dict[type[Event], EventHandler] = {
    ChildRegistered: on_child_registered,
    CareTeamChanged: on_care_team_changed,
}

TIMERS: dict[str, TimerHandler] = {}

FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    SignNote: lambda command: [
        Wanted(CHILDREN.collection, (command.child,)),
        Wanted(NOTES.collection, (command.note,)),
    ],
    RaiseConcern: lambda command: [Wanted(CHILDREN.collection, (command.child,))],
}
