"""People by name, for those who may know them."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.command import person_stream
from kernel.errors import Gone, NotFound
from kernel.reader import Reader
from services.consent.model import Person
from services.consent.repository import PERSONS

ADDRESSING = frozenset({"web", "notifications"})
NAMING = frozenset({"web"})  # messages carry no names: who only writes them gets language and zone


def names_of(reader: Reader, network: str, persons: list[str]) -> dict[str, str]:
    """Names of those who are known in the network; somebody whose name was erased has none."""
    found = reader.many(PERSONS, sorted(set(persons)))
    return {id: name for id, person in found.items() if person.network == network and (name := _name(reader, person))}


def people(reader: Reader, ids: list[str]) -> dict[str, Any]:
    """People of the asker's network; services that address people ask about any. Whoever is erased is not there."""
    asker = reader.principal
    if asker.kind is Kind.SERVICE and asker.person not in ADDRESSING:
        raise NotFound("no-such-person")
    everywhere = asker.kind in (Kind.SERVICE, Kind.OPERATOR) and asker.network is None
    found = [
        person for person in reader.many(PERSONS, ids).values() if everywhere or person.network == asker.network
    ]
    named = asker.kind is not Kind.SERVICE or asker.person in NAMING
    if named:
        reader.shown(person_stream(asker.person), "people", count=str(len(found)))
    rows = [
        {"id": person.id, "name": name if named else "", "language": person.language, "zone": person.zone}
        for person in sorted(found, key=lambda item: item.id)
        if (name := _name(reader, person)) is not None
    ]
    return {"people": rows}


def _name(reader: Reader, person: Person) -> str | None:
    try:
        return reader.open(person_stream(person.id), person.name)
    except Gone:
        return None
