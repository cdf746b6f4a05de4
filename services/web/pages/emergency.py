"""Breaking the glass: the form, and what can be read through it for as long as it holds."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid, NotFound
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import door
from services.web.browser.render import given_key, go, page
from services.web.browser.words import choices, word
from services.web.gateways import glass, goals, notes
from services.web.gateways.door import Answer
from services.web.pages.names import names
from services.web.schemas import EMERGENCY_CLASSES, EMERGENCY_REASONS, EmergencyForm

emergency_pages = Blueprint("emergency", __name__)
CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
FIELDS = {"child": "child", "classes": "classes", "minutes": "minutes", "reason": "reason", "words": "words"}


@emergency_pages.get("/emergency")
@allow(*CLINICAL)
def ask() -> Response:
    """What one must say before anything opens."""
    return _form({}, {})


@emergency_pages.post("/emergency")
@allow(*CLINICAL)
def break_glass() -> Response:
    """A child that is not there and one that stays closed look the same."""
    values, errors = forms.read(EmergencyForm(), ("classes",))
    typed = forms.typed(request.form, ("classes",))
    if errors:
        return _form(typed, errors)
    child = values.pop("child")
    try:
        glass.break_glass(door(), child, values, given_key())
    except Invalid as refusal:
        return _form(typed, forms.refused(refusal, FIELDS))
    return go(f"/emergency/{child}")


@emergency_pages.get("/emergency/<id:child>")
@allow(*CLINICAL)
def record(child: str) -> Response:
    """Notes and goals, each as far as it was opened; nothing any more when its time is over."""
    found_notes = _opened(lambda: notes.notes_of(door(), child))
    found_goals = _opened(lambda: goals.goals_of(door(), child))
    if found_notes is None and found_goals is None:
        raise NotFound("no-such-child")
    authors = {note["author"] for note in found_notes or []}
    return page(
        "staff/emergency.html",
        here="caseload",
        child=child,
        notes=found_notes,
        goals=found_goals,
        name=names(door(), authors),
    )


@emergency_pages.get("/emergency/<id:child>/notes/<id:note>")
@allow(*CLINICAL)
def read(child: str, note: str) -> Response:
    """One note, what its author shares with the team."""
    found = notes.note(door(), child, note)
    return page(
        "staff/emergency_note.html", here="caseload", child=child, note=found, name=names(door(), {found["author"]})
    )


def _opened(ask: Callable[[], list[Answer]]) -> list[Answer] | None:
    try:
        return ask()
    except NotFound:
        return None


def _form(values: dict[str, Any], errors: forms.Errors) -> Response:
    return page(
        "staff/emergency_form.html",
        422 if errors else 200,
        here="caseload",
        values=values,
        errors=errors,
        classes=[(code, word("class", code)) for code in EMERGENCY_CLASSES],
        reasons=[(code, text) for code, text in choices("glass_reason") if code in EMERGENCY_REASONS],
    )
