"""From outbox to handler: in order per child, once in effect, one child's trouble is nobody else's."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kernel.auth.principal import Kind, Principal
from kernel.bus.embedded import EmbeddedBus
from kernel.bus.port import Outgoing, Topic
from kernel.chance import SeededChance
from kernel.clock import SteppedClock
from kernel.consumer import LOST_MAX
from kernel.contract import wire_type
from kernel.crypto import LocalMasterKey
from kernel.dispatch import Dispatcher
from kernel.envelope import Envelope
from kernel.errors import Conflict, Invalid, StoreUnavailable
from kernel.node import Channels, Node
from kernel.outbox import OUTBOX
from kernel.parking import HELD
from kernel.store.port import Write
from kernel.store.sqlite import SqliteStore
from kernel.telemetry.traces import current_trace, current_traceparent, span
from kernel.work import Work
from tests.unit.kernel.jars import FILLING, JARS, LISTENING, Fill, JarFilled

ANNA = Principal("anna", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
JARS_TOPIC = Topic("test.jars", 3, 24)
FILLS = Channels(topic=JARS_TOPIC, published={wire_type(JarFilled): JarFilled}, heard=())
LISTENS = Channels(topic=Topic("test.shelf", 3, 24), published={}, heard=("test.jars",))


class Road:
    """Two services on one embedded bus."""

    def __init__(self) -> None:
        self.clock = SteppedClock(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
        self.bus = EmbeddedBus(None, self.clock)
        self.jars, self.shelf = self._node(FILLING, FILLS), self._node(LISTENING, LISTENS)
        self.bus.ensure_topics([JARS_TOPIC])
        self.relay, self.consumer = self.jars.relay(), self.shelf.consumer(wait_seconds=0.0)

    def _node(self, service: Any, channels: Channels) -> Node:
        node = Node(
            service=service,
            channels=channels,
            store=SqliteStore(None),
            bus=self.bus,
            clock=self.clock,
            chance=SeededChance(service.name),
            master=LocalMasterKey(b"m" * 32, service.name),
            call=None,  # type: ignore[arg-type]
        )
        node.prepare()
        return node

    def fill(self, child: str, amount: int) -> None:
        self.jars.dispatcher.run(Fill(child=child, amount=amount), ANNA)

    def travel(self) -> None:
        while self.relay.run_once() or self.consumer.run_once():
            pass

    def heard(self, child: str) -> int:
        found = self.shelf.store.get(JARS.collection, child)
        return found["amount"] if found else 0


@pytest.fixture
def road() -> Iterator[Road]:
    made = Road()
    yield made
    made.relay.close()
    made.consumer.close()


def test_an_event_reaches_the_other_service_and_is_marked_published(road: Road) -> None:
    road.fill("c1", 5)
    road.travel()
    assert road.heard("c1") == 5
    assert road.jars.store.count(OUTBOX, {"state": "pending"}) == 0


def test_an_event_sent_twice_has_its_effect_once(road: Road) -> None:
    road.fill("c1", 5)
    road.travel()
    row = road.jars.store.find(OUTBOX, {})[0]
    producer = road.bus.producer()
    producer.send([road.relay._record(row)])
    road.travel()
    assert road.heard("c1") == 5


def test_a_refused_event_parks_its_child_while_others_flow(road: Road) -> None:
    road.fill("c1", 13)  # the listener refuses 13
    road.fill("c1", 2)
    road.fill("c2", 3)
    road.travel()
    assert (road.heard("c1"), road.heard("c2")) == (0, 3)
    assert [(row["_id"], row["code"], row["held"]) for row in road.shelf.parking.streams()] == [("c1", "unlucky", 2)]
    assert [row["state"] for row in road.shelf.store.find(HELD, {"stream": "c1"}, ("order",))] == ["dead", "waiting"]


def test_a_bug_in_a_handler_parks_its_child_under_its_own_code(road: Road) -> None:
    road.fill("c1", 66)
    road.fill("c2", 3)
    road.travel()
    assert [row["code"] for row in road.shelf.parking.dead()] == ["handler-failed"]
    assert road.heard("c2") == 3


def test_redrive_stops_at_a_culprit_that_still_fails_and_keeps_everything(road: Road) -> None:
    road.fill("c1", 13)
    road.fill("c1", 2)
    road.travel()
    with pytest.raises(Invalid, match="unlucky"):
        road.shelf.parking.redrive("c1", road.consumer.handle)
    assert road.shelf.store.count(HELD, {"stream": "c1"}) == 2


def test_discarding_the_culprit_and_redriving_frees_the_stream_in_order(road: Road) -> None:
    for amount in (13, 2, 4):
        road.fill("c1", amount)
    road.travel()
    road.shelf.parking.discard(road.shelf.parking.dead()[0]["_id"])
    assert road.shelf.parking.redrive("c1", road.consumer.handle) == 2
    assert road.heard("c1") == 6
    assert not road.shelf.parking.is_parked("c1")
    road.fill("c1", 1)
    road.travel()
    assert road.heard("c1") == 7


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b"\xff\xfe", ()),
        (b"{}", (("ce_specversion", b"1.0"),)),
        (b"[" * 30_000, (("ce_specversion", b"1.0"),)),
        (b"x" * 70_000, (("ce_id", b"\xff"),)),
    ],
)
def test_poison_bytes_park_their_key_and_stop_nothing_else(
    road: Road, value: bytes, headers: tuple[tuple[str, bytes], ...]
) -> None:
    road.bus.producer().send([Outgoing("test.jars", "c1", value, headers)])
    road.fill("c2", 3)
    road.travel()
    assert road.heard("c2") == 3
    assert [row["_id"] for row in road.shelf.parking.streams()] == ["c1"]


def test_a_store_that_is_away_delays_and_loses_nothing(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    road.fill("c1", 5)
    road.relay.run_once()
    commit, failures = road.shelf.store.commit, iter([True, True, False])

    def sometimes(writes: Any, commit_id: str) -> None:
        if next(failures, False):
            raise StoreUnavailable("away")
        commit(writes, commit_id)

    monkeypatch.setattr(road.shelf.store, "commit", sometimes)
    for _ in range(6):
        road.consumer.run_once()
    assert road.heard("c1") == 5
    assert road.shelf.parking.streams() == []


def test_a_consumer_that_dies_before_its_offset_commit_repeats_without_effect(road: Road) -> None:
    road.fill("c1", 5)
    road.relay.run_once()
    consumer = road.bus.consumer("alliance.shelf", ["test.jars"])
    records = consumer.poll(0.0)
    for record in records:
        road.consumer.handle(record)
    consumer.close()  # nothing committed
    road.travel()
    assert len(records) == 1
    assert road.heard("c1") == 5


def test_only_one_relay_publishes_at_a_time(road: Road) -> None:
    second = road.jars.relay()
    assert road.relay.run_once() == 0
    road.fill("c1", 5)
    assert second.run_once() == 0
    assert road.relay.run_once() == 1


def test_a_trace_goes_on_through_the_log_to_the_other_service(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []
    decided_on = road.shelf.dispatcher.decided_on

    def listening(_: Dispatcher, envelope: Envelope, work: Work) -> list[Write]:
        heard.append(current_trace())
        return decided_on(envelope, work)

    monkeypatch.setattr(Dispatcher, "decided_on", listening)
    with span("a request", traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"):
        asked = current_trace()
        road.jars.dispatcher.run(Fill(child="c1", amount=5), ANNA, trace=current_traceparent())
    road.travel()
    assert asked is not None
    assert heard == [asked]
    assert road.heard("c1") == 5


def test_an_event_that_loses_every_race_is_parked_and_holds_up_nobody(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear = type(road.shelf.dispatcher).hear

    def losing(dispatcher: Any, envelope: Any) -> None:
        if envelope.key == "c1":
            raise Conflict("lost again")
        hear(dispatcher, envelope)

    monkeypatch.setattr(type(road.shelf.dispatcher), "hear", losing)
    monkeypatch.setattr("kernel.consumer.heard_together", lambda _, records: list(records))
    road.fill("c1", 5)
    road.relay.run_once()
    for _ in range(LOST_MAX):
        road.consumer.run_once()
    assert [(row["_id"], row["code"]) for row in road.shelf.parking.streams()] == [("c1", "contended")]
    road.fill("c2", 3)
    road.travel()
    assert road.heard("c2") == 3
