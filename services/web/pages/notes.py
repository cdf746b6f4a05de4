"""The note editor: sections with their visibility, drafts with a revision, a guardian's view, signing."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid, NotFound, Stale
from kernel.web.access import allow
from services.web import queries
from services.web.browser import forms
from services.web.browser.identity import asker, door, reader
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.gateways import notes
from services.web.gateways.door import Answer
from services.web.pages.child import opened, warnings
from services.web.pages.names import names

note_pages = Blueprint("notes", __name__)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
NOTE = "/children/<id:child>/notes/<id:note>"
Section = dict[str, Any]


@note_pages.get("/children/<id:child>/notes/new")
@allow(*CLINICAL)
def begin(child: str) -> Response:
    """Which form to write in."""
    _, about = opened(child)
    templates = notes.templates(door())
    return page("staff/note_new.html", here="caseload", about=about, warnings=warnings(about), errors={},
                options=[(code, template["title"]) for code, template in templates.items()])  # fmt: skip


@note_pages.post("/children/<id:child>/notes/new")
@allow(*CLINICAL)
def create(child: str) -> Response:
    """An empty draft, at once: from now on nothing typed can get lost between pages."""
    card, _about = opened(child)
    template = notes.templates(door()).get(request.form.get("template", "soap"))
    if template is None:
        raise NotFound("no-such-template")
    body = {
        "clinic": queries.home_clinic(reader(), card),
        "template": template["code"],
        "sections": [_empty(form) for form in template["sections"]],
    }
    made = notes.begin(door(), child, body, given_key())
    return go(f"/children/{child}/notes/{made['note']}")


@note_pages.get(NOTE)
@allow(*CLINICAL)
def show(child: str, note: str) -> Response:
    """One's own draft in the editor; anything else as the record has it."""
    _, about = opened(child)
    found = notes.note(door(), child, note)
    if _is_editable(found):
        return _editor(about, found, _sections(found), found["revision"])
    return page("staff/note.html", here="caseload", about=about, warnings=warnings(about), note=found,
                name=names(door(), _persons(found)))  # fmt: skip


@note_pages.post(NOTE)
@allow(*CLINICAL)
def save(child: str, note: str) -> Response:
    """Save, then go where the button said."""
    _, about = opened(child)
    sections, revision = _typed(), _revision()
    try:
        notes.save(door(), child, note, revision, sections, given_key())
    except Stale:
        return _collided(about, child, note, sections)
    except Invalid as refusal:
        errors = _errors(refusal, sections)
        found = notes.note(door(), child, note)
        return _editor(about, found, sections, revision, errors=errors, status=422)
    if request.form.get("then") == "sign":
        return go(f"/children/{child}/notes/{note}/sign")
    if request.form.get("then") == "preview":
        return go(f"/children/{child}/notes/{note}/preview")
    return go(f"/children/{child}/notes/{note}?saved=1")


@note_pages.get(f"{NOTE}/preview")
@allow(*CLINICAL)
def preview(child: str, note: str) -> Response:
    """What each guardian would read if it were signed now: the answer of the function that answers them."""
    _, about = opened(child)
    seen = [(adult, notes.note_as(door(), child, note, adult["person"])) for adult in about["adults"]]
    return page("staff/note_preview.html", here="caseload", about=about, warnings=warnings(about), seen=seen, note=note)


def _editor(
    about: Answer,
    found: Answer,
    sections: list[Section],
    revision: int,
    errors: forms.Errors | None = None,
    theirs: list[Section] | None = None,
    status: int = 200,
) -> Response:
    form = notes.templates(door()).get(found["template"])
    titles = {item["kind"]: item["title"] for item in form["sections"]} if form else {}
    required = {item["kind"] for item in form["sections"] if item["required"]} if form else set()
    return page(
        "staff/note_edit.html",
        status,
        here="caseload",
        about=about,
        warnings=warnings(about),
        note=found,
        sections=sections,
        revision=revision,
        titles=titles,
        required=required,
        errors=errors or {},
        theirs={section["kind"]: section["text"] for section in theirs} if theirs is not None else None,
        saved=request.args.get("saved") == "1",
        people=[(adult["person"], adult["name"]) for adult in about["adults"]],
    )


def _collided(about: Answer, child: str, note: str, mine: list[Section]) -> Response:
    """Both texts side by side; saving again keeps one's own."""
    found = notes.note(door(), child, note)
    if not _is_editable(found):
        return go(f"/children/{child}/notes/{note}")
    return _editor(about, found, mine, found["revision"], theirs=_sections(found), status=409)


def _is_editable(note: Answer) -> bool:
    return bool(note["state"] == "draft" and note["author"] == asker().person)


def _sections(note: Answer) -> list[Section]:
    return [
        {name: section[name] for name in ("kind", "text", "visibility", "persons")} for section in note["sections"]
    ]


def _empty(form: Answer) -> Section:
    return {"kind": form["kind"], "text": "", "visibility": form["visibility"], "persons": []}


def _typed() -> list[Section]:
    """`kind-<n>`, `text-<n>`, `visibility-<n>`, `persons-<n>` for n from 1, as long as there are kinds."""
    values = forms.typed(request.form)
    sections: list[Section] = []
    while (number := len(sections) + 1) and (kind := values.get(f"kind-{number}")):
        visibility = values.get(f"visibility-{number}", "private")
        persons = request.form.getlist(f"persons-{number}") if visibility == "persons" else []
        text = values.get(f"text-{number}", "")
        sections.append({"kind": kind, "text": text, "visibility": visibility, "persons": persons})
    return sections


def _revision() -> int:
    typed = request.form.get("revision", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Invalid("revision", {"revision": ["not-valid"]})
    return int(typed)


def _errors(refusal: Invalid, sections: list[Section]) -> forms.Errors:
    """`sections.2.text` of the owner is our `text-3`."""
    errors: forms.Errors = {}
    for path, codes in refusal.fields.items():
        parts = path.split(".")
        number = next((int(part) + 1 for part in parts if part.isdigit()), 1)
        field = "persons" if parts[-1] in ("persons", "visibility") else "text"
        errors[f"{field}-{min(number, len(sections))}"] = _(forms.CODES.get(codes[0] if codes else "", "Check this."))
    return errors or {"text-1": _("This could not be accepted. Check what you wrote.")}


def _persons(note: Answer) -> set[str]:
    shared = {person for section in note["sections"] for person in section["persons"]}
    added = {addendum["author"] for addendum in note["addenda"]}
    return shared | added | {id for id in (note["author"], note["cosigned_by"]) if id}
