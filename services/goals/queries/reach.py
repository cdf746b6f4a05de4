"""Whose question it is, and whether consent permits it now: the first lines of every query."""

from typing import NoReturn

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind
from kernel.errors import NotFound
from kernel.reader import Reader
from services.goals import gateways
from services.goals.decisions import access
from services.goals.model.answer import WITHHELD, Answer
from services.goals.model.child import Child
from services.goals.repository import CHILDREN

NO_CHILD = "no-such-child"


def staff(reader: Reader, child_id: str, action: str) -> tuple[Child, frozenset[str]]:
    """The child, and the clinics whose record of it this member of staff may read now."""
    child, answer, clinics = staff_answer(reader, child_id, action)
    if not answer.permits:
        refuse(reader, child, action, NO_CHILD)
    return child, clinics


def staff_answer(reader: Reader, child_id: str, action: str) -> tuple[Child, Answer, frozenset[str]]:
    """For whoever looks after the child; for whoever has broken the glass, with every read recorded as such."""
    child = reader.known(CHILDREN, child_id)
    if child is None or access.reach(child, reader.principal):
        child, clinics = access.reached(child, reader.principal)
        answer = gateways.decision(reader, child.id)
        return child, answer, clinics | answer.records
    clinics = access.reach_through_glass(child, reader.principal)
    answer = gateways.decision(reader, child.id) if clinics else WITHHELD
    if not answer.permits or answer.access is None:
        raise NotFound(NO_CHILD)
    reader.shown(child.id, action, basis="break-glass", access=answer.access)
    return child, answer, clinics


def team(
    reader: Reader, child_id: str, action: str, disclosure_class: DisclosureClass = gateways.GOALS_PROGRESS
) -> tuple[Child, frozenset[str]]:
    """Whoever looks after the child, through their own clinics alone: no broken glass, no transferred record."""
    child, clinics = access.reached(reader.known(CHILDREN, child_id), reader.principal)
    if not gateways.decision(reader, child.id, disclosure_class).permits:
        refuse(reader, child, action, NO_CHILD)
    return child, clinics


def family(
    reader: Reader, child_id: str, action: str, disclosure_class: DisclosureClass = gateways.GOALS_PROGRESS
) -> Child:
    """The child, for a guardian who may know of this class now; NotFound, as if there were no child, otherwise."""
    child = reader.known(CHILDREN, child_id)
    if child is None:
        raise NotFound(NO_CHILD)
    if not gateways.decision(reader, child.id, disclosure_class).permits:
        refuse(reader, child, action, NO_CHILD)
    return child


def is_family(reader: Reader) -> bool:
    """Asked through the family's door."""
    return reader.principal.kind is Kind.GUARDIAN


def guardian(reader: Reader, child_id: str, absent: str) -> tuple[Child, Answer, None]:
    """`absent` is what is answered when the thing asked for is kept from them: a child not here must look the same."""
    child = reader.known(CHILDREN, child_id)
    if child is None:
        raise NotFound(absent)
    return child, gateways.decision(reader, child.id), None


def refuse(reader: Reader, child: Child, action: str, code: str) -> NoReturn:
    """Record that it was withheld, and answer as if it did not exist."""
    reader.refused(child.id, action, "withheld")
    raise NotFound(code)
