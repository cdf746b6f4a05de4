"""Every answer that is no success is application/problem+json with a stable code. What a person typed is never echoed.

    {"type": "urn:alliance:problem:<code>", "title": ..., "status": 422, "code": "invalid-fields",
     "errors": {"goal.title": ["required"]}, "trace": "<trace id>"}
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import HTTPException

from kernel.errors import Conflict, Refusal, TooMany, Transient
from kernel.telemetry import traces
from kernel.telemetry.logs import logger

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:alliance:problem:"
RETRY_AFTER_SECONDS = 2  # about the time an election of a primary or a restart of a service takes at best
ERRORS_MAX = 50  # an answer must not be larger than the attack
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}|\d{1,4}")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LOCATIONS = frozenset({"json", "query", "querystring", "headers", "path", "view_args", "form", "files", "cookies"})
_ROUTING = {400: "bad-request", 404: "no-such-route", 405: "method-not-allowed", 413: "too-large", 415: "not-json"}
# Library messages start so; everything that follows may hold a value and is dropped.
_MEANINGS: Mapping[str, str] = {
    "Missing data": "required",
    "Unknown field": "unknown",
    "Field may not be null": "required",
    "Not a valid": "not-valid",
    "Invalid": "not-valid",
    "Longer than": "too-long",
    "Shorter than": "too-short",
    "Length must": "length",
    "Must be one of": "not-a-choice",
    "Must be": "out-of-range",
    "String does not match": "not-valid",
}

log = logger("web")


class Problem(Schema):
    """The body of every refusal, for the OpenAPI document."""

    type = fields.String(required=True, metadata={"description": "urn:alliance:problem:<code>"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "stable, machine-readable"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    trace = fields.String()


def problem(
    status: int, code: str, errors: Mapping[str, list[str]] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer itself. `title` is the standard phrase of the status, the same for everybody."""
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
    }
    if errors:
        body["errors"] = dict(errors)
    if (trace := traces.current_trace()) is not None:
        body["trace"] = trace
    return Response(json.dumps(body), status, dict(headers or {}), content_type=CONTENT_TYPE)


def install(app: Flask) -> None:
    """Give every way in which a request can fail its answer."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Transient, _unavailable)
    app.register_error_handler(Conflict, _unavailable)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def codes(messages: Any) -> dict[str, list[str]]:
    """Validation messages, however nested, as {"a.b": ["code"]}; names and texts that are no code are left out."""
    if isinstance(messages, dict) and len(messages) == 1 and next(iter(messages)) in _LOCATIONS:
        messages = next(iter(messages.values()))
    found: dict[str, list[str]] = {}
    for path, code in _flat("", messages):
        if path not in found and len(found) >= ERRORS_MAX:
            break
        known = found.setdefault(path or "body", [])
        if code not in known:
            known.append(code)
    return found


def _flat(path: str, messages: Any) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(_below(path, str(name)), inner)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(path, inner)
    else:
        yield path, _code(str(messages))


def _below(path: str, name: str) -> str:
    if name == "_schema":
        return path
    shown = name if _FIELD.fullmatch(name) else "[unnamed]"
    return f"{path}.{shown}" if path else shown


def _code(message: str) -> str:
    if _CODE.fullmatch(message):
        return message
    return next((code for start, code in _MEANINGS.items() if message.startswith(start)), "not-valid")


def _refused(error: Refusal) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == HTTPStatus.UNAUTHORIZED else {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_seconds)
    return problem(error.status, error.code, error.fields, headers)


def _unavailable(error: Exception) -> Response:
    log.exception("request.unavailable", error, level="warning")
    return problem(503, "unavailable", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _invalid(error: ValidationError) -> Response:
    return problem(422, "invalid-fields", codes(error.messages))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=status, headers=list(error.get_headers()))
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return problem(422, "invalid-fields", codes(getattr(error, "data", {}).get("messages", {})))
    allowed = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else {}
    return problem(status, _ROUTING.get(status, f"http-{status}"), headers=headers)


def _failed(error: Exception) -> Response:
    log.exception("request.failed", error)
    return problem(500, "internal")
