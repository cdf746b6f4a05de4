"""A checked roster into the platform, family by family, all of one or nothing of it; running it again changes nothing.

Names and custody go to consent in one commit per family; several families share a commit while all goes well. The
addresses follow in notifications: should the import be stopped in between, the next run adds what is missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from deploy.operator.stations import Station
from deploy.roster.batches import add_contacts, register
from deploy.roster.checks import Known, families
from deploy.roster.faults import Fault
from deploy.roster.ids import Ids
from deploy.roster.people import Roster
from deploy.roster.plan import PlannedContact, PlannedFamily, planned, planned_staff
from kernel.auth.principal import Principal
from kernel.errors import Conflict, Refusal
from kernel.together import RefusedTogether
from services.consent.model import Clinic
from services.consent.packs.kept import in_force
from services.consent.repository import CLINICS, FAMILIES, PERSONS

FAMILIES_AT_ONCE = 40  # about a hundred people in one commit: 30 ms of one transaction, and little lost when it fails
BATCHES_AT_ONCE = 2  # one computes while the other waits for the engine
CLINICS_MAX = 1000

T = TypeVar("T")
Report = Callable[[int, int], None]  # families done, families in all


@dataclass
class Imported:
    """What happened. `faults` are families that were refused and addresses that belong to somebody else."""

    families: int = 0
    unchanged: int = 0
    children: int = 0
    contacts: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Imported") -> None:
        """Of another batch."""
        self.families += other.families
        self.unchanged += other.unchanged
        self.children += other.children
        self.contacts += other.contacts
        self.faults += other.faults


@dataclass(frozen=True)
class Importer:
    """Into one network, by an operator of it."""

    consent: Station
    notifications: Station
    network: str
    operator: Principal

    def clinics(self) -> tuple[Clinic, ...]:
        """Those registered in the network."""
        found = self.consent.store.find(CLINICS.collection, {"network": self.network}, ("_id",), CLINICS_MAX)
        return tuple(CLINICS.from_document(document) for document in found)

    def ids(self, roster: Roster) -> Ids:
        """For this roster's people."""
        return Ids(self.consent.node.dispatcher, self.network).known_staff(_named_staff(roster))

    def known(self, roster: Roster) -> Known:
        """What the file is held against."""
        ids, named = self.ids(roster), sorted(_named_staff(roster))
        derived = {ids.staff(external): external for external in named}
        there = self.consent.store.get_many(PERSONS.collection, sorted(derived))
        people = frozenset(derived[id] for id in there)
        reader = self.consent.node.reader(self.operator)
        places = in_force(reader, self.network, reader.now).periods
        return Known(self.clinics(), frozenset(places), people)

    def plan(self, roster: Roster) -> list[PlannedFamily]:
        """Practitioners first, so that nobody looks after a child who is not known."""
        known, ids = self.known(roster), self.ids(roster)
        called = {child.clinic: known.clinic(child.clinic) for child in roster.children.values()}
        clinics: Mapping[str, Clinic] = {name: clinic for name, clinic in called.items() if clinic is not None}
        zone = known.clinics[0].zone if known.clinics else "UTC"
        staff = [planned_staff(person, zone, ids) for person in roster.staff.values()]
        return [*staff, *(planned(family, clinics, ids) for family in families(roster))]

    def already_there(self, roster: Roster) -> int:
        """How many of the children are registered."""
        ids = self.ids(roster)
        wanted = [ids.child(external) for external in roster.children]
        store, found = self.consent.store, 0
        for part in _parts(wanted, 1000):
            found += len(store.get_many(FAMILIES.collection, part))
        return found

    def run(self, plan: Sequence[PlannedFamily], report: Report) -> Imported:
        """Every family; Transient when an engine stays away: run it again."""
        total, done = Imported(), 0
        with ThreadPoolExecutor(BATCHES_AT_ONCE, thread_name_prefix="roster") as pool:
            batches = list(_parts(plan, FAMILIES_AT_ONCE))
            for batch, result in zip(batches, pool.map(self._batch, batches), strict=True):
                total.add(result)
                done += len(batch)
                report(done, len(plan))
        total.faults.sort()
        return total

    def _batch(self, batch: Sequence[PlannedFamily]) -> Imported:
        try:
            result = self._registered(batch)
        except (RefusedTogether, Refusal, Conflict):
            result = Imported()
            for family in batch:
                result.add(self._alone(family))
        return result

    def _alone(self, family: PlannedFamily) -> Imported:
        try:
            return self._registered([family])
        except RefusedTogether as refused:
            return Imported(faults=[_refused(family, refused.refusal)])
        except Refusal as refusal:
            return Imported(faults=[_refused(family, refusal)])

    def _registered(self, batch: Sequence[PlannedFamily]) -> Imported:
        node = self.consent.node
        changed = register(node.dispatcher, node.master, batch, self.operator)
        result = Imported(
            families=sum(changed),
            unchanged=len(batch) - sum(changed),
            children=sum(family.children for family in batch),
        )
        for contacts in _rounds([contact for family in batch for contact in family.contacts]):
            result.add(self._reached(contacts))
        return result

    def _reached(self, contacts: Sequence[PlannedContact]) -> Imported:
        node = self.notifications.node
        try:
            foreign = add_contacts(node.dispatcher, node.master, contacts, self.operator)
        except (RefusedTogether, Refusal, Conflict) as error:
            return self._reached_alone(contacts, error)
        return Imported(contacts=len(contacts) - len(foreign), faults=[_foreign(contact) for contact in foreign])

    def _reached_alone(self, contacts: Sequence[PlannedContact], error: Exception) -> Imported:
        if len(contacts) == 1:
            return Imported(faults=[_unreached(contacts[0], error)])
        result = Imported()
        for contact in contacts:
            result.add(self._reached([contact]))
        return result


def _rounds(contacts: Sequence[PlannedContact]) -> Iterator[list[PlannedContact]]:
    """Each person once per round: two addresses of one person are two commits."""
    rounds: list[list[PlannedContact]] = []
    seen: dict[str, int] = {}
    for contact in contacts:
        place = seen.get(contact.command.person, 0)
        seen[contact.command.person] = place + 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(contact)
    yield from rounds


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _named_staff(roster: Roster) -> set[str]:
    named = {external for child in roster.children.values() for external in child.care_team}
    return named | {edge.verifier for child in roster.children.values() for edge in child.edges if edge.verifier}


def _refused(family: PlannedFamily, refusal: Refusal) -> Fault:
    columns = ", ".join(sorted(refusal.fields))
    return Fault(family.row, columns, refusal.code, "the family that begins here was refused, all of it")


def _foreign(contact: PlannedContact) -> Fault:
    says = "belongs to somebody else on the platform; the person was imported without it"
    return Fault(contact.source.row, contact.source.column, "address-of-another", says)


def _unreached(contact: PlannedContact, error: Exception) -> Fault:
    cause = error.refusal if isinstance(error, RefusedTogether) else error
    code = cause.code if isinstance(cause, Refusal) else "conflict"
    return Fault(contact.source.row, contact.source.column, code, "refused; the person was imported without it")
