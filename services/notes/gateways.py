"""Questions to the consent service. Whatever is not a readable permit withholds; no answer at all is an error."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeVar

from contracts.codes import DisclosureClass, Outcome
from kernel.auth.principal import SYSTEM, Kind
from kernel.errors import Forbidden, GatewayUnavailable, Gone, NotFound
from kernel.reader import Reader
from kernel.work import Work
from services.notes.model.answer import WITHHELD, Answer

CONSENT = "consent"
OWN = SYSTEM("notes")
NOT_SHARED = "no-such-session"
IDS_PER_QUESTION = 100  # an address line stays under 4,000 characters
T = TypeVar("T")


def decision(reader: Reader, child: str, disclosure_class: DisclosureClass, person: str | None = None) -> Answer:
    """May this person (default: the asker) know this class of thing about the child, now?"""
    params = {"disclosure_class": disclosure_class.value} | ({"person": person} if person else {})
    return _answer(lambda: reader.ask(CONSENT, f"/children/{child}/decision", params))


def disclosure_decision(reader: Reader, child: str, disclosure: str, person: str) -> Answer:
    """The recorded disclosure, decided again now for this person, with the item it is about."""
    path = f"/children/{child}/disclosures/{disclosure}/decision"
    return _answer(lambda: reader.ask(CONSENT, path, {"person": person}))


def shared_session(
    reader: Reader, child: str, session: str, disclosure_class: DisclosureClass, person: str
) -> Answer | None:
    """The strictest answer of all children who sat in the session together; None when this child was there alone.

    Asked in the service's own name: what holds for the other children is nothing for a guardian.
    """
    path = f"/children/{child}/shared-sessions/{session}/decision"
    params = {"disclosure_class": disclosure_class.value, "person": person}
    try:
        return _answer(lambda: reader.dispatcher.call.get(CONSENT, path, OWN, params), passed_on=NOT_SHARED)
    except NotFound:
        return None


def may_know_of_attendance(work: Work, child: str) -> bool:
    """Whether the asker may know now when the child is seen."""
    path, params = f"/children/{child}/decision", {"disclosure_class": DisclosureClass.ATTENDANCE_BILLING.value}
    return _answer(lambda: work.call.get(CONSENT, path, work.actor, params)).permits


def may_be_told_detail(work: Work, child: str, person: str) -> Answer:
    """Whether this adult may know now what happened in the sessions, asked by whoever would share it."""
    params = {"disclosure_class": DisclosureClass.SESSION_DETAIL.value, "person": person}
    return _answer(lambda: work.call.get(CONSENT, f"/children/{child}/decision", work.actor, params))


def adults_of(work: Work, child: str) -> frozenset[str]:
    """All adults consent knows around the child now; empty when the asker may not know them."""
    try:
        found = work.call.get(CONSENT, f"/children/{child}", work.actor)
    except (NotFound, Forbidden):
        return frozenset()
    return _readable(lambda: frozenset(str(adult["person"]) for adult in found["adults"]))


def names_of(reader: Reader, persons: Collection[str]) -> dict[str, str]:
    """Those of them whose name the asker may know; to guardians colleagues have none."""
    return _named(reader, "people", persons) if reader.principal.kind is Kind.STAFF else {}


def child_name(reader: Reader, child: str) -> str:
    """As the asker may know it; empty where they may not."""
    return _named(reader, "children", {child}).get(child, "")


def clinic_names(reader: Reader) -> dict[str, str]:
    """The clinics of the asker's network, for staff."""
    if reader.principal.kind is not Kind.STAFF:
        return {}
    found = reader.ask(CONSENT, "/clinics")
    return _readable(lambda: {str(item["clinic"]): str(item["name"]) for item in found["clinics"]})


def _named(reader: Reader, what: str, ids: Collection[str]) -> dict[str, str]:
    wanted, names = sorted(ids), dict[str, str]()
    for start in range(0, len(wanted), IDS_PER_QUESTION):
        found = reader.ask(CONSENT, f"/{what}", {"ids": ",".join(wanted[start : start + IDS_PER_QUESTION])})
        names |= _readable(partial(_by_id, found, what))
    return names


def _by_id(found: Mapping[str, Any], what: str) -> dict[str, str]:
    return {str(item["id"]): str(item["name"]) for item in found[what]}


def _readable(read: Callable[[], T]) -> T:
    try:
        return read()
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayUnavailable("consent gave an unreadable answer") from error


def _answer(ask: Callable[[], Any], passed_on: str = "") -> Answer:
    """`passed_on`: the code of a NotFound that the caller understands."""
    try:
        found = ask()
    except (NotFound, Forbidden, Gone) as no:
        if passed_on and no.code == passed_on:
            raise
        return WITHHELD
    return _readable(lambda: _read(found))


def _read(found: Mapping[str, Any]) -> Answer:
    return Answer(
        outcome=Outcome(found["outcome"]),
        obligations=frozenset(str(code) for code in found["obligations"]),
        item_service=str(found.get("item_service", "")),
        item=str(found.get("item", "")),
        access=None if found.get("access") is None else str(found["access"]),
        records=frozenset(str(clinic) for clinic in found.get("records", ())),
        rules=tuple(str(code) for code in found.get("rules", ())),
    )
