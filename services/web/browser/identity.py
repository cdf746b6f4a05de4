"""Who sits at the browser: a random cookie, a session in our store, an account with roles. Checked at every request."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request

from kernel.auth.principal import SYSTEM, Kind, Principal, Role
from kernel.errors import NotFound, Unauthenticated
from kernel.node import Node
from kernel.reader import Reader
from kernel.service import Command
from kernel.telemetry.traces import current_traceparent
from kernel.web.access import OPEN, Mark
from kernel.web.node import current_node
from kernel.web.observed import ENDPOINTS
from services.web.commands import TouchSession
from services.web.decisions.accounts import holds, is_due_for_touch
from services.web.gateways.door import Door, door_of
from services.web.model.account import Account, BrowserSession
from services.web.repository import ACCOUNT, SESSION

INFRASTRUCTURE = ENDPOINTS | {"static"}
LIVE_HEADER = "X-Alliance-Live"  # set by our script: a board that refreshes itself is no sign that somebody is there


@dataclass(frozen=True, slots=True)
class Visitor:
    """`token` is the cookie's value, empty before the first answer. `asker` is None for somebody not signed in."""

    token: str
    session: BrowserSession | None
    asker: Principal | None


def install(app: Flask, cookie: str, is_secure: bool) -> None:
    """Recognise every visitor before the view, and refuse whoever its mark does not name."""

    @app.before_request
    def recognise() -> None:
        if request.endpoint in INFRASTRUCTURE:
            return
        g.visitor = _visitor(current_node(), request.cookies.get(cookie, ""))
        g.new_token = None
        if request.endpoint is not None:
            _admit(app, g.visitor, _mark(app, request.endpoint))

    @app.after_request
    def remember(response: Response) -> Response:
        token = g.pop("new_token", None)
        if token is not None:
            response.set_cookie(cookie, token, secure=is_secure, httponly=True, samesite="Lax", path="/")
        return response


def visitor() -> Visitor:
    """Of this request."""
    found: Visitor = g.visitor
    return found


def asker() -> Principal:
    """Who is signed in; Unauthenticated when nobody is."""
    found = visitor().asker
    if found is None:
        raise Unauthenticated("not-signed-in")
    return found


def proven() -> BrowserSession:
    """A session that a pointer opened; NotFound for any other."""
    session = visitor().session
    if session is None or session.proof is None:
        raise NotFound("no-such-page")
    return session


def door() -> Door:
    """The way to the other services for whoever is signed in."""
    return door_of(current_node(), asker())


def reader() -> Reader:
    """The signed-in person's view of our own store."""
    return current_node().reader(asker())


def reader_of_ours() -> Reader:
    """Our own view of our own store, before anybody is signed in."""
    return current_node().reader(SYSTEM("web"))


def own_door() -> Door:
    """The way to the other services as the web service itself, before anybody is signed in."""
    return door_of(current_node(), SYSTEM("web"))


def order(command: Command, by: Principal, key: str | None = None) -> dict[str, Any]:
    """Carry out one of our own commands."""
    return current_node().dispatcher.run(command, by, key, current_traceparent())


def token_of_visit() -> str:
    """The cookie's value; a visitor without one gets one with the answer."""
    if visitor().token:
        return visitor().token
    if g.new_token is None:
        g.new_token = fresh_token()
    token: str = g.new_token
    return token


def fresh_token() -> str:
    """About 240 bits of chance."""
    chance = current_node().chance
    return chance.new_id() + chance.new_id()


def hand_over(token: str) -> None:
    """The browser carries this token from now on: a token from before a sign-in is worth nothing after it."""
    g.new_token = token
    g.visitor = Visitor(token, None, None)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def current(node: Node, token: str) -> tuple[BrowserSession, Principal] | None:
    """The session of a token if it holds now, with the roles of now."""
    found = _begun(node, token)
    return None if found is None or found[0].awaits is not None else found


def awaiting() -> tuple[BrowserSession, Principal] | None:
    """Whose password was right in this browser, while the second factor is still owed.

    No page but those that ask for it takes it for anything.
    """
    found = _begun(current_node(), visitor().token)
    return None if found is None or found[0].awaits is None else found


def _begun(node: Node, token: str) -> tuple[BrowserSession, Principal] | None:
    read = node.reader(SYSTEM("web"))
    session = read.known(SESSION, digest(token)) if token else None
    if session is None or not holds(session, read.now):
        return None
    if session.account is None:
        return session, Principal(session.person, Kind(session.kind), session.network, via="web")
    account = read.known(ACCOUNT, session.account)
    if account is None or not account.active:
        return None
    return session, principal_of(account)


def principal_of(account: Account) -> Principal:
    """As the other services will see them."""
    roles = frozenset((held.clinic, held.role) for held in account.roles)
    return Principal(account.person, Kind(account.kind), account.network, roles, via="web")


def _visitor(node: Node, token: str) -> Visitor:
    token = token if token.isascii() and len(token) == 64 else ""
    found = current(node, token)
    if found is None:
        return Visitor(token, None, None)
    session, person = found
    g.principal = person
    if is_due_for_touch(session, node.clock.now()) and LIVE_HEADER not in request.headers:
        node.dispatcher.run(TouchSession(person=session.person, browser=session.id), person)
    return Visitor(token, session, person)


def _admit(app: Flask, who: Visitor, mark: Mark) -> None:
    if OPEN in mark:
        return
    if who.asker is None:
        raise Unauthenticated("not-signed-in")
    roles = {item for item in mark if isinstance(item, Role)}
    if who.asker.kind not in mark and not any(who.asker.has(role) for role in roles):
        raise NotFound("no-such-page")


def _mark(app: Flask, endpoint: str) -> Mark:
    view: Callable[..., Any] = app.view_functions[endpoint]
    mark: Mark = getattr(view, "allowed", frozenset())
    return mark
