"""The breakers as one sender knows them: a copy that is seconds old, the store's when something changes."""

from collections.abc import Mapping, Sequence
from threading import Lock

from contracts.codes import Channel
from kernel.errors import AllianceError
from kernel.node import Node
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from services.notifications.commands import ProbeProvider, RecordTrouble
from services.notifications.decisions import breakers
from services.notifications.gateways import OWN
from services.notifications.model import Breaker, Receipt
from services.notifications.repository import BREAKERS
from services.notifications.settings import GATE_SECONDS

log = logger("providers")


class Gate:
    """Safe to use from the threads of one sender. Never raises: without the store the copy decides."""

    def __init__(self, node: Node, channels: Mapping[str, Channel]) -> None:
        self._node, self._channels, self._lock = node, channels, Lock()
        self._known: dict[str, Breaker] = {}
        self._read_at: float | None = None

    def passes(self, name: str) -> bool:
        """Whether this provider is asked now. Of a half-open one the store gives one probe to one sender."""
        known = self._breaker(name)
        if breakers.is_closed(known):
            return True
        if not breakers.may_probe(known, self._node.clock.now()):
            return False
        return bool(self._done(ProbeProvider(provider=name, channel=known.channel)).get("go", False))

    def heard(self, name: str, receipt: Receipt, slow: bool) -> None:
        """What it answered. Nothing is written as long as all is well."""
        known = self._breaker(name)
        after = breakers.heard(known, receipt, slow, self._node.clock.now())
        if after == known:
            return
        with self._lock:
            self._known[name] = after
        self._done(RecordTrouble(provider=name, channel=known.channel, receipt=receipt, slow=slow))

    def seconds_to_probe(self, names: Sequence[str]) -> int:
        """Until the first of them may be asked again."""
        now = self._node.clock.now()
        waits = [(at - now).total_seconds() for name in names if (at := self._breaker(name).probe_at) is not None]
        return max(0, int(min(waits, default=0.0)))

    def _breaker(self, name: str) -> Breaker:
        with self._lock:
            read_at, now = self._read_at, self._node.clock.monotonic()
        if read_at is None or now - read_at > GATE_SECONDS:
            self._read()
        with self._lock:
            return self._known[name]

    def _done(self, command: ProbeProvider | RecordTrouble) -> dict[str, object]:
        try:
            reply = self._node.dispatcher.run(command, OWN)
        except AllianceError as error:
            log.event("breaker.unwritten", level="warning", error_type=type(error).__name__)
            return {}
        self._read()
        return reply

    def _read(self) -> None:
        try:
            stored = self._node.reader(OWN).many(BREAKERS, sorted(self._channels))
        except AllianceError as error:
            log.event("breaker.unread", level="warning", error_type=type(error).__name__)
            stored = {}
        fresh = {name: Breaker(id=name, channel=channel) for name, channel in self._channels.items()}
        with self._lock:
            self._known = {**fresh, **self._known, **{name: stored[name] for name in fresh if name in stored}}
            self._read_at = self._node.clock.monotonic()
            states = {name: breaker.state.value for name, breaker in self._known.items()}
        for name, state in states.items():
            metrics.provider_state(name, state)
