"""The recorded history of a network, child by child in the order of their ids, newest decision first.

It is read in pages of children, so that a history of any length takes little memory; nothing is written. Children are
left out whom the asker is an adult of, and disclosures that are about the asker: no count tells of them either.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kernel.reader import Reader
from kernel.store.port import Page
from services.consent.model import Clinic, Disclosure, Family
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, TRAILS
from services.consent.whatif.candidate import Candidate
from services.consent.whatif.changes import RECONSTRUCTED, Change, Compared, Direction, compared, moved
from services.consent.whatif.rewound import Trails, rewound

CHILDREN_AT_ONCE = 100  # one page: a few hundred kB of families
TRAILS_MAX = 2500  # of one child: every fact that a family may hold has one
DISCLOSURES_AT_ONCE = 200  # of one child; the busiest have some dozens a year


@dataclass
class Tally:
    """How much was looked at, and what was found, by direction. `touched`: disclosures whose ground would differ."""

    children: int = 0
    disclosures: int = 0
    touched: int = 0
    decisions: int = 0  # answers for one adult, of the touched ones
    reconstructed: int = 0  # touched disclosures whose facts have moved since
    unlike_recorded: int = 0
    directions: Counter[Direction] = field(default_factory=Counter)

    @property
    def changes(self) -> int:
        """In all directions."""
        return self.directions.total()

    def add(self, other: "Tally") -> None:
        """Of another page."""
        self.children += other.children
        self.disclosures += other.disclosures
        self.touched += other.touched
        self.decisions += other.decisions
        self.reconstructed += other.reconstructed
        self.unlike_recorded += other.unlike_recorded
        self.directions += other.directions


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the history."""

    changes: tuple[Change, ...]
    tally: Tally
    next_cursor: str | None


def part(reader: Reader, network: str, candidate: Candidate, cursor: str | None, children: int) -> Part:
    """What would be different for these children."""
    page = _families(reader, network, cursor, children)
    clinics: dict[str, Clinic | None] = {}
    tally, changes = Tally(), list[Change]()
    for document in page.items:
        family = FAMILIES.from_document(document)
        if reader.principal.person not in family.people:
            tally.children += 1
            changes += _of_child(reader, family, candidate, clinics, tally)
    return Part(tuple(changes), tally, page.next_cursor)


def children_in(reader: Reader, network: str) -> int:
    """For progress."""
    return reader.dispatcher.store.count(FAMILIES.collection, {"network": network})


def _families(reader: Reader, network: str, cursor: str | None, children: int) -> Page:
    return reader.page(FAMILIES, {"network": network}, ("_id",), children, cursor)


def _of_child(
    reader: Reader, family: Family, candidate: Candidate, clinics: dict[str, Clinic | None], tally: Tally
) -> Iterator[Change]:
    trails: Trails | None = None
    for made in _disclosures(reader, family.id):
        if reader.principal.person in made.about:
            continue
        if made.clinic not in clinics:
            clinics[made.clinic] = reader.known(CLINICS, made.clinic)
        tally.disclosures += 1
        now, then = candidate.grounds(family, clinics[made.clinic])
        if now == then:
            continue
        if moved(family, made) and trails is None:
            trails = _trails(reader, family.id)
        stood = rewound(family, trails, made.decided_at) if trails is not None and moved(family, made) else family
        yield from _counted(compared(stood, made, now, then), tally)


def _counted(found: Compared, tally: Tally) -> tuple[Change, ...]:
    tally.touched += 1
    tally.decisions += found.decisions
    tally.reconstructed += found.ground == RECONSTRUCTED
    tally.unlike_recorded += found.unlike_recorded
    tally.directions.update(change.direction for change in found.changes)
    return found.changes


def _trails(reader: Reader, child: str) -> Trails:
    return {trail.id: trail for trail in reader.find(TRAILS, {"child": child}, (), TRAILS_MAX)}


def _disclosures(reader: Reader, child: str) -> Iterator[Disclosure]:
    cursor: str | None = None
    while True:
        page = reader.page(DISCLOSURES, {"child": child}, ("-decided_at",), DISCLOSURES_AT_ONCE, cursor)
        yield from (DISCLOSURES.from_document(document) for document in page.items)
        if (cursor := page.next_cursor) is None:
            return
