"""A danger flag from the first word to its review and its removal: two people, reasons, a view that comes back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import ConcernKind
from contracts.consent import BasisChanged, DisclosureDecided
from kernel.auth.principal import Role
from tests.builders import HILL, staff
from tests.component.consent_world import (
    ADMIN,
    FATHER,
    SUPERVISOR,
    THERAPIST,
    World,
    concern,
    update,
    world,
)

WHY = {"reason": "retracted"}
CLASSES = ("fact-of-treatment", "goals-progress", "home-practice", "session-detail", "safety-concern")
DAY = 86_400


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def flag(there: World, **more: Any) -> str:
    body = {"person": "father", "state": "alleged", **more}
    return f"/children/c1/dangers/{there.done('/children/c1/dangers', THERAPIST, body)['danger']}"


def view(there: World) -> list[str]:
    return [there.outcome(code, "father") for code in CLASSES]


def steps(there: World, path: str, who: Any = SUPERVISOR) -> list[tuple[str, str, str | None]]:
    rows = there.asked("/children/c1/trails", who)["trails"]
    found = next(row for row in rows if path.endswith(row["fact"]))
    return [(step["kind"], step["by"], step["reason"]) for step in found["steps"]]


def test_a_finding_that_turns_out_unfounded_gives_the_whole_view_back(there: World) -> None:
    before = view(there)
    path = flag(there, state="substantiated")
    assert set(view(there)) == {"withhold"}
    there.hear(update())
    made = next(event for event in there.events() if isinstance(event, DisclosureDecided))
    item = f"/children/c1/disclosures/{made.disclosure}/decision"
    hidden = there.asked(item, FATHER)
    there.done(f"{path}/resolution", THERAPIST, WHY)
    assert there.asked(item, FATHER) == hidden
    there.done(f"{path}/resolution", SUPERVISOR, {})
    assert view(there) == before
    assert there.asked(item, FATHER)["outcome"] == "permit"
    assert there.events()[-1].code == "unfounded"
    assert steps(there, path) == [
        ("recorded", "tess", None),
        ("removal-proposed", "tess", "retracted"),
        ("removal-confirmed", "sue", None),
    ]


def test_what_was_said_of_him_stays_closed_to_him_after_it_was_unfounded(there: World) -> None:
    there.hear(concern())
    made = next(event for event in there.events() if isinstance(event, DisclosureDecided))
    adults = there.asked("/children/c1", THERAPIST)["adults"]
    path = f"/children/c1/dangers/{next(row['danger']['id'] for row in adults if row['danger'])}/resolution"
    there.done(path, THERAPIST, WHY)
    there.done(path, SUPERVISOR, {})
    assert there.outcome("session-detail", "father") == "permit"
    assert there.asked(f"/children/c1/disclosures/{made.disclosure}/decision", FATHER)["outcome"] == "withhold"


def test_a_removal_is_proposed_with_a_reason_or_not_at_all(there: World) -> None:
    path = flag(there)
    answer = there.post(f"{path}/resolution", THERAPIST, {})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"reason": ["required"]})
    assert there.done(f"{path}/resolution", SUPERVISOR, WHY)["state"] == "pending"


def test_a_third_person_stops_a_removal_and_the_next_asker_is_a_first_one_again(there: World) -> None:
    path = flag(there)
    there.done(f"{path}/resolution", THERAPIST, WHY)
    there.done(f"{path}/resolution/withdrawal", ADMIN, {"reason": "new-evidence"})
    assert there.done(f"{path}/resolution", SUPERVISOR, WHY)["state"] == "pending"
    assert there.outcome("session-detail", "father") == "withhold"
    assert [kind for kind, _, _ in steps(there, path)][1:] == [
        "removal-proposed",
        "removal-withdrawn",
        "removal-proposed",
    ]
    assert there.changes() == ["alleged"]


def test_there_is_nothing_to_withdraw_where_nothing_was_proposed(there: World) -> None:
    answer = there.post(f"{flag(there)}/resolution/withdrawal", ADMIN, {"reason": "new-evidence"})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"danger": ["nothing-proposed"]})


def test_the_desk_alone_does_not_weigh_an_accusation(there: World) -> None:
    desk = staff("dora", Role.FRONT_DESK)
    assert there.post(f"{flag(there)}/resolution", desk, WHY).status_code == 403


def test_a_flag_is_due_for_review_within_a_month_and_again_when_asked(there: World) -> None:
    path = flag(there)
    assert there.asked("/reviews", SUPERVISOR, clinic=HILL)["reviews"] == []
    there.made.clock.sleep(17 * DAY)
    [row] = there.asked("/reviews", SUPERVISOR, clinic=HILL)["reviews"]
    assert (row["child"], row["sort"], row["person"], row["state"]) == ("c1", "danger", "father", "upcoming")
    there.made.clock.sleep(14 * DAY)
    assert there.asked("/reviews", SUPERVISOR, clinic=HILL)["reviews"][0]["state"] == "due"
    there.done(f"{path}/review", THERAPIST, {"reason": "stands", "review": "2026-06-01T09:00:00.000000Z"})
    assert there.asked("/reviews", SUPERVISOR, clinic=HILL)["reviews"] == []
    assert there.changes() == ["alleged"]


def test_a_review_lies_in_the_future(there: World) -> None:
    past = "2026-03-02T09:00:00.000000Z"
    answer = there.post(f"{flag(there)}/review", THERAPIST, {"reason": "stands", "review": past})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["review"])
    first = there.post("/children/c1/dangers", THERAPIST, {"person": "mother", "state": "alleged", "review": past})
    assert (first.status_code, list(first.json()["errors"])) == (422, ["review"])


def test_a_flag_that_a_concern_has_set_is_reviewed_like_any_other(there: World) -> None:
    there.hear(concern())
    [row] = there.asked("/reviews", SUPERVISOR, clinic=HILL, days="31")["reviews"]
    assert (row["sort"], row["person"]) == ("danger", "father")
    [found] = there.asked("/children/c1/trails", SUPERVISOR)["trails"]
    assert (found["steps"][0]["by"], found["steps"][0]["refers"]) == ("tess", "concern-1")


def test_an_accused_colleague_reads_no_trail_reviews_nothing_and_removes_nothing(there: World) -> None:
    before = [there.get(path, THERAPIST).content for path in ("/children/c1/trails", f"/reviews?clinic={HILL}&days=60")]
    there.hear(concern(about=("tess",), kind=ConcernKind.ABUSE_EMOTIONAL, raised_by="olaf"))
    after = [there.get(path, THERAPIST).content for path in ("/children/c1/trails", f"/reviews?clinic={HILL}&days=60")]
    assert before == after
    [found] = there.asked("/children/c1/trails", SUPERVISOR)["trails"]
    path = f"/children/c1/dangers/{found['fact']}"
    own = [
        there.post(f"{path}/resolution", THERAPIST, WHY),
        there.post(f"{path}/resolution/withdrawal", THERAPIST, WHY),
        there.post(f"{path}/review", THERAPIST, {**WHY, "review": "2026-06-01T09:00:00.000000Z"}),
    ]
    absent = there.post("/children/c1/dangers/none-such/resolution", THERAPIST, WHY)
    assert {(answer.status_code, answer.json()["code"]) for answer in (*own, absent)} == {(404, "no-such-danger")}
    there.done(f"{path}/resolution", SUPERVISOR, WHY)
    there.done(f"{path}/resolution", ADMIN, {})


def test_a_colleague_found_to_have_harmed_the_child_works_on_the_record_no_more(there: World) -> None:
    there.hear(concern(about=("tess",), kind=ConcernKind.ABUSE_EMOTIONAL, raised_by="olaf"))
    assert there.get("/children/c1", THERAPIST).status_code == 200
    there.done("/children/c1/dangers", SUPERVISOR, {"person": "tess", "state": "substantiated"})
    assert there.get("/children/c1", THERAPIST).status_code == 404
    consent = {"grantor": "mother", "grantee": "gran", "classes": ["home-practice"], "verified": True}
    answer = there.post("/children/c1/consents", THERAPIST, {**consent, "since": "2026-03-02T09:00:00.000000Z"})
    assert answer.status_code == 404


def test_a_colleague_who_is_accused_with_a_parent_is_no_second_person_for_the_parents_flag(there: World) -> None:
    path = flag(there)
    there.done(f"{path}/resolution", SUPERVISOR, WHY)
    there.hear(concern(about=("tess",), kind=ConcernKind.ABUSE_EMOTIONAL, raised_by="olaf"))
    answer = there.post(f"{path}/resolution", THERAPIST, WHY)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-danger")
    assert there.done(f"{path}/resolution", ADMIN, {})["state"] == "unfounded"


def test_b15_a_flag_closes_a_whole_bundle_with_the_very_commit_that_sets_it_and_goes_only_by_two(there: World) -> None:
    """What an allegation closes is closed at the next question; a second person alone lifts it, whole."""
    bundle = ("safety-concern", "session-detail", "contact-data", "report-existence")
    open_before = {name: there.outcome(name, "father") for name in bundle}
    rows = len(there.audit())
    flag = there.done("/children/c1/dangers", THERAPIST, {"person": "father", "state": "alleged"})
    assert {there.outcome(name, "father") for name in bundle} == {"withhold"}
    [commit] = [row for row in there.audit()[rows:] if flag["danger"] in row["facts"].values()]
    [said] = [event for event in there.events() if isinstance(event, BasisChanged)]
    assert (said.code, said.person, said.position) == ("alleged", "father", flag["position"])
    assert (commit["facts"]["code"], commit["facts"]["person"]) == ("alleged", "father")
    path = f"/children/c1/dangers/{flag['danger']}/resolution"
    there.done(path, THERAPIST, {"reason": "retracted"})
    assert there.post(path, THERAPIST, {"reason": "retracted"}).json()["code"] == "second-person-needed"
    assert {there.outcome(name, "father") for name in bundle} == {"withhold"}
    there.done(path, SUPERVISOR, {"reason": "retracted"})
    assert {name: there.outcome(name, "father") for name in bundle} == open_before
