"""What is due fires once, at its time, and never stands in the way of others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.chance import SeededChance
from kernel.clock import SteppedClock, to_text
from kernel.decision import Decision, Timer
from kernel.errors import GatewayUnavailable
from kernel.store.port import Insert
from kernel.store.sqlite import SqliteStore
from kernel.timers import BATCH_MAX, TimerLoop
from kernel.work import TIMERS, Work
from tests.unit.kernel.jar_store import ANNA, START, dispatcher, prepared
from tests.unit.kernel.jars import FILLING, JARS, Fill, drip


@pytest.fixture
def store() -> SqliteStore:
    return prepared()


def test_a_due_timer_fires_once_and_a_moved_one_only_at_its_new_time(store: SqliteStore) -> None:
    jars = dispatcher(store)
    clock = jars.clock
    assert isinstance(clock, SteppedClock)
    jars.run(Fill(child="c1", amount=5), ANNA)
    clock.advance(timedelta(seconds=30))
    jars.run(Fill(child="c1", amount=5), ANNA)  # sets the same timer again, later
    loop = TimerLoop(jars, store, clock, SeededChance(1))
    clock.advance(timedelta(seconds=31))
    assert loop.run_once() == 0
    clock.advance(timedelta(seconds=30))
    assert loop.run_once() == 1
    assert loop.run_once() == 0
    assert store.get(JARS.collection, "c1")["amount"] == 9


def test_a_timer_may_set_itself_anew_in_its_own_effect(store: SqliteStore) -> None:
    def again(_: Any, work: Work) -> Decision:
        return Decision(timers=(Timer(id="again:c1", name="again", due=work.now + timedelta(minutes=1)),))

    jars = replace(dispatcher(store), service=replace(FILLING, timers={"again": again}))
    clock = jars.clock
    assert isinstance(clock, SteppedClock)
    set_once = {"_id": "again:c1", "state": "waiting", "stream": "c1", "name": "again", "data": {}, "correlation": "x"}
    store.commit([Insert(TIMERS, {**set_once, "set_by": "m", "due": to_text(START), "failures": 0})], "set")
    loop = TimerLoop(jars, store, clock, SeededChance(1))
    for _ in range(3):
        assert loop.run_once() == 1
        clock.advance(timedelta(minutes=1))
    assert store.count(TIMERS, {}) == 1


def test_a_timer_that_must_wait_is_kept_and_does_not_keep_the_loop_busy(store: SqliteStore) -> None:
    def away(_: Any, work: Work) -> Decision:
        raise GatewayUnavailable("away")

    jars = replace(dispatcher(store), service=replace(FILLING, timers={"drip": away}))
    jars.run(Fill(child="c1", amount=5), ANNA)
    assert isinstance(jars.clock, SteppedClock)
    jars.clock.advance(timedelta(hours=1))
    assert TimerLoop(jars, store, jars.clock, SeededChance(1)).run_once() == 0
    assert store.count(TIMERS, {"state": "waiting"}) == 1


def test_a_timer_that_keeps_failing_is_set_aside_and_not_lost(store: SqliteStore) -> None:
    def broken(_: Any, work: Work) -> Decision:
        raise RuntimeError("a bug")

    jars = replace(dispatcher(store), service=replace(FILLING, timers={"drip": broken}))
    jars.run(Fill(child="c1", amount=5), ANNA)
    assert isinstance(jars.clock, SteppedClock)
    for _ in range(6):
        jars.clock.advance(timedelta(hours=1))
        TimerLoop(jars, store, jars.clock, SeededChance(1)).run_once()
    assert [timer["state"] for timer in store.find(TIMERS, {})] == ["stuck"]


def test_timers_that_must_wait_let_those_behind_them_fire(store: SqliteStore) -> None:
    def away_for_some(_: Any, work: Work) -> Decision:
        if work.message.stream.startswith("away"):
            raise GatewayUnavailable("away")
        return drip({}, work)

    jars = replace(dispatcher(store), service=replace(FILLING, timers={"drip": away_for_some}))
    assert isinstance(jars.clock, SteppedClock)
    for number in range(BATCH_MAX):
        jars.run(Fill(child=f"away-{number}", amount=5), ANNA)
    jars.clock.advance(timedelta(seconds=1))
    jars.run(Fill(child="here", amount=5), ANNA)
    jars.clock.advance(timedelta(hours=1))
    loop = TimerLoop(jars, store, jars.clock, SeededChance(1))
    assert (loop.run_once(), loop.run_once()) == (0, 1)
    assert store.get(JARS.collection, "here")["amount"] == 4
    assert store.count(TIMERS, {"state": "waiting"}) == BATCH_MAX


def test_a_timer_set_again_for_the_very_same_moment_fires_again(store: SqliteStore) -> None:
    jars = dispatcher(store)
    assert isinstance(jars.clock, SteppedClock)
    loop = TimerLoop(jars, store, jars.clock, SeededChance(1))
    jars.run(Fill(child="c1", amount=5), ANNA)
    due = store.find(TIMERS, {})[0]["due"]
    jars.clock.advance(timedelta(minutes=1))
    assert loop.run_once() == 1
    again = {"_id": "drip:c1", "state": "waiting", "stream": "c1", "name": "drip", "data": {}, "correlation": "x"}
    store.commit([Insert(TIMERS, {**again, "set_by": "another", "due": due, "failures": 0})], "again")
    assert loop.run_once() == 1
    assert store.count(TIMERS, {}) == 0
    assert store.get(JARS.collection, "c1")["amount"] == 3
