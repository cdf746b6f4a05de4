"""The comparison itself: what it lets pass, and what it must never let pass."""

from base64 import urlsafe_b64encode

import pytest

from tests.stories.view import differences, renamed

ONE, OTHER = "a1" * 16, "b2" * 16
PLAIN = {"GET goals /goals": b'{"total": 2, "at": "2026-03-02T16:00:00.000000Z"}'}


@pytest.mark.parametrize(
    "changed",
    [
        b'{"total": 3, "at": "2026-03-02T16:00:00.000000Z"}',
        b'{"total": 2, "at": "2026-03-02T16:00:00.000001Z"}',
        b'{"total": 2, "at": "2026-03-02T16:00:00.000000Z"} ',
    ],
)
def test_another_count_another_moment_and_one_byte_more_are_differences(changed: bytes) -> None:
    assert len(differences(PLAIN, {"GET goals /goals": changed})) == 1


def test_an_answer_that_only_one_of_them_gets_is_a_difference() -> None:
    assert differences(PLAIN, {**PLAIN, "mail 1": b"new"}) == ["mail 1\n  only in the other"]


def test_twins_differ_in_their_marks_and_in_the_identifiers_made_for_them_and_in_nothing_else() -> None:
    told = {"mail 1": f"to s02x-mother, notice {ONE}, again {ONE}".encode()}
    spared = {"mail 1": f"to s02y-mother, notice {OTHER}, again {OTHER}".encode()}
    assert differences(renamed("s02x", told), renamed("s02y", spared)) == []


def test_one_thing_twice_is_not_two_things() -> None:
    told, spared = {"inbox": f"{ONE} {ONE}".encode()}, {"inbox": f"{ONE} {OTHER}".encode()}
    assert len(differences(renamed("s02x", told), renamed("s02y", spared))) == 1


def test_what_is_replaced_keeps_its_length() -> None:
    seen = {"page": f"s02x-maya {ONE} {ONE}{OTHER}".encode()}
    assert len(renamed("s02x", seen)["page"]) == len(seen["page"])


def test_a_mark_inside_an_encoded_identifier_is_a_mark_and_a_style_sheets_word_is_a_word() -> None:
    def coded(mark: str) -> dict[str, bytes]:
        inner = urlsafe_b64encode(f"{mark}-maya|{mark}-father".encode()).rstrip(b"=")
        return {"fhir": b'{"id": "-' + inner + b'", "-webkit-font-smoothing": 1}'}

    seen = renamed("s02x", coded("s02x"))
    assert differences(seen, renamed("s02y", coded("s02y"))) == []
    assert b"-webkit-font-smoothing" in seen["fhir"]
