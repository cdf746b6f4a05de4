"""What a link leads to."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.goals.queries import items as kept
from services.goals.routes.doors import CHILD
from services.goals.schemas import items as schemas

items = Blueprint("items", __name__, description="What a link leads to")


@items.get(f"{CHILD}/items/<string:item>")
@allow(Kind.GUARDIAN)
@items.response(200, schemas.ItemText)
def read_item(child: str, item: str) -> dict[str, Any]:
    """One item in words, decided now."""
    return kept.item(reader(), child, item)
