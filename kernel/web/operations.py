"""Routes that every service has for the people who look after it: the audit chain, for the privacy officer."""

from typing import Any

from marshmallow import Schema, fields, validate

from kernel.audit import AUDIT
from kernel.auth.principal import Role
from kernel.chain import chain_broken_at
from kernel.clock import to_text
from kernel.store.port import Where
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import current_node, reader

ROWS_MAX = 200

operations = Blueprint("operations", __name__, description="For those who look after the service")


class AuditQuery(Schema):
    """Either a stream (a child, `person:<id>`) or an actor; newest first."""

    stream = fields.String(validate=validate.Length(max=128))
    actor = fields.String(validate=validate.Length(max=128))
    cursor = fields.String(validate=validate.Length(max=2000))


@operations.get("/audit")
@allow(Role.PRIVACY_OFFICER)
@operations.arguments(AuditQuery, location="query")
@operations.response(200)
def search_audit(query: dict[str, str]) -> dict[str, Any]:
    """Who did what, what was refused and what was read: identifiers and codes."""
    where: Where = {name: query[name] for name in ("stream", "actor") if name in query}
    page = current_node().store.page(AUDIT, where, ("-at",), ROWS_MAX, query.get("cursor"))
    asked = {name: query[name] for name in where}
    reader().shown(f"person:{reader().principal.person}", "search-audit", **asked)
    return {"rows": page.items, "next_cursor": page.next_cursor}


@operations.get("/audit/<string:stream>/verification")
@allow(Role.PRIVACY_OFFICER)
@operations.response(200)
def verify_audit(stream: str) -> dict[str, Any]:
    """Whether the chain of one stream holds from its first row to its head."""
    broken = chain_broken_at(current_node().store, stream)
    return {"stream": stream, "holds": broken is None, "broken_at": broken, "checked_at": to_text(reader().now)}
