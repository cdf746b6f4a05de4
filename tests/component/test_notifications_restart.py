"""The ladder outlives the process: due times lie in the store, in UTC."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.kind import Kind
from kernel.store.port import In, Span, Where
from kernel.store.sqlite import SqliteStore
from services.notifications.model import Climbed
from services.notifications.repository import (
    ANSWERS,
    CONTACT_POINTS,
    DISCLOSURES,
    KINDS,
    NOTICES,
    POINTERS,
    TASKS,
    THREAD_MESSAGES,
    THREADS,
)
from tests.component.notifications_family import disclosed, notices, settled_family
from tests.component.notifications_world import World, notifications

SPRING_FORWARD = datetime(2026, 3, 8, 6, 50, tzinfo=UTC)  # New York: 01:50, ten minutes before 03:00
FALL_BACK = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)  # New York: 01:50, ten minutes before 01:00 comes again


def successor(world: World, data_dir: Path) -> World:
    """Another process on the same store, with keys and clock as they were."""
    return World(data_dir, world.post, world.phones, before=world)


@pytest.mark.parametrize("start", [SPRING_FORWARD, FALL_BACK])
def test_rungs_come_on_time_across_a_restart_and_a_clock_change(tmp_path: Path, start: datetime) -> None:
    with notifications(tmp_path) as world:
        world.clock.advance(start - world.clock.now())
        settled_family(world)
        disclosed(world)
        world.settle()
        second = successor(world, tmp_path)
        second.later(minutes=14, seconds=59)
        assert second.phones.messages == []
        second.later(seconds=1)
        assert len(second.phones.messages) == 1
        third = successor(second, tmp_path)
        third.later(minutes=44, seconds=59)
        assert third.said("task-opened") == []
        third.later(seconds=1)
        assert [item["code"] for item in third.said("task-opened")] == ["ladder-exhausted"]
        assert third.clock.now() - start == timedelta(minutes=60)
        assert [item.rung for item in notices(third)] == [1, 2]


def test_after_a_night_without_any_worker_the_human_is_found_in_the_first_minute(tmp_path: Path) -> None:
    with notifications(tmp_path) as world:
        settled_family(world)
        disclosed(world)
        world.clock.advance(timedelta(hours=9))
        second = successor(world, tmp_path)
        second.settle()
        assert [item["code"] for item in second.said("task-opened")] == ["ladder-exhausted"]
        assert [step.rung for step in _ladder_steps(second)] == [1, 2, 3]


def _ladder_steps(world: World) -> list[Climbed]:
    ladder = world.all(DISCLOSURES)[0].ladder
    assert ladder is not None
    return list(ladder.climbed)


@pytest.mark.parametrize(
    ("kind", "where", "sort"),
    [
        (NOTICES, {"state": "accepted", "due": Span(below="2026")}, ("lane", "due")),
        (NOTICES, {"state": "dispatched", "intent_at": Span(below="2026")}, ("intent_at",)),
        (NOTICES, {"disclosure": "d"}, ("created_at",)),
        (NOTICES, {"child": "c", "state": "accepted"}, ()),
        (DISCLOSURES, {"next_due": Span(below="2026")}, ("next_due",)),
        (DISCLOSURES, {"child": "c"}, ("-decided_at",)),
        (DISCLOSURES, {"child": "c", "item": "i"}, ()),
        (POINTERS, {"disclosure": "d"}, ()),
        (POINTERS, {"child": "c", "state": "valid"}, ()),
        (CONTACT_POINTS, {"person": In(("a", "b"))}, ()),
        (CONTACT_POINTS, {"address_digest": "x"}, ()),
        (CONTACT_POINTS, {"due": Span(below="2026")}, ("due",)),
        (TASKS, {"clinic": "c", "state": "open"}, ("due",)),
        (TASKS, {"disclosure": "d"}, ()),
        (ANSWERS, {"disclosure": "d"}, ("at",)),
        (THREADS, {"child": "c", "person": "p"}, ("-opened_at",)),
        (THREADS, {"child": "c", "clinic": In(("a", "b"))}, ("-opened_at",)),
        (THREAD_MESSAGES, {"thread": "t"}, ("written_at",)),
    ],
)
def test_every_question_is_answered_by_an_index(kind: Kind[Any], where: Where, sort: tuple[str, ...]) -> None:
    store = SqliteStore(None)
    store.prepare([item.collection for item in KINDS])
    assert store.explain(kind.collection, where, sort) is not None
