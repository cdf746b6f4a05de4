import io

import pytest

from tests.unit.kernel.web_world import KEYED, SECRET, World, world


@pytest.fixture
def notes() -> World:
    return world()


def test_a_fitting_body_is_accepted(notes: World) -> None:
    answer = notes.post({"title": "swim", "steps": [{"title": "Zoë 🏊"}]})
    assert (answer.status_code, answer.json) == (201, {"child": "c9", "key": KEYED["Idempotency-Key"]})
    assert notes.seen == [{"title": "swim", "steps": [{"title": "Zoë 🏊"}]}]


def test_every_wrong_field_is_named_with_a_code_and_no_value_is_echoed(notes: World) -> None:
    body = {"level": 9, "mood": SECRET, "steps": [{"title": "a"}, {"titel": SECRET}], "extra": SECRET, SECRET: 1}
    answer = notes.post(body)
    assert answer.status_code == 422
    assert answer.json["errors"] == {
        "title": ["required"],
        "level": ["out-of-range"],
        "mood": ["not-valid"],
        "steps.1.title": ["required"],
        "steps.1.titel": ["unknown"],
        "extra": ["unknown"],
        "[unnamed]": ["unknown"],
    }
    assert SECRET not in answer.text
    assert notes.seen == []


def test_a_thousand_wrong_fields_get_a_short_answer(notes: World) -> None:
    answer = notes.post({f"f{number}": 1 for number in range(1000)})
    assert answer.status_code == 422
    assert len(answer.json["errors"]) <= 50


def test_an_unknown_query_parameter_is_named(notes: World) -> None:
    answer = notes.client.get(f"/children/c9/goals?limt=3&limit={SECRET}", headers=notes.headers())
    assert (answer.status_code, answer.json["errors"]) == (422, {"limt": ["unknown"], "limit": ["not-valid"]})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{not json", "not-json"),
        (b'{"title": "a", "title": "b"}', "duplicate-name"),
        (b'{"steps": [{"title": "a", "title": "b"}]}', "duplicate-name"),
        (b'{"level": NaN}', "not-a-number"),
        (b'{"level": -Infinity}', "not-a-number"),
        (b'{"level": ' + b"9" * 5000 + b"}", "not-json"),
        (b'{"title": "\\ud800"}', "half-character"),
        (b'{"\\ud800": 1}', "half-character"),
        (b"[" * 40 + b"]" * 40, "too-deep"),
        (b"[" * 100_000, "not-json"),
        (b'{"a":' * 50_000, "not-json"),
        ('{"title": "x"}'.encode("utf-16"), "not-json"),
        (b'\xef\xbb\xbf{"title": "x"}', "not-json"),
        (b'{"title": "\xff"}', "not-json"),
    ],
)
def test_a_body_that_is_not_plainly_json_is_refused(notes: World, body: bytes, reason: str) -> None:
    answer = notes.post(body)
    assert (answer.status_code, answer.json["code"]) == (400, "malformed-json")
    assert answer.json["errors"] == {"body": [reason]}
    assert notes.seen == []


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "application/xml", ""],
)
def test_another_content_type_or_character_set_is_refused(notes: World, kind: str) -> None:
    answer = notes.post({"title": "swim"}, **{"Content-Type": kind})
    assert (answer.status_code, answer.json["code"]) == (415, "not-json")
    assert notes.seen == []


def test_an_empty_body_lacks_its_fields(notes: World) -> None:
    answer = notes.post(b"")
    assert (answer.status_code, answer.json["errors"]) == (422, {"title": ["required"]})


def test_a_body_of_two_mebibytes_is_too_large_for_anybody(notes: World) -> None:
    body = b'{"title": "' + b"a" * 2 * 1024 * 1024 + b'"}'
    assert notes.post(body).status_code == 413
    assert notes.client.post("/children/c9/goals", data=body).json["code"] == "too-large"


def test_a_large_body_without_a_declared_length_is_too_large_too(notes: World) -> None:
    body = io.BytesIO(b'{"title": "' + b"a" * 2 * 1024 * 1024 + b'"}')
    headers = {**notes.headers(), **KEYED, "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    answer = notes.client.post(
        "/children/c9/goals", input_stream=body, headers=headers, environ_overrides={"wsgi.input_terminated": True}
    )
    assert answer.status_code == 413
    assert notes.seen == []
