"""The one item a proven link opens. Its words come from their owner at this moment, decided at this moment."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import SYSTEM, Kind
from kernel.errors import NotFound
from kernel.web.access import allow, allow_anyone
from services.web import commands
from services.web.browser import forms, times
from services.web.browser.clients import client
from services.web.browser.identity import door, order, own_door, proven, visitor
from services.web.browser.language import COOKIE, LANGUAGES, language
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, once, page
from services.web.gateways import consent, goals, notes, notifications, talk
from services.web.model.account import Proof
from services.web.pages.goal_items import told_of_goals
from services.web.schemas import AnswerForm

item = Blueprint("item", __name__)
LANGUAGE_SECONDS = 365 * 24 * 3600  # a choice of language is no secret and should not be asked for again


@item.get("/item")
@allow(Kind.GUARDIAN)
def read() -> Response:
    """What it says, and what can be done about it."""
    return _item({}, "")


@item.post("/item/acknowledgement")
@allow(Kind.GUARDIAN)
def acknowledge() -> Response:
    """Read, and taken on."""
    return _respond("acknowledgements", {})


@item.post("/item/answer")
@allow(Kind.GUARDIAN)
def answer() -> Response:
    """Words back to the clinic."""
    values, errors = forms.read(AnswerForm())
    if errors:
        return _item(errors, request.form.get("words", ""), 422)
    return _respond("answers", {"words": values["words"]})


@item.post("/item/not-my-child")
@allow(Kind.GUARDIAN)
def disown() -> Response:
    """Everything of this child stops, and every browser of theirs is signed out."""
    proof = _proof()
    notifications.respond(door(), proof.child, proof.disclosure, "not-my-child", {}, given_key())
    person = proven().person
    order(commands.EndSessions(person=person), SYSTEM("web"))
    return page("family/stopped.html")


@item.post("/exit")
@allow_anyone("leaving is for everybody")
def leave() -> Response:
    """The session ends, and a neutral page takes this one's place."""
    _end()
    response = go("/start")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@item.get("/start")
@allow_anyone("a neutral page without content")
def start() -> Response:
    """Says nothing about anything."""
    return page("family/start.html")


@item.post("/language")
@allow_anyone("a language is no secret")
def choose_language() -> Response:
    """Remembered in this browser only."""
    back = request.form.get("back", "")
    response = go(back if back.startswith("/m/") and "\\" not in back else "/item" if visitor().session else "/start")
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=LANGUAGE_SECONDS, httponly=True, samesite="Lax")
    return response


def _item(errors: forms.Errors, words: str, status: int = 200) -> Response:
    proof = _proof()
    if request.method == "GET":
        opening = {"way": proof.way, "client": client()}
        notifications.respond(door(), proof.child, proof.disclosure, "views", opening, once())
    seen = notifications.mine(door(), proof.child, proof.disclosure, language())
    if proof.item_service == "notifications":
        return go(f"/family/ask/{talk.place_of(door(), proof.child, proof.item)}")
    done = seen["engagement"] if request.args.get("done") == "1" else ""
    return page(
        "family/item.html",
        status,
        **_shown(proof),
        engagement=seen["engagement"],
        views=seen["views"],
        greeting=seen["greeting"],
        done=done,
        errors=errors,
        words=words,
    )


def _shown(proof: Proof) -> dict[str, Any]:
    """Heading, child, moment and parts, as the owner of the item gives them to this person now."""
    asked = door()
    person = consent.people(own_door(), [asked.asker.person]).get(asked.asker.person, {})
    times.use_zone(person.get("zone"))
    child = consent.children(asked, [proof.child]).get(proof.child, {})
    names = {"child_name": child.get("name", "")}
    if proof.item_service == "goals":
        return names | told_of_goals(goals.item(asked, proof.child, proof.item))
    return names | _concern(notes.wording(asked, proof.child, proof.item, proof.disclosure))


def _concern(told: dict[str, Any]) -> dict[str, Any]:
    words = told["wording"]
    text = words or _("The clinic has a concern about your child's safety. Please call the clinic to talk about it.")
    return {
        "heading": _("About your child's safety"),
        "at": told["raised_at"],
        "parts": [{"title": "", "text": text}],
    }


def _respond(what: str, body: dict[str, str]) -> Response:
    proof = _proof()
    notifications.respond(door(), proof.child, proof.disclosure, what, body, given_key())
    return go("/item?done=1")


def _proof() -> Proof:
    proof = proven().proof
    if proof is None:
        raise NotFound("no-such-page")
    return proof


def _end() -> None:
    session, asker = visitor().session, visitor().asker
    if session is not None and asker is not None:
        order(commands.EndSession(person=session.person, browser=session.id), asker)
