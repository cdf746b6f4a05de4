"""When a clinic's clocks or policy, or the network's packs, have changed: the calendars of its children are read again.

Timers belong to one child; a change that concerns them all finds them here. Stopping half-way loses nothing: the clinic
is marked only when every child has been looked at, and looking again changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kernel.auth.principal import SYSTEM
from kernel.chance import derived_id
from kernel.errors import Conflict, Refusal
from kernel.node import Node
from kernel.reader import Reader
from kernel.store.port import Has
from kernel.telemetry.logs import logger
from services.consent.commands.calendar import MarkSwept, ReadCalendar
from services.consent.model import Clinic
from services.consent.packs.kept import PACK_SCHEDULES
from services.consent.repository import CLINICS, FAMILIES, SWEPT
from services.consent.settings import SWEEP_CLINICS_MAX, SWEEP_PAGE

OWN = SYSTEM("consent")
log = logger("calendars")


@dataclass
class Calendars:
    """Looks for clinics that are not as they were."""

    node: Node
    wakes_on = CLINICS.collection

    def run_once(self) -> int:
        """How many clinics' children were looked at."""
        reader = self.node.reader(OWN)
        clinics = reader.find(CLINICS, {}, ("_id",), SWEEP_CLINICS_MAX)
        swept = reader.many(SWEPT, [clinic.id for clinic in clinics])
        schedules = reader.many(PACK_SCHEDULES, sorted({clinic.network for clinic in clinics}))
        marks = {clinic.id: _mark(clinic, repr(schedules.get(clinic.network))) for clinic in clinics}
        moved = [clinic for clinic in clinics if clinic.id not in swept or swept[clinic.id].mark != marks[clinic.id]]
        return sum(self._swept(reader, clinic, marks[clinic.id]) for clinic in moved)

    def close(self) -> None:
        """Nothing is held."""

    def _swept(self, reader: Reader, clinic: Clinic, mark: str) -> bool:
        missed = [child for child in _children(reader, clinic) if not self._read(child)]
        if not missed:
            self.node.dispatcher.run(MarkSwept(clinic=clinic.id, mark=mark), OWN)
        return not missed

    def _read(self, child: str) -> bool:
        """One child that cannot be read must not stop the others; the clinic is looked at again."""
        try:
            self.node.dispatcher.run(ReadCalendar(child=child), OWN)
        except (Conflict, Refusal) as error:
            log.event("calendars.waits", level="warning", error_type=type(error).__name__)
            return False
        return True


def _mark(clinic: Clinic, schedule: str) -> str:
    return derived_id("swept", clinic.zone, repr(clinic.policy), schedule)


def _children(reader: Reader, clinic: Clinic) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = reader.page(
            FAMILIES, {"network": clinic.network, "clinics": Has(clinic.id)}, ("_id",), SWEEP_PAGE, cursor
        )
        yield from (str(item["_id"]) for item in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return
