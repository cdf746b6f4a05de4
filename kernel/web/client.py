"""Questions from one service to another over HTTP, with a signed token of who asks.

Everything is bounded; nothing is retried here: whoever asks knows whether asking twice is harmless. In one process the
transport is a WSGI call into the other service's application.
"""

import os
import re
import threading
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import httpx

from kernel.auth.principal import SYSTEM, Kind, Principal
from kernel.auth.tokens import TokenIssuer
from kernel.errors import (
    Forbidden,
    GatewayUnavailable,
    Gone,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    TooMany,
    Unauthenticated,
)
from kernel.telemetry import traces
from kernel.web.access import IDEMPOTENCY_HEADER
from kernel.web.problems import CONTENT_TYPE

CONNECT_SECONDS_MAX = 2.0
READ_SECONDS_MAX = 5.0
RETRY_SECONDS_DEFAULT = 60  # when a 429 does not say
CONNECTIONS_MAX = 32  # twice the threads of a process
REFUSALS: Mapping[int, type[Refusal]] = {
    cls.status: cls for cls in (Invalid, Unauthenticated, Forbidden, NotFound, Stale, Gone)
}
NO_TRANSPORTS: Mapping[str, httpx.BaseTransport] = MappingProxyType({})
_PATH = re.compile(r"(?:/[A-Za-z0-9._~:@%-]+)+")
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


class ServiceClient:
    """Safe to use from many threads; connections are made on first use in each process, hence after any fork."""

    def __init__(
        self,
        urls: Mapping[str, str],
        issuer: TokenIssuer,
        transports: Mapping[str, httpx.BaseTransport] = NO_TRANSPORTS,
    ) -> None:
        self._urls, self._issuer, self._transports = dict(urls), issuer, dict(transports)
        self._clients: dict[tuple[int, str], httpx.Client] = {}
        self._lock = threading.Lock()

    def get(
        self, service: str, path: str, principal: Principal, params: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The JSON object; a Refusal as the other service decided it, GatewayUnavailable when it did not answer."""
        return self._ask(service, principal, httpx.Request("GET", self._url(service, path), params=params))

    def post(
        self, service: str, path: str, principal: Principal, body: Mapping[str, Any], idempotency_key: str
    ) -> dict[str, Any]:
        """As `get`. The same key asks for the same thing: after GatewayUnavailable repeat it with the same key."""
        return self._ask(service, principal, self._written("POST", service, path, body, idempotency_key))

    def put(
        self, service: str, path: str, principal: Principal, body: Mapping[str, Any], idempotency_key: str
    ) -> dict[str, Any]:
        """As `post`, replacing what is there."""
        return self._ask(service, principal, self._written("PUT", service, path, body, idempotency_key))

    def close(self) -> None:
        """Give back connections; a later call opens new ones."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for (process, _), client in clients.items():
            if process == os.getpid():
                client.close()

    def _ask(self, service: str, principal: Principal, request: httpx.Request) -> dict[str, Any]:
        if principal.kind is Kind.SERVICE:
            principal = SYSTEM(self._issuer.issuer)  # whose event is handled does not matter: this service asks
        request.headers["Authorization"] = f"Bearer {self._issuer.issue(principal, service)}"
        request.headers["Accept"] = "application/json"
        if (parent := traces.current_traceparent()) is not None:
            request.headers["traceparent"] = parent
        try:
            response = self._client(service).send(request)
        except httpx.HTTPError as error:
            # Without the cause: its message holds the address, and the address an identifier.
            raise GatewayUnavailable(f"{service} did not answer: {type(error).__name__}") from None
        return _answer(service, response)

    def _written(self, method: str, service: str, path: str, body: Mapping[str, Any], key: str) -> httpx.Request:
        return httpx.Request(method, self._url(service, path), json=body, headers={IDEMPOTENCY_HEADER: key})

    def _url(self, service: str, path: str) -> str:
        if not _PATH.fullmatch(path) or "/.." in path or "/./" in path:
            raise ValueError("a path of quoted segments, without query")
        if service in self._transports:
            return f"http://{service}{path}"
        if service not in self._urls:
            raise GatewayUnavailable(f"{service} has no address")
        return self._urls[service].rstrip("/") + path

    def _client(self, service: str) -> httpx.Client:
        place = (os.getpid(), service)
        with self._lock:
            if place not in self._clients:
                self._clients[place] = _made(self._transports.get(service))
            return self._clients[place]


def _made(transport: httpx.BaseTransport | None) -> httpx.Client:
    # trust_env=False: a proxy variable of the machine must not carry tokens and confidential text elsewhere.
    return httpx.Client(
        transport=transport,
        timeout=httpx.Timeout(READ_SECONDS_MAX, connect=CONNECT_SECONDS_MAX),
        limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
        follow_redirects=False,
        trust_env=False,
    )


def _answer(service: str, response: httpx.Response) -> dict[str, Any]:
    body = _json_object(response)
    if response.is_success and body is not None:
        return body
    is_problem = response.headers.get("content-type", "").startswith(CONTENT_TYPE)
    if response.is_client_error and is_problem and body is not None:
        raise _refusal(response, body)
    raise GatewayUnavailable(f"{service} answered {response.status_code}")


def _json_object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refusal(response: httpx.Response, body: Mapping[str, Any]) -> Refusal:
    code = str(body.get("code", ""))
    code = code if _CODE.fullmatch(code) else "refused"
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        after = response.headers.get("Retry-After", "")
        return TooMany(code, int(after) if after.isdigit() and len(after) < 7 else RETRY_SECONDS_DEFAULT)
    errors = body.get("errors")
    return REFUSALS.get(response.status_code, Refusal)(code, errors if isinstance(errors, dict) else None)
