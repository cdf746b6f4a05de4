"""A proven adult's own ways of being reached: shown masked, shown to be theirs by a code, gone when they want it."""

from typing import Any

from flask import Blueprint, Response, request

from kernel.auth.principal import Kind
from kernel.errors import Invalid, NotFound, Stale, TooMany
from kernel.web.access import allow
from services.web.browser import forms, times
from services.web.browser.identity import door, own_door, proven
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.browser.words import word
from services.web.gateways import consent, contact_points
from services.web.schemas import CodeForm, ContactPointForm

contact_point_pages = Blueprint("contact_points", __name__)
PLACE = "/family/contact"
POINT = f"{PLACE}/<id:point>"


@contact_point_pages.get(PLACE)
@allow(Kind.GUARDIAN)
def show() -> Response:
    """What there is, and where another can be entered."""
    return _shown({}, {})


@contact_point_pages.post(PLACE)
@allow(Kind.GUARDIAN)
def enter() -> Response:
    """A new one; its code is on its way at once."""
    proven()
    values, errors = forms.read(ContactPointForm())
    if errors:
        return _shown(forms.typed(request.form), errors, 422)
    values["replaces"] = values["replaces"] or None
    try:
        made = contact_points.claim(door(), values, given_key())
    except Invalid as refusal:
        found = forms.refused(refusal, {"channel": "channel", "replaces": "replaces", "address": "address"})
        return _shown(forms.typed(request.form), found, 422)
    return _sent(made["contact_point"])


@contact_point_pages.post(f"{POINT}/code")
@allow(Kind.GUARDIAN)
def send(point: str) -> Response:
    """Another code."""
    proven()
    return _sent(point)


@contact_point_pages.get(POINT)
@allow(Kind.GUARDIAN)
def ask(point: str) -> Response:
    """Where its code is typed."""
    return _asked(point, {})


@contact_point_pages.post(f"{POINT}/proof")
@allow(Kind.GUARDIAN)
def prove(point: str) -> Response:
    """The code."""
    proven()
    values, errors = forms.read(CodeForm())
    if errors:
        return _asked(point, errors, 422)
    try:
        contact_points.prove(door(), point, values["code"], given_key())
    except (Invalid, TooMany) as refusal:
        return _asked(point, {"code": _("This code does not fit. Check it, or have a new one sent.")}, refusal.status)
    except Stale:
        return go(PLACE)
    return go(f"{PLACE}?done=verified")


@contact_point_pages.post(f"{POINT}/removal")
@allow(Kind.GUARDIAN)
def remove(point: str) -> Response:
    """Gone, now or in some days."""
    proven()
    try:
        contact_points.remove(door(), point, given_key())
    except Stale:
        return _shown({}, {"address": _("This is the last way to reach you. Add another one first.")}, 409)
    return go(f"{PLACE}?done=removed")


def _sent(point: str) -> Response:
    try:
        contact_points.send_code(door(), point, given_key())
    except TooMany:
        return _shown({}, {"address": _("Too many codes were asked for. Try again in an hour.")}, 429)
    except Stale:
        return go(PLACE)
    return go(f"{PLACE}/{point}")


def _shown(values: dict[str, Any], errors: forms.Errors, status: int = 200) -> Response:
    person = proven().person
    times.use_zone(consent.people(own_door(), [person]).get(person, {}).get("zone"))
    own, done = contact_points.mine(door()), request.args.get("done", "")
    written = [item for item in own if item["channel"] in ("email", "sms") and not item["leaving"]]
    named = [(item["contact_point"], f"{word('channel', item['channel'])}: {item['address']}") for item in written]
    before = [("", _("None: it comes in addition")), *named]
    return page(
        "family/contact_points.html", status, own=own, before=before, values=values, errors=errors, done=done
    )


def _asked(point: str, errors: forms.Errors, status: int = 200) -> Response:
    proven()
    found = next((item for item in contact_points.mine(door()) if item["contact_point"] == point), None)
    if found is None or found["state"] != "unverified":
        raise NotFound("no-such-page")
    return page("family/contact_point.html", status, point=found, errors=errors)
