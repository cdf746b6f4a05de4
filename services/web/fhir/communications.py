"""Disclosures to one adult as Communication: that there is something and how far it has come, never what it says."""

from typing import Any

from contracts.codes import DisclosureClass
from contracts.fhir import PERSON_SYSTEM, fhir_id, labels_of, parts_of
from services.web import queries
from services.web.fhir.answers import Resource
from services.web.fhir.asking import Ask, unless_hidden
from services.web.gateways import notifications
from services.web.model.board import NoticeState
from services.web.queries import AdultState, CaseView
from services.web.repository import case_of_disclosure

DISCLOSURE_SYSTEM = "urn:alliance:disclosure"
MESSAGE_SYSTEM, CLASS_SYSTEM = "urn:alliance:message-class", "urn:alliance:disclosure-class"
ENGAGEMENT = "urn:alliance:engagement"
# How far the newest notice has come, as FHIR's event status.
STATUS = {
    "accepted": "preparation",
    "dispatched": "in-progress",
    "provider-accepted": "in-progress",
    "handed-over": "completed",
    "bounced": "not-done",
    "expired": "not-done",
    "suppressed": "not-done",
    "unknown": "unknown",
}
NOT_SENT = frozenset({"accepted", "suppressed"})


def of_child(ask: Ask, child: str) -> list[Resource]:
    """A guardian's own, decided again now; for staff those of the cases that they may know of."""
    if ask.is_guardian:
        return [_mine(ask, child, item) for item in unless_hidden(lambda: notifications.inbox(ask.door, child))]
    found: list[Resource] = []
    for view in unless_hidden_cases(ask, child):
        found += [_told(view, state) for state in queries.adult_states(view) if state.delivery is not None]
    return found


def child_of(ask: Ask, id: str) -> str | None:
    """About which child it is; that somebody may know of it is decided when it is read."""
    parts = parts_of(id)
    case = case_of_disclosure(ask.reader, parts[0]) if parts is not None and len(parts) == 2 else None
    return None if case is None else case.child


def unless_hidden_cases(ask: Ask, child: str) -> list[CaseView]:
    """Cases with a disclosure."""
    cases = unless_hidden(lambda: queries.child_cases(ask.reader, child))
    return [view for view in cases if view.case.disclosure is not None]


def _mine(ask: Ask, child: str, item: dict[str, Any]) -> Resource:
    status = "preparation" if item["sent_at"] is None else "completed"
    found = _common(child, item["disclosure"], ask.asker.person, item["disclosure_class"], status)
    found["category"] = [{"coding": [{"system": MESSAGE_SYSTEM, "code": item["message_class"]}]}]
    found["extension"] = [{"url": ENGAGEMENT, "valueCode": item["engagement"]}]
    return {**found, **({"sent": item["sent_at"]} if item["sent_at"] else {})}


def _told(view: CaseView, state: AdultState) -> Resource:
    disclosure = str(view.case.disclosure)
    status = STATUS.get(str(state.delivery), "unknown")
    found = _common(view.case.child, disclosure, state.person, view.case.disclosure_class, status)
    found["extension"] = [{"url": ENGAGEMENT, "valueCode": state.engagement}]
    if state.reason and status == "not-done":
        found["statusReason"] = {"text": state.reason}
    newest = _newest(view, state.person)
    if newest is not None and newest.state not in NOT_SENT:
        found["sent"] = newest.at.isoformat()
    return found


def _newest(view: CaseView, person: str) -> NoticeState | None:
    notices = view.progress.notices if view.progress else ()
    return max((item for item in notices if item.person == person), key=lambda item: item.at, default=None)


def _common(child: str, disclosure: str, person: str, code: str, status: str) -> Resource:
    return {
        "resourceType": "Communication",
        "id": fhir_id(disclosure, person),
        "meta": {"security": labels_of(DisclosureClass(code))},
        "identifier": [{"system": DISCLOSURE_SYSTEM, "value": disclosure}],
        "status": status,
        "subject": {"reference": f"Patient/{fhir_id(child)}", "type": "Patient"},
        "topic": {"coding": [{"system": CLASS_SYSTEM, "code": code}]},
        "recipient": [
            {
                "reference": f"RelatedPerson/{fhir_id(child, person)}",
                "type": "RelatedPerson",
                "identifier": {"system": PERSON_SYSTEM, "value": person},
            }
        ],
    }
