"""Load -> decide -> save -> publish, with bounded retries: the same few lines for commands, events and timers.

A message that is refused is audited as refused and changes nothing else. A conflict starts the attempt again from fresh
reads; a lost acknowledgement is settled under the same commit id before anything else happens.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from kernel import recording
from kernel.audit import Act
from kernel.auth.principal import SYSTEM, Principal
from kernel.chance import Chance, derived_id
from kernel.clock import Clock
from kernel.command import person_stream
from kernel.crypto import KEYS, Vault
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.errors import CommitUnknown, Conflict, DuplicateKey, Invalid, NotFound, Refusal
from kernel.recording import Recorded
from kernel.service import Command, Service
from kernel.store.ahead import ReadAhead
from kernel.store.port import Document, Store, Wanted, Write
from kernel.telemetry import metrics
from kernel.work import INBOX, TIMERS, Call, Message, Work, checked_versions

ATTEMPTS_MAX = 12  # a busy child sees two or three writers at once; twelve losses in a row mean something else is wrong
COMMIT_TRIES_MAX = 3  # same commit id each time
RETRY_PAUSE_SECONDS = 0.004  # about one commit on MongoDB; grows with the attempt and is spread by chance
DUPLICATES_MAX = 3  # a unique index that refuses three fresh attempts is no race

Decide = Callable[[Work], Decision]
Reply = dict[str, Any]
Attempted = tuple[list[Write], Reply]


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """One service with its engines. Safe to use from many threads."""

    service: Service
    store: Store
    vault: Vault
    call: Call
    clock: Clock
    chance: Chance

    def run(self, command: Command, actor: Principal, request: str | None = None, trace: str | None = None) -> Reply:
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
            reply = self._attempts(message, self.service.foreseen(command), lambda work: handler(command, work))
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
        foreseen = self.service.foreseen(envelope.event)
        self._attempts(self.message_of(envelope), foreseen, lambda work: self._heard(envelope, work))

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
            current = work.timer(timer["_id"])
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
        self._attempts(message, [Wanted(TIMERS, (timer["_id"],))], decide)

    def record(self, stream: str, actor: Principal, action: str, outcome: str, code: str = "", /, **facts: str) -> None:
        """Audit an act that changes nothing else: a read of confidential text, a refused request.

        It returns only when the row is durable, so that nothing is shown that is not recorded.
        """
        act = Act(actor=actor.person, actor_kind=actor.kind, action=action, outcome=outcome, code=code, facts=facts)
        self.record_all([(stream, act)])

    def record_all(self, acts: Sequence[Recorded]) -> None:
        """Audit several such acts, of any streams, in one commit."""
        at = self.clock.now()
        self.committed(lambda: (recording.alone(self.store, acts, at), {}), self.chance.new_id(), "record")

    def _attempts(self, message: Message, wanted: Sequence[Wanted], decide: Decide) -> Reply:
        try:
            return self.committed(lambda: self._attempt(message, wanted, decide), message.id, message.name)
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
        work.reply = dict(decision.reply)
        if decision == NOTHING:
            return [*work.pending, *work.timed(decision), *work.receipt(decision)]
        return work.writes(decision, self.service.kinds_by_class)

    def _fingerprint(self, command: Command) -> str:
        """Keyed: a telephone number or a short text cannot be guessed from it."""
        body = json.dumps(asdict(cast(Any, command)), sort_keys=True, default=str)
        return self.vault.digest(command=type(command).__name__, body=body)

    def _attempt(self, message: Message, wanted: Sequence[Wanted], decide: Decide) -> Attempted:
        """What an attempt is foreseen to read comes in one round trip; each attempt reads afresh."""
        ahead = ReadAhead(self.store)
        ahead.look([*message.wanted, *wanted])
        self.vault.learn(ahead.found(KEYS))
        if message.once and (earlier := ahead.get(INBOX, message.id)) is not None:
            return [], _earlier_reply(earlier, message)
        work = Work(message, ahead, self.vault, self.call, self.chance)
        writes = self._decided(work, decide)
        checked_versions(writes)
        return writes, work.reply

    def committed(self, attempt: Callable[[], Attempted], commit_id: str, name: str) -> Reply:
        """Attempt and commit, anew after each lost race, a bounded number of times."""
        for number in range(1, ATTEMPTS_MAX + 1):
            writes, reply = attempt()
            try:
                self.commit(writes, f"{commit_id}:{number}")
                return reply
            except Conflict:
                self.pause(number)
            except DuplicateKey as duplicate:
                # A handler that looks first sees the other one at its next attempt; one that does not look is told.
                if duplicate.keys != ("_id",) and number >= DUPLICATES_MAX:
                    raise Invalid("duplicate", {key: ["taken"] for key in duplicate.keys}) from duplicate
                self.pause(number)
        raise Conflict(f"{name} lost {ATTEMPTS_MAX} times against other writers")

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
