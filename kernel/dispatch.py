"""Load -> decide -> save -> publish, with bounded retries: the same few lines for commands, events and timers.

A message that is refused is audited as refused and changes nothing else. A conflict starts the attempt again from fresh
reads; a lost acknowledgement is settled under the same commit id before anything else happens.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, cast

from kernel.audit import Act
from kernel.auth.principal import SYSTEM, Principal
from kernel.chance import Chance, derived_id
from kernel.clock import Clock
from kernel.command import person_stream
from kernel.crypto import Vault
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.errors import CommitUnknown, Conflict, DuplicateKey, Invalid, NotFound, Refusal
from kernel.service import Command, Service
from kernel.store.port import Document, Store, Write
from kernel.telemetry import metrics
from kernel.work import INBOX, TIMERS, Call, Message, Work, checked_versions

ATTEMPTS_MAX = 12  # a busy child sees two or three writers at once; twelve losses in a row mean something else is wrong
COMMIT_TRIES_MAX = 3  # same commit id each time
RETRY_PAUSE_SECONDS = 0.004  # about one commit on MongoDB; grows with the attempt and is spread by chance
DUPLICATES_MAX = 3  # a unique index that refuses three fresh attempts is no race

Decide = Callable[[Work], Decision]


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """One service with its engines. Safe to use from many threads."""

    service: Service
    store: Store
    vault: Vault
    call: Call
    clock: Clock
    chance: Chance

    def run(
        self, command: Command, actor: Principal, request: str | None = None, trace: str | None = None
    ) -> dict[str, Any]:
        """Carry out a command and give its reply.

        `request` is the Idempotency-Key: the same key with the same command gets the first reply, with another command
        Invalid("idempotency-key-reused"). Keys of different persons never meet.
        """
        id = derived_id(self.service.name, actor.person, request) if request else self.chance.new_id()
        message = Message(
            id=id,
            stream=command.stream,
            name=type(command).__name__,
            actor=actor,
            at=self.clock.now(),
            correlation=id,
            trace=trace,
            once=request is not None,
            fingerprint=self._fingerprint(command),
        )
        handler, began = self.service.commands[type(command)], self.clock.monotonic()
        outcome = "failed"
        try:
            reply = self._attempts(message, lambda work: handler(command, work))
            outcome = "done"
            return reply
        except Refusal:
            outcome = "refused"
            raise
        finally:
            metrics.command_done(message.name, outcome, self.clock.monotonic() - began)

    def hear(self, envelope: Envelope) -> None:
        """Handle an event once; raises Refusal when the handler cannot accept it."""
        if envelope.event is None:
            return
        self._attempts(self.message_of(envelope), lambda work: self._heard(envelope, work))

    def message_of(self, envelope: Envelope) -> Message:
        """What an event asks of this service."""
        return Message(
            id=derived_id(self.service.name, envelope.id),
            stream=envelope.key,
            name=envelope.type,
            actor=SYSTEM(envelope.source),
            at=self.clock.now(),
            correlation=envelope.correlation,
            trace=envelope.traceparent,
            once=True,
        )

    def decided_on(self, envelope: Envelope, work: Work) -> list[Write]:
        """What one attempt at an event writes; whoever calls this commits it."""
        return self._decided(work, lambda attempt: self._heard(envelope, attempt))

    def _heard(self, envelope: Envelope, work: Work) -> Decision:
        event = envelope.event
        return NOTHING if event is None else self.service.events[type(event)](event, envelope, work)

    def fire(self, timer: Document) -> None:
        """Carry out a due timer once; one that has gone or moved meanwhile does nothing."""
        handler = self.service.timers[timer["name"]]

        def decide(work: Work) -> Decision:
            current = self.store.get(TIMERS, timer["_id"])
            if current is None or current["due"] != timer["due"]:
                return NOTHING
            work.consume(current)
            return handler(current["data"], work)

        message = Message(
            # Who set it belongs to its name: set anew for the very same moment, it is another timer.
            id=derived_id(self.service.name, timer["_id"], timer["due"], timer["set_by"]),
            stream=timer["stream"],
            name=timer["name"],
            actor=SYSTEM(self.service.name),
            at=self.clock.now(),
            correlation=timer["correlation"],
            trace=None,
            once=True,
        )
        self._attempts(message, decide)

    def record(
        self, stream: str, actor: Principal, action: str, outcome: str, code: str = "", /, **facts: str
    ) -> None:
        """Audit an act that changes nothing else: a read of confidential text, a refused request.

        It returns only when the row is durable, so that nothing is shown that is not recorded.
        """
        message = Message(
            id=self.chance.new_id(),
            stream=stream,
            name=action,
            actor=actor,
            at=self.clock.now(),
            correlation="",
            trace=None,
            once=False,
        )
        act = Act(actor=actor.person, actor_kind=actor.kind, action=action, outcome=outcome, code=code, facts=facts)
        self._retried(message, lambda work: work.audited(act, work.stream.sequence))

    def _attempts(self, message: Message, decide: Decide) -> dict[str, Any]:
        try:
            return self._retried(message, lambda work: self._decided(work, decide))
        except Refusal as refusal:
            # An unknown id must not create a stream of its own: such refusals lie in the asker's chain.
            stream = person_stream(message.actor.person) if isinstance(refusal, NotFound) else message.stream
            self.record(stream, message.actor, message.name, "refused", refusal.code)
            raise

    def _decided(self, work: Work, decide: Decide) -> list[Write]:
        decision = decide(work)
        message = work.message
        if decision == NOTHING and not message.once:
            return []
        act = Act(
            actor=message.actor.person,
            actor_kind=message.actor.kind,
            action=message.name,
            outcome="done",
            facts=decision.facts,
        )
        work.reply = dict(decision.reply)
        if decision == NOTHING:
            return [*work.pending, *work.timed(decision), *work.receipt(decision)]
        return work.writes(decision, self.service.kinds_by_class, act)

    def _fingerprint(self, command: Command) -> str:
        """Keyed: a telephone number or a short text cannot be guessed from it."""
        body = json.dumps(asdict(cast(Any, command)), sort_keys=True, default=str)
        return self.vault.digest(command=type(command).__name__, body=body)

    def _retried(self, message: Message, write: Callable[[Work], list[Write]]) -> dict[str, Any]:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            if message.once and (earlier := self.store.get(INBOX, message.id)) is not None:
                return _earlier_reply(earlier, message)
            work = Work(message, self.store, self.vault, self.call, self.chance)
            writes = write(work)
            checked_versions(writes)
            try:
                self.commit(writes, f"{message.id}:{attempt}")
                return work.reply
            except Conflict:
                self.pause(attempt)
            except DuplicateKey as duplicate:
                # A handler that looks first sees the other one at its next attempt; one that does not look is told.
                if duplicate.keys != ("_id",) and attempt >= DUPLICATES_MAX:
                    raise Invalid("duplicate", {key: ["taken"] for key in duplicate.keys}) from duplicate
                self.pause(attempt)
        raise Conflict(f"{message.name} lost {ATTEMPTS_MAX} times against other writers")

    def commit(self, writes: list[Write], commit_id: str) -> None:
        """Write, settling a lost acknowledgement under the same commit id."""
        for attempt in range(1, COMMIT_TRIES_MAX + 1):
            try:
                self.store.commit(writes, commit_id)
                break
            except CommitUnknown:
                if attempt == COMMIT_TRIES_MAX:
                    raise
                self.clock.sleep(RETRY_PAUSE_SECONDS)

    def pause(self, attempt: int) -> None:
        """Give the other writer time; longer after each loss, and never in step with it."""
        self.clock.sleep(RETRY_PAUSE_SECONDS * attempt * (0.5 + self.chance.fraction()))


def _earlier_reply(earlier: Document, message: Message) -> dict[str, Any]:
    if earlier["fingerprint"] != message.fingerprint:
        raise Invalid("idempotency-key-reused", {"Idempotency-Key": ["reused"]})
    return dict(earlier["reply"])
