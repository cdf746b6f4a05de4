"""Progress notes: written, read, signed, added to."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes import commands
from services.notes.queries import notes as kept
from services.notes.queries import trends, unfinished
from services.notes.routes.doors import CHILD, CLINICAL, NOTE
from services.notes.schemas import fields
from services.notes.schemas import notes as schemas
from services.notes.schemas.values import Trends

PLACE_DIGITS_MAX = 4  # forty sections have two
notes = Blueprint("notes", __name__, description="Progress notes")


@notes.post(f"{CHILD}/notes")
@allow(*CLINICAL)
@notes.arguments(schemas.NewNote)
@notes.response(201, schemas.NoteReference)
def write_note(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Begin a draft."""
    return run(commands.WriteNote(child=child, **{**body, "sections": tuple(body["sections"])}))


@notes.get(f"{CHILD}/notes")
@allow(*CLINICAL, Kind.GUARDIAN)
@notes.arguments(fields.Cursor, location="query")
@notes.response(200, schemas.Notes)
def list_notes(query: dict[str, Any], child: str) -> dict[str, Any]:
    """What there is for this reader, without a word of it."""
    return kept.notes(reader(), child, query["cursor"])


@notes.get("/notes")
@allow(*CLINICAL)
@notes.arguments(schemas.UnsignedOnly, location="query")
@notes.response(200, schemas.Unsigned)
def list_unsigned(query: dict[str, Any]) -> dict[str, Any]:
    """One's own drafts over the whole caseload."""
    return unfinished.unsigned(reader())


@notes.get(NOTE)
@allow(*CLINICAL, Kind.GUARDIAN)
@notes.response(200, schemas.NoteText)
def read_note(child: str, note: str) -> dict[str, Any]:
    """The note, filtered for whoever asks."""
    return kept.note(reader(), child, note)


@notes.get(f"{NOTE}/as/<string:person>")
@allow(*CLINICAL)
@notes.response(200, schemas.Preview)
def preview_note(child: str, note: str, person: str) -> dict[str, Any]:
    """What this guardian would read."""
    return kept.preview(reader(), child, note, person)


@notes.put(NOTE)
@allow(*CLINICAL)
@notes.arguments(schemas.NoteRevision)
@notes.response(200, schemas.NoteReference)
def revise_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Replace the sections of one's own draft; 409 when it was written against an old revision."""
    return run(commands.ReviseNote(child=child, note=note, **{**body, "sections": tuple(body["sections"])}))


@notes.put(f"{NOTE}/contribution")
@allow(*CLINICAL)
@notes.arguments(schemas.NewContribution)
@notes.response(200, schemas.NoteReference)
def contribute_sections(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Replace one's own sections of a colleague's draft."""
    return run(commands.ContributeSections(child=child, note=note, **{**body, "sections": tuple(body["sections"])}))


@notes.get(f"{CHILD}/observations/<string:observation>/notes")
@allow(*CLINICAL)
@notes.response(200, schemas.Citing)
def list_citing(child: str, observation: str) -> dict[str, Any]:
    """The notes that rest on an observation from home."""
    return kept.citing(reader(), child, observation)


@notes.get(f"{CHILD}/trends")
@allow(*CLINICAL)
@notes.response(200, Trends)
def read_trends(child: str) -> dict[str, Any]:
    """Participation, themes, materials and observations over the child's signed notes."""
    return trends.trend(reader(), child)


@notes.post(f"{NOTE}/signature")
@allow(*CLINICAL)
@notes.arguments(schemas.Signature)
@notes.response(200, schemas.SignedReference)
def sign_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Lock the note and, in the same commit, raise its concern."""
    return run(commands.SignNote(child=child, note=note, **body))


@notes.post(f"{NOTE}/sections/<string:section>/sharing")
@allow(*CLINICAL)
@notes.arguments(schemas.NewSharing)
@notes.response(200, schemas.NoteReference)
def share_section(body: dict[str, Any], child: str, note: str, section: str) -> dict[str, Any]:
    """Show a section to guardians after signing; 403 with the rules that say no while one of them may not know it."""
    index = int(section) if section.isdecimal() and len(section) < PLACE_DIGITS_MAX else -1
    return run(commands.ShareSection(child=child, note=note, section=index, **body))


@notes.post(f"{NOTE}/addenda")
@allow(*CLINICAL)
@notes.arguments(schemas.NewAddendum)
@notes.response(201, schemas.AddendumReference)
def add_addendum(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Add to a signed note."""
    return run(commands.AddAddendum(child=child, note=note, **{**body, "persons": tuple(body["persons"])}))


@notes.post(f"{NOTE}/voiding")
@allow(*CLINICAL)
@notes.arguments(schemas.NewVoiding)
@notes.response(200, schemas.VoidedReference)
def void_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Say that a note does not count."""
    return run(commands.VoidNote(child=child, note=note, **body))
