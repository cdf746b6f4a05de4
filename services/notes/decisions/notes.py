"""What each command on a note leads to. Sections are checked in the clear, decided on sealed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.notes import NoteSigned
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from services.notes.decisions.access import supervises
from services.notes.decisions.cosigning import handed_in, signed_event
from services.notes.model.concern import Concern
from services.notes.model.note import (
    ADDENDA_MAX,
    CITES_MAX,
    CONTRIBUTORS_MAX,
    Addendum,
    Note,
    NoteState,
    Section,
    Voiding,
    readers_of,
)
from services.notes.model.session import Segment, Session
from services.notes.model.templates import Template
from services.notes.model.version import APART, NoteVersion, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a draft is made of besides its sections."""

    id: str
    child: str
    clinic: str
    author: str
    template: Template
    session: Session | None
    at: datetime
    segments: tuple[Segment, ...] = ()
    cites: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()


def written(beginning: Beginning, sections: tuple[Section, ...]) -> Decision:
    """A draft exists, at revision 1."""
    note = Note(
        id=beginning.id,
        child=beginning.child,
        clinic=beginning.clinic,
        session=beginning.session.id if beginning.session else None,
        template=beginning.template.code,
        template_version=beginning.template.version,
        author=beginning.author,
        state=NoteState.DRAFT,
        revision=1,
        sections=sections,
        addenda=(),
        readers=readers_of(sections, ()),
        created_at=beginning.at,
        changed_at=beginning.at,
        signed_at=None,
        voiding=None,
        template_clinic=beginning.template.clinic,
        segments=beginning.segments,
        cites=beginning.cites,
        contributors=beginning.contributors,
    )
    return _saved(note)


def require_session(session: Session | None, child: str, clinic: str) -> None:
    """A note tells of a session of the same child in the same clinic."""
    if session is None or (session.child, session.clinic) != (child, clinic):
        raise Invalid("unknown-session", {"session": ["unknown"]})
    if session.cancelled is not None:
        raise Invalid("session-cancelled", {"session": ["cancelled"]})


def require_contributors(persons: Collection[str], team: Collection[str]) -> None:
    """Colleagues of the child's team in the clinic."""
    if len(persons) > CONTRIBUTORS_MAX:
        raise Invalid("contributors-refused", {"contributors": ["too-many"]})
    if not set(persons) <= set(team):
        raise Invalid("contributors-refused", {"contributors": ["unknown"]})


def checked_cites(observations: Collection[str]) -> tuple[str, ...]:
    """Observations by their ids, each once. Whether they exist is their owner's to say: an id discloses nothing."""
    if len(observations) > CITES_MAX:
        raise Invalid("cites-refused", {"cites": ["too-many"]})
    return tuple(sorted(set(observations)))


def require_own_draft(note: Note, asker: Principal, revision: int) -> None:
    """Only its author changes or signs a draft, and only the revision that the author has seen."""
    if note.author != asker.person:
        knows = supervises(asker, note.clinic) or asker.person in note.contributors
        if note.state is NoteState.DRAFT and not knows:
            raise NotFound("no-such-note")
        raise Forbidden("not-the-author")
    _require_unlocked(note, revision)


def require_contribution(note: Note, asker: Principal, revision: int) -> None:
    """Whoever the author has invited writes sections of their own, against the revision they have seen."""
    if asker.person not in note.contributors:
        raise Forbidden("not-a-contributor")
    _require_unlocked(note, revision)


def _require_unlocked(note: Note, revision: int) -> None:
    if note.state is not NoteState.DRAFT:
        raise Forbidden("note-locked")
    if note.revision != revision:
        raise Stale("stale-revision", {"revision": ["stale"]})


def revised(
    note: Note,
    sections: tuple[Section, ...],
    by: str,
    now: datetime,
    segments: tuple[Segment, ...] | None = None,
    cites: tuple[str, ...] | None = None,
) -> Decision:
    """The next revision; segments and citations stay unless they are given. What a pause has made old is kept."""
    kept = (version_of(note, by, now),) if now - note.changed_at >= APART else ()
    changed = replace(
        note,
        revision=note.revision + 1,
        sections=sections,
        readers=readers_of(sections, ()),
        changed_at=now,
        segments=note.segments if segments is None else segments,
        cites=note.cites if cites is None else cites,
    )
    return _saved(changed, *kept)


def contributed(note: Note, own: tuple[Section, ...], person: str, now: datetime) -> Decision:
    """One's own sections are replaced; everybody else's stay as they are, in front."""
    others = tuple(section for section in note.sections if section.author != person)
    return revised(note, (*others, *own), person, now)


def _saved(note: Note, *kept: NoteVersion) -> Decision:
    reply = {"note": note.id, "revision": note.revision}
    return Decision(changes=(note, *kept), reply=reply, facts={"note": note.id, "revision": str(note.revision)})


def signed(
    note: Note, template: Template, session: Session | None, now: datetime
) -> tuple[Note, NoteSigned]:
    """The locked note and its event. Required sections have words, blank ones go, and its session has begun."""
    sections = tuple(section for section in note.sections if not section.blank)
    missing = _missing_kinds(template, sections)
    if not sections or missing:
        raise Invalid("note-incomplete", {f"sections.{kind}": ["empty"] for kind in missing} or {"sections": ["empty"]})
    if session is not None and session.cancelled is not None:
        raise Invalid("session-cancelled", {"session": ["cancelled"]})
    if session is not None and session.starts_at > now:
        raise Invalid("session-in-future", {"session": ["future"]})
    locked = replace(
        note,
        state=NoteState.SIGNED,
        revision=note.revision + 1,
        sections=sections,
        readers=readers_of(sections, ()),
        changed_at=now,
        signed_at=now,
    )
    return locked, signed_event(locked, now)


def _missing_kinds(template: Template, sections: tuple[Section, ...]) -> list[str]:
    written = {section.kind for section in sections}
    return [form.kind for form in template.forms if form.required and form.kind not in written]


def signature(
    signed: tuple[Note, NoteSigned],
    session: Session | None,
    raised: tuple[Concern, Decision] | None,
    supervised: bool,
) -> Decision:
    """One commit: the note is signed and the concern raised, or neither.

    A supervised author's note waits for its second signature; a concern does not wait.
    """
    (locked, event), (concern, also) = signed, raised or (None, Decision())
    note = handed_in(locked, event.signed_at) if supervised else locked
    told = () if session is None else (replace(session, documented=note.id),)
    return Decision(
        changes=(note, *told, *also.changes),
        events=(*(() if supervised else (event,)), *also.events),
        reply={"note": note.id, "concern": concern.id if concern else None, "state": note.state.value},
        facts={"note": note.id, **also.facts},
    )


def added(note: Note, addendum: Addendum) -> Decision:
    """What was signed stays as it was; the addendum stands beside it."""
    if note.state is not NoteState.SIGNED:
        raise Forbidden("note-not-signed")
    if len(note.addenda) >= ADDENDA_MAX:
        raise Invalid("addenda-full", {"text": ["too-many"]})
    addenda = (*note.addenda, addendum)
    changed = replace(
        note, addenda=addenda, readers=readers_of(note.sections, addenda), changed_at=addendum.added_at
    )
    reply = {"note": note.id, "addendum": addendum.id}
    return Decision(changes=(changed,), reply=reply, facts=reply)


def voided(note: Note, voiding: Voiding, asker: Principal, session: Session | None) -> Decision:
    """The author or a supervisor of the clinic says that it does not count; it stays readable to staff."""
    if asker.person != note.author and not supervises(asker, note.clinic):
        raise Forbidden("not-the-author")
    if note.state is NoteState.VOIDED:
        raise Forbidden("note-voided")
    changed = replace(
        note, state=NoteState.VOIDED, revision=note.revision + 1, changed_at=voiding.voided_at, voiding=voiding
    )
    facts = {"note": note.id, "reason": voiding.reason.value}
    missing = session is not None and session.documented == note.id
    undone = (replace(session, documented=None),) if session is not None and missing else ()
    return Decision(changes=(changed, *undone), reply={"note": note.id}, facts=facts)
