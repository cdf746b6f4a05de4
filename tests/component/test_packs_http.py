"""Packs over HTTP: read by staff, checked and proposed by whom the network trusts, in force after a second person."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import guardian, staff
from tests.component.consent_world import ADMIN, FOREIGN, THERAPIST, World, world

OFFICER = staff("olga", Role.PRIVACY_OFFICER)
WYOMING: dict[str, Any] = {
    "jurisdiction": "US-WY",
    "age_of_consent": 14,
    "parent_information": "discretion",
    "harm_notice": "may",
    "tell_minor": False,
    "majority": 18,
    "citation": "read by counsel",
    "status": "verified-text",
}
TOMORROW = "2026-03-03T09:00:00.000000Z"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def test_staff_read_what_is_in_force_and_no_one_else_does(here: World) -> None:
    found = here.asked("/packs", THERAPIST)
    assert (found["version"], len(found["packs"])) == ("shipped", 33)
    illinois = here.asked("/packs/US-IL", THERAPIST)
    assert illinois["name"] == "Illinois"
    assert illinois["periods"][0]["since"] == "2019-01-01"
    assert "the age of consent: 12" in illinois["periods"][0]["words"]
    assert here.get("/packs/US-WY", THERAPIST).status_code == 404
    assert here.get("/packs", guardian("mother")).status_code == 403


def test_a_check_says_what_would_change_and_changes_nothing(here: World) -> None:
    found = here.done("/pack-checks", ADMIN, {"packs": [{**WYOMING, "status": "unverified"}]})
    assert found["changes"][0] == "Wyoming: the age of consent becomes 14 (was no rules on file)"
    assert found["remarks"] == ["Wyoming: not verified: it never decides"]
    assert here.asked("/pack-versions", OFFICER) == {"versions": [], "activations": []}


@pytest.mark.parametrize("path", ["/pack-checks", "/pack-versions"])
@pytest.mark.parametrize(
    ("packs", "field", "code"),
    [
        ([{**WYOMING, "age_of_consent": "14"}], "packs.0.age_of_consent", "not-a-number"),
        ([WYOMING, {**WYOMING, "jurisdiction": "US-UT", "majority": 30}], "packs.1.majority", "out-of-range"),
        ([WYOMING, WYOMING], "packs.1.since", "overlaps"),
        ([{**WYOMING, "session_limit": {"sessions": 0}}], "packs.0.session_limit.sessions", "out-of-range"),
        ([{**WYOMING, "surprise": 1}], "packs.0.surprise", "unknown-field"),
        (["US-WY"], "packs.0", "not-an-object"),
        ({"US-WY": WYOMING}, "packs", "not-a-list"),
        (None, "packs", "required"),
    ],
)
def test_a_malformed_pack_is_refused_with_the_field_named(
    here: World, path: str, packs: Any, field: str, code: str
) -> None:
    answer = here.post(path, OFFICER, {"packs": packs})
    assert (answer.status_code, answer.json()["errors"]) == (422, {field: [code]})
    assert here.asked("/pack-versions", OFFICER)["versions"] == []


def test_every_problem_is_named_at_once(here: World) -> None:
    wrong: Mapping[str, Any] = {**WYOMING, "status": "hearsay", "tell_minor": "no", "since": "soon"}
    answer = here.post("/pack-versions", OFFICER, {"packs": [wrong]})
    assert answer.json()["errors"] == {
        "packs.0.since": ["not-a-day"],
        "packs.0.status": ["not-a-choice"],
        "packs.0.tell_minor": ["not-yes-or-no"],
    }


def test_from_proposal_to_being_in_force(here: World) -> None:
    version = here.done("/pack-versions", ADMIN, {"packs": [WYOMING]})["version"]
    shown = here.asked(f"/pack-versions/{version}", OFFICER)
    assert (shown["proposed_by"], shown["approved_by"], len(shown["changes"])) == ("admin", None, 11)
    early = here.post(f"/pack-versions/{version}/activation", OFFICER, {"since": TOMORROW})
    assert (early.status_code, early.json()["code"]) == (422, "not-approved")
    here.done(f"/pack-versions/{version}/approval", OFFICER, {})
    past = here.post(f"/pack-versions/{version}/activation", OFFICER, {"since": "2026-03-01T09:00:00.000000Z"})
    assert (past.status_code, past.json()["errors"]) == (422, {"since": ["back-dated"]})
    here.done(f"/pack-versions/{version}/activation", OFFICER, {"since": TOMORROW})
    assert here.get("/packs/US-WY", THERAPIST).status_code == 404
    assert [row["in_force"] for row in here.asked("/pack-versions", OFFICER)["activations"]] == [False]
    here.made.clock.sleep(86_400)
    assert here.asked("/packs", THERAPIST)["version"] == version
    assert here.asked("/packs/US-WY", THERAPIST)["periods"][0]["citation"] == "read by counsel"
    assert here.asked(f"/pack-versions/{version}", OFFICER)["changes"] == []
    assert here.asked(f"/pack-versions/{version}", OFFICER, against="shipped")["changes"] == shown["changes"]


def test_the_door_to_proposing_and_approving_is_closed_to_others(here: World) -> None:
    version = here.done("/pack-versions", OFFICER, {"packs": [WYOMING]})["version"]
    assert here.post("/pack-versions", THERAPIST, {"packs": [WYOMING]}).status_code == 403
    assert here.post(f"/pack-versions/{version}/approval", ADMIN, {}).status_code == 403
    assert here.post(f"/pack-versions/{version}/approval", OFFICER, {}).status_code == 403
    assert here.get(f"/pack-versions/{version}", FOREIGN).status_code == 404
