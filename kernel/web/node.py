"""What a route needs: run a command, get a reader; both in the name of the one who asks."""

from typing import Any, cast

from flask import current_app

from kernel.node import Node
from kernel.reader import Reader
from kernel.service import Command
from kernel.telemetry.traces import current_traceparent
from kernel.web.access import idempotency_key, principal

EXTENSION = "alliance.node"


def current_node() -> Node:
    """The service this request is for."""
    return cast(Node, current_app.extensions[EXTENSION])


def run(command: Command) -> dict[str, Any]:
    """Carry out the command for the asker, once per Idempotency-Key."""
    return current_node().dispatcher.run(command, principal(), idempotency_key(), current_traceparent())


def reader() -> Reader:
    """The asker's view of the service."""
    return current_node().reader(principal())
