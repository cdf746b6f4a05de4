"""Many recorded items decided again at once, for a service that is about to deliver them: one reading, one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound
from kernel.reader import Gathering, Reader
from kernel.store.port import Wanted
from services.consent.packs.kept import PACK_SCHEDULES
from services.consent.queries.decisions import disclosure_decision
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, PERSONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this person know of this recorded item now?"""

    child: str
    disclosure: str
    person: str


def items_decided(reader: Reader, questions: Sequence[Question]) -> list[dict[str, Any] | None]:
    """An answer to each question in its place, None where no such item is. All are on record before any leaves."""
    children = tuple(question.child for question in questions)
    items = tuple(question.disclosure for question in questions)
    people = Wanted(PERSONS.collection, tuple(question.person for question in questions))
    ahead = reader.ahead([Wanted(FAMILIES.collection, children), Wanted(DISCLOSURES.collection, items), people])
    clinics = {made.clinic for made in ahead.many(DISCLOSURES, list(items)).values()}
    families = ahead.many(FAMILIES, list(children)).values()
    clinics |= {clinic for family in families for clinic in family.clinics}
    networks = tuple({family.network for family in families})
    ahead = ahead.ahead([Wanted(CLINICS.collection, tuple(clinics)), Wanted(PACK_SCHEDULES.collection, networks)])
    gathering = Gathering(ahead.dispatcher, ahead.principal)
    answers = [_answer(gathering, question) for question in questions]
    gathering.record()
    return answers


def _answer(reader: Reader, question: Question) -> dict[str, Any] | None:
    try:
        found = disclosure_decision(reader, question.child, question.disclosure, question.person)
    except NotFound:
        return None
    person = reader.known(PERSONS, question.person)
    known = {} if person is None else {"language": person.language, "zone": person.zone}
    return {**found, "language": None, "zone": None, **known}
