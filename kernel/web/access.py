"""Who may call a view. A view without a mark stops the start; a request without a fitting token stops here.

Marks look at kind and role alone. Whether this therapist may see this child is the consent rules' question, asked by
the view's own code.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, g, request
from werkzeug.routing import Rule

from kernel.auth.principal import Kind, Principal, Role
from kernel.auth.tokens import TokenChecker
from kernel.errors import Forbidden, Refusal, Unauthenticated

IDEMPOTENCY_HEADER = "Idempotency-Key"
KEYED_METHODS = frozenset({"POST", "PUT", "PATCH"})
OPEN = "anyone"
_KEY = re.compile(r"[A-Za-z0-9._:-]{8,128}")
_AUTOMATIC = frozenset({"OPTIONS", "HEAD"})

Mark = frozenset[Kind | Role | str]
V = TypeVar("V", bound=Callable[..., Any])


class ViewWithoutMark(Exception):
    """A view says not who may call it; the service does not start."""


def allow(*who: Kind | Role) -> Callable[[V], V]:
    """Callers of one of these kinds, or who hold one of these roles anywhere, may call the view."""
    if not who:
        raise ValueError("name at least one kind or role")
    return _marked(frozenset(who))


def allow_anyone(reason: str) -> Callable[[V], V]:
    """No token and no Idempotency-Key are asked for: the view checks its caller itself. `reason` is for reviewers."""
    if len(reason.split()) < 3:
        raise ValueError("say why anyone may call this")
    return _marked(frozenset({OPEN}))


def principal() -> Principal:
    """Who asks; Unauthenticated in an open view without a token."""
    found: Principal | None = g.get("principal")
    if found is None:
        raise Unauthenticated("no-token")
    return found


def idempotency_key() -> str:
    """The key of this request: 8 to 128 letters, digits or `._:-`; Refusal (400) naming the header otherwise."""
    key = request.headers.get(IDEMPOTENCY_HEADER)
    if not key:
        raise Refusal("idempotency-key-missing", {IDEMPOTENCY_HEADER: ["required"]})
    if not _KEY.fullmatch(key):
        raise Refusal("idempotency-key-malformed", {IDEMPOTENCY_HEADER: ["not-valid"]})
    return key


def described(mark: Mark) -> list[str]:
    """For documents: sorted names."""
    return sorted(str(item) for item in mark)


def install(app: Flask, checker: TokenChecker, infrastructure: frozenset[str]) -> None:
    """Check every request of every endpoint but `infrastructure` before its view, or any parser, runs."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.endpoint in infrastructure:
            return
        mark = _mark(app, request.endpoint, request.method)
        g.open = OPEN in mark
        if g.open:
            return
        g.principal = _asker(checker)
        if not _fits(g.principal, mark):
            raise Forbidden("not-allowed")
        if request.method in KEYED_METHODS:
            idempotency_key()


def require_marks(app: Flask, infrastructure: frozenset[str]) -> None:
    """ViewWithoutMark names every view that nobody decided about."""
    missing = [
        f"{rule.endpoint} ({method})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in infrastructure
        for method in _own_methods(rule)
        if not _mark(app, rule.endpoint, method)
    ]
    if missing:
        raise ViewWithoutMark(f"without @allow: {', '.join(sorted(missing))}")


def _marked(mark: Mark) -> Callable[[V], V]:
    def decorate(view: V) -> V:
        if isinstance(view, type):
            raise TypeError("mark each method of a view class: what one may read, another may write")
        view.allowed = mark  # type: ignore[attr-defined]
        # Travels through the decorators of flask-smorest into the OpenAPI document.
        view._apidoc = {**getattr(view, "_apidoc", {}), "allow": mark}  # type: ignore[attr-defined]
        return view

    return decorate


def _mark(app: Flask, endpoint: str, method: str) -> Mark:
    view: Any = app.view_functions[endpoint]
    owner = getattr(view, "view_class", None)
    if owner is not None:
        name = "get" if method == "HEAD" and not hasattr(owner, "head") else method.lower()
        view = getattr(owner, name, None)
    mark: Mark = getattr(view, "allowed", frozenset())
    return mark


def _own_methods(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) - _AUTOMATIC)


def _asker(checker: TokenChecker) -> Principal:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("no-token")
    return checker.check(token.strip())


def _fits(asker: Principal, mark: Mark) -> bool:
    return asker.kind in mark or any(asker.has(role) for role in mark if isinstance(role, Role))
