"""Requests that are written before the clock starts, and posted on kept connections: asking costs next to nothing."""

import http.client
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kernel.auth import keys
from kernel.auth.principal import Principal
from kernel.auth.tokens import LIFETIME_SECONDS_MAX, TokenIssuer
from tests.e2e.world import World

ANSWER_SECONDS = 60.0  # an overloaded service is measured, not given up


@dataclass(frozen=True, slots=True)
class Request:
    """All of a POST."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Poster:
    """Posts to one service; each thread has a connection of its own."""

    def __init__(self, world: World, service: str) -> None:
        self._world, self._service = world, service
        self._place = urlsplit(world.urls[service]).netloc
        self._issuer = TokenIssuer("web", keys.load_private(world.key_dir, "web"), world.clock)
        self._mine = threading.local()

    def written(self, path: str, who: Principal, body: Mapping[str, Any]) -> Request:
        """In somebody's name, under a fresh Idempotency-Key; good for five minutes."""
        headers = {
            "Authorization": f"Bearer {self._issuer.issue(who, self._service, LIFETIME_SECONDS_MAX)}",
            "Idempotency-Key": self._world.key(),
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        return Request(path, headers, json.dumps(body).encode())

    def post(self, request: Request) -> None:
        """It must succeed."""
        connection = self._connection()
        connection.request("POST", request.path, request.body, request.headers)
        answer = connection.getresponse()
        told = answer.read()
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{answer.status} {told!r}")

    def _connection(self) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if found is None:
            found = self._mine.connection = http.client.HTTPConnection(self._place, timeout=ANSWER_SECONDS)
        return found
