"""Who asks, and what they may lay hands on: the first lines of every handler."""

from collections.abc import Collection

from kernel.auth.principal import Role
from kernel.errors import NotFound
from kernel.work import Work
from services.notes import gateways
from services.notes.decisions import access, concerns
from services.notes.decisions.views import staff_may_see
from services.notes.model.child import Child
from services.notes.model.concern import Concern
from services.notes.model.note import Note
from services.notes.model.session import Session
from services.notes.repository import CHILDREN, CONCERNS, NOTES, SESSIONS, accused_since


def clinical(child_id: str, work: Work) -> tuple[Child, frozenset[str]]:
    """The child and the clinics through which the asker writes its record; NotFound when there are none."""
    return access.reached(work.known(CHILDREN, child_id), work.actor, access.CLINICAL)


def note_of(child_id: str, id: str, work: Work) -> tuple[Child, Note]:
    """A note that the asker may see as staff; NotFound, as if it did not exist, for everybody else."""
    child, clinics = clinical(child_id, work)
    note = work.load(NOTES, id)
    accused = accused_since(work, child_id, work.actor.person)
    if note.child != child_id or not staff_may_see(note, work.actor, clinics, accused):
        raise NotFound("no-such-note")
    return child, note


def session_of(child_id: str, id: str, roles: Collection[Role], work: Work) -> tuple[Child, Session]:
    """A session of the child in a clinic in which the asker is on the team or holds one of the roles."""
    child, clinics = access.reached(work.known(CHILDREN, child_id), work.actor, roles)
    session = work.load(SESSIONS, id)
    if session.child != child_id or session.clinic not in clinics:
        raise NotFound("no-such-session")
    return child, session


def concern_of(child_id: str, id: str, work: Work) -> Concern:
    """A concern within reach that is not about the asker."""
    _, clinics = clinical(child_id, work)
    concern = work.load(CONCERNS, id)
    if concern.child != child_id or concern.clinic not in clinics or concerns.is_about(concern, work.actor):
        raise NotFound("no-such-concern")
    return concern


def adults(child: Child, wanted: Collection[str], work: Work) -> frozenset[str]:
    """An adult may have joined after the child was registered: only then is consent asked."""
    known = frozenset(child.adults)
    return known if set(wanted) <= known else known | gateways.adults_of(work, child.id)


def source_notes(child_id: str, ids: Collection[str], work: Work) -> dict[str, Note]:
    """Of these notes those that the asker may see as staff: what a text is made from, its writer can read."""
    if not ids:
        return {}
    _, clinics = clinical(child_id, work)
    accused = accused_since(work, child_id, work.actor.person)
    found = [note for id in sorted(ids) if (note := work.known(NOTES, id)) is not None]
    return {
        note.id: note
        for note in found
        if note.child == child_id and staff_may_see(note, work.actor, clinics, accused)
    }
