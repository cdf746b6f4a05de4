"""The whole answer with its trace: to a case that staff bring along, and to a question about a registered child."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codes import DisclosureClass
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decide.answers import answered
from services.consent.decide.asked import Asked, asked_from
from services.consent.decisions import access
from services.consent.model import Disclosure, Family
from services.consent.model.ground import case_of
from services.consent.packs.kept import in_force, shipped
from services.consent.queries.explained import NO_SUCH_DISCLOSURE
from services.consent.repository import DISCLOSURES, FAMILIES, ground
from services.consent.rules.case import Item

NO_SUCH_PERSON = "no-such-person"


def decided(reader: Reader, read: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A case from itself alone, with the shipped packs. On record is who asked and how the answers came out."""
    answer = answered(asked_from(read, shipped().on), language)
    counts = Counter(row["outcome"] for row in answer["persons"])
    outcomes = {outcome: str(count) for outcome, count in sorted(counts.items())}
    reader.shown(person_stream(reader.principal.person), "case-decision", policy=answer["policy"], **outcomes)
    return answer


def class_explained(
    reader: Reader, child: str, disclosure_class: DisclosureClass, person: str | None, language: str
) -> dict[str, Any]:
    """Why, about a class of thing and now; of every adult, or of one."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    asked = _asked(reader, family, Item(disclosure_class=disclosure_class), person)
    return _explained(reader, family, asked, language)


def disclosure_explained(
    reader: Reader, child: str, disclosure: str, person: str | None, language: str
) -> dict[str, Any]:
    """Why, about a recorded item, decided again now."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    made = reader.known(DISCLOSURES, disclosure)
    if made is None or made.child != child or reader.principal.person in made.about:
        raise NotFound(NO_SUCH_DISCLOSURE)
    return _explained(reader, family, _asked(reader, family, made.question, person, made), language)


def _explained(reader: Reader, family: Family, asked: Asked, language: str) -> dict[str, Any]:
    answer = answered(asked, language)
    disclosure_class = asked.case.item.disclosure_class.value
    persons = ",".join(asked.persons)
    reader.shown(family.id, "explanation", disclosure_class=disclosure_class, persons=persons, policy=answer["policy"])
    return answer


def _meant(family: Family, made: Disclosure | None) -> tuple[str, ...]:
    return tuple(person for person in family.people if made is None or made.meant_for(person))


def _asked(reader: Reader, family: Family, item: Item, person: str | None, made: Disclosure | None = None) -> Asked:
    if person is not None and person not in _meant(family, made):
        raise NotFound(NO_SUCH_PERSON)
    clinic_id = made.clinic if made else family.clinics[0]
    base, book = ground(reader, family, clinic_id), in_force(reader, family.network, reader.now)
    return Asked(
        title=None,
        story=None,
        case=case_of(family, base, item, reader.now),
        jurisdiction=family.jurisdiction,
        zone=ZoneInfo(base.clinic.zone if base.clinic else "UTC"),
        clinic=clinic_id,
        agency=family.agency,
        on_call=base.clinic.on_call if base.clinic else (),
        care_team=family.care_team,
        persons=_meant(family, made) if person is None else (person,),
        expected=None,
        law=lambda day: book.on(family.jurisdiction, day),
        raised_by=made.raised_by if made else reader.principal.person,
    )
