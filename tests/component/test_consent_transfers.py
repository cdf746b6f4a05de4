"""A child goes from one clinic to another: whose consent it takes, what goes over, and when the new team may read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import BasisChange
from contracts.consent import BasisChanged, CareTeamChanged, ChildRegistered, DisclosureDecided
from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, staff
from tests.component.consent_world import (
    ADMIN,
    CHILD_NAME,
    FOREIGN,
    MOTHER,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    adult,
    child_body,
    clinic_body,
    concern,
    update,
    world,
)

DAY = 86_400
LAKE_ADMIN = staff("eve", Role.CLINIC_ADMIN, clinic=LAKE)
LARS = staff("lars", Role.THERAPIST, clinic=LAKE)
PLAN = {"sender": HILL, "receiver": LAKE, "classes": ["goals-progress", "home-practice"], "ends_care": True}
YES = {"person": "mother", "agrees": True, "document": "scan-1"}
TEAM = {"care_team": ["lars"]}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.settled().done("/clinics", LAKE_ADMIN, clinic_body(clinic=LAKE, on_call=["eve"], jurisdiction="US-ID"))
        yield made


def proposed(there: World, **more: Any) -> str:
    return f"/children/c1/transfers/{there.done('/children/c1/transfers', ADMIN, {**PLAN, **more})['transfer']}"


def consented(there: World, **more: Any) -> str:
    path = proposed(there, **more)
    assert there.done(f"{path}/words", ADMIN, YES)["state"] == "consented"
    return path


def waiting(there: World, who: Any = LAKE_ADMIN) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = there.asked("/transfers", who, clinic=LAKE)["transfers"]
    return found


def test_the_receiving_team_reads_from_its_acceptance_on_and_not_before(there: World) -> None:
    path = proposed(there)
    assert (waiting(there), there.get("/children/c1", LARS).status_code) == ([], 404)
    assert there.post(f"{path}/acceptance", LAKE_ADMIN, TEAM).status_code == 404
    there.done(f"{path}/words", ADMIN, YES)
    [row] = waiting(there)
    assert (row["child"], row["sender"], row["receiver"], CHILD_NAME in str(row)) == ("c1", HILL, LAKE, False)
    assert [there.get("/children/c1", who).status_code for who in (LARS, LAKE_ADMIN)] == [404, 404]
    assert there.done(f"{path}/acceptance", LAKE_ADMIN, TEAM)["state"] == "accepted"
    assert [there.get("/children/c1", who).status_code for who in (LARS, LAKE_ADMIN)] == [200, 200]
    assert (there.get("/children/c1", THERAPIST).status_code, waiting(there)) == (404, [])


def test_everybody_hears_of_an_accepted_transfer_with_the_new_position_and_the_new_law(there: World) -> None:
    path = consented(there)
    before = len(there.events())
    position = there.done(f"{path}/acceptance", LAKE_ADMIN, TEAM)["position"]
    moved, place, came, left = there.events()[before:]
    assert isinstance(moved, BasisChanged)
    assert (moved.change, moved.code, place.code, place.position) == (
        BasisChange.EPISODE,
        "transfer",
        "jurisdiction",
        position,
    )
    assert isinstance(came, ChildRegistered)
    assert (came.clinic, came.care_team, came.jurisdiction) == (LAKE, ("lars",), "US-ID")
    assert isinstance(left, CareTeamChanged)
    assert (left.clinic, left.care_team) == (HILL, ())


def test_a_clinic_that_shares_the_care_keeps_its_team_and_its_law(there: World) -> None:
    path = consented(there, ends_care=False)
    there.done(f"{path}/acceptance", LAKE_ADMIN, TEAM)
    found = there.asked("/children/c1", THERAPIST)
    assert (found["clinics"], found["care_team"], found["jurisdiction"]) == ([HILL, LAKE], ["lars", "tess"], "US-CO")


def test_what_was_not_named_does_not_go_over(there: World) -> None:
    there.hear(update())
    there.hear(concern())
    progress, harm = [event.disclosure for event in there.events() if isinstance(event, DisclosureDecided)]
    path = consented(there)
    there.done(f"{path}/acceptance", LAKE_ADMIN, TEAM)
    answers = [
        there.asked(f"/children/c1/disclosures/{item}/decision", who)
        for who in (LARS, LAKE_ADMIN)
        for item in (progress, harm)
    ]
    assert [(answer["outcome"], answer["rules"]) for answer in answers] == [
        ("permit", ["care-team"]),
        ("withhold", ["not-transferred"]),
    ] * 2
    assert there.asked(f"/children/c1/disclosures/{harm}/decision", SUPERVISOR)["outcome"] == "permit"
    there.hear(concern(concern="concern-2", clinic=LAKE, raised_by="lars"))
    newest = [event.disclosure for event in there.events() if isinstance(event, DisclosureDecided)][-1]
    assert there.asked(f"/children/c1/disclosures/{newest}/decision", LARS)["outcome"] == "permit"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"classes": ["psychotherapy-note", "goals-progress"]}, "classes"),
        ({"classes": []}, "classes"),
        ({"receiver": HILL}, "receiver"),
        ({"receiver": "nowhere"}, "receiver"),
        ({"sender": LAKE}, "sender"),
        ({"ends_care": "yes"}, "ends_care"),
    ],
)
def test_what_cannot_be_transferred_is_refused_whole(there: World, more: dict[str, Any], field: str) -> None:
    answer = there.post("/children/c1/transfers", ADMIN, {**PLAN, **more})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert there.asked("/children/c1/transfers", ADMIN)["transfers"] == []


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ({"person": "gran"}, "person"),
        ({"document": None}, "document"),
        ({"person": "child"}, "session"),
    ],
)
def test_only_those_who_may_consent_do_and_show_it(there: World, word: dict[str, Any], field: str) -> None:
    answer = there.post(f"{proposed(there)}/words", ADMIN, {**YES, **word})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert waiting(there) == []


def test_where_guardians_must_agree_jointly_one_of_them_is_not_enough(there: World) -> None:
    adults = [adult("mother", "joint-consent-required"), adult("father", "joint-consent-required")]
    there.done("/children", ADMIN, child_body(adults=adults))
    path = proposed(there)
    assert there.done(f"{path}/words", ADMIN, YES)["state"] == "proposed"
    assert waiting(there) == []
    assert there.done(f"{path}/words", ADMIN, {**YES, "person": "father"})["state"] == "consented"


def test_a_minor_who_consented_alone_decides_and_no_parent_is_asked(there: World) -> None:
    there.done("/children", ADMIN, child_body(basis="minor", jurisdiction="US-IL", birth_day="2011-11-20"))
    path = proposed(there)
    asked = there.post(f"{path}/words", ADMIN, YES)
    assert (asked.status_code, list(asked.json()["errors"])) == (422, ["person"])
    word = {"person": "child", "agrees": True, "session": "session-4"}
    assert there.done(f"{path}/words", THERAPIST, word)["state"] == "consented"


def test_a_no_ends_it(there: World) -> None:
    path = consented(there)
    assert there.done(f"{path}/words", ADMIN, {**YES, "person": "father", "agrees": False})["state"] == "declined"
    assert there.post(f"{path}/acceptance", LAKE_ADMIN, TEAM).status_code == 404
    assert there.post(f"{path}/words", ADMIN, YES).status_code == 422


def test_consent_of_somebody_who_has_lost_authority_since_opens_nothing(there: World) -> None:
    path = consented(there)
    order = {"person": "mother", "kind": "court-order", "since": SINCE, "source": "court-order"}
    there.done("/children/c1/restrictions", ADMIN, order)
    answer = there.post(f"{path}/acceptance", LAKE_ADMIN, TEAM)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"transfer": ["consent-missing"]})
    assert there.get("/children/c1", LARS).status_code == 404


def test_an_answer_comes_within_a_quarter_or_not_at_all(there: World) -> None:
    path = consented(there)
    there.made.clock.sleep(91 * DAY)
    assert waiting(there) == []
    answer = there.post(f"{path}/acceptance", LAKE_ADMIN, TEAM)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"transfer": ["expired"]})


def test_either_clinic_may_stop_it_and_the_history_says_who(there: World) -> None:
    for who, act in ((ADMIN, "withdrawal"), (LAKE_ADMIN, "refusal")):
        path = consented(there)
        there.done(f"{path}/{act}", who, {"reason": "no-place"})
    shown = there.asked("/children/c1/transfers", ADMIN)["transfers"]
    assert {(row["state"], row["closed_by"], row["reason"]) for row in shown} == {
        ("withdrawn", "admin", "no-place"),
        ("declined", "eve", "no-place"),
    }
    assert (waiting(there), there.changes()) == ([], [])


def test_an_accepted_transfer_is_neither_withdrawn_nor_accepted_again(there: World) -> None:
    path = consented(there)
    there.done(f"{path}/acceptance", LAKE_ADMIN, TEAM)
    assert there.post(f"{path}/withdrawal", SUPERVISOR, {"reason": "late"}).status_code == 422
    assert there.post(f"{path}/acceptance", LAKE_ADMIN, TEAM).status_code == 404


def test_nobody_of_the_family_takes_the_child_into_care_and_no_other_clinic_sees_it_coming(there: World) -> None:
    path = consented(there)
    father = staff("father", Role.CLINIC_ADMIN, Role.SUPERVISOR, clinic=LAKE)
    for who in (father, FOREIGN, ADMIN):
        assert waiting(there, who) == []
        assert there.post(f"{path}/acceptance", who, TEAM).status_code == 404
    assert there.get("/transfers", MOTHER, clinic=LAKE).status_code == 403
    own = there.post(f"{path}/acceptance", LAKE_ADMIN, {"care_team": ["father"]})
    assert (own.status_code, list(own.json()["errors"])) == (422, ["care_team"])
    assert there.get("/children/c1", LARS).status_code == 404


def test_the_word_of_an_accused_parent_is_taken_and_opens_nothing(there: World) -> None:
    there.done("/children/c1/dangers", THERAPIST, {"person": "father", "state": "alleged"})
    path = proposed(there)
    assert there.done(f"{path}/words", ADMIN, {**YES, "person": "father"})["state"] == "proposed"
    assert there.done(f"{path}/words", ADMIN, YES)["state"] == "consented"


def test_a_clinic_that_gave_a_child_away_gets_it_back_by_consent_alone(there: World) -> None:
    there.done(f"{consented(there)}/acceptance", LAKE_ADMIN, TEAM)
    again = there.post("/children", ADMIN, child_body())
    assert (again.status_code, again.json()["errors"]) == (422, {"clinic": ["by-transfer"]})
    team = there.post("/children/c1/care-team", ADMIN, {"clinic": HILL, "care_team": ["tess"]})
    assert (team.status_code, list(team.json()["errors"])) == (422, ["clinic"])
    back = {**PLAN, "sender": LAKE, "receiver": HILL}
    path = f"/children/c1/transfers/{there.done('/children/c1/transfers', LAKE_ADMIN, back)['transfer']}"
    there.done(f"{path}/words", LAKE_ADMIN, YES)
    there.done(f"{path}/acceptance", ADMIN, {"care_team": ["tess"]})
    assert there.get("/children/c1", THERAPIST).status_code == 200
    assert there.done("/children", ADMIN, child_body())["child"] == "c1"
