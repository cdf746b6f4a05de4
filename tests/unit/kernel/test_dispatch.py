"""Load, decide, save, publish: once, together, in order, whatever goes wrong at the commit."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from kernel.audit import AUDIT
from kernel.chain import chain_broken_at
from kernel.clock import SystemClock
from kernel.errors import CommitUnknown, Gone, Invalid
from kernel.outbox import OUTBOX
from kernel.store.port import Remove, Replace, Store, Write
from kernel.store.sqlite import SqliteStore
from kernel.stream import load
from kernel.work import TIMERS
from tests.unit.kernel.jar_store import ANNA, BEN, dispatcher, prepared
from tests.unit.kernel.jars import JARS, Fill


@pytest.fixture
def store() -> SqliteStore:
    return prepared()


def test_a_command_saves_state_event_timer_and_audit_together(store: SqliteStore) -> None:
    reply = dispatcher(store).run(Fill(child="c1", amount=5), ANNA)
    assert reply["amount"] == 5
    assert store.get(JARS.collection, "c1")["amount"] == 5
    events = store.find(OUTBOX, {"state": "pending"})
    assert [(row["type"], row["sequence"], row["event"]["amount"]) for row in events] == [("jars.jar-filled.v1", 1, 5)]
    assert store.get(TIMERS, "drip:c1")["due"] == "2026-03-01T09:01:00.000000Z"
    acts = store.find(AUDIT, {"stream": "c1"})
    assert [(row["actor"], row["action"], row["outcome"]) for row in acts] == [("anna", "Fill", "done")]
    assert chain_broken_at(store, "c1") is None


def test_the_same_key_with_the_same_body_gets_the_first_reply_and_changes_nothing(store: SqliteStore) -> None:
    jars = dispatcher(store)
    first = jars.run(Fill(child="c1", amount=5), ANNA, "key-1")
    assert jars.run(Fill(child="c1", amount=5), ANNA, "key-1") == first
    assert store.get(JARS.collection, "c1")["amount"] == 5
    assert store.count(OUTBOX, {}) == 1


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(store: SqliteStore) -> None:
    jars = dispatcher(store)
    jars.run(Fill(child="c1", amount=5), ANNA, "key-1")
    with pytest.raises(Invalid, match="idempotency-key-reused") as refused:
        jars.run(Fill(child="c1", amount=6), ANNA, "key-1")
    assert "Idempotency-Key" in refused.value.fields
    assert store.get(JARS.collection, "c1")["amount"] == 5


def test_two_persons_with_the_same_key_never_meet(store: SqliteStore) -> None:
    jars = dispatcher(store)
    jars.run(Fill(child="c1", amount=5), ANNA, "key-1")
    jars.run(Fill(child="c1", amount=5), BEN, "key-1")
    assert store.get(JARS.collection, "c1")["amount"] == 10


def test_a_refusal_changes_nothing_but_is_audited(store: SqliteStore) -> None:
    jars = dispatcher(store)
    jars.run(Fill(child="c1", amount=99), ANNA)
    with pytest.raises(Invalid, match="jar-is-full"):
        jars.run(Fill(child="c1", amount=2), BEN)
    assert store.get(JARS.collection, "c1")["amount"] == 99
    assert store.count(OUTBOX, {}) == 1
    refusal = store.find(AUDIT, {"stream": "c1"}, ("position",))[-1]
    assert (refusal["actor"], refusal["outcome"], refusal["code"]) == ("ben", "refused", "jar-is-full")
    assert chain_broken_at(store, "c1") is None


def test_concurrent_commands_on_one_child_lose_nothing_and_number_their_events_without_gap(store: SqliteStore) -> None:
    # Real pauses: a clock that only moves when told would let one writer lose all its attempts within a moment.
    jars = replace(dispatcher(store), clock=SystemClock())
    threads = [
        threading.Thread(target=lambda: [jars.run(Fill(child="c1", amount=1), ANNA) for _ in range(5)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get(JARS.collection, "c1")["amount"] == 20
    rows = store.find(OUTBOX, {"stream": "c1"}, ("sequence",))
    assert [row["sequence"] for row in rows] == list(range(1, 21))
    assert chain_broken_at(store, "c1") is None


class LosesAcknowledgements:
    """A store whose first commit succeeds without saying so."""

    def __init__(self, inner: Store) -> None:
        self._inner, self.losses = inner, 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self, writes: Sequence[Write], commit_id: str) -> None:
        self._inner.commit(writes, commit_id)
        if self.losses:
            self.losses -= 1
            raise CommitUnknown("the answer was lost")


def test_a_lost_acknowledgement_does_not_double_the_effect(store: SqliteStore) -> None:
    unsure: Any = LosesAcknowledgements(store)
    assert dispatcher(unsure).run(Fill(child="c1", amount=5), ANNA)["amount"] == 5
    assert unsure.losses == 0
    assert store.get(JARS.collection, "c1")["amount"] == 5
    assert store.count(OUTBOX, {}) == 1


def test_text_is_sealed_in_the_store_and_unreadable_after_shredding(store: SqliteStore) -> None:
    jars = dispatcher(store)
    jars.run(Fill(child="c1", amount=1, label="CANARY-plum"), ANNA)
    document = store.get(JARS.collection, "c1")
    assert "CANARY" not in str(document)
    assert jars.vault.open("c1", document["label"]) == "CANARY-plum"
    store.commit(jars.vault.shred("c1"), "shred-1")
    with pytest.raises(Gone):
        jars.vault.open("c1", document["label"])
    with pytest.raises(Gone):
        jars.run(Fill(child="c1", amount=1, label="again"), ANNA)


def test_sealed_text_moved_to_another_child_does_not_open(store: SqliteStore) -> None:
    jars = dispatcher(store)
    jars.run(Fill(child="c1", amount=1, label="one"), ANNA)
    jars.run(Fill(child="c2", amount=1, label="two"), ANNA)
    with pytest.raises(Gone):
        jars.vault.open("c2", store.get(JARS.collection, "c1")["label"])


@pytest.mark.parametrize("field", ["actor", "outcome", "facts", "at"])
def test_a_changed_audit_row_breaks_the_chain(store: SqliteStore, field: str) -> None:
    jars = dispatcher(store)
    for _ in range(3):
        jars.run(Fill(child="c1", amount=1), ANNA)
    row = store.find(AUDIT, {"stream": "c1"}, ("position",))[1]
    store.commit([Replace(AUDIT, {**row, field: "forged"}, row["_v"])], "forge")
    assert chain_broken_at(store, "c1") == 2


def test_a_cut_tail_of_the_audit_chain_is_noticed(store: SqliteStore) -> None:
    jars = dispatcher(store)
    for _ in range(3):
        jars.run(Fill(child="c1", amount=1), ANNA)
    last = store.find(AUDIT, {"stream": "c1"}, ("-position",))[0]
    store.commit([Remove(AUDIT, last["_id"], last["_v"])], "cut")
    assert chain_broken_at(store, "c1") == 3
    assert load(store, "c1").audit_position == 3
