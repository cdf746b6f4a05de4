"""Staff sign in where their organisation knows them, and come back with its word.

Nothing is stored between the two: nonce and verifier are derived from the browser's own cookie and the state, so that
an answer that was meant for another browser fits nowhere.
"""

from flask import Blueprint, Response, current_app, request

from kernel.errors import Invalid, NotFound
from kernel.web.access import allow_anyone
from kernel.web.node import current_node
from services.web import commands
from services.web.browser import passwords
from services.web.browser.identity import (
    awaiting,
    digest,
    fresh_token,
    hand_over,
    order,
    principal_of,
    reader_of_ours,
    token_of_visit,
    visitor,
)
from services.web.browser.language import gettext as _
from services.web.browser.render import go, page
from services.web.decisions.accounts import SIGNED_IN
from services.web.gateways.openid import Arrived, OpenIdProvider
from services.web.pages import second_factor
from services.web.repository import ACCOUNT

provider_pages = Blueprint("by_provider", __name__)
OPEN_TO_ALL = "nobody is signed in yet"
EXTENSION = "alliance.openid"


def openid_providers() -> tuple[OpenIdProvider, ...]:
    """Those of the settings."""
    found: tuple[OpenIdProvider, ...] = current_app.extensions[EXTENSION]
    return found


@provider_pages.get("/sign-in/with/<id:name>")
@allow_anyone(OPEN_TO_ALL)
def leave(name: str) -> Response:
    """To the provider; a fresh state each time."""
    provider, state, visit = _named(name), current_node().chance.new_id(), token_of_visit()
    nonce, verifier = _derived(visit, state)
    return go(provider.address(_back(name), state, nonce, verifier))


@provider_pages.get("/sign-in/with/<id:name>/back")
@allow_anyone(OPEN_TO_ALL)
def come_back(name: str) -> Response:
    """With a code, good once, that only this browser's verifier turns into an ID token."""
    provider, state, code = _named(name), request.args.get("state", ""), request.args.get("code", "")
    if not code or not state or not visitor().token:
        return _refused(provider)
    nonce, verifier = _derived(visitor().token, state)
    try:
        now = current_node().clock.now()
        return _entered(provider, provider.arrived(code, _back(name), nonce, verifier, now))
    except Invalid:
        return _refused(provider)


def _entered(provider: OpenIdProvider, arrived: Arrived) -> Response:
    id, token = passwords.account_id(arrived.login), fresh_token()
    account = reader_of_ours().known(ACCOUNT, id)
    if account is None:
        return _refused(provider)
    command = commands.SignInByProvider(
        person=account.person, account=id, network=provider.network, subject=arrived.subject, browser=digest(token),
        must_prove=second_factor.must_prove(), is_multi_factor=arrived.is_multi_factor,
    )  # fmt: skip
    if order(command, principal_of(account))["outcome"] != SIGNED_IN:
        return _refused(provider)
    hand_over(token)
    return second_factor.asked() if awaiting() is not None else go("/")


def _refused(provider: OpenIdProvider) -> Response:
    told = _("The sign-in with %(name)s did not work, or nobody here is known by it.") % {"name": provider.label}
    return page(
        "staff/sign_in.html", 422, errors={"login": told}, login="", resume=None, providers=openid_providers()
    )


def _named(name: str) -> OpenIdProvider:
    found = next((provider for provider in openid_providers() if provider.name == name), None)
    if found is None:
        raise NotFound("no-such-provider")
    return found


def _derived(visit: str, state: str) -> tuple[str, str]:
    read = reader_of_ours()
    return (
        read.digest(purpose="openid nonce", visit=visit, state=state),
        read.digest(purpose="openid verifier", visit=visit, state=state),
    )


def _back(name: str) -> str:
    return f"{second_factor.origin()}/sign-in/with/{name}/back"
