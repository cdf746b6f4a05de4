"""What the normal course missed, one kind after another; each is settled by its own command, alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kernel.command import OfChild, OfPerson
from kernel.errors import Conflict, GatewayUnavailable, Refusal, Transient
from kernel.node import Node
from kernel.reader import Reader
from kernel.telemetry import metrics
from kernel.telemetry.logs import logger
from services.notifications.commands import WithdrawLink
from services.notifications.gateways import OWN
from services.notifications.model import PointerState
from services.notifications.repository import DISCLOSURES, POINTERS
from services.notifications.settings import SWEEP_LINKS_PAGE, SWEEP_SLOW_SECONDS
from services.notifications.turns.sweeps import SWEEPS

LINKS = "link-outlived"

log = logger("sweeper")


@dataclass
class Sweeper:
    """The second trigger of the ladders, the rule for the unknown, and an end for whatever else got stuck."""

    node: Node
    _looked: dict[str, float] = field(default_factory=dict, init=False)  # kind to when it was looked for
    _cursor: str | None = field(default=None, init=False)  # how far the round over the open links has come

    def run_once(self) -> int:
        """One look at each kind that is due for a look. How many were settled."""
        return sum(self._settled(kind, command) for kind, command in self._found())

    def close(self) -> None:
        """Nothing is held."""

    def _found(self) -> Iterator[tuple[str, OfChild | OfPerson]]:
        reader = self.node.reader(OWN)
        for kind, sweep in SWEEPS.items():
            if self._is_due(kind, sweep.every_seconds):
                for command in sweep.find(reader, reader.now):
                    yield kind, command
        if self._is_due(LINKS, SWEEP_SLOW_SECONDS):
            for command in self._links(reader):
                yield LINKS, command

    def _is_due(self, kind: str, every_seconds: float) -> bool:
        now = self.node.clock.monotonic()
        if kind in self._looked and now - self._looked[kind] < every_seconds:
            return False
        self._looked[kind] = now
        return True

    def _links(self, reader: Reader) -> list[OfChild]:
        """The next page of all open links: whose person may no longer know. A round over all of them takes its time."""
        where = {"state": PointerState.VALID.value}
        page = reader.page(POINTERS, where, ("_id",), SWEEP_LINKS_PAGE, self._cursor)
        self._cursor = page.next_cursor
        pointers = [POINTERS.from_document(document) for document in page.items]
        known = reader.many(DISCLOSURES, sorted({pointer.disclosure for pointer in pointers}))
        found: list[OfChild] = []
        for pointer in pointers:
            disclosure = known.get(pointer.disclosure)
            adult = None if disclosure is None else disclosure.adult(pointer.person)
            if adult is None or not adult.asked:
                found.append(WithdrawLink(child=pointer.child, pointer=pointer.id))
        return found

    def _settled(self, kind: str, command: OfChild | OfPerson) -> int:
        try:
            self.node.dispatcher.run(command, OWN)
        except (GatewayUnavailable, Conflict, Refusal) as error:
            log.event("sweeper.waits", level="warning", kind=kind, error_type=type(error).__name__)
            return 0
        except Transient:
            raise  # the store is away for all of them: the loop closes what is open and comes back
        except Exception as error:
            # One ladder that cannot be read must not stop those of other children.
            log.exception("sweeper.failed", error, name=type(command).__name__)
            metrics.turn_item_failed("sweeper", type(error).__name__)
            return 0
        metrics.stuck_settled(kind)
        return 1
