"""The link in a message. Looking at it changes nothing, for ever: mail scanners open links. Each step is a button."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.errors import Gone, NotFound, Refusal, TooMany
from kernel.web.access import allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import forms
from services.web.browser.forgery import own_key
from services.web.browser.identity import digest, fresh_token, hand_over, order, own_door
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.words import word
from services.web.gateways import notifications
from services.web.gateways.door import door_of
from services.web.model.account import Proof
from services.web.schemas import CodeForm

landing = Blueprint("landing", __name__)
LINK = "/m/<string:pointer>"
WHY = "the link identifies, the code proves"


@landing.get(LINK)
@allow_anyone(WHY)
def show(pointer: str) -> Response:
    """Neutral words, whatever it points to."""
    id, mac = _parts(pointer)
    answer = notifications.pointer(own_door(), id, mac)
    if answer["state"] == "withdrawn":
        raise Gone("withdrawn")
    if answer["state"] in ("used", "expired"):
        return page("family/expired.html", here=_here(pointer), was_used=answer["state"] == "used")
    return page("family/landing.html", here=_here(pointer), channels=[_channel(item) for item in answer["channels"]])


@landing.post(f"{LINK}/code")
@allow_anyone(WHY)
def send_code(pointer: str) -> Response:
    """A code on another channel."""
    id, mac = _parts(pointer)
    try:
        sent = notifications.send_code(own_door(), id, mac, given_key())
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer))
    if sent["code_sent_to"] is None:
        return page("family/contact.html")
    return go(f"{_here(pointer)}/code")


@landing.get(f"{LINK}/code")
@allow_anyone(WHY)
def ask_code(pointer: str) -> Response:
    """Where the code is typed."""
    _parts(pointer)
    return page("family/code.html", here=_here(pointer), errors={})


@landing.post(f"{LINK}/proof")
@allow_anyone(WHY)
def prove(pointer: str) -> Response:
    """The right code opens a session for exactly what the link points to, in the browser that typed it."""
    id, mac = _parts(pointer)
    values, errors = _code()
    if errors:
        return page("family/code.html", 422, here=_here(pointer), errors=errors)
    try:
        proof = notifications.prove(own_door(), id, mac, values["code"], own_key(given_key()))
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer))
    except Gone:
        raise
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        wrong = {"code": _("This code does not fit. Check it, or ask for a new one.")}
        return page("family/code.html", 422, here=_here(pointer), errors=wrong)
    _open(proof)
    return go("/item")


@landing.post(f"{LINK}/renewal")
@allow_anyone(WHY)
def renew(pointer: str) -> Response:
    """A fresh link, decided anew; the answer is the same whatever was decided."""
    id, mac = _parts(pointer)
    try:
        notifications.renew(own_door(), id, mac, given_key())
    except TooMany:
        return page("family/tries.html", 429, here=_here(pointer))
    return page("family/renewed.html")


def _open(proof: dict[str, Any]) -> None:
    opened = Proof(
        child=proof["child"],
        disclosure=proof["disclosure"],
        item_service=proof["item_service"],
        item=proof["item"],
        disclosure_class=proof["disclosure_class"],
    )
    token = fresh_token()
    command = commands.OpenItem(
        person=proof["person"], network=proof["network"], proof=opened, browser=digest(token)
    )
    order(command, SYSTEM("web"))
    hand_over(token)
    reader = Principal(proof["person"], Kind.GUARDIAN, proof["network"], via="web")
    way = door_of(current_node(), reader)
    notifications.respond(way, opened.child, opened.disclosure, "views", {}, given_key())


def _code() -> tuple[dict[str, Any], forms.Errors]:
    raw = {"code": "".join(character for character in request.form.get("code", "") if not character.isspace())}
    found = CodeForm().validate(raw)
    return raw, {"code": _(found["code"][0])} if found else {}


def _channel(item: dict[str, str]) -> str:
    """`text message to •••20`: masked by its owner."""
    return f"{word('channel', item['channel'])}: {item['address']}"


def _parts(pointer: str) -> tuple[str, str]:
    """`<pointer>.<mac>`; anything else exists no more than a link that was never sent."""
    id, _dot, mac = pointer.partition(".")
    if not (id.isalnum() and mac.replace("-", "").replace("_", "").isalnum() and len(pointer) <= 200):
        raise NotFound("no-such-link")
    return id, mac


def _here(pointer: str) -> str:
    return f"/m/{pointer}"
