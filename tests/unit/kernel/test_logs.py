import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from kernel.telemetry import logs, metrics
from kernel.telemetry.logs import logger

SECRET = "Anna said that her father hit her"


class Lines(io.StringIO):
    def read_all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    root, ours = logging.getLogger(), logging.getLogger(logs.ROOT)
    kept = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    stream = Lines()
    logs.configure("notes", stream)
    yield stream
    logs._strict = True
    root.handlers[:], root.level, logging.raiseExceptions = kept[0], kept[1], kept[3]
    ours.setLevel(kept[2])
    logging.captureWarnings(False)
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


def refused(reason: str) -> float:
    return float(metrics.LOG_FIELDS_REFUSED.labels(reason)._value.get())


def test_an_event_is_one_json_line_with_its_codes(lines: Lines) -> None:
    logger("relay").event("relay.published", topic="alliance.notes", count=3, duration_ms=1.5)
    (line,) = lines.read_all()
    assert line["event"] == "relay.published"
    assert (line["service"], line["logger"], line["level"]) == ("notes", "alliance.relay", "info")
    assert (line["topic"], line["count"], line["duration_ms"]) == ("alliance.notes", 3, 1.5)
    assert len(line["time"]) == 27


@pytest.mark.parametrize(
    "value",
    [SECRET, "a@b.example", "line\nbreak", "code\n", ["a"], {"a": 1}, b"bytes", "x" * 97, "Zoë", ValueError(SECRET)],
)
def test_a_value_that_is_no_code_is_refused(lines: Lines, value: object) -> None:
    before = refused("value")
    logger("relay").event("relay.failed", code=value)
    (line,) = lines.read_all()
    assert line["code"] == "[refused]"
    assert refused("value") == before + 1


def test_an_unlisted_field_is_dropped_and_counted_in_production(lines: Lines) -> None:
    before = refused("name")
    logger("relay").event("relay.failed", note=SECRET, count=1)
    assert SECRET not in lines.getvalue()
    assert lines.read_all()[0]["count"] == 1
    assert "note" not in lines.read_all()[0]
    assert refused("name") == before + 1


def test_an_unlisted_field_raises_in_strict_mode(lines: Lines) -> None:
    logs.configure("notes", lines, strict=True)
    with pytest.raises(ValueError, match="note"):
        logger("relay").event("relay.failed", note=SECRET)


def test_the_mode_is_strict_until_somebody_configures() -> None:
    with pytest.raises(ValueError, match="note"):
        logger("relay").event("relay.failed", level="error", note=SECRET)


def test_an_event_name_that_is_no_code_is_refused(lines: Lines) -> None:
    logger("relay").event(SECRET)
    assert SECRET not in lines.getvalue()


def fail() -> None:
    raise ValueError(SECRET)


def test_an_exception_is_told_by_type_and_frames_alone(lines: Lines) -> None:
    try:
        fail()
    except ValueError as error:
        logger("consumer").exception("consumer.failed", error, topic="alliance.notes")
    (line,) = lines.read_all()
    assert line["error_type"] == "ValueError"
    assert line["frames"][-1].startswith("kernel/test_logs.py:")
    assert line["frames"][-1].endswith(":fail")
    assert SECRET not in lines.getvalue()


def test_an_endless_recursion_leaves_a_short_line(lines: Lines) -> None:
    def again() -> None:
        again()

    try:
        again()
    except RecursionError as error:
        logger("consumer").exception("consumer.failed", error)
    assert len(lines.read_all()[0]["frames"]) == logs.FRAMES_MAX


def test_a_library_says_who_and_how_bad_but_not_what(lines: Lines) -> None:
    library = logging.getLogger("pymongo.command")
    library.warning("query %s", SECRET)
    library.error(SECRET, extra={"told": {"note": SECRET}})
    library.info("nothing at all")
    try:
        fail()
    except ValueError:
        library.exception(SECRET)
    first, second, third = lines.read_all()
    assert first["logger"] == "pymongo.command"
    assert first["event"] == second["event"] == "library"
    assert first["where"].startswith("kernel/test_logs.py:")
    assert third["error_type"] == "ValueError"
    assert SECRET not in lines.getvalue()


def test_a_library_with_a_broken_record_prints_nothing(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("kafka").warning("%d", SECRET)
    assert SECRET not in lines.getvalue() + capsys.readouterr().err


def test_an_uncaught_exception_of_a_thread_is_told_without_its_message(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert lines.read_all()[0]["event"] == "thread.crashed"
    assert SECRET not in lines.getvalue() + capsys.readouterr().err


def test_an_uncaught_exception_of_the_process_is_told_without_its_message(lines: Lines) -> None:
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    assert lines.read_all()[0]["event"] == "process.crashed"
    assert SECRET not in lines.getvalue()


def test_a_warning_is_reduced_too(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(SECRET, stacklevel=1)
        logging.captureWarnings(False)
    assert lines.read_all()[0]["logger"] == "py.warnings"
    assert SECRET not in lines.getvalue()


def test_a_route_template_and_a_place_may_be_logged_and_a_path_with_text_may_not(lines: Lines) -> None:
    logger("http").event("request", route="/children/<string:child>/notes", where="kernel/relay.py:12:run")
    logger("http").event("request", route="/search?q=Anna", where="at home")
    good, bad = lines.read_all()
    assert (good["route"], good["where"]) == ("/children/<string:child>/notes", "kernel/relay.py:12:run")
    assert (bad["route"], bad["where"]) == ("[refused]", "[refused]")
