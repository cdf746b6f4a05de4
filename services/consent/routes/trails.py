"""What is on paper about facts, and what is to be looked at again."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.queries import trails as kept
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import trails as schemas

trails = Blueprint("trails", __name__, description="What is on paper about facts")


@trails.get(f"{CHILD}/trails")
@allow(*STAFF)
@trails.response(200, schemas.Trails)
def read_trails(child: str) -> dict[str, Any]:
    """Who brought each fact, on which document, who checked it, what became of it."""
    return kept.trails(reader(), child)


@trails.get("/reviews")
@allow(*STAFF)
@trails.arguments(schemas.DueIn, location="query")
@trails.response(200, schemas.Reviews)
def list_reviews(query: dict[str, Any]) -> dict[str, Any]:
    """Flags and boundaries to be looked at again by then, the longest overdue first."""
    return kept.reviews(reader(), query["clinic"], query["days"])
