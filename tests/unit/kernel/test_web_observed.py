import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.kernel.web_world import SECRET, THERAPIST, World, captured, world


@pytest.fixture
def notes() -> World:
    return world()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with captured() as stream:
        yield stream


def test_neither_body_nor_path_nor_query_is_logged(notes: World, log: io.StringIO) -> None:
    notes.post({"title": SECRET * 9})
    notes.post(SECRET.encode(), path="/children/anna-berg/goals")
    notes.client.get("/children/anna-berg/goals?limit=anna", headers=notes.headers())
    notes.client.get("/anna-berg")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    route = "/children/<string:child>/goals"
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("POST", route, 422),
        ("POST", route, 400),
        ("GET", route, 422),
        ("GET", "unmatched", 404),
    ]
    assert "nna" not in log.getvalue()


def test_an_unexpected_failure_is_logged_by_type_and_frames(log: io.StringIO) -> None:
    failing = world(lambda: RuntimeError(SECRET))
    failing.client.get("/failing", headers=failing.headers())
    lines: list[dict[str, Any]] = [json.loads(line) for line in log.getvalue().splitlines()]
    failure = next(line for line in lines if line["event"] == "request.failed")
    assert failure["error_type"] == "RuntimeError"
    assert failure["frames"][-1].startswith("kernel/web_world.py:")


def test_the_trace_of_the_caller_is_named_in_the_problem(notes: World) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = notes.client.get("/children/c9/goals", headers={"traceparent": parent})
    assert answer.json["trace"] == "0af7651916cd43dd8448eb211c80319c"
    assert "trace" not in notes.client.get("/children/c9/goals").json


def test_health_says_alive_always_and_ready_only_when_every_check_holds(notes: World, log: io.StringIO) -> None:
    client = notes.client
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
    notes.checks["bus"] = False
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["checks"]) == (503, {"store": True, "bus": False})
    assert client.get("/health/live").status_code == 200
    assert log.getvalue() == ""


def test_metrics_count_requests_by_route_template(notes: World) -> None:
    client = notes.client
    client.get("/children/c77/goals", headers=notes.headers(THERAPIST))
    client.open("/children/c77/goals", method="BREW")
    shown = client.get("/metrics").text
    assert 'method="GET",route="/children/<string:child>/goals",service="notes",status="200"' in shown
    assert "c77" not in shown
    assert "BREW" not in shown
