"""Staff sign in with a name and a password, and out again. Both wrong name and wrong password get the same answer."""

from flask import Blueprint, Response, request

from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.web.access import allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import forms, passwords
from services.web.browser.identity import digest, fresh_token, hand_over, order, principal_of, visitor
from services.web.browser.language import gettext as _
from services.web.browser.render import go, is_signed_in, navigation, page
from services.web.decisions.accounts import LOCKED, SIGNED_IN
from services.web.model.account import Account
from services.web.repository import ACCOUNT
from services.web.schemas import SignInForm

sign_in_pages = Blueprint("sign_in", __name__)
OPEN_TO_ALL = "nobody is signed in yet"
KEPT = "kept-"


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
    """Name and password."""
    return page("staff/sign_in.html", errors={}, login="", resume=None)


@sign_in_pages.post("/sign-in")
@allow_anyone(OPEN_TO_ALL)
def sign_in() -> Response:
    """A new session under a new cookie, or one more failure."""
    values, errors = forms.read(SignInForm())
    if errors:
        return _again(errors)
    account = current_node().reader(SYSTEM("web")).known(ACCOUNT, passwords.account_id(values["login"]))
    fits = passwords.is_right(account.secret if account else None, request.form["password"])
    outcome = _recorded(account, fits and account is not None and account.kind != Kind.GUARDIAN)
    if outcome == SIGNED_IN:
        return _onward()
    if outcome == LOCKED:
        return _again({"login": _("This account rests after several wrong tries. Try again in 15 minutes.")}, 429)
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


def _recorded(account: Account | None, is_right: bool) -> str:
    if account is None:
        stranger = Principal("nobody", Kind.SERVICE, None, via="web")
        current_node().dispatcher.record("person:nobody", stranger, "SignIn", "refused", "no-such-account")
        return "refused"
    token = fresh_token()
    command = commands.SignIn(person=account.person, account=account.id, is_right=is_right, browser=digest(token))
    outcome = str(order(command, principal_of(account))["outcome"])
    if outcome == SIGNED_IN:
        hand_over(token)
    return outcome


def _onward() -> Response:
    resume = _resume()
    if resume is None:
        return go("/")
    return page("staff/resume.html", path=resume["path"], fields=resume["fields"])


def _again(errors: forms.Errors, status: int = 422) -> Response:
    return page("staff/sign_in.html", status, errors=errors, login=request.form.get("login", ""), resume=_resume())


def _resume() -> dict[str, object] | None:
    """What was being sent when the session had expired: a path of ours and its fields."""
    path = request.form.get("resume-path", "")
    if not path.startswith("/children/"):
        return None
    kept = [(name[len(KEPT) :], value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
    return {"path": path, "fields": kept}
