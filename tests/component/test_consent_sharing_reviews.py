"""An agreement on sharing is looked at again: at each age at which the rules change, and every year."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.consent import ReviewDue
from tests.builders import HILL
from tests.component.consent_world import ADMIN, ELSEWHERE, SUPERVISOR, THERAPIST, World, child_body, world
from tests.component.test_consent_sharing import DAY, agreed, proposed


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.settled().done("/children", ADMIN, child_body(confidentiality_agreement=True))
        yield made


def due(there: World, days: str = "0") -> list[tuple[str, str, str]]:
    rows = there.asked("/reviews", SUPERVISOR, clinic=HILL, days=days)["reviews"]
    return [(row["sort"], row["review"][:10], row["state"]) for row in rows if row["sort"] == "sharing-agreement"]


def asked_to_look(there: World) -> list[tuple[str, str]]:
    there.made.settle()
    found = [event for event in there.events() if isinstance(event, ReviewDue) and event.code == "sharing-agreement"]
    return [(event.on, event.due.date().isoformat()) for event in found]


def test_a11_the_agreement_is_due_again_at_each_age_and_each_year_and_listed_until_somebody_has_looked(
    there: World,
) -> None:
    """Agreed on 2 March at eleven; twelve on 20 November, where session detail and consent change hands."""
    there.done("/children", ADMIN, child_body(confidentiality_agreement=True, birth_day="2014-11-20"))
    path = agreed(there)
    assert (due(there), due(there, "300")) == ([], [("sharing-agreement", "2026-11-20", "upcoming")])
    there.made.clock.sleep(262 * DAY)
    assert asked_to_look(there) == []
    there.made.clock.sleep(DAY)
    assert asked_to_look(there) == [("2026-11-20", "2026-12-04")]
    there.made.clock.sleep(30 * DAY)
    assert due(there) == [("sharing-agreement", "2026-11-20", "due")]  # overdue
    there.done(f"{path}/review", THERAPIST, {"reason": "still-agreed"})
    assert due(there) == []
    there.made.clock.sleep(365 * DAY)
    assert asked_to_look(there)[1:] == [("2027-12-20", "2028-01-03")]
    there.made.clock.sleep(DAY)
    assert [row[1:] for row in due(there)] == [("2027-12-20", "due")]


def test_a_new_agreement_takes_the_review_over_and_a_withdrawn_one_is_looked_at_no_more(there: World) -> None:
    agreed(there)
    there.made.clock.sleep(DAY)
    newer = agreed(there)
    there.made.clock.sleep(DAY)
    assert due(there, "365") == [("sharing-agreement", "2027-03-03", "upcoming")]
    gone = {"voice": "therapist", "reason": "over", "person": None, "session": None, "document": None}
    there.done(f"{newer}/withdrawal", THERAPIST, gone)
    assert due(there, "365") == []
    there.made.clock.sleep(400 * DAY)
    assert asked_to_look(there) == []


def test_only_what_stands_is_looked_at_again_and_by_clinicians(there: World) -> None:
    path = proposed(there)
    answer = there.post(f"{path}/review", THERAPIST, {"reason": "still-agreed"})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"agreement": ["not-standing"]})
    assert there.post(f"{path}/review", ADMIN, {"reason": "still-agreed"}).status_code == 403
    assert there.post(f"{path}/review", ELSEWHERE, {"reason": "still-agreed"}).status_code == 404
