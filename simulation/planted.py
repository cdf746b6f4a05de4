"""Bugs that people really write, planted into the production code for a while: the simulation must find each.

A bug is a context manager that exchanges one function; nothing else is different.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, cast

from contracts.codes import Outcome
from kernel import audit
from kernel.bus.port import Record, TopicPartition
from kernel.chance import derived_id
from kernel.consumer import BATCH_MAX, ConsumerLoop
from kernel.decision import Decision
from kernel.dispatch import Decide, Dispatcher
from kernel.errors import CommitUnknown, StoreUnavailable
from kernel.kind import Kind
from kernel.relay import Relay
from kernel.store.ahead import ReadAhead
from kernel.store.port import Document, Insert, Remove, Replace, Wanted, Write
from kernel.stream import STREAMS
from kernel.timers import TimerLoop
from kernel.work import TIMERS, Message, Work
from services.notifications.commands import DispatchNotices, Going, Replied
from services.notifications.decisions import ladder
from services.notifications.gateways import OWN, Asked, asked_about
from services.notifications.model import Disclosure, Ladder, Notice, Verdict
from services.notifications.turns import sender
from services.notifications.turns.sender import Sender
from simulation.exchanging import exchanged
from simulation.planted_matters import MATTERS

EVERYTHING = 1_000_000  # a position no child ever reaches

Bug = Callable[[], AbstractContextManager[None]]


def offset_first() -> AbstractContextManager[None]:
    """The consumer commits its offsets before it handles the records."""

    def run_once(self: ConsumerLoop) -> int:
        if self._consumer is None:
            self._consumer = self.bus.consumer(self.group, self.topics)
        records: list[Record] = self._consumer.poll(self.wait_seconds, BATCH_MAX)
        done: dict[TopicPartition, int] = {(r.topic, r.partition): r.offset + 1 for r in records}
        if done:
            self._consumer.commit(done)
        for record in records:
            self._dealt_with(record)
        return len(records)

    return exchanged(ConsumerLoop, "run_once", run_once)


def no_inbox() -> AbstractContextManager[None]:
    """The unit of work forgets the inbox row, and identifiers are fresh at each arrival."""

    def new_id(self: Work) -> str:
        return self._chance.new_id()

    @contextmanager
    def both() -> Iterator[None]:
        with exchanged(Work, "receipt", lambda self, decision: []), exchanged(Work, "new_id", new_id):
            yield

    return both()


def marked_before_sent() -> AbstractContextManager[None]:
    """The relay marks its rows as published before the log has taken them."""
    right = Relay._sent

    def sent(self: Relay, rows: list[Document]) -> list[Document]:
        self._mark(rows)
        right(self, rows)
        return []

    return exchanged(Relay, "_sent", sent)


def acknowledgement_ignored() -> AbstractContextManager[None]:
    """The relay marks what it sent, whatever the log said of it."""
    right = Relay._sent

    def sent(self: Relay, rows: list[Document]) -> list[Document]:
        right(self, rows)
        return rows

    return exchanged(Relay, "_sent", sent)


def no_intent() -> AbstractContextManager[None]:
    """The sender calls the provider first and writes afterwards."""


    def carried(self: Sender, wave: Sequence[Notice]) -> None:
        answers = asked_about(self.node.call, wave, self.node.chance.new_id())
        letters = self.letters.written(wave, [answer.language for answer in answers])
        replies = [
            Replied(notice=letter.notice, receipt=self.providers[letter.notice.channel].send(letter.message))
            for letter in letters
            if letter.message is not None
        ]
        for notice, answer in zip(wave, answers, strict=True):
            going = Going(notice=notice, verdict=answer.verdict)
            self.node.dispatcher.run(DispatchNotices(child=notice.child, going=(going,)), OWN)
        self._answered(replies)

    return exchanged(Sender, "_carried", carried)


def not_decided_again() -> AbstractContextManager[None]:
    """The sender trusts what was decided when the notice was made."""

    def permits(call: Any, wave: Sequence[Notice], key: str) -> list[Asked]:
        return [Asked(Verdict(outcome=Outcome.PERMIT, position=EVERYTHING), "en") for _ in wave]

    return exchanged(sender, "asked_about", permits)


def timer_without_effect() -> AbstractContextManager[None]:
    """A timer is taken away in a commit of its own, before what it was set for."""
    right = Dispatcher.fire

    def fire(self: Dispatcher, timer: Document) -> None:
        self.store.commit([Remove(TIMERS, timer["_id"], timer["_v"])], self.chance.new_id())
        right(self, timer)

    return exchanged(Dispatcher, "fire", fire)


def head_not_guarded() -> AbstractContextManager[None]:
    """Two commits on one child do not exclude each other."""

    right = Work.writes

    def unguarded(work: Work, write: Write) -> Write:
        if write.collection is audit.AUDIT and isinstance(write, Insert):
            return Insert(audit.AUDIT, {**write.document, "_id": derived_id(work.message.id, write.document["_id"])})
        if write.collection is not STREAMS or not isinstance(write, Insert | Replace):
            return write
        stored = cast(ReadAhead, work._store)._store.get(STREAMS, work.stream.id)
        document = write.document
        return Insert(STREAMS, document) if stored is None else Replace(STREAMS, document, stored["_v"])

    def writes(self: Work, decision: Decision, kinds: dict[type, Kind[Any]]) -> list[Write]:
        return [unguarded(self, write) for write in right(self, decision, kinds)]

    return exchanged(Work, "writes", writes)


def never_exhausted() -> AbstractContextManager[None]:
    """After its last rung a ladder just stops."""

    def exhausted(disclosure: Disclosure, taken: Ladder, fresh: Any, now: Any) -> Decision:
        return Decision(changes=(replace(disclosure, ladder=taken, next_due=None),))

    return exchanged(ladder, "_exhausted", exhausted)


def unknown_is_failure() -> AbstractContextManager[None]:
    """A commit without an answer counts as failed and is tried again as another message."""
    right = Dispatcher._attempts

    def attempts(self: Dispatcher, message: Message, wanted: Sequence[Wanted], decide: Decide) -> dict[str, Any]:
        while True:
            try:
                return right(self, message, wanted, decide)
            except CommitUnknown:
                message = replace(message, id=self.chance.new_id())

    @contextmanager
    def both() -> Iterator[None]:
        with exchanged(Dispatcher, "_attempts", attempts), exchanged(Dispatcher, "commit", _once):
            yield

    return both()


def _once(self: Dispatcher, writes: list[Write], commit_id: str) -> None:
    self.store.commit(writes, commit_id)


def trouble_parks() -> AbstractContextManager[None]:
    """A database that is away for a moment counts as a record that can never be handled."""
    right = ConsumerLoop.handle

    def handle(self: ConsumerLoop, record: Record) -> None:
        try:
            right(self, record)
        except StoreUnavailable as error:
            raise RuntimeError("for good") from error

    return exchanged(ConsumerLoop, "handle", handle)


def timer_swallowed() -> AbstractContextManager[None]:
    """A due timer whose handler fails is forgotten."""

    def dealt_with(self: TimerLoop, timer: Document) -> bool:
        try:
            self.dispatcher.fire(timer)
        except Exception:  # noqa: BLE001 - this is the bug
            self.store.commit([Remove(TIMERS, timer["_id"], timer["_v"])], self.chance.new_id())
        return True

    return exchanged(TimerLoop, "_dealt_with", dealt_with)


BUGS: Mapping[str, Bug] = {
    bug.__name__.replace("_", "-"): bug
    for bug in (
        offset_first,
        no_inbox,
        marked_before_sent,
        acknowledgement_ignored,
        no_intent,
        not_decided_again,
        timer_without_effect,
        timer_swallowed,
        head_not_guarded,
        never_exhausted,
        unknown_is_failure,
        trouble_parks,
    )
} | dict(MATTERS)
