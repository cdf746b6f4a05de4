"""Bad input at every door: a clear problem that names the field, nothing changed, nothing echoed, nothing logged."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from kernel.auth.principal import Principal
from services.notes.model.safety_plan import STEPS
from tests.component.bad_input import (
    CANARY,
    CHILD,
    CONTENT,
    FOREIGN,
    THERAPIST,
    Town,
    every_operation,
    is_behind_a_token,
    somebody,
    town,
)
from tests.component.openapi import Operation, fitting, required_left_out, unfit

OPERATIONS = every_operation()
WITH_BODY = [operation for operation in OPERATIONS if operation.schema is not None]
BEHIND_A_TOKEN = [operation for operation in OPERATIONS if is_behind_a_token(operation)]
WRITING = [operation for operation in BEHIND_A_TOKEN if operation.method in ("post", "put")]
OF_A_CHILD = [one for one in OPERATIONS if "{child}" in one.path and {"therapist", "supervisor"} & set(one.allowed)]
ABSENT_MOMENT = "2026-03-02T09:00:00.000000Z"
VALUES: dict[str, Any] = {
    "clinic": "clinic-hill", "network": "network-north", "zone": "America/Denver", "language": "en",
    "languages": ["en"], "birth_day": "2015-05-05", "since": ABSENT_MOMENT, "until": ABSENT_MOMENT,
    "starts_at": ABSENT_MOMENT, "review": ABSENT_MOMENT, "person": "mother", "persons": [], "sections": [CONTENT],
    "segments": [], "instrument": "asq", "version": 1, "taken_at": ABSENT_MOMENT,
    "answers": dict.fromkeys("1234", "no"), "steps": [{"step": step, "text": "A step."} for step in STEPS],
    "contributors": [], "cites": [], "forms": [{"kind": "picture", "title": "The picture"}],
    "template": "dap", "session": None, "safe_hours": None, "mac": "0" * 32, "code": "000000", "care_team": ["ted"],
    "on_call": ["sue"], "about": ["father"], "levels": ["a", "b", "c", "d", "e"], "baseline": -1, "weight": 1,
    "level": 1, "rungs": None, "rungs_imminent": None, "policy": {}, "minutes": 50, "household": "home-1",
    "visibility": "care-team", "revision": 1, "outcome": "called", "jurisdiction": "US-CO", "agency": "father",
    "practitioner": "ted", "digest": "0" * 64, "observed_at": ABSENT_MOMENT, "review_on": "2026-04-20",
}  # fmt: skip


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture(autouse=True)
def untouched(there: Town) -> Iterator[None]:
    """Whatever a test here sends, nothing is changed and nothing typed reaches the log."""
    before = there.state()
    yield
    assert there.state() == before
    assert CANARY not in there.written.getvalue()


def problem(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    """The problem, checked for what every refusal must be."""
    assert 400 <= answer.status_code < 500, f"{answer.status_code} {answer.text[:300]}"
    assert answer.status_code in statuses or not statuses, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert CANARY not in answer.text
    found: dict[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert found["code"]
    return found


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_what_is_no_json_object_is_refused(there: Town, operation: Operation) -> None:
    path, who = there.path(operation), somebody(operation)
    for content in (f'{{"a": "{CANARY}', f'{{"a": "{CANARY}", "a": 1}}', f'{{"a": NaN, "b": "{CANARY}"}}'):
        found = problem(there.send(operation, path, who, content.encode()), 400)
        assert found["code"] == "malformed-json"
    problem(there.send(operation, path, who, b'"' + CANARY.encode() + b'"'), 422)
    problem(there.send(operation, path, who, b"\xff\xfe"), 400)
    problem(there.send(operation, path, who, CANARY.encode(), Content_Type="text/plain"), 415)
    problem(there.send(operation, path, who, b" " * (1024 * 1024 + 1)), 413)


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_every_unfit_field_is_named(there: Town, operation: Operation) -> None:
    path, who, body = there.path(operation), somebody(operation), fitting(operation, VALUES)
    for fault in (*unfit(operation, body, CANARY), *required_left_out(operation, body)):
        answer = there.send(operation, path, who, json.dumps(fault.body).encode())
        found = problem(answer)
        if answer.status_code == 404:  # who may touch what is decided before the text is looked at
            continue
        assert set(found.get("errors", {})) & set(fault.names), f"{fault.fault}: {found}"


@pytest.mark.parametrize("operation", BEHIND_A_TOKEN, ids=str)
def test_no_forged_expired_or_foreign_token_opens_a_door(there: Town, operation: Operation) -> None:
    path, content = there.path(operation), b"{}" if operation.schema is not None else None
    for name, header in tokens(there, operation).items():
        answer = there.send(operation, path, somebody(operation), content, Authorization=header)
        assert problem(answer, 401)["code"] in ("no-token", "token-refused", "token-expired"), name


def tokens(there: Town, operation: Operation) -> dict[str, str]:
    """Headers that must not be believed."""
    who, inside = somebody(operation), there.inside
    issuer = inside._issuers[who.person if who.kind == "service" else "web"]
    elsewhere = next(name for name in ("consent", "notes") if name != operation.service)
    good = issuer.issue(who, operation.service, 300)
    head, body, signature = good.split(".")
    turned = signature[:-8] + signature[-8:][::-1]
    return {
        "garbage": f"Bearer {CANARY}",
        "another scheme": f"Basic {good}",
        "foreign audience": f"Bearer {issuer.issue(who, elsewhere, 300)}",
        "forged signature": f"Bearer {head}.{body}.{turned}",
        "no signature": f"Bearer {head}.{body}.",
    }


@pytest.mark.parametrize("operation", WRITING, ids=str)
def test_a_command_without_a_fit_key_is_refused(there: Town, operation: Operation) -> None:
    path, who, content = there.path(operation), somebody(operation), b"{}" if operation.schema is not None else None
    with there.inside.client(operation.service, who) as client:
        for key in (None, "short", f"{CANARY} with blanks"):
            headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
            found = problem(client.request(operation.method, path, content=content, headers=headers), 400)
            assert "Idempotency-Key" in found["errors"]


@pytest.mark.parametrize("where", FOREIGN)
@pytest.mark.parametrize("operation", OF_A_CHILD, ids=str)
def test_another_clinics_child_is_no_more_there_than_one_that_never_was(
    there: Town, operation: Operation, where: str
) -> None:
    role = next(name for name in ("therapist", "supervisor") if name in operation.allowed)
    who = FOREIGN[where](role)
    content = json.dumps(fitting(operation, VALUES)).encode() if operation.schema is not None else None
    real = there.send(operation, there.path(operation), who, content)
    invented = there.send(operation, there.path(operation, child="none-such"), who, content)
    if operation.path == "/children/{child}/decision" and real.is_success:
        pytest.fail("a decision about a foreign child was given")
    assert told(real) == told(invented)
    problem(real, 403, 404, 422)


def told(answer: httpx.Response) -> tuple[int, Any, Any]:
    """What can be learned from a refusal; the trace differs by nature."""
    found = answer.json()
    return answer.status_code, found.get("code"), found.get("errors")


def test_a_key_used_again_with_another_body_is_refused(there: Town) -> None:
    operation = one("notes", "put", "/children/{child}/notes/{note}")
    path = there.path(operation)
    first = {"revision": 99, "sections": [CONTENT]}
    problem(there.send(operation, path, THERAPIST, json.dumps(first).encode(), Idempotency_Key="one-key-0001"), 409)
    previews = one("consent", "post", "/children/{child}/care-team")
    same = {"clinic": "clinic-hill", "care_team": ["ted"]}
    done = there.send(
        previews, there.path(previews), THERAPIST, json.dumps(same).encode(), Idempotency_Key="two-key-0002"
    )
    assert done.is_success
    other = {**same, "care_team": ["ted", CANARY]}
    found = problem(
        there.send(
            previews, there.path(previews), THERAPIST, json.dumps(other).encode(), Idempotency_Key="two-key-0002"
        ),
        422,
    )
    assert found["code"] == "idempotency-key-reused"


def test_a_note_written_against_an_old_revision_is_refused(there: Town) -> None:
    operation = one("notes", "put", "/children/{child}/notes/{note}")
    body = {"revision": 7, "sections": [{**CONTENT, "text": CANARY}]}
    problem(there.send(operation, there.path(operation), THERAPIST, json.dumps(body).encode()), 409)


def test_an_expired_token_is_refused(there: Town) -> None:
    operation = one("notes", "get", "/children/{child}/notes")
    token = there.inside._issuers["web"].issue(THERAPIST, "notes", 1)
    there.inside.clock.sleep(2.0)
    answer = there.send(operation, there.path(operation), THERAPIST, None, Authorization=f"Bearer {token}")
    assert problem(answer, 401)["code"] == "token-expired"


def test_the_doors_open_for_fitting_requests(there: Town) -> None:
    """Without this, every test above could pass because nothing works at all."""
    operation = one("notes", "get", "/children/{child}/notes")
    assert there.send(operation, there.path(operation), THERAPIST, None).is_success
    foreign: Principal = FOREIGN["another network"]("therapist")
    problem(there.send(operation, there.path(operation), foreign, None), 404)
    assert CHILD in there.path(operation)


def one(service: str, method: str, path: str) -> Operation:
    """By its name."""
    return next(found for found in OPERATIONS if (found.service, found.method, found.path) == (service, method, path))
