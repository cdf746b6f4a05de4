"""The one way to a confidential text: reach or guardianship, then the consent rules, then the audit row."""

from collections.abc import Collection
from typing import NoReturn

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind, Role
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes import gateways
from services.notes.decisions import access
from services.notes.model.answer import WITHHELD, Answer
from services.notes.model.child import Child
from services.notes.repository import CHILDREN


def is_guardian(reader: Reader) -> bool:
    """Guardians have no roles: everything they see follows from the rules."""
    return reader.principal.kind is Kind.GUARDIAN


def ask(reader: Reader, child: Child, disclosure_class: DisclosureClass, person: str) -> Answer:
    """The rules' answer for this person, now."""
    other = None if person == reader.principal.person else person
    return gateways.decision(reader, child.id, disclosure_class, other)


def ask_of_session(
    reader: Reader, child: Child, session: str | None, disclosure_class: DisclosureClass, person: str
) -> Answer:
    """As `ask`, of what was written in a session: where several children sat together, the rules of each must agree."""
    shared = gateways.shared_session(reader, child.id, session, disclosure_class, person) if session else None
    closed = shared is not None and not shared.permits_words
    return WITHHELD if closed else ask(reader, child, disclosure_class, person)


def staff_reach(
    reader: Reader, child_id: str, roles: Collection[Role], disclosure_class: DisclosureClass, action: str
) -> tuple[Child, frozenset[str]]:
    """The child and the clinics through which this member of staff may read; NotFound, recorded, for the excluded."""
    child, clinics = access.reached(reader.known(CHILDREN, child_id), reader.principal, roles)
    answer = ask(reader, child, disclosure_class, reader.principal.person)
    if not answer.permits:
        refuse(reader, child, action, "no-such-child")
    return child, clinics | answer.records


def reading_reach(
    reader: Reader, child_id: str, roles: Collection[Role], disclosure_class: DisclosureClass, action: str
) -> tuple[Child, frozenset[str]]:
    """As `staff_reach`, and for whoever has broken the glass: for its time, with every read recorded as such."""
    child = reader.known(CHILDREN, child_id)
    if child is None or access.reach(child, reader.principal, roles):
        return staff_reach(reader, child_id, roles, disclosure_class, action)
    clinics = access.reach_through_glass(child, reader.principal)
    answer = ask(reader, child, disclosure_class, reader.principal.person) if clinics else WITHHELD
    if not answer.permits or answer.access is None:
        raise NotFound("no-such-child")
    reader.shown(child.id, action, basis="break-glass", access=answer.access)
    return child, clinics


def guardian_child(reader: Reader, child_id: str, absent: str = "no-such-child") -> Child:
    """The child as this service knows it. Says nothing yet about what the guardian may know.

    `absent` is what is answered when the thing asked for is kept from the guardian: whether the child is a patient at
    all must not show.
    """
    child = reader.known(CHILDREN, child_id)
    if child is None:
        raise NotFound(absent)
    return child


def refuse(reader: Reader, child: Child, action: str, code: str) -> NoReturn:
    """Record that it was withheld, and answer as if it did not exist."""
    reader.refused(child.id, action, "withheld")
    raise NotFound(code)
