"""Several commands in one commit: all of them or none, in spite of other writers and of readings that grew old."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kernel.audit import AUDIT
from kernel.crypto import MasterKey, Vault
from kernel.dispatch import Dispatcher
from kernel.outbox import OUTBOX
from kernel.service import Command
from kernel.store.ahead import ReadAhead
from kernel.store.port import In, Wanted
from kernel.stream import STREAMS
from kernel.together import RefusedTogether, run_together
from services.consent.repository import FAMILIES, PERSONS
from tests.component.standing import OPERATOR, child, looked_at, person, stand


@pytest.fixture
def consent(tmp_path: Path) -> Iterator[Dispatcher]:
    stand(tmp_path, 0)
    with looked_at(tmp_path) as found:
        yield found["consent"].node.dispatcher


def test_each_stream_gets_its_own_audit_row_and_events(consent: Dispatcher) -> None:
    assert changed(consent, [person("p-1"), child("c-1"), child("c-2")]) == [True, True, True]
    assert consent.store.count(OUTBOX, {"type": "consent.child-registered.v1"}) == 2
    rows = consent.store.find(AUDIT, {"actor": OPERATOR.person}, ("at",))
    assert {row["stream"] for row in rows} >= {"person:p-1", "c-1", "c-2"}


def test_a_refused_command_takes_all_others_with_it_and_is_recorded(consent: Dispatcher) -> None:
    foreign = replace(child("c-2"), network="net-2")
    with pytest.raises(RefusedTogether) as refused:
        run_together(consent, [child("c-1"), foreign], OPERATOR)
    assert (refused.value.place, refused.value.refusal.code) == (1, "no-such-child")
    assert consent.store.count(FAMILIES.collection, {}) == 0
    [row] = consent.store.find(AUDIT, {"outcome": "refused"}, ())
    assert row["code"] == "no-such-child"


def test_what_would_change_nothing_leaves_no_trace(consent: Dispatcher) -> None:
    run_together(consent, [person("p-1"), child("c-1")], OPERATOR)
    rows = consent.store.count(AUDIT, {})
    assert changed(consent, [person("p-1"), child("c-1")]) == [False, False]
    assert consent.store.count(AUDIT, {}) == rows


def test_two_commands_of_one_stream_are_an_error_of_the_caller(consent: Dispatcher) -> None:
    with pytest.raises(ValueError, match="one stream"):
        run_together(consent, [child("c-1"), child("c-1", name="Other")], OPERATOR)


def test_an_old_reading_costs_a_second_try_and_no_wrong_write(consent: Dispatcher) -> None:
    run_together(consent, [child("c-1", name="First")], OPERATOR)
    ahead = ReadAhead(consent.store)
    ahead.look([Wanted(STREAMS, ("c-1", "c-2")), Wanted(FAMILIES.collection, ("c-1", "c-2"))])
    consent.run(child("c-1", name="Meanwhile"), OPERATOR)
    old = replace(consent, store=ahead, vault=Vault(ahead, _master(consent), consent.clock))
    assert changed(old, [child("c-1", name="Last"), child("c-2")]) == [True, True]
    found = consent.store.get(FAMILIES.collection, "c-1")
    assert found is not None
    assert consent.vault.open("c-1", found["name"]) == "Last"
    actions = [row["action"] for row in consent.store.find(AUDIT, {"stream": "c-1"}, ("position",))]
    assert actions == ["RegisterChild"] * 3


def test_reading_ahead_answers_as_the_store_does(consent: Dispatcher) -> None:
    run_together(consent, [person(f"p-{number}") for number in range(5)], OPERATOR)
    ahead = ReadAhead(consent.store)
    people = PERSONS.collection
    ahead.look([Wanted(people, ("p-1",)), Wanted(people, ("p-9",)), Wanted(people, ("net-1", "net-9"), "network")])
    assert ahead.get(PERSONS.collection, "p-1") == consent.store.get(PERSONS.collection, "p-1")
    assert ahead.get(PERSONS.collection, "p-9") is None
    assert ahead.get(PERSONS.collection, "p-2") == consent.store.get(PERSONS.collection, "p-2")
    assert ahead.get_many(PERSONS.collection, ["p-1", "p-9"]).keys() == {"p-1"}
    for condition in ("net-1", "net-9", In(("net-1", "net-9"))):
        for sort, limit in (((), 100), ((), 2), (("_id",), 3)):
            where = {"network": condition}
            expected = consent.store.find(PERSONS.collection, where, sort, limit)
            assert ahead.find(PERSONS.collection, where, sort, limit) == expected


def changed(dispatcher: Dispatcher, commands: list[Command]) -> list[bool]:
    """For each command whether it had an effect."""
    return [done.changed for done in run_together(dispatcher, commands, OPERATOR)]


def _master(dispatcher: Dispatcher) -> MasterKey:
    return dispatcher.vault._master  # the only way to the key that the dispatcher was given
