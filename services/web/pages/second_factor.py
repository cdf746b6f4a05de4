"""After the password: a code of an app, a passkey, or a recovery code. What was being sent goes along."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request

from kernel.auth.derived import AUTHENTICATION, authenticator_digest, challenges, recovery_digest
from kernel.auth.own_factors import FACTORS
from kernel.auth.passkeys import Place, authentication
from kernel.auth.principal import Principal
from kernel.settings import StaffFactor
from kernel.web.access import allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import forms
from services.web.browser.identity import awaiting, digest, fresh_token, hand_over, order
from services.web.browser.language import gettext as _
from services.web.browser.places import place
from services.web.browser.render import go, page
from services.web.decisions.second_factor import PROVEN
from services.web.decisions.tries import LOCKED
from services.web.model.account import Awaits, BrowserSession
from services.web.schemas import CodeForm, RecoveryForm

second_factor_pages = Blueprint("second_factor", __name__)
OWED = "the password was right, the second factor is still owed"
KEPT = "kept-"
FORMS = {"app": CodeForm, "recovery-code": RecoveryForm}
CREDENTIAL_CHARACTERS_MAX = 8_000


@second_factor_pages.get("/sign-in/factor")
@allow_anyone(OWED)
def show() -> Response:
    """Which of them."""
    return asked()


@second_factor_pages.post("/sign-in/factor")
@allow_anyone(OWED)
def prove() -> Response:
    """One of them, once."""
    found = awaiting()
    if found is None or found[0].awaits is not Awaits.FACTOR:
        return go("/sign-in")
    way = request.form.get("way", "app")
    values, errors = ({}, {}) if way == "passkey" else forms.read(FORMS.get(way, CodeForm)())
    if errors:
        return asked(errors, 422)
    outcome = _tried(*found, way, values.get("code", ""))
    if outcome == PROVEN:
        return onward()
    if outcome == LOCKED:
        return asked({"code": _("Too many wrong tries. Wait 15 minutes, then try again.")}, 429)
    return asked({"code": _("That was not right. Try again, or another way.")}, 422)


def asked(errors: forms.Errors | None = None, status: int = 200) -> Response:
    """The page that asks; whoever owes setting one up is led there."""
    found = awaiting()
    if found is None:
        return go("/sign-in")
    session, person = found
    if session.awaits is Awaits.ENROLMENT:
        return go("/account")
    reader = current_node().reader(person)
    own, where = reader.known(FACTORS, person.person), Place(origin())
    has_passkey = own is not None and bool(own.passkeys) and where.fits
    good = challenges(reader, AUTHENTICATION, session.id, person.person, reader.now)
    return page(
        "staff/factor.html", status, errors=errors or {}, resume=resumed(),
        options=authentication(where, good[0]) if has_passkey else None,
        has_app=own is not None and own.authenticator is not None, has_strip=own is not None and bool(own.recovery),
    )  # fmt: skip


def _tried(session: BrowserSession, person: Principal, way: str, code: str) -> str:
    reader, token = current_node().reader(person), fresh_token()
    of = recovery_digest if way == "recovery-code" else authenticator_digest
    command = commands.ProveFactor(
        person=session.person,
        browser=session.id,
        next_browser=digest(token),
        address=place(),
        way=way,
        code_digest=of(reader, session.person, code) if code else "",
        credential=request.form.get("credential", "")[:CREDENTIAL_CHARACTERS_MAX],
        origin=origin(),
    )
    outcome = str(order(command, person)["outcome"])
    if outcome == PROVEN:
        hand_over(token)
    return outcome


def onward() -> Response:
    """In: to the first page of one's roles, or back to what was being sent."""
    resume = resumed()
    return go("/") if resume is None else page("staff/resume.html", path=resume["path"], fields=resume["fields"])


def resumed() -> dict[str, object] | None:
    """What was being sent when the session had expired: a path of ours and its fields."""
    path = request.form.get("resume-path", "")
    if not path.startswith("/children/"):
        return None
    kept = [(name[len(KEPT) :], value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
    return {"path": path, "fields": kept}


def must_prove() -> bool:
    """Whether nobody comes in by a password alone."""
    return bool(current_app.extensions["alliance.settings"].staff_factor is StaffFactor.REQUIRED)


def origin() -> str:
    """Where our pages are: passkeys are good there alone."""
    found = urlsplit(current_app.extensions["alliance.settings"].public_url)
    return f"{found.scheme}://{found.netloc}"
