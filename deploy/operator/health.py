"""What `doctor` looks at: each finding is ok, warn or fail, with a hint what to do. Nothing is changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import cast

from contracts.topics import SERVICES
from deploy.operator.delay import oldest_waiting
from deploy.operator.stations import Station, Stations
from deploy.operator.topics import Difference, differences
from kernel.auth import keys
from kernel.clock import from_text, to_text
from kernel.crypto import master_secret
from kernel.errors import AllianceError
from kernel.outbox import OUTBOX
from kernel.settings import Settings, SettingsWrong
from kernel.store.port import Described, Span
from kernel.stream import STREAMS
from kernel.work import TIMERS

OUTBOX_WARN, OUTBOX_FAIL = timedelta(seconds=10), timedelta(minutes=2)  # a relay publishes within a second
LAG_WARN, LAG_FAIL = timedelta(seconds=30), timedelta(minutes=10)  # a rolling restart takes half a minute
TIMER_WARN = timedelta(minutes=1)  # timers are looked for twice a second; the retries of a failing one are in minutes
CLOCK_AHEAD_MAX = timedelta(seconds=5)  # what tokens forgive


class Level(StrEnum):
    """How bad."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line."""

    level: Level
    what: str
    says: str
    hint: str = ""


Check = Callable[[Stations], Iterator[Finding]]


def settings(environ: Mapping[str, str]) -> list[Finding]:
    """Of every service; what differs between services is the service alone, so equal problems are told once."""
    problems: dict[str, str] = {}
    for service in SERVICES:
        try:
            Settings.from_environment(service, environ)
        except SettingsWrong as wrong:
            problems |= {name: "; ".join(reasons) for name, reasons in wrong.problems.items()}
    if not problems:
        return [_ok("settings", "fit together")]
    return [Finding(level=Level.FAIL, what=name, says=says, hint="set it right and start again")
            for name, says in problems.items()]  # fmt: skip


def examined(stations: Stations) -> Iterator[Finding]:
    """Everything but the settings; a check whose engine does not answer is one failure, not a crash."""
    for check in CHECKS:
        try:
            yield from check(stations)
        except AllianceError as error:
            name = check.__name__.replace("_", " ")
            yield Finding(level=Level.FAIL, what=name, says=str(error) or type(error).__name__, hint="see above")


def stores(stations: Stations) -> Iterator[Finding]:
    """Each answers and is fit for use: on MongoDB a replica set that can confirm by majority."""
    for name, station in stations.items():
        try:
            station.store.ping()
        except AllianceError as error:
            hint = "is it running, and is the address right? MongoDB must be a replica set of version 6 or newer"
            yield Finding(level=Level.FAIL, what=f"store of {name}", says=str(error), hint=hint)
            continue
        yield _ok(f"store of {name}", "MongoDB replica set answers" if station.settings.mongo_url else "SQLite answers")


def log(stations: Stations) -> Iterator[Finding]:
    """Kafka, or the embedded one."""
    station = _any(stations)
    try:
        station.bus.ping()
    except AllianceError as error:
        hint = "is the broker running, and is ALLIANCE_KAFKA_BOOTSTRAP right?"
        yield Finding(level=Level.FAIL, what="log", says=str(error), hint=hint)
        return
    yield _ok("log", "Kafka answers" if station.settings.kafka_bootstrap else "embedded log answers")


def topics(stations: Stations) -> Iterator[Finding]:
    """As in the manifest."""
    for difference in differences(_any(stations)):
        if difference.is_fine:
            yield _ok(f"topic {difference.name}", difference.says)
        else:
            level = Level.FAIL if difference.kind is not Difference.RETENTION else Level.WARN
            yield Finding(level=level, what=f"topic {difference.name}", says=difference.says, hint=difference.hint)


def indexes(stations: Stations) -> Iterator[Finding]:
    """Collections and indexes that the code declares."""
    for name, station in stations.items():
        missing = cast(Described, station.store).missing(station.collections)
        if missing:
            says = f"{len(missing)} missing: {', '.join(missing[:4])}{' ...' if len(missing) > 4 else ''}"
            hint = "the service's worker makes them when it starts"
            yield Finding(level=Level.FAIL, what=f"indexes of {name}", says=says, hint=hint)
        else:
            yield _ok(f"indexes of {name}", "complete")


def key_files(stations: Stations) -> Iterator[Finding]:
    """Token keys and the master key, closed to others."""
    for name, station in stations.items():
        try:
            keys.load_private(station.settings.key_dir, name)
            master_secret(station.settings.master_key_file)
        except (keys.KeyUnusable, OSError, ValueError, AllianceError) as error:
            says = str(error) if isinstance(error, keys.KeyUnusable) else f"the master key: {type(error).__name__}"
            hint = "ALLIANCE_KEY_DIR and ALLIANCE_MASTER_KEY_FILE; files readable by the service alone"
            yield Finding(level=Level.FAIL, what=f"keys of {name}", says=says, hint=hint)
            continue
        trusted = keys.load_public(station.settings.key_dir)
        untold = [other for other in stations if other not in trusted]
        if untold:
            hint = "copy public/<service>.pem of every service to every service"
            yield Finding(
                level=Level.FAIL, what=f"keys of {name}", says=f"does not trust {', '.join(untold)}", hint=hint
            )
        else:
            yield _ok(f"keys of {name}", "readable, closed to others")


def clock(stations: Stations) -> Iterator[Finding]:
    """No stored moment lies ahead: clocks of two machines that differ show here first."""
    for name, station in stations.items():
        limit = to_text(station.clock.now() + CLOCK_AHEAD_MAX)
        ahead = station.store.count(STREAMS, {"at": Span(at_least=limit)})
        if ahead:
            says, hint = f"{ahead} streams of {name} end in the future", "set the clocks right (NTP) on every machine"
            yield Finding(level=Level.FAIL, what="clock", says=says, hint=hint)
            return
    yield _ok("clock", "nothing stored lies in the future")


def outbox(stations: Stations) -> Iterator[Finding]:
    """How long the oldest event waits for the relay."""
    for name, station in stations.items():
        first = station.store.find(OUTBOX, {"state": "pending"}, ("at", "stream", "sequence"), 1)
        age = station.clock.now() - from_text(first[0]["at"]) if first else timedelta(0)
        hint = f"is the worker of {name} running, and does it reach the log?"
        says = f"oldest unpublished event is {_seconds(age)} old" if first else "everything is published"
        yield _by_age(f"outbox of {name}", age, says, hint, OUTBOX_WARN, OUTBOX_FAIL)


def lag(stations: Stations) -> Iterator[Finding]:
    """How long the oldest event waits for each reader."""
    for name, station in stations.items():
        if not station.program.channels.heard:
            continue
        waiting = oldest_waiting(station)
        age = timedelta(seconds=waiting.oldest_seconds or 0)
        says = f"{waiting.events} events wait, the oldest for {_seconds(age)}" if waiting.events else "nothing waits"
        yield _by_age(f"reader {name}", age, says, f"is the worker of {name} running?", LAG_WARN, LAG_FAIL)


def timers(stations: Stations) -> Iterator[Finding]:
    """Stuck ones, and ones that are due and not fired."""
    for name, station in stations.items():
        stuck = station.store.count(TIMERS, {"state": "stuck"})
        due = Span(below=to_text(station.clock.now() - TIMER_WARN))
        late = station.store.count(TIMERS, {"state": "waiting", "due": due})
        if stuck:
            hint = "its handler failed five times; the log has timer.failed with the reason"
            yield Finding(level=Level.FAIL, what=f"timers of {name}", says=f"{stuck} stuck", hint=hint)
        elif late:
            hint = f"is the worker of {name} running?"
            yield Finding(level=Level.WARN, what=f"timers of {name}", says=f"{late} overdue", hint=hint)
        else:
            yield _ok(f"timers of {name}", "none stuck, none overdue")


def parked(stations: Stations) -> Iterator[Finding]:
    """Children's streams that wait for a person."""
    for name, station in stations.items():
        held = station.parking.streams()
        if held:
            hint = "alliance dead-letters list; then redrive or discard"
            yield Finding(level=Level.WARN, what=f"parked in {name}", says=f"{len(held)} streams", hint=hint)
        else:
            yield _ok(f"parked in {name}", "none")


CHECKS: tuple[Check, ...] = (stores, log, topics, indexes, key_files, clock, outbox, lag, timers, parked)


def _ok(what: str, says: str) -> Finding:
    return Finding(level=Level.OK, what=what, says=says)


def _any(stations: Stations) -> Station:
    return next(iter(stations.values()))


def _by_age(what: str, age: timedelta, says: str, hint: str, warn: timedelta, fail: timedelta) -> Finding:
    if age < warn:
        return _ok(what, says)
    return Finding(level=Level.FAIL if age >= fail else Level.WARN, what=what, says=says, hint=hint)


def _seconds(age: timedelta) -> str:
    return f"{age.total_seconds():.0f} s" if age < timedelta(minutes=2) else f"{age.total_seconds() / 60:.0f} min"
