"""Where a family asks, tells and worries: one entry, a category that routes it, the date of the answer."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Kind
from kernel.errors import Invalid, NotFound, Stale
from kernel.web.access import allow
from services.web.browser import forms, times
from services.web.browser.identity import door, own_door, proven
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.words import word
from services.web.browser.words.talk import THREAD_REFUSAL
from services.web.gateways import consent, goals, talk
from services.web.gateways.door import Answer
from services.web.pages.names import clinic_name
from services.web.schemas import AskForm, MessageForm

asking = Blueprint("asking", __name__)
HOME = "/family/ask"
THREAD = f"{HOME}/<id:thread>"
NEEDS_GOAL = "goal"
UNREFERRED = ("observation",)  # asked from what was noticed, where that is shown


@asking.get(HOME)
@allow(Kind.GUARDIAN)
def show() -> Response:
    """One's own conversations, and how to begin one."""
    child = _child()
    found = talk.threads(door(), child)
    about = talk.asking(door(), child)
    return page("family/ask.html", threads=found, about=about, **_frame())


@asking.get(f"{HOME}/new")
@allow(Kind.GUARDIAN)
def write() -> Response:
    """An empty form, or the draft."""
    return _form(None, {})


@asking.post(f"{HOME}/new")
@allow(Kind.GUARDIAN)
def send() -> Response:
    """Sent, or kept for later."""
    typed = forms.typed(request.form)
    if typed.get("step") == "keep":
        return _kept(None, typed)
    values, errors = forms.read(AskForm())
    if not errors and values["category"] == NEEDS_GOAL and not values["goal"]:
        errors = {"goal": _("Choose the goal that you ask about.")}
    if errors:
        return _form(typed, errors, 422)
    body = {"clinic": values["clinic"], "category": values["category"], "words": values["words"]}
    body |= {"reference": values["goal"]} if values["category"] == NEEDS_GOAL else {}
    try:
        made = talk.begin(door(), _child(), body, given_key())
    except Invalid as refusal:
        return _form(typed, _refused(refusal), 422)
    return _sent(made)


@asking.get(THREAD)
@allow(Kind.GUARDIAN)
def read(thread: str) -> Response:
    """What was said, with the promised date and whom to call meanwhile."""
    return _thread(thread, None, {})


@asking.post(f"{THREAD}/open")
@allow(Kind.GUARDIAN)
def open_thread(thread: str) -> Response:
    """From the list: the clinic sees that it was read."""
    talk.act(door(), _child(), thread, "reads", {}, given_key())
    return go(f"{HOME}/{thread}")


@asking.post(THREAD)
@allow(Kind.GUARDIAN)
def go_on(thread: str) -> Response:
    """The next message, or a draft of it."""
    typed = forms.typed(request.form)
    if typed.get("step") == "keep":
        return _kept(thread, typed)
    values, errors = forms.read(MessageForm())
    if errors:
        return _thread(thread, typed, errors, 422)
    try:
        made = talk.act(door(), _child(), thread, "messages", {"words": values["words"]}, given_key())
    except Invalid as refusal:
        return _thread(thread, typed, _refused(refusal), 422)
    return _sent(made)


@asking.post(f"{THREAD}/<id:message>/back")
@allow(Kind.GUARDIAN)
def take_back(thread: str, message: str) -> Response:
    """Within a minute; the words are the draft again."""
    child = _child()
    try:
        talk.act(door(), child, thread, f"messages/{message}/take-back", {}, given_key())
    except Stale:
        return go(f"{HOME}/{thread}?late=1")
    still_there = any(one["thread"] == thread for one in talk.threads(door(), child))
    return go(f"{HOME}/{thread}" if still_there else f"{HOME}/new")


def _form(typed: dict[str, Any] | None, errors: forms.Errors, status: int = 200) -> Response:
    child = _child()
    about = talk.asking(door(), child)
    draft = about["draft"] or {}
    kept = {"category": draft.get("category", ""), "goal": draft.get("reference", ""), "words": draft.get("words", "")}
    shown_goals = _goals(child)
    without = UNREFERRED if shown_goals else (*UNREFERRED, NEEDS_GOAL)
    shown = [code for code in about["categories"] if code not in without]
    return page(
        "family/ask_new.html",
        status,
        about=about,
        options=[(code, word("category", code)) for code in shown],
        clinics=[(one["clinic"], clinic_name({one["clinic"]: one}, one["clinic"])) for one in about["clinics"]],
        goals=shown_goals if NEEDS_GOAL in shown else [],
        values=kept if typed is None else typed,
        saved=request.args.get("kept") == "1",
        errors=errors,
        **_frame(),
    )


def _thread(thread: str, typed: dict[str, Any] | None, errors: forms.Errors, status: int = 200) -> Response:
    found = talk.thread(door(), _child(), thread)
    draft = found["draft"] or {}
    return page(
        "family/ask_thread.html",
        status,
        thread=found,
        words=draft.get("words", "") if typed is None else typed.get("words", ""),
        raised=any(one["raised"] for one in found["messages"][-1:]),
        sent=request.args.get("sent") == "1",
        late=request.args.get("late") == "1",
        saved=request.args.get("kept") == "1",
        errors=errors,
        **_frame(),
    )


def _kept(thread: str | None, typed: dict[str, Any]) -> Response:
    words = str(typed.get("words", ""))
    body = {"thread": thread, "words": words, "category": typed.get("category", ""), "reference": typed.get("goal", "")}
    try:
        talk.keep_draft(door(), _child(), body, given_key())
    except Invalid as refusal:
        errors = _refused(refusal)
        return _form(typed, errors, 422) if thread is None else _thread(thread, typed, errors, 422)
    return go(f"{HOME}/{thread or 'new'}?kept=1")


def _sent(made: Answer) -> Response:
    return go(f"{HOME}/{made['thread']}?sent=1")


def _refused(refusal: Invalid) -> forms.Errors:
    """The owner's complaint in the words of this page."""
    field, codes = next(iter(refusal.fields.items()), ("words", ["required"]))
    ours = {"reference": "goal"}.get(field, field if field in ("category", "clinic") else "words")
    known = bool(codes) and codes[0] in THREAD_REFUSAL
    return {ours: word("thread_refusal", codes[0]) if known else _("Check this.")}


def _goals(child: str) -> list[tuple[str, str]]:
    """Those that the guardian sees; none when goals are not theirs to know."""
    try:
        return [(goal["goal"], goal["statement"]) for goal in goals.goals_of(door(), child)]
    except NotFound:
        return []


def _child() -> str:
    proof = proven().proof
    if proof is None:
        raise NotFound("no-such-page")
    return proof.child


def _frame() -> dict[str, Any]:
    """Times as the reader's clock shows them; the child by name."""
    asked = door()
    person = consent.people(own_door(), [asked.asker.person]).get(asked.asker.person, {})
    times.use_zone(person.get("zone"))
    child = consent.children(asked, [_child()]).get(_child(), {})
    return {"child_name": child.get("name", "")}
