"""Concerns as staff read them, and the words of one for a guardian to whom they are disclosed."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import Invalid, NotFound
from kernel.reader import Reader
from services.notes import gateways
from services.notes.decisions.access import CLINICAL, reach
from services.notes.decisions.concerns import is_about, opens_to
from services.notes.model.child import Child
from services.notes.model.concern import Concern
from services.notes.queries import permission
from services.notes.repository import CHILDREN, CONCERNS, concerns_of

DETAIL, SAFETY = DisclosureClass.SESSION_DETAIL, DisclosureClass.SAFETY_CONCERN
ABSENT = "no-such-concern"


def concerns(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first, without the words; whoever one is about does not find it."""
    child, clinics = _reach(reader, child_id, "list-concerns")
    found = concerns_of(reader, child.id, clinics)
    return {"concerns": [_summary(concern) for concern in found if not is_about(concern, reader.principal)]}


def concern(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One concern with its words and, when closed, why."""
    found = _staff_concern(reader, child_id, id)
    seen = {**_summary(found), "wording": reader.open(found.child, found.wording), "closure": _closure(reader, found)}
    reader.shown(found.child, "read-concern", concern=found.id)
    return seen


def wording(reader: Reader, child_id: str, id: str, disclosure: str | None) -> dict[str, Any]:
    """The words as an adult reads them; a guardian reads them through a disclosure that the rules permit now.

    So does whoever of the staff is on call for the concern and does not look after the child.
    """
    child = reader.known(CHILDREN, child_id)
    called = disclosure is not None and (child is None or not reach(child, reader.principal, CLINICAL))
    if not (permission.is_guardian(reader) or called):
        found = _staff_concern(reader, child_id, id)
        seen = _told(found, reader.open(found.child, found.wording))
        reader.shown(found.child, "read-wording", concern=found.id)
        return seen
    if disclosure is None:
        raise Invalid("disclosure-required", {"disclosure": ["required"]})
    return _through_disclosure(reader, permission.guardian_child(reader, child_id, ABSENT), id, disclosure)


def _through_disclosure(reader: Reader, child: Child, id: str, disclosure: str) -> dict[str, Any]:
    person = reader.principal.person
    answer = gateways.disclosure_decision(reader, child.id, disclosure, person)
    found = reader.known(CONCERNS, id)
    if found is None or found.child != child.id or not opens_to(found, answer, person):
        permission.refuse(reader, child, "read-wording", ABSENT)
    seen = _told(found, reader.open(child.id, found.wording) if answer.permits_words else None)
    through = {"basis": "break-glass", "access": answer.access} if answer.access else {}
    reader.shown(child.id, "read-wording", concern=found.id, disclosure=disclosure, **through)
    return seen


def _staff_concern(reader: Reader, child_id: str, id: str) -> Concern:
    child, clinics = _reach(reader, child_id, "read-concern")
    found = reader.load(CONCERNS, id)
    if found.child != child.id or found.clinic not in clinics or is_about(found, reader.principal):
        raise NotFound(ABSENT)
    return found


def _reach(reader: Reader, child_id: str, action: str) -> tuple[Child, frozenset[str]]:
    """Concerns of another clinic came with the child only if they were named: session detail does not bring them."""
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, action)
    own = reach(child, reader.principal, CLINICAL)
    if not own or len(child.teams) == 1:
        return child, clinics
    return child, own | permission.ask(reader, child, SAFETY, reader.principal.person).records


def _told(found: Concern, words: str | None) -> dict[str, Any]:
    return {
        "wording": words,
        "kind": found.kind.value,
        "severity": found.severity.value,
        "raised_at": to_text(found.raised_at),
    }


def _summary(found: Concern) -> dict[str, Any]:
    return {
        "concern": found.id,
        "clinic": found.clinic,
        "note": found.note,
        "kind": found.kind.value,
        "severity": found.severity.value,
        "about": list(found.about),
        "child_told": found.child_told.value,
        "state": found.state.value,
        "raised_by": found.raised_by,
        "raised_at": to_text(found.raised_at),
    }


def _closure(reader: Reader, found: Concern) -> dict[str, Any] | None:
    closure = found.closure
    if closure is None:
        return None
    return {
        "reason": closure.reason.value,
        "words": reader.open(found.child, closure.words),
        "closed_by": closure.closed_by,
        "closed_at": to_text(closure.closed_at),
    }
