"""The addresses under `/fhir`, and every way in which one can fail, in FHIR's own form."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, NotAcceptable

from kernel.errors import Conflict, Forbidden, NotFound, Refusal, TooMany, Transient, Unauthenticated
from kernel.telemetry.logs import logger
from kernel.web.access import allow_anyone
from services.web.browser.forgery import WRITING
from services.web.fhir import audit, resources
from services.web.fhir.admission import ask
from services.web.fhir.answers import answer, outcome, searchset
from services.web.fhir.capability import AUDIT_PARAMETERS, statement
from services.web.fhir.resources import SERVED
from services.web.fhir.search import JSON_TYPES, BadSearch, Query, query_of

RETRY_SECONDS = "5"
AUDIT_EVENT = "AuditEvent"
ADMITS = "a token or a session is looked at by the endpoint itself"

fhir = Blueprint("fhir", __name__, url_prefix="/fhir")
log = logger("web")


@fhir.before_request
def negotiate() -> None:
    """JSON is all there is."""
    if request.accept_mimetypes and request.accept_mimetypes.best_match(JSON_TYPES) is None:
        raise NotAcceptable


@fhir.get("/metadata")
@allow_anyone("a description of the interface, the same for everybody")
def metadata() -> Response:
    """What can be asked."""
    return answer(statement())


@fhir.get("/<string:kind>")
@allow_anyone(ADMITS)
def search(kind: str) -> Response:
    """Those that the asker may see and that fit; totals too count nothing else."""
    asked = ask()
    if kind == AUDIT_EVENT:
        query = query_of(request.args, ("altid",), ("date",), patient=True)
        return _audit_page(query, *audit.search(asked, query)) if query.ids is None else _audit_rows(query)
    if kind not in SERVED:
        raise NotFound("no-such-type")
    served = SERVED[kind]
    query = query_of(request.args, served.tokens, tuple(served.dates), patient=kind != "Patient")
    found, total, more = resources.search(asked, kind, query)
    return answer(searchset(kind, found, total, query.asked, None if more is None else query.further(more)))


@fhir.get("/<string:kind>/<string:id>")
@allow_anyone(ADMITS)
def read(kind: str, id: str) -> Response:
    """One of them; what may not be seen is not there."""
    asked = ask()
    query_of(request.args, (), (), patient=False)
    found = audit.read(asked, id) if kind == AUDIT_EVENT else None
    if kind in SERVED:
        found = resources.read(asked, kind, id)
    if found is None:
        raise NotFound("no-such-resource")
    return answer(found)


@fhir.route("/", defaults={"rest": ""}, methods=["GET", *sorted(WRITING)])
@fhir.route("/<path:rest>", methods=["GET", *sorted(WRITING)])
@allow_anyone(ADMITS)
def anything_else(rest: str) -> Response:
    """Nothing is written here, and there are no other addresses."""
    ask()
    if request.method in WRITING:
        return outcome(405, "not-supported", "read-only", Allow="GET, HEAD")
    raise NotFound("no-such-address")


def _audit_page(query: Query, found: list[dict[str, object]], more: str | None) -> Response:
    return answer(searchset(AUDIT_EVENT, found, None, query.asked, None if more is None else query.further(more)))


def _audit_rows(query: Query) -> Response:
    if set(AUDIT_PARAMETERS) & {name for name, _ in query.asked}:
        raise BadSearch("alone", "_id", "not-supported")
    asked = ask()
    found = [row for id in sorted(query.ids or ()) if (row := audit.read(asked, id)) is not None]
    return answer(searchset(AUDIT_EVENT, found, None, query.asked, None))


@fhir.errorhandler(BadSearch)
def bad_search(wrong: BadSearch) -> Response:
    """The parameter is named."""
    return outcome(400, wrong.issue, wrong.code, f"http.{wrong.parameter}" if wrong.parameter else "")


@fhir.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """Hidden and absent are one answer, to the byte."""
    if isinstance(refusal, NotFound):
        return outcome(404, "not-found")
    if isinstance(refusal, Unauthenticated):
        return outcome(401, "login", WWW_Authenticate="Bearer")
    if isinstance(refusal, TooMany):
        return outcome(429, "throttled", Retry_After=str(refusal.retry_after_seconds))
    if isinstance(refusal, Forbidden) and request.method in WRITING:
        return outcome(405, "not-supported", "read-only", Allow="GET, HEAD")
    return outcome(refusal.status, "forbidden" if isinstance(refusal, Forbidden) else "invalid", refusal.code)


@fhir.errorhandler(Transient)
@fhir.errorhandler(Conflict)
def unavailable(error: Exception) -> Response:
    """An owner of something did not answer; what it owns is not said to be absent."""
    log.exception("request.unavailable", error, level="warning")
    return outcome(503, "transient", Retry_After=RETRY_SECONDS)


@fhir.errorhandler(HTTPException)
def http(error: HTTPException) -> Response:
    """What the web server's own mechanisms refuse."""
    status = error.code or 500
    return outcome(status, {404: "not-found", 405: "not-supported", 406: "not-supported"}.get(status, "processing"))


@fhir.errorhandler(Exception)
def failed(error: Exception) -> Response:
    """Our own mistake."""
    log.exception("request.failed", error)
    return outcome(500, "exception")
