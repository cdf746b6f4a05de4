"""Who may ask at all: a bearer token of the platform, else the browser's session. Never one for want of the other."""

from flask import current_app, g, request

from kernel.auth.principal import Kind, Principal
from kernel.auth.tokens import TokenChecker
from kernel.errors import Forbidden, Unauthenticated
from kernel.web.node import current_node
from services.web.browser.identity import visitor
from services.web.fhir.asking import Ask
from services.web.gateways.door import door_of

CHECKER = "alliance.checker"
READERS = frozenset({Kind.STAFF, Kind.GUARDIAN})


def ask() -> Ask:
    """The question of whoever asks; Unauthenticated or Forbidden otherwise."""
    asker = _asker()
    if asker.kind not in READERS:
        raise Forbidden("not-allowed")
    g.principal = asker
    node = current_node()
    return Ask(door_of(node, asker), node.reader(asker))


def _asker() -> Principal:
    given = request.headers.get("Authorization")
    if given is not None:
        scheme, _, token = given.partition(" ")
        checker: TokenChecker = current_app.extensions[CHECKER]
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("no-token")
        return checker.check(token.strip())
    found = visitor()
    # A session that a link has opened is for the one item behind that link.
    if found.asker is None or found.session is None or found.session.proof is not None:
        raise Unauthenticated("not-signed-in")
    return found.asker
