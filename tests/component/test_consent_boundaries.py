"""A therapist's line: drawn with a reason, looked at again, expired, renewed, lifted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.consent import ReviewDue
from tests.builders import HILL
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    world,
)

DAY = 86_400
GOALS = {"person": "father", "classes": ["goals-progress"], "reason": "repair", "since": "2026-03-02T09:00:00.000000Z"}
WEEK = "2026-03-09T09:00:00.000000Z"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def drawn(there: World, **more: Any) -> str:
    return f"/children/c1/boundaries/{there.done('/children/c1/boundaries', THERAPIST, GOALS | more)['boundary']}"


def due(there: World, days: str = "14", who: Any = SUPERVISOR) -> list[tuple[str, str]]:
    rows = there.asked("/reviews", who, clinic=HILL, days=days)["reviews"]
    return [(row["sort"], row["state"]) for row in rows]


def test_a_line_without_a_date_is_looked_at_after_a_quarter(there: World) -> None:
    drawn(there)
    assert (due(there), due(there, "90"), due(there, "91")) == ([], [], [("boundary", "upcoming")])
    there.made.clock.sleep(91 * DAY)
    assert due(there) == [("boundary", "due")]


def test_a_line_that_ends_is_listed_before_and_stays_listed_as_expired_until_somebody_decides(there: World) -> None:
    path = drawn(there, until=WEEK)
    assert due(there) == [("boundary", "upcoming")]
    there.made.clock.sleep(7 * DAY)
    assert there.outcome("goals-progress", "father") == "permit"
    assert due(there) == [("boundary", "expired")]
    said = there.changes()
    there.done(f"{path}/end", THERAPIST, {"reason": "not-needed"})
    assert (due(there), there.changes()) == ([], said)


def test_an_expired_line_is_renewed_from_now_on_and_both_stay_on_record(there: World) -> None:
    path = drawn(there, until=WEEK)
    there.made.clock.sleep(8 * DAY)
    new = there.done(f"{path}/renewal", THERAPIST, {"reason": "still-fragile", "until": "2026-04-01T00:00:00.000000Z"})
    assert there.outcome("goals-progress", "father") == "withhold"
    father = next(row for row in there.asked("/children/c1", THERAPIST)["adults"] if row["person"] == "father")
    assert [(row["reason"], row["until"]) for row in father["boundaries"]] == [
        ("repair", WEEK),
        ("still-fragile", "2026-04-01T00:00:00.000000Z"),
    ]
    assert father["boundaries"][1]["id"] == new["boundary"]
    assert there.changes() == ["set", "renewed"]
    again = there.post(f"{path}/renewal", THERAPIST, {"reason": "still-fragile"})
    assert (again.status_code, again.json()["errors"]) == (422, {"boundary": ["superseded"]})


def test_a_line_that_holds_is_renewed_without_a_gap(there: World) -> None:
    path = drawn(there, until=WEEK)
    there.done(f"{path}/renewal", SUPERVISOR, {"reason": "still-fragile"})
    there.made.clock.sleep(30 * DAY)
    assert there.outcome("goals-progress", "father") == "withhold"


def test_a_line_is_lifted_at_once_with_a_reason(there: World) -> None:
    path = drawn(there)
    assert list(there.post(f"{path}/end", THERAPIST, {}).json()["errors"]) == ["reason"]
    there.done(f"{path}/end", THERAPIST, {"reason": "repaired"})
    assert there.outcome("goals-progress", "father") == "permit"
    assert (there.changes(), due(there, "366")) == (["set", "lifted"], [])


@pytest.mark.parametrize(
    ("body", "field"),
    [({"until": "2026-03-01T00:00:00.000000Z"}, "until"), ({"review": "2026-03-01T00:00:00.000000Z"}, "review")],
)
def test_nothing_is_renewed_into_the_past(there: World, body: dict[str, str], field: str) -> None:
    answer = there.post(f"{drawn(there)}/renewal", THERAPIST, {"reason": "still-fragile", **body})
    assert (answer.status_code, list(answer.json()["errors"]), there.changes()) == (422, [field], ["set"])


def test_lines_are_the_therapists_and_of_their_own_children(there: World) -> None:
    path = drawn(there, since=SINCE)
    assert there.post(f"{path}/renewal", ADMIN, {"reason": "still-fragile"}).status_code == 403
    assert there.post(f"{path}/end", ELSEWHERE, {"reason": "repaired"}).status_code == 404
    assert there.outcome("goals-progress", "father") == "withhold"
    assert due(there, "366", ELSEWHERE) == []


def test_what_was_superseded_or_confirmed_is_looked_at_no_more(there: World) -> None:
    there.done("/children/c1/dangers", THERAPIST, {"person": "father", "state": "alleged"})
    there.done("/children/c1/dangers", THERAPIST, {"person": "father", "state": "substantiated"})
    there.done(f"{drawn(there)}/renewal", THERAPIST, {"reason": "still-fragile", "until": WEEK})
    assert sorted(due(there, "366")) == [("boundary", "upcoming"), ("danger", "upcoming")]


def test_b16_a_line_for_one_guardian_beats_the_default_loses_to_an_order_and_ends_with_a_review(there: World) -> None:
    """An order speaks above the line while it stands, and the line stands again when the order is lifted."""
    drawn(there, until=WEEK)
    assert [there.outcome("goals-progress", person) for person in ("father", "mother")] == ["withhold", "permit"]
    assert rules_for(there) == ["therapist-boundary"]
    order = {"person": "father", "kind": "court-order", "since": SINCE, "source": "court-order"}
    placed = there.done("/children/c1/restrictions", ADMIN, order)["restriction"]
    assert rules_for(there) == ["court-restriction"]
    there.done(f"/children/c1/restrictions/{placed}/end", ADMIN, {"until": GOALS["since"]})
    assert rules_for(there) == ["therapist-boundary"]
    there.made.clock.sleep(7 * DAY)
    assert rules_for(there) == ["legal-guardian"]
    assert due(there) == [("boundary", "expired")]
    there.made.settle()
    [review] = [event for event in there.events() if isinstance(event, ReviewDue)]
    assert (review.code, review.days_left) == ("boundary", 0)


def rules_for(there: World) -> list[str]:
    asked = {"disclosure_class": "goals-progress", "person": "father"}
    return list(there.asked("/children/c1/decision", THERAPIST, **asked)["rules"])
