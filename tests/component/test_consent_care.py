"""Who stands in for whom: delegation that always ends, foster care, a state guardian, a change of placement."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import guardian, staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    SINCE,
    SUPERVISOR,
    World,
    adult,
    child_body,
    update,
    world,
)

NOW = "2026-03-02T09:00:00.000000Z"
JUNE = "2026-06-01T00:00:00.000000Z"
DAY = 86_400
STEP = {
    "delegator": "mother",
    "delegate": "stepdad",
    "capacity": "step-parent",
    "classes": ["home-practice", "attendance-billing"],
    "since": NOW,
    "until": JUNE,
    "document": "scan-2",
}
IN_CARE = [
    adult("county", "state-guardian", source="care-order"),
    adult("foster-1", "foster", source="placement", lives_with_child=True, household="home-1"),
]
MOVE = {
    "leaving": ["foster-1"],
    "arriving": [{"person": "foster-2", "household": "home-2"}],
    "since": NOW,
    "source": "placement",
    "document": "scan-8",
}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


@pytest.fixture
def in_care(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.settled().done("/children", ADMIN, child_body(child="c2", adults=IN_CARE, basis="court"))
        yield made


def delegated(there: World, **more: Any) -> str:
    return str(there.done("/children/c1/delegations", ADMIN, {**STEP, **more})["consent"])


def edge_of(there: World, person: str, child: str = "c1") -> str:
    adults = there.asked(f"/children/{child}", ADMIN)["adults"]
    return str(next(row for row in adults if row["person"] == person)["authorities"][0]["id"])


def outcome(there: World, person: str, cls: str = "home-practice") -> str:
    found = there.asked("/children/c2/decision", ADMIN, disclosure_class=cls, person=person)
    return str(found["outcome"])


def test_a_step_parent_may_know_what_was_delegated_and_only_until_then(there: World) -> None:
    assert there.outcome("home-practice", "stepdad") == "withhold"
    delegated(there)
    assert there.outcome("home-practice", "stepdad") == "permit"
    assert there.outcome("goals-progress", "stepdad") == "withhold"
    there.made.clock.sleep(91 * DAY)
    assert there.outcome("home-practice", "stepdad") == "withhold"
    [row] = there.asked("/children/c1/signatures", ADMIN)["signatures"]
    assert (row["capacity"], row["state"], row["document"]) == ("step-parent", "expired", "scan-2")


def test_a66_a_supporter_sees_the_topic_that_was_granted_and_nothing_else_until_it_ends(there: World) -> None:
    delegated(there, delegate="grandmother", capacity="supporter", classes=["home-practice"])
    assert there.outcome("home-practice", "grandmother") == "permit"
    for other in ("goals-progress", "attendance-billing", "session-detail", "fact-of-treatment"):
        assert there.outcome(other, "grandmother") == "withhold", other
    there.made.clock.sleep(91 * DAY)
    assert there.outcome("home-practice", "grandmother") == "withhold"


def test_a_delegation_ends_with_the_delegators_authority_and_does_not_come_back_with_it(there: World) -> None:
    delegated(there)
    there.done(f"/children/c1/authorities/{edge_of(there, 'mother')}/end", ADMIN, {"until": NOW})
    assert there.outcome("home-practice", "stepdad") == "withhold"
    again = {"person": "mother", "kind": "joint-legal", "since": NOW, "source": "court-order", "verifier": "admin"}
    there.done("/children/c1/authorities", ADMIN, again)
    assert there.outcome("home-practice", "mother") == "permit"
    assert there.outcome("home-practice", "stepdad") == "withhold"


def test_a_delegation_reaches_no_further_than_the_delegators_own_end(there: World) -> None:
    end = "2026-04-01T00:00:00.000000Z"
    there.done(f"/children/c1/authorities/{edge_of(there, 'mother')}/end", ADMIN, {"until": end})
    delegated(there)
    assert there.asked("/children/c1/signatures", ADMIN)["signatures"][0]["until"] == end


def test_a_correction_of_the_delegators_edge_ends_the_delegation(there: World) -> None:
    delegated(there)
    wrong = {"person": "mother", "kind": "access-only", "since": SINCE, "source": "court-order", "reason": "misread"}
    there.done(f"/children/c1/authorities/{edge_of(there, 'mother')}/correction", ADMIN, wrong)
    assert there.outcome("home-practice", "stepdad") == "withhold"


def test_an_order_against_the_delegator_stops_the_delegation(there: World) -> None:
    delegated(there)
    order = {"person": "mother", "kind": "protective-order", "since": NOW, "source": "court-order"}
    there.done("/children/c1/restrictions", ADMIN, order)
    assert there.outcome("home-practice", "stepdad") == "withhold"


def test_a_delegation_is_taken_back_like_any_consent(there: World) -> None:
    there.done(f"/children/c1/consents/{delegated(there)}/revocation", ADMIN, {})
    assert there.outcome("home-practice", "stepdad") == "withhold"
    assert there.changes() == ["given", "revoked"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"delegator": "stepdad"}, "delegator"),
        ({"classes": ["session-detail"]}, "classes"),
        ({"until": "2028-06-01T00:00:00.000000Z"}, "until"),
        ({"until": SINCE}, "until"),
        ({"until": None}, "until"),
        ({"capacity": "friend"}, "capacity"),
        ({"delegate": "mother"}, "delegate"),
    ],
)
def test_what_cannot_be_delegated_is_refused_whole(there: World, more: dict[str, Any], field: str) -> None:
    answer = there.post("/children/c1/delegations", ADMIN, {**STEP, **more})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (there.changes(), there.outcome("home-practice", "stepdad")) == ([], "withhold")


def test_a_delegate_passes_nothing_on(there: World) -> None:
    delegated(there)
    answer = there.post("/children/c1/delegations", ADMIN, {**STEP, "delegator": "stepdad", "delegate": "friend"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["delegator"])


def test_a_placement_changes_for_old_and_new_carers_at_once(in_care: World) -> None:
    assert (outcome(in_care, "foster-1"), outcome(in_care, "county")) == ("permit", "permit")
    consent = {"grantor": "county", "grantee": "foster-1", "classes": ["goals-progress"], "verified": True}
    in_care.done("/children/c2/consents", ADMIN, {**consent, "since": SINCE})
    made = in_care.done("/children/c2/placements", ADMIN, MOVE)
    classes = ("home-practice", "goals-progress", "fact-of-treatment")
    assert {outcome(in_care, "foster-1", cls) for cls in classes} == {"withhold"}
    assert (outcome(in_care, "foster-2"), outcome(in_care, "county")) == ("escalate", "permit")
    [edge] = made["authorities"]
    in_care.done(f"/children/c2/authorities/{edge}/verification", SUPERVISOR, {"document": "scan-8"})
    assert outcome(in_care, "foster-2") == "permit"
    rows = in_care.asked("/children/c2/trails", ADMIN)["trails"]
    trails = {row["person"]: row["steps"] for row in rows if row["sort"] == "authority"}
    assert [(step["kind"], step["document"]) for step in trails["foster-1"]] == [("ended", "scan-8")]
    homes = {row["person"]: (row["lives_with_child"], row["household"]) for row in adults(in_care)}
    assert (homes["foster-1"], homes["foster-2"]) == ((False, None), (True, "home-2"))


def adults(there: World) -> Any:
    return there.asked("/children/c2", ADMIN)["adults"]


def test_a_former_foster_parent_keeps_no_sight_of_what_was_shown_before(in_care: World) -> None:
    in_care.hear(update(child="c2", update="u2"))
    made = in_care.node.store.find(in_care.node.service.kinds[3].collection, {"child": "c2"}, ("-decided_at",), 1)
    path = f"/children/c2/disclosures/{made[0]['_id']}/decision"
    assert in_care.asked(path, guardian("foster-1"))["outcome"] == "permit"
    in_care.done("/children/c2/placements", ADMIN, MOVE)
    assert in_care.asked(path, guardian("foster-1"))["outcome"] == "withhold"
    assert in_care.asked("/children", guardian("foster-1"))["children"] == []


def test_who_leaves_is_named_and_must_have_cared_for_the_child(in_care: World) -> None:
    for more, field in (
        ({"leaving": ["county"]}, "leaving"),
        ({"leaving": ["nobody"]}, "leaving"),
        ({"since": JUNE}, "since"),
        ({"arriving": [{"person": "foster-1"}]}, "arriving"),
        ({"arriving": [{"person": "foster-2", "kind": "sole-legal"}]}, "arriving"),
        ({"arriving": []}, "arriving"),
    ):
        answer = in_care.post("/children/c2/placements", ADMIN, {**MOVE, **more})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert outcome(in_care, "foster-1") == "permit"


def test_strangers_and_the_family_itself_change_no_placement(in_care: World) -> None:
    foster_at_work = staff("foster-1", Role.CLINIC_ADMIN, Role.SUPERVISOR)
    for who in (ELSEWHERE, foster_at_work):
        assert in_care.post("/children/c2/placements", who, MOVE).status_code == 404
    assert in_care.post("/children/c1/delegations", ELSEWHERE, STEP).status_code == 404
