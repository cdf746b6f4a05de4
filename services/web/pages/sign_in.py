"""Staff sign in with a name and a password, and out again. A wrong name is answered like a wrong password, always."""

from flask import Blueprint, Response, request

from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.web.access import allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import forms, passwords
from services.web.browser.identity import awaiting, digest, fresh_token, hand_over, order, principal_of, visitor
from services.web.browser.language import gettext as _
from services.web.browser.places import place
from services.web.browser.render import go, is_signed_in, navigation, page
from services.web.decisions.accounts import SIGNED_IN
from services.web.decisions.tries import LOCKED, is_full
from services.web.pages import second_factor
from services.web.pages.by_provider import openid_providers
from services.web.repository import ACCOUNT, counts_of
from services.web.schemas import SignInForm

sign_in_pages = Blueprint("sign_in", __name__)
OPEN_TO_ALL = "nobody is signed in yet"
STRANGER = Principal(commands.NOBODY, Kind.SERVICE, None, via="web")


@sign_in_pages.get("/")
@allow_anyone(OPEN_TO_ALL)
def home() -> Response:
    """The first page of one's roles."""
    if not is_signed_in():
        return go("/sign-in")
    places = navigation()
    return go("/caseload") if not places or places[0][0] == "caseload" else go(f"/{places[0][0]}")


@sign_in_pages.get("/sign-in")
@allow_anyone(OPEN_TO_ALL)
def show() -> Response:
    """Name and password, or a provider that knows them."""
    return page("staff/sign_in.html", errors={}, login="", resume=None, providers=openid_providers())


@sign_in_pages.post("/sign-in")
@allow_anyone(OPEN_TO_ALL)
def sign_in() -> Response:
    """A new session under a new cookie, or one more failure."""
    values, errors = forms.read(SignInForm())
    if errors:
        return _again(errors)
    outcome = _tried(passwords.account_id(values["login"]), request.form["password"])
    if outcome == SIGNED_IN:
        return _onward()
    if outcome == LOCKED:
        return _again({"login": _("Too many wrong tries. Wait 15 minutes, then try again.")}, 429)
    return _again({"login": _("Name and password do not fit together.")})


@sign_in_pages.post("/sign-out")
@allow_anyone("leaving is for everybody")
def sign_out() -> Response:
    """The session ends on the server, not only in the browser."""
    session, asker = visitor().session, visitor().asker
    if session is not None and asker is not None:
        order(commands.EndSession(person=session.person, browser=session.id), asker)
    hand_over(fresh_token())
    return go("/sign-in")


def _tried(id: str, password: str) -> str:
    """The same steps in the same order whether the name is somebody's or not; where tries are used up none is made."""
    read, address = current_node().reader(SYSTEM("web")), place()
    account = read.known(ACCOUNT, id)
    rests = is_full(counts_of(read, id, address), read.now)
    fits = not rests and passwords.is_right(account.secret if account else None, password)
    token = fresh_token()
    command = commands.SignIn(
        person=account.person if account else commands.NOBODY,
        account=id,
        address=address,
        is_right=fits and account is not None and account.kind != Kind.GUARDIAN,
        browser=digest(token),
        must_prove=second_factor.must_prove(),
    )
    outcome = str(order(command, principal_of(account) if account else STRANGER)["outcome"])
    if outcome == SIGNED_IN:
        hand_over(token)
    return outcome


def _onward() -> Response:
    return second_factor.asked() if awaiting() is not None else second_factor.onward()


def _again(errors: forms.Errors, status: int = 422) -> Response:
    return page("staff/sign_in.html", status, errors=errors, login=request.form.get("login", ""),
                resume=second_factor.resumed(), providers=openid_providers())  # fmt: skip
