"""How a proven adult will show next time that it is they: an app, a passkey, a strip of codes."""

from flask import Blueprint, Response, request

from kernel.auth.authenticators import for_typing
from kernel.auth.principal import Kind
from kernel.errors import NotFound, Refusal, Stale
from kernel.web.access import allow
from services.web.browser import forms, times
from services.web.browser.identity import door, own_door, proven
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.gateways import consent, notifications
from services.web.schemas import CodeForm

factor_pages = Blueprint("factors", __name__)
PLACE = "/family/sign-in"


@factor_pages.get(PLACE)
@allow(Kind.GUARDIAN)
def show() -> Response:
    """What there is, and what could be added."""
    return _shown("")


@factor_pages.post(f"{PLACE}/app")
@allow(Kind.GUARDIAN)
def offer() -> Response:
    """A key for an app."""
    proven()
    try:
        notifications.offer_authenticator(door(), given_key())
    except Stale:
        return go(PLACE)  # there is one already; the page says so
    return go(f"{PLACE}/app")


@factor_pages.get(f"{PLACE}/app")
@allow(Kind.GUARDIAN)
def ask() -> Response:
    """The key, until its first code."""
    return _app({})


@factor_pages.post(f"{PLACE}/app/code")
@allow(Kind.GUARDIAN)
def confirm() -> Response:
    """The first code."""
    proven()
    values, errors = forms.read(CodeForm())
    if errors:
        return _app(errors, 422)
    try:
        notifications.confirm_authenticator(door(), values["code"], given_key())
    except Stale:
        return go(PLACE)
    except Refusal:
        return _app({"code": _("This code does not fit. Wait for the next one and try again.")}, 422)
    return go(f"{PLACE}?done=app")


@factor_pages.post(f"{PLACE}/passkey")
@allow(Kind.GUARDIAN)
def add_passkey() -> Response:
    """What the device made; our script put it into the form."""
    proven()
    try:
        notifications.add_passkey(door(), request.form.get("credential", ""), given_key())
    except Refusal:
        return _shown(_("This device could not make a passkey. Nothing was changed."), 422)
    return go(f"{PLACE}?done=passkey")


@factor_pages.post(f"{PLACE}/codes")
@allow(Kind.GUARDIAN)
def make_codes() -> Response:
    """A fresh strip, shown on this page and never again."""
    proven()
    return page("family/strip.html", codes=notifications.recovery_codes(door(), given_key()))


@factor_pages.post(f"{PLACE}/removal")
@allow(Kind.GUARDIAN)
def remove() -> Response:
    """One of them."""
    proven()
    factor = request.form.get("factor", "")
    if not (0 < len(factor) <= 1400 and factor.isascii() and factor.replace("-", "").replace("_", "").isalnum()):
        raise NotFound("no-such-factor")
    notifications.remove_factor(door(), factor, given_key())
    return go(f"{PLACE}?done=removed")


def _shown(problem: str, status: int = 200) -> Response:
    person = proven().person
    times.use_zone(consent.people(own_door(), [person]).get(person, {}).get("zone"))
    own, options = notifications.factors(door()), notifications.passkey_options(door())
    done = request.args.get("done", "")
    return page("family/factors.html", status, own=own, options=options, problem=problem, done=done)


def _app(errors: forms.Errors, status: int = 200) -> Response:
    proven()
    offered = notifications.offered_authenticator(door())
    groups = for_typing(offered["secret"])
    return page("family/app.html", status, groups=groups, address=offered["address"], errors=errors)
