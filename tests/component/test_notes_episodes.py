"""The course of an episode: stages that people set, steps that are ticked off, endings that are prepared or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notes.model.episode import CHECKPOINTS, Checklist
from services.notes.repository import EPISODES
from tests.builders import HILL, LAKE
from tests.component.one_service import CANARY, OneService, one_service
from tests.component.writing_notes import AUTHOR, COLLEAGUE, CONCERN, DESK, MOTHER, STRANGER, opened

EPISODE = f"/children/c1/episodes/{HILL}"


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def moved(notes: OneService, stage: str, words: str | None = None) -> int:
    return notes.post(f"{EPISODE}/stage", AUTHOR, {"stage": stage, "words": words}).status_code


def prepared(notes: OneService) -> None:
    assert moved(notes, "termination") == 200
    for item in CHECKPOINTS[Checklist.CLOSING]:
        step = {"checklist": "closing", "item": item}
        assert notes.post(f"{EPISODE}/checkpoints", COLLEAGUE, step).status_code == 200


def test_a_stage_is_what_staff_say_it_is_forwards_or_back_with_everything_on_record(notes: OneService) -> None:
    assert notes.get(EPISODE, AUTHOR).json()["stage"] == "commitment"
    assert [moved(notes, "process", f"She settles in {CANARY}"), moved(notes, "commitment")] == [200, 200]
    assert moved(notes, "commitment") == 422
    found = notes.get(EPISODE, AUTHOR).json()
    assert [(move["stage"], move["words"]) for move in found["moves"]] == [
        ("process", f"She settles in {CANARY}"),
        ("commitment", None),
    ]
    assert notes.events() == ["notes.stage-changed.v1"] * 2
    assert CANARY not in str(notes.rows(EPISODES.collection))


def test_a36_each_step_of_the_first_visit_is_recorded_with_who_did_it_and_when(notes: OneService) -> None:
    step = {"checklist": "first-visit", "item": "child-greeted-first"}
    for who in (AUTHOR, COLLEAGUE):
        assert notes.post(f"{EPISODE}/checkpoints", who, step).status_code == 200
    first = next(item for item in notes.get(EPISODE, AUTHOR).json()["checklists"] if item["checklist"] == "first-visit")
    assert [(done["item"], done["by"]) for done in first["done"]] == [("child-greeted-first", "t1")]
    assert "child-greeted-first" not in first["undone"]
    unknown = notes.post(f"{EPISODE}/checkpoints", AUTHOR, {**step, "item": "nothing"})
    assert (unknown.status_code, unknown.json()["errors"]) == (422, {"item": ["unknown"]})


def test_an_episode_with_an_open_concern_does_not_end(notes: OneService) -> None:
    raised = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **CONCERN}).json()["concern"]
    prepared(notes)
    for ending in ("planned", "unplanned"):
        refused = notes.post(f"{EPISODE}/ending", AUTHOR, {"ending": ending, "words": "We are done"})
        assert (refused.status_code, refused.json()["code"]) == (403, "open-concern")
    notes.post(f"/children/c1/concerns/{raised}/closure", AUTHOR, {"reason": "resolved", "words": "Safe now"})
    assert notes.post(f"{EPISODE}/ending", AUTHOR, {"ending": "planned", "words": "We are done"}).status_code == 200
    assert notes.get(EPISODE, AUTHOR).json()["ending"] == "planned"


def test_a_planned_end_has_been_prepared_and_an_unplanned_one_is_an_outcome_of_its_own(notes: OneService) -> None:
    early = notes.post(f"{EPISODE}/ending", AUTHOR, {"ending": "planned", "words": "x"})
    assert early.json()["errors"] == {"ending": ["not-in-termination"]}
    moved(notes, "termination")
    undone = notes.post(f"{EPISODE}/ending", AUTHOR, {"ending": "planned", "words": "x"})
    assert "checklist.maintenance-plan" in undone.json()["errors"]
    moved(notes, "process")
    assert notes.post(f"{EPISODE}/ending", AUTHOR, {"ending": "unplanned", "words": "Moved away"}).status_code == 200
    found = notes.get(EPISODE, AUTHOR).json()
    assert (found["stage"], found["ending"]) == ("process", "unplanned")
    assert moved(notes, "change") == 403
    assert notes.post(f"{EPISODE}/reopening", AUTHOR, {"words": "Back again"}).status_code == 200
    assert notes.get(EPISODE, AUTHOR).json()["ending"] is None


def test_a_child_in_two_clinics_has_an_episode_in_each(notes: OneService) -> None:
    notes.register("c1", LAKE, "t9")
    notes.consent.says("session-detail", "t9", {"outcome": "permit", "obligations": []})
    assert moved(notes, "change") == 200
    assert notes.get(f"/children/c1/episodes/{LAKE}", STRANGER).json()["stage"] == "commitment"
    assert notes.get(EPISODE, STRANGER).status_code == 404
    foreign = notes.post(f"/children/c1/episodes/{LAKE}/stage", AUTHOR, {"stage": "change", "words": None})
    assert foreign.json()["errors"] == {"clinic": ["unknown"]}


def test_families_and_the_front_desk_neither_see_nor_move_a_stage(notes: OneService) -> None:
    for who in (MOTHER, DESK):
        assert notes.get(EPISODE, who).status_code == 403
        assert notes.post(f"{EPISODE}/stage", who, {"stage": "change", "words": None}).status_code == 403
