"""MongoDB alone: lost acknowledgements over a wire that can be cut, a killed server, an unfit engine."""

import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from deploy.engines.mongo import MongoServer
from kernel.errors import CommitUnknown, StoreUnavailable
from kernel.store import mongo_client
from kernel.store.mongo import MongoStore
from kernel.store.mongo_client import unfitness
from kernel.store.port import Collection, Insert, Replace, Store, Write
from tests.contract.store_wire import ALWAYS, Wire, command_of
from tests.contract.stores import insert, mongo_bench

pytestmark = pytest.mark.real

NOTES = Collection("notes")
INBOX = Collection("inbox")


@pytest.fixture
def wired(mongo_url: str) -> Iterator[tuple[Store, Wire]]:
    """A store behind a wire, and the same database without it for clean-up."""
    address = urlsplit(mongo_url)
    wire = Wire(address.hostname or "127.0.0.1", address.port or 27017)
    bench = mongo_bench(wire.url)
    store = next(bench).prepared(NOTES, INBOX)
    insert(store, NOTES, [{"_id": "n1", "a": 0}])
    yield store, wire
    wire.heal()
    next(bench, None)
    wire.close()


WRITES: list[Write] = [Replace(NOTES, {"_id": "n1", "a": 1}, 1), Insert(INBOX, {"_id": "e1"})]


def assert_written_once(store: Store) -> None:
    assert store.get(NOTES, "n1") == {"_id": "n1", "a": 1, "_v": 2, "_c": "c1"}
    assert store.count(INBOX, {}) == 1


@pytest.mark.parametrize("times", [1, 2, ALWAYS])
def test_a_lost_answer_to_the_commit_is_settled_by_the_stamp(wired: tuple[Store, Wire], times: int) -> None:
    store, wire = wired
    wire.lose("commitTransaction", "answer", times)
    store.commit(WRITES, "c1")
    assert_written_once(store)


def test_a_commit_that_cannot_be_settled_is_unknown_and_its_repetition_finds_it(wired: tuple[Store, Wire]) -> None:
    store, wire = wired
    wire.lose("commitTransaction", "answer")
    wire.lose("find", "request")
    with pytest.raises(CommitUnknown):
        store.commit(WRITES, "c1")
    wire.heal()
    store.commit(WRITES, "c1")
    assert_written_once(store)


def test_a_commit_request_lost_once_is_sent_again(wired: tuple[Store, Wire]) -> None:
    store, wire = wired
    wire.lose("commitTransaction", "request", 1)
    store.commit(WRITES, "c1")
    assert_written_once(store)


@pytest.mark.parametrize("what", ["request", "answer"])
def test_contact_lost_once_inside_a_transaction_starts_it_anew(wired: tuple[Store, Wire], what: str) -> None:
    store, wire = wired
    wire.lose("insert", what, 1)
    store.commit(WRITES, "c1")
    assert_written_once(store)


def test_contact_lost_for_good_inside_a_transaction_leaves_nothing_behind(wired: tuple[Store, Wire]) -> None:
    store, wire = wired
    wire.lose("update", "request")
    with pytest.raises(StoreUnavailable) as raised:
        store.commit(WRITES, "c1")
    assert not isinstance(raised.value, CommitUnknown)
    assert store.count(INBOX, {}) == 0


@pytest.mark.parametrize("times", [1, 2])
def test_a_lost_answer_to_a_single_write_is_settled(wired: tuple[Store, Wire], times: int) -> None:
    store, wire = wired
    wire.lose("insert", "answer", times)
    store.commit([Insert(INBOX, {"_id": "e1"})], "c1")
    assert store.count(INBOX, {}) == 1


def test_a_single_write_that_never_arrived_is_unknown(wired: tuple[Store, Wire]) -> None:
    store, wire = wired
    wire.lose("update", "request")
    with pytest.raises(CommitUnknown):
        store.commit([WRITES[0]], "c1")
    wire.heal()
    store.commit([WRITES[0]], "c1")
    assert (store.get(NOTES, "n1") or {})["a"] == 1


def test_every_acknowledged_commit_survives_a_killed_server(
    mongo_server: MongoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mongo_client, "SELECTION_MS", 1_000)
    store = MongoStore(mongo_server.url, "survival")
    store.prepare([NOTES, INBOX])
    acknowledged: list[str] = []
    enough = threading.Event()

    def write() -> None:
        for number in range(100_000):
            id = f"n{number}"
            try:
                store.commit([Insert(NOTES, {"_id": id}), Insert(INBOX, {"_id": id})], id)
            except StoreUnavailable:
                return
            acknowledged.append(id)
            if number == 50:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    mongo_server.kill()
    writer.join(60)
    with pytest.raises(StoreUnavailable):
        store.ping()
    started = time.monotonic()
    store.wait_for_change(NOTES, 0.1)
    store.wait_for_change(NOTES, 0.1)
    assert time.monotonic() - started >= 0.1
    mongo_server.start()
    store.close()
    assert set(store.get_many(NOTES, acknowledged)) == set(acknowledged)
    assert store.count(NOTES, {}) == store.count(INBOX, {})
    store.close()


def test_every_write_asks_for_a_majority_and_the_journal_whatever_the_address_says(mongo_url: str) -> None:
    address = urlsplit(mongo_url)
    wire = Wire(address.hostname or "127.0.0.1", address.port or 27017)
    bench = mongo_bench(f"{wire.url}&w=1&journal=false&retryWrites=false&readConcernLevel=local")
    store = next(bench).prepared(NOTES, INBOX)
    store.commit([Insert(NOTES, {"_id": "n1"})], "c1")
    store.commit([Insert(NOTES, {"_id": "n2"}), Insert(INBOX, {"_id": "e1"})], "c2")
    confirming = [m for m in wire.seen if command_of(m) in (b"commitTransaction", b"insert")]
    assert sum(b"majority" in message and b"\x08j\x00\x01" in message for message in confirming) == 2
    next(bench, None)
    wire.close()


MEMBER = {"setName": "rs", "maxWireVersion": 17}


@pytest.mark.parametrize(
    ("hello", "word"),
    [
        ({"maxWireVersion": 17}, "replica set"),
        ({"msg": "isdbgrid", "maxWireVersion": 17}, "replica set"),
        ({**MEMBER, "maxWireVersion": 13, "hosts": ["a"]}, "6.0"),
        ({**MEMBER, "hosts": ["a", "b"], "arbiters": ["c"]}, "arbiter"),
        ({**MEMBER, "hosts": ["a"], "passives": ["b"], "arbiters": ["c"]}, "arbiter"),
    ],
)
def test_an_unfit_engine_is_named(hello: dict[str, object], word: str) -> None:
    assert word in (unfitness(hello) or "")


@pytest.mark.parametrize("hosts", [["a"], ["a", "b", "c"], ["a", "b"]])
def test_a_fit_engine_may_be_used(hosts: list[str]) -> None:
    assert unfitness({**MEMBER, "hosts": hosts}) is None
