"""Conversations as staff carry them on: whose turn it is, what was promised, and what can be done in one."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Role
from kernel.errors import Invalid, NotFound, Refusal, Stale
from kernel.web.access import allow
from services.web.browser import forms
from services.web.browser.identity import asker, door, reader
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.times import use_zone
from services.web.browser.words import choices
from services.web.decisions import talk as lanes
from services.web.decisions.tone import Remarks
from services.web.gateways import consent, goals, notifications, talk
from services.web.gateways.door import Answer
from services.web.model.record import ChildCard
from services.web.pages.child import is_clinical
from services.web.pages.inbox_lists import SHOWN, label, listed
from services.web.pages.names import clinic_zone, names
from services.web.pages.sounding import unheard
from services.web.repository import CHILD
from services.web.schemas import ReplyForm, StaffThreadForm, TaskForm

inbox_pages = Blueprint("inbox", __name__)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, Role.FRONT_DESK, Role.CLINIC_ADMIN)
CHILD_PLACE = "/children/<id:child>/messages"
THREAD = f"{CHILD_PLACE}/<id:thread>"


@inbox_pages.get("/messages")
@allow(*STAFF)
def show() -> Response:
    """Mine, my clinic's, overdue, and those in which nothing is owed."""
    asked, shown = door(), request.args.get("show", "mine")
    if shown not in SHOWN:
        raise NotFound("no-such-list")
    own = sorted(asker().clinics())
    use_zone(clinic_zone(consent.clinics(asked), own[0] if own else ""))
    found = listed(reader(), shown)
    children = consent.children(asked, {thread.child for thread in found})
    return page(
        "staff/inbox.html",
        here="messages",
        shown=shown,
        lists=[(code, label(code)) for code in SHOWN],
        threads=[thread for thread in found if thread.child in children],
        children=children,
        now=reader().now,
        is_overdue=lanes.is_overdue,
        name=names(asked, [thread.person for thread in found]),
    )


@inbox_pages.get(f"{CHILD_PLACE}/new")
@allow(*STAFF)
def write(child: str) -> Response:
    """To one guardian."""
    return _new(child, {}, {})


@inbox_pages.post(f"{CHILD_PLACE}/new")
@allow(*STAFF)
def begin(child: str) -> Response:
    """A conversation of the clinic's making."""
    typed = forms.typed(request.form)
    values, errors = forms.read(StaffThreadForm())
    if errors:
        return _new(child, typed, errors, 422)
    if remarked := unheard(values["words"]):
        return _new(child, typed, {}, heard=remarked)
    clinic = _clinic_of(child)
    body = {"clinic": clinic, "reference": values["goal"] or None} | {
        name: values[name] for name in ("person", "category", "words")
    }
    try:
        made = talk.begin_as_staff(door(), child, body, given_key())
    except Invalid as refusal:
        return _new(child, typed, forms.refused(refusal, {"words": "words", "reference": "goal"}), 422)
    return go(f"/children/{child}/messages/{made['thread']}")


@inbox_pages.get(THREAD)
@allow(*STAFF)
def read(child: str, thread: str) -> Response:
    """With its words, and what can be done."""
    return _thread(child, thread, {}, {})


@inbox_pages.post(f"{THREAD}/reply")
@allow(*STAFF)
def reply(child: str, thread: str) -> Response:
    """An answer or guidance, to this guardian alone; or a draft of it."""
    typed = forms.typed(request.form)
    if typed.get("step") == "keep":
        body = {"thread": thread, "words": typed.get("words", "")}
        talk.keep_draft(door(), child, body, given_key())
        return go(f"/children/{child}/messages/{thread}?kept=1")
    values, errors = forms.read(ReplyForm())
    if errors:
        return _thread(child, thread, typed, errors, 422)
    if remarked := unheard(values["words"]):
        return _thread(child, thread, typed, {}, heard=remarked)
    return _done(child, thread, "replies", values, typed)


@inbox_pages.post(f"{THREAD}/<any(acknowledgement, closure, reopening):what>")
@allow(*STAFF)
def act(child: str, thread: str, what: str) -> Response:
    """Seen, closed, opened again."""
    typed = forms.typed(request.form)
    body: dict[str, Any] = {} if what == "acknowledgement" else {"revision": _revision(typed)}
    body |= {"reason": typed.get("reason", "")} if what == "closure" else {}
    return _done(child, thread, what, body, typed)


@inbox_pages.post(f"{THREAD}/<id:message>/<any(redirect, back):what>")
@allow(*STAFF)
def act_on_message(child: str, thread: str, message: str, what: str) -> Response:
    """Redirected with a template, or taken back by its author."""
    typed = forms.typed(request.form)
    if what == "back":
        return _done(child, thread, f"messages/{message}/take-back", {}, typed)
    body = {"revision": _revision(typed), "template": typed.get("template", "")}
    return _done(child, thread, f"messages/{message}/redirect", body, typed)


@inbox_pages.post(f"{THREAD}/reviews/<id:task>")
@allow(*STAFF)
def finish_review(child: str, thread: str, task: str) -> Response:
    """Somebody has looked, and says what they decided."""
    values, errors = forms.read(TaskForm())
    if errors:
        told = {f"review-{name}": text for name, text in errors.items()}
        return _thread(child, thread, {"review": request.form.get("words", "")}, told, 422)
    notifications.finish_task(door(), child, task, values, given_key())
    return go("/tasks")


def _done(child: str, thread: str, what: str, body: dict[str, Any], typed: dict[str, Any]) -> Response:
    try:
        talk.act(door(), child, thread, what, body, given_key())
    except Stale as refusal:
        return _thread(child, thread, typed, {"words": _stale(refusal)}, 409)
    except Invalid as refusal:
        known = {"words": "words", "template": "template", "reason": "reason"}
        return _thread(child, thread, typed, forms.refused(refusal, known), 422)
    return go(f"/children/{child}/messages/{thread}")


def _stale(refusal: Refusal) -> str:
    told = {
        "conversation-moved": _("Somebody has written meanwhile. Read it, then send yours if it still fits."),
        "safety-review-open": _("A safety review is open. Finish it first: it is one of the tasks."),
        "already-sent": _("It has left already and cannot be taken back."),
    }
    return told.get(refusal.code, _("This conversation has changed meanwhile. Look at it again."))


def _revision(typed: dict[str, Any]) -> int:
    text = str(typed.get("revision", ""))
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _thread(
    child: str, thread: str, typed: dict[str, Any], errors: forms.Errors, status: int = 200,
    heard: Remarks | None = None,
) -> Response:  # fmt: skip
    asked = door()
    found = talk.thread(asked, child, thread)
    use_zone(clinic_zone(consent.clinics(asked), found["clinic"]))
    known = consent.children(asked, [child]).get(child, {"name": _("Somebody you may not see")})
    draft = found["draft"] or {}
    people = [found["person"], found["acknowledged_by"], *(one["author"] for one in found["messages"])]
    return page(
        "staff/thread.html",
        status,
        here="messages",
        thread=found,
        child=child,
        child_name=known["name"],
        goal=_goal(asked, child, found),
        clinical=is_clinical(),
        words=typed.get("words", draft.get("words", "")),
        coach=typed.get("coach"),
        detail=typed.get("detail"),
        heard=heard,
        templates=choices("redirect_choice"),
        reasons=choices("closing"),
        outcomes=choices("review_outcome"),
        review_words=typed.get("review", ""),
        saved=request.args.get("kept") == "1",
        errors=errors,
        me=asker().person,
        name=names(asked, people),
    )


def _goal(asked: Any, child: str, found: Answer) -> str:
    """What the question is about, in the goal's words; nothing where it may not be seen."""
    if found["category"] != "goal":
        return ""
    try:
        seen = goals.goals_of(asked, child)
    except Refusal:
        return ""
    return next((str(goal["statement"]) for goal in seen if goal["goal"] == found["reference"]), "")


def _new(
    child: str, typed: dict[str, Any], errors: forms.Errors, status: int = 200, heard: Remarks | None = None
) -> Response:
    about = consent.child(door(), child)
    _clinic_of(child)
    open_lanes = lanes.lanes_of(asker())
    options = [(code, text) for code, text in choices("category") if lanes.LANE.get(code) in open_lanes]
    shown = goals.goals_of(door(), child) if is_clinical() else []
    return page(
        "staff/thread_new.html",
        status,
        here="messages",
        child=child,
        child_name=about["name"],
        people=[(adult["person"], adult["name"]) for adult in about["adults"]],
        options=options,
        goals=[(goal["goal"], goal["statement"]) for goal in shown if goal["status"] == "agreed"],
        values=typed,
        errors=errors,
        heard=heard,
    )


def _clinic_of(child: str) -> str:
    card: ChildCard | None = reader().known(CHILD, child)
    own = asker().clinics()
    clinic = next((team.clinic for team in card.teams if team.clinic in own), None) if card else None
    if clinic is None:
        raise NotFound("no-such-child")
    return clinic
