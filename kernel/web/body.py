"""What a JSON body may be, checked before any schema sees it; and the blueprint that services use.

UTF-8, no name twice in an object (two readers would pick different ones), no NaN, no endless nesting, no half
characters that could not be written back.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import marshmallow
from flask import Flask, Request, g, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from kernel.errors import Refusal

DEPTH_MAX = 32  # our deepest schema has six levels
METHODS_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
V = TypeVar("V", bound=Callable[..., Any])


class NotJson(Refusal):
    """The content type or its character set is not ours."""

    status = 415


class StrictParser(FlaskParser):
    """Reads the arguments of views from the strictly parsed body; unknown names are refused in the query too."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - declared so by the library
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
        "querystring": marshmallow.RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        return body_of_request()


class Blueprint(SmorestBlueprint):  # type: ignore[misc]
    """A service's routes, with strict arguments and, for the type checker, decorators that keep the view's type."""

    ARGUMENTS_PARSER = StrictParser()

    if TYPE_CHECKING:

        def get(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def post(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def put(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def patch(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def delete(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def route(self, rule: str, **options: Any) -> Callable[[V], V]: ...
        def arguments(self, schema: Any, **options: Any) -> Callable[[V], V]: ...
        def response(self, status_code: int, schema: Any = None, **options: Any) -> Callable[[V], V]: ...
        def doc(self, **options: Any) -> Callable[[V], V]: ...


def install(app: Flask, infrastructure: frozenset[str]) -> None:
    """Refuse unfit bodies before the view, also for views that read theirs by other means; open views read alone."""

    @app.before_request
    def check() -> None:
        watched = request.endpoint is not None and request.endpoint not in infrastructure
        if watched and request.method not in METHODS_WITHOUT_BODY and not g.get("open", False):
            body_of_request()


def body_of_request() -> Any:
    """The parsed body, once per request; `webargs.core.missing` when there is none."""
    if "body" not in g:
        g.body = _read(request)
    return g.body


def parse(body: bytes) -> Any:
    """The JSON value; Refusal("malformed-json") (400) for everything that is not plainly JSON."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
        _check_depth_and_text(value)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Unfit) else "not-json"
    else:
        return value
    # Raised outside the handler: the parser's own exception keeps the whole document.
    raise Refusal("malformed-json", {"body": [reason]})


class _Unfit(ValueError):
    """JSON by the grammar, refused by us; the message is the code."""


def _read(asked: Request) -> Any:
    body = asked.get_data(cache=True)
    # Of a body without declared length the library gives the first part, silently, once the limit is reached.
    if asked.content_length is None and asked.max_content_length is not None and len(body) >= asked.max_content_length:
        raise RequestEntityTooLarge
    if not body:
        return core.missing
    if asked.mimetype != "application/json" or asked.mimetype_params.get("charset", "utf-8").lower() != "utf-8":
        raise NotJson("not-json", {"Content-Type": ["application-json-utf-8"]})
    return parse(body)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unfit("duplicate-name")
    return found


def _no_constant(_: str) -> Any:
    raise _Unfit("not-a-number")


def _check_depth_and_text(value: Any) -> None:
    level = [value]
    for _ in range(DEPTH_MAX):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise _Unfit("too-deep")


def _inside(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*item, *item.values()]
    if isinstance(item, list):
        return item
    if isinstance(item, str) and not item.isascii():
        _check_characters(item)
    return []


def _check_characters(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _Unfit("half-character") from None
