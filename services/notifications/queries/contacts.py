"""Contact points as they are shown: always masked, to staff with their history, to their owner without it."""

from typing import Any

from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notifications.gateways import is_person_of_asker
from services.notifications.model import ContactPoint, PointStep
from services.notifications.queries.access import may_write_to
from services.notifications.queries.adults import way
from services.notifications.repository import children_of, points_of


def of_person(reader: Reader, person: str) -> dict[str, Any]:
    """A person's addresses, masked: whoever needs one in full asks the person."""
    if not may_write_to(reader.principal, children_of(reader, person)):
        raise NotFound("no-such-person")
    if not is_person_of_asker(reader.dispatcher.call, person, reader.principal):
        raise NotFound("no-such-person")
    points = [point for point in points_of(reader, (person,))[person] if point.network == reader.principal.network]
    reader.shown(person_stream(person), "list-contact-points")
    return {"contact_points": [_for_staff(reader, point) for point in points]}


def mine(reader: Reader) -> dict[str, Any]:
    """Those that live, of the asker alone, in an order that says nothing. Of nobody else is anything looked at."""
    person = reader.principal.person
    alive = [point for point in points_of(reader, (person,))[person] if point.retired_at is None]
    shown = [_shown(reader, point) for point in alive]
    return {"contact_points": sorted(shown, key=lambda row: (row["channel"], row["address"]))}


def _for_staff(reader: Reader, point: ContactPoint) -> dict[str, Any]:
    return {
        **_shown(reader, point),
        "verified": point.verified,
        "usable": point.usable,
        "reason": point.reason,
        "no_voicemail": point.no_voicemail,
        "calls_only": point.calls_only,
        "history": [_step(step) for step in point.history],
    }


def _shown(reader: Reader, point: ContactPoint) -> dict[str, Any]:
    return {
        "contact_point": point.id,
        **way(reader, point),
        "state": point.state.value,
        "until": None if point.due is None else to_text(point.due),
        "leaving": point.replaced_by is not None,
        "code_sent": point.check is not None and reader.now < point.check.expires,
    }


def _step(step: PointStep) -> dict[str, Any]:
    return {"at": to_text(step.at), "state": step.state.value, "reason": step.reason, "by": step.by}
