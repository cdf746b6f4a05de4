"""Events of different children in one commit: under load a batch costs a few round trips instead of a few for each.

Each event is still decided by its own handler on its own stream, found in the inbox before it is inserted there, and
audited by a row of its own. Whatever stands in the way of one of them, nothing of the batch is written, and the caller
handles each alone, where every kind of trouble has its answer.
"""

from collections.abc import Sequence

from kernel.bus.port import Record
from kernel.chance import derived_id
from kernel.dispatch import Dispatcher
from kernel.envelope import Envelope, from_record
from kernel.parking import PARKED
from kernel.store.ahead import ReadAhead
from kernel.store.port import Wanted, Write
from kernel.stream import STREAMS
from kernel.telemetry import metrics, traces
from kernel.telemetry.logs import logger
from kernel.work import INBOX, Message, Work, checked_versions

log = logger("hearing")

Heard = tuple[Envelope, Message]


def heard_together(dispatcher: Dispatcher, records: Sequence[Record]) -> bool:
    """True when all records took effect, now or before; False when none did. One record per key, all keys given."""
    try:
        envelopes = [from_record(record, dispatcher.service.heard) for record in records]
        heard = [(envelope, dispatcher.message_of(envelope)) for envelope in envelopes if envelope.event is not None]
        return not heard or _taken(dispatcher, heard)
    except Exception as error:  # noqa: BLE001 - each is handled alone next, and what fails there is told there
        log.event("hearing.apart", error_type=type(error).__name__)
        return False


def _taken(dispatcher: Dispatcher, heard: Sequence[Heard]) -> bool:
    ahead = ReadAhead(dispatcher.store)
    streams = tuple(message.stream for _, message in heard)
    foreseen = [wanted for envelope, _ in heard for wanted in dispatcher.service.foreseen(envelope.event)]
    inbox = Wanted(INBOX, tuple(message.id for _, message in heard))
    ahead.look([Wanted(PARKED, streams), inbox, Wanted(STREAMS, streams), *foreseen])
    if any(ahead.get(PARKED, stream) is not None for stream in streams):
        return False
    fresh = [(envelope, message) for envelope, message in heard if ahead.get(INBOX, message.id) is None]
    writes = [write for envelope, message in fresh for write in _decided(dispatcher, ahead, envelope, message)]
    checked_versions(writes)
    if writes:
        dispatcher.commit(writes, derived_id("together", *(message.id for _, message in fresh)))
    for envelope, _ in fresh:
        metrics.event_handled(envelope.type)
    return True


def _decided(dispatcher: Dispatcher, ahead: ReadAhead, envelope: Envelope, message: Message) -> list[Write]:
    work = Work(message, ahead, dispatcher.vault, dispatcher.call, dispatcher.chance)
    with traces.span(f"hear {envelope.type}", envelope.traceparent, type=envelope.type):
        return dispatcher.decided_on(envelope, work)
