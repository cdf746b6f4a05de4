"""The words on the secure page follow the stage of the work, for whoever may know of progress; a message never does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.codes import EpisodeStage
from contracts.notes import StageChanged
from services.notifications.messages import newest
from services.notifications.repository import STAGES
from tests.component.notifications_family import CHILD, PATH, disclosed, settled_family
from tests.component.notifications_wishes import FATHER, MOTHER, shared
from tests.component.notifications_world import World, notifications

ITEM = f"/children/{CHILD}/disclosures/routine-1/mine"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        shared(made, 1)
        made.settle()
        yield made


def came_to(world: World, stage: EpisodeStage, ending: str | None = None, ago: int = 0) -> StageChanged:
    moment = world.clock.now() - timedelta(minutes=ago)
    event = StageChanged(
        child=CHILD, clinic="clinic-hill", stage=stage, changed_by="therapist-1", changed_at=moment, ending=ending
    )
    world.hear(event)
    world.clock.advance(timedelta(minutes=1))
    return event


def greeting(world: World, **params: str) -> dict[str, object] | None:
    found: dict[str, object] | None = world.get(ITEM, MOTHER, **params).json()["greeting"]
    return found


def test_a35_the_template_follows_the_stage_and_each_change_is_on_record(world: World) -> None:
    sent = len(world.post.letters)
    assert greeting(world) is None
    for stage in EpisodeStage:
        came_to(world, stage)
        assert greeting(world) == {
            "template": f"page-greeting-{stage}",
            "version": 1,
            "words": newest("en", f"page-greeting-{stage}")[1]["body"],
        }
    (log,) = world.all(STAGES)
    assert [move.stage for move in log.moves] == list(EpisodeStage)
    world.settle()
    assert len(world.post.letters) == sent
    assert not any(word in str(world.post.letters) for word in ("termination", "goodbye", "commitment"))


def test_the_greeting_is_in_the_language_of_the_page_and_ends_with_the_episode(world: World) -> None:
    came_to(world, EpisodeStage.PROCESS)
    assert (greeting(world, language="ar") or {})["words"] == newest("ar", "page-greeting-process")[1]["body"]
    assert (greeting(world, language="xx") or {})["words"] == newest("en", "page-greeting-process")[1]["body"]
    came_to(world, EpisodeStage.TERMINATION, ending="planned")
    assert greeting(world) is None
    assert world.get(ITEM, MOTHER, language="x").status_code == 422


def test_a_change_told_twice_or_late_leaves_the_newest_in_force(world: World) -> None:
    event = came_to(world, EpisodeStage.CHANGE)
    world.hear(event)
    came_to(world, EpisodeStage.COMMITMENT, ago=60)
    assert (greeting(world) or {})["template"] == "page-greeting-change"
    assert [len(log.moves) for log in world.all(STAGES)] == [2]


def test_nobody_is_greeted_above_words_about_danger_or_without_a_right_to_the_item(world: World) -> None:
    came_to(world, EpisodeStage.PROCESS)
    disclosed(world)
    world.settle()
    assert world.get(f"{PATH}/mine", MOTHER).json()["greeting"] is None
    assert world.get(ITEM, FATHER).status_code == 404
