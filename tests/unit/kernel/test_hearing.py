"""Events that come together: one commit, in each child's order, and nobody held up by another's trouble."""

from kernel.audit import AUDIT
from kernel.chain import chain_broken_at
from kernel.parking import HELD
from tests.unit.kernel.test_event_road import Road
from tests.unit.kernel.test_event_road import road as road


def test_events_of_one_child_that_come_together_are_one_commit_in_their_order(road: Road) -> None:
    for amount in (5, 3, 1):
        road.fill("c1", amount)
    road.fill("c2", 2)
    road.relay.run_once()
    before = len({row["_c"] for row in road.shelf.store.find(AUDIT, {})})
    assert road.consumer.run_once() == 4
    assert (road.heard("c1"), road.heard("c2")) == (9, 2)
    rows = road.shelf.store.find(AUDIT, {"stream": "c1"}, ("position",))
    assert [row["position"] for row in rows] == [1, 2, 3]
    assert chain_broken_at(road.shelf.store, "c1") is None
    assert len({row["_c"] for row in road.shelf.store.find(AUDIT, {})}) == before + 1


def test_behind_an_event_that_is_refused_those_of_its_child_wait_and_the_others_are_heard(road: Road) -> None:
    road.fill("c1", 5)
    road.fill("c1", 13)  # the listener refuses 13
    road.fill("c1", 3)
    road.fill("c2", 2)
    road.travel()
    assert (road.heard("c1"), road.heard("c2")) == (5, 2)
    assert [row["_id"] for row in road.shelf.parking.streams()] == ["c1"]
    assert road.shelf.store.count(HELD, {}) == 2
