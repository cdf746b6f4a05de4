"""What-if over HTTP, for the privacy officer alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.consent.rules.packs import ParentInformation
from tests.component.consent_world import ADMIN, FATHER, SUPERVISOR, THERAPIST
from tests.component.what_if_world import OFFICER, History, as_file, colorado, history

LAXER = as_file(*colorado(parent_information=ParentInformation.PERMITTED))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with history(tmp_path_factory.mktemp("history")) as made:
        yield made


def test_the_officer_reads_who_would_newly_be_told(here: History) -> None:
    found = here.trial({"packs": LAXER})
    assert [(row["child"], row["person"], row["direction"]) for row in found["changes"]] == [
        ("elder", "father", "newly-told"),
        ("elder", "mother", "newly-told"),
    ]
    assert found["changes"][0]["before"] == ["withhold", "minor-consent-protected"]
    assert found["changes"][0]["recorded"] == "withhold"
    assert found["counts"] == {
        "newly-told": 2, "newly-withheld": 0, "newly-asked": 0, "other-terms": 0, "duty-moves": 0,
    }  # fmt: skip
    assert (found["children"], found["disclosures"], found["next_cursor"], found["on"]) == (2, 3, None, "2026-03-02")


def test_a_clinics_policy_is_tried_in_part(here: History) -> None:
    found = here.trial({"policy": {"withheld": ["goals-progress"]}, "clinic": "clinic-hill", "on": "2026-04-01"})
    assert [row["direction"] for row in found["changes"]] == ["newly-withheld", "newly-withheld"]
    assert found["now"] == found["then"]


def test_trying_over_http_changes_nothing(here: History) -> None:
    before = here.state()
    here.trial({"packs": LAXER})
    assert here.state() == before


@pytest.mark.parametrize("who", [THERAPIST, SUPERVISOR, ADMIN, FATHER], ids=lambda who: who.person)
def test_the_door_is_closed_to_everybody_else(here: History, who: Any) -> None:
    assert here.post("/what-if", who, {"packs": LAXER}).status_code == 403


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "packs", "required"),
        ({"clinic": "clinic-hill", "packs": LAXER}, "clinic", "without-policy"),
        ({"packs": LAXER, "version": "0123456789ab"}, "version", "one-of-both"),
        ({"packs": [{**LAXER[0], "majority": 90}]}, "packs.0.majority", "out-of-range"),
        ({"packs": [*LAXER, *LAXER]}, "packs.1.since", "overlaps"),
        ({"policy": {}}, "policy", "empty-policy"),
        ({"policy": {"detail_age": 19}}, "policy.detail_age", "out-of-range"),
        ({"policy": {"detail_age": "12"}}, "policy.detail_age", "not-valid"),
        ({"policy": {"withheld": ["everything"]}}, "policy.withheld.0", "not-a-choice"),
        ({"policy": {"part2": "yes"}}, "policy.part2", "not-valid"),
        ({"policy": {"strictness": 3}}, "policy.strictness", "unknown"),
        ({"policy": {"part2": True}, "on": "tomorrow"}, "on", "not-valid"),
        ({"policy": {"part2": True}, "surprise": 1}, "surprise", "unknown"),
        ({"policy": {"part2": True}, "cursor": "nonsense"}, "cursor", "unreadable"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_field_named(
    here: History, body: dict[str, Any], field: str, code: str
) -> None:
    answer = here.post("/what-if", OFFICER, body)
    assert answer.status_code == 422, answer.text
    assert code in answer.json()["errors"][field]


@pytest.mark.parametrize(
    "body", [{"version": "0123456789ab"}, {"policy": {"part2": True}, "clinic": "clinic-nowhere"}], ids=str
)
def test_what_is_not_there_is_not_found(here: History, body: dict[str, Any]) -> None:
    assert here.post("/what-if", OFFICER, body).status_code == 404
