"""The OpenAPI 3.1 document: made by flask-smorest from the schemas, with our problems, marks and headers in it."""

import http
from copy import deepcopy
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint

from kernel.web import problems
from kernel.web.access import IDEMPOTENCY_HEADER, KEYED_METHODS, OPEN, described

ENDPOINT = "api-docs.openapi_json"
SPEC_OPTIONS = {
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
    "security": [{"token": []}],
}


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest without its own error bodies: ours are the ones served and documented."""

    def _register_error_handlers(self) -> None:
        """All of them are in kernel.web.problems."""

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            self.spec.components.response(status.name, _documented(status.phrase, status >= 400), lazy=True)
        self.spec.components.response("DEFAULT_ERROR", _documented("Any refusal", True), lazy=True)


def add_blueprints(app: Flask, title: str, blueprints: tuple[Blueprint, ...]) -> None:
    """Serves `/openapi.json` and the routes that it describes."""
    app.config.update(
        API_TITLE=title,
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS=deepcopy(SPEC_OPTIONS),  # the library writes every schema it meets into it
    )
    api = ProblemApi(app)
    for blueprint in blueprints:
        if _operation not in blueprint._prepare_doc_cbks:  # a blueprint may serve in several applications
            blueprint._prepare_doc_cbks.append(_operation)
        api.register_blueprint(blueprint)


def _documented(description: str, is_problem: bool) -> dict[str, Any]:
    if not is_problem:
        return {"description": description}
    return {"description": description, "content": {problems.CONTENT_TYPE: {"schema": problems.Problem}}}


def _operation(doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
    """Says who may call an operation, and asks for the idempotency header where it is required."""
    mark = doc_info.get("allow")
    if mark is None:
        return doc
    doc["x-allowed"] = described(mark)
    doc.setdefault("responses", {})["default"] = "DEFAULT_ERROR"
    if OPEN in mark:
        doc["security"] = []
    elif method.upper() in KEYED_METHODS:
        header = {"in": "header", "name": IDEMPOTENCY_HEADER, "required": True, "schema": {"type": "string"}}
        doc.setdefault("parameters", []).append(header)
    return doc
