"""The jars with a store in memory and a clock that is moved by hand."""

from datetime import UTC, datetime
from typing import Any

from kernel.audit import AUDIT
from kernel.auth.principal import Kind, Principal
from kernel.chance import SeededChance
from kernel.clock import SteppedClock
from kernel.crypto import KEYS, LocalMasterKey, Vault
from kernel.dispatch import Dispatcher
from kernel.outbox import OUTBOX
from kernel.store.port import Store
from kernel.store.sqlite import SqliteStore
from kernel.stream import STREAMS
from kernel.work import INBOX, TIMERS
from tests.unit.kernel.jars import FILLING, JARS

ANNA = Principal("anna", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
BEN = Principal("ben", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class NoCall:
    """These handlers ask nobody."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("no questions here")

    post = get


def prepared() -> SqliteStore:
    made = SqliteStore(None)
    made.prepare([AUDIT, OUTBOX, INBOX, TIMERS, KEYS, STREAMS, JARS.collection])
    return made


def dispatcher(store: Store) -> Dispatcher:
    clock = SteppedClock(START)
    vault = Vault(store, LocalMasterKey(b"m" * 32, "jars"), clock)
    return Dispatcher(FILLING, store, vault, NoCall(), clock, SeededChance(7))
