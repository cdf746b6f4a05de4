"""Parked streams and dead letters: look at them, send them again under the same ids, let one go with a reason."""

from dataclasses import dataclass
from typing import Any

from deploy.operator.stations import Station, Stations
from kernel.auth.principal import Kind, Principal
from kernel.bus.port import Record
from kernel.envelope import from_record
from kernel.errors import AllianceError, Conflict, NotFound, Poison, Transient
from kernel.parking import HELD, PARKED, as_record
from kernel.store.port import Document
from kernel.telemetry.logs import logger

log = logger("operator")

FREE_TRIES_MAX = 20  # a running consumer may hold one more record each time we are about to free the stream
SHOWN_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedStream:
    """`held` counts culprits and everything that waits behind them."""

    service: str
    stream: str
    since: str
    code: str
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A record that could not be handled. `value` is never shown: events hold ids and codes, foreign bytes anything."""

    service: str
    id: str
    stream: str
    at: str
    code: str
    type: str
    event: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redriven:
    """`code` says why it stopped, empty when the stream is free again."""

    service: str
    stream: str
    handled: int
    code: str = ""


def parked(stations: Stations) -> list[ParkedStream]:
    """Of every service, oldest first."""
    found = [
        ParkedStream(service=name, stream=row["_id"], since=row["since"], code=row["code"], held=row["held"])
        for name, station in stations.items()
        for row in station.parking.streams()
    ]
    return sorted(found, key=lambda stream: (stream.since, stream.service))


def dead_letters(stations: Stations) -> list[DeadLetter]:
    """Of every service, oldest first."""
    found = [_letter(name, row) for name, station in stations.items() for row in station.parking.dead()]
    return sorted(found, key=lambda letter: (letter.at, letter.service))


def found(stations: Stations, id: str) -> tuple[Station, Document]:
    """The letter of this id; the same id may lie in two services: the first wins, name one with --service."""
    for station in stations.values():
        document = station.store.get(HELD, id)
        if document is not None and document["state"] == "dead":
            return station, document
    raise NotFound("no-such-dead-letter")


def shown(stations: Stations, id: str) -> dict[str, Any]:
    """Where it came from and what its headers say: ids, types and times only."""
    station, document = found(stations, id)
    behind = station.store.count(HELD, {"stream": document["stream"]}) - 1
    letter = _letter(station.name, document)
    return {
        "service": letter.service,
        "id": letter.id,
        "stream": letter.stream,
        "code": letter.code,
        "at": letter.at,
        "topic": document["topic"],
        "partition": document["partition"],
        "offset": document["offset"],
        "type": letter.type,
        "event": letter.event,
        "size": letter.size,
        "waiting_behind": behind,
    }


def redrive(station: Station, stream: str, operator: Principal) -> Redriven:
    """Handle what is held, in order and under the same event ids, then free the stream. Audited.

    It stops at the first record that fails again and remembers the newest reason. NotFound when nothing is held.
    """
    if station.store.get(PARKED, stream) is None and not station.store.count(HELD, {"stream": stream}):
        raise NotFound("not-parked")
    station.node.dispatcher.record(stream, operator, "redrive", "done")
    consumer, handled = station.node.consumer(), 0

    def handle(record: Record) -> None:
        nonlocal handled
        consumer.handle(record)
        handled += 1

    for attempt in range(1, FREE_TRIES_MAX + 1):
        try:
            station.parking.redrive(stream, handle)
            return Redriven(service=station.name, stream=stream, handled=handled)
        except Conflict:
            if attempt == FREE_TRIES_MAX:
                raise
        except Transient:
            raise
        except Exception as error:
            log.exception("redrive.failed", error)
            return Redriven(service=station.name, stream=stream, handled=handled, code=_again(station, stream, error))
    raise AssertionError("unreachable")


def discard(stations: Stations, id: str, reason: str, operator: Principal) -> DeadLetter:
    """Let a culprit go: recorded in the stream's chain first, so that nothing disappears unrecorded."""
    station, document = found(stations, id)
    letter = _letter(station.name, document)
    station.node.dispatcher.record(
        document["stream"], operator, "discard-dead-letter", "done", reason, letter=id, event=letter.event
    )
    station.parking.discard(id)
    return letter


def operator_named(name: str) -> Principal:
    """Who does it, for the audit."""
    return Principal(person=f"operator:{name}", kind=Kind.OPERATOR, network=None, via="operator")


def _again(station: Station, stream: str, error: Exception) -> str:
    code = error.code if isinstance(error, Poison) else getattr(error, "code", "")
    code = code or ("refused" if isinstance(error, AllianceError) else "handler-failed")
    first = station.store.find(HELD, {"stream": stream}, ("order",), 1)
    if first:
        station.parking.retried(first[0], code)
    return code


def _letter(service: str, document: Document) -> DeadLetter:
    type_, event = _named(as_record(document))
    return DeadLetter(
        service=service,
        id=document["_id"],
        stream=document["stream"],
        at=document["at"],
        code=document["code"],
        type=type_,
        event=event,
        size=document["size"],
    )


def _named(record: Record) -> tuple[str, str]:
    try:
        envelope = from_record(record, {})
    except Poison:
        return "unreadable", ""
    return envelope.type, envelope.id
