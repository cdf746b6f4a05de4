"""The breakers of providers: the store holds them, so that all senders know and an operator can look."""

from kernel.decision import NOTHING, Decision
from kernel.work import Work
from services.notifications.commands import ProbeProvider, RecordTrouble
from services.notifications.commands.providers import OfProvider
from services.notifications.decisions import breakers
from services.notifications.model import Breaker
from services.notifications.repository import BREAKERS


def probe_provider(command: ProbeProvider, work: Work) -> Decision:
    """`reply["go"]`: this sender makes the probe."""
    breaker = _breaker(command, work)
    if breakers.is_closed(breaker):
        return Decision(reply={"go": True})
    if not breakers.may_probe(breaker, work.now):
        return Decision(reply={"go": False})
    return Decision(changes=(breakers.probing(breaker, work.now),), reply={"go": True})


def record_trouble(command: RecordTrouble, work: Work) -> Decision:
    """Folded onto what other senders have told."""
    breaker = _breaker(command, work)
    after = breakers.heard(breaker, command.receipt, command.slow, work.now)
    if after == breaker:
        return NOTHING
    return Decision(changes=(after,), facts={"provider": after.id, "state": after.state.value})


def _breaker(command: OfProvider, work: Work) -> Breaker:
    return work.known(BREAKERS, command.provider) or Breaker(id=command.provider, channel=command.channel)
