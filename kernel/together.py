"""Several commands in one commit: a family comes whole or not at all, and a thousand commands cost a few round trips.

Each command belongs to a stream of its own, is decided by its own handler and leaves its own audit row, as it would
alone. There is no inbox: the commands given here must be harmless to repeat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.dispatch import Dispatcher
from kernel.errors import Refusal
from kernel.service import Command
from kernel.store.ahead import ReadAhead
from kernel.store.port import Write
from kernel.work import Message, Work, checked_versions


class RefusedTogether(Exception):
    """One command was refused, so none took effect. `place` counts from 0 in the order given."""

    def __init__(self, place: int, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.place = place
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one command: whether it changed anything, and its reply."""

    changed: bool
    reply: dict[str, Any]


def run_together(dispatcher: Dispatcher, commands: Sequence[Command], actor: Principal) -> list[Done]:
    """All take effect or none. One that changes nothing leaves no trace.

    RefusedTogether names the first that was refused; the refusal is recorded in its stream. ValueError when two
    commands share a stream: the second would not see what the first decided.
    """
    if len({command.stream for command in commands}) < len(commands):
        raise ValueError("two commands of one commit belong to one stream")
    messages = [_message(dispatcher, command, actor) for command in commands]
    wanted = [item for message in messages for item in message.wanted]
    wanted += [item for command in commands for item in dispatcher.service.foreseen(command)]
    done: list[Done] = []

    def attempt() -> tuple[list[Write], dict[str, Any]]:
        ahead = ReadAhead(dispatcher.store)
        ahead.look(wanted)
        writes: list[Write] = []
        done.clear()
        for place, (command, message) in enumerate(zip(commands, messages, strict=True)):
            work = Work(message, ahead, dispatcher.vault, dispatcher.call, dispatcher.chance)
            changes, reply = _decided(dispatcher, place, command, work)
            done.append(Done(bool(changes), reply))
            writes += changes
        checked_versions(writes)
        return writes, {}

    if commands:
        dispatcher.committed(attempt, messages[0].id, f"{len(commands)} commands")
    return list(done)


def has_effect(decision: Decision) -> bool:
    """Whether committing it would change anything but the audit."""
    return bool(decision.changes or decision.removals or decision.events or decision.timers or decision.cancelled)


def _decided(dispatcher: Dispatcher, place: int, command: Command, work: Work) -> tuple[list[Write], dict[str, Any]]:
    handler: Any = dispatcher.service.commands[type(command)]
    message = work.message
    try:
        decision = handler(command, work)
    except Refusal as refusal:
        dispatcher.record(message.stream, message.actor, message.name, "refused", refusal.code)
        raise RefusedTogether(place, refusal) from refusal
    reply = dict(decision.reply)
    return (work.writes(decision, dispatcher.service.kinds_by_class) if has_effect(decision) else []), reply


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
