"""The second signature: handed in, co-signed or returned, as often as it takes. Nobody co-signs their own note."""

from dataclasses import replace
from datetime import datetime

from contracts.notes import NoteSigned
from kernel.auth.principal import Principal, Role
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from services.notes.decisions.access import supervises
from services.notes.model.note import RETURNS_MAX, Note, NoteState, Return
from services.notes.model.supervision import Supervision, supervision_id
from services.notes.model.version import version_of


def require_supervisor(asker: Principal, clinic: str) -> None:
    """Whoever supervises or administers this very clinic; to everybody else it is not there."""
    if not (asker.has(Role.SUPERVISOR, clinic) or asker.has(Role.CLINIC_ADMIN, clinic)):
        raise NotFound("no-such-clinic")


def supervision(
    known: Supervision | None, clinic: str, author: str, supervised: bool, by: Principal, at: datetime
) -> Decision:
    """Saying the same again changes nothing. Nobody frees themselves."""
    if by.person == author:
        raise Forbidden("own-supervision")
    active = known is not None and known.ended_at is None
    reply = {"author": author, "supervised": supervised}
    if active == supervised:
        return Decision(reply=reply, facts={"author": author})
    if known is not None and not supervised:
        changed = replace(known, ended_at=at)
    else:
        changed = Supervision(
            id=supervision_id(clinic, author), clinic=clinic, author=author, set_by=by.person, set_at=at
        )
    return Decision(changes=(changed,), reply=reply, facts={"author": author, "supervised": str(supervised).lower()})


def handed_in(locked: Note, now: datetime) -> Note:
    """Signed by its author and locked, not yet part of the record."""
    return replace(locked, state=NoteState.AWAITING, signed_at=None, handed_in_at=now)


def cosigned(note: Note, asker: Principal, revision: int, now: datetime) -> Decision:
    """It belongs to the record from this moment."""
    _require_waiting(note, asker, revision)
    signed = replace(
        note,
        state=NoteState.SIGNED,
        revision=note.revision + 1,
        changed_at=now,
        signed_at=now,
        cosigned_by=asker.person,
    )
    return Decision(
        changes=(signed,), events=(signed_event(signed, now),), reply={"note": note.id}, facts={"note": note.id}
    )


def returned(note: Note, asker: Principal, revision: int, given: Return) -> Decision:
    """A draft again, with what is to be changed; the text that was handed in is kept."""
    _require_waiting(note, asker, revision)
    if len(note.returns) >= RETURNS_MAX:
        raise Invalid("returns-full", {"words": ["too-many"]})
    kept = version_of(note, asker.person, given.returned_at)
    changed = replace(
        note,
        state=NoteState.DRAFT,
        revision=note.revision + 1,
        changed_at=given.returned_at,
        handed_in_at=None,
        returns=(*note.returns, given),
    )
    reply = {"note": note.id, "revision": changed.revision}
    return Decision(changes=(changed, kept), reply=reply, facts={"note": note.id})


def _require_waiting(note: Note, asker: Principal, revision: int) -> None:
    if asker.person == note.author or not supervises(asker, note.clinic):
        raise Forbidden("not-the-supervisor")
    if note.state is not NoteState.AWAITING:
        raise Forbidden("not-handed-in")
    if note.revision != revision:
        raise Stale("stale-revision", {"revision": ["stale"]})


def signed_event(note: Note, now: datetime) -> NoteSigned:
    """What others learn: that it exists, and what it rests on."""
    return NoteSigned(
        child=note.child,
        note=note.id,
        session=note.session,
        clinic=note.clinic,
        author=note.author,
        template=note.template,
        signed_at=now,
        observations=note.cites,
    )
