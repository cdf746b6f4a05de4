"""HTTP to commands and queries. The marks open the door by role; who may touch which child is decided behind it."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes import commands
from services.notes.queries import concerns, notes, sessions
from services.notes.schemas import answers, requests

blueprint = Blueprint("notes", __name__, description="Notes, sessions and safety concerns")
BLUEPRINTS = [blueprint]

CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
BOOKING = (*CLINICAL, Role.FRONT_DESK, Role.CLINIC_ADMIN)
NOTE = "/children/<string:child>/notes/<string:note>"
CONCERN = "/children/<string:child>/concerns/<string:concern>"


@blueprint.get("/templates")
@allow(*CLINICAL)
@blueprint.response(200, answers.Templates)
def list_templates() -> dict[str, Any]:
    """The forms notes are written in."""
    return notes.templates()


@blueprint.post("/children/<string:child>/sessions")
@allow(*BOOKING)
@blueprint.arguments(requests.NewSession)
@blueprint.response(201, answers.SessionReference)
def schedule_session(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Plan a session, or enter one that took place."""
    return run(commands.ScheduleSession(child=child, **body))


@blueprint.get("/children/<string:child>/sessions")
@allow(*BOOKING, Kind.GUARDIAN)
@blueprint.response(200, answers.Sessions)
def list_sessions(child: str) -> dict[str, Any]:
    """When the child was and will be seen."""
    return sessions.sessions(reader(), child)


@blueprint.post("/children/<string:child>/notes")
@allow(*CLINICAL)
@blueprint.arguments(requests.NewNote)
@blueprint.response(201, answers.NoteReference)
def write_note(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Begin a draft."""
    return run(commands.WriteNote(child=child, **{**body, "sections": tuple(body["sections"])}))


@blueprint.get("/children/<string:child>/notes")
@allow(*CLINICAL, Kind.GUARDIAN)
@blueprint.arguments(requests.Cursor, location="query")
@blueprint.response(200, answers.Notes)
def list_notes(query: dict[str, Any], child: str) -> dict[str, Any]:
    """What there is for this reader, without a word of it."""
    return notes.notes(reader(), child, query["cursor"])


@blueprint.get("/notes")
@allow(*CLINICAL)
@blueprint.arguments(requests.UnsignedOnly, location="query")
@blueprint.response(200, answers.Unsigned)
def list_unsigned(query: dict[str, Any]) -> dict[str, Any]:
    """One's own drafts over the whole caseload."""
    return notes.unsigned(reader())


@blueprint.get(NOTE)
@allow(*CLINICAL, Kind.GUARDIAN)
@blueprint.response(200, answers.NoteText)
def read_note(child: str, note: str) -> dict[str, Any]:
    """The note, filtered for whoever asks."""
    return notes.note(reader(), child, note)


@blueprint.get(f"{NOTE}/as/<string:person>")
@allow(*CLINICAL)
@blueprint.response(200, answers.Preview)
def preview_note(child: str, note: str, person: str) -> dict[str, Any]:
    """What this guardian would read."""
    return notes.preview(reader(), child, note, person)


@blueprint.put(NOTE)
@allow(*CLINICAL)
@blueprint.arguments(requests.NoteRevision)
@blueprint.response(200, answers.NoteReference)
def revise_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Replace the sections of one's own draft; 409 when it was written against an old revision."""
    return run(commands.ReviseNote(child=child, note=note, **{**body, "sections": tuple(body["sections"])}))


@blueprint.post(f"{NOTE}/signature")
@allow(*CLINICAL)
@blueprint.arguments(requests.Signature)
@blueprint.response(200, answers.SignedReference)
def sign_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Lock the note and, in the same commit, raise its concern."""
    return run(commands.SignNote(child=child, note=note, **body))


@blueprint.post(f"{NOTE}/addenda")
@allow(*CLINICAL)
@blueprint.arguments(requests.NewAddendum)
@blueprint.response(201, answers.AddendumReference)
def add_addendum(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Add to a signed note."""
    return run(commands.AddAddendum(child=child, note=note, **{**body, "persons": tuple(body["persons"])}))


@blueprint.post(f"{NOTE}/voiding")
@allow(*CLINICAL)
@blueprint.arguments(requests.NewVoiding)
@blueprint.response(200, answers.VoidedReference)
def void_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Say that a note does not count."""
    return run(commands.VoidNote(child=child, note=note, **body))


@blueprint.post("/children/<string:child>/concerns")
@allow(*CLINICAL)
@blueprint.arguments(requests.NewClinicConcern)
@blueprint.response(201, answers.ConcernReference)
def raise_concern(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Raise a concern without a note."""
    return run(commands.RaiseConcern(child=child, **body))


@blueprint.get("/children/<string:child>/concerns")
@allow(*CLINICAL)
@blueprint.response(200, answers.Concerns)
def list_concerns(child: str) -> dict[str, Any]:
    """Concerns without their words."""
    return concerns.concerns(reader(), child)


@blueprint.get(CONCERN)
@allow(*CLINICAL)
@blueprint.response(200, answers.ConcernText)
def read_concern(child: str, concern: str) -> dict[str, Any]:
    """A concern with its words."""
    return concerns.concern(reader(), child, concern)


@blueprint.get(f"{CONCERN}/wording")
@allow(*CLINICAL, Kind.GUARDIAN)
@blueprint.arguments(requests.ThroughDisclosure, location="query")
@blueprint.response(200, answers.Wording)
def read_wording(query: dict[str, Any], child: str, concern: str) -> dict[str, Any]:
    """The words as an adult reads them; guardians name the disclosure that entitles them."""
    return concerns.wording(reader(), child, concern, query["disclosure"])


@blueprint.post(f"{CONCERN}/closure")
@allow(*CLINICAL)
@blueprint.arguments(requests.NewClosure)
@blueprint.response(200, answers.ConcernReference)
def close_concern(body: dict[str, Any], child: str, concern: str) -> dict[str, Any]:
    """Say that a concern is dealt with."""
    return run(commands.CloseConcern(child=child, concern=concern, **body))
