"""What would be different under other packs or another clinic policy: the recorded history, decided again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import DisclosureClass
from kernel.auth.principal import Role
from kernel.clock import to_text
from kernel.errors import NotFound
from services.consent.decisions.disclosures import disclosure_id
from services.consent.packs.kept import shipped
from services.consent.queries.whatif import candidate, counted, tried
from services.consent.rules.packs import HarmNotice, PackStatus, ParentInformation
from services.consent.whatif.changes import AS_RECORDED, RECONSTRUCTED, Change
from services.consent.whatif.history import Tally
from tests.builders import LAKE, MORNING, NORTH, staff
from tests.component.consent_world import ADMIN, THERAPIST, adult, child_body, clinic_body, update
from tests.component.what_if_world import OFFICER, History, colorado, day, history

GOALS, SAFETY = "goals-progress", "safety-concern"
WITHHELD = {"withheld": (DisclosureClass.GOALS_PROGRESS,)}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[History]:
    with history(tmp_path) as made:
        yield made


def test_a_laxer_law_newly_tells_the_parents_of_whoever_consented_alone_and_of_nobody_else(here: History) -> None:
    assert here.told(packs=colorado(parent_information=ParentInformation.PERMITTED)) == [
        ("elder", "father", GOALS, "newly-told"),
        ("elder", "mother", GOALS, "newly-told"),
    ]


def test_an_unverified_law_and_a_higher_age_newly_ask_a_human(here: History) -> None:
    asked = [("elder", person, GOALS, "newly-asked") for person in ("father", "mother")]
    assert here.told(packs=colorado(age_of_consent=15)) == asked
    found = here.told(packs=colorado(status=PackStatus.UNVERIFIED))
    assert [row for row in found if row[2] == GOALS] == asked


def test_a_duty_that_moves_is_listed_beside_the_notices(here: History) -> None:
    changed = here.tried(packs=colorado(harm_notice=HarmNotice.MAY)).changes
    assert [(change.person, change.direction.value) for change in changed] == [
        ("father", "newly-asked"),
        ("mother", "newly-asked"),
        (None, "duty-moves"),
    ]
    assert changed[0].before == ("permit", "harm-notice-shall", "tell-child-first")
    assert changed[0].after == ("escalate", "harm-notice-may", "tell-child-first")
    assert changed[2].before == ("inform guardian father,mother",)
    assert changed[2].after == ("inform agency agency-north", "inform on-call sue")


def test_a_clinics_stricter_policy_newly_withholds(here: History) -> None:
    assert here.told(policy=WITHHELD) == [
        ("younger", "father", GOALS, "newly-withheld"),
        ("younger", "mother", GOALS, "newly-withheld"),
    ]
    assert here.told(policy={"narrow_age": 9}) == [
        ("younger", "father", GOALS, "other-terms"),
        ("younger", "mother", GOALS, "other-terms"),
    ]


def test_a_policy_may_be_tried_in_one_clinic_alone(here: History) -> None:
    here.done("/clinics", staff("lara", Role.CLINIC_ADMIN, clinic=LAKE), clinic_body(clinic=LAKE))
    assert here.told(policy=WITHHELD, clinic=LAKE) == []
    with pytest.raises(NotFound):
        here.tried(policy=WITHHELD, clinic="clinic-nowhere")


def test_what_stays_the_same_is_not_decided_again_and_counts_nothing(here: History) -> None:
    page = here.tried(packs=())
    assert (page.changes, page.tally) == ((), Tally(children=2, disclosures=3))
    page = here.tried(packs=colorado(note="read again by counsel"))
    assert (page.tally.changes, page.tally.touched, page.tally.decisions) == (0, 3, 6)


def test_the_counts_are_given_by_direction(here: History) -> None:
    page = here.tried(packs=colorado(status=PackStatus.UNVERIFIED))
    assert counted(page.tally) == {
        "counts": {"newly-told": 0, "newly-withheld": 0, "newly-asked": 4, "other-terms": 0, "duty-moves": 1},
        "children": 2,
        "disclosures": 3,
        "touched": 3,
        "decisions": 6,
        "reconstructed": 0,
        "unlike_recorded": 0,
    }


def test_the_child_is_as_old_as_it_was_when_it_was_decided(here: History) -> None:
    younger = colorado(detail_age=10, summary_age=11)
    assert here.told(packs=younger) == []
    here.made.clock.advance(timedelta(days=2 * 365))
    assert here.told(packs=younger) == []
    here.update("younger", "-again")
    again = disclosure_id("goals", "update-younger-again")
    changes = [(change.disclosure, change.direction.value) for change in here.tried(packs=younger).changes]
    assert changes == [(again, "other-terms")] * 2


def test_a_fact_that_began_after_the_decision_does_not_count(here: History) -> None:
    here.made.clock.advance(timedelta(days=30))
    order: dict[str, Any] = {
        "person": "father",
        "kind": "court-order",
        "classes": [],
        "source": "court-order",
        "until": None,
    }
    here.done("/children/younger/restrictions", ADMIN, {**order, "since": to_text(here.made.clock.now())})
    page = here.tried(policy=WITHHELD)
    assert [change.person for change in page.changes] == ["father", "mother"]
    assert {change.ground for change in page.changes} == {RECONSTRUCTED}
    assert page.tally.unlike_recorded == 0


def test_a_fact_that_was_back_dated_since_counts_and_is_told_apart(here: History) -> None:
    assert {change.ground for change in here.tried(policy=WITHHELD).changes} == {AS_RECORDED}
    here.made.clock.advance(timedelta(days=30))
    order: dict[str, Any] = {
        "person": "father",
        "kind": "court-order",
        "classes": [],
        "source": "court-order",
        "until": None,
    }
    here.done("/children/younger/restrictions", ADMIN, {**order, "since": to_text(MORNING - timedelta(days=1))})
    page = here.tried(policy=WITHHELD)
    assert [(change.person, change.recorded and change.recorded.value) for change in page.changes] == [
        ("mother", "permit")
    ]
    assert (page.tally.reconstructed, page.tally.unlike_recorded) == (1, 1)


def test_a_law_of_the_future_is_tried_on_the_day_on_which_it_counts(here: History) -> None:
    now = colorado(until="2027-01-01")
    then = colorado(since="2027-01-01", parent_information=ParentInformation.PERMITTED)
    reader = here.node.reader(OFFICER)
    assert here.told(packs=(*now, *then)) == []
    assert candidate(reader, NORTH, packs=(*now, *then)).later() == ["2027-01-01"]
    assert len(here.told(packs=(*now, *then), on=day("2027-01-01"))) == 2
    assert candidate(reader, NORTH, packs=(*now, *then), on=day("2027-01-01")).later() == []


def test_rules_that_would_go_leave_it_to_a_human(here: History) -> None:
    gone = colorado(until="2020-01-01")
    assert {row[3] for row in here.told(packs=gone)} == {"newly-asked", "duty-moves"}


def test_a_version_is_tried_before_it_is_approved_or_active(here: History) -> None:
    packs = colorado(parent_information=ParentInformation.PERMITTED)
    body = {"packs": [pack.content() for pack in packs]}
    version = here.done("/pack-versions", ADMIN, body)["version"]
    assert here.told(version=version) == here.told(packs=packs)
    with pytest.raises(NotFound):
        here.tried(version="0123456789ab")


def test_trying_changes_nothing(here: History) -> None:
    before = here.state()
    here.tried(packs=colorado(status=PackStatus.UNVERIFIED), policy=WITHHELD)
    assert here.state() == before
    assert shipped().on("US-CO", MORNING.date()) == colorado()[0]


def test_trying_is_on_record_in_the_networks_chain_and_in_that_of_every_child_it_tells_of(here: History) -> None:
    here.tried(policy=WITHHELD)
    rows = here.audit(f"network:{NORTH}")
    assert [(row["action"], row["actor"], row["outcome"]) for row in rows] == [("what-if", "olga", "read")]
    assert rows[0]["facts"]["changes"] == "2"
    assert [row["actor"] for row in here.audit("younger") if row["action"] == "what-if"] == ["olga"]
    assert [row for row in here.audit("elder") if row["action"] == "what-if"] == []


def test_the_same_trial_gives_the_same_answer_and_pages_make_the_whole(here: History) -> None:
    for number in range(5):
        here.register(f"child-{number}", adults=[adult("mother")])
        for again in range(3):
            here.update(f"child-{number}", f"-{again}")
    whole = here.tried(policy=WITHHELD)
    assert here.tried(policy=WITHHELD) == whole
    assert [change.child for change in whole.changes] == sorted(change.child for change in whole.changes)
    total, pieces, cursor = Tally(), list[Change](), None
    while True:
        piece = here.tried(children=2, cursor=cursor, policy=WITHHELD)
        total.add(piece.tally)
        pieces += piece.changes
        if (cursor := piece.next_cursor) is None:
            break
    assert (tuple(pieces), total) == (whole.changes, whole.tally)
    assert total.changes == 5 * 3 + 2


def test_a_long_history_of_one_child_is_read_in_pages(here: History, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        here.update("younger", f"-{number}")
    monkeypatch.setattr("services.consent.whatif.history.DISCLOSURES_AT_ONCE", 3)
    assert here.tried(policy=WITHHELD).tally.changes == 16


def test_nothing_of_the_officers_own_family_is_told_or_counted(here: History) -> None:
    adults = [adult("mother"), adult("olga")]
    here.register("own", adults=adults)
    here.update("own")
    page = here.tried(policy=WITHHELD)
    assert {change.child for change in page.changes} == {"younger"}
    assert page.tally.children == 2


def test_nothing_of_a_concern_about_the_officer_is_told_or_counted(here: History) -> None:
    before = here.tried(policy=WITHHELD).tally
    here.concern("younger", about=("olga",))
    assert here.tried(policy=WITHHELD).tally == before


def test_another_networks_children_are_not_looked_at(here: History) -> None:
    south = staff("sid", Role.CLINIC_ADMIN, Role.FRONT_DESK, network="network-south", clinic="clinic-south")
    here.done("/clinics", south, clinic_body(clinic="clinic-south", network="network-south"))
    here.done("/children", south, child_body(child="c-south", network="network-south", clinic="clinic-south"))
    here.hear(update(child="c-south", clinic="clinic-south", update="update-south"))
    assert here.tried(policy=WITHHELD).tally.children == 2
    officer = staff("sol", Role.PRIVACY_OFFICER, network="network-south")
    reader = here.node.reader(officer)
    page = tried(reader, "network-south", candidate(reader, "network-south", policy=WITHHELD))
    assert [(change.child, change.person) for change in page.changes] == [("c-south", "father"), ("c-south", "mother")]


def test_a_line_that_was_drawn_after_the_decision_and_dated_back_is_taken_back(here: History) -> None:
    here.made.clock.advance(timedelta(days=30))
    line = {"person": "father", "classes": [GOALS], "reason": "repair", "until": None, "review": None}
    here.done("/children/younger/boundaries", THERAPIST, {**line, "since": to_text(MORNING - timedelta(days=1))})
    page = here.tried(policy=WITHHELD)
    assert [change.person for change in page.changes] == ["father", "mother"]
    assert {change.ground for change in page.changes} == {RECONSTRUCTED}
    assert (page.tally.reconstructed, page.tally.unlike_recorded) == (1, 0)
