"""The link in a message. Looking at it changes nothing, for ever: mail scanners open links, run scripts, press buttons.

So each step needs a choice that no page has made beforehand; a button pressed without one changes nothing.
"""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import SYSTEM
from kernel.errors import Gone, NotFound, Refusal, TooMany
from kernel.web.access import allow_anyone
from services.web import commands
from services.web.browser import forms
from services.web.browser.forgery import own_key
from services.web.browser.identity import digest, fresh_token, hand_over, order, own_door
from services.web.browser.language import gettext as _
from services.web.browser.language import left_to_right
from services.web.browser.render import given_key, go, page
from services.web.browser.words import word
from services.web.gateways import notifications
from services.web.model.account import Proof
from services.web.schemas import CodeForm, RecoveryForm

landing = Blueprint("landing", __name__)
LINK = "/m/<string:pointer>"
WHY = "the link identifies, the code proves"
PLACES = {"message": "code", "authenticator": "app", "recovery": "recovery"}
"""How a code is typed, and where."""


@landing.get(LINK)
@allow_anyone(WHY)
def show(pointer: str) -> Response:
    """Neutral words, whatever it points to."""
    return _landing(pointer, {})


@landing.post(f"{LINK}/code")
@allow_anyone(WHY)
def choose(pointer: str) -> Response:
    """The way that was chosen: a code is sent, or the one is asked for that the person holds."""
    id, mac = _parts(pointer)
    way = request.form.get("way", "")
    if way in ("authenticator", "recovery"):
        return go(f"{_here(pointer)}/{PLACES[way]}")
    if way != "message":
        return _landing(pointer, {"way": _("Choose how you want to show that it is you.")}, 422)
    try:
        sent = notifications.send_code(own_door(), id, mac, given_key())
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer), errors={})
    if sent["code_sent_to"] is None:
        return page("family/contact.html")
    return go(f"{_here(pointer)}/code")


@landing.get(f"{LINK}/code")
@allow_anyone(WHY)
def ask_code(pointer: str) -> Response:
    """Where the code is typed that was sent."""
    return _asked(pointer, "message", {})


@landing.get(f"{LINK}/app")
@allow_anyone(WHY)
def ask_app(pointer: str) -> Response:
    """Where the code of an app is typed."""
    return _asked(pointer, "authenticator", {})


@landing.get(f"{LINK}/recovery")
@allow_anyone(WHY)
def ask_recovery(pointer: str) -> Response:
    """Where a recovery code is typed."""
    return _asked(pointer, "recovery", {})


@landing.post(f"{LINK}/proof")
@allow_anyone(WHY)
def prove(pointer: str) -> Response:
    """The right code opens a session for the person whose link it is, in the browser that typed it."""
    id, mac = _parts(pointer)
    way = request.form.get("way", "message")
    if way not in PLACES:
        raise NotFound("no-such-way")
    values, errors = _code(way)
    if errors:
        return _asked(pointer, way, errors, 422)
    key = own_key(given_key())
    try:
        if way == "message":
            proof = notifications.prove(own_door(), id, mac, values["code"], key)
        else:
            proof = notifications.prove_by(own_door(), way, id, mac, values, key)
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer), errors={})
    except Refusal as refusal:
        return _asked(pointer, way, {"code": _wrong(refusal)}, 422)
    return _opened(proof)


@landing.post(f"{LINK}/passkey")
@allow_anyone(WHY)
def prove_by_passkey(pointer: str) -> Response:
    """The same by what a device answered; our script puts it into the form."""
    id, mac = _parts(pointer)
    credential = request.form.get("credential", "")
    if not credential:
        return _landing(pointer, {"way": _("Choose how you want to show that it is you.")}, 422)
    body, key = {"credential": credential}, own_key(given_key())
    try:
        proof = notifications.prove_by(own_door(), "passkey", id, mac, body, key)
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer), errors={})
    except Refusal as refusal:
        _wrong(refusal)
        return _landing(pointer, {"way": _("This passkey does not fit. Choose another way.")}, 422)
    return _opened(proof)


@landing.post(f"{LINK}/renewal")
@allow_anyone(WHY)
def renew(pointer: str) -> Response:
    """A fresh link, decided anew; the answer is the same whatever was decided."""
    id, mac = _parts(pointer)
    if request.form.get("here") != "yes":
        return _landing(pointer, {"here": _("Say that you want to read it.")}, 422)
    try:
        notifications.renew(own_door(), id, mac, given_key())
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer), errors={})
    return page("family/renewed.html")


def _landing(pointer: str, errors: forms.Errors, status: int = 200) -> Response:
    id, mac = _parts(pointer)
    answer = notifications.pointer(own_door(), id, mac)
    if answer["state"] == "withdrawn":
        raise Gone("withdrawn")
    here = _here(pointer)
    if answer["state"] in ("used", "expired"):
        return page("family/expired.html", status, here=here, errors=errors, was_used=answer["state"] == "used")
    if "here" in errors:
        return page("family/tries.html", status, here=here, errors=errors)
    return page(
        "family/landing.html", status, here=here, errors=errors, ways=_ways(answer), passkey=answer["passkey"]
    )


def _ways(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """What can be chosen; none is chosen beforehand. A recovery code stands there whoever has some."""
    first = answer["channels"][0] if answer["channels"] else None
    sent = _("A code by %(way)s") % {"way": _channel(first)} if first else _("Please get in touch with me")
    held = [("authenticator", _("The code of my app"))] if "authenticator" in answer["ways"] else []
    return [*held, ("message", sent), ("recovery", _("A recovery code"))]


def _asked(pointer: str, way: str, errors: forms.Errors, status: int = 200) -> Response:
    _parts(pointer)
    return page("family/code.html", status, here=_here(pointer), way=way, errors=errors)


def _wrong(refusal: Refusal) -> str:
    """What is wrong with what was typed; whatever the link itself forbids goes on as it is."""
    if isinstance(refusal, Gone) or refusal.status == 404:
        raise refusal
    return _("This code does not fit. Check it, or choose another way.")


def _opened(proof: dict[str, Any]) -> Response:
    opened = Proof(
        child=proof["child"],
        disclosure=proof["disclosure"],
        item_service=proof["item_service"],
        item=proof["item"],
        disclosure_class=proof["disclosure_class"],
        way=proof["way"],
    )
    token = fresh_token()
    command = commands.OpenItem(
        person=proof["person"], network=proof["network"], proof=opened, browser=digest(token)
    )
    order(command, SYSTEM("web"))
    hand_over(token)
    return go("/item")


def _code(way: str) -> tuple[dict[str, str], forms.Errors]:
    raw = {"code": "".join(character for character in request.form.get("code", "") if not character.isspace())}
    found = (RecoveryForm() if way == "recovery" else CodeForm()).validate(raw)
    return raw, {"code": _(found["code"][0])} if found else {}


def _channel(item: dict[str, str]) -> str:
    """`text message to •••20`: masked by its owner."""
    return f"{word('channel', item['channel'])}: {left_to_right(item['address'])}"


def _parts(pointer: str) -> tuple[str, str]:
    """`<pointer>.<mac>`; anything else exists no more than a link that was never sent."""
    id, _dot, mac = pointer.partition(".")
    if not (id.isalnum() and mac.replace("-", "").replace("_", "").isalnum() and len(pointer) <= 200):
        raise NotFound("no-such-link")
    return id, mac


def _here(pointer: str) -> str:
    return f"/m/{pointer}"
