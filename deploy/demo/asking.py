"""One thing asked of one service, in somebody's name, once."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kernel.auth.principal import Principal
from kernel.chance import derived_id


class Client(Protocol):
    """What is used of `kernel.web.client.ServiceClient`, in one process or over sockets."""

    def get(
        self, service: str, path: str, principal: Principal, params: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The JSON answer; a Refusal or GatewayUnavailable."""
        ...

    def post(
        self, service: str, path: str, principal: Principal, body: Mapping[str, Any], idempotency_key: str
    ) -> dict[str, Any]:
        """The JSON answer; a Refusal or GatewayUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """`occasion` tells apart two requests that are otherwise the same."""

    by: Principal
    service: str
    path: str
    body: Mapping[str, Any]
    occasion: str = ""

    def key(self, series: str) -> str:
        """The same request of the same series asks for the same thing: a second loading changes nothing."""
        return derived_id("demo-request", series, self.by.person, self.service, self.path, self.occasion)


Steps = Generator[Request, dict[str, Any], None]
"""Requests one after another; whoever sends them sends each reply back in."""


def only(request: Request) -> Steps:
    """A single step."""
    yield request
