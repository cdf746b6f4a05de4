import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.views import MethodView

from kernel.auth.principal import Kind, Role
from kernel.auth.tokens import TokenChecker
from kernel.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    Refusal,
    Stale,
    StoreUnavailable,
    TooMany,
    Unauthenticated,
)
from kernel.settings import Settings
from kernel.web.access import ViewWithoutMark, allow, allow_anyone
from kernel.web.app import create_app
from kernel.web.body import Blueprint
from tests.unit.kernel.web_world import PARENT, SECRET, World, captured, world


@pytest.fixture
def notes() -> World:
    return world()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with captured() as stream:
        yield stream


def test_the_principal_of_the_token_reaches_the_view(notes: World) -> None:
    answer = notes.client.get("/children/c9/goals", headers=notes.headers(PARENT))
    assert answer.json == {"child": "c9", "who": "g1", "via": "web", "limit": 10}


def test_nobody_gets_in_without_a_fitting_token(notes: World) -> None:
    client = notes.client
    assert client.get("/children/c9/goals").status_code == 401
    for offered in ("", "Basic YTpi", "Bearer", "Bearer x.y.z"):
        answer = client.get("/children/c9/goals", headers={"Authorization": offered})
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_told_apart_so_that_the_caller_may_fetch_a_new_one(notes: World) -> None:
    headers = notes.headers()
    notes.clock.advance(timedelta(minutes=3))
    answer = notes.client.get("/children/c9/goals", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "token-expired")


def test_a_role_that_the_view_does_not_name_is_forbidden_before_the_body_is_read(notes: World) -> None:
    answer = notes.post(b"{not json", **notes.headers(PARENT))
    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")


def test_a_service_with_a_view_that_nobody_decided_about_does_not_start() -> None:
    blueprint = Blueprint("open", __name__)

    @blueprint.get("/secrets")
    def secrets() -> dict[str, str]:
        return {}

    @blueprint.route("/things")
    class Things(MethodView):
        @allow(Kind.STAFF)
        def get(self) -> dict[str, str]:
            return {}

        def post(self) -> dict[str, str]:
            return {}

    clock = world().clock
    with pytest.raises(ViewWithoutMark, match=r"open\.Things \(POST\), open\.secrets \(GET\)"):
        create_app("x", "X", [blueprint], TokenChecker("x", {}, clock), Settings.from_environment("x", {}), dict)


def test_a_mark_names_somebody_and_an_open_view_says_why() -> None:
    with pytest.raises(ValueError, match="at least one"):
        allow()
    with pytest.raises(ValueError, match="say why"):
        allow_anyone("open")
    with pytest.raises(TypeError, match="each method"):
        allow(Role.THERAPIST)(MethodView)


def test_an_open_view_has_no_principal_unless_it_finds_one(notes: World) -> None:
    assert notes.client.post("/receipts", data=b"a=b").status_code == 401


@pytest.mark.parametrize(("key", "code"), [(None, "missing"), ("short", "malformed"), ("x" * 200, "malformed")])
def test_a_post_without_a_usable_idempotency_key_changes_nothing(notes: World, key: str | None, code: str) -> None:
    headers = notes.headers() | ({"Idempotency-Key": key} if key else {})
    answer = notes.client.post("/children/c9/goals", json={"title": "swim"}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, f"idempotency-key-{code}")
    assert "Idempotency-Key" in answer.json["errors"]
    assert notes.seen == []


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Invalid("wrong", {"title": ["taken"]}), 422, "wrong"),
        (Unauthenticated("who"), 401, "who"),
        (Forbidden("not-yours"), 403, "not-yours"),
        (NotFound("no-such-goal"), 404, "no-such-goal"),
        (Stale("revision"), 409, "revision"),
        (Gone("withdrawn"), 410, "withdrawn"),
        (TooMany("tries", 90), 429, "tries"),
        (Refusal("odd"), 400, "odd"),
        (StoreUnavailable(SECRET), 503, "unavailable"),
        (Conflict(SECRET), 503, "unavailable"),
        (RuntimeError(SECRET), 500, "internal"),
        (KeyError(SECRET), 500, "internal"),
    ],
)
def test_every_failure_is_a_problem_with_a_stable_code(
    error: Exception, status: int, code: str, log: io.StringIO
) -> None:
    failing = world(lambda: error)
    answer = failing.client.get("/failing", headers=failing.headers())
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["type"] == f"urn:alliance:problem:{code}"
    assert answer.json["status"] == status
    assert answer.headers.get("Retry-After") == {429: "90", 503: "2"}.get(status)
    assert SECRET not in answer.text + log.getvalue()


def test_routing_errors_are_problems_and_do_not_repeat_the_path(notes: World) -> None:
    client = notes.client
    missing = client.get("/nothing/anna", headers=notes.headers())
    assert (missing.status_code, missing.json["code"]) == (404, "no-such-route")
    assert "anna" not in missing.text
    wrong = client.delete("/children/c9/goals", headers=notes.headers())
    assert (wrong.status_code, wrong.json["code"]) == (405, "method-not-allowed")
    assert "POST" in wrong.headers["Allow"]
    assert client.get("//children/c9/goals", headers=notes.headers()).status_code == 404


def test_every_answer_forbids_caching_framing_and_guessing(notes: World) -> None:
    client = notes.client
    for path in ("/children/c9/goals", "/nowhere", "/openapi.json", "/health/live"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_openapi_describes_who_may_call_the_key_and_the_problems(notes: World) -> None:
    document = notes.client.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    post = document["paths"]["/children/{child}/goals"]["post"]
    assert post["x-allowed"] == ["therapist"]
    assert {"Idempotency-Key"} == {item["name"] for item in post["parameters"] if item.get("in") == "header"}
    responses = document["components"]["responses"]
    problem = responses["DEFAULT_ERROR"]["content"]["application/problem+json"]
    assert any(name.startswith("UNPROCESSABLE") for name in responses)  # its second word depends on the Python
    assert problem["schema"]["$ref"].endswith("/Problem")
    assert document["paths"]["/receipts"]["post"]["security"] == []
    assert "NewGoal" in document["components"]["schemas"]
