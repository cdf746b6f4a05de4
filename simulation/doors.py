"""The ways between the services: an HTTP call into another service's application that may fail before or after."""

from collections.abc import Callable
from typing import Any, Protocol

import httpx

from simulation.adapters import Surroundings
from simulation.scheduler import Crash

TIMEOUT_SECONDS = 5.0  # as the services' own client waits for an answer


class Application(Protocol):
    """A service's WSGI application; its node lies among the extensions, so that a run can put its own there."""

    extensions: dict[str, Any]

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """One request."""
        ...


class Door(httpx.BaseTransport):
    """The way of one process into one service. `died` hears when the process on the other side crashed."""

    def __init__(self, app: Application, service: str, around: Surroundings, died: Callable[[str], None]) -> None:
        self._inner = httpx.WSGITransport(app=app)
        self._service, self._around, self._died = service, around, died

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        task = self._around.scheduler.current()
        self._around.step(f"ask {self._service} {request.method} {request.url.path}")
        if task is not None:
            task.asked[request.url.path] = (self._around.scheduler.steps, self._around.scheduler.now())
        if self._around.strikes("gateway_away"):
            raise httpx.ConnectError("simulated")
        try:
            response = self._inner.handle_request(request)
            response.read()
        except Crash as crash:
            if crash.process != api_of(self._service):
                raise
            self._died(self._service)
            raise httpx.ReadError("simulated") from None
        self._around.scheduler.trace(f"answer {self._service} {response.status_code}")
        if self._around.strikes("answer_lost"):
            self._around.scheduler.sleep(TIMEOUT_SECONDS)
            raise httpx.ReadTimeout("simulated")
        return response


def api_of(service: str) -> str:
    """The process that answers a service's HTTP calls."""
    return f"{service}.api"
