"""Measures: scored by their published rules, each informant apart; a fall of the alliance is for clinicians alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from services.goals.repository.measures import MEASUREMENTS
from tests.builders import HILL, LAKE, staff
from tests.component.goals_world import (
    CHILD,
    ELSEWHERE,
    FATHER,
    GOALS,
    MOTHER,
    SUPERVISOR,
    THERAPIST,
    an_agreed_goal,
    done,
    goals_world,
    refused,
)
from tests.component.one_service import OneService

MEASURES, RULES = f"{CHILD}/measures", f"/clinics/{HILL}/measuring"


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[OneService]:
    with goals_world(tmp_path) as service:
        yield service


def body(instrument: str, values: list[int | None], version: int = 1, **more: Any) -> dict[str, Any]:
    return {"clinic": HILL, "instrument": instrument, "version": version, "values": values, **more}


def answered(goals: OneService, who: Any, instrument: str, values: list[int | None], **more: Any) -> str:
    return str(done(goals.post(MEASURES, who, body(instrument, values, **more)), 201)["measurement"])


def series(goals: OneService, who: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(goals.get(MEASURES, who))["series"]
    return found


def test_a01_the_alliance_has_three_series_and_no_guardian_reads_the_childs(goals: OneService) -> None:
    answered(goals, THERAPIST, "alliance", [9, 8, 7], voice="child")
    answered(goals, THERAPIST, "alliance", [6, 6, 6])
    answered(goals, MOTHER, "alliance", [10, 9, 10])
    answered(goals, FATHER, "alliance", [2, 1, 2])
    staff_view = [(item["voice"], item["informant"]) for item in series(goals, THERAPIST)]
    assert staff_view == [("child", None), ("guardian", "father"), ("guardian", "mother"), ("therapist", "t1")]
    for who, own in ((MOTHER, [10, 9, 10]), (FATHER, [2, 1, 2])):
        (mine,) = series(goals, who)
        assert (mine["voice"], mine["informant"], mine["answers"][0]["values"]) == ("guardian", who.person, own)
        assert not {"total", "recorded_by", "of"} & set(mine["answers"][0])


def test_a18_a_fall_below_ones_own_mean_is_told_to_clinicians_once_and_to_nobody_else(goals: OneService) -> None:
    for values in ([9, 9, 9], [8, 9, 9]):
        answered(goals, THERAPIST, "alliance", values, voice="child")
    assert goals.events() == []
    # Another informant's low answer is no fall of the child's.
    answered(goals, MOTHER, "alliance", [1, 1, 1])
    assert goals.events() == []
    answered(goals, THERAPIST, "alliance", [7, 7, 7], voice="child")
    assert goals.events() == ["goals.alliance-ruptured.v1"]


def test_how_deep_a_fall_must_be_is_set_by_the_clinic(goals: OneService) -> None:
    done(goals.put(RULES, SUPERVISOR, {"alliance_drop": 2, "practice_cap": 1}))
    for values in ([9, 9, 9], [9, 9, 9], [9, 8, 8]):
        answered(goals, THERAPIST, "alliance", values, voice="child")
    assert goals.events() == ["goals.alliance-ruptured.v1"]


def test_psc_17_is_scored_by_its_published_rule_in_both_orders(goals: OneService) -> None:
    internalising = {2, 6, 9, 11, 15}
    mixed = [2 if number in internalising else 0 for number in range(1, 18)]
    answered(goals, MOTHER, "psc-17", [*mixed])
    answered(goals, FATHER, "psc-17", [2] * 5 + [0] * 12, version=2)
    for one in series(goals, THERAPIST):
        (told,) = one["answers"]
        assert (told["total"], told["over_cutoff"], told["answered"], told["of"]) == (10, False, 17, 17)
        assert told["subtotals"][0] == {"code": "internalising", "value": 10, "over_cutoff": True}
        assert told["subtotals"][1]["over_cutoff"] is False


def test_what_is_blank_is_never_made_up(goals: OneService) -> None:
    answered(goals, MOTHER, "psc-17", [None] * 3 + [1] * 14)
    answered(goals, FATHER, "psc-17", [None] * 4 + [1] * 13)
    answered(goals, THERAPIST, "phq-9m", [None] + [1] * 7 + [0], voice="child")
    told = {(one["instrument"], one["informant"]): one["answers"][0] for one in series(goals, THERAPIST)}
    assert (told["psc-17", "mother"]["total"], told["psc-17", "mother"]["answered"]) == (14, 14)
    assert told["psc-17", "mother"]["subtotals"][1]["value"] is None
    assert (told["psc-17", "father"]["total"], told["psc-17", "father"]["answered"]) == (None, 13)
    assert (told["phq-9m", None]["total"], told["phq-9m", None]["band"]) == (None, None)


@pytest.mark.parametrize(("total", "band"), [(4, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately-severe")])
def test_phq_9m_has_its_bands_and_an_answer_to_its_ninth_item_is_flagged(
    goals: OneService, total: int, band: str
) -> None:
    values: list[int | None] = [min(3, max(0, total - 3 * place)) for place in range(8)]
    answered(goals, THERAPIST, "phq-9m", [*values, 0], voice="child")
    assert goals.events() == []
    answered(goals, THERAPIST, "phq-9m", [*values, 1], voice="child")
    assert goals.events() == ["goals.answer-flagged.v1"]
    newest, first = series(goals, SUPERVISOR)[0]["answers"]
    assert (first["total"], first["band"]) == (total, band)
    assert newest["total"] == total + 1


def test_families_rate_a_goal_from_0_to_10_each_for_themselves(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    for who, value in ((MOTHER, 7), (FATHER, 3)):
        answered(goals, who, "gbo", [value], goal=goal)
    answered(goals, THERAPIST, "gbo", [5], goal=goal, voice="child")
    assert [one["answers"][0]["values"] for one in series(goals, THERAPIST)] == [[5], [3], [7]]
    assert [one["answers"][0]["values"] for one in series(goals, MOTHER)] == [[7]]
    for value, more, field in ((11, {"goal": goal}, "values.0"), (5, {}, "goal")):
        assert set(refused(goals.post(MEASURES, MOTHER, body("gbo", [value], **more)))[2]) == {field}


def test_a_licensed_instrument_takes_scores_once_the_clinic_has_recorded_its_licence(goals: OneService) -> None:
    values: list[int | None] = [3, 1, 8, 2]
    assert refused(goals.post(MEASURES, MOTHER, body("sdq", values)))[:2] == (403, "no-licence")
    done(goals.post(f"{RULES}/licences", SUPERVISOR, {"instrument": "sdq", "reference": "L-2026-17"}), 201)
    answered(goals, MOTHER, "sdq", values)
    (licence,) = done(goals.get(RULES, SUPERVISOR))["licences"]
    assert (licence["instrument"], licence["reference"]) == ("sdq", "L-2026-17")
    lake = staff("s9", Role.SUPERVISOR, clinic=LAKE)
    assert goals.post(f"{RULES}/licences", lake, {"instrument": "ors", "reference": "x"}).status_code == 403
    south = staff("s1", Role.SUPERVISOR, network="network-south")
    assert goals.get(RULES, south).status_code == 403


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"instrument": "mood-ring"}, {"instrument": ["unknown"]}),
        ({"version": 9}, {"version": ["unknown"]}),
        ({"values": [1, 2]}, {"values": ["wrong-number"]}),
        ({"values": [None, None, None]}, {"values": ["empty"]}),
        ({"values": [1, 11, -1]}, {"values.1": ["out-of-range"], "values.2": ["out-of-range"]}),
        ({"goal": "g1"}, {"goal": ["not-for-this-instrument"]}),
        ({"clinic": LAKE}, {"clinic": ["unknown"]}),
    ],
)
def test_answers_that_do_not_fit_name_their_field_and_change_nothing(
    goals: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    assert refused(goals.post(MEASURES, THERAPIST, {**body("alliance", [1, 2, 3]), **change}))[2] == errors
    assert goals.rows(MEASUREMENTS.collection) == []


def test_answers_are_kept_sealed_and_nobody_else_reaches_them(goals: OneService) -> None:
    answered(goals, MOTHER, "psc-17", [2] * 17)
    (row,) = goals.rows(MEASUREMENTS.collection)
    assert "2, 2" not in json.dumps(row["values"])
    assert goals.get(MEASURES, ELSEWHERE).status_code == 404
    assert goals.post(MEASURES, ELSEWHERE, body("alliance", [1, 2, 3])).status_code == 404


def test_each_guardians_ratings_of_a_ladder_are_a_series_with_its_own_score(goals: OneService) -> None:
    goal = an_agreed_goal(goals)
    for who, level in ((MOTHER, 2), (FATHER, -2)):
        done(goals.post(f"{GOALS}/{goal}/updates", who, {"level": level, "words": "", "share": False}), 201)
    scores = done(goals.get(GOALS, THERAPIST))["scores"][0]["series"]
    guardians = {one["informant"]: one["t"] for one in scores if one["rater"] == "guardian"}
    assert guardians == {"father": 30.0, "mother": 70.0}
