"""What an adult sees: the state of a link, their own place in a disclosure, their inbox. Never anybody else's."""

from collections.abc import Collection
from typing import Any

from contracts.codes import Channel
from kernel.auth.derived import AUTHENTICATION, challenges
from kernel.auth.factors import Factors
from kernel.auth.passkeys import Place, authentication
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import Gone, NotFound
from kernel.reader import Reader
from services.notifications.decisions.engagement import entitled
from services.notifications.decisions.pointers import second_ways
from services.notifications.gateways import verdict_now
from services.notifications.messages.links import is_ours
from services.notifications.model import ContactPoint, Disclosure, Entitlement, Pointer, PointerState
from services.notifications.queries.views import views
from services.notifications.repository import (
    CHILDREN,
    CONTACT_POINTS,
    DISCLOSURES,
    FACTORS,
    POINTERS,
    children_of,
    points_of,
)
from services.notifications.settings import INBOX_MAX

PAGES = "web"  # the service at whose address links lead


def pointer_of(reader: Reader, id: str, mac: str) -> Pointer:
    """The link, if it is one of ours, for the pages alone; a wrong mac is the answer of an unknown id."""
    pointer = reader.known(POINTERS, id) if reader.principal.person == PAGES else None
    if pointer is None or not is_ours(reader, pointer, mac):
        raise NotFound("no-such-pointer")
    return pointer


def pointer_state(reader: Reader, id: str, mac: str, live: Collection[Channel], origin: str) -> dict[str, Any]:
    """What the link may still do, decided with consent now, and over which ways a code could go."""
    pointer = pointer_of(reader, id, mac)
    state = pointer.state_at(reader.now)
    if state is not PointerState.WITHDRAWN and not _still_permitted(reader, pointer):
        state = PointerState.WITHDRAWN
    if state is not PointerState.VALID:
        return {"state": state.value, "channels": [], "ways": [], "passkey": None}
    points = points_of(reader, (pointer.person,))[pointer.person]
    ways = second_ways(pointer, points, live)
    own = reader.known(FACTORS, pointer.person) or Factors(id=pointer.person, network="")
    return {
        "state": state.value,
        "channels": [way(reader, point) for point in ways],
        "ways": ["authenticator"] if own.authenticator is not None else [],
        "passkey": _passkey(reader, pointer, own, origin),
    }


def _passkey(reader: Reader, pointer: Pointer, own: Factors, origin: str) -> dict[str, Any] | None:
    """What the browser needs to show one of theirs, where there is one that could be shown here."""
    place = Place(origin)
    if not (own.passkeys and place.fits):
        return None
    good = challenges(reader, AUTHENTICATION, pointer.id, pointer.person, reader.now)
    return authentication(place, good[0])


def way(reader: Reader, point: ContactPoint) -> dict[str, str]:
    """A channel with its address beyond recognition for anybody who does not know it."""
    return {"channel": point.channel.value, "address": masked(point.channel, _opened(reader, point))}


def masked(channel: Channel, address: str) -> str:
    """First letter of a mailbox and of its domain, last two digits of a telephone."""
    if channel is Channel.EMAIL:
        local, _, domain = address.partition("@")
        return f"{local[:1]}•••@{domain[:1]}•••"
    return f"•••{address[-2:]}"


def sent_to(reader: Reader, reply: dict[str, Any]) -> dict[str, Any]:
    """The reply to a request for a code, with the address masked."""
    point = reader.known(CONTACT_POINTS, reply["contact_point"]) if reply["contact_point"] else None
    shown = None if point is None else masked(point.channel, _opened(reader, point))
    return {"code_sent_to": shown, "expires_at": reply["expires_at"]}


def mine(reader: Reader, child: str, id: str) -> dict[str, Any]:
    """The asker's own place in it; Gone("withdrawn") when they were told once and may no longer know."""
    disclosure = reader.known(DISCLOSURES, id)
    if disclosure is None or disclosure.child != child or disclosure.network != reader.principal.network:
        raise NotFound("no-such-disclosure")
    place = _place(disclosure, _own(reader, disclosure))
    return {**place, "views": views(reader, id, reader.principal.person)}


def inbox(reader: Reader, child: str) -> dict[str, Any]:
    """What of this child concerns the asker, each decided again; what may not be known leaves no gap."""
    found = reader.find(DISCLOSURES, {"child": child}, ("-decided_at",), INBOX_MAX)
    items = []
    for disclosure in found:
        if disclosure.network != reader.principal.network:
            continue
        try:
            items.append({"disclosure": disclosure.id, **_place(disclosure, _own(reader, disclosure))})
        except (NotFound, Gone):
            continue  # filtered, without a trace
    return {"items": items}


def _own(reader: Reader, disclosure: Disclosure) -> Entitlement:
    person = reader.principal.person
    if disclosure.adult(person) is None:
        raise NotFound("no-such-disclosure")
    child = reader.known(CHILDREN, disclosure.child)
    verdict = verdict_now(reader.dispatcher.call, child, (disclosure.child, disclosure.id), person)
    return entitled(disclosure, person, verdict, reader.now)[1]


def _place(disclosure: Disclosure, adult: Entitlement) -> dict[str, Any]:
    return {
        "state": "open" if adult.acknowledged_at is None else "acknowledged",
        "engagement": adult.engagement.value,
        "item_service": disclosure.item_service,
        "item": disclosure.item,
        "disclosure_class": disclosure.disclosure_class.value,
        "message_class": disclosure.message_class.value,
        "sent_at": to_text(adult.told_at) if adult.told_at is not None else None,
    }


def my_children(reader: Reader) -> dict[str, Any]:
    """Of whom there is something that the asker may open now; whoever is frozen, or kept from it, is not among them."""
    found = children_of(reader, reader.principal.person)
    own = [child.id for child in found if child.network == reader.principal.network]
    return {"children": [{"child": id, "items": items} for id in own if (items := inbox(reader, id)["items"])]}


def _still_permitted(reader: Reader, pointer: Pointer) -> bool:
    disclosure = reader.known(DISCLOSURES, pointer.disclosure)
    adult = None if disclosure is None else disclosure.adult(pointer.person)
    if adult is None or adult.disowned_at is not None:
        return False
    child, of = reader.known(CHILDREN, pointer.child), (pointer.child, pointer.disclosure)
    return verdict_now(reader.dispatcher.call, child, of, pointer.person).permits


def _opened(reader: Reader, point: ContactPoint) -> str:
    return reader.open(person_stream(point.person), point.address)
