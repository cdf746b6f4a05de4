"""A small service with one view of each sort, for the tests of the web glue."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from marshmallow import Schema, ValidationError, fields, validate

from kernel.auth.principal import Kind, Principal, Role
from kernel.auth.tokens import TokenChecker, TokenIssuer
from kernel.clock import SteppedClock
from kernel.errors import AllianceError
from kernel.settings import Settings
from kernel.telemetry import logs
from kernel.web.access import allow, allow_anyone, idempotency_key, principal
from kernel.web.app import create_app
from kernel.web.body import Blueprint

SECRET = "Anna said that her father hit her"
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYS = {name: Ed25519PrivateKey.generate() for name in ("web", "notes", "goals")}
THERAPIST = Principal("p1", Kind.STAFF, "n1", frozenset({("c1", Role.THERAPIST.value)}))
PARENT = Principal("g1", Kind.GUARDIAN, "n1")
KEYED = {"Idempotency-Key": "0123456789abcdef"}


def never_right(value: str) -> None:
    raise ValidationError(f"{value} is a bad mood")


class Step(Schema):
    title = fields.String(required=True)


class NewGoal(Schema):
    title = fields.String(required=True, validate=validate.Length(min=1, max=40))
    level = fields.Integer(validate=validate.Range(min=1, max=5))
    mood = fields.String(validate=never_right)
    steps = fields.List(fields.Nested(Step))


class Search(Schema):
    limit = fields.Integer(load_default=10)


@dataclass
class World:
    app: Flask
    clock: SteppedClock
    checks: dict[str, bool]
    seen: list[Any]

    @property
    def client(self) -> Any:
        """A test client; `Any`, because an answer's JSON may be anything."""
        return self.app.test_client()

    def headers(self, who: Principal = THERAPIST, **more: str) -> dict[str, str]:
        token = TokenIssuer("web", KEYS["web"], self.clock).issue(who, "notes")
        return {"Authorization": f"Bearer {token}", **more}

    def post(self, body: Any, path: str = "/children/c9/goals", **options: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {**self.headers(), **KEYED, "Content-Type": "application/json", **options}
        return self.client.post(path, data=data, headers=headers)


def goals(raised: Callable[[], Exception], seen: list[Any]) -> Blueprint:
    blueprint = Blueprint("goals", __name__)

    @blueprint.get("/children/<string:child>/goals")
    @allow(Role.THERAPIST, Kind.GUARDIAN, Kind.SERVICE)
    @blueprint.arguments(Search, location="query")
    @blueprint.response(200)
    def listed(search: dict[str, int], child: str) -> dict[str, Any]:
        return {"child": child, "who": principal().person, "via": principal().via, "limit": search["limit"]}

    @blueprint.post("/children/<string:child>/goals")
    @allow(Role.THERAPIST)
    @blueprint.arguments(NewGoal)
    @blueprint.response(201)
    def added(goal: dict[str, Any], child: str) -> dict[str, Any]:
        seen.append(goal)
        return {"child": child, "key": idempotency_key()}

    @blueprint.get("/failing")
    @allow(Role.THERAPIST)
    def failing() -> dict[str, Any]:
        raise raised()

    @blueprint.post("/receipts")
    @allow_anyone("the provider signs its receipts itself")
    def receipt() -> dict[str, Any]:
        return {"who": principal().person}

    return blueprint


def world(raised: Callable[[], Exception] = AllianceError) -> World:
    clock, checks = SteppedClock(START), {"store": True}
    seen: list[Any] = []
    checker = TokenChecker("notes", {name: key.public_key() for name, key in KEYS.items()}, clock)
    settings = Settings.from_environment("notes", {})
    app = create_app("notes", "Notes", [goals(raised, seen)], checker, settings, lambda: checks)
    return World(app, clock, checks, seen)



@contextmanager
def captured() -> Iterator[io.StringIO]:
    """Everything any logger says meanwhile, as JSON lines of the platform's own format."""
    stream, root, ours = io.StringIO(), logging.getLogger(), logging.getLogger(logs.ROOT)
    handler, level = logging.StreamHandler(stream), ours.level
    handler.setFormatter(logs._JsonLines("notes"))
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        ours.setLevel(level)
