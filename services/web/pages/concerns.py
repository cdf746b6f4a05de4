"""Raising a safety concern, with a note or without: first who will be told, who not and why; then the signature."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid, Stale
from kernel.web.access import allow
from services.web import queries
from services.web.browser import forms
from services.web.browser.identity import door, reader
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.gateways import consent, notes
from services.web.gateways.door import Answer
from services.web.pages.child import opened, warnings
from services.web.pages.names import names
from services.web.pages.notes import note_pages
from services.web.pages.sounding import heard
from services.web.schemas import ConcernForm

concern_pages = Blueprint("concerns", __name__)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
NEW = "/children/<id:child>/concerns/new"
SIGN = "/children/<id:child>/notes/<id:note>/sign"
LISTS = ("about",)
FIELDS = {"wording": "wording", "about": "about", "severity": "severity", "kind": "kind", "child_told": "child_told"}


@concern_pages.get(NEW)
@allow(*CLINICAL)
def show(child: str) -> Response:
    """An empty form."""
    return _form(child, None, {}, {})


@concern_pages.post(NEW)
@allow(*CLINICAL)
def handle(child: str) -> Response:
    """Preview, change or raise."""
    return _handled(child, None)


@note_pages.get(SIGN)
@allow(*CLINICAL)
def show_signing(child: str, note: str) -> Response:
    """Is there a concern? Then it goes with the note."""
    notes.note(door(), child, note)
    return _form(child, note, {}, {})


@note_pages.post(SIGN)
@allow(*CLINICAL)
def handle_signing(child: str, note: str) -> Response:
    """Preview, change or sign."""
    return _handled(child, note)


def _handled(child: str, note: str | None) -> Response:
    step, typed = request.form.get("step", "preview"), forms.typed(request.form, LISTS)
    if step == "change":
        return _form(child, note, typed, {})
    if note is not None and typed.get("concern", "") == "no":
        return _signed(child, note, None, typed) if step == "sign" else _calm(child, note)
    if note is not None and typed.get("concern", "") != "yes":
        return _form(child, note, typed, {"concern": _("Say whether there is a safety concern.")}, 422)
    values, errors = forms.read(ConcernForm(), LISTS)
    if errors:
        return _form(child, note, typed, errors, 422)
    if step == "sign":
        return _signed(child, note, values, typed)
    return _previewed(child, note, values, typed)


def _previewed(child: str, note: str | None, values: dict[str, Any], typed: dict[str, Any]) -> Response:
    _card, about = opened(child)
    question = {
        "disclosure_class": "safety-concern",
        "concern_kind": values["kind"],
        "severity": values["severity"],
        "about": values["about"],
        "child_told": values["child_told"],
    }
    answer = consent.preview(door(), child, question, given_key())
    bearers = {person for duty in answer["duties"] for person in duty["persons"]}
    return page(
        "staff/concern_preview.html",
        here="caseload",
        about=about,
        warnings=warnings(about),
        note=note,
        values=values,
        typed=typed,
        answer=answer,
        told=[adult for adult in answer["adults"] if adult["outcome"] == "permit"],
        name=names(door(), bearers),
        heard=heard(values["wording"] or ""),
    )


def _signed(child: str, note: str | None, values: dict[str, Any] | None, typed: dict[str, Any]) -> Response:
    concern = None if values is None else {name: values[name] for name in FIELDS}
    try:
        made = _carried_out(child, note, concern)
    except Invalid as refusal:
        return _form(child, note, typed, forms.refused(refusal, FIELDS), 422)
    except Stale:
        return go(f"/children/{child}/notes/{note}")
    if made is None:
        return go(f"/children/{child}/notes/{note}")
    return go(f"/children/{child}/cases/notes:{made}?new=1")


def _carried_out(child: str, note: str | None, concern: dict[str, Any] | None) -> str | None:
    """The concern's id, None for a note without one."""
    if note is None:
        clinic = queries.home_clinic(reader(), queries.child(reader(), child))
        made = notes.raise_concern(door(), child, {**(concern or {}), "clinic": clinic}, given_key())
    else:
        revision = notes.note(door(), child, note)["revision"]
        made = notes.sign(door(), child, note, revision, concern, given_key())
    return str(made["concern"]) if made["concern"] else None


def _calm(child: str, note: str) -> Response:
    """Nothing to tell anybody: one look back, then the signature."""
    _card, about = opened(child)
    found = notes.note(door(), child, note)
    return page("staff/note_sign.html", here="caseload", about=about, warnings=warnings(about), note=found)


def _form(
    child: str, note: str | None, values: dict[str, Any], errors: forms.Errors, status: int = 200
) -> Response:
    _card, about = opened(child)
    return page(
        "staff/concern.html",
        status,
        here="caseload",
        about=about,
        warnings=warnings(about),
        note=note,
        values=values,
        errors=errors,
        people=_people(about),
    )


def _people(about: Answer) -> list[tuple[str, str]]:
    return [(adult["person"], adult["name"]) for adult in about["adults"]]
