"""What the normal course missed: rungs whose timer did not come, intents without an answer."""

from dataclasses import dataclass
from datetime import timedelta

from kernel.command import OfChild
from kernel.errors import Conflict, GatewayUnavailable, Refusal, Transient
from kernel.node import Node
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from services.notifications.commands import ClimbRung, ResolveStuck
from services.notifications.decisions.delivery import DISPATCH_BOUND
from services.notifications.gateways import OWN
from services.notifications.repository import overdue_ladders, stuck_notices
from services.notifications.settings import SWEEP_BATCH_MAX, SWEEP_GRACE_SECONDS

log = logger("sweeper")


@dataclass
class Sweeper:
    """The second trigger of the ladders, and the rule for the unknown."""

    node: Node

    def run_once(self) -> int:
        """One look at each kind of stuck thing. How many were settled."""
        return sum(self._settled(command) for command in (*self._rungs(), *self._intents()))

    def close(self) -> None:
        """Nothing is held."""

    def _rungs(self) -> list[OfChild]:
        reader = self.node.reader(OWN)
        before = reader.now - timedelta(seconds=SWEEP_GRACE_SECONDS)
        return [
            ClimbRung(child=item.child, disclosure=item.id, rung=item.ladder.rung + 1)
            for item in overdue_ladders(reader, before, SWEEP_BATCH_MAX)
            if item.ladder is not None
        ]

    def _intents(self) -> list[OfChild]:
        reader = self.node.reader(OWN)
        before = reader.now - DISPATCH_BOUND
        return [
            ResolveStuck(child=notice.child, notice=notice.id)
            for notice in stuck_notices(reader, before, SWEEP_BATCH_MAX)
        ]

    def _settled(self, command: OfChild) -> int:
        try:
            self.node.dispatcher.run(command, OWN)
        except (GatewayUnavailable, Conflict, Refusal) as error:
            log.event("sweeper.waits", level="warning", error_type=type(error).__name__)
            return 0
        except Transient:
            raise  # the store is away for all of them: the loop closes what is open and comes back
        except Exception as error:
            # One ladder that cannot be read must not stop those of other children.
            log.exception("sweeper.failed", error, name=type(command).__name__)
            metrics.turn_item_failed("sweeper", type(error).__name__)
            return 0
        return 1
