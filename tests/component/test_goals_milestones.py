"""Celebrated upwards, once, with the child's permission; a fall alarms nobody; the course of a goal as a picture."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from services.goals.decisions.chart import STYLES
from services.goals.repository.milestones import MILESTONES as KEPT
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    LADDER,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    an_agreed_goal,
    done,
    goals_world,
    same_refusal,
)
from tests.component.one_service import WITHHOLD, OneService

MILESTONES = f"{CHILD}/milestones"
SVG = "{http://www.w3.org/2000/svg}"
REACHED = "goals.milestone-reached.v1"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def rated(goals: OneService, goal: str, level: int, who: Any = THERAPIST, **more: Any) -> None:
    body = {"level": level, "words": "", "share": False, **more}
    done(goals.post(f"{GOALS}/{goal}/updates", who, body), 201)
    goals.clock.advance(timedelta(days=7))


def steps(goals: OneService, who: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(goals.get(MILESTONES, who))["milestones"]
    return found


def permitted(goals: OneService, milestone: str, word: bool = True) -> None:
    done(goals.post(f"{MILESTONES}/{milestone}/permission", THERAPIST, {"permitted": word}))


def test_a63_a_step_is_celebrated_once_and_only_with_the_childs_permission(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    rated(goals, goal, 0)
    (step,) = steps(goals, THERAPIST)
    assert (step["level"], step["permitted"]) == (0, None)
    assert steps(goals, MOTHER) == []
    assert REACHED not in goals.events()
    for _ in range(2):
        permitted(goals, step["milestone"])
    for level in (-1, 0, -2, 0):  # down and back up again: the same step is not reached twice
        rated(goals, goal, level)
    assert goals.events().count(REACHED) == 1
    (told,) = steps(goals, MOTHER)
    assert (told["level_words"], told["cheered"]) == (LADDER[2], False)
    item = done(goals.get(f"{CHILD}/items/{step['milestone']}", FATHER))
    assert (item["kind"], item["level_words"]) == ("milestone", LADDER[2])


def test_without_the_childs_permission_no_adult_hears_of_a_step(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    rated(goals, goal, 1)
    (step,) = steps(goals, THERAPIST)
    permitted(goals, step["milestone"], False)
    assert REACHED not in goals.events()
    assert steps(goals, MOTHER) == []
    hidden = goals.get(f"{CHILD}/items/{step['milestone']}", MOTHER)
    assert same_refusal(hidden, goals.get(f"{CHILD}/items/none", MOTHER))
    assert goals.post(f"{MILESTONES}/{step['milestone']}/cheer", MOTHER).status_code == 404


def test_a_request_that_is_sent_again_makes_no_second_step(goals: OneService) -> None:
    goal, body = an_agreed_goal(goals), {"level": 1, "words": "", "share": False}
    for _ in range(2):
        done(goals.post(f"{GOALS}/{goal}/updates", THERAPIST, body, key="the-same-key"), 201)
    assert len(goals.rows(KEPT.collection)) == 1


def test_only_what_child_or_therapist_see_and_only_upwards_is_a_step(goals: OneService) -> None:
    goal = an_agreed_goal(goals, baseline=0)
    rated(goals, goal, 2, MOTHER)
    rated(goals, goal, -1)
    rated(goals, goal, 0)
    assert steps(goals, THERAPIST) == []
    rated(goals, goal, 1, rater="child")
    assert [step["level"] for step in steps(goals, THERAPIST)] == [1]


def test_a64_one_tap_is_shown_to_the_clinician_and_the_other_guardian_is_not_told_who(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    rated(goals, goal, 0)
    step = steps(goals, THERAPIST)[0]["milestone"]
    permitted(goals, step)
    for _ in range(2):
        done(goals.post(f"{MILESTONES}/{step}/cheer", MOTHER))
    assert goals.events().count("goals.milestone-cheered.v1") == 1
    assert steps(goals, SUPERVISOR)[0]["cheers"] == ["mother"]
    assert steps(goals, MOTHER)[0]["cheered"] is True
    (theirs,) = steps(goals, FATHER)
    assert theirs["cheered"] is False
    assert "cheers" not in theirs


def test_b18_a_chart_shows_range_and_words_and_a_fall_neither_alarms_nor_is_red(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    for level in (1, -1, 0):
        rated(goals, goal, level, share=True)
    before = goals.events()
    rated(goals, goal, -2)
    assert goals.events() == before
    told = done(goals.get(f"{GOALS}/{goal}/chart", MOTHER))
    picture = ElementTree.fromstring(told["svg"])
    assert picture.get("role") == "img"
    named = [picture.find(f"{SVG}{name}") for name in ("title", "desc")]
    assert [item.text for item in named if item is not None] == ["Sleeps alone", "; ".join(told["text"])]
    assert picture.find(f"{SVG}rect") is not None
    assert [line.split(" ", 1)[1] for line in told["text"]] == [LADDER[3], LADDER[1], LADDER[2]]
    colours = {colour for colour, _ in STYLES} & {item.get("stroke") for item in picture.iter()}
    assert colours
    for colour in colours:
        red, green, blue = (int(str(colour)[place : place + 2], 16) for place in (1, 3, 5))
        assert red <= max(green, blue)


def test_each_voice_has_its_own_line_for_clinicians_and_a_guardian_sees_shared_and_own_alone(
    goals: OneService,
) -> None:
    goal = an_agreed_goal(goals, statement="<Sleeps> & dreams")
    rated(goals, goal, 0, rater="child")
    rated(goals, goal, 1)
    rated(goals, goal, -1, MOTHER)
    rated(goals, goal, -2, FATHER)
    staff_view = ElementTree.fromstring(done(goals.get(f"{GOALS}/{goal}/chart", THERAPIST))["svg"])
    series = [item.get("data-series") for item in staff_view.iter() if item.get("data-series") is not None]
    assert series == ["child", "guardian father", "guardian mother", "therapist"]
    assert len(done(goals.get(f"{GOALS}/{goal}/chart", MOTHER))["text"]) == 1


def test_a_chart_of_nothing_is_a_ladder_and_one_that_is_hidden_is_not_there(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    told = done(goals.get(f"{GOALS}/{goal}/chart", MOTHER))
    assert told["text"] == []
    ElementTree.fromstring(told["svg"])
    goals.consent.says("goals-progress", "father", WITHHOLD)
    for who in (FATHER, ELSEWHERE):
        assert goals.get(f"{GOALS}/{goal}/chart", who).status_code == 404
    assert goals.get(f"{GOALS}/none/chart", MOTHER).status_code == 404
