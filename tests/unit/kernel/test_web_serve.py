import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask, Response, request

from kernel.web.serve import Served, serve_in_thread, stopping

ROOT = Path(__file__).parents[3]


class Slow:
    """An application with a request that waits until the test lets it go, and an event stream."""

    def __init__(self) -> None:
        self.entered, self.leave = threading.Event(), threading.Event()
        self.app = Flask("slow", static_folder=None)
        self.app.add_url_rule("/quick", view_func=lambda: {"done": True}, endpoint="quick")
        self.app.add_url_rule("/slow", view_func=self.slow)
        self.app.add_url_rule("/events", view_func=self.events)
        self.app.add_url_rule("/body", view_func=lambda: {"size": len(request.get_data())}, methods=["POST"])

    def slow(self) -> dict[str, bool]:
        self.entered.set()
        return {"done": self.leave.wait(10)}

    def events(self) -> Response:
        stop = stopping(request.environ)

        def lines() -> Iterator[str]:
            yield "data: hello\n\n"
            stop.wait(30)

        return Response(lines(), content_type="text/event-stream")


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def served(slow: Slow) -> Iterator[Served]:
    server = serve_in_thread(slow.app, "127.0.0.1", 0, threads=6)
    yield server
    slow.leave.set()
    server.stop()


def url(served: Served, path: str) -> str:
    return f"http://127.0.0.1:{served.port}{path}"


def test_requests_are_answered_without_a_word_about_the_server(served: Served) -> None:
    answer = httpx.get(url(served, "/quick"))
    assert answer.json() == {"done": True}
    assert "server" not in answer.headers


def test_a_stop_lets_a_running_request_finish_and_frees_the_port(slow: Slow, served: Served) -> None:
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(httpx.get(url(served, "/slow"), timeout=10).json()))
    asking.start()
    assert slow.entered.wait(5)
    stop = threading.Thread(target=served.stop)
    stop.start()
    slow.leave.set()
    asking.join(10)
    stop.join(10)
    assert answers == [{"done": True}]
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", served.port))


def test_open_event_streams_leave_room_for_others_and_end_at_a_stop(served: Served) -> None:
    with httpx.Client(timeout=10) as client:
        streams = [client.stream("GET", url(served, "/events")) for _ in range(4)]
        opened = [stream.__enter__() for stream in streams]
        lines = [answer.iter_lines() for answer in opened]
        assert [next(line) for line in lines] == ["data: hello"] * 4
        assert client.get(url(served, "/quick")).status_code == 200
        served.stop()
        assert [[text for text in line if text] for line in lines] == [[]] * 4
        for stream in streams:
            stream.__exit__(None, None, None)
    served.stop()


def test_a_body_far_over_the_limit_is_not_buffered(served: Served) -> None:
    answer = httpx.post(url(served, "/body"), content=b"a" * 2 * 1024 * 1024)
    assert answer.status_code == 413


def test_a_taken_port_is_an_error_at_the_start(slow: Slow, served: Served) -> None:
    with pytest.raises(OSError, match=r".*"):
        serve_in_thread(slow.app, "127.0.0.1", served.port)


def test_gunicorn_serves_with_our_configuration_and_stops_cleanly(tmp_path: Path) -> None:
    (tmp_path / "tiny_service.py").write_text(
        "from flask import Flask\nfrom kernel.telemetry import logs\n"
        "logs.configure('tiny')\napp = Flask('tiny', static_folder=None)\n"
        "app.add_url_rule('/pid', view_func=lambda: {'pid': __import__('os').getpid()}, endpoint='pid')\n"
        "print('loaded', flush=True)\n"
    )
    numbers = tmp_path / "numbers"
    numbers.mkdir()
    (numbers / "counter_1.db").write_bytes(b"of an earlier run")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ,
        "ALLIANCE_PORT": str(port),
        "ALLIANCE_THREADS": "99",
        "PROMETHEUS_MULTIPROC_DIR": str(numbers),
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:kernel.web.gunicorn_conf", "tiny_service:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert [server.stdout.readline() for _ in range(2)] == ["loaded\n"] * 2, "each worker loads for itself"
        answer = httpx.get(f"http://127.0.0.1:{port}/pid", timeout=10)
        assert answer.json()["pid"] != server.pid
        assert not (numbers / "counter_1.db").exists()
        httpx.get(f"http://127.0.0.1:{port}/anna?secret=1")
    finally:
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=20)
    assert server.returncode == 0
    assert not re.search("anna|secret", errors)
