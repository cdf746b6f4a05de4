"""A note on paper, and a child's record to take away: fetched when asked for, passed on and not kept."""

import json
from base64 import b64decode

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid
from kernel.web.access import allow
from services.web.browser.identity import door
from services.web.browser.render import page
from services.web.gateways import notes
from services.web.gateways.door import Answer
from services.web.pages.child import opened, warnings

record_pages = Blueprint("record", __name__)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
RECORD = "/children/<id:child>/record"
CURSOR_CHARACTERS_MAX = 2000  # as its owner has it


@record_pages.get("/children/<id:child>/notes/<id:note>/pdf")
@allow(*CLINICAL)
def note_pdf(child: str, note: str) -> Response:
    """What the page shows, with who signed."""
    return _file(notes.printed_note(door(), child, note))


@record_pages.get(RECORD)
@allow(*CLINICAL)
def show(child: str) -> Response:
    """What is in a record and what never is, and the parts it comes in."""
    _, about = opened(child)
    part = notes.notes_part(door(), child, _cursor())
    return page("staff/record.html", here="caseload", about=about, warnings=warnings(about), cursor=_cursor(),
                count=len(part["notes"]), newest=part["notes"][:1], oldest=part["notes"][-1:],
                older=part["next_cursor"])  # fmt: skip


@record_pages.get(f"{RECORD}/pdf")
@allow(*CLINICAL)
def pdf(child: str) -> Response:
    """One part on paper."""
    return _file(notes.printed_record(door(), child, _cursor()))


@record_pages.get(f"{RECORD}/bundle")
@allow(*CLINICAL)
def bundle(child: str) -> Response:
    """The same part for another system."""
    made = json.dumps(notes.record(door(), child, _cursor()), ensure_ascii=False, indent=1)
    return _download(made.encode(), "application/json", f"record-{child}.json")


def _cursor() -> str:
    given = request.args.get("cursor", "")
    if len(given) > CURSOR_CHARACTERS_MAX:
        raise Invalid("cursor", {"cursor": ["not-valid"]})
    return given


def _file(attachment: Answer) -> Response:
    return _download(b64decode(attachment["data"]), attachment["content_type"], attachment["title"])


def _download(body: bytes, kind: str, title: str) -> Response:
    """Saved, never shown in the browser: our policy lets nothing of a document run."""
    headers = {"Content-Disposition": f'attachment; filename="{title}"'}
    return Response(body, content_type=kind, headers=headers)
