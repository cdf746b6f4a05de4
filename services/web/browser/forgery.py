"""Forms that only our own pages can send: a token bound to the browser's cookie, and the browser's own word."""

import hashlib
import hmac

from flask import Flask, request

from kernel.errors import Forbidden
from services.web.browser.identity import INFRASTRUCTURE, token_of_visit, visitor

FIELD = "csrf"
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SAME = frozenset({"same-origin", "none"})


def token() -> str:
    """For the hidden field. It is derived from a cookie that no script and no other site can read."""
    return _derived(token_of_visit())


def install(app: Flask) -> None:
    """Refuse every writing request without the token, before its view."""

    @app.before_request
    def check() -> None:
        if request.method not in WRITING or request.endpoint in INFRASTRUCTURE:
            return
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in SAME:
            raise Forbidden("form-from-elsewhere")
        if not is_ours():
            raise Forbidden("form-expired")


def is_ours() -> bool:
    """The form of this request comes from a page of ours in this browser, whether anybody is still signed in or not."""
    given, held = request.form.get(FIELD, ""), visitor().token
    fits = bool(held) and hmac.compare_digest(given.encode(), _derived(held).encode())
    return fits and request.headers.get("Sec-Fetch-Site", "same-origin") in SAME


def own_key(key: str) -> str:
    """A form's key as only this browser can send it: the same form from any other browser is another request."""
    return hmac.new(token_of_visit().encode(), f"alliance key {key}".encode(), hashlib.sha256).hexdigest()[:32]


def _derived(visit: str) -> str:
    return hmac.new(visit.encode(), b"alliance form", hashlib.sha256).hexdigest()
