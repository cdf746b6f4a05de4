"""The way out of one channel: its providers in the order of the settings, those at rest passed over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel.clock import Clock
from services.notifications.decisions.failover import goes_on, together
from services.notifications.model import Answered, Receipt
from services.notifications.providers.gate import Gate
from services.notifications.providers.port import Message, Provider
from services.notifications.settings import FAILOVER_SECONDS

RESTING = "providers-resting"


@dataclass(frozen=True, slots=True)
class Named:
    """A provider under its name in the settings."""

    name: str
    provider: Provider


class Way:
    """A provider made of several. Asked next is who may be asked by the breaker and by the rule of the message.

    After `FAILOVER_SECONDS` nobody else is asked in the same call: what consent said would be too old. The message
    comes again seconds later, and the one that took so long is at rest by then.
    """

    def __init__(self, providers: Sequence[Named], gate: Gate, clock: Clock) -> None:
        self.providers, self._gate, self._clock = tuple(providers), gate, clock

    def send(self, message: Message) -> Receipt:
        """What all who were asked came to."""
        began, answers = self._clock.monotonic(), list[Receipt]()
        for named in self.providers:
            if answers and self._clock.monotonic() - began > FAILOVER_SECONDS:
                break
            if not self._gate.passes(named.name):
                continue
            answers.append(self._asked(named, message))
            if not goes_on(answers[-1], message.insistent):
                break
        if answers:
            return together(answers)
        wait = self._gate.seconds_to_probe([named.name for named in self.providers])
        return Receipt(answered=Answered.UNAVAILABLE, code=RESTING, retry_after_seconds=wait)

    def close(self) -> None:
        """Of all of them."""
        for named in self.providers:
            named.provider.close()

    def _asked(self, named: Named, message: Message) -> Receipt:
        began = self._clock.monotonic()
        receipt = replace(named.provider.send(message), provider=named.name)
        self._gate.heard(named.name, receipt, self._clock.monotonic() - began > FAILOVER_SECONDS)
        return receipt
