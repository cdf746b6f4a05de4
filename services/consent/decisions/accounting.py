"""What was disclosed about a child to whom, when and on what basis, and which of it a reader may see.

45 CFR 164.528 gives a right to such an account; 164.524 and 164.502(g)(5) let it be kept from somebody who is a danger.
A guardian sees what they read themselves, and what of the everyday classes was offered to them or to other adults while
the rules permit them that class. Neither depends on an allegation, so that an account with a secret in the family is
the same, byte for byte, as one without.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from contracts.codes import DisclosureClass, Outcome
from contracts.notifications import TaskDone
from kernel.decision import NOTHING, Decision
from services.consent.model import Disclosure, Family
from services.consent.model.glass import Access
from services.consent.model.report import Report
from services.consent.rules.tables import EVERYDAY

REPORTED = "reported"
"""The outcome of a task with which a human says that the authority knows."""
AUTHORITY = "authority"
"""The recipient where the child has no agency of its own."""


class EntryKind(StrEnum):
    """How it was disclosed."""

    OFFERED = "offered"  # decided for an adult, who is told that there is something to read
    READ = "read"  # an adult was shown it
    REPORTED = "reported"  # to an authority, by a human
    EMERGENCY = "emergency"  # staff opened the record by breaking the glass
    EMERGENCY_READ = "emergency-read"  # and were shown this


class Purpose(StrEnum):
    """Why, as codes."""

    FAMILY = "family"
    PROTECTION = "child-protection"
    EMERGENCY = "emergency-care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The same thing to the same recipient on one day counts once, with its first and last time and how often."""

    kind: EntryKind
    recipient: str
    disclosure_class: DisclosureClass
    purpose: Purpose
    first: datetime
    last: datetime
    times: int = 1
    basis: str = ""  # the rules that permitted it
    through: str = ""  # the service that showed it
    disclosure: str = ""
    access: str = ""
    by: str = ""  # who told, where a human did
    about: tuple[str, ...] = ()  # from whom the harm is said to come: never shown to them


def offered(made: Disclosure) -> list[Entry]:
    """One for every adult who was permitted."""
    return [
        Entry(
            kind=EntryKind.OFFERED,
            recipient=adult.person,
            disclosure_class=made.disclosure_class,
            purpose=Purpose.FAMILY,
            first=made.decided_at,
            last=made.decided_at,
            basis=".".join(adult.rules),
            through=made.item_service,
            disclosure=made.id,
            about=made.about,
        )
        for adult in made.adults
        if adult.outcome is Outcome.PERMIT
    ]


def reported(report: Report, made: Disclosure | None) -> Entry:
    """Told to an authority."""
    return Entry(
        kind=EntryKind.REPORTED,
        recipient=report.recipient,
        disclosure_class=DisclosureClass.REPORT_EXISTENCE,
        purpose=Purpose.PROTECTION,
        first=report.at,
        last=report.at,
        disclosure=report.disclosure,
        by=report.by,
        about=made.about if made else (),
    )


def broken(access: Access) -> list[Entry]:
    """One for every class that was opened, read or not."""
    return [
        Entry(
            kind=EntryKind.EMERGENCY,
            recipient=access.person,
            disclosure_class=item,
            purpose=Purpose.EMERGENCY,
            first=access.opened_at,
            last=access.opened_at,
            basis=access.reason,
            access=access.id,
        )
        for item in access.classes
        if access.refused is None
    ]


def counted(entries: Iterable[Entry], day: Callable[[datetime], date]) -> list[Entry]:
    """Newest first; what happened again on the same day is counted."""
    found: dict[tuple[object, ...], Entry] = {}
    for entry in sorted(entries, key=lambda item: item.first):
        same = (
            entry.kind, entry.recipient, entry.disclosure_class, entry.basis, entry.through, entry.disclosure,
            entry.access, entry.by, day(entry.first),
        )  # fmt: skip
        known = found.get(same)
        found[same] = replace(known, last=entry.last, times=known.times + entry.times) if known else entry
    order = attrgetter("first", "kind", "recipient", "disclosure_class", "disclosure")
    return sorted(found.values(), key=order, reverse=True)


def for_guardian(entries: Iterable[Entry], person: str, permitted: Mapping[DisclosureClass, bool]) -> list[Entry]:
    """Own reading, and everyday things that were offered while their class is permitted to this person.

    Of other classes nothing that was merely decided shows: what was withheld before it arrived is not betrayed here.
    """
    return [entry for entry in entries if _own_read(entry, person) or _everyday(entry, permitted)]


def for_staff(entries: Iterable[Entry], person: str) -> list[Entry]:
    """Everything but what is about the one who asks."""
    return [entry for entry in entries if person not in entry.about]


def _own_read(entry: Entry, person: str) -> bool:
    return entry.kind is EntryKind.READ and entry.recipient == person


def _everyday(entry: Entry, permitted: Mapping[DisclosureClass, bool]) -> bool:
    everyday = entry.kind is EntryKind.OFFERED and entry.disclosure_class in EVERYDAY
    return everyday and permitted.get(entry.disclosure_class, False)


def report_of(event: TaskDone, family: Family | None, known: Report | None) -> Decision:
    """A human says that an authority was told; other outcomes tell nobody anything."""
    if event.outcome != REPORTED or family is None or known is not None:
        return NOTHING
    made = Report(
        id=event.task,
        child=event.child,
        disclosure=event.disclosure,
        recipient=family.agency or AUTHORITY,
        by=event.done_by,
        at=event.done_at,
    )
    return Decision(changes=(made,), facts={"report": made.id, "recipient": made.recipient})
