"""One person's way to the other services."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from kernel.auth.principal import Principal
from kernel.node import Node

Answer = dict[str, Any]


class Client(Protocol):
    """What is used of `kernel.web.client.ServiceClient`."""

    def get(self, service: str, path: str, principal: Principal, params: Mapping[str, Any] | None = None) -> Answer:
        """JSON answer; a Refusal or GatewayUnavailable."""
        ...

    def post(
        self, service: str, path: str, principal: Principal, body: Mapping[str, Any], idempotency_key: str
    ) -> Answer:
        """JSON answer; a Refusal or GatewayUnavailable."""
        ...

    def put(
        self, service: str, path: str, principal: Principal, body: Mapping[str, Any], idempotency_key: str
    ) -> Answer:
        """JSON answer; a Refusal or GatewayUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Door:
    """Every answer was decided by its owner for exactly this person, now."""

    client: Client
    asker: Principal

    def get(self, service: str, path: str, **params: str) -> Answer:
        """Empty parameters are left out."""
        given = {name: value for name, value in params.items() if value}
        return self.client.get(service, path, self.asker, given or None)

    def post(self, service: str, path: str, body: Mapping[str, Any], key: str) -> Answer:
        """Once per key."""
        return self.client.post(service, path, self.asker, body, key)

    def put(self, service: str, path: str, body: Mapping[str, Any], key: str) -> Answer:
        """Once per key."""
        return self.client.put(service, path, self.asker, body, key)


def door_of(node: Node, asker: Principal) -> Door:
    """The node's client speaks for people because it is web's."""
    return Door(cast(Client, node.call), asker)
