"""One Flask application per service: JSON in, JSON out, nobody in without a token, nothing cached.

The order of the checks before a view: size, token and role, idempotency key, body. OpenAPI 3.1 is at `/openapi.json`.
"""

from collections.abc import Callable, Sequence

from flask import Flask, Response, request
from flask_smorest import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from kernel.auth.tokens import TokenChecker
from kernel.clock import SystemClock
from kernel.settings import Settings
from kernel.web import access, body, document, observed, problems

BODY_BYTES_MAX = 1024 * 1024  # the longest note with its structure is a tenth of it
INFRASTRUCTURE = observed.ENDPOINTS | {document.ENDPOINT}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def create_app(
    service_name: str,
    title: str,
    blueprints: Sequence[Blueprint],
    checker: TokenChecker,
    settings: Settings,
    readiness: Callable[[], dict[str, bool]],
) -> Flask:
    """The service's WSGI application. ViewWithoutMark when a view does not say who may call it."""
    app = Flask(service_name, static_folder=None)
    app.extensions["alliance.settings"] = settings
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES_MAX
    # A redirect would repeat the path, identifiers included, in a header that proxies log.
    app.url_map.merge_slashes = False
    observed.install(app, service_name, SystemClock())
    app.before_request(_refuse_large_bodies)
    access.install(app, checker, INFRASTRUCTURE)
    body.install(app, INFRASTRUCTURE)
    app.after_request(_secure)
    problems.install(app)
    observed.add_endpoints(app, service_name, readiness)
    document.add_blueprints(app, title, tuple(blueprints))
    access.require_marks(app, INFRASTRUCTURE)
    return app


def _refuse_large_bodies() -> None:
    """Before anything reads; also for views that take no body."""
    if (request.content_length or 0) > BODY_BYTES_MAX:
        raise RequestEntityTooLarge


def _secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
