"""The privacy officer's search: who did what, what was refused, what was read. Identifiers and codes only."""

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import door
from services.web.browser.language import gettext as _
from services.web.browser.render import page
from services.web.browser.words import readable
from services.web.gateways import audit
from services.web.pages.names import names
from services.web.schemas import AuditForm

audit_pages = Blueprint("audit", __name__)


@audit_pages.get("/audit")
@allow(Role.PRIVACY_OFFICER)
def search() -> Response:
    """Of one service, by child or by person."""
    query = AuditForm().load({name: request.args.get(name, "") for name in ("stream", "actor", "cursor")})
    service = request.args.get("service", audit.AUDITED[0])
    service = service if service in audit.AUDITED else audit.AUDITED[0]
    asked = query["stream"] or query["actor"]
    errors: forms.Errors = {}
    if "service" in request.args and not asked:
        errors = {"stream": _("Enter the identifier of a child, or of a person below.")}
    found = audit.search(door(), service, query["stream"], query["actor"], query["cursor"]) if asked else None
    chain = audit.verify(door(), service, query["stream"]) if query["stream"] else None
    rows = found["rows"] if found else []
    return page(
        "staff/audit.html",
        422 if errors else 200,
        here="audit",
        query=query,
        service=service,
        options=[(code, readable(code)) for code in audit.AUDITED],
        rows=rows,
        cursor=found["next_cursor"] if found else None,
        searched=found is not None,
        chain=chain,
        name=names(door(), {row["actor"] for row in rows}),

        errors=errors,
    )
