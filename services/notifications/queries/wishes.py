"""How people want to be written to, and how is written about a child."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notifications.gateways import is_person_of_asker
from services.notifications.model import SafeHours
from services.notifications.queries.access import may_touch, may_write_to
from services.notifications.repository import BOUNDARIES, CHILDREN, PREFERENCES, children_of


def preferences(reader: Reader, person: str) -> dict[str, Any]:
    """A person's own; version 0 when nothing was ever said."""
    asker = reader.principal
    if asker.kind is Kind.GUARDIAN and asker.person != person:
        raise NotFound("no-such-person")
    if asker.kind is not Kind.GUARDIAN:
        known = may_write_to(asker, children_of(reader, person))
        if not known or not is_person_of_asker(reader.dispatcher.call, person, asker):
            raise NotFound("no-such-person")
    found = reader.known(PREFERENCES, person)
    reader.shown(person_stream(person), "read-preferences")
    if found is None:
        return {
            "version": 0, "language": None, "channels": [], "classes": {}, "quiet": None, "digest_at": None,
            "snoozed_until": None,
        }  # fmt: skip
    return {
        "version": found.version,
        "language": found.language,
        "channels": [channel.value for channel in found.channels],
        "classes": {item.message_class.value: item.wish.value for item in found.classes},
        "quiet": _hours(found.quiet),
        "digest_at": found.digest_at,
        "snoozed_until": to_text(found.snoozed_until) if found.snoozed_until else None,
    }


def boundary(reader: Reader, child: str) -> dict[str, Any]:
    """For the child's own staff; version 0 when there is none."""
    known = reader.known(CHILDREN, child)
    if known is None or not may_touch(reader.principal, known):
        raise NotFound("no-such-child")
    found = reader.known(BOUNDARIES, child)
    reader.shown(child, "read-message-boundary")
    if found is None:
        return {"version": 0, "hours": None, "channels": [], "closed": []}
    return {
        "version": found.version,
        "hours": _hours(found.hours),
        "channels": [channel.value for channel in found.channels],
        "closed": [item.value for item in found.closed],
    }


def _hours(hours: SafeHours | None) -> dict[str, str] | None:
    return None if hours is None else {"from": hours.start, "until": hours.end, "zone": hours.zone}
