"""Search over one's own caseload. Words never stand in an address."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.notes.queries import search as kept
from services.notes.routes.doors import CLINICAL
from services.notes.schemas import search as schemas
from services.notes.schemas.notes import Unsigned

search = Blueprint("search", __name__, description="Search over one's own caseload")


@search.post("/notes/search")
@allow(*CLINICAL)
@search.arguments(schemas.NewSearch)
@search.response(200, Unsigned)
def search_notes(body: dict[str, Any]) -> dict[str, Any]:
    """Signed notes of the children one looks after that have every one of these words."""
    return kept.found(reader(), body["words"])
