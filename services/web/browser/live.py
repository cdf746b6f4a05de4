"""Server-sent events: says that something changed, never what. The page then asks for its rows like any other page."""

import threading
from collections.abc import Callable, Iterator

from flask import Response, request

from kernel.node import Node
from kernel.store.port import Collection
from kernel.web.serve import stopping
from services.web.settings import LIVE_BEAT_SECONDS, LIVE_LOOK_SECONDS, LIVE_SECONDS_MAX, LIVE_STREAMS_MAX

HEADERS = {"X-Accel-Buffering": "no"}
_places = threading.BoundedSemaphore(LIVE_STREAMS_MAX)


def stream(node: Node, watched: Collection, mark: Callable[[], str | None]) -> Response:
    """`mark` differs when the page would; None ends the stream, for its reader may not look any more.

    503 when too many listen to this process: the page then renews itself by the minute.
    """
    if not _places.acquire(blocking=False):
        return Response(status=503, headers={"Retry-After": "60"})
    response = Response(_events(node, watched, mark, stopping(request.environ)), mimetype="text/event-stream")
    response.headers.update(HEADERS)
    response.call_on_close(_places.release)
    return response


def _events(
    node: Node, watched: Collection, mark: Callable[[], str | None], stop: threading.Event
) -> Iterator[str]:
    began = beat = node.clock.monotonic()
    seen = mark()
    yield "retry: 3000\n\n"
    yield "event: changed\ndata: now\n\n"  # what changed between the page and this connection is not missed
    while seen is not None and not stop.is_set():
        node.store.wait_for_change(watched, LIVE_LOOK_SECONDS)
        now, found = node.clock.monotonic(), mark()
        if now - began > LIVE_SECONDS_MAX:
            return
        if found != seen and found is not None:
            yield "event: changed\ndata: now\n\n"
            beat = now
        elif now - beat > LIVE_BEAT_SECONDS:
            yield ": still here\n\n"
            beat = now
        seen = found
