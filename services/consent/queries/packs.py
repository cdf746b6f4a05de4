"""The rules of a network as it may read them: nothing in them is about anybody."""

from datetime import UTC, datetime
from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions.packs import required, state
from services.consent.model.packs import PackSchedule, PackVersion, version_id
from services.consent.packs.differences import differences, remarks
from services.consent.packs.kept import PACK_SCHEDULES, PACK_VERSIONS, in_force, shipped
from services.consent.packs.places import place_name
from services.consent.packs.words import described
from services.consent.rules.packs import Book, Pack

VERSIONS_SHOWN = 200  # newest first; a network makes a few a year
SHIPPED = "shipped"
IN_FORCE = "in-force"


def jurisdictions(reader: Reader, network: str) -> dict[str, Any]:
    """What is in force today, a row for each jurisdiction; those without rules today have none."""
    schedule, book = reader.known(PACK_SCHEDULES, network), in_force(reader, network, reader.now)
    today = reader.now.astimezone(UTC).date()
    there = (book.on(place, today) for place in sorted(book.periods, key=place_name))
    version = schedule.version_at(reader.now) if schedule else None
    return {"version": version or SHIPPED, "packs": [_row(pack) for pack in there if pack is not None]}


def jurisdiction(reader: Reader, network: str, place: str) -> dict[str, Any]:
    """Every period of one jurisdiction, explained."""
    periods = in_force(reader, network, reader.now).periods.get(place)
    if periods is None:
        raise NotFound("no-such-jurisdiction")
    return {
        "jurisdiction": place,
        "name": place_name(place),
        "periods": [{**_row(pack), "words": described(pack)} for pack in periods],
    }


def checked(reader: Reader, network: str, packs: tuple[Pack, ...]) -> dict[str, Any]:
    """What would change against what is in force, if these packs were the network's own. Changes nothing."""
    own = Book(packs)
    return {"version": own.version, **_against(in_force(reader, network, reader.now), own)}


def versions(reader: Reader, network: str) -> dict[str, Any]:
    """Proposed, approved and activated versions."""
    found = reader.find(PACK_VERSIONS, {"network": network}, ("-proposed_at",), VERSIONS_SHOWN)
    schedule = reader.known(PACK_SCHEDULES, network)
    return {
        "versions": [{**state(version), "jurisdictions": _places(version)} for version in found],
        "activations": _activations(schedule, reader.now),
    }


def version(reader: Reader, network: str, name: str, against: str) -> dict[str, Any]:
    """One version with its packs, and what differs from another one."""
    found = own_version(reader, network, name)
    other = book_named(reader, network, against)
    return {**state(found), "packs": [pack.content() for pack in found.packs], **_against(other, found.book)}


def own_version(reader: Reader, network: str, name: str) -> PackVersion:
    """The version; NotFound when the network has none of that name."""
    return required(reader.known(PACK_VERSIONS, version_id(network, name)), network)


def book_named(reader: Reader, network: str, name: str) -> Book:
    """`shipped`, `in-force` or a version of the network, over the shipped packs."""
    if name == SHIPPED:
        return shipped()
    if name == IN_FORCE:
        return in_force(reader, network, reader.now)
    return own_version(reader, network, name).book.over(shipped())


def _against(before: Book, own: Book) -> dict[str, Any]:
    return {
        "changes": [str(item) for item in differences(before, own.over(shipped()))],
        "remarks": remarks(own),
    }


def _row(pack: Pack) -> dict[str, Any]:
    return {**pack.content(), "name": place_name(pack.jurisdiction), "pack": pack.version}


def _places(found: PackVersion) -> list[str]:
    return sorted(found.book.periods)


def _activations(schedule: PackSchedule | None, now: datetime) -> list[dict[str, Any]]:
    current = schedule.current_at(now) if schedule is not None else None
    return [
        {
            "version": item.version,
            "since": to_text(item.since),
            "activated_by": item.activated_by,
            "activated_at": to_text(item.activated_at),
            "in_force": item is current,
        }
        for item in (schedule.activations if schedule is not None else ())
    ]
