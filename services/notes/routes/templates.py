"""The forms notes are written in."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from services.notes.queries import templates as kept
from services.notes.routes.doors import CLINICAL
from services.notes.schemas import templates as schemas

templates = Blueprint("templates", __name__, description="The forms notes are written in")


@templates.get("/templates")
@allow(*CLINICAL)
@templates.response(200, schemas.Templates)
def list_templates() -> dict[str, Any]:
    """The forms notes are written in."""
    return kept.templates()
