"""How two books differ, as sentences: `Illinois: from 2027-01-01 the age of consent becomes 13 (was 12)`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from services.consent.packs.places import place_name
from services.consent.packs.words import FIELDS, period
from services.consent.rules.packs import Book, Pack

RULES = "rules"
"""The field of a difference that concerns a whole pack: rules come on file or go."""
NONE_ON_FILE = "no rules on file"
EDITORIAL = frozenset({"source", "checked", "note"})  # not worth a sentence where a whole pack is new


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one jurisdiction in one period."""

    jurisdiction: str
    field: str
    since: str | None
    until: str | None
    before: str
    after: str

    def __str__(self) -> str:
        dated = period(self.since, self.until)
        where = f"{place_name(self.jurisdiction)}:{' ' + dated if dated else ''}"
        if self.field == RULES:
            return f"{where} no rules are on file any more: every question of a minor's consent is for a human"
        return f"{where} {FIELDS[self.field].subject} becomes {self.after} (was {self.before})"


def differences(before: Book, after: Book) -> tuple[Difference, ...]:
    """By name of the place, then by field, then by time; empty when the two say the same on every day."""
    places = sorted(before.periods.keys() | after.periods.keys(), key=place_name)
    return tuple(found for place in places for found in _in_place(place, before, after))


def _in_place(place: str, before: Book, after: Book) -> Iterator[Difference]:
    days = _turns(*before.periods.get(place, ()), *after.periods.get(place, ()))
    spans = zip([None, *days], [*days, None], strict=True)
    found = [item for since, until in spans for item in _in_span(place, since, until, before, after)]
    order = [*FIELDS, RULES]
    yield from _joined(sorted(found, key=lambda item: (order.index(item.field), item.since or "")))


def _turns(*packs: Pack) -> list[str]:
    """The days on which something begins or ends."""
    return sorted({day for pack in packs for day in (pack.since, pack.until) if day is not None})


def _in_span(place: str, since: str | None, until: str | None, before: Book, after: Book) -> Iterator[Difference]:
    """Within a span no pack begins or ends, so that its first day stands for all."""
    day = date.fromisoformat(since) if since else date.min
    old, new = before.on(place, day), after.on(place, day)
    if new is None:
        if old is not None:
            yield Difference(place, RULES, since, until, "", NONE_ON_FILE)
        return
    for name, field in FIELDS.items():
        if old is None and name in EDITORIAL:
            continue
        said = NONE_ON_FILE if old is None else field.says(getattr(old, name))
        if said != (says := field.says(getattr(new, name))):
            yield Difference(place, name, since, until, said, says)


def _joined(found: list[Difference]) -> Iterator[Difference]:
    """Neighbouring spans with the same change are one."""
    held: Difference | None = None
    for item in found:
        if held is not None and item.since == held.until and replace(item, since=held.since, until=held.until) == held:
            held = replace(held, until=item.until)
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def remarks(book: Book) -> list[str]:
    """What is no mistake but worth a look: packs that never decide, and days between periods without rules."""
    found = []
    for place, packs in sorted(book.periods.items(), key=lambda item: place_name(item[0])):
        for pack in packs:
            if not pack.verified:
                dated = period(pack.since, pack.until)
                found.append(f"{place_name(place)}:{' ' + dated if dated else ''} not verified: it never decides")
        for earlier, later in pairwise(packs):
            if earlier.until != later.since:
                gap = period(earlier.until, later.since)
                found.append(f"{place_name(place)}: {gap} no rules are in force: every question is for a human")
    return found
