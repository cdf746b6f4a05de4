"""Many events in one commit: under load a batch costs a few round trips instead of a few for each.

Each event is still decided by its own handler on its own stream, found in the inbox before it is inserted there, and
audited by a row of its own; events of one child are decided in their order, each upon what the one before it left. A
lost race is run again. Whatever else stands in the way of one of them, nothing of the batch is written: its halves are
tried, and what fails alone is given back to the caller, who has an answer to every kind of trouble.
"""

from collections.abc import Sequence
from typing import Any

from kernel.bus.port import Record
from kernel.chance import derived_id
from kernel.dispatch import Dispatcher
from kernel.envelope import Envelope, from_record
from kernel.errors import Transient
from kernel.parking import PARKED
from kernel.store.ahead import ReadAhead
from kernel.store.port import Wanted, Write
from kernel.stream import STREAMS
from kernel.telemetry import metrics, traces
from kernel.telemetry.logs import logger
from kernel.work import INBOX, Message, Work, checked_versions

log = logger("hearing")

Heard = tuple[Envelope, Message]


class _Parked(Exception):
    """A child of the batch is parked."""


def heard_together(dispatcher: Dispatcher, records: Sequence[Record]) -> list[Record]:
    """Those that did not take effect and must be handled alone, in order; behind the first of a key all of that key."""
    if not records:
        return []
    try:
        _take(dispatcher, records)
    except Transient:
        return list(records)  # the store or another service is away for all of them
    except Exception as error:  # noqa: BLE001 - what fails is handled alone in the end, and told there
        if len(records) == 1:
            return list(records)
        log.event("hearing.apart", error_type=type(error).__name__, count=len(records))
        return _in_halves(dispatcher, records)
    return []


def _in_halves(dispatcher: Dispatcher, records: Sequence[Record]) -> list[Record]:
    middle = len(records) // 2
    alone = heard_together(dispatcher, records[:middle])
    waiting = {record.key for record in alone}
    later = heard_together(dispatcher, [record for record in records[middle:] if record.key not in waiting])
    behind = [record for record in records[middle:] if record.key in waiting]
    return [*alone, *sorted((*later, *behind), key=records.index)]


def _take(dispatcher: Dispatcher, records: Sequence[Record]) -> None:
    envelopes = [from_record(record, dispatcher.service.heard) for record in records]
    heard = [(envelope, dispatcher.message_of(envelope)) for envelope in envelopes if envelope.event is not None]
    fresh: list[Heard] = []

    def attempt() -> tuple[list[Write], dict[str, Any]]:
        ahead = _ahead(dispatcher, heard)
        fresh.clear()
        for envelope, message in heard:
            if ahead.get(INBOX, message.id) is None:
                writes = _decided(dispatcher, ahead, envelope, message)
                checked_versions(writes)
                ahead.draft(writes)
                fresh.append((envelope, message))
        return ahead.drafted(), {}

    if heard:
        id = derived_id("together", *(message.id for _, message in heard))
        dispatcher.committed(attempt, id, f"{len(heard)} events")
    for envelope, _ in fresh:
        metrics.event_handled(envelope.type)


def _ahead(dispatcher: Dispatcher, heard: Sequence[Heard]) -> ReadAhead:
    streams = tuple(message.stream for _, message in heard)
    foreseen = [wanted for envelope, _ in heard for wanted in dispatcher.service.foreseen(envelope.event)]
    inbox = Wanted(INBOX, tuple(message.id for _, message in heard))
    ahead = ReadAhead(dispatcher.store)
    ahead.look([Wanted(PARKED, streams), inbox, Wanted(STREAMS, streams), *foreseen])
    if any(ahead.get(PARKED, stream) is not None for stream in streams):
        raise _Parked
    return ahead


def _decided(dispatcher: Dispatcher, ahead: ReadAhead, envelope: Envelope, message: Message) -> list[Write]:
    work = Work(message, ahead, dispatcher.vault, dispatcher.call, dispatcher.chance)
    with traces.span(f"hear {envelope.type}", envelope.traceparent, type=envelope.type):
        return dispatcher.decided_on(envelope, work)
