"""The account of what was disclosed about a child, filtered for the one who asks."""

from datetime import datetime
from typing import Any, NoReturn

from contracts.codes import DisclosureClass, Outcome
from kernel.audit import AUDIT
from kernel.auth.principal import Kind, Role
from kernel.clock import from_text, to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from kernel.store.port import Document, In, Span, Where
from services.consent.decisions import access, accounting, glass
from services.consent.decisions.accounting import Entry, EntryKind, Purpose
from services.consent.model import Family, Ground, case_of
from services.consent.repository import ACCESSES, DISCLOSURES, FAMILIES, REPORTS, ground
from services.consent.rules.case import Item
from services.consent.rules.engine import rule
from services.consent.rules.tables import EVERYDAY
from services.consent.settings import ACCOUNT_ROWS_MAX, ACCOUNT_SPAN

SHOWING = ("notes", "goals")  # they ask consent in a person's name right before they show that person something


def account(reader: Reader, child: str, since: datetime | None, until: datetime | None) -> dict[str, Any]:
    """Newest first; by default the six years that the law counts back."""
    family = reader.known(FAMILIES, child)
    period = Span(at_least=to_text(since or reader.now - ACCOUNT_SPAN), below=to_text(until) if until else None)
    if reader.principal.kind is Kind.GUARDIAN:
        return _for_guardian(reader, family, period)
    family = _open_to_staff(reader, family)
    entries = [*_offered(reader, family, period), *_reads(reader, family, period), *_reported(reader, family, period)]
    entries += _emergencies(reader, family, period)
    seen = accounting.for_staff(entries, reader.principal.person)
    rows = accounting.counted(seen, ground(reader, family, family.clinics[0]).day)
    reader.shown(child, "read-accounting", entries=str(len(rows)))
    return {"child": child, "entries": [_in_full(row) for row in rows]}


def _for_guardian(reader: Reader, family: Family | None, period: Span) -> dict[str, Any]:
    """One and the same answer for an absent child and for one of which nothing may be known."""
    asker = reader.principal.person
    if family is None or asker not in family.people:
        _absent(reader)
    base = ground(reader, family, family.clinics[0])
    permitted = {item: _permits(reader, family, base, item) for item in sorted(EVERYDAY)}
    if not permitted[DisclosureClass.FACT_OF_TREATMENT]:
        _absent(reader)
    entries = [*_offered(reader, family, period, EVERYDAY), *_reads(reader, family, period, asker)]
    rows = accounting.counted(accounting.for_guardian(entries, asker, permitted), base.day)
    reader.shown(family.id, "read-accounting", entries=str(len(rows)))
    return {"child": family.id, "entries": [_outside(row) for row in rows]}


def _absent(reader: Reader) -> NoReturn:
    reader.refused(person_stream(reader.principal.person), "read-accounting", "nothing-known")
    raise NotFound(access.NO_SUCH_CHILD)


def _open_to_staff(reader: Reader, family: Family | None) -> Family:
    if reader.principal.has(Role.PRIVACY_OFFICER):
        return glass.officer(reader.principal, family)
    return access.required(reader.principal, family)


def _permits(reader: Reader, family: Family, base: Ground, item: DisclosureClass) -> bool:
    case = case_of(family, base, Item(disclosure_class=item), reader.now)
    return rule(case, reader.principal.person).outcome is Outcome.PERMIT


def _offered(
    reader: Reader, family: Family, period: Span, classes: frozenset[DisclosureClass] | None = None
) -> list[Entry]:
    where: Where = {"child": family.id, "decided_at": period}
    if classes is not None:
        where = {**where, "disclosure_class": In(tuple(sorted(classes)))}
    found = reader.find(DISCLOSURES, where, ("-decided_at",), ACCOUNT_ROWS_MAX)
    return [entry for made in found for entry in accounting.offered(made)]


def _reads(reader: Reader, family: Family, period: Span, person: str | None = None) -> list[Entry]:
    """What was permitted to an adult in the moment before it was shown; of one person only, for a guardian."""
    where: Where = {"actor_kind": Kind.GUARDIAN.value, "outcome": "read"}
    if person is not None:
        where = {**where, "actor": person}
    rows = _rows(reader, family, period, where)
    found = reader.find(DISCLOSURES, {"child": family.id}, ("-decided_at",), ACCOUNT_ROWS_MAX)
    about = {made.id: made.about for made in found}
    return [
        _read(row, EntryKind.READ, Purpose.FAMILY, about.get(row["facts"].get("disclosure", ""), ()))
        for row in rows
        if row["facts"].get("through") in SHOWING
    ]


def _emergencies(reader: Reader, family: Family, period: Span) -> list[Entry]:
    found = reader.find(ACCESSES, {"child": family.id, "opened_at": period}, ("-opened_at",), ACCOUNT_ROWS_MAX)
    opened = [entry for item in found for entry in accounting.broken(item)]
    if not opened:
        return []
    who: Where = {"outcome": "read", "actor": In(tuple(sorted({item.person for item in found})))}
    rows = _rows(reader, family, period, who)
    read = [row for row in rows if "access" in row["facts"]]
    return [*opened, *(_read(row, EntryKind.EMERGENCY_READ, Purpose.EMERGENCY, ()) for row in read)]


def _reported(reader: Reader, family: Family, period: Span) -> list[Entry]:
    found = reader.find(REPORTS, {"child": family.id, "at": period}, ("at",), ACCOUNT_ROWS_MAX)
    made = reader.many(DISCLOSURES, sorted({item.disclosure for item in found}))
    return [accounting.reported(item, made.get(item.disclosure)) for item in found]


def _rows(reader: Reader, family: Family, period: Span, where: Where) -> list[Document]:
    """Answers of the rules out of the child's own chain."""
    wanted: Where = {"stream": family.id, "action": "decision", "at": period, **where}
    return reader.dispatcher.store.find(AUDIT, wanted, ("-position",), ACCOUNT_ROWS_MAX)


def _read(row: Document, kind: EntryKind, purpose: Purpose, about: tuple[str, ...]) -> Entry:
    facts, at = row["facts"], from_text(row["at"])
    return Entry(
        kind=kind,
        recipient=facts["person"],
        disclosure_class=DisclosureClass(facts["disclosure_class"]),
        purpose=purpose,
        first=at,
        last=at,
        basis=facts.get("rules", ""),
        through=facts.get("through", ""),
        disclosure=facts.get("disclosure", ""),
        access=facts.get("access", ""),
        about=about,
    )


def _outside(entry: Entry) -> dict[str, Any]:
    """Date, recipient, what and why: no rule, no item, no position."""
    return {
        "kind": entry.kind.value,
        "recipient": entry.recipient,
        "disclosure_class": entry.disclosure_class.value,
        "purpose": entry.purpose.value,
        "first": to_text(entry.first),
        "last": to_text(entry.last),
        "times": entry.times,
    }


def _in_full(entry: Entry) -> dict[str, Any]:
    return {
        **_outside(entry),
        "basis": entry.basis.split(".") if entry.basis else [],
        "through": entry.through or None,
        "disclosure": entry.disclosure or None,
        "access": entry.access or None,
        "by": entry.by or None,
    }
