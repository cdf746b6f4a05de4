"""Who may know what, asked now. Every answer given is on record before it leaves."""

from dataclasses import dataclass
from typing import Any

from contracts.codes import DisclosureClass, Outcome
from kernel.auth.principal import Kind
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access as standing
from services.consent.decisions.transfers import NOT_TRANSFERRED, brought, held_back
from services.consent.model import Disclosure, Family, Ground, case_of
from services.consent.model.glass import Access
from services.consent.queries import glass
from services.consent.queries.explained import NO_SUCH_DISCLOSURE, codes, place
from services.consent.repository import DISCLOSURES, FAMILIES, ground
from services.consent.rules.case import Item
from services.consent.rules.engine import Ruling, barred, rule
from services.consent.rules.tables import SUMMARY_ONLY
from services.consent.rules.wording import FALLBACK, reader_words, staff_words

SHOWN_TO_READERS = frozenset({SUMMARY_ONLY})
# They compare it with the newest change they have heard of and never pass it on. Anybody else would see from a position
# that has moved that something happened which is kept from them.
FENCING_SERVICES = frozenset({"notes", "goals", "notifications"})
# An adult learns of these only as items that are shown to them. Asked as a class, an answer that changes would tell an
# accused adult of the allegation.
ITEM_ONLY = frozenset({DisclosureClass.SAFETY_CONCERN, DisclosureClass.REPORT_EXISTENCE, DisclosureClass.CONTACT_DATA})
NOT_IN_CARE = ("not-in-care",)
NOT_ADDRESSED = ("not-addressed",)


@dataclass(frozen=True, slots=True)
class Answered:
    """A ruling with what it rests on; `access` is the broken glass that permits it."""

    ruling: Ruling
    position: int
    ground: Ground
    access: Access | None = None


def decision(
    reader: Reader,
    child: str,
    disclosure_class: DisclosureClass,
    person: str | None,
    language: str = FALLBACK,
) -> dict[str, Any]:
    """May this person (default: the asker) know this class of thing about the child, now?"""
    item = Item(disclosure_class=disclosure_class)
    family, asked_for = reader.known(FAMILIES, child), person or reader.principal.person
    if reader.principal.kind is Kind.GUARDIAN:
        asked = None if disclosure_class in ITEM_ONLY else item
        return _for_guardian(reader, child, family, asked_for, asked, None, language)
    access = None if family is None else glass.open_to(reader, family, asked_for, disclosure_class)
    if family is None or access is None or asked_for != reader.principal.person:
        if _outside(reader, family, asked_for):
            return _nothing_known(reader, language)
        family = _open_to(reader, family)
    found = _ruled(reader, family, asked_for, item, family.clinics[0], access=access)
    _on_record(reader, child, asked_for, item, found)
    return {**_in_full(found, language), "records": _records(reader, family, asked_for, item, found)}


def disclosure_decision(
    reader: Reader, child: str, disclosure: str, person: str | None, language: str = FALLBACK
) -> dict[str, Any]:
    """The recorded item decided again now; it names where its words are only to those who may know."""
    made, asked_for = reader.known(DISCLOSURES, disclosure), person or reader.principal.person
    made = made if made is not None and made.child == child else None
    family = reader.known(FAMILIES, child)
    if reader.principal.kind is Kind.GUARDIAN:
        item = made.question if made else None
        return _for_guardian(reader, child, family, asked_for, item, made, language)
    access = _through_glass(reader, family, asked_for, made)
    if family is None or not (_called(reader, family, asked_for, made) or access):
        if _outside(reader, family, asked_for):
            return _nothing_known(reader, language)
        family = _open_to(reader, family)
    if made is None or reader.principal.person in made.about:
        raise NotFound(NO_SUCH_DISCLOSURE)
    found = _ruled(reader, family, asked_for, made.question, made.clinic, made, access)
    _on_record(reader, child, asked_for, made.question, found, made)
    return {**_in_full(found, language), **place(made)}


def _records(reader: Reader, family: Family, asked_for: str, item: Item, found: Answered) -> list[str]:
    """Whose record a transfer has opened to staff who ask for themselves and look after the child."""
    own = asked_for == reader.principal.person and standing.looks_after(reader.principal, family)
    permitted = found.ruling.outcome is Outcome.PERMIT and found.access is None
    return list(brought(family, reader.principal, item.disclosure_class)) if own and permitted else []


def _outside(reader: Reader, family: Family | None, asked_for: str) -> bool:
    """Staff asking about themselves, but not about a child they look after.

    An adult of the child who works here is one of them: as staff they learn nothing of their own family.
    """
    asker = reader.principal
    looks_after = family is not None and standing.looks_after(asker, family)
    return asker.kind is Kind.STAFF and asked_for == asker.person and not looks_after


def _called(reader: Reader, family: Family, asked_for: str, made: Disclosure | None) -> bool:
    """Staff asking for themselves about an open matter in which they are on call: that one item, nothing besides."""
    asker = reader.principal
    inside = asker.kind is Kind.STAFF and asker.network == family.network and asker.person not in family.people
    return inside and asked_for == asker.person and made is not None and made.calls(asked_for)


def _through_glass(reader: Reader, family: Family | None, asked_for: str, made: Disclosure | None) -> Access | None:
    """Staff asking for themselves about a matter of a class that they have broken the glass for."""
    if family is None or made is None or asked_for != reader.principal.person:
        return None
    return glass.open_to(reader, family, asked_for, made.disclosure_class)


def _open_to(reader: Reader, family: Family | None) -> Family:
    """Services ask about anybody, staff about anybody around a child they look after."""
    if reader.principal.kind is Kind.SERVICE and family is not None:
        return family
    return standing.required(reader.principal, family)


def _ruled(
    reader: Reader,
    family: Family,
    person: str,
    item: Item,
    clinic: str,
    made: Disclosure | None = None,
    access: Access | None = None,
) -> Answered:
    """An adult of the family is ruled as that adult, also when on the staff."""
    base = ground(reader, family, clinic)
    case = case_of(family, base, item, reader.now)
    if person in family.people:
        meant = made is None or made.meant_for(person)
        ruling = rule(case, person) if meant else Ruling(Outcome.WITHHOLD, (), NOT_ADDRESSED)
        return Answered(ruling, family.position, base)
    if access is not None and person not in item.about:
        return Answered(Ruling(Outcome.PERMIT, (), (glass.BREAK_GLASS,)), family.position, base, access)
    own = person == reader.principal.person and standing.looks_after(reader.principal, family)
    ruling = _staff(item, person, own or person in family.care_team)
    if ruling.rules == NOT_IN_CARE and made is not None and made.calls(person) and not barred(case, (person,)):
        ruling = Ruling(Outcome.PERMIT, (), ("on-call",))
    if made is not None and held_back(family, reader.principal, person, clinic, item.disclosure_class):
        ruling = Ruling(Outcome.WITHHOLD, (), (NOT_TRANSFERRED,))
    return Answered(ruling, family.position, base)


def _staff(item: Item, person: str, looks_after: bool) -> Ruling:
    if person in item.about:
        return Ruling(Outcome.WITHHOLD, (), ("named-in-concern",))
    if not looks_after:
        return Ruling(Outcome.WITHHOLD, (), NOT_IN_CARE)
    if item.disclosure_class is DisclosureClass.PSYCHOTHERAPY_NOTE:
        return Ruling(Outcome.ESCALATE, (), ("author-only",))
    return Ruling(Outcome.PERMIT, (), ("care-team",))


def _for_guardian(
    reader: Reader,
    child: str,
    family: Family | None,
    asked_for: str,
    item: Item | None,
    made: Disclosure | None,
    language: str,
) -> dict[str, Any]:
    """Only about themselves. An absent child, one that may not be known of and a hidden item look the same."""
    asker = reader.principal.person
    known = family is not None and asked_for == asker and asker in family.people
    if family is None or item is None or not known:
        return _nothing_known(reader, language)
    found = _ruled(reader, family, asker, item, made.clinic if made else family.clinics[0], made)
    _on_record(reader, child, asker, item, found, made)
    if found.ruling.outcome is not Outcome.PERMIT:
        return _neutral(language)
    obligations = [code for code in found.ruling.obligations if code in SHOWN_TO_READERS]
    seen = {**_neutral(language), "outcome": Outcome.PERMIT.value, "obligations": obligations}
    seen["reader"] = reader_words(Outcome.PERMIT, obligations, language)
    if reader.principal.via in FENCING_SERVICES:
        seen["position"] = found.position
    return {**seen, **place(made)} if made else seen


def _nothing_known(reader: Reader, language: str) -> dict[str, Any]:
    reader.refused(person_stream(reader.principal.person), "decision", "nothing-known")
    return _neutral(language)


def _neutral(language: str) -> dict[str, Any]:
    """The one answer an adult gets to everything that is not permitted: no rule, no position, no policy."""
    return {
        "outcome": Outcome.WITHHOLD.value,
        "obligations": [],
        "rules": [],
        "position": 0,
        "policy": "",
        "staff": [],
        "reader": reader_words(Outcome.WITHHOLD, (), language),
    }


def _in_full(found: Answered, language: str) -> dict[str, Any]:
    ruling = found.ruling
    return {
        **codes(ruling),
        "position": found.position,
        "policy": found.ground.policy,
        "staff": staff_words(ruling, found.ground.pack, language),
        "reader": reader_words(ruling.outcome, ruling.obligations, language),
        "access": found.access.id if found.access else None,
    }


def _on_record(
    reader: Reader, child: str, person: str, item: Item, found: Answered, made: Disclosure | None = None
) -> None:
    """Permit or not, the answer is in the child's chain before it leaves."""
    facts = {
        "person": person,
        "disclosure_class": item.disclosure_class.value,
        "outcome": found.ruling.outcome.value,
        "policy": found.ground.policy,
        "position": str(found.position),
        "rules": ".".join(found.ruling.rules),
        "through": reader.principal.via,
    }
    facts |= {"access": found.access.id} if found.access else {}
    facts |= {"disclosure": made.id} if made else {}
    if found.ruling.outcome is Outcome.PERMIT:
        reader.shown(child, "decision", **facts)
    else:
        reader.refused(child, "decision", ".".join(found.ruling.rules), **facts)
