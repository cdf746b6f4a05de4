"""Routes that every service has for the people who look after it: the audit chain, for the privacy officer."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from kernel.chain import chain_broken_at
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from kernel.store.port import Document, Where
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import current_node, reader

ROWS_MAX = 200
NETWORK = "network:"
NAMED = ("person:", "clinic:", NETWORK)  # streams that are not a child's say so

operations = Blueprint("operations", __name__, description="For those who look after the service")


class AuditQuery(Schema):
    """Either a stream (a child, `person:<id>`) or an actor; newest first."""

    stream = fields.String(validate=validate.Length(max=128))
    actor = fields.String(validate=validate.Length(max=128))
    cursor = fields.String(validate=validate.Length(max=2000))

    @validates_schema
    def about_somebody(self, data: dict[str, str], **_: Any) -> None:
        """Nobody reads everybody's chains at once."""
        if not data.get("stream") and not data.get("actor"):
            raise ValidationError("required", "stream")


@operations.get("/audit")
@allow(Role.PRIVACY_OFFICER)
@operations.arguments(AuditQuery, location="query")
@operations.response(200)
def search_audit(query: dict[str, str]) -> dict[str, Any]:
    """Who did what, what was refused and what was read: identifiers and codes. Of the officer's own network."""
    for stream in (query.get("stream"), person_stream(query['actor']) if "actor" in query else None):
        if stream and not _is_theirs(reader(), stream):
            raise NotFound("no-such-stream")
    where: Where = {name: query[name] for name in ("stream", "actor") if name in query}
    page = current_node().store.page(AUDIT, where, ("-at",), ROWS_MAX, query.get("cursor"))
    asked = {name: query[name] for name in where}
    reader().shown(person_stream(reader().principal.person), "search-audit", **asked)
    rows = [row for row in page.items if _is_shown(reader(), row["stream"])]
    return {"rows": rows, "next_cursor": page.next_cursor}


@operations.get("/audit/<string:stream>/verification")
@allow(Role.PRIVACY_OFFICER)
@operations.response(200)
def verify_audit(stream: str) -> dict[str, Any]:
    """Whether the chain of one stream holds from its first row to its head."""
    if not _is_theirs(reader(), stream):
        raise NotFound("no-such-stream")
    broken = chain_broken_at(current_node().store, stream)
    return {"stream": stream, "holds": broken is None, "broken_at": broken, "checked_at": to_text(reader().now)}


def _is_theirs(asked: Reader, stream: str) -> bool:
    """The asker's network, or a child, person or clinic of it, but not the asker's own child."""
    prefix, id = _split(stream)
    if prefix == NETWORK:
        return asked.principal.network in (None, id)
    subject = _subject(prefix, id)
    if subject is None:
        return prefix != "" and _known_to_consent(asked, prefix, id)
    return asked.principal.network in (None, subject["network"]) and not _is_own(asked, subject)


def _is_shown(asked: Reader, stream: str) -> bool:
    """A row among those of an actor of the network: not of the asker's own child."""
    subject = _subject(*_split(stream))
    return subject is None or not _is_own(asked, subject)


def _is_own(asked: Reader, subject: Document) -> bool:
    return asked.principal.person in (*subject.get("people", ()), *subject.get("adults", ()))


def _split(stream: str) -> tuple[str, str]:
    prefix = next((prefix for prefix in NAMED if stream.startswith(prefix)), "")
    return prefix, stream.removeprefix(prefix)


def _subject(prefix: str, id: str) -> Document | None:
    collection = current_node().service.audited.get(prefix)
    return None if collection is None else current_node().store.get(collection, id)


def _known_to_consent(asked: Reader, prefix: str, id: str) -> bool:
    """Who has a name or is a clinic in this network, for services that keep neither."""
    if current_node().service.name == "consent" or prefix not in NAMED:
        return False
    if prefix == "person:":
        return any(person["id"] == id for person in asked.ask("consent", "/people", {"ids": id})["people"])
    return any(clinic["clinic"] == id for clinic in asked.ask("consent", "/clinics")["clinics"])
