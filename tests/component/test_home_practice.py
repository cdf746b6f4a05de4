"""Home practice: the same card in both homes, a reminder for each, words on how it went, and the child's pace."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.outbox import OUTBOX
from kernel.timers import TimerLoop
from services.goals.repository.practice import PRACTICES as KEPT
from services.goals.repository.practice import RESULTS
from tests.builders import HILL
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    MOTHER,
    STRANGER,
    SUPERVISOR,
    THERAPIST,
    done,
    goals_world,
    refused,
    same_refusal,
)
from tests.component.one_service import CANARY, WITHHOLD, OneService

CARDS, PRACTICES, HOMES = f"/clinics/{HILL}/cards", f"{CHILD}/practices", f"{CHILD}/households"
PAUSE = f"{CHILD}/practice-pause"
CARD = {
    "code": "balloon-breath", "kind": "skill", "category": "regulation", "title": "Balloon breath",
    "text": "Breathe in as if filling a balloon.", "age_from": 4, "age_to": 10,
}  # fmt: skip
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SCHEDULE = {"days": EVERY_DAY, "time": "17:30", "zone": "America/Denver"}  # on a day in early March: 00:30 UTC
MONDAY = "2026-03-02"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def a_card(goals: OneService, **changes: Any) -> str:
    return str(done(goals.post(CARDS, THERAPIST, {**CARD, **changes}), 201)["card"])


def a_home(goals: OneService, label: str, *guardians: str) -> str:
    body = {"clinic": HILL, "label": label, "guardians": list(guardians)}
    return str(done(goals.post(HOMES, THERAPIST, body), 201)["household"])


def asked(goals: OneService, card: str, *homes: str, **changes: Any) -> dict[str, Any]:
    body = {"clinic": HILL, "card": card, "households": list(homes), "schedule": SCHEDULE, **changes}
    return done(goals.post(PRACTICES, THERAPIST, body), 201)


def evening(goals: OneService, days: int = 1) -> None:
    """Time passes until half an hour after the practice is due, and what is due happens."""
    now = goals.clock.now()
    goals.clock.advance(now.replace(hour=1, minute=0) + timedelta(days=days) - now)
    node = goals.node
    TimerLoop(node.dispatcher, node.store, node.clock, node.chance).run_once()


def said(goals: OneService, who: Any, practice: str, day: str = MONDAY, **changes: Any) -> Any:
    body = {"day": day, "outcome": "did-it", "words": "", "enjoyment": None, **changes}
    return goals.post(f"{PRACTICES}/{practice}/results", who, body)


def due(goals: OneService) -> list[dict[str, Any]]:
    return [row["event"] for row in goals.rows(OUTBOX) if row["type"] == "goals.practice-due.v1"]


def settled(goals: OneService) -> list[str]:
    return [row["event"]["item"] for row in goals.rows(OUTBOX) if row["type"] == "goals.item-settled.v1"]


def test_a65_both_homes_get_the_same_version_of_a_skill_and_b10_neither_hears_of_the_other(goals: OneService) -> None:
    first = a_card(goals)
    asked(goals, first, a_home(goals, "Lake", "mother"), a_home(goals, "Hill", "father"))
    second = a_card(goals, text="Now with a longer breath out.")
    assert second != first
    for who in (MOTHER, FATHER):
        (mine,) = done(goals.get(PRACTICES, who))["practices"]
        assert (mine["card"]["card"], mine["card"]["text"]) == (first, CARD["text"])
        assert "households" not in mine
    evening(goals)
    assert sorted(tuple(item["addressed"]) for item in due(goals)) == [("father",), ("mother",)]
    assert len({item["item"] for item in due(goals)}) == 2


def test_b10_a_plan_for_two_homes_is_delivered_to_each_guardian_apart(goals: OneService) -> None:
    practice = asked(goals, a_card(goals), a_home(goals, "Lake", "mother"), a_home(goals, "Hill", "father"))["practice"]
    done(said(goals, MOTHER, practice, words="Went well"), 201)
    evening(goals)
    (item,) = due(goals)
    assert item["addressed"] == ["father"]
    told = json.dumps(done(goals.get(PRACTICES, FATHER)))
    assert not [word for word in ("mother", "Lake", "Went well") if word in told]


def test_b07_assigned_reminded_done_and_seen_by_the_clinician_before_the_next_session(goals: OneService) -> None:
    practice = asked(goals, a_card(goals), a_home(goals, "Lake", "mother"))["practice"]
    evening(goals)
    (item,) = due(goals)
    told = done(goals.get(f"{CHILD}/items/{item['item']}", MOTHER))
    assert (told["kind"], told["title"], told["text"]) == ("practice", CARD["title"], CARD["text"])
    # It is 03:00 on the next day in UTC and still Monday evening in Denver.
    done(said(goals, MOTHER, practice, day="2026-03-02", outcome="tried", words=f"Twice {CANARY}", enjoyment=3), 201)
    assert settled(goals) == [item["item"]]
    (seen,) = done(goals.get(PRACTICES, THERAPIST))["practices"]
    (word,) = seen["results"]
    assert (word["outcome"], word["words"], word["enjoyment"], word["recorded_by"]) == (
        "tried", f"Twice {CANARY}", 3, "mother",
    )  # fmt: skip
    assert CANARY not in json.dumps([*goals.rows(RESULTS.collection), *goals.rows(OUTBOX)])


def test_a33_an_activity_fits_an_age_and_the_child_says_how_much_they_liked_it(goals: OneService) -> None:
    card = a_card(goals, code="den-building", kind="activity", age_from=5, age_to=9)
    practice = asked(goals, card)["practice"]
    done(said(goals, FATHER, practice, enjoyment=4), 201)
    assert refused(said(goals, FATHER, practice, enjoyment=5))[2] == {"enjoyment": ["out-of-range"]}
    (seen,) = done(goals.get(PRACTICES, THERAPIST))["practices"]
    assert (seen["card"]["kind"], seen["card"]["age_from"], seen["results"][0]["enjoyment"]) == ("activity", 5, 4)


def test_b01_a_home_has_at_most_three_practices_at_a_time(goals: OneService) -> None:
    card, home = a_card(goals), a_home(goals, "Lake", "mother")
    for _ in range(3):
        asked(goals, card, home)
    body = {"clinic": HILL, "card": card, "households": [home], "schedule": SCHEDULE}
    assert refused(goals.post(PRACTICES, THERAPIST, body))[2] == {"practices": ["three-current"]}
    assert len(done(goals.get(PRACTICES, MOTHER))["practices"]) == 3
    assert done(goals.get(PRACTICES, FATHER))["practices"] == []


def test_b02_the_clinician_is_warned_above_the_cap_and_a_parent_may_say_that_it_is_too_much(goals: OneService) -> None:
    card, home = a_card(goals), a_home(goals, "Lake", "mother")
    assert asked(goals, card, home)["warnings"] == []
    second = asked(goals, card, home)
    assert second["warnings"] == ["over-cap"]
    for _ in range(2):
        done(goals.post(f"{PRACTICES}/{second['practice']}/too-much", MOTHER))
    assert goals.events().count("goals.practice-too-much.v1") == 1
    seen = {one["practice"]: one["too_much"] for one in done(goals.get(PRACTICES, THERAPIST))["practices"]}
    assert seen[second["practice"]] == ["mother"]


def test_b09_a_cards_words_never_change_and_the_next_version_stands_beside_it(goals: OneService) -> None:
    first = a_card(goals)
    a_card(goals, title="Balloon breathing")
    found = done(goals.get(CARDS, SUPERVISOR))["cards"]
    assert [(card["version"], card["title"]) for card in found] == [(2, "Balloon breathing"), (1, "Balloon breath")]
    asked(goals, first)
    assert done(goals.get(PRACTICES, MOTHER))["practices"][0]["card"]["title"] == "Balloon breath"


def test_a57_while_the_child_asks_for_a_pause_nobody_is_reminded(goals: OneService) -> None:
    asked(goals, a_card(goals))
    evening(goals)
    (item,) = due(goals)
    done(goals.post(PAUSE, THERAPIST, {"clinic": HILL, "until": None}))
    assert settled(goals) == [item["item"]]
    evening(goals)
    assert len(due(goals)) == 1
    assert done(goals.get(PRACTICES, MOTHER))["paused"]
    done(goals.post(f"{PAUSE}/ending", THERAPIST, {"clinic": HILL}))
    evening(goals)
    assert len(due(goals)) == 2


def test_a_practice_that_ended_reminds_nobody_and_settles_what_waits(goals: OneService) -> None:
    practice = asked(goals, a_card(goals))["practice"]
    evening(goals)
    done(goals.post(f"{PRACTICES}/{practice}/ending", THERAPIST))
    assert settled(goals) == [due(goals)[0]["item"]]
    evening(goals)
    assert len(due(goals)) == 1
    assert refused(said(goals, MOTHER, practice))[:2] == (403, "practice-ended")
    last = asked(goals, a_card(goals), ends_on="2026-03-04")["practice"]
    for _ in range(4):
        evening(goals)
    assert [item["practice"] for item in due(goals)].count(last) == 1


def test_after_a_long_outage_nobody_is_reminded_of_days_that_are_over(goals: OneService) -> None:
    asked(goals, a_card(goals))
    evening(goals, 20)
    assert due(goals) == []
    evening(goals)
    assert len(due(goals)) == 1


def test_a_second_word_on_the_same_day_replaces_the_first(goals: OneService) -> None:
    practice = asked(goals, a_card(goals))["practice"]
    for outcome in ("not-today", "did-it"):
        done(said(goals, MOTHER, practice, outcome=outcome), 201)
    (mine,) = done(goals.get(PRACTICES, MOTHER))["practices"]
    assert [word["outcome"] for word in mine["results"]] == ["did-it"]
    assert done(goals.get(PRACTICES, FATHER))["practices"][0]["results"] == []


@pytest.mark.parametrize("day", ["2026-03-03", "2026-02-01", "monday", "20260302"])
def test_a_day_that_has_not_come_or_is_long_past_is_refused(goals: OneService, day: str) -> None:
    practice = asked(goals, a_card(goals))["practice"]
    status, _, fields = refused(said(goals, MOTHER, practice, day=day))
    assert (status, set(fields)) == (422, {"day"})
    assert goals.rows(RESULTS.collection) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"card": "none"}, "card"),
        ({"households": ["nowhere"]}, "households"),
        ({"schedule": {**SCHEDULE, "time": "25:00"}}, "schedule.time"),
        ({"schedule": {**SCHEDULE, "zone": "Mars/Base"}}, "schedule.zone"),
        ({"schedule": {**SCHEDULE, "days": []}}, "schedule.days"),
        ({"ends_on": "later"}, "ends_on"),
    ],
)
def test_a_practice_that_does_not_fit_names_its_field(goals: OneService, change: dict[str, Any], field: str) -> None:
    body = {"clinic": HILL, "card": a_card(goals), "schedule": SCHEDULE, **change}
    assert set(refused(goals.post(PRACTICES, THERAPIST, body))[2]) == {field}
    assert goals.rows(KEPT.collection) == []


def test_whom_the_rules_exclude_sees_no_practice_and_says_nothing_of_one(goals: OneService) -> None:
    practice = asked(goals, a_card(goals))["practice"]
    goals.consent.says("home-practice", "father", WITHHOLD)
    for who in (FATHER, STRANGER, ELSEWHERE):
        assert goals.get(PRACTICES, who).status_code == 404
    assert same_refusal(said(goals, FATHER, practice), said(goals, FATHER, "none"))
    evening(goals)
    item = due(goals)[0]["item"]
    hidden = goals.get(f"{CHILD}/items/{item}", FATHER)
    assert same_refusal(hidden, goals.get(f"{CHILD}/items/none", FATHER))


def test_a_practice_of_one_home_does_not_exist_for_the_other(goals: OneService) -> None:
    practice = asked(goals, a_card(goals), a_home(goals, "Lake", "mother"))["practice"]
    assert same_refusal(said(goals, FATHER, practice), said(goals, FATHER, "none"))
    evening(goals)
    assert goals.get(f"{CHILD}/items/{due(goals)[0]['item']}", FATHER).status_code == 404
