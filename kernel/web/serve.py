"""Serving inside this process, for one machine: waitress on threads, with a stop that lets requests finish.

Long-lived answers (server-sent events) hold a thread each. They end at a stop when they wait on `stopping(environ)`;
those that do not are cut off when the grace is over.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from kernel.web.app import BODY_BYTES_MAX

THREADS = 48  # most of them idle in event streams; a thread that waits costs some 50 KB
CONNECTIONS_MAX = 400
GRACE_SECONDS = 5.0
STOPPING = "alliance.stopping"

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def stopping(environ: dict[str, Any]) -> threading.Event:
    """Set when the server of this request wants to stop. Servers without such a signal get one that stays unset."""
    found: threading.Event = environ.setdefault(STOPPING, threading.Event())
    return found


class Served:
    """A running server; `port` is the one bound, also when 0 was asked for."""

    def __init__(self, app: Wsgi, host: str, port: int, threads: int) -> None:
        self._stopping, self._finished = threading.Event(), threading.Event()
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            self._signalled(app),
            map=self._sockets,
            host=host,
            port=port,
            threads=threads,
            connection_limit=CONNECTIONS_MAX,
            max_request_body_size=BODY_BYTES_MAX,
            expose_tracebacks=False,
            ident=None,
            clear_untrusted_proxy_headers=False,  # the pages believe as many entries as the settings name proxies
        )
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._run, name=f"serve-{self.port}", daemon=True)
        self._thread.start()

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Accept nobody new, let requests finish, close. Repeatable; the port is free when it returns."""
        if self._finished.is_set():
            return
        self._stopping.set()
        self._server.accepting = False
        self._server.task_dispatcher.shutdown(timeout=grace_seconds)
        self._finished.set()
        self._server.pull_trigger()
        self._thread.join()

    def _run(self) -> None:
        while not self._finished.is_set():
            wasyncore.loop(timeout=1, map=self._sockets, count=1)
        wasyncore.close_all(self._sockets)

    def _signalled(self, app: Wsgi) -> Wsgi:
        def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ[STOPPING] = self._stopping
            return app(environ, start_response)

        return call


def serve_in_thread(app: Wsgi, host: str, port: int, threads: int = THREADS) -> Served:
    """Begin serving; returns when the port is bound. OSError when it is taken."""
    return Served(app, host, port, threads)
