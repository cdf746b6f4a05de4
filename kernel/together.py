"""Several commands in one commit: a family comes whole or not at all, and a thousand commands cost a few round trips.

Each command belongs to a stream of its own, is decided by its own handler and leaves its own audit row, as it would
alone. There is no inbox: the commands given here must be harmless to repeat.
"""

from collections.abc import Sequence
from typing import Any

from kernel.audit import Act
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.dispatch import ATTEMPTS_MAX, DUPLICATES_MAX, Dispatcher
from kernel.errors import Conflict, DuplicateKey, Invalid, Refusal
from kernel.service import Command
from kernel.store.port import Write
from kernel.work import Message, Work, checked_versions


class RefusedTogether(Exception):
    """One command was refused, so none took effect. `place` counts from 0 in the order given."""

    def __init__(self, place: int, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.place = place
        self.refusal = refusal


def run_together(dispatcher: Dispatcher, commands: Sequence[Command], actor: Principal) -> list[bool]:
    """All take effect or none. For each whether it changed anything; one that does not leaves no trace.

    RefusedTogether names the first that was refused; the refusal is recorded in its stream. ValueError when two
    commands share a stream: the second would not see what the first decided.
    """
    if len({command.stream for command in commands}) < len(commands):
        raise ValueError("two commands of one commit belong to one stream")
    messages = [_message(dispatcher, command, actor) for command in commands]
    for attempt in range(1, ATTEMPTS_MAX + 1):
        decided = [
            _decided(dispatcher, place, command, message)
            for place, (command, message) in enumerate(zip(commands, messages, strict=True))
        ]
        if _committed(dispatcher, [write for writes in decided for write in writes], messages, attempt):
            return [bool(writes) for writes in decided]
        dispatcher.pause(attempt)
    raise Conflict(f"{len(commands)} commands lost {ATTEMPTS_MAX} times against other writers")


def has_effect(decision: Decision) -> bool:
    """Whether committing it would change anything but the audit."""
    return bool(decision.changes or decision.removals or decision.events or decision.timers or decision.cancelled)


def _decided(dispatcher: Dispatcher, place: int, command: Command, message: Message) -> list[Write]:
    work = Work(message, dispatcher.store, dispatcher.vault, dispatcher.call, dispatcher.chance)
    handler: Any = dispatcher.service.commands[type(command)]
    try:
        decision = handler(command, work)
    except Refusal as refusal:
        dispatcher.record(message.stream, message.actor, message.name, "refused", refusal.code)
        raise RefusedTogether(place, refusal) from refusal
    if not has_effect(decision):
        return []
    act = Act(
        actor=message.actor.person,
        actor_kind=message.actor.kind,
        action=message.name,
        outcome="done",
        facts=decision.facts,
    )
    return work.writes(decision, dispatcher.service.kinds_by_class, act)


def _committed(dispatcher: Dispatcher, writes: list[Write], messages: Sequence[Message], attempt: int) -> bool:
    if not writes:
        return True
    checked_versions(writes)
    try:
        dispatcher.commit(writes, f"{messages[0].id}:{attempt}")
    except Conflict:
        return False
    except DuplicateKey as duplicate:
        if duplicate.keys != ("_id",) and attempt >= DUPLICATES_MAX:
            raise Invalid("duplicate", {key: ["taken"] for key in duplicate.keys}) from duplicate
        return False
    return True


def _message(dispatcher: Dispatcher, command: Command, actor: Principal) -> Message:
    id = dispatcher.chance.new_id()
    return Message(
        id=id,
        stream=command.stream,
        name=type(command).__name__,
        actor=actor,
        at=dispatcher.clock.now(),
        correlation=id,
        trace=None,
        once=False,
    )
