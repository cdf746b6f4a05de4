"""What only shows when the whole file is seen, or when it is held against what the platform knows."""

from dataclasses import dataclass
from datetime import date

from contracts.codes import Channel
from deploy.roster.faults import Faults
from deploy.roster.people import Roster, RosterChild, RosterContact, RosterEdge, RosterFamily
from services.consent.model import ADULTS_MAX, Clinic
from services.notifications.decisions.contacts import normalised

AGE_YEARS_MAX = 26  # care that began in childhood ends here at the latest; older means a wrong year
FAMILY_PEOPLE_MAX = 200  # one commit; more shared adults than any family has means an identifier used for a stand-in


@dataclass(frozen=True, slots=True)
class Known:
    """The network's registered clinics, jurisdictions with rules, and people by external identifier who are known."""

    clinics: tuple[Clinic, ...]
    jurisdictions: frozenset[str]
    people: frozenset[str]

    def clinic(self, typed: str) -> Clinic | None:
        """By identifier, or by name however it is capitalised."""
        return next((one for one in self.clinics if typed == one.id or typed.casefold() == one.name.casefold()), None)


def check(roster: Roster, known: Known, today: date, faults: Faults) -> None:
    """All of it; a roster without new faults can be imported."""
    for child in roster.children.values():
        _child(child, roster, known, today, faults)
    _addresses(roster, faults)
    _both(roster, faults)


def families(roster: Roster) -> list[RosterFamily]:
    """Children who share an adult belong together, in the order of the file."""
    leader = {external: external for external in roster.children}

    def find(external: str) -> str:
        while leader[external] != external:
            leader[external] = leader[leader[external]]
            external = leader[external]
        return external

    first_child: dict[str, str] = {}
    for child in roster.children.values():
        for adult in _adults_of(child):
            other = first_child.setdefault(adult, child.external)
            leader[find(child.external)] = find(other)
    groups: dict[str, list[RosterChild]] = {}
    for child in roster.children.values():
        groups.setdefault(find(child.external), []).append(child)
    return [_family(roster, children) for children in groups.values()]


def check_sizes(found: list[RosterFamily], faults: Faults) -> None:
    """A family that is none."""
    for family in found:
        size = len(family.children) + len(family.adults)
        if size > FAMILY_PEOPLE_MAX:
            says = (
                f"{size} people are tied together by shared adults, at most {FAMILY_PEOPLE_MAX}: one identifier stands "
            )
            faults.add(family.first_row, "adult_id", "family-too-large", says + "for several people")


def _family(roster: Roster, children: list[RosterChild]) -> RosterFamily:
    named = dict.fromkeys(adult for child in children for adult in _adults_of(child) if adult in roster.adults)
    return RosterFamily(children=tuple(children), adults=tuple(roster.adults[external] for external in named))


def _adults_of(child: RosterChild) -> list[str]:
    return [edge.adult for edge in child.edges] + ([child.agency] if child.agency else [])


def _child(child: RosterChild, roster: Roster, known: Known, today: date, faults: Faults) -> None:
    _place(child, known, faults)
    if child.birth_day > today:
        faults.add(child.row, "birth_day", "in-the-future", "is still to come")
    elif today.year - child.birth_day.year > AGE_YEARS_MAX:
        faults.add(child.row, "birth_day", "not-a-child", f"more than {AGE_YEARS_MAX} years ago")
    if child.agency and child.agency not in roster.adults:
        faults.add(child.row, "agency", "unknown-adult", "no row of this file has this adult_id")
    if len({edge.adult for edge in child.edges}) > ADULTS_MAX:
        faults.add(child.row, "adult_id", "too-many", f"more than {ADULTS_MAX} adults of one child")
    for external in child.care_team:
        _practitioner(external, child.row, "care_team", roster, known, faults)
    for edge in child.edges:
        _edge(edge, child, roster, known, faults)


def _place(child: RosterChild, known: Known, faults: Faults) -> None:
    clinic = known.clinic(child.clinic)
    if clinic is None:
        names = ", ".join(sorted(one.name for one in known.clinics)) or "none is registered"
        faults.add(child.row, child.clinic_column, "unknown-clinic", f"clinics of this network: {names}")
    elif (child.jurisdiction or clinic.jurisdiction) not in known.jurisdictions:
        faults.add(child.row, "jurisdiction", "unknown-jurisdiction", "no rules are known for it; such as US-CO")


def _practitioner(external: str, row: int, column: str, roster: Roster, known: Known, faults: Faults) -> None:
    if external not in roster.staff and external not in known.people:
        faults.add(row, column, "unknown-practitioner", "not known to the platform, nor named in this file")


def _edge(edge: RosterEdge, child: RosterChild, roster: Roster, known: Known, faults: Faults) -> None:
    if edge.since < child.birth_day:
        faults.add(edge.row, "since", "before-birth", "lies before the child's birth day")
    if edge.until is not None and edge.until <= edge.since:
        faults.add(edge.row, "until", "before-since", "must come after since")
    if edge.verifier:
        _practitioner(edge.verifier, edge.row, "verifier", roster, known, faults)


def _addresses(roster: Roster, faults: Faults) -> None:
    """One address, one person: a shared one would tell the other what is meant for one."""
    owners: dict[tuple[str, str], tuple[str, RosterContact]] = {}
    for person in (*roster.adults.values(), *roster.staff.values()):
        for contact in person.contacts:
            same_as = normalised(Channel(contact.channel), contact.address).same_as
            first = owners.setdefault((contact.channel, same_as), (person.external, contact))
            if first[0] != person.external:
                says = f"row {first[1].row} gives the same one to another person; nobody shares an address"
                faults.add(contact.row, contact.column, "shared-address", says)


def _both(roster: Roster, faults: Faults) -> None:
    for external in roster.adults.keys() & roster.children.keys():
        says = f"row {roster.children[external].row} uses the same identifier for a child"
        faults.add(roster.adults[external].row, "adult_id", "child-and-adult", says)
