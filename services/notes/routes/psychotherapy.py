"""Psychotherapy notes: their author's alone."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes.commands import psychotherapy as commands
from services.notes.queries import psychotherapy as kept
from services.notes.routes.doors import CHILD, CLINICAL
from services.notes.schemas import psychotherapy as schemas
from services.notes.schemas.notes import NoteReference

psychotherapy = Blueprint("psychotherapy", __name__, description="Psychotherapy notes, for their author alone")
NOTES = f"{CHILD}/psychotherapy-notes"


@psychotherapy.post(NOTES)
@allow(*CLINICAL)
@psychotherapy.arguments(schemas.NewPsychotherapyNote)
@psychotherapy.response(201, NoteReference)
def write(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Begin one."""
    return run(commands.WritePsychotherapyNote(child=child, **body))


@psychotherapy.get(NOTES)
@allow(*CLINICAL)
@psychotherapy.response(200, schemas.PsychotherapyNotes)
def list_own(child: str) -> dict[str, Any]:
    """One's own, without a word of them."""
    return kept.own(reader(), child)


@psychotherapy.get(f"{NOTES}/<string:note>")
@allow(*CLINICAL)
@psychotherapy.response(200, schemas.PsychotherapyText)
def read(child: str, note: str) -> dict[str, Any]:
    """One of one's own."""
    return kept.read(reader(), child, note)


@psychotherapy.put(f"{NOTES}/<string:note>")
@allow(*CLINICAL)
@psychotherapy.arguments(schemas.PsychotherapyRevision)
@psychotherapy.response(200, NoteReference)
def revise(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Replace its text; 409 when it was written against an old revision."""
    return run(commands.RevisePsychotherapyNote(child=child, note=note, **body))


@psychotherapy.post(f"{NOTES}/<string:note>/withdrawal")
@allow(*CLINICAL)
@psychotherapy.arguments(schemas.PsychotherapyWithdrawal)
@psychotherapy.response(200, NoteReference)
def withdraw(body: dict[str, Any], child: str, note: str) -> dict[str, Any]:
    """Take its text away for good."""
    return run(commands.WithdrawPsychotherapyNote(child=child, note=note, **body))
