"""gunicorn -c kernel/web/gunicorn_conf.py <app>: threads in few processes, each with clients of its own.

The application is loaded after the fork (no preload), so that no connection, thread or key cache is shared. Several
processes share their metrics through the directory PROMETHEUS_MULTIPROC_DIR, which must be empty at the start.
"""

import logging
import os
from typing import Any

from gunicorn.glogging import Logger
from prometheus_client import multiprocess

from kernel.auth.tokens import TOKEN_CHARACTERS_MAX
from kernel.settings_table import PREFIX, VARIABLES

THREADS_MAX = 16  # more only wait for each other: two-document transactions peak near it
_DEFAULTS = {variable.name: variable.default or "" for variable in VARIABLES}


def _value(name: str) -> str:
    return os.environ.get(PREFIX + name) or _DEFAULTS[PREFIX + name]


class QuietLogger(Logger):  # type: ignore[misc]
    """Sends gunicorn's records through the process's own format; its lines about failed requests hold paths."""

    def setup(self, cfg: Any) -> None:
        for log in (self.error_log, self.access_log):
            log.handlers[:] = []
            log.propagate = True
        self.access_log.disabled = True
        self.error_log.setLevel(logging.WARNING)

    def reopen_files(self) -> None:
        """There are none."""


bind = f"{_value('BIND_HOST')}:{_value('PORT')}"
workers = int(_value("WORKERS"))
worker_class = "gthread"
threads = min(int(_value("THREADS")), THREADS_MAX)
preload_app = False
timeout = 30  # a worker whose main loop is silent for so long is replaced; a long answer does not count
graceful_timeout = 25  # requests are bounded by 5 s; below the 30 s an orchestrator grants
keepalive = 15  # above the proxy's pause between requests would be better still; below its idle timeout is needed
limit_request_line = 2048
limit_request_fields = 50
limit_request_field_size = TOKEN_CHARACTERS_MAX + 64
accesslog = None
logger_class = QuietLogger


def on_starting(server: Any) -> None:
    """Numbers of an earlier run would be added to ours."""
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if directory:
        for name in os.listdir(directory):
            if name.endswith(".db"):
                os.unlink(os.path.join(directory, name))


def child_exit(server: Any, worker: Any) -> None:
    """Gauges of a process that has gone no longer count."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
