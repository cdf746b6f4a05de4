"""What an adult sees and does on the secure page."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.queries import adults
from services.notifications.routes.doors import DISCLOSURE
from services.notifications.schemas.engagement import Engaged, Opening, ReadIn
from services.notifications.schemas.fields import Empty, Words

engagement = Blueprint("notifications-engagement", __name__, description="Disclosures as an adult meets them")


@engagement.get(f"{DISCLOSURE}/mine")
@allow(Kind.GUARDIAN)
@engagement.arguments(ReadIn, location="query")
@engagement.response(200)
def read_mine(query: dict[str, str | None], child: str, disclosure: str) -> dict[str, Any]:
    """The asker's own place in it, with a greeting in their language where there is one."""
    return adults.mine(reader(), child, disclosure, query["language"])


@engagement.get("/children/<string:child>/inbox")
@allow(Kind.GUARDIAN)
@engagement.response(200)
def read_inbox(child: str) -> dict[str, Any]:
    """What of this child concerns the asker, decided again now."""
    return adults.inbox(reader(), child)


@engagement.get("/me/children")
@allow(Kind.GUARDIAN)
@engagement.response(200)
def read_my_children() -> dict[str, Any]:
    """Every child of whom there is something for the asker, with it, decided again now."""
    return adults.my_children(reader())


@engagement.post(f"{DISCLOSURE}/views")
@allow(Kind.GUARDIAN)
@engagement.arguments(Opening)
@engagement.response(201, Engaged)
def view(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Opened on the secure page."""
    return run(commands.ViewDisclosure(child=child, disclosure=disclosure, way=body["way"], client=body["client"]))


@engagement.post(f"{DISCLOSURE}/acknowledgements")
@allow(Kind.GUARDIAN)
@engagement.arguments(Empty)
@engagement.response(201, Engaged)
def acknowledge(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Read and taken on: ends the ladder."""
    return run(commands.AcknowledgeDisclosure(child=child, disclosure=disclosure))


@engagement.post(f"{DISCLOSURE}/answers")
@allow(Kind.GUARDIAN)
@engagement.arguments(Words)
@engagement.response(201, Engaged)
def answer(body: dict[str, str], child: str, disclosure: str) -> dict[str, Any]:
    """Words for the team."""
    return run(commands.AnswerDisclosure(child=child, disclosure=disclosure, words=body["words"]))


@engagement.post(f"{DISCLOSURE}/not-my-child")
@allow(Kind.GUARDIAN)
@engagement.arguments(Empty)
@engagement.response(201, Engaged)
def disown(body: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Freezes the asker's access and opens an incident."""
    return run(commands.DisownDisclosure(child=child, disclosure=disclosure))
