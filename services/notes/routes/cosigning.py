"""The second signature, what a note said before, and what is still to be written."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes.commands import cosigning as commands
from services.notes.queries import unfinished, versions
from services.notes.routes.doors import CLINIC, CLINICAL, NOTE
from services.notes.schemas import cosigning as schemas
from services.notes.schemas.notes import NoteReference, Unsigned, VoidedReference

cosigning = Blueprint("cosigning", __name__, description="The second signature, versions, what is late")


@cosigning.put(f"{CLINIC}/supervision/<string:author>")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN)
@cosigning.arguments(schemas.NewSupervision)
@cosigning.response(200, schemas.SupervisionAnswer)
def set_supervision(body: dict[str, Any], clinic: str, author: str) -> dict[str, Any]:
    """Whether this author's notes need a supervisor's signature."""
    return run(commands.SetSupervision(clinic=clinic, author=author, **body))


@cosigning.post(f"{NOTE}/cosignature")
@allow(Role.SUPERVISOR)
@cosigning.arguments(schemas.Cosignature)
@cosigning.response(200, VoidedReference)
def cosign_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Sign what a supervised author has handed in."""
    return run(commands.CosignNote(child=child, note=note, **body))


@cosigning.post(f"{NOTE}/return")
@allow(Role.SUPERVISOR)
@cosigning.arguments(schemas.NewReturn)
@cosigning.response(200, NoteReference)
def return_note(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Give it back to its author with what is to be changed."""
    return run(commands.ReturnNote(child=child, note=note, **body))


@cosigning.get("/notes/awaiting")
@allow(Role.SUPERVISOR)
@cosigning.response(200, Unsigned)
def list_awaiting() -> dict[str, Any]:
    """Notes that wait for a second signature."""
    return unfinished.awaiting(reader())


@cosigning.get("/notes/late")
@allow(*CLINICAL)
@cosigning.response(200, schemas.LateSessions)
def list_late() -> dict[str, Any]:
    """Sessions whose note is missing: one's own, and those of the clinics one supervises."""
    return unfinished.late(reader())


@cosigning.get(f"{NOTE}/versions")
@allow(*CLINICAL)
@cosigning.response(200, schemas.Versions)
def list_versions(child: str, note: str) -> dict[str, Any]:
    """What a note said before, without a word of it."""
    return versions.versions(reader(), child, note)


@cosigning.get(f"{NOTE}/versions/<string:revision>")
@allow(*CLINICAL)
@cosigning.response(200, schemas.VersionText)
def read_version(child: str, note: str, revision: str) -> dict[str, Any]:
    """One kept version with its words."""
    return versions.version(reader(), child, note, revision)
