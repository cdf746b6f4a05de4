"""Everything there is for one proven adult, child by child; each thing was decided again for this answer."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Kind
from kernel.errors import NotFound
from kernel.web.access import allow
from services.web import commands
from services.web.browser import times
from services.web.browser.identity import asker, door, order, own_door, proven
from services.web.browser.render import go, page
from services.web.gateways import consent, notes, notifications
from services.web.gateways.door import Answer
from services.web.model.account import Proof

family = Blueprint("family", __name__)


@family.get("/family")
@allow(Kind.GUARDIAN)
def show() -> Response:
    """The children and what there is to read; a child of whom there is nothing is not named."""
    proven()
    asked = door()
    person = consent.people(own_door(), [asked.asker.person]).get(asked.asker.person, {})
    times.use_zone(person.get("zone"))
    found = notifications.my_children(asked)
    known = consent.children(asked, [item["child"] for item in found])
    children = [_child(item, known) for item in found if item["child"] in known]
    return page("family/home.html", children=sorted(children, key=lambda child: str(child["name"])))


@family.get("/family/care")
@allow(Kind.GUARDIAN)
def care() -> Response:
    """Whether each child is in care, its visits and the next one; each was decided for this answer."""
    proven()
    asked = door()
    person = consent.people(own_door(), [asked.asker.person]).get(asked.asker.person, {})
    times.use_zone(person.get("zone"))
    known = sorted(consent.own_children(asked), key=lambda child: str(child["name"]))
    seen = [{"name": child["name"], **found} for child in known if (found := _in_care(child["id"]))]
    return page("family/care.html", children=seen)


def _in_care(child: str) -> Answer | None:
    """None when the right has ended in this very moment, or notes does not know the child yet."""
    try:
        return notes.in_care(door(), child)
    except NotFound:
        return None


@family.post("/family/open")
@allow(Kind.GUARDIAN)
def turn() -> Response:
    """One of them. It is not named in an address: nothing of it stays in a browser's history."""
    session = proven()
    child, disclosure = request.form.get("child", ""), request.form.get("disclosure", "")
    if not (_is_id(child) and _is_id(disclosure)):
        raise NotFound("no-such-page")
    seen = notifications.mine(door(), child, disclosure)
    proof = Proof(
        child=child,
        disclosure=disclosure,
        item_service=seen["item_service"],
        item=seen["item"],
        disclosure_class=seen["disclosure_class"],
    )
    order(commands.TurnTo(person=session.person, proof=proof, browser=session.id), asker())
    return go("/item")


def _child(found: Answer, known: dict[str, Answer]) -> dict[str, Any]:
    return {"id": found["child"], "name": known[found["child"]]["name"], "items": found["items"]}


def _is_id(text: str) -> bool:
    return 0 < len(text) <= 96 and text.isascii() and all(one.isalnum() or one in "._:-" for one in text)
