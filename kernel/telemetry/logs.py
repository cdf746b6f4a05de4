"""JSON lines with allow-listed fields. Nothing that a person typed can get into a log, whoever calls it.

Three doors are closed: our own events carry only listed names with identifier-shaped values; an exception is told by
its type and frames, never by its message or arguments; a library's record is reduced to who, how bad, which error type.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any, TextIO

from kernel.clock import to_text
from kernel.telemetry import metrics, traces
from kernel.telemetry.allowed import ALLOWED, REFUSED, clean, unknown

__all__ = ["ALLOWED", "REFUSED", "EventLog", "configure", "frames", "logger"]

ROOT = "alliance"
FRAMES_MAX = 12  # the innermost ones; a deep recursion must not fill the disk
LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
_strict = True  # until `configure` says otherwise: an unlisted field is a programming error, found by the first test


class EventLog:
    """The log of one module."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(f"{ROOT}.{name}")

    def event(self, event: str, /, level: str = "info", **fields: object) -> None:
        """One line. An unlisted field raises in strict mode, else it is dropped and counted."""
        if self._logger.isEnabledFor(LEVELS[level]):
            self._write(event, level, _listed(fields))

    def exception(self, event: str, error: BaseException, /, level: str = "error", **fields: object) -> None:
        """One line with the type of the error and where it was raised."""
        if self._logger.isEnabledFor(LEVELS[level]):
            told = {"error_type": type(error).__name__, "frames": frames(error.__traceback__)}
            self._write(event, level, {**_listed(fields), **told})

    def _write(self, event: str, level: str, fields: dict[str, Any]) -> None:
        told = {"event": clean("event", event), **fields}
        self._logger.log(LEVELS[level], "%s", told["event"], extra={"told": told})


def logger(name: str) -> EventLog:
    """The log of a module, by a short name of ours."""
    return EventLog(name)


def frames(trace: TracebackType | None) -> list[str]:
    """`file.py:line:function`, outermost first, without any value."""
    found = traceback.extract_tb(trace)[-FRAMES_MAX:]
    return [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in found]


def configure(service: str, stream: TextIO | None = None, level: str = "info", strict: bool = False) -> None:
    """Take over the process's logging: one handler, one format, uncaught exceptions and warnings included."""
    global _strict  # noqa: PLW0603 - logging is per process, and so is its mode
    _strict = strict
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLines(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(ROOT).setLevel(LEVELS[level])
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # on a broken record the library would print its arguments
    _install_hooks()


class _JsonLines(logging.Formatter):
    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": to_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "service": self._service,
            "logger": clean("name", record.name),
            **_told(record),
        }
        if "trace" not in line and (current := traces.current_trace()) is not None:
            line["trace"] = current
        return json.dumps(line, separators=(",", ":"))


def _told(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] | None = getattr(record, "told", None)
    if told is not None and record.name.startswith(f"{ROOT}."):
        return told
    reduced: dict[str, Any] = {"event": "library", "where": f"{_short(record.pathname)}:{record.lineno}"}
    if record.exc_info and record.exc_info[0] is not None:
        reduced |= {"error_type": record.exc_info[0].__name__, "frames": frames(record.exc_info[2])}
    return reduced


def _listed(fields: Mapping[str, object]) -> dict[str, Any]:
    refused = unknown(fields)
    if refused and _strict:
        raise ValueError(f"these fields may not be logged: {', '.join(refused)}")
    for _ in refused:
        metrics.log_field_refused("name")
    cleaned = {name: clean(name, value) for name, value in fields.items() if name not in refused}
    for value in cleaned.values():
        if value == REFUSED:
            metrics.log_field_refused("value")
    return cleaned


def _short(path: str) -> str:
    """The last two parts: enough to find the file, nothing about the machine."""
    return "/".join(PurePath(path).parts[-2:])


def _install_hooks() -> None:
    crash = logger("process")

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        crash.exception("process.crashed", error.with_traceback(trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            crash.exception("thread.crashed", args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            crash.exception("finalizer.crashed", args.exc_value)

    sys.excepthook = uncaught
    sys.unraisablehook = unraisable
    threading.excepthook = uncaught_in_thread
