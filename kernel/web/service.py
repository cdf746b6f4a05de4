"""The HTTP face of one service: its own routes and those every service has."""

from collections.abc import Callable, Mapping, Sequence

from flask import Flask

from kernel.auth.tokens import TokenChecker
from kernel.clock import SystemClock
from kernel.errors import Transient
from kernel.node import Node
from kernel.settings import Settings
from kernel.web.app import create_app
from kernel.web.body import Blueprint
from kernel.web.node import EXTENSION
from kernel.web.operations import operations


def service_app(
    node: Node, title: str, blueprints: Sequence[Blueprint], checker: TokenChecker, settings: Settings
) -> Flask:
    """The HTTP face of one service; ready when its store answers."""
    app = create_app(
        node.service.name, title, [*blueprints, operations], checker, settings, lambda: {"store": _answers(node)}
    )
    app.extensions[EXTENSION] = node
    return app


def health_app(service: str, settings: Settings, ready: Callable[[], Mapping[str, bool]]) -> Flask:
    """The face of a worker: health, readiness and metrics, nothing to ask."""
    nobody = TokenChecker(service, {}, SystemClock())
    return create_app(service, "Worker", [], nobody, settings, lambda: dict(ready()))


def _answers(node: Node) -> bool:
    try:
        node.store.ping()
    except Transient:
        return False
    return True
