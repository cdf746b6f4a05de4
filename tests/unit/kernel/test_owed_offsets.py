"""Offsets may be told late, never lost: what comes again is known."""

from tests.unit.kernel.test_event_road import Road
from tests.unit.kernel.test_event_road import road as road


def waiting(road: Road) -> int:
    return sum(place.end - place.committed for place in road.bus.lag("alliance.shelf", ["test.jars"]))


def test_under_load_offsets_are_told_once_a_second_and_at_once_when_nothing_more_comes(road: Road) -> None:
    for seconds, left in ((0, 1), (0.4, 2), (0.7, 0), (0, 1)):
        road.clock.sleep(seconds)
        road.fill("c1", 1)
        road.relay.run_once()
        assert road.consumer.run_once() == 1
        assert waiting(road) == left
    assert road.consumer.run_once() == 0
    assert waiting(road) == 0


def test_a_consumer_that_leaves_tells_how_far_it_is(road: Road) -> None:
    road.fill("c1", 1)
    road.relay.run_once()
    road.consumer.run_once()
    road.consumer.close()
    assert waiting(road) == 0


def test_what_was_done_and_not_told_before_a_crash_comes_again_without_effect(road: Road) -> None:
    road.fill("c1", 5)
    road.relay.run_once()
    road.consumer.run_once()
    road.consumer._consumer.close()  # type: ignore[union-attr]
    road.consumer = road.shelf.consumer(wait_seconds=0.0)
    assert road.consumer.run_once() == 1
    assert road.heard("c1") == 5
