"""Who may know what was said before several children, asked now and recorded in each child's chain."""

from typing import Any

from contracts.codes import DisclosureClass, Outcome
from kernel.auth.principal import Kind
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.decisions.sessions import of_all
from services.consent.model import Family, case_of
from services.consent.queries.explained import codes
from services.consent.repository import FAMILIES, SHARED_SESSIONS, SHARED_SESSIONS_MAX, ground
from services.consent.rules.case import Item
from services.consent.rules.engine import Ruling, rule

NOT_THEIRS = Ruling(Outcome.WITHHOLD, (), ("third-party-information",))


def shared_decision(
    reader: Reader, child: str, session: str, disclosure_class: DisclosureClass, person: str
) -> dict[str, Any]:
    """An adult of one child only is a third party to the other children, and what they said is not theirs."""
    family = _open_to(reader, reader.known(FAMILIES, child))
    families = [_open_to(reader, reader.known(FAMILIES, id)) for id in _participants(reader, family, session)]
    rulings = {item.id: _ruled(reader, item, disclosure_class, person) for item in families}
    found = of_all(rulings.values())
    facts = {"session": session, "person": person, "disclosure_class": disclosure_class.value}
    for item in families:
        said = {**facts, "outcome": found.outcome.value, "position": str(item.position)}
        if found.outcome is Outcome.PERMIT:
            reader.shown(item.id, "shared-decision", **said)
        else:
            reader.refused(item.id, "shared-decision", ".".join(found.rules), **said)
    children = [{"child": id, **codes(ruling)} for id, ruling in sorted(rulings.items())]
    return {**codes(found), "children": children, "position": family.position}


def _participants(reader: Reader, family: Family, session: str) -> tuple[str, ...]:
    """It does not matter on which child's record it was put down."""
    for item in reader.find(SHARED_SESSIONS, {"session": session}, (), SHARED_SESSIONS_MAX):
        if item.network == family.network and family.id in item.participants:
            return item.participants
    raise NotFound("no-such-session")


def _ruled(reader: Reader, family: Family, disclosure_class: DisclosureClass, person: str) -> Ruling:
    if person not in family.people:
        return NOT_THEIRS
    base = ground(reader, family, family.clinics[0])
    return rule(case_of(family, base, Item(disclosure_class=disclosure_class), reader.now), person)


def _open_to(reader: Reader, family: Family | None) -> Family:
    """Services ask about anybody, staff about children they look after."""
    if reader.principal.kind is Kind.SERVICE and family is not None:
        return family
    return access.required(reader.principal, family)
