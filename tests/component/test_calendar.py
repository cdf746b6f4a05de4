"""A child's calendar through the whole platform: notices in time, and on the day everything is decided again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import SYSTEM
from kernel.clock import to_text
from kernel.outbox import OUTBOX
from kernel.work import TIMERS
from services.consent.repository import FAMILIES
from services.notifications.repository import NOTICES
from tests.builders import NORTH, InMemory, platform
from tests.component.consent_world import ADMIN, FATHER, MOTHER, THERAPIST, adult, child_body, clinic_body
from tests.component.glass_world import OFFICER, Clinic, clinic
from tests.component.notifications_servers import Post
from tests.component.test_accounting import shared_progress

NAMES = ("consent", "notes", "goals", "notifications")
NOTES = SYSTEM("notes")
MIDNIGHT = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)  # in Denver, in winter
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post()
    server.start()
    yield server
    server.stop()


def at(made: InMemory, moment: datetime) -> None:
    made.clock.advance(moment - made.clock.now())
    made.settle()


def said(made: InMemory, kind: str) -> list[dict[str, Any]]:
    rows = made.platform.nodes["consent"].store.find(OUTBOX, {"stream": "c1"}, ("sequence",), 1000)
    return [row["event"] for row in rows if row["type"] == f"consent.{kind}.v1"]


def moved(made: InMemory) -> list[tuple[str, int]]:
    return [(event["code"], event["position"]) for event in said(made, "basis-changed")]


def months(made: InMemory, days: int) -> None:
    """Days that pass one by one, as in a service that runs."""
    for _ in range(days):
        made.clock.advance(timedelta(days=1))
        made.settle()


def test_the_care_team_and_the_privacy_officer_hear_of_a_coming_birthday_in_time(tmp_path: Path) -> None:
    with clinic(tmp_path, birth_day="2014-06-01") as hill:
        months(hill.made, 1)
        assert [item["days_left"] for item in said(hill.made, "review-due")] == [90]
        for who in (THERAPIST, OFFICER):
            assert hill.tasks(who) == ["review-age-of-consent"]
        months(hill.made, 61)
        assert [item["days_left"] for item in said(hill.made, "review-due")] == [90, 30]
        [task] = hill.asked("notifications", "/tasks", THERAPIST)["tasks"]  # one task, its due time moved
        assert task["due"] == to_text(datetime(2026, 5, 25, 6, 0, tzinfo=UTC))
        body = {"outcome": "decided", "words": "Talked it over."}
        hill.done("notifications", f"/children/c1/tasks/{task['task']}/done", THERAPIST, body)
        months(hill.made, 29)
        assert [item["days_left"] for item in said(hill.made, "review-due")] == [90, 30, 7]
        assert hill.tasks(OFFICER) == []
        assert moved(hill.made) == [("age-12", 2)]


def test_hard_case_8_a_birthday_at_midnight_between_decision_and_delivery(tmp_path: Path, post: Post) -> None:
    """Shared with the mother the evening before the eighteenth birthday; she reads her mail in the morning."""
    with platform(tmp_path, NAMES, environ={"ALLIANCE_SMTP_PORT": str(post.port)}) as made:
        hill = Clinic(made)
        hill.done("consent", "/clinics", ADMIN, clinic_body())
        grown = child_body(birth_day="2008-03-03", adults=[adult("mother", lives_with_child=True)])
        hill.done("consent", "/children", ADMIN, grown)
        known = {"person": "mother", "network": NORTH, "name": "Mara", "language": "en", "zone": "America/Denver"}
        hill.done("consent", "/people", ADMIN, known)
        hours = {"from": "08:00", "until": "20:00", "zone": "America/Denver"}
        point = {"channel": "email", "address": "mother@post.example", "verified": True, "safe_hours": hours}
        hill.done("notifications", "/people/mother/contact-points", ADMIN, point)
        at(made, MIDNIGHT - timedelta(hours=2))
        update = shared_progress(hill)
        at(made, MIDNIGHT - INSTANT)
        [waiting] = made.platform.nodes["notifications"].store.find(NOTICES.collection, {})
        assert waiting["state"] == "accepted"
        assert hill.get("goals", f"/children/c1/updates/{update}", MOTHER).status_code == 200
        assert moved(made) == []
        at(made, MIDNIGHT)
        assert moved(made) == [("age-18", 2)]
        [stopped] = made.platform.nodes["notifications"].store.find(NOTICES.collection, {})
        assert (stopped["state"], stopped["reason"]) == ("suppressed", "not-permitted")
        assert hill.get("goals", f"/children/c1/updates/{update}", MOTHER).status_code == 404
        at(made, MIDNIGHT + timedelta(hours=9))
        assert post.letters == []


def outcome(hill: Clinic, person: str, disclosure_class: str = "goals-progress") -> str:
    path = "/children/c1/decision"
    answer = hill.asked("consent", path, THERAPIST, disclosure_class=disclosure_class, person=person)
    return str(answer["outcome"])


def test_hard_case_8_from_illinois_to_idaho_in_the_middle_of_an_episode(tmp_path: Path) -> None:
    alone = {"basis": "minor", "birth_day": "2012-01-10"}
    with clinic(tmp_path, jurisdiction="US-IL", **alone) as hill:
        assert outcome(hill, "mother") == "withhold"  # fourteen, and Illinois lets her come alone
        before = hill.asked(
            "consent", "/children/c1/decision", NOTES, disclosure_class="goals-progress", person="mother"
        )
        adults = [adult("mother", lives_with_child=True), adult("father")]
        hill.done("consent", "/children", ADMIN, child_body(jurisdiction="US-ID", adults=adults, **alone))
        after = hill.asked(
            "consent", "/children/c1/decision", NOTES, disclosure_class="goals-progress", person="mother"
        )
        assert after["outcome"] == "escalate"  # Idaho knows no such consent: a human decides, nothing is guessed
        assert after["rules"] == ["minor-consent-not-recognised"]
        assert after["position"] > before["position"]
        assert ("jurisdiction", after["position"]) in moved(hill.made)
        family = hill.made.platform.nodes["consent"].store.get(FAMILIES.collection, "c1")
        assert family is not None
        [timer] = hill.made.platform.nodes["consent"].store.find(TIMERS, {"stream": "c1"})
        assert timer["due"] == family["next_turn"]


def test_a_consent_that_ends_closes_at_that_very_moment_and_everybody_hears_of_it(tmp_path: Path) -> None:
    with clinic(tmp_path) as hill:
        ends = hill.made.clock.now() + timedelta(days=3, hours=5)
        given = {
            "grantor": "mother", "grantee": "aunt", "classes": ["goals-progress"], "verified": True,
            "since": "2026-01-01T00:00:00.000000Z", "until": to_text(ends),
        }  # fmt: skip
        hill.done("consent", "/children/c1/consents", ADMIN, given)
        at(hill.made, ends - INSTANT)
        assert outcome(hill, "aunt") == "permit"
        at(hill.made, ends)
        assert outcome(hill, "aunt") == "withhold"
        last = said(hill.made, "basis-changed")[-1]
        assert (last["change"], last["code"], last["person"]) == ("consent", "expired", "aunt")
        assert last["effective_at"] == to_text(ends)
        months(hill.made, 40)
        assert [code for code, _ in moved(hill.made)].count("expired") == 1


def test_an_order_that_begins_later_begins_on_time_and_a_lifted_one_opens_again(tmp_path: Path) -> None:
    with clinic(tmp_path) as hill:
        begins = hill.made.clock.now() + timedelta(days=2)
        order = {"person": "father", "kind": "court-order", "since": to_text(begins), "source": "court"}
        placed = hill.done("consent", "/children/c1/restrictions", ADMIN, order)["restriction"]
        at(hill.made, begins - INSTANT)
        assert outcome(hill, "father") == "permit"
        at(hill.made, begins)
        assert hill.get("goals", "/children/c1/goals", FATHER).status_code == 404
        lifted = {"until": to_text(begins + timedelta(days=1))}
        hill.done("consent", f"/children/c1/restrictions/{placed}/end", ADMIN, lifted)
        at(hill.made, begins + timedelta(days=1))
        assert outcome(hill, "father") == "permit"
        assert [code for code, _ in moved(hill.made)] == ["placed", "came-into-force", "lifted", "expired"]


def test_a_child_born_on_a_leap_day_comes_of_age_on_the_first_of_march(tmp_path: Path) -> None:
    with clinic(tmp_path, birth_day="2010-02-28") as hill:
        again = child_body(birth_day="2012-02-29", adults=[adult("mother", lives_with_child=True), adult("father")])
        hill.done("consent", "/children", ADMIN, again)
        first_of_march = datetime(2028, 2, 29, 7, 0, tzinfo=UTC)  # sixteen in a leap year: on the day itself
        at(hill.made, first_of_march - INSTANT)
        before = [code for code, _ in moved(hill.made)]
        at(hill.made, first_of_march)
        assert [code for code, _ in moved(hill.made)] == [*before, "age-16"]
        at(hill.made, datetime(2030, 3, 1, 7, 0, tzinfo=UTC) - INSTANT)
        assert moved(hill.made)[-1][0] == "age-16"
        assert outcome(hill, "mother") == "permit"
        at(hill.made, datetime(2030, 3, 1, 7, 0, tzinfo=UTC))
        assert moved(hill.made)[-1][0] == "age-18"
        assert outcome(hill, "mother") == "withhold"
