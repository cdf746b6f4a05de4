"""Every way in which a page can fail, in calm words. The forbidden and the absent look the same."""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoRoute

from kernel.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    TooMany,
    Transient,
    Unauthenticated,
)
from kernel.telemetry.logs import logger
from services.web.browser import forgery
from services.web.browser.render import go, page

log = logger("web")


def install(app: Flask) -> None:
    """Refusals, other services that do not answer, and our own mistakes."""
    app.register_error_handler(Unauthenticated, _sign_in)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Transient, _unavailable)
    app.register_error_handler(Conflict, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def is_family() -> bool:
    """Whether the page belongs to the family side, where even the words of an error are neutral."""
    return request.path.startswith(("/m/", "/item", "/family", "/exit", "/start"))


def _sign_in(_: Unauthenticated) -> Response:
    if is_family():
        # What they wrote is shown to whoever holds this browser and sent it just now; nothing of it is kept.
        ours = request.method == "POST" and forgery.is_ours()
        return page("family/closed.html", 401, words=request.form.get("words", "") if ours else "")
    if request.method == "GET" or not forgery.is_ours():
        return go("/sign-in")  # what another site sent is neither kept nor ever sent on in somebody's name
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf"]
    resume = {"path": request.path, "fields": kept}
    return page("staff/sign_in.html", 401, errors={}, login="", providers=(), resume=resume)


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, NotFound):
        return _missing()
    if isinstance(refusal, Gone):
        return page("family/withdrawn.html", 410) if is_family() else _problem(410, "gone")
    codes: dict[type[Refusal], str] = {Forbidden: "form" if refusal.code.startswith("form-") else "forbidden"}
    codes |= {Stale: "stale", TooMany: "too-many", Invalid: "invalid"}
    return _problem(refusal.status, codes.get(type(refusal), "invalid"))


def _http(error: HTTPException) -> Response:
    if isinstance(error, NoRoute):
        return _missing()
    status = error.code or 500
    return _problem(status, "too-large" if status == 413 else "invalid")


def _missing() -> Response:
    return page("family/missing.html", 404) if is_family() else _problem(404, "missing")


def _unavailable(_: Exception) -> Response:
    answer = page("family/later.html", 503) if is_family() else _problem(503, "later")
    answer.headers["Retry-After"] = "5"
    return answer


def _broken(error: Exception) -> Response:
    log.exception("page.failed", error)
    return page("family/later.html", 500) if is_family() else _problem(500, "broken")


def _problem(status: int, code: str) -> Response:
    return page("problem.html", status, code=code)
