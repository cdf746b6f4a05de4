"""Providers that lie, stall and refuse, and the one true mailbox behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.codes import Channel
from kernel.loops import Turn
from services.notifications.model import Answered, Receipt
from services.notifications.providers.port import Message, Provider
from services.notifications.turns.sender import Sender
from simulation.adapters import Surroundings

SLOW_SECONDS = (5.0, 40.0)  # the slowest answer that still comes; the sweeper waits for 120


@dataclass(frozen=True, slots=True)
class Mail:
    """What somebody really received."""

    to: str
    channel: Channel
    text: str
    reference: str
    at: datetime


Arrived = Callable[[Mail], None]


class SimProvider:
    """Takes messages, sometimes without saying so, sometimes not at all."""

    def __init__(self, channel: Channel, around: Surroundings, arrived: Arrived) -> None:
        self._channel, self._around, self._arrived = channel, around, arrived

    def send(self, message: Message) -> Receipt:
        self._around.step(f"provider {self._channel} {message.reference}")
        if self._around.strikes("provider_slow"):
            self._around.scheduler.sleep(self._around.faults.between(*SLOW_SECONDS))
        if self._around.strikes("provider_away"):
            return Receipt(answered=Answered.UNAVAILABLE, code="away")
        if self._around.strikes("provider_refuses"):
            return Receipt(answered=Answered.REFUSED, code="refused")
        unsure = self._around.strikes("provider_unsure")
        if not unsure or self._around.faults.below(2):
            self._take(message)
        if unsure:
            return Receipt(answered=Answered.UNSURE, code="no-answer")
        return Receipt(answered=Answered.ACCEPTED, code="", reference=message.reference)

    def close(self) -> None:
        """Nothing is kept."""

    def _take(self, message: Message) -> None:
        scheduler = self._around.scheduler
        scheduler.trace(f"arrives {message.reference}")
        text = f"{message.text.subject}\n{message.text.body}"
        self._arrived(Mail(message.to, self._channel, text, message.reference, scheduler.now()))
        self._around.faults.maybe_crash(self._around.process)


def with_mailbox(arrived: Arrived) -> Callable[[str, Mapping[str, Turn], Surroundings], Mapping[str, Turn]]:
    """The turns of a worker with simulated providers in the place of those of the settings."""

    def furnish(service: str, turns: Mapping[str, Turn], around: Surroundings) -> Mapping[str, Turn]:
        providers: dict[Channel, Provider] = {
            channel: SimProvider(channel, around, arrived) for channel in (Channel.EMAIL, Channel.SMS)
        }
        return {
            label: replace(turn, providers=providers) if isinstance(turn, Sender) else turn
            for label, turn in turns.items()
        }

    return furnish
