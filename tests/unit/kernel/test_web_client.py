import os
import socket
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kernel.auth.principal import SYSTEM, Principal
from kernel.auth.tokens import TokenIssuer
from kernel.clock import SteppedClock
from kernel.errors import (
    AllianceError,
    Forbidden,
    GatewayUnavailable,
    Gone,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    StoreUnavailable,
    TooMany,
    Unauthenticated,
)
from kernel.telemetry import traces
from kernel.web.client import ServiceClient
from tests.unit.kernel.web_world import KEYS, START, THERAPIST, World, world

PATH = "/children/c9/goals"


def client(other: World, issuer: str = "web") -> ServiceClient:
    """As in one process: the other service is a WSGI application."""
    return ServiceClient(
        {}, TokenIssuer(issuer, KEYS[issuer], other.clock), {"notes": httpx.WSGITransport(app=other.app)}
    )


def scripted(answer: Callable[[httpx.Request], httpx.Response]) -> ServiceClient:
    """Another service that answers as the test says."""
    issuer = TokenIssuer("web", KEYS["web"], SteppedClock(START))
    return ServiceClient({}, issuer, {"notes": httpx.MockTransport(answer)})


def test_a_question_reaches_the_other_service_in_the_persons_name() -> None:
    found = client(world()).get("notes", PATH, THERAPIST, {"limit": 3})
    assert found == {"child": "c9", "who": "p1", "via": "web", "limit": 3}


def test_a_post_carries_its_idempotency_key() -> None:
    other = world()
    found = client(other).post("notes", PATH, THERAPIST, {"title": "swim"}, "0123456789abcdef")
    assert found == {"child": "c9", "key": "0123456789abcdef"}
    assert other.seen == [{"title": "swim"}]


def test_a_service_asks_in_its_own_name_whoever_sent_the_event() -> None:
    assert client(world(), "goals").get("notes", PATH, SYSTEM("consent"))["who"] == "goals"


def test_a_service_cannot_ask_in_the_name_of_a_person_who_did_not_call_it() -> None:
    with pytest.raises(ValueError, match="may not speak"):
        client(world(), "goals").get("notes", PATH, THERAPIST)


@pytest.mark.parametrize(
    "refusal",
    [
        Invalid("wrong", {"title": ["taken"]}),
        Unauthenticated("who"),
        Forbidden("not-yours"),
        NotFound("no-such-goal"),
        Stale("revision"),
        Gone("withdrawn"),
        Refusal("odd"),
        TooMany("tries", 90),
    ],
)
def test_a_refusal_arrives_as_it_was_decided(refusal: Refusal) -> None:
    with pytest.raises(type(refusal)) as caught:
        client(world(lambda: refusal)).get("notes", "/failing", THERAPIST)
    assert type(caught.value) is type(refusal)
    assert (caught.value.code, caught.value.fields) == (refusal.code, refusal.fields)
    assert getattr(caught.value, "retry_after_seconds", None) == getattr(refusal, "retry_after_seconds", None)


@pytest.mark.parametrize("error", [StoreUnavailable("away"), RuntimeError("broken"), AllianceError("odd")])
def test_a_failure_of_the_other_service_is_no_answer(error: Exception) -> None:
    with pytest.raises(GatewayUnavailable):
        client(world(lambda: error)).get("notes", "/failing", THERAPIST)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>a proxy's page</html>"),
        httpx.Response(200, json=["a", "list"]),
        httpx.Response(200, text="[" * 100_000),
        httpx.Response(302, headers={"Location": "http://elsewhere/"}),
        httpx.Response(404, text="no such host here"),
        httpx.Response(404, json={"code": "not-from-us"}),
        httpx.Response(502),
    ],
)
def test_what_the_other_service_did_not_say_is_no_answer(answer: httpx.Response) -> None:
    with pytest.raises(GatewayUnavailable, match="notes"):
        scripted(lambda request: answer).get("notes", PATH, THERAPIST)


def test_a_silent_service_is_no_answer_and_the_message_holds_no_identifier() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout(f"no answer from {request.url}")

    with pytest.raises(GatewayUnavailable) as caught:
        scripted(silent).get("notes", PATH, THERAPIST)
    assert str(caught.value) == "notes did not answer: ReadTimeout"
    assert caught.value.__cause__ is None


def test_a_refused_connection_and_an_unknown_address_are_no_answer() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, not listening: every connection is refused
        issuer = TokenIssuer("web", KEYS["web"], SteppedClock(START))
        asking = ServiceClient({"notes": f"http://127.0.0.1:{held.getsockname()[1]}"}, issuer)
        with pytest.raises(GatewayUnavailable):
            asking.get("notes", PATH, THERAPIST)
        with pytest.raises(GatewayUnavailable):
            asking.get("goals", PATH, THERAPIST)
        asking.close()


@pytest.mark.parametrize(
    "path", ["", "children", "/a/../b", "/a/..", "/a?b=c", "/a#b", "//evil.example/", "/a b", "/a\n"]
)
def test_a_path_cannot_lead_elsewhere(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        client(world()).get("notes", path, THERAPIST)


def test_the_trace_goes_along_and_the_environments_proxy_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={})

    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with traces.span("test", parent):
        scripted(answer).get("notes", PATH, THERAPIST)
    assert seen[0]["traceparent"] == parent


def test_each_process_and_only_one_thread_makes_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = scripted(lambda request: httpx.Response(200, json={}))
    threads = [threading.Thread(target=asking.get, args=("notes", PATH, THERAPIST)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asking._clients) == 1
    monkeypatch.setattr(os, "getpid", lambda: -1)
    asking.get("notes", PATH, THERAPIST)
    assert len(asking._clients) == 2


def test_the_principal_of_a_received_call_can_be_passed_on() -> None:
    """web -> goals -> notes: notes learns who asks, and through whom."""
    from kernel.auth.tokens import TokenChecker

    other = world()
    token = TokenIssuer("web", KEYS["web"], other.clock).issue(THERAPIST, "goals")
    public = {name: key.public_key() for name, key in KEYS.items()}
    caller: Principal = TokenChecker("goals", public, other.clock).check(token)
    found: dict[str, Any] = client(other, "goals").get("notes", PATH, caller)
    assert (found["who"], found["via"]) == ("p1", "goals")
