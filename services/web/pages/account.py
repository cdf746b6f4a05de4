"""How a member of staff signs in, and where they are signed in. Changed only soon after signing in."""

from flask import Blueprint, Response, request

from kernel.auth import own_factors
from kernel.auth.authenticators import for_typing
from kernel.auth.derived import authenticator_digest, recovery_codes
from kernel.auth.principal import Kind, Principal
from kernel.errors import Invalid, Stale, Unauthenticated
from kernel.web.access import allow, allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import forms, passwords
from services.web.browser.identity import asker, awaiting, digest, fresh_token, hand_over, order, reader, visitor
from services.web.browser.language import gettext as _
from services.web.browser.render import given_key, go, page
from services.web.decisions.new_password import weakness
from services.web.model.account import Awaits, BrowserSession
from services.web.pages.second_factor import CREDENTIAL_CHARACTERS_MAX, OWED, origin
from services.web.repository import ACCOUNT, sessions_of
from services.web.schemas import CodeForm, PasswordForm
from services.web.settings import FRESH, PASSWORD_CHARACTERS_MIN

account_pages = Blueprint("account", __name__)
PLACE = "/account"
LABEL = "staff"  # what a device or an app shows beside the site: it names nobody


@account_pages.get(PLACE)
@allow_anyone(OWED)
def show() -> Response:
    """What there is; for whoever owes a second factor, the choice of one."""
    return _shown({})


@account_pages.post(f"{PLACE}/app")
@allow_anyone(OWED)
def offer() -> Response:
    """A key for an app."""
    _, person = _free()
    try:
        order(own_factors.OfferAuthenticator(person=person.person, request=given_key()), person)
    except Stale:
        return go(PLACE)  # there is one already; the page says so
    return go(f"{PLACE}/app")


@account_pages.get(f"{PLACE}/app")
@allow_anyone(OWED)
def ask() -> Response:
    """The key, until its first code."""
    return _app({})


@account_pages.post(f"{PLACE}/app/code")
@allow_anyone(OWED)
def confirm() -> Response:
    """The first code; whoever owed a factor is in."""
    session, person = _free()
    values, errors = forms.read(CodeForm())
    if errors:
        return _app(errors, 422)
    token, code = fresh_token(), authenticator_digest(current_node().reader(person), person.person, values["code"])
    command = commands.SetUpApp(
        person=person.person, code_digest=code, browser=session.id, next_browser=digest(token)
    )
    try:
        order(command, person)
    except Stale:
        return go(PLACE)
    except Invalid:
        return _app({"code": _("This code does not fit. Wait for the next one and try again.")}, 422)
    return _set_up(session, token, "app")


@account_pages.post(f"{PLACE}/passkey")
@allow_anyone(OWED)
def add_passkey() -> Response:
    """What the device made; our script put it into the form."""
    session, person = _free()
    token, made = fresh_token(), request.form.get("credential", "")[:CREDENTIAL_CHARACTERS_MAX]
    command = commands.SetUpPasskey(
        person=person.person, credential=made, origin=origin(), browser=session.id, next_browser=digest(token)
    )
    try:
        order(command, person)
    except Invalid:
        return _shown({"passkey": _("This device could not make a passkey. Nothing was changed.")}, 422)
    return _set_up(session, token, "passkey")


@account_pages.post(f"{PLACE}/codes")
@allow(Kind.STAFF)
def make_codes() -> Response:
    """A fresh strip, shown on this page and never again."""
    _, person = _free()
    key = given_key()
    order(own_factors.MakeRecoveryCodes(person=person.person, request=key), person)
    return page("staff/strip.html", codes=recovery_codes(reader(), person.person, key))


@account_pages.post(f"{PLACE}/removal")
@allow(Kind.STAFF)
def remove() -> Response:
    """One of them."""
    _, person = _free()
    order(own_factors.RemoveFactor(person=person.person, factor=request.form.get("factor", "")[:1400]), person)
    return go(f"{PLACE}?done=removed")


@account_pages.post(f"{PLACE}/password")
@allow(Kind.STAFF)
def change_password() -> Response:
    """The one of now, and a new one that nobody guesses. Other browsers are signed out."""
    session, person = _free()
    values, errors = forms.read(PasswordForm())
    account = reader().known(ACCOUNT, session.account or "")
    if not errors and (account is None or not passwords.is_right(account.secret, values["present"])):
        errors = {"present": _("This is not your password of now.")}
    weak = None if errors else weakness(values["new"])
    if weak is not None:
        errors = {"new": _weak()[weak.value]}
    if errors or account is None:
        return _shown(errors, 422)
    secret = passwords.hashed(values["new"])
    order(commands.ChangePassword(person=person.person, account=account.id, browser=session.id, secret=secret), person)
    return go(f"{PLACE}?done=password")


@account_pages.post(f"{PLACE}/sessions")
@allow(Kind.STAFF)
def end_session() -> Response:
    """One browser, or all but this one."""
    person, chosen = asker(), request.form.get("session", "")
    here = visitor().session
    if chosen == "others" and here is not None:
        order(commands.EndSessions(person=person.person, but=here.id), person)
    else:
        order(commands.EndSession(person=person.person, browser=chosen[:64]), person)
    return go(f"{PLACE}?done=session")


def _shown(errors: forms.Errors, status: int = 200) -> Response:
    session, person = _known()
    read = current_node().reader(person)
    owes = session.awaits is not None
    account = read.known(ACCOUNT, session.account or "")
    return page(
        "staff/account.html", status, errors=errors, owes=owes, is_fresh=owes or _is_fresh(session),
        own=own_factors.mine(read), options=own_factors.new_passkey(read, origin(), LABEL)["options"],
        has_password=account is not None and account.secret is not None,
        sessions=[] if owes else sessions_of(read, person.person), here=session.id,
        done=request.args.get("done", ""),
    )  # fmt: skip


def _app(errors: forms.Errors, status: int = 200) -> Response:
    _, person = _free()
    offered = own_factors.offered(current_node().reader(person), LABEL)
    groups = for_typing(offered["secret"])
    return page("staff/account_app.html", status, groups=groups, address=offered["address"], errors=errors)


def _known() -> tuple[BrowserSession, Principal]:
    """Signed in, or on the way with setting up a factor."""
    session, person = visitor().session, visitor().asker
    if session is not None and person is not None and person.kind is Kind.STAFF and session.proof is None:
        return session, person
    found = awaiting()
    if found is None or found[0].awaits is not Awaits.ENROLMENT:
        raise Unauthenticated("not-signed-in")
    return found


def _free() -> tuple[BrowserSession, Principal]:
    """The same, and soon after the password: a desk left alone changes nothing."""
    session, person = _known()
    if session.awaits is None and not _is_fresh(session):
        raise Unauthenticated("not-fresh")
    return session, person


def _is_fresh(session: BrowserSession) -> bool:
    return current_node().clock.now() < session.started_at + FRESH


def _set_up(session: BrowserSession, token: str, factor: str) -> Response:
    if session.awaits is not None:
        hand_over(token)
    return go(f"{PLACE}?done={factor}")


def _weak() -> dict[str, str]:
    return {
        "short": _("Use at least %(number)s characters. A few words do well.") % {"number": PASSWORD_CHARACTERS_MIN},
        "long": _("Use at most 200 characters."),
        "guessed": _("This password is easy to guess. Use a few words that have nothing to do with each other."),
    }
