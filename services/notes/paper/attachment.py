"""A document as it travels: FHIR Attachment, since services speak JSON to each other."""

from base64 import b64encode
from datetime import datetime

from kernel.clock import to_text
from services.notes.paper.sheet import Sheet


def attachment(sheet: Sheet, title: str, made_at: datetime) -> dict[str, str]:
    """`title` is the name of the file: identifiers only."""
    data = b64encode(sheet.made()).decode()
    return {"content_type": "application/pdf", "data": data, "title": title, "creation": to_text(made_at)}
