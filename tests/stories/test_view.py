"""The comparison itself: what it lets pass, and what it must never let pass."""

import json

import pytest

from contracts.fhir import fhir_id
from tests.stories.records import in_order
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


def test_an_identifier_of_fhir_that_packs_a_mark_is_an_identifier_and_a_word_with_dashes_is_a_word() -> None:
    def coded(mark: str, goal: str) -> dict[str, bytes]:
        return {"fhir": f'{{"id":"{fhir_id(f"{mark}-maya", goal)}","-webkit-font-smoothing":1}}'.encode()}

    seen = renamed("s02x", coded("s02x", ONE))
    assert differences(seen, renamed("s02y", coded("s02y", OTHER))) == []
    assert b"-webkit-font-smoothing" in seen["fhir"]


def test_a_bundle_is_compared_in_the_order_of_what_it_says_and_an_entry_more_is_a_difference() -> None:
    def bundle(*words: str) -> bytes:
        entries = [{"resource": {"id": "0" * 32, "text": word}} for word in words]
        return json.dumps({"resourceType": "Bundle", "entry": entries}, separators=(",", ":")).encode()

    assert in_order(bundle("b", "a")) == in_order(bundle("a", "b"))
    assert in_order(bundle("a", "a")) != in_order(bundle("a"))
