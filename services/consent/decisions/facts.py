"""What all changes of a family's facts share: to find, to add, to end, to come onto the record."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from contracts.consent import ChildRegistered
from kernel.errors import Invalid, NotFound
from services.consent.decisions.registration import registered
from services.consent.model import ADULTS_MAX, FACTS_MAX, Family
from services.consent.rules.case import Adult, Dated

D = TypeVar("D", bound=Dated)


def joined(before: Family, after: Family) -> tuple[ChildRegistered, ...]:
    """Whoever became an adult of the child loses the reach of staff: the services that keep the adults must hear."""
    return () if before.people == after.people else (registered(after, after.clinics[0]),)


def one_more(items: tuple[D, ...], item: D) -> tuple[D, ...]:
    """With the new one; Invalid when the family has as many of the sort as it may."""
    if len(items) >= FACTS_MAX:
        raise Invalid("too-many-facts")
    return (*items, item)


def found(items: tuple[D, ...], id: str, kind: str) -> D:
    """The one with this id; NotFound names the sort, never the id."""
    for item in items:
        if item.id == id:  # type: ignore[attr-defined]
            return item
    raise NotFound(f"no-such-{kind}")


def replaced(items: tuple[D, ...], changed: D) -> tuple[D, ...]:
    """The same with the one of this id changed."""
    return tuple(changed if item.id == changed.id else item for item in items)  # type: ignore[attr-defined]


def ended(items: tuple[D, ...], item: D, until: datetime) -> tuple[D, ...]:
    """An end can be brought forward, never put off: that takes a new document."""
    if until < item.since:
        raise Invalid("ends-before-it-begins", {"until": ["before-since"]})
    return replaced(items, replace(item, until=until if item.until is None else min(until, item.until)))


def in_order(since: datetime, until: datetime | None) -> None:
    """Invalid unless the end, if there is one, comes after the beginning."""
    if until is not None and until <= since:
        raise Invalid("ends-before-it-begins", {"until": ["before-since"]})


def on_record(family: Family, person: str, field: str) -> None:
    """Invalid, naming the field, unless this is an adult of the child."""
    if person not in family.people:
        raise Invalid("not-on-record", {field: ["not-on-record"]})


def with_adult(family: Family, adult: Adult) -> Family:
    """The adult is on record, as given; Invalid when there are too many."""
    adults = {item.person: item for item in family.adults} | {adult.person: adult}
    if len(adults) > ADULTS_MAX:
        raise Invalid("too-many-adults", {"person": ["too-many"]})
    people = tuple(sorted(adults))
    return replace(family, adults=tuple(adults[person] for person in people), people=people)
