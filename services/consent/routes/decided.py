"""The day's decisions, for the service that carries them."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.queries import decided as queries
from services.consent.schemas.decided import DecidedPage, WhichDecided

decided = Blueprint("decided", __name__, description="What was decided, to be held against what was carried")


@decided.get("/clinics/<string:clinic>/decided")
@allow(Kind.SERVICE)
@decided.arguments(WhichDecided, location="query")
@decided.response(200, DecidedPage)
def list_decided(query: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A page of recorded decisions of one clinic, oldest first."""
    return queries.decided(reader(), clinic, query["since"], query["until"], query["cursor"])
