"""The record on paper and as a bundle."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.notes.queries import printed
from services.notes.queries import record as kept
from services.notes.routes.doors import CHILD, CLINICAL, NOTE
from services.notes.schemas import fields
from services.notes.schemas import record as schemas

record = Blueprint("record", __name__, description="The record on paper and as a bundle")


@record.get(f"{NOTE}/print")
@allow(*CLINICAL, Kind.GUARDIAN)
@record.response(200, schemas.Attachment)
def print_note(child: str, note: str) -> dict[str, Any]:
    """A note of the record as PDF, filtered for whoever asks."""
    return printed.printed(reader(), child, note)


@record.get(f"{CHILD}/record")
@allow(*CLINICAL)
@record.arguments(fields.Cursor, location="query")
@record.response(200, schemas.Record)
def export_record(query: dict[str, Any], child: str) -> dict[str, Any]:
    """A child's record as a bundle, the newest notes first; older ones come with the cursor."""
    return kept.record(reader(), child, query["cursor"])


@record.get(f"{CHILD}/record/print")
@allow(*CLINICAL)
@record.arguments(fields.Cursor, location="query")
@record.response(200, schemas.Attachment)
def print_record(query: dict[str, Any], child: str) -> dict[str, Any]:
    """The same part of the record as PDF."""
    return kept.printed(reader(), child, query["cursor"])
