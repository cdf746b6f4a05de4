"""Broken glass: through which access somebody may read, and what the privacy officer sees of it."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.audit import AUDIT
from kernel.auth.principal import Kind
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.kind import Sealed
from kernel.reader import Reader
from kernel.store.port import Document, Has, Span, Where
from services.consent.decisions import glass
from services.consent.model import Family
from services.consent.model.glass import Access
from services.consent.repository import ACCESSES, DISCLOSURES, FAMILIES
from services.consent.settings import GLASS_LISTED_MAX, GLASS_READS_MAX

BREAK_GLASS = "break-glass"
"""The rule that permits what is read through an access."""


def open_to(reader: Reader, family: Family, person: str, disclosure_class: DisclosureClass) -> Access | None:
    """The access through which this person may know this class of thing now; None for whoever needs or gets none.

    Looked at anew at every question: the time, whether they still work in one of the child's clinics, and whether
    protection has come to speak against them since.
    """
    asker = reader.principal
    own = person == asker.person and asker.kind is Kind.STAFF
    if person in family.people or person in family.care_team or (own and glass.looks_after(asker, family)):
        return None
    found = reader.find(ACCESSES, {"child": family.id, "person": person}, ("-opened_at",))
    held = next((item for item in found if item.opens(disclosure_class, reader.now)), None)
    if held is None or (own and not glass.acts_through(asker, family)):
        return None
    naming = reader.find(DISCLOSURES, {"child": family.id, "closed_at": None, "about": Has(person)}, ("-decided_at",))
    return None if glass.kept_out(family, person, naming, reader.now) else held


def accesses(reader: Reader, state: str) -> dict[str, Any]:
    """Newest first, without words; what waits for review by when it is due. Nothing of the officer's own family."""
    asker = reader.principal
    where: Where = {"network": asker.network or ""}
    waiting = _outside(reader, reader.find(ACCESSES, {**where, "reviewed": False}, ("review_due",), GLASS_LISTED_MAX))
    found = waiting
    if state in ("all", "open"):
        found = _outside(reader, reader.find(ACCESSES, where, ("-opened_at",), GLASS_LISTED_MAX))
    shown = {
        "all": found,
        "open": [item for item in found if item.holds(reader.now)],
        "unreviewed": waiting,
        "overdue": [item for item in waiting if item.overdue(reader.now)],
    }[state]
    reader.shown(person_stream(asker.person), "list-accesses", state=state, count=str(len(shown)))
    overdue = sum(item.overdue(reader.now) for item in waiting)
    return {"accesses": [_row(reader, item) for item in shown], "overdue": overdue}


def access(reader: Reader, child: str, id: str) -> dict[str, Any]:
    """One access with both sides' words and everything that was asked through it."""
    family = glass.officer(reader.principal, reader.known(FAMILIES, child))
    found = reader.known(ACCESSES, id)
    if found is None or found.child != family.id:
        raise NotFound(glass.NO_SUCH_ACCESS)
    seen = {
        **_row(reader, found),
        "words": _opened(reader, child, found.words),
        "review_words": _opened(reader, child, found.review.words if found.review else None),
        "reads": [_read(row) for row in _rows(reader, found)],
    }
    reader.shown(child, "read-access", access=id)
    return seen


def _outside(reader: Reader, found: list[Access]) -> list[Access]:
    families = reader.many(FAMILIES, sorted({item.child for item in found}))
    own = {id for id, family in families.items() if reader.principal.person in family.people}
    return [item for item in found if item.child not in own]


def _rows(reader: Reader, found: Access) -> list[Document]:
    where: Where = {
        "stream": found.child, "actor": found.person, "action": "decision",
        "at": Span(at_least=to_text(found.opened_at)),
    }  # fmt: skip
    rows = reader.dispatcher.store.find(AUDIT, where, ("position",), GLASS_READS_MAX)
    return [row for row in rows if row["facts"].get("access") == found.id]


def _read(row: Document) -> dict[str, Any]:
    facts = row["facts"]
    return {
        "at": row["at"],
        "disclosure_class": facts["disclosure_class"],
        "outcome": facts["outcome"],
        "through": facts.get("through", ""),
    }


def _row(reader: Reader, item: Access) -> dict[str, Any]:
    review = item.review
    return {
        "access": item.id,
        "child": item.child,
        "clinic": item.clinic,
        "person": item.person,
        "classes": list(item.classes),
        "reason": item.reason,
        "opened_at": to_text(item.opened_at),
        "until": to_text(item.until),
        "ended_at": to_text(item.ended_at) if item.ended_at else None,
        "ended_by": item.ended_by,
        "open": item.holds(reader.now),
        "refused": item.refused,
        "attempts": item.attempts,
        "review_due": to_text(item.review_due),
        "overdue": item.overdue(reader.now),
        "reviewed_by": review.by if review else None,
        "reviewed_at": to_text(review.at) if review else None,
        "finding": review.finding.value if review else None,
    }


def _opened(reader: Reader, child: str, words: Sealed | None) -> str | None:
    return None if words is None else reader.open(child, words)
