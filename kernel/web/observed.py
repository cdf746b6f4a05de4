"""What operators see of requests: a log line, metrics and a span each; and the three endpoints that watchers ask.

The route template is told, never the path or the query: both may hold identifiers.
"""

from collections.abc import Callable
from contextlib import ExitStack

from flask import Flask, Response, g, request

from kernel.clock import Clock
from kernel.telemetry import metrics, traces
from kernel.telemetry.logs import logger

LIVE, READY, METRICS = "health_live", "health_ready", "metrics_text"
ENDPOINTS = frozenset({LIVE, READY, METRICS})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"

log = logger("http")


def install(app: Flask, service: str, clock: Clock) -> None:
    """Follow every request from its first moment; install before anything that may refuse it."""

    @app.before_request
    def begin() -> None:
        g.began = clock.monotonic()
        g.steps = ExitStack()
        name = f"{_method()} {_route()}"
        g.steps.enter_context(traces.span(name, request.headers.get("traceparent"), route=_route()))

    @app.after_request
    def told(response: Response) -> Response:
        if request.endpoint not in ENDPOINTS:
            seconds = clock.monotonic() - g.began
            metrics.request_answered(service, _method(), _route(), response.status_code, seconds)
            log.event(
                "request",
                level="error" if response.status_code == 500 else "info",
                method=_method(),
                route=_route(),
                status=response.status_code,
                duration_ms=round(seconds * 1000, 2),
            )
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if (steps := g.pop("steps", None)) is not None:
            steps.close()


def add_endpoints(app: Flask, service: str, readiness: Callable[[], dict[str, bool]]) -> None:
    """`/health/live`, `/health/ready` (503 until every check holds) and `/metrics`, open to all who reach the port."""

    @app.get("/health/live", endpoint=LIVE)
    def live() -> dict[str, str]:
        return {"status": "alive", "service": service}

    @app.get("/health/ready", endpoint=READY)
    def ready() -> tuple[dict[str, object], int]:
        checks = _checked(readiness)
        fit = all(checks.values())
        return {"status": "ready" if fit else "not-ready", "checks": checks}, 200 if fit else 503

    @app.get("/metrics", endpoint=METRICS)
    def exposition() -> Response:
        return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _checked(readiness: Callable[[], dict[str, bool]]) -> dict[str, bool]:
    try:
        return readiness()
    except Exception as error:
        log.exception("readiness.failed", error)
        return {"readiness": False}


def _route() -> str:
    return request.url_rule.rule if request.url_rule is not None else UNMATCHED


def _method() -> str:
    return request.method if request.method in METHODS else "OTHER"
